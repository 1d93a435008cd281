import { expect, test } from 'vitest';
import type { Booking } from '../shared/api/hiroba';
import { isUnfinished, nextPlace, sortBookings } from './my_bookings';

function booking(booking_id: string, state: Booking['state'], rest: Partial<Booking> = {}): Booking {
  return { booking_id, state, date: '2026-12-01', hold_expires_at_ms: null, details: null, ...rest } as Booking;
}

test('what wants something comes first, what is over last', () => {
  const sorted = sortBookings([
    booking('1', 'confirmed'), booking('2', 'held', { hold_expires_at_ms: 200 }), booking('3', 'held', { hold_expires_at_ms: 50 }),
    booking('4', 'awaiting_payment'), booking('5', 'cancelled'), booking('6', 'confirmed', { date: '2026-11-01' }),
  ], 100, '2026-11-21');
  const ids = (list: Booking[]) => list.map(({ booking_id }) => booking_id);
  expect(ids(sorted.unfinished)).toEqual(['2', '4']);
  expect(ids(sorted.coming)).toEqual(['1']);
  expect(ids(sorted.over)).toEqual(['3', '5', '6']);
});

test('a hold whose time is over wants nothing any more', () => {
  expect(isUnfinished(booking('1', 'held', { hold_expires_at_ms: 100 }), 99)).toBe(true);
  expect(isUnfinished(booking('1', 'held', { hold_expires_at_ms: 100 }), 100)).toBe(false);
});

test.each([
  [booking('7', 'held'), '/bookings/7/details'],
  [booking('7', 'held', { details: { purpose: 'x', people: 1, admission_or_commercial: false } }), '/bookings/7/check'],
  [booking('7', 'awaiting_payment'), '/bookings/7/payment'],
  [booking('7', 'confirmed'), '/bookings/7'],
])('one goes on where one stopped (%#)', (open, place) => expect(nextPlace(open)).toBe(place));
