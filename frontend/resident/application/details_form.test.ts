import { describe, expect, test } from 'vitest';
import { controlOf, detailsErrors, detailsOf, fieldOf, formOf, type DetailsForm } from './details_form';
import type { Refusal } from '../../shared/api/answer';

const complete: DetailsForm = { activity: 'meeting', purpose: '会合', people: '１８人', group_name: ' みどりの会 ', charges: 'no', highest_yen: '', sells: 'no', reduction: '' };

describe('the form', () => {
  test.each<[string, Partial<DetailsForm>, string[]]>([
    ['is complete', {}, []],
    ['needs an activity', { activity: '' }, ['activity_missing']],
    ['needs a purpose', { purpose: '　' }, ['purpose_missing']],
    ['takes 200 characters', { purpose: '広'.repeat(200) }, []],
    ['but not 201', { purpose: '広'.repeat(201) }, ['purpose_too_long']],
    ['needs a number of people', { people: '' }, ['people_missing']],
    ['that is a number', { people: 'おおぜい' }, ['people_not_a_number']],
    ['that fits into the room', { people: '19' }, ['people_too_many']],
    ['takes a group of 100 characters', { group_name: '会'.repeat(101) }, ['group_too_long']],
    ['needs an answer about tickets', { charges: '' }, ['charges_missing']],
    ['needs the price of the dearest ticket', { charges: 'yes' }, ['highest_missing']],
    ['tells everything at once', { purpose: '', people: '', sells: '' }, ['purpose_missing', 'people_missing', 'sells_missing']],
  ])('%s', (_, change, codes) =>
    expect(detailsErrors({ ...complete, ...change }, { capacity: 18, has_activities: true }).map(({ code }) => code)).toEqual(codes));
  test('needs no activity where the town names none', () =>
    expect(detailsErrors({ ...complete, activity: '' }, { capacity: 18, has_activities: false })).toEqual([]));
});

test('what was typed becomes what is sent, and back', () => {
  const sent = detailsOf(complete);
  expect(sent).toEqual({ activity: 'meeting', purpose: '会合', people: 18, group_name: 'みどりの会', is_commercial: false });
  expect(formOf(sent)).toEqual({ activity: 'meeting', purpose: '会合', people: '18', group_name: 'みどりの会', charges: 'no', highest_yen: '', sells: 'no', reduction: '' });
  expect(detailsOf({ ...complete, group_name: ' ', activity: '' })).toEqual({ purpose: '会合', people: 18, is_commercial: false });
});

test.each<[string, Partial<Refusal>, string | undefined]>([
  ['too many people', { code: 'too_many_people' }, 'people'],
  ['something loud beside something quiet', { code: 'disturbs_neighbour' }, 'activity'],
  ['an activity the room is not for', { code: 'activity_not_here' }, 'activity'],
  ['a fault the server points at', { code: 'invalid_request', fields: [{ pointer: '/group_name', code: 'too_long' }] }, 'group_name'],
  ['something else', { code: 'hold_expired' }, undefined],
])('%s belongs to its field', (_, part, field) => {
  const refusal: Refusal = { kind: 'refusal', status: 422, code: '', facts: {}, fields: [], request_id: '', ...part };
  expect(fieldOf(refusal)).toBe(field);
});

test('the first of the radio buttons takes the focus for its group', () => {
  expect(controlOf('charges')).toBe('charges-no');
  expect(controlOf('people')).toBe('people');
});
