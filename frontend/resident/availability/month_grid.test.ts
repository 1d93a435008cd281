import { describe, expect, test } from 'vitest';
import { canBook, earliestFree, isOver, nextOpening, reasonsOf, runsOf, weeksOf, type Mark } from './month_grid';

function month(prefix: string, count: number, mark: Mark = 'free') {
  return Array.from({ length: count }, (_, index) => ({ date: `${prefix}-${String(index + 1).padStart(2, '0')}`, mark }));
}

describe('a month as weeks', () => {
  test('December 2026 begins on a Tuesday and takes five weeks', () => {
    const weeks = weeksOf(month('2026-12', 31));
    expect(weeks).toHaveLength(5);
    expect(weeks[0]?.map((day) => day?.date.slice(8))).toEqual([undefined, undefined, '01', '02', '03', '04', '05']);
    expect(weeks[4]?.map((day) => day?.date.slice(8))).toEqual(['27', '28', '29', '30', '31', undefined, undefined]);
  });
  test('a February that begins on a Sunday takes exactly four', () => expect(weeksOf(month('2026-02', 28))).toHaveLength(4));
  test('a month that begins on a Saturday takes six', () => expect(weeksOf(month('2027-05', 31))).toHaveLength(6));
  test('no days, no weeks', () => expect(weeksOf([])).toEqual([]));
});

test.each<[Mark, boolean]>([['free', true], ['few', true], ['full', false], ['closed', false], ['outside', false]])(
  'a day that is %s can be booked: %s', (mark, expected) => expect(canBook(mark)).toBe(expected));

test('the earliest free day may have only few slots left', () => {
  const days = [...month('2026-12', 2, 'full'), { date: '2026-12-03', mark: 'few' as const }, { date: '2026-12-04', mark: 'free' as const }];
  expect(earliestFree(days)?.date).toBe('2026-12-03');
  expect(earliestFree(month('2026-12', 3, 'closed'))).toBeUndefined();
});

describe('a month of which nothing is left', () => {
  const [passed, closed, outside] = [month('2026-12', 29), month('2026-12', 1, 'closed'), month('2026-12', 1, 'outside')];
  const ending = (...last: readonly { mark: Mark; opens_at_ms?: number }[]) =>
    [...passed, ...last.map((day, index) => ({ date: `2026-12-${30 + index}`, ...day }))];
  test('has passed, is closed or outside from today on', () =>
    expect(isOver(ending({ mark: 'closed' }, { mark: 'outside' }), '2026-12-30')).toBe(true));
  test.each<Mark>(['free', 'few', 'full'])('is not over while a day is %s', (mark) =>
    expect(isOver(ending({ mark: 'closed' }, { mark }), '2026-12-30')).toBe(false));
  test('is not over while a day will open for booking', () =>
    expect(isOver(ending({ mark: 'outside', opens_at_ms: 1 }), '2026-12-30')).toBe(false));
  test('the days before today do not count', () => {
    expect(isOver(passed, '2026-12-29')).toBe(false);
    expect(isOver([...closed, ...outside], '2026-12-01')).toBe(true);
  });
});

test('the next opening is the earliest', () => {
  expect(nextOpening([{}, { opens_at_ms: 300 }, { opens_at_ms: 200 }])).toBe(200);
  expect(nextOpening([{}])).toBeUndefined();
});

test('dates in a row become one', () => {
  expect(runsOf(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-04'])).toEqual([
    { first: '2026-12-30', last: '2027-01-01' }, { first: '2027-01-04', last: '2027-01-04' }]);
  expect(runsOf([])).toEqual([]);
});

test('each reason is told once, with its dates', () => {
  const closed = { mark: 'closed' as const, reason: 'closed_day' as const };
  const later = { mark: 'outside' as const, reason: 'before_booking_window' as const };
  const reasons = reasonsOf([
    { date: '2026-12-01', mark: 'free' }, { date: '2026-12-07', ...closed }, { date: '2026-12-14', ...closed },
    { date: '2026-12-20', ...later, opens_at_ms: 1 }, { date: '2026-12-21', ...later, opens_at_ms: 1 },
    { date: '2026-12-22', ...later, opens_at_ms: 2 }, { date: '2026-12-23', mark: 'full' },
  ]);
  expect(reasons.map(({ day, runs }) => [day.reason, day.opens_at_ms, runs.map(({ first, last }) => `${first.slice(8)}-${last.slice(8)}`)])).toEqual([
    ['closed_day', undefined, ['07-07', '14-14']], ['before_booking_window', 1, ['20-21']], ['before_booking_window', 2, ['22-22']],
  ]);
});
