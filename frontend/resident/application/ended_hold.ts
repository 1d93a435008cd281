// Why a hold was ended: what the closure tells everybody, else what staff wrote.
import type { Application, Booking } from '../../shared/api/hiroba';
import { townText } from '../../shared/i18n/text';
import { isEndedHold } from './states';

export function reasonOf({ closed_holds = [] }: Application, { booking_id, reason }: Booking): string | undefined {
  const closed = closed_holds.find((hold) => hold.booking_id === booking_id);
  return closed ? townText(closed.reason) : reason ?? undefined;
}

/** Of all its holds that were ended, each reason once. */
export function reasonsOfHolds(application: Application): string[] {
  const ended = application.bookings.filter((booking) => isEndedHold(application, booking));
  return [...new Set(ended.flatMap((booking) => reasonOf(application, booking) ?? []))];
}
