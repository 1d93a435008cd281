import { describe, expect, test } from 'vitest';
import type { Band, Slot, Space } from '../../shared/api/hiroba';
import { choiceInSpace, choiceOf, endChoices, groupSlots, isStillFree, nearestFree, nightChoices, sameTimeElsewhere, slotsOf, startChoices,
  stretchesOf,
  useOf } from './day_slots';

const name = { ja: '', en: '' };
const bands: Band[] = [
  { code: 'morning', name, start: '09:00', end: '12:00' }, { code: 'afternoon', name, start: '13:00', end: '17:00' },
  { code: 'morning_afternoon', name, start: '09:00', end: '17:00' },
];

function slot(start: string, end: string, state: Slot['state'] = 'free', rest: Partial<Slot> = {}): Slot {
  return { start, end, state, ...rest };
}

const hours = [slot('09:00', '10:00'), slot('10:00', '11:00'), slot('11:00', '12:00', 'taken'), slot('12:00', '13:00')];

test('bands that consist of others stand apart', () => {
  const slots = bands.map((band) => slot(band.start, band.end, 'free', { band: band.code }));
  const groups = groupSlots(slots, bands);
  expect(groups.single.map(({ band }) => band)).toEqual(['morning', 'afternoon']);
  expect(groups.composite.map(({ band }) => band)).toEqual(['morning_afternoon']);
});

describe('stretches', () => {
  test('hours that touch become one, free and not', () => {
    const found = stretchesOf([...hours, slot('13:00', '14:00', 'closed', { reason: 'closure' }),
      slot('14:00', '15:00', 'closed', { reason: 'closure' }), slot('15:00', '16:00', 'closed', { reason: 'closed_day' })]);
    expect(found.map(({ start, end, slot: first }) => [start, end, first.state])).toEqual([['09:00', '11:00', 'free'],
      ['11:00', '12:00', 'taken'], ['12:00', '13:00', 'free'], ['13:00', '15:00', 'closed'], ['15:00', '16:00', 'closed']]);
  });
  test('what opens at another time stands apart', () => expect(stretchesOf([
    slot('09:00', '10:00', 'outside', { reason: 'before_booking_window', opens_at_ms: 1 }),
    slot('10:00', '11:00', 'outside', { reason: 'before_booking_window', opens_at_ms: 2 })])).toHaveLength(2));
  test('a gap divides', () => expect(stretchesOf([slot('09:00', '12:00'), slot('13:00', '17:00')])).toHaveLength(2));
});

describe('by the hour', () => {
  test('only free hours can be the start', () => expect(startChoices(hours)).toEqual(['09:00', '10:00', '12:00']));
  test.each([['09:00', ['10:00', '11:00']], ['10:00', ['11:00']], ['11:00', []], ['12:00', ['13:00']], ['07:00', []]])(
    'from %s one may stay until %o', (start, ends) => expect(endChoices(hours, start)).toEqual(ends));
  test('a stay never jumps over a gap between slots', () =>
    expect(endChoices([slot('09:00', '10:00'), slot('10:30', '11:30')], '09:00')).toEqual(['10:00']));
  test('a stay is neither too short nor too long, and where none fits nobody begins', () => {
    const two_hours = { minimum_minutes: 120, maximum_minutes: 120 };
    expect(endChoices(hours, '09:00', two_hours)).toEqual(['11:00']);
    expect(startChoices(hours, two_hours)).toEqual(['09:00']);
    expect(endChoices(hours, '09:00', { minimum_minutes: 60, maximum_minutes: 60 })).toEqual(['10:00']);
  });
});

describe('whether a choice is still free', () => {
  test.each([['09:00', '11:00', true], ['10:00', '12:00', false], ['11:00', '12:00', false], ['12:00', '13:00', true]])(
    '%s to %s: %s', (start, end, free) => expect(isStillFree(hours, { start, end })).toBe(free));
});

test('after a clash the closest beginnings come first, whatever is taken is left out', () => {
  expect(nearestFree(hours, { start: '11:00', end: '12:00' }, 2).map(({ start }) => start)).toEqual(['10:00', '12:00']);
});

