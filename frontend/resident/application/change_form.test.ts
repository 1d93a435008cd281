import { describe, expect, test } from 'vitest';
import type { Booking, Space } from '../../shared/api/hiroba';
import { no_terms } from '../../shared/terms/terms_form';
import { changeErrors, changeFormOf, changeRequest, departureOf, hourMarks, inSpace, type ChangeForm } from './change_form';

const name = { ja: '', en: '' };
const offers: Space['offers'] = { price_classes: [], rehearsal: true, climate: true, most_early_minutes: 60, most_extension_minutes: 60,
  extension_step_minutes: 60, extension_free_minutes: 0, extras: [{ code: 'lights', name, by_time: true }] };
const no_offers: Space['offers'] = { ...offers, rehearsal: false, climate: false, most_early_minutes: 0, most_extension_minutes: 0, extras: [] };
const details = { purpose: 'x', people: 5, is_commercial: false };
const terms = { price_class: null, is_rehearsal: false, wants_climate: false, early_minutes: 0, extension_minutes: 0, extras: [] };

function space(code: string, use: Space['use'], rest: Partial<Space> = {}): Space {
  return { code, use, bands: [], equipment: [], opens: '09:00', closes: '12:00', offers, ...rest } as unknown as Space;
}

const hall = space('hall', 'by_band', { bands: [{ code: 'morning', name, start: '09:00', end: '12:00' },
  { code: 'afternoon', name, start: '13:00', end: '17:00' }], equipment: ['projector'] });
const room = space('room', 'by_band', { bands: [{ code: 'morning', name, start: '09:00', end: '12:00' }] });
const studio = space('studio', 'by_hour', { hours: { step_minutes: 30, minimum_minutes: 30, maximum_minutes: 600 } });
const site = space('site', 'by_night');

function booking(rest: Partial<Booking> = {}): Booking {
  return { booking_id: '5', space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00', band: 'morning', nights: null,
    equipment: [{ code: 'projector', quantity: 1 }], terms, ...rest } as Booking;
}

function asked(change: Partial<ChangeForm>, of = booking(), where = hall): object {
  return changeRequest({ ...changeFormOf(of, details), ...change }, { booking: of, details, space: where, climate_in_season: true });
}

const unchanged = { booking_id: '5', scope: 'one' };

describe('only what differs is asked for', () => {
  test.each<[string, Partial<ChangeForm>, object]>([
    ['nothing', {}, unchanged],
    ['another date', { date: '2026-12-02' }, { ...unchanged, date: '2026-12-02' }],
    ['another band', { band: 'afternoon' }, { ...unchanged, band: 'afternoon' }],
    ['another space', { space: 'room' }, { ...unchanged, space: 'room' }],
    ['no equipment any more', { terms: no_terms }, { ...unchanged, equipment: [] }],
    ['more equipment', { terms: { ...no_terms, equipment: { projector: 2 } } }, { ...unchanged, equipment: [{ code: 'projector', quantity: 2 }] }],
    ['heating', { terms: { ...no_terms, equipment: { projector: 1 }, wants_climate: true } }, { ...unchanged, wants_climate: true }],
    ['tickets', { admission: { charges: 'yes', highest_yen: '1,000', sells: 'no', reduction: '' } },
      { ...unchanged, declared: { is_commercial: false, highest_admission_yen: 1000 } }],
    ['all of a series keep their dates', { scope: 'all', date: '2026-12-02', band: 'afternoon' }, { booking_id: '5', scope: 'all', band: 'afternoon' }],
  ])('%s', (_, change, request) => expect(asked(change)).toEqual(request));

  test('other hours', () => {
    const hours = booking({ space: 'studio', band: null, equipment: [] });
    expect(asked({ end: '11:00' }, hours, studio)).toEqual({ ...unchanged, start: '09:00', end: '11:00' });
    expect(asked({}, hours, studio)).toEqual(unchanged);
  });
  test('of a use that was extended: the extension is not counted twice', () => {
    const extended = booking({ space: 'studio', band: null, equipment: [], end: '12:00', terms: { ...terms, extension_minutes: 60 } });
    expect(asked({}, extended, studio)).toEqual(unchanged);
    expect(asked({ end: '10:00' }, extended, studio)).toEqual({ ...unchanged, start: '09:00', end: '10:00' });
  });
  test('what another space does not offer is taken back', () => {
    const warm = booking({ terms: { ...terms, wants_climate: true } });
    expect(asked({ space: 'room' }, warm, space('room', 'by_band', { bands: room.bands, offers: no_offers }))).toEqual({ ...unchanged, space: 'room', wants_climate: false });
  });
  test('from a band into hours', () =>
    expect(asked({ space: 'studio' }, booking(), studio)).toEqual({ ...unchanged, space: 'studio', start: '09:00', end: '12:00' }));
  test('more nights', () =>
    expect(asked({ nights: '3' }, booking({ space: 'site', band: null, nights: 2, equipment: [] }), site)).toEqual({ ...unchanged, nights: 3 }));
});

describe('the form', () => {
  test.each<[string, Partial<ChangeForm>, Space, string[]]>([
    ['must change something', {}, hall, ['nothing_changed']],
    ['is complete with another date', { date: '2026-12-02' }, hall, []],
    ['needs a date', { date: '' }, hall, ['date_missing']],
    ['needs no date for a series', { date: '', scope: 'following', band: 'afternoon' }, hall, []],
    ['needs amounts that are numbers', { terms: { ...no_terms, extras: { lights: 'x' } } }, hall, ['amount_wrong']],
    ['needs the price of the ticket', { admission: { charges: 'yes', highest_yen: '', sells: 'no', reduction: '' } }, hall, ['highest_missing']],
    ['needs a band', { band: '' }, hall, ['band_missing']],
    ['needs a beginning', { space: 'studio', start: '' }, studio, ['time_missing']],
    ['does not run backwards', { space: 'studio', start: '12:00', end: '11:00' }, studio, ['end_before_start']],
  ])('%s', (_, change, where, codes) =>
    expect(changeErrors({ ...changeFormOf(booking(), details), ...change }, { booking: booking(), details, space: where, climate_in_season: true }).map(({ code }) => code)).toEqual(codes));
});

test('in another space only what fits there is kept', () => {
  const form = changeFormOf(booking(), details);
  expect(inSpace(form, room)).toEqual({ ...form, space: 'room', terms: { ...form.terms, equipment: {} } });
  expect(inSpace({ ...form, band: 'afternoon' }, room).band).toBe('');
});

test('hours stand on the grid of the space', () =>
  expect(hourMarks(studio)).toEqual(['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00']));

test('nights end on the day of departure', () => {
  expect(departureOf({ ...changeFormOf(booking(), null), nights: '2' })).toBe('2026-12-03');
  expect(departureOf({ ...changeFormOf(booking(), null), date: '' })).toBeUndefined();
});
