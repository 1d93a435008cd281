// How far a refund has come, in one word for who is given it.
import type { Refund } from '../../shared/api/hiroba';
import type { MessageId } from '../../shared/i18n/text';

const words: Record<Refund['state'], MessageId> = {
  due: 'resident.refunds.way_due',
  awaiting_second: 'resident.refunds.way_due',
  approved: 'resident.refunds.way_due',
  sending: 'resident.refunds.way_sent',
  in_doubt: 'resident.refunds.way_sent',
  pending: 'resident.refunds.way_sent',
  needs_bank_account: 'resident.refunds.way_needs_bank_account',
  succeeded: 'resident.refunds.way_succeeded',
  failed: 'resident.refunds.way_failed',
  paid_out: 'resident.refunds.way_paid_out',
  paid_twice: 'resident.refunds.way_paid_out',
  set_off: 'resident.refunds.set_off',
  taken_back: 'resident.refunds.taken_back',
};

export function refundWord({ state }: Pick<Refund, 'state'>): MessageId {
  return words[state];
}

/** Still to come: neither with the payer, nor set off, nor taken back. */
export function isToCome({ state }: Pick<Refund, 'state'>): boolean {
  return !['succeeded', 'paid_out', 'paid_twice', 'set_off', 'taken_back'].includes(state);
}

/** It was not given back in money, and will not be. */
export function isVoid({ state }: Pick<Refund, 'state'>): boolean {
  return state === 'set_off' || state === 'taken_back';
}
