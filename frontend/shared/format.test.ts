import { beforeEach, describe, expect, test } from 'vitest';
import en from '../i18n/en.json';
import ja from '../i18n/ja.json';
import { dateAndClock, deadline, duration, longDate, longMonth, shortDate, timeRange, yen } from './format';
import { setCatalogue, type Language } from './i18n/text';

// Only messages without further syntax are needed here; these three have one placeholder each.
function simple(language: Language): void {
  const words = language === 'ja' ? ja : en;
  const tree = (id: 'common.hours' | 'common.minutes', name: string) => {
    const [before = '', after = ''] = words[id].split(`{${name}}`);
    return [{ type: 0, value: before }, { type: 1, value: name }, { type: 0, value: after }] as never;
  };
  setCatalogue(language, { 'common.hours': tree('common.hours', 'hours'), 'common.minutes': tree('common.minutes', 'minutes') });
}

describe('in Japanese', () => {
  beforeEach(() => simple('ja'));
  test('a date carries both years and its weekday', () => expect(longDate('2026-12-01')).toBe('2026年（令和8年）12月1日（火）'));
  test('a short date', () => expect(shortDate('2026-12-05')).toBe('12月5日（土）'));
  test('a month', () => expect(longMonth('2027-01')).toBe('2027年（令和9年）1月'));
  test('a range of times', () => expect(timeRange('09:00', '12:00')).toBe('9:00〜12:00'));
  test.each([[0, '0円'], [470, '470円'], [1200, '1,200円'], [43740, '43,740円'], [1234567, '1,234,567円'], [-500, '−500円']])(
    '%i yen is %s', (amount, text) => expect(yen(amount)).toBe(text));
  test('an instant is told by the town’s clock', () =>
    expect(dateAndClock(Date.parse('2026-12-01T00:00:00Z'))).toBe('12月1日（火） 9:00'));
  test.each([
    ['2026-12-08T00:00:00', '12月7日（月） 24:00'], ['2026-12-08T00:01:00', '12月8日（火） 0:01'], ['2026-12-08T17:00:00', '12月8日（火） 17:00'],
    ['2027-01-01T00:00:00', '12月31日（木） 24:00'],
  ])('a deadline at %s is %s', (instant, text) => expect(deadline(Date.parse(`${instant}+09:00`))).toBe(text));
  test.each([['10:00', '12:00', '2時間'], ['10:00', '11:30', '1時間30分'], ['10:00', '10:30', '30分']])(
    'from %s to %s is %s', (start, end, text) => expect(duration(start, end)).toBe(text));
});

describe('in English', () => {
  beforeEach(() => simple('en'));
  test('a date is Gregorian', () => expect(longDate('2026-12-01')).toBe('Tue, 1 December 2026'));
  test('money has its sign in front', () => expect(yen(1200)).toBe('¥1,200'));
  test('a range of times', () => expect(timeRange('09:00', '12:00')).toBe('9:00–12:00'));
  test('a deadline at midnight ends the day before', () =>
    expect(deadline(Date.parse('2026-12-08T00:00:00+09:00'))).toBe('Mon, 7 December 24:00'));
});
