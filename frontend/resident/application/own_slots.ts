// The slots of a day as a booking that is being changed meets them: its own use stands in its own way there.
import type { Application, Booking, Slot, Space } from '../../shared/api/hiroba';
import { minuteOf } from '../../shared/time/civil';
import { occupies } from './states';

/** `own`: the booking has it now; `freed`: only the booking stands in its way; `as_told`: as the day says. */
export type Standing = 'own' | 'freed' | 'as_told';

type Range = Pick<Slot, 'start' | 'end'>;

function overlaps(a: Range, b: Range): boolean {
  return minuteOf(a.start) < minuteOf(b.end) && minuteOf(b.start) < minuteOf(a.end);
}

function within(inner: Range, outer: Range): boolean {
  return minuteOf(outer.start) <= minuteOf(inner.start) && minuteOf(inner.end) <= minuteOf(outer.end);
}

/** Whether the booking occupies something of the space on that day. */
export function standsInItsWay(booking: Booking, booked: Space, space: Space, date: string): boolean {
  return booking.date === date && booked.units.some((unit) => space.units.includes(unit));
}

/** The application with which one has the space itself at that time already. */
export function applicationAt(applications: readonly Application[], space: Space, date: string, range: Range): Application | undefined {
  return applications.find(({ bookings }) => bookings.some((booking) =>
    occupies(booking) && booking.space === space.code && booking.date === date && overlaps(booking, range)));
}

/** `slots`: of a space in whose way the booking stands on that day. */
export function standingTo(slot: Slot, slots: readonly Slot[], own: Range): Standing {
  if (slot.state !== 'taken') return 'as_told';
  if (within(slot, own)) return 'own';
  // The time to prepare beside it goes with it; whether another needs it too is said when the change is looked at.
  if (!overlaps(slot, own)) return slot.reason === 'preparation_time' ? 'freed' : 'as_told';
  const taken_by_others = slots.some((other) => within(other, slot) && !overlaps(other, own)
    && other.state !== 'free' && other.reason !== 'preparation_time');
  return taken_by_others ? 'as_told' : 'freed';
}
