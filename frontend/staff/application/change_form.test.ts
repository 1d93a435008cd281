import { expect, test } from 'vitest';
import type { Booking, Space } from '../../shared/api/hiroba';
import { changeOf, formOf, wishedUse, type ChangeForm } from './change_form';

const name = { ja: '', en: '' };
const offers: Space['offers'] = { price_classes: [], rehearsal: true, climate: true, most_early_minutes: 60, most_extension_minutes: 60,
  extension_step_minutes: 60, extension_free_minutes: 0, extras: [{ code: 'lights', name, by_time: true }] };
const terms = { price_class: null, is_rehearsal: false, wants_climate: false, early_minutes: 0, extension_minutes: 0, extras: [] };
const booking = { booking_id: '5', space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00', band: 'morning', nights: null,
  equipment: [{ code: 'piano', quantity: 1 }, { code: 'microphone', quantity: 2 }], terms } as unknown as Booking;
const hall = { code: 'hall', use: 'by_band', bands: [{ code: 'morning' }, { code: 'evening' }], offers } as unknown as Space;
const court = { code: 'court', use: 'by_hour', bands: [], offers } as unknown as Space;
const details = { purpose: 'x', people: 5, is_commercial: false };
const before = formOf(booking, details);

test.each<[string, Space | undefined, Partial<ChangeForm>, unknown]>([
  ['nothing', hall, {}, 'nothing_changed'],
  ['the same equipment in another order is nothing', hall, { terms: { ...before.terms, equipment: { microphone: 2, piano: 1 } } }, 'nothing_changed'],
  ['the date', hall, { place: { ...before.place, date: '2026-12-02' } }, { booking_id: '5', scope: 'one', date: '2026-12-02' }],
  ['a date that does not exist', hall, { place: { ...before.place, date: '2026-02-30' } }, 'date_missing'],
  ['the date of all is left out', hall, { scope: 'all', place: { ...before.place, date: '2026-12-02', wish: { band: 'evening' } } },
    { booking_id: '5', scope: 'all', band: 'evening' }],
  ['the band of this and the following', hall, { scope: 'following', place: { ...before.place, wish: { band: 'evening' } } },
    { booking_id: '5', scope: 'following', band: 'evening' }],
  ['another space brings its own time', court, { place: { ...before.place, space: 'court', wish: { start: '09:00', end: '11:00' } } },
    { booking_id: '5', scope: 'one', space: 'court', start: '09:00', end: '11:00' }],
  ['another space without a time', court, { place: { ...before.place, space: 'court', wish: {} } }, 'time_missing'],
  ['less equipment', hall, { terms: { ...before.terms, equipment: {} } }, { booking_id: '5', scope: 'one', equipment: [] }],
  ['heating and an extension', hall, { terms: { ...before.terms, wants_climate: true, extension_minutes: 60 } },
    { booking_id: '5', scope: 'one', wants_climate: true, extension_minutes: 60 }],
  ['lights for no number of minutes', hall, { terms: { ...before.terms, extras: { lights: 'x' } } }, 'amount_wrong'],
  ['tickets and selling', hall, { highest_yen: '１,０００', sells: true }, { booking_id: '5', scope: 'one', declared: { is_commercial: true, highest_admission_yen: 1000 } }],
  ['a ticket that is no amount', hall, { highest_yen: 'free' }, 'highest_not_a_number'],
])('%s', (_, space, change, expected) =>
  expect(changeOf({ ...before, ...change }, { booking, details, space, climate_in_season: true })).toEqual(expected));

test('the time without its extension is what is shown and asked for', () => {
  const extended = { ...booking, band: null, end: '13:00', terms: { ...terms, extension_minutes: 60 } } as unknown as Booking;
  const form = formOf(extended, null);
  expect(form.place.wish).toEqual({ start: '09:00', end: '12:00' });
  expect(wishedUse(form, extended, { ...court, code: 'hall' } as Space)).toEqual({ space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00' });
});
