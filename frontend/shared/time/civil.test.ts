import { describe, expect, test } from 'vitest';
import { addDays, addMonths, clockAt, clockWithSecondsAt, dateAt, daysBetween, isDate, isMonth, minuteOf, normalizeDigits, shortTime, timeAt,
  weekdayOf } from './civil';

describe('dates', () => {
  test.each([
    ['2026-12-01', true], ['2028-02-29', true], ['2026-02-29', false], ['2026-13-01', false], ['2026-1-1', false], ['', false],
  ])('%s is a date: %s', (text, expected) => expect(isDate(text)).toBe(expected));

  test.each([['2026-12', true], ['2026-13', false], ['2026-00', false], ['2026-12-01', false]])(
    '%s is a month: %s', (text, expected) => expect(isMonth(text)).toBe(expected));

  test.each([
    ['2026-12-31', 1, '2027-01-01'], ['2027-03-01', -1, '2027-02-28'], ['2028-02-28', 1, '2028-02-29'],
  ])('%s plus %i days is %s', (date, days, expected) => expect(addDays(date, days)).toBe(expected));

  test.each([['2026-12-01', '2026-12-01', 0], ['2026-12-30', '2027-01-02', 3], ['2027-01-01', '2026-12-31', -1]])(
    'from %s to %s there are %i days', (first, last, days) => expect(daysBetween(first, last)).toBe(days));

  test.each([['2026-12', 1, '2027-01'], ['2027-01', -1, '2026-12'], ['2026-11', 13, '2027-12']])(
    '%s plus %i months is %s', (month, months, expected) => expect(addMonths(month, months)).toBe(expected));

  test.each([['2026-12-01', 2], ['2026-11-22', 0], ['1969-12-31', 3]])(
    '%s falls on weekday %i', (date, weekday) => expect(weekdayOf(date)).toBe(weekday));
});

describe('the town’s clock', () => {
  const new_year = Date.parse('2026-12-31T15:00:00Z');
  test('midnight in Tokyo begins the next day while it is still yesterday in UTC', () => {
    expect(dateAt(new_year)).toBe('2027-01-01');
    expect(dateAt(new_year - 1)).toBe('2026-12-31');
  });
  test('shows hours and minutes, and seconds where they matter', () => {
    expect(clockAt(new_year + 3_600_000)).toBe('01:00');
    expect(clockWithSecondsAt(new_year - 1000)).toBe('23:59:59');
  });
});

describe('times of day', () => {
  test('24:00 is the end of the day, not the start', () => {
    expect(minuteOf('24:00')).toBe(1440);
    expect(timeAt(1440)).toBe('24:00');
  });
  test.each([['09:00', '9:00'], ['00:30', '0:30'], ['13:00', '13:00']])('%s is written %s', (time, shown) =>
    expect(shortTime(time)).toBe(shown));
});

test.each([
  ['２０', '20'], [' 1 2 ', '12'], ['１，２００', '1200'], ['０９０－１２３４', '090-1234'],
])('an input method’s %s is read as %s', (typed, read) => expect(normalizeDigits(typed)).toBe(read));
