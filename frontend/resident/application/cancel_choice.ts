// Giving back all or some of an application: what is chosen, and what that means.
import type { Application, Booking } from '../../shared/api/hiroba';
import { cancellable, nothingPaid, refundsDue } from './states';

/** What is ticked at first: the one that was pointed at, else everything that can be given back. */
export function chosenAtFirst(application: Application, pointed: string | null): string[] {
  const ids = cancellable(application).map(({ booking_id }) => booking_id);
  return pointed !== null && ids.includes(pointed) ? [pointed] : ids;
}

/** The ids to send; undefined when nothing is left, so that all of it is given back. */
export function idsToSend(application: Application, chosen: readonly string[]): string[] | undefined {
  const all = cancellable(application);
  return all.every(({ booking_id }) => chosen.includes(booking_id)) ? undefined : [...chosen];
}

/** `paid_yen` undefined: something was, but of several uses nobody tells how much for these. */
export interface Meaning { paid_yen: number | undefined; refund_yen: number }

function paidFor(booking: Booking, application: Application): number | undefined {
  if (booking.paid) return booking.fee.total_yen;
  if (nothingPaid(booking, application)) return 0;
  return application.bookings.length === 1 ? application.paid_yen - refundsDue(application) : undefined;
}

/** By what the server says of each. */
export function meaningOf(application: Application, chosen: readonly string[]): Meaning {
  const given_back = application.bookings.filter(({ booking_id }) => chosen.includes(booking_id));
  return {
    paid_yen: given_back.map((booking) => paidFor(booking, application))
      .reduce((sum, yen) => (sum === undefined || yen === undefined ? undefined : sum + yen), 0),
    refund_yen: given_back.reduce((sum, { refund }) => sum + (refund?.yen ?? 0), 0),
  };
}

/** Whether giving these back may make others of the day dearer. */
export function countsInCap(application: Application, chosen: readonly string[]): boolean {
  return application.bookings.some(({ booking_id, counts_in_day_cap }) => counts_in_day_cap && chosen.includes(booking_id));
}
