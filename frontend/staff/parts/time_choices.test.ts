import { describe, expect, test } from 'vitest';
import type { Slot, Space } from '../../shared/api/hiroba';
import { bandOptions, endOptions, fittingWish, hindranceOf, isWhole, startOptions } from './time_choices';

const hall = { use: 'by_band', opens: '09:00', closes: '22:00',
  bands: [{ code: 'morning', start: '09:00', end: '12:00' }, { code: 'evening', start: '18:00', end: '22:00' }] } as unknown as Space;
const court = { use: 'by_hour', opens: '09:00', closes: '12:00', bands: [], hours: { step_minutes: 60 } } as unknown as Space;
const site = { use: 'by_night', opens: '00:00', closes: '24:00', bands: [] } as unknown as Space;
const slot = (start: string, end: string, state: Slot['state'], reason?: Slot['reason']) => ({ start, end, state, reason }) as Slot;

test.each<[Slot | undefined, string | undefined]>([
  [undefined, undefined],
  [slot('09:00', '10:00', 'free'), undefined],
  [slot('09:00', '10:00', 'outside', 'before_booking_window'), undefined],
  [slot('09:00', '10:00', 'outside', 'after_booking_window'), undefined],
  [slot('09:00', '10:00', 'taken', 'already_taken'), 'already_taken'],
  [slot('09:00', '10:00', 'taken'), 'already_taken'],
  [slot('09:00', '10:00', 'closed', 'closure'), 'closure'],
])('%o is hindered by %s', (given, hindrance) => expect(hindranceOf(given)).toBe(hindrance));

test('bands tell their price and what stands against them', () => {
  const slots = [{ ...slot('09:00', '12:00', 'free'), band: 'morning', price_yen: 3200 }, { ...slot('18:00', '22:00', 'taken', 'already_taken'), band: 'evening' }];
  expect(bandOptions(hall, slots)).toEqual([
    { band: 'morning', start: '09:00', end: '12:00', hindrance: undefined, price_yen: 3200 },
    { band: 'evening', start: '18:00', end: '22:00', hindrance: 'already_taken', price_yen: undefined }]);
});

describe('hours', () => {
  const slots = [slot('09:00', '10:00', 'free'), slot('10:00', '11:00', 'taken'), slot('11:00', '12:00', 'free')];
  test('begin on the grid', () => expect(startOptions(court, slots)).toEqual([{ time: '09:00', hindrance: undefined },
    { time: '10:00', hindrance: 'already_taken' }, { time: '11:00', hindrance: undefined }]));
  test('end after the start, and carry what lies between', () => expect(endOptions(court, slots, '09:00')).toEqual([
    { time: '10:00', hindrance: undefined }, { time: '11:00', hindrance: 'already_taken' }, { time: '12:00', hindrance: 'already_taken' }]));
  test('follow the day when it is open longer than usual', () =>
    expect(startOptions(court, [slot('08:00', '09:00', 'free')]).map(({ time }) => time)).toEqual(['08:00', '09:00', '10:00', '11:00']));
});

test.each([
  [hall, { band: 'morning' }, true], [hall, {}, false], [court, { start: '09:00', end: '10:00' }, true],
  [court, { start: '10:00', end: '10:00' }, false], [court, { start: '09:00' }, false], [site, { nights: 2 }, true], [site, { nights: 0 }, false],
] as const)('%o with %o is whole: %s', (space, wish, whole) => expect(isWhole(space, wish)).toBe(whole));

test('another kind of space keeps nothing foreign', () => {
  expect(fittingWish(court, { band: 'morning' })).toEqual({});
  expect(fittingWish(hall, { start: '09:00', end: '10:00', band: 'gone' })).toEqual({});
  expect(fittingWish(site, { band: 'morning' })).toEqual({ nights: 1 });
});
