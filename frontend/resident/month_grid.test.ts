import { describe, expect, test } from 'vitest';
import { canBook, earliestFree, nextOpening, weeksOf, type Mark } from './month_grid';

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

test('the next opening is the earliest', () => {
  expect(nextOpening([{}, { opens_at_ms: 300 }, { opens_at_ms: 200 }])).toBe(200);
  expect(nextOpening([{}])).toBeUndefined();
});
