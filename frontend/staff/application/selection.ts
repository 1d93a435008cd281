// Some of an application's bookings: all, one and the following, what can be given back, and what that means in money.
import type { Booking } from '../../shared/api/hiroba';

interface Begins { date: string; start: string }

/** For sorting: what begins first stands first. */
export function byUse(a: Begins, b: Begins): number {
  return `${a.date} ${a.start}`.localeCompare(`${b.date} ${b.start}`);
}

/** By the time of their use. */
export function inOrder<T extends Begins>(bookings: readonly T[]): T[] {
  return [...bookings].sort(byUse);
}

export function cancellable(bookings: readonly Booking[]): Booking[] {
  return bookings.filter(({ refund }) => refund !== null);
}

/** The first chosen one and every later one that can be given back. */
export function following(bookings: readonly Booking[], chosen: ReadonlySet<string>): Set<string> {
  const ordered = inOrder(bookings);
  const first = ordered.findIndex(({ booking_id }) => chosen.has(booking_id));
  return new Set(first < 0 ? [] : cancellable(ordered.slice(first)).map(({ booking_id }) => booking_id));
}

/** What giving the chosen ones back means; 0 where nothing was paid. */
export function refundOf(bookings: readonly Booking[], chosen: ReadonlySet<string>): number {
  return bookings.filter(({ booking_id, paid }) => chosen.has(booking_id) && paid)
    .reduce((sum, { refund }) => sum + (refund?.yen ?? 0), 0);
}
