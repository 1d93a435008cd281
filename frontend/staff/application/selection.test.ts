import { expect, test } from 'vitest';
import type { Booking } from '../../shared/api/hiroba';
import { following, inOrder, refundOf } from './selection';

function booking(booking_id: string, date: string, other: Partial<Booking> = {}): Booking {
  return { booking_id, date, start: '09:00', paid: true, refund: { percent: 50, yen: 100, article: { ja: '', en: '' } }, ...other } as Booking;
}

const bookings = [booking('c', '2026-12-15'), booking('a', '2026-12-01'), booking('b', '2026-12-08'),
  booking('gone', '2026-12-22', { refund: null }), booking('late', '2026-12-01', { start: '13:00', paid: false })];

test('bookings stand in the order of their use', () =>
  expect(inOrder(bookings).map(({ booking_id }) => booking_id)).toEqual(['a', 'late', 'b', 'c', 'gone']));
test.each([[['b'], ['b', 'c']], [['c', 'late'], ['late', 'b', 'c']], [['gone'], []], [[], []]])('%o and the following are %o', (chosen, all) =>
  expect([...following(bookings, new Set(chosen))]).toEqual(all));
test('the refund is that of the chosen ones that were paid', () => {
  expect(refundOf(bookings, new Set(['a', 'b', 'late']))).toBe(200);
  expect(refundOf(bookings, new Set(['gone']))).toBe(0);
});
