import { describe, expect, test } from 'vitest';
import type { SeriesPreview } from '../../shared/api/applications';
import type { Space, Use } from '../../shared/api/hiroba';
import { countSeries, fittingUsesOn, seriesFaults, seriesOf, startRepetition, termsIn, usesOn, weekdayCodeOf, type RepetitionForm } from './series_form';

const court = { code: 'court', use: 'by_hour', bands: [] } as unknown as Space;
const place = { space: 'court', date: '2026-12-01', wish: { start: '09:00', end: '11:00' } };
const form = startRepetition('2026-12-01');

test('begins as a weekly use of three months', () => expect(form).toEqual({ repeats: 'weekly', interval: '1', weekdays: [], last: '2027-03-02' }));
test.each([['2026-12-01', 'tue'], ['2026-11-22', 'sun'], ['2026-13-01', undefined]])('%s is a %s', (date, code) => expect(weekdayCodeOf(date)).toBe(code));

describe('what is missing', () => {
  test.each<[string, typeof place, Partial<RepetitionForm>, string[]]>([
    ['nothing', place, {}, []],
    ['the first date', { ...place, date: '' }, {}, ['first_missing']],
    ['the last date', place, { last: '2027-02-30' }, ['last_missing']],
    ['an end after the start', place, { last: '2026-11-30' }, ['last_before_first']],
    ['a number of weeks', place, { interval: '0' }, ['interval_wrong']],
    ['another number of weeks', place, { interval: '13' }, ['interval_wrong']],
  ])('%s', (_, where, change, faults) => expect(seriesFaults(court, where, { ...form, ...change })).toEqual(faults));
  test('the time', () => expect(seriesFaults(undefined, place, form)).toEqual(['time_missing']));
});

test('what is asked holds weekdays only of weekly use', () => {
  expect(seriesOf(place, {}, { ...form, weekdays: ['tue', 'thu'], interval: '２' })).toEqual({
    use: { space: 'court', date: '2026-12-01', start: '09:00', end: '11:00' },
    repetition: { repeats: 'weekly', last: '2027-03-02', interval: 2, weekdays: ['tue', 'thu'] } });
  expect(seriesOf(place, {}, { ...form, repeats: 'monthly_by_date', weekdays: ['tue'] }).repetition)
    .toEqual({ repeats: 'monthly_by_date', last: '2027-03-02', interval: 1 });
});

test('it is asked for at the prices of whom it is for', () =>
  expect(seriesOf(place, {}, form, { account_id: '7' })).toMatchObject({ account_id: '7' }));

test('what is declared goes with each of its uses', () => {
  const terms = termsIn({ space: 'court', date: '2026-12-01', start: '09:00', end: '11:00', extras: [{ code: 'lights', amount: 60 }] });
  expect(terms).toEqual({ extras: [{ code: 'lights', amount: 60 }] });
  expect(seriesOf(place, terms, form).use).toEqual({ space: 'court', date: '2026-12-01', start: '09:00', end: '11:00', extras: [{ code: 'lights', amount: 60 }] });
});

const dates: SeriesPreview['dates'] = [
  { date: '2026-12-01', code: null, facts: {}, price_yen: 100 }, { date: '2026-12-08', code: 'already_taken', facts: {}, price_yen: null },
  { date: '2026-12-15', code: null, facts: {}, price_yen: 100 }];

test('dates that are left out are neither booked nor counted', () => {
  const use: Use = { space: 'court', date: '2026-12-01', start: '09:00', end: '11:00' };
  expect(usesOn(use, dates, new Set(['2026-12-08'])).map(({ date }) => date)).toEqual(['2026-12-01', '2026-12-15']);
  expect(countSeries(dates, new Set())).toEqual({ wanted: 3, fitting: 2, clashing: 1 });
  expect(countSeries(dates, new Set(['2026-12-08', '2026-12-15']))).toEqual({ wanted: 1, fitting: 1, clashing: 0 });
  expect(fittingUsesOn(use, dates, new Set(['2026-12-15'])).map(({ date }) => date)).toEqual(['2026-12-01']);
});
