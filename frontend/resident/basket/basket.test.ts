import { describe, expect, test } from 'vitest';
import { empty_basket, withEntry, withoutEntry, type Basket, type Entry } from './basket';

function entry(space: string, date: string, start = '09:00', end = '12:00', nights?: number): Entry {
  return { use: nights === undefined ? { space, date, start, end } : { space, date, nights }, start, end };
}

const basket: Basket = { facility: 'kirara', entries: [entry('hall', '2026-12-02'), entry('site', '2026-12-10', '14:00', '24:00', 2)] };

describe('another use', () => {
  test.each<[string, string, Entry, string | undefined]>([
    ['of another day is added', 'kirara', entry('hall', '2026-12-03'), undefined],
    ['of another space is added', 'kirara', entry('room', '2026-12-02'), undefined],
    ['right after is added', 'kirara', entry('hall', '2026-12-02', '12:00', '13:00'), undefined],
    ['at the same time is refused', 'kirara', entry('hall', '2026-12-02', '11:00', '13:00'), 'same_time'],
    ['of a night that is in it is refused', 'kirara', entry('site', '2026-12-11', '14:00', '24:00', 1), 'same_time'],
    ['of the night after is added', 'kirara', entry('site', '2026-12-12', '14:00', '24:00', 1), undefined],
    ['of another facility is refused', 'gym', entry('arena', '2026-12-03'), 'other_facility'],
  ])('%s', (_, facility, added, code) => {
    const answer = withEntry(basket, facility, added, 10);
    expect(answer.ok ? undefined : answer.code).toBe(code);
  });
  test('beyond what the town allows is refused', () =>
    expect(withEntry(basket, 'kirara', entry('hall', '2026-12-03'), 2)).toEqual({ ok: false, code: 'too_many_uses' }));
  test('stands in the order of time', () => {
    const answer = withEntry(basket, 'kirara', entry('hall', '2026-12-01'), 10);
    expect(answer.ok && answer.basket.entries.map(({ use }) => use.date)).toEqual(['2026-12-01', '2026-12-02', '2026-12-10']);
  });
});

test('an empty basket belongs to no facility', () => {
  expect(withEntry(empty_basket, 'gym', entry('arena', '2026-12-01'), 10).ok).toBe(true);
  expect(withoutEntry(withoutEntry(basket, 0), 0)).toEqual(empty_basket);
  expect(withoutEntry(basket, 0)).toEqual({ facility: 'kirara', entries: [basket.entries[1]] });
});
