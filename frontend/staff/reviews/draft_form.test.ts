import { expect, test } from 'vitest';
import { draftRequest, empty_draft, faultsOf, ownConditions } from './draft_form';

test.each([
  ['nothing is left to propose', { left_out: new Set(['1', '2']) }, ['bookings']],
  ['a refusal has no reason', { proposal: 'refuse' as const, reason: ' ' }, ['reason']],
  ['a refusal has one', { proposal: 'refuse' as const, reason: '管理上の支障' }, []],
  ['a permit needs none', {}, []],
])('%s', (_, form, faults) => expect(faultsOf({ ...empty_draft, ...form }, ['1', '2'])).toEqual(faults));

test('a permit carries its conditions, one for each line, and what is left out stays for later', () =>
  expect(draftRequest({ ...empty_draft, left_out: new Set(['2']), standard_conditions: new Set(['restore']), own_condition: '舞台袖は使わない\n\n 21時に終える ', words: '' }, ['1', '2'], 7))
    .toEqual({ version: 7, proposal: 'permit', booking_ids: ['1'], standard_conditions: ['restore'],
      own_conditions: [{ text: '舞台袖は使わない' }, { text: '21時に終える' }] }));

test('a refusal carries its reason and no conditions', () =>
  expect(draftRequest({ ...empty_draft, proposal: 'refuse', reason: ' 管理上の支障 ', own_condition: 'x', words: ' ご確認ください ' }, ['1'], 7))
    .toEqual({ version: 7, proposal: 'refuse', reason: '管理上の支障', words: 'ご確認ください' }));

test('blank lines are no conditions', () => expect(ownConditions(' \n\n')).toEqual([]));
