import { describe, expect, test } from 'vitest';
import { amountOf, changedTerms, extraFaults, minuteSteps, no_terms, sentTerms, termsFormOf, type Offers } from './terms_form';

const text = (word: string) => ({ ja: word, en: word });
const nothing: Offers = { price_classes: [], rehearsal: false, climate: false, most_early_minutes: 0, most_extension_minutes: 0, extension_step_minutes: 0, extension_free_minutes: 0, extras: [] };
const everything: Offers = {
  price_classes: [{ code: 'general', name: text('一般') }, { code: 'high_school', name: text('高校生以下') }],
  rehearsal: true, climate: true, most_early_minutes: 60, most_extension_minutes: 90, extension_step_minutes: 30, extension_free_minutes: 0,
  extras: [{ code: 'lights', name: text('照明'), by_time: true }],
};
const chosen = { ...no_terms, price_class: 'high_school', is_rehearsal: true, wants_climate: true, early_minutes: 30, extension_minutes: 60, extras: { lights: '１２０' }, equipment: { piano: 1, microphone: 0 } };

test('what the place offers is sent as it was chosen', () => {
  expect(sentTerms(chosen, everything, true)).toEqual({
    price_class: 'high_school', is_rehearsal: true, wants_climate: true, early_minutes: 30, extension_minutes: 60,
    extras: [{ code: 'lights', amount: 120 }], equipment: [{ code: 'piano', quantity: 1 }],
  });
});

test('what the place does not offer, or not in this season, stays unsaid', () => {
  expect(sentTerms(chosen, nothing, true)).toEqual({ equipment: [{ code: 'piano', quantity: 1 }] });
  expect(sentTerms(chosen, everything, false).wants_climate).toBeUndefined();
  expect(sentTerms(no_terms, everything, true)).toEqual({ equipment: [] });
});

test('what was declared comes back into the form', () => {
  const terms = { price_class: null, is_rehearsal: false, wants_climate: true, early_minutes: 0, extension_minutes: 30, extras: [{ code: 'lights', amount: 60 }] };
  const form = termsFormOf({ terms, equipment: [{ code: 'piano', quantity: 2 }] });
  expect(sentTerms(form, everything, true)).toEqual({ wants_climate: true, extension_minutes: 30, extras: [{ code: 'lights', amount: 60 }], equipment: [{ code: 'piano', quantity: 2 }] });
});

describe('amounts', () => {
  test.each([['', 0], ['90', 90], ['９０', 90], ['-1', undefined], ['1.5', undefined], ['12345', undefined], ['x', undefined]])('%s is %s', (typed, amount) =>
    expect(amountOf(typed)).toBe(amount));
  test('that make no sense are named', () => expect(extraFaults({ ...no_terms, extras: { lights: 'x' } }, everything)).toEqual(['lights']));
});

test.each([
  [60, 30, 0, [0, 30, 60]], [45, 30, 0, [0, 30, 45]], [120, 60, 0, [0, 60, 120]],
  [120, 30, 30, [0, 30, 60, 90, 120]], [120, 60, 30, [0, 30, 90, 120]], [20, 30, 30, [0, 20]],
])('up to %i minutes by %i, of which %i are free', (most, step, free, steps) => expect(minuteSteps(most, step, free)).toEqual(steps));

describe('a change of what was declared', () => {
  const before = { ...no_terms, wants_climate: true, extras: { lights: '60' }, equipment: { piano: 1 } };
  test('sends only what differs', () => {
    expect(changedTerms(before, before, everything, true)).toEqual({});
    expect(changedTerms(before, { ...before, is_rehearsal: true, extension_minutes: 60 }, everything, true)).toEqual({ is_rehearsal: true, extension_minutes: 60 });
    expect(changedTerms(before, { ...before, price_class: 'general' }, everything, true)).toEqual({});
    expect(changedTerms(before, { ...before, price_class: 'high_school', extras: { lights: '９０' } }, everything, true)).toEqual({ price_class: 'high_school', extras: [{ code: 'lights', amount: 90 }] });
    expect(changedTerms(before, { ...before, equipment: {} }, everything, true)).toEqual({ equipment: [] });
  });
  test('takes back what the other place, or the other season, does not offer', () => {
    expect(changedTerms(before, before, nothing, true)).toEqual({ wants_climate: false, extras: [] });
    expect(changedTerms(before, before, everything, false)).toEqual({ wants_climate: false });
  });
});
