import { describe, expect, test } from 'vitest';
import { empty_wish, isDetailed, queryOfWish, questionOf, wishErrors, wishOfQuery, type Wish } from './wish';

const wish: Wish = { ...empty_wish, from: '2026-12-01' };

describe('a wish', () => {
  test.each<[string, Partial<Wish>, string[]]>([
    ['is complete with a date', {}, []],
    ['needs a date', { from: '' }, ['date_missing']],
    ['does not look back', { from: '2026-11-20' }, ['date_past']],
    ['may be for today', { from: '2026-11-21' }, []],
    ['may be for a period', { to: '2026-12-31' }, []],
    ['of one day', { to: '2026-12-01' }, []],
    ['that does not run backwards', { to: '2026-11-30' }, ['to_before_from']],
    ['whose end is a date', { to: '2026-02-30' }, ['to_not_a_date']],
    ['has a part of the day', { start: '09:00', end: '12:00' }, []],
    ['of some length', { start: '12:00', end: '12:00' }, ['end_before_start']],
    ['tells all that is wrong at once', { from: 'x', people: 'many' }, ['date_missing', 'people_not_a_number']],
  ])('%s', (_, change, codes) =>
    expect(wishErrors({ ...wish, ...change }, '2026-11-21').map(({ code }) => code)).toEqual(codes));
});

const full: Wish = {
  from: '2026-12-01', to: '2026-12-31', people: '２０人', activity: 'chorus', facility: 'kirara', start: '09:00', end: '12:00',
  minutes: '90', nights: '2', weekdays: ['sat', 'sun'], access: ['step_free', 'lift'], equipment: { projector: 1 },
};

test('an address carries all of it, and gives it back', () => {
  const query = queryOfWish(full);
  expect(query.get('people')).toBe('20');
  expect(query.get('weekdays')).toBe('sun,sat');
  expect(wishOfQuery(query)).toEqual({ ...full, people: '20', weekdays: ['sun', 'sat'] });
});

test('an address says only what was asked for', () => {
  expect(queryOfWish({ ...wish, to: wish.from }).toString()).toBe('from=2026-12-01');
});

test('what no page has written is left out', () => {
  const query = new URLSearchParams('from=2026-13-01&to=tomorrow&people=many&start=25:00&nights=two&weekdays=sat,noday&activity=A&equipment=x');
  expect(wishOfQuery(query)).toEqual({ ...empty_wish, weekdays: ['sat'] });
});

describe('the question to the server', () => {
  test('is for one day and one person when nothing else is said', () =>
    expect(questionOf(wish, 'in_town')).toEqual({ from: '2026-12-01', to: '2026-12-01', people: 1, user_class: 'in_town' }));
  test('carries all of a full wish', () => expect(questionOf(full, 'out_of_town')).toEqual({
    from: '2026-12-01', to: '2026-12-31', people: 20, user_class: 'out_of_town', facility: 'kirara', activity: 'chorus', start: '09:00',
    end: '12:00', minutes: 90, nights: 2, weekdays: 'sat,sun', access: 'step_free,lift', equipment: 'projector:1',
  }));
  test.each([[{ start: '18:00' }, { start: '18:00', end: '24:00' }], [{ end: '12:00' }, { start: '00:00', end: '12:00' }]])(
    'a part of the day of which only %o is said goes to the end of the day', (part, expected) =>
      expect(questionOf({ ...wish, ...part }, 'in_town')).toMatchObject(expected));
  test('asks for the whole of a time of which both ends are said, unless a length is said too', () => {
    const both = { ...wish, start: '10:00', end: '12:00' };
    expect(questionOf(both, 'in_town')).toMatchObject({ start: '10:00', end: '12:00', span: 'whole' });
    expect(questionOf({ ...both, minutes: '60' }, 'in_town')).not.toHaveProperty('span');
    expect(questionOf({ ...wish, start: '10:00' }, 'in_town')).not.toHaveProperty('span');
  });
});

test('the long form is shown when it says something', () => {
  expect(isDetailed(wish)).toBe(false);
  expect(isDetailed({ ...wish, people: '3', activity: 'chorus', to: '2026-12-02' })).toBe(false);
  expect(isDetailed({ ...wish, weekdays: ['sat'] })).toBe(true);
  expect(isDetailed({ ...wish, equipment: { projector: 1 } })).toBe(true);
});
