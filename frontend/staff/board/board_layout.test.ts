import { describe, expect, test } from 'vitest';
import type { Board, BoardBooking, DayAvailability, PublicClosure, Slot, Space } from '../../shared/api/hiroba';
import { cellAt, columnAt, columnTime, countsOf, hoursOf, layoutBoard, listBoard, moveOn, openingsOf, timesOn } from './board_layout';

function space(code: string, units: string[], opens = '09:00', closes = '22:00'): Space {
  return { code, units, opens, closes, use: 'by_hour' } as Space;
}

function booking(booking_id: string, start: string, end: string, other: Partial<BoardBooking> = {}): BoardBooking {
  return { booking_id, date: '2026-12-01', last_date: '2026-12-01', start, end, state: 'permitted', kind: 'ordinary',
    equipment: [], ...other } as BoardBooking;
}

function closure(start: string, end: string, space: string | null = null): PublicClosure {
  return { kind: 'emergency', space, first: '2026-12-01', last: '2026-12-01', start, end, reason: { ja: '', en: '' } };
}

const spaces = [space('whole', ['a', 'b']), space('half_a', ['a']), space('half_b', ['b'])];

function board(bookings: Record<string, BoardBooking[]>, other: Partial<Board> = {}): Board {
  const entries = spaces.map(({ code }) => ({ space: code, bookings: bookings[code] ?? [] }));
  return { facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, closures: [], spaces: entries, ...other };
}

const hours = hoursOf(spaces);
const layout = (bookings: Record<string, BoardBooking[]>) => layoutBoard(board(bookings), spaces, hours);
const shape = (row: ReturnType<typeof layout>[number] | undefined) =>
  (row?.cells ?? []).filter(({ kind }) => kind !== 'free').map(({ kind, column, span }) => [kind, column, span]);

