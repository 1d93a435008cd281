import { expect, test } from 'vitest';
import type { Booking } from '../api/hiroba';
import { bareUse, quoteRequest } from './quote_request';

const booking = (part: Partial<Booking>) => ({
  space: 'large_hall', date: '2026-12-01', start: '09:00', end: '12:00', band: null, nights: null,
  terms: { price_class: null, is_rehearsal: false, wants_climate: false, early_minutes: 0, extension_minutes: 0, extras: [] }, ...part,
}) as Booking;

test('early use and extension are declared anew, not counted twice', () => {
  const extended = booking({ start: '08:30', end: '13:00', terms: { price_class: null, is_rehearsal: false, wants_climate: false, early_minutes: 30, extension_minutes: 60, extras: [] } });
  expect(bareUse(extended)).toEqual({ space: 'large_hall', date: '2026-12-01', start: '09:00', end: '12:00' });
});

test('a band and nights say their own time', () => {
  expect(bareUse(booking({ band: 'morning' }))).toEqual({ space: 'large_hall', date: '2026-12-01', band: 'morning' });
  expect(bareUse(booking({ nights: 2 }))).toEqual({ space: 'large_hall', date: '2026-12-01', nights: 2 });
});

test('what is declared goes with the use', () => {
  expect(quoteRequest({ space: 'a', date: '2026-12-01', band: 'morning' }, 'out_of_town', { wants_climate: true }, { is_commercial: true }))
    .toEqual({ space: 'a', date: '2026-12-01', band: 'morning', user_class: 'out_of_town', wants_climate: true, is_commercial: true });
});