test('after a clash nothing is offered that overlaps the lost time, even if it still looks free', () => {
  const stale = bands.map((band) => slot(band.start, band.end, 'free', { band: band.code }));
  expect(nearestFree(stale, { start: '09:00', end: '12:00' }, 3).map(({ band }) => band)).toEqual(['afternoon']);
});

test('other rooms at the same time: free, big enough, the smallest first', () => {
  const room = (code: string, capacity: number) => ({ code, capacity }) as Space;
  const rooms = [room('wanted', 20), room('hall', 600), room('large', 80), room('small', 10), room('busy', 40)];
  const wanted = { start: '09:00', end: '12:00' };
  const spaces = rooms.map(({ code }) => ({ space: code, slots: [slot('09:00', '12:00', code === 'busy' ? 'taken' : 'free')] }));
  const day = { facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, changes_only: false, closures: [], spaces };
  expect(sameTimeElsewhere(day, rooms, wanted, 18, 'wanted').map(({ code }) => code)).toEqual(['large', 'hall']);
  expect(slotsOf(day, 'busy')).toHaveLength(1);
  expect(slotsOf(day, 'nowhere')).toEqual([]);
});

describe('by the night', () => {
  const night = (state: Slot['state'], price_yen?: number) =>
    slot('14:00', '24:00', state, { nights: 1, ...(price_yen === undefined ? {} : { price_yen }) });
  const days = [['2026-12-30', night('free', 2000)], ['2026-12-31', night('free', 3000)], ['2027-01-01', night('taken')]] as const;
  const stay = days.map(([date, slot_of_day]) => ({ date, slots: [slot_of_day] }));
  test('one stays as long as every night is free, and leaves on the day after', () => expect(nightChoices(stay, 5)).toEqual([
    { nights: 1, last_date: '2026-12-31', price_yen: 2000 }, { nights: 2, last_date: '2027-01-01', price_yen: 5000 }]));
  test('and no longer than the rule says', () => expect(nightChoices(stay, 1)).toHaveLength(1));
  test('a night without a price makes the sum unknown', () =>
    expect(nightChoices([{ date: '2026-12-30', slots: [night('free')] }], 1)[0]?.price_yen).toBeUndefined());
  test('where the first night is taken nobody stays', () => expect(nightChoices(stay.slice(2), 5)).toEqual([]));
});

describe('a choice and a use', () => {
  const space = { code: 'hall', equipment: ['projector'] } as unknown as Space;
  const slots = [slot('09:00', '12:00', 'free', { band: 'morning' }), slot('14:00', '24:00', 'free', { nights: 1 })];
  test.each([
    [{ band: 'morning', start: '09:00', end: '12:00' }, { space: 'hall', date: '2026-12-01', band: 'morning' }],
    [{ start: '10:00', end: '11:00' }, { space: 'hall', date: '2026-12-01', start: '10:00', end: '11:00' }],
    [{ nights: 2, start: '14:00', end: '24:00' }, { space: 'hall', date: '2026-12-01', nights: 2 }],
  ])('%o is %o, and the other way round', (choice, use) => {
    expect(useOf(space, '2026-12-01', choice, {})).toEqual(use);
    expect(choiceOf(use, slots)).toEqual(choice);
  });
  test('equipment that the space does not have falls away', () =>
    expect(useOf(space, '2026-12-01', { start: '10:00', end: '11:00' }, { projector: 1, piano: 1 }).equipment).toEqual([{ code: 'projector', quantity: 1 }]));
  test('what the day does not have is no choice', () => {
    expect(choiceOf({ space: 'hall', date: '2026-12-01', band: 'evening' }, slots)).toBeUndefined();
    expect(choiceOf({ space: 'hall', date: '2026-12-01', nights: 1 }, slots.slice(0, 1))).toBeUndefined();
    expect(choiceOf({ space: 'hall', date: '2026-12-01' }, slots)).toBeUndefined();
  });
  test('another space may call the same time by another name', () => {
    const day = { facility: 'k', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, changes_only: false, closures: [],
      spaces: [{ space: 'room', slots: [slot('09:00', '12:00', 'free', { band: 'am' })] }, { space: 'studio', slots: hours }] };
    const wanted = { band: 'morning', start: '09:00', end: '12:00' };
    expect(choiceInSpace(day, 'room', wanted).band).toBe('am');
    expect(choiceInSpace(day, 'studio', wanted).band).toBeUndefined();
  });
});
