import { describe, expect, test } from 'vitest';
import { detailsErrors, detailsOf, fieldOf, formOf, type DetailsForm } from './details_form';
import type { Refusal } from '../shared/api/answer';

const complete: DetailsForm = { purpose: '会合', people: '１８人', group_name: ' みどりの会 ', admission: 'no' };

describe('the form', () => {
  test.each<[string, Partial<DetailsForm>, string[]]>([
    ['is complete', {}, []],
    ['needs a purpose', { purpose: '　' }, ['purpose_missing']],
    ['takes 200 characters', { purpose: '広'.repeat(200) }, []],
    ['but not 201', { purpose: '広'.repeat(201) }, ['purpose_too_long']],
    ['needs a number of people', { people: '' }, ['people_missing']],
    ['that is a number', { people: 'おおぜい' }, ['people_not_a_number']],
    ['that fits into the room', { people: '19' }, ['people_too_many']],
    ['takes a group of 100 characters', { group_name: '会'.repeat(101) }, ['group_too_long']],
    ['needs an answer about admission', { admission: '' }, ['admission_missing']],
    ['tells everything at once', { purpose: '', people: '', admission: '' }, ['purpose_missing', 'people_missing', 'admission_missing']],
  ])('%s', (_, change, codes) => expect(detailsErrors({ ...complete, ...change }, 18).map(({ code }) => code)).toEqual(codes));
});

test('what was typed becomes what is sent, and back', () => {
  const sent = detailsOf(complete);
  expect(sent).toEqual({ purpose: '会合', people: 18, group_name: 'みどりの会', admission_or_commercial: false });
  expect(formOf(sent)).toEqual({ purpose: '会合', people: '18', group_name: 'みどりの会', admission: 'no' });
  expect(detailsOf({ ...complete, group_name: ' ' })).not.toHaveProperty('group_name');
});

test.each<[string, Partial<Refusal>, string | undefined]>([
  ['too many people', { code: 'too_many_people' }, 'people'],
  ['a use for the counter', { code: 'needs_desk' }, 'admission'],
  ['a fault the server points at', { code: 'invalid_request', fields: [{ pointer: '/group_name', code: 'too_long' }] }, 'group_name'],
  ['something else', { code: 'hold_expired' }, undefined],
])('%s belongs to its field', (_, part, field) => {
  const refusal: Refusal = { kind: 'refusal', status: 422, code: '', facts: {}, fields: [], request_id: '', ...part };
  expect(fieldOf(refusal)).toBe(field);
});
