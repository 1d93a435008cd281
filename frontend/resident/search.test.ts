import { describe, expect, test } from 'vitest';
import type { Facility, Slot } from '../shared/api/hiroba';
import { findSpaces, readPeople, searchErrors } from './search';

test.each([
  ['20', 20], ['２０', 20], ['２０人', 20], ['1,200', 1200], ['8名', 8], ['0', undefined], ['-3', undefined],
  ['二十', undefined], ['', undefined], ['2.5', undefined], ['100001', undefined],
])('"%s" people are read as %s', (typed, people) => expect(readPeople(typed)).toBe(people));

describe('a search', () => {
  const form = { facility: '', date: '2026-12-01', people: '', purpose: '' };
  test.each([
    ['is complete with a date', {}, []],
    ['needs a date', { date: '' }, ['date_missing']],
    ['does not look back', { date: '2026-11-20' }, ['date_past']],
    ['may be for today', { date: '2026-11-21' }, []],
    ['tells all that is wrong at once', { date: 'x', people: 'many' }, ['date_missing', 'people_not_a_number']],
  ])('%s', (_, change, codes) =>
    expect(searchErrors({ ...form, ...change }, '2026-11-21').map(({ code }) => code)).toEqual(codes));
});

test('the smallest sufficient free room comes first, rooms that are too small last', () => {
  const room = (code: string, capacity: number) => ({ code, capacity });
  const facility = { spaces: [room('hall', 600), room('small', 18), room('meeting', 40), room('full', 30)] } as unknown as Facility;
  const slot = (state: Slot['state']) => ({ start: '09:00', end: '12:00', state });
  const spaces = facility.spaces.map(({ code }) => ({ space: code, slots: [slot(code === 'full' ? 'taken' : 'free')] }));
  const day = { facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, spaces };
  const found = findSpaces(facility, day, 25);
  expect(found.map(({ space }) => space.code)).toEqual(['meeting', 'hall', 'full', 'small']);
  expect(found.map(({ free }) => free)).toEqual([true, true, false, true]);
  expect(found.map(({ too_small }) => too_small)).toEqual([false, false, false, true]);
});
