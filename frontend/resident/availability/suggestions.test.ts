import { expect, test } from 'vitest';
import type { Facility, Slot, Space } from '../../shared/api/hiroba';
import { nearestOf, ownApplicationIn, suggestionsFor } from './suggestions';

const space = (code: string, capacity: number) => ({ code, capacity }) as Space;
const facility = { spaces: [space('hall', 600), space('room', 20), space('small', 5)] } as Facility;
const [hall] = facility.spaces;
const slot = (start: string, end: string, state: Slot['state'], band: string): Slot => ({ start, end, state, band, price_yen: 500 });
const slots = (morning: Slot['state']) => [slot('09:00', '12:00', morning, 'am'), slot('13:00', '17:00', 'free', 'pm')];
const day = {
  facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, changes_only: false, closures: [],
  spaces: [{ space: 'hall', slots: slots('taken') }, { space: 'room', slots: slots('free') }, { space: 'small', slots: slots('free') }],
};
const lost = { facility, space: hall as Space, day, wanted: { start: '09:00', end: '12:00', band: 'am' }, people: 10, nearest: [] };

test('from the day: near times of the space, then spaces that are big enough at the same time', () => {
  expect(suggestionsFor(lost).map(({ space: found, choice }) => [found.code, choice.band])).toEqual([['hall', 'pm'], ['room', 'am']]);
});

test('what the server told goes first; a space of another facility is left out', () => {
  const use = { facility: 'kirara', space: 'room', date: '2026-12-02', start: '09:00', end: '12:00', band: 'am', price_yen: 300 };
  const found = suggestionsFor({ ...lost, nearest: [use, { ...use, space: 'elsewhere' }] });
  expect(found).toEqual([{ space: facility.spaces[1], date: '2026-12-02', choice: { start: '09:00', end: '12:00', band: 'am', nights: undefined }, price_yen: 300 }]);
});

test('only a refusal tells what is near', () => {
  expect(nearestOf(undefined)).toEqual([]);
  expect(nearestOf({ kind: 'no_connection' })).toEqual([]);
  expect(nearestOf({ kind: 'refusal', status: 409, code: 'x', facts: {}, fields: [], request_id: '' })).toEqual([]);
});

test('who has the time already is led to it', () => {
  const refusal = { kind: 'refusal' as const, status: 409, fields: [], request_id: '' };
  expect(ownApplicationIn({ ...refusal, code: 'already_yours', facts: { application_id: '17' } })).toBe('/applications/17');
  expect(ownApplicationIn({ ...refusal, code: 'already_yours', facts: {} })).toBeUndefined();
  expect(ownApplicationIn({ ...refusal, code: 'already_taken', facts: { application_id: '17' } })).toBeUndefined();
  expect(ownApplicationIn({ kind: 'no_connection' })).toBeUndefined();
});