describe('the hours of the board', () => {
  test('run from nine to ten in half hours', () => expect(hours).toEqual({ first_minute: 540, columns: 26 }));
  test('grow with a space that opens earlier', () =>
    expect(hoursOf([space('early', ['a'], '07:30')])).toEqual({ first_minute: 450, columns: 29 }));
  test('grow with what lies outside them, but not with nights that begin before', () => {
    expect(hoursOf(spaces, board({ half_a: [booking('1', '07:00', '08:30')] }))).toEqual({ first_minute: 420, columns: 30 });
    const night = booking('1', '15:00', '11:00', { date: '2026-11-30', last_date: '2026-12-02' });
    expect(hoursOf(spaces, board({ half_a: [night] }))).toEqual(hours);
  });
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
    const [row] = layoutBoard(board({}, { spaces: [{ space: 'short', bookings: [] }] }), short, hours);
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

describe('nights', () => {
  test.each([
    ['2026-11-30', { start: '15:00', end: '24:00', from_before: false, goes_on: true }],
    ['2026-12-01', { start: '00:00', end: '24:00', from_before: true, goes_on: true }],
    ['2026-12-02', { start: '00:00', end: '11:00', from_before: true, goes_on: false }],
  ])('on %s lie at %o', (date, times) =>
    expect(timesOn(date, { date: '2026-11-30', start: '15:00', last_date: '2026-12-02', end: '11:00' })).toEqual(times));
  test('of departure and arrival share a day', () => {
    const [, half_a] = layout({ half_a: [booking('out', '15:00', '11:00', { date: '2026-11-30' }),
      booking('in', '15:00', '11:00', { last_date: '2026-12-02' })] });
    expect(shape(half_a)).toEqual([['booking', 0, 4], ['booking', 12, 14]]);
  });
});

describe('closures', () => {
  const closed = (bookings: Record<string, BoardBooking[]>, ...closures: PublicClosure[]) =>
    layoutBoard(board(bookings, { closures }), spaces, hours);
  test('of the facility close every row for their part of the day', () => {
    for (const row of closed({}, closure('09:00', '12:00'))) expect(shape(row)).toEqual([['closed', 0, 6]]);
  });
  test('of a space close what shares a unit with it', () => {
    const [whole, half_a, half_b] = closed({}, closure('09:00', '24:00', 'half_a'));
    expect([whole, half_a, half_b].map(shape)).toEqual([[['closed', 0, 26]], [['closed', 0, 26]], []]);
  });
  test('leave a booking in their way standing, and mark it', () => {
    const [, half_a, half_b] = closed({ half_a: [booking('1', '10:00', '11:00')] }, closure('09:00', '12:00'));
    expect(shape(half_a)).toEqual([['closed', 0, 2], ['booking', 2, 2], ['closed', 4, 2]]);
    expect(half_a?.cells.find(({ kind }) => kind === 'booking')?.closure?.kind).toBe('emergency');
    expect(shape(half_b)).toEqual([['closed', 0, 6]]);
  });
  test('do not matter to a use that is over', () => {
    const [, half_a] = closed({ half_a: [booking('1', '10:00', '11:00', { state: 'used' })] }, closure('09:00', '12:00'));
    expect(half_a?.cells.find(({ kind }) => kind === 'booking')?.closure).toBeUndefined();
  });
  test('a closed day of the calendar closes all that is not booked', () => {
    const rows = layoutBoard(board({ half_a: [booking('1', '10:00', '11:00')] }, { closed: true }), spaces, hours);
    expect(shape(rows[1])).toEqual([['closed', 0, 2], ['booking', 2, 2], ['closed', 4, 22]]);
  });
});

describe('states', () => {
  test('that are over leave the cell free; who did not come is still shown', () => {
    const [whole, half_a] = layout({ half_a: [booking('1', '09:00', '10:00', { state: 'cancelled' }),
      booking('2', '10:00', '11:00', { state: 'no_show' })] });
    expect(shape(half_a)).toEqual([['booking', 2, 2]]);
    expect(shape(whole)).toEqual([]);
  });
  test('are counted', () => {
    const counted = countsOf(board({ half_a: [booking('1', '09:00', '10:00'), booking('2', '10:00', '11:00', { state: 'under_review' }),
      booking('3', '11:00', '12:00', { state: 'cancelled' })] }));
    expect(counted).toEqual({ waiting: 1, unpaid: 0, confirmed: 1, in_house: 0, held: 0 });
  });
});

test('the hours of the day come from what can be booked on it', () => {
  const slot = (start: string, end: string, reason?: Slot['reason']) => ({ start, end, state: reason ? 'closed' : 'free', reason }) as Slot;
  const day = { spaces: [{ space: 'half_a', slots: [slot('07:00', '08:00', 'outside_opening_hours'), slot('08:00', '09:00'),
    slot('09:00', '10:00', 'already_taken'), slot('10:00', '11:00', 'closed_day')] }] } as unknown as DayAvailability;
  const openings = openingsOf(day);
  expect(openings.get('half_a')).toEqual([{ from_minute: 480, to_minute: 600 }]);
  const rows = layoutBoard(board({}), spaces, hours, openings);
  expect(rows[1]?.cells.filter(({ kind }) => kind === 'free').map(({ column }) => column)).toEqual([0, 1]);
});

test('an extra opening opens on a closed day', () => {
  const openings = new Map([['half_a', [{ from_minute: 540, to_minute: 600 }]]]);
  const rows = layoutBoard(board({}, { closed: true }), spaces, hours, openings);
  expect(shape(rows[1])).toEqual([['closed', 2, 24]]);
  expect(shape(rows[2])).toEqual([['closed', 0, 26]]);
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

test('the list tells the same bookings by time, and last what is over', () => {
  const listed = listBoard(board({ half_b: [booking('1', '18:00', '20:00')],
    half_a: [booking('3', '08:00', '09:00', { state: 'revoked' }), booking('2', '09:00', '10:00')] }), spaces);
  expect(listed.map(({ booking: { booking_id }, space: { code } }) => [booking_id, code]))
    .toEqual([['2', 'half_a'], ['1', 'half_b'], ['3', 'half_a']]);
});
