// What a line about an application that was found shows, and where it leads.
import type { FoundApplication } from '../../shared/api/staff';

export type FoundBooking = FoundApplication['bookings'][number];

export const most_uses_shown = 5;

/** Of many uses those that come next, filled up with the last that have been; by time. */
export function usesShown(bookings: readonly FoundBooking[], today: string): readonly FoundBooking[] {
  const past = bookings.filter(({ last_date }) => last_date < today);
  const first = Math.min(past.length, Math.max(0, bookings.length - most_uses_shown));
  return bookings.slice(first, first + most_uses_shown);
}

/** Never applied for: the time ran out, or it was given up before. */
function isAbandoned({ number, bookings }: FoundApplication): boolean {
  return number === null && bookings.every(({ state }) => state === 'expired' || state === 'withdrawn');
}

/** As they were found, but what was abandoned after all that somebody applied for. */
export function abandonedLast(found: readonly FoundApplication[]): FoundApplication[] {
  return [...found].sort((a, b) => Number(isAbandoned(a)) - Number(isAbandoned(b)));
}

/** The board of the day with the booking beside it. */
export function boardOf(facility: string, { booking_id, date }: FoundBooking, view: 'board' | 'list'): string {
  return `/?${new URLSearchParams({ facility, date, view, booking: booking_id }).toString()}`;
}

/** What the caller would call it. */
export function nameOf({ group_name, purpose, holder }: FoundApplication): string {
  return group_name || purpose || holder;
}
