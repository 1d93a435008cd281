// Which of my bookings want something from me, which are to come, which are over.
import type { Booking } from '../shared/api/hiroba';

export interface MyBookings { unfinished: Booking[]; coming: Booking[]; over: Booking[] }

export function isUnfinished(booking: Booking, now_ms: number): boolean {
  if (booking.state === 'awaiting_payment') return true;
  return booking.state === 'held' && (booking.hold_expires_at_ms ?? 0) > now_ms;
}

export function sortBookings(bookings: readonly Booking[], now_ms: number, today: string): MyBookings {
  const sorted: MyBookings = { unfinished: [], coming: [], over: [] };
  for (const booking of bookings) {
    if (isUnfinished(booking, now_ms)) sorted.unfinished.push(booking);
    else if (booking.state === 'confirmed' && booking.date >= today) sorted.coming.push(booking);
    else sorted.over.push(booking);
  }
  return sorted;
}

/** Where to go on with a booking. */
export function nextPlace(booking: Booking): string {
  const root = `/bookings/${booking.booking_id}`;
  if (booking.state === 'held') return booking.details ? `${root}/check` : `${root}/details`;
  if (booking.state === 'awaiting_payment') return `${root}/payment`;
  return root;
}
