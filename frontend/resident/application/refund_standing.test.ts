import { expect, test } from 'vitest';
import { isToCome, isVoid, refundWord } from './refund_standing';

test.each([
  ['due', 'resident.refunds.way_due', true, false],
  ['in_doubt', 'resident.refunds.way_sent', true, false],
  ['needs_bank_account', 'resident.refunds.way_needs_bank_account', true, false],
  ['failed', 'resident.refunds.way_failed', true, false],
  ['succeeded', 'resident.refunds.way_succeeded', false, false],
  ['paid_out', 'resident.refunds.way_paid_out', false, false],
  ['set_off', 'resident.refunds.set_off', false, true],
  ['taken_back', 'resident.refunds.taken_back', false, true],
] as const)('a refund that is %s', (state, word, to_come, is_void) => {
  expect(refundWord({ state })).toBe(word);
  expect(isToCome({ state })).toBe(to_come);
  expect(isVoid({ state })).toBe(is_void);
});
