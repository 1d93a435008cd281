import { describe, expect, test } from 'vitest';
import { seriesErrors, seriesRequest, startingSeries, tickedAtFirst, usesOn, type SeriesForm } from './series';

const tuesday = '2026-12-01';
const form: SeriesForm = { ...startingSeries(tuesday), last: '2027-02-28' };

describe('the form', () => {
  test('begins with the weekday of the first date', () => expect(startingSeries(tuesday).weekdays).toEqual(['tue']));
  test.each<[string, Partial<SeriesForm>, string[]]>([
    ['is complete', {}, []],
    ['may end on the first day', { last: tuesday }, []],
    ['needs an end', { last: '' }, ['last_missing']],
    ['does not end before it begins', { last: '2026-11-30' }, ['last_before_first']],
    ['needs a weekday when it is weekly', { weekdays: [] }, ['weekday_missing']],
    ['needs none when it is monthly', { weekdays: [], rhythm: 'monthly_by_date' }, []],
  ])('%s', (_, change, codes) => expect(seriesErrors({ ...form, ...change }, tuesday).map(({ code }) => code)).toEqual(codes));
});

describe('what is asked', () => {
  const use = { space: 'hall', date: tuesday, band: 'morning' };
  test.each<[string, Partial<SeriesForm>, object]>([
    ['every week', { weekdays: ['thu', 'tue'] }, { repeats: 'weekly', last: '2027-02-28', interval: 1, weekdays: ['tue', 'thu'] }],
    ['every second week', { rhythm: 'fortnightly' }, { repeats: 'weekly', last: '2027-02-28', interval: 2, weekdays: ['tue'] }],
    ['every month', { rhythm: 'monthly_by_weekday' }, { repeats: 'monthly_by_weekday', last: '2027-02-28', interval: 1 }],
  ])('%s', (_, change, repetition) => expect(seriesRequest(use, { ...form, ...change })).toEqual({ use, repetition }));
});

const dates = [
  { date: '2026-12-01', code: null, facts: {}, price_yen: 500 }, { date: '2026-12-08', code: 'already_taken', facts: {}, price_yen: null },
  { date: '2026-12-15', code: null, facts: {}, price_yen: 700 }, { date: '2026-12-22', code: null, facts: {}, price_yen: null },
];

test('free dates are ticked, up to what one application may have', () => {
  expect(tickedAtFirst(dates, 10)).toEqual(['2026-12-01', '2026-12-15', '2026-12-22']);
  expect(tickedAtFirst(dates, 2)).toEqual(['2026-12-01', '2026-12-15']);
});

test('the ticked dates become uses', () => {
  expect(usesOn({ space: 'hall', date: tuesday, band: 'morning' }, ['2026-12-15', '2026-12-01']).map(({ date }) => date)).toEqual(['2026-12-01', '2026-12-15']);
});
