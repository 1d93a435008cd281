import { describe, expect, test } from 'vitest';
import type { Board, BoardBooking, Space } from '../shared/api/hiroba';
import { cellAt, columnAt, columnTime, hoursOf, layoutBoard, listBoard, moveOn } from './board_layout';

function space(code: string, units: string[], opens = '09:00', closes = '22:00'): Space {
  return { code, units, opens, closes } as Space;
}

function booking(booking_id: string, start: string, end: string): BoardBooking {
  return { booking_id, start, end, state: 'confirmed' } as BoardBooking;
}

const spaces = [space('whole', ['a', 'b']), space('half_a', ['a']), space('half_b', ['b'])];

function board(bookings: Record<string, BoardBooking[]>): Board {
  const entries = spaces.map(({ code }) => ({ space: code, bookings: bookings[code] ?? [] }));
  return { facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, spaces: entries };
}

const hours = hoursOf(spaces);
const layout = (bookings: Record<string, BoardBooking[]>) => layoutBoard(board(bookings), spaces, hours);
const shape = (row: ReturnType<typeof layout>[number] | undefined) =>
  (row?.cells ?? []).filter(({ kind }) => kind !== 'free').map(({ kind, column, span }) => [kind, column, span]);

describe('the hours of the board', () => {
  test('run from nine to ten in half hours', () => expect(hours).toEqual({ first_minute: 540, columns: 26 }));
  test('grow with a space that opens earlier', () =>
    expect(hoursOf([space('early', ['a'], '07:30')])).toEqual({ first_minute: 450, columns: 29 }));
  test('know their columns', () => {
    expect(columnTime(hours, 0)).toBe('09:00');
    expect(columnTime(hours, 25)).toBe('21:30');
    expect(columnAt(hours, '13:10')).toBe(8);
    expect(columnAt(hours, '08:59')).toBeUndefined();
    expect(columnAt(hours, '22:00')).toBeUndefined();
  });
});

describe('a row', () => {
  test('always fills the whole day', () => {
    for (const row of layout({ half_a: [booking('1', '10:00', '12:00')] })) {
      expect(row.cells.reduce((sum, cell) => sum + cell.span, 0)).toBe(26);
    }
  });
  test('shows a booking over the half hours it touches', () => {
    const [, half_a] = layout({ half_a: [booking('1', '10:15', '11:45')] });
    expect(shape(half_a)).toEqual([['booking', 2, 4]]);
  });
  test('keeps bookings that follow each other apart', () => {
    const [, half_a] = layout({ half_a: [booking('1', '09:00', '12:00'), booking('2', '12:00', '13:00')] });
    expect(shape(half_a)).toEqual([['booking', 0, 6], ['booking', 6, 2]]);
  });
  test('holds both bookings when they meet inside a half hour', () => {
    const [, half_a] = layout({ half_a: [booking('2', '10:15', '11:00'), booking('1', '09:00', '10:15')] });
    expect(shape(half_a)).toEqual([['booking', 0, 4]]);
    expect(half_a?.cells[0]?.bookings.map(({ booking_id }) => booking_id)).toEqual(['1', '2']);
  });
  test('is blocked where a space that shares a unit is booked', () => {
    const [whole, half_a, half_b] = layout({ half_a: [booking('1', '09:00', '10:00')] });
    expect(shape(whole)).toEqual([['blocked', 0, 2]]);
    expect(whole?.cells[0]?.blocked_by).toBe('half_a');
    expect(shape(half_a)).toEqual([['booking', 0, 2]]);
    expect(shape(half_b)).toEqual([]);
  });
  test('tells the hours in which a space is not open', () => {
    const short = [space('short', ['s'], '10:00', '21:00')];
    const [row] = layoutBoard({ ...board({}), spaces: [{ space: 'short', bookings: [] }] }, short, hours);
    expect(row?.cells.filter(({ kind }) => kind === 'outside').map(({ column }) => column)).toEqual([0, 1, 24, 25]);
  });
  test('has a signature that changes with its content only', () => {
    const before = layout({ half_a: [booking('1', '10:00', '12:00')] });
    const same = layout({ half_a: [booking('1', '10:00', '12:00')] });
    const other = layout({ half_a: [booking('1', '10:00', '13:00')] });
    expect(same.map(({ signature }) => signature)).toEqual(before.map(({ signature }) => signature));
    expect(other[1]?.signature).not.toBe(before[1]?.signature);
    expect(other[2]?.signature).toBe(before[2]?.signature);
  });
});

describe('arrow keys', () => {
  const rows = layout({ half_a: [booking('1', '10:00', '12:00')] });
  test.each([
    ['ArrowRight', { row: 1, column: 0 }, { row: 1, column: 1 }],
    ['ArrowRight', { row: 1, column: 3 }, { row: 1, column: 6 }],
    ['ArrowLeft', { row: 1, column: 6 }, { row: 1, column: 5 }],
    ['ArrowLeft', { row: 1, column: 4 }, { row: 1, column: 1 }],
    ['ArrowLeft', { row: 1, column: 0 }, { row: 1, column: 0 }],
    ['ArrowRight', { row: 1, column: 25 }, { row: 1, column: 25 }],
    ['ArrowUp', { row: 0, column: 4 }, { row: 0, column: 4 }],
    ['ArrowDown', { row: 1, column: 4 }, { row: 2, column: 4 }],
    ['ArrowDown', { row: 2, column: 4 }, { row: 2, column: 4 }],
    ['Home', { row: 1, column: 9 }, { row: 1, column: 0 }],
    ['End', { row: 1, column: 0 }, { row: 1, column: 25 }],
  ] as const)('%s from %o leads to %o', (key, from, position) => expect(moveOn(rows, from, key)).toEqual(position));
  test('find the booking they stand on, wherever in it', () =>
    expect(cellAt(rows[1], 4)?.bookings[0]?.booking_id).toBe('1'));
});

test('the list tells the same bookings by time', () => {
  const listed = listBoard(board({ half_b: [booking('1', '18:00', '20:00')], half_a: [booking('2', '09:00', '10:00')] }), spaces);
  expect(listed.map(({ booking: { booking_id }, space: { code } }) => [booking_id, code])).toEqual([['2', 'half_a'], ['1', 'half_b']]);
});
