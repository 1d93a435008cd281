import { expect, test } from 'vitest';
import { eraYear } from './era';

test.each([
  ['2026-12-01', '令和8年'], ['2019-05-01', '令和元年'], ['2019-04-30', '平成31年'], ['1989-01-08', '平成元年'],
  ['1989-01-07', '昭和64年'], ['1926-12-25', '昭和元年'], ['1926-12-24', undefined],
])('%s lies in %s', (date, year) => expect(eraYear(date)).toBe(year));

test('agrees with the browser’s own Japanese calendar on the days around every change of era', () => {
  const calendar = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' });
  for (const date of ['1989-01-07', '1989-01-08', '2019-04-30', '2019-05-01', '2019-12-31', '2020-01-01', '2030-06-15']) {
    expect(eraYear(date)).toBe(calendar.format(new Date(`${date}T00:00:00Z`)));
  }
});
