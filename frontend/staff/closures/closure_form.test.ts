import { describe, expect, test } from 'vitest';
import { closureFaults, closureOf, openingOf, quarterHours, type ClosureForm } from './closure_form';

const form: ClosureForm = { kind: 'emergency', reach: 'facility', facility: 'kirara', space: '', first: '2026-12-01', last: '2026-12-02',
  whole_day: true, start: '', end: '', reason_ja: '台風のため', reason_en: 'Typhoon', bookings: 'revoke' };

describe('what is missing', () => {
  test.each<[string, Partial<ClosureForm>, string[]]>([
    ['nothing', {}, []],
    ['the building', { facility: '' }, ['facility_missing']],
    ['no building of all halls', { facility: '', reach: 'town' }, []],
    ['the space', { reach: 'space' }, ['space_missing']],
    ['a day that exists', { first: '2026-11-31' }, ['first_missing']],
    ['a day to come', { first: '2026-11-20' }, ['first_past']],
    ['an end after the beginning', { last: '2026-11-30' }, ['last_before_first']],
    ['the hours of a part of the day', { whole_day: false }, ['time_missing']],
    ['an end of the hours', { whole_day: false, start: '09:00' }, ['time_missing']],
    ['hours that end after they begin', { whole_day: false, start: '13:00', end: '13:00' }, ['end_before_start']],
    ['the reason in both languages', { reason_ja: ' ', reason_en: '' }, ['reason_missing', 'reason_missing']],
  ])('%s', (_, change, codes) => expect(closureFaults({ ...form, ...change }, '2026-11-21').map(({ code }) => code)).toEqual(codes));
});

test('what is sent says where, when, why and what becomes of the bookings', () => {
  const common = { kind: 'emergency', bookings: 'revoke', first: '2026-12-01', last: '2026-12-02', reason: { ja: '台風のため', en: 'Typhoon' } };
  expect(closureOf(form)).toEqual({ ...common, facility: 'kirara' });
  expect(closureOf({ ...form, reach: 'town' })).toEqual(common);
  expect(closureOf({ ...form, reach: 'space', space: 'hall', whole_day: false, start: '13:00', end: '24:00' }))
    .toEqual({ ...common, facility: 'kirara', space: 'hall', start: '13:00', end: '24:00' });
  expect(openingOf({ ...form, start: '07:00', end: '09:00' })).toEqual({ facility: 'kirara', first: '2026-12-01', last: '2026-12-02',
    start: '07:00', end: '09:00', reason: { ja: '台風のため', en: 'Typhoon' } });
});

test('the day has its quarters', () => {
  const quarters = quarterHours();
  expect([quarters[0], quarters[1], quarters[95], quarters[96], quarters.length]).toEqual(['00:00', '00:15', '23:45', '24:00', 97]);
});
