// Giving back all or some of an application: what is chosen, and what that means.
import type { Application } from '../../shared/api/hiroba';
import { paidFirst } from '../../shared/fee/divided_refund';
import { cancellable, paidOf } from './states';

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

export interface Meaning { paid_yen: number; refund_yen: number }

/** By what the server says of each. */
export function meaningOf(application: Application, chosen: readonly string[]): Meaning {
  const given_back = application.bookings.filter(({ booking_id }) => chosen.includes(booking_id));
  return {
    paid_yen: given_back.reduce((sum, booking) => sum + paidOf(booking), 0),
    refund_yen: given_back.reduce((sum, { refund }) => sum + (refund?.yen ?? 0), 0),
  };
}

/** How much of what comes back pays first what changes of uses that stay have added and nobody has paid. */
export function setOffOf(application: Application, chosen: readonly string[]): number {
  return paidFirst(application.bookings, chosen, meaningOf(application, chosen).refund_yen);
}

/** Whether giving these back may make others of the day dearer. */
export function countsInCap(application: Application, chosen: readonly string[]): boolean {
  return application.bookings.some(({ booking_id, counts_in_day_cap }) => counts_in_day_cap && chosen.includes(booking_id));
}
