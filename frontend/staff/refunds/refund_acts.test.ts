import { expect, test } from 'vitest';
import type { RefundFile, RefundState } from '../../shared/api/staff';
import { actsOn, isSettled, transferFaults } from './refund_acts';

function refund(state: RefundState, provider: string | null): Pick<RefundFile, 'refund' | 'provider'> {
  return { refund: { state } as RefundFile['refund'], provider };
}

test.each([
  ['nobody has approved it', refund('due', null), ['approve']],
  ['one of two has approved it', refund('awaiting_second', null), ['approve']],
  ['a provider is about to send it', refund('approved', 'stripe'), []],
  ['no provider can send it', refund('approved', null), ['cash', 'bank_transfer']],
  ['its way is not known', refund('in_doubt', 'stripe'), ['not_refunded']],
  ['the provider is at it', refund('pending', 'stripe'), []],
  ['the provider waits for the payer', refund('needs_bank_account', 'stripe'), []],
  ['it failed at the provider', refund('failed', 'stripe'), ['retry', 'cash', 'bank_transfer']],
  ['it is done', refund('succeeded', 'stripe'), []],
  ['it was paid out', refund('paid_out', null), []],
])('what the desk can do while %s', (_, file, acts) => {
  expect(actsOn(file)).toEqual(acts);
});

test('a refund is settled when the payer has it, or it is not due any more', () => {
  expect((['due', 'pending', 'failed', 'in_doubt'] as const).some(isSettled)).toBe(false);
  expect((['succeeded', 'paid_out', 'taken_back', 'set_off'] as const).every(isSettled)).toBe(true);
});

test.each([
  [{ reference: 'A-1', on: '2026-12-01' }, []],
  [{ reference: ' ', on: '2026-12-01' }, ['reference']],
  [{ reference: 'A-1', on: '2026-12-02' }, ['on']],
  [{ reference: '', on: '' }, ['reference', 'on']],
])('a bank transfer %j', (form, faults) => {
  expect(transferFaults(form, '2026-12-01')).toEqual(faults);
});
