import { expect, test } from 'vitest';
import type { Board, BoardBooking, Facility } from '../../shared/api/hiroba';
import { equipmentDay } from './equipment_day';

function lent(booking_id: string, start: string, end: string, quantity: number, state = 'permitted'): BoardBooking {
  return { booking_id, date: '2026-12-01', last_date: '2026-12-01', start, end, state,
    equipment: [{ code: 'microphone', quantity }] } as BoardBooking;
}

const facility = { equipment: [{ code: 'piano', stock: 1 }, { code: 'microphone', stock: 6 }] } as Facility;

function day(...bookings: BoardBooking[]) {
  return equipmentDay({ date: '2026-12-01', spaces: [{ space: 'hall', bookings }] } as unknown as Board, facility)
    .map(({ equipment, loans, most_at_once }) => [equipment.code, loans.map(({ booking }) => booking.booking_id), most_at_once]);
}

test('only what is lent is told, by time', () =>
  expect(day(lent('late', '18:00', '20:00', 1), lent('early', '09:00', '12:00', 2))).toEqual([['microphone', ['early', 'late'], 2]]));
test('pieces out at the same time add up, one after the other they do not', () => {
  expect(day(lent('a', '09:00', '12:00', 2), lent('b', '11:00', '13:00', 3))).toEqual([['microphone', ['a', 'b'], 5]]);
  expect(day(lent('a', '09:00', '12:00', 2), lent('b', '12:00', '13:00', 3))).toEqual([['microphone', ['a', 'b'], 3]]);
});
test('what was cancelled is not out', () => expect(day(lent('a', '09:00', '12:00', 2, 'cancelled'))).toEqual([]));
