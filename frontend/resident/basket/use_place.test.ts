import { expect, test } from 'vitest';
import type { Use } from '../../shared/api/hiroba';
import { placeOfUse, useOfQuery } from './use_place';

test.each<[Use, string]>([
  [{ space: 'hall', date: '2026-12-01', band: 'morning' }, '/facilities/kirara/days/2026-12-01?space=hall&band=morning'],
  [{ space: 'studio', date: '2026-12-01', start: '10:00', end: '12:00', equipment: [{ code: 'amplifier', quantity: 2 }] },
    '/facilities/kirara/days/2026-12-01?space=studio&start=10%3A00&end=12%3A00&equipment=amplifier%3A2'],
  [{ space: 'site_1', date: '2026-12-01', nights: 2 }, '/facilities/kirara/days/2026-12-01?space=site_1&nights=2'],
])('%o has an address, and is found there again', (use, place) => {
  expect(placeOfUse('kirara', use)).toBe(place);
  expect(useOfQuery(use.space, use.date, new URLSearchParams(place.split('?')[1]))).toEqual(use);
});

test.each(['', 'band=MORNING', 'nights=0', 'nights=1.5', 'nights=99', 'start=10:00', 'start=25:00&end=26:00'])(
  '"%s" names no time', (query) => expect(useOfQuery('hall', '2026-12-01', new URLSearchParams(query))).toBeUndefined());
