import { describe, expect, test } from 'vitest';
import type { Band, Slot, Space } from '../shared/api/hiroba';
import { endChoices, freeStretches, groupSlots, isStillFree, nearestFree, sameTimeElsewhere, startChoices } from './day_slots';

const name = { ja: '', en: '' };
const bands: Band[] = [
  { code: 'morning', name, start: '09:00', end: '12:00' }, { code: 'afternoon', name, start: '13:00', end: '17:00' },
  { code: 'morning_afternoon', name, start: '09:00', end: '17:00' },
];

function slot(start: string, end: string, state: Slot['state'] = 'free', band?: string): Slot {
  return { start, end, state, ...(band ? { band } : {}) };
}

const hours = [slot('09:00', '10:00'), slot('10:00', '11:00'), slot('11:00', '12:00', 'taken'), slot('12:00', '13:00')];

test('bands that consist of others stand apart', () => {
  const slots = bands.map((band) => slot(band.start, band.end, 'free', band.code));
  const groups = groupSlots(slots, bands);
  expect(groups.single.map(({ band }) => band)).toEqual(['morning', 'afternoon']);
  expect(groups.composite.map(({ band }) => band)).toEqual(['morning_afternoon']);
});

describe('by the hour', () => {
  test('free hours that touch become one stretch', () => expect(freeStretches(hours)).toEqual([
    { start: '09:00', end: '11:00' }, { start: '12:00', end: '13:00' }]));
  test('only free hours can be the start', () => expect(startChoices(hours)).toEqual(['09:00', '10:00', '12:00']));
  test.each([['09:00', ['10:00', '11:00']], ['10:00', ['11:00']], ['11:00', []], ['12:00', ['13:00']], ['07:00', []]])(
    'from %s one may stay until %o', (start, ends) => expect(endChoices(hours, start)).toEqual(ends));
  test('a stay never jumps over a gap between slots', () =>
    expect(endChoices([slot('09:00', '10:00'), slot('10:30', '11:30')], '09:00')).toEqual(['10:00']));
});

describe('whether a choice is still free', () => {
  test.each([['09:00', '11:00', true], ['10:00', '12:00', false], ['11:00', '12:00', false], ['12:00', '13:00', true]])(
    '%s to %s: %s', (start, end, free) => expect(isStillFree(hours, { start, end })).toBe(free));
});

test('after a clash the closest beginnings come first, whatever is taken is left out', () => {
  expect(nearestFree(hours, { start: '11:00', end: '12:00' }, 2).map(({ start }) => start)).toEqual(['10:00', '12:00']);
});

test('after a clash nothing is offered that overlaps the lost time, even if it still looks free', () => {
  const stale = bands.map((band) => slot(band.start, band.end, 'free', band.code));
  expect(nearestFree(stale, { start: '09:00', end: '12:00' }, 3).map(({ band }) => band)).toEqual(['afternoon']);
});

test('other rooms at the same time: free, big enough, the smallest first', () => {
  const room = (code: string, capacity: number) => ({ code, capacity }) as Space;
  const rooms = [room('wanted', 20), room('hall', 600), room('large', 80), room('small', 10), room('busy', 40)];
  const wanted = { start: '09:00', end: '12:00' };
  const spaces = rooms.map(({ code }) => ({ space: code, slots: [slot('09:00', '12:00', code === 'busy' ? 'taken' : 'free')] }));
  const day = { facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, spaces };
  expect(sameTimeElsewhere(day, rooms, wanted, 18, 'wanted').map(({ code }) => code)).toEqual(['large', 'hall']);
});
