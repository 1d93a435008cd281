// What the desk can do with a refund as it stands; the server decides again.
import type { RefundFile, RefundState } from '../../shared/api/staff';

export type RefundAct = 'approve' | 'retry' | 'not_refunded' | 'bank_transfer' | 'cash';

const acts: Partial<Record<RefundState, readonly RefundAct[]>> = {
  due: ['approve'],
  awaiting_second: ['approve'],
  approved: ['cash', 'bank_transfer'],
  in_doubt: ['not_refunded'],
  failed: ['retry', 'cash', 'bank_transfer'],
};

/** While a provider is about to be asked nothing is paid beside it; without one there is nothing to send again. */
export function actsOn({ refund, provider }: Pick<RefundFile, 'refund' | 'provider'>): readonly RefundAct[] {
  const possible = acts[refund.state] ?? [];
  if (refund.state === 'approved' && provider !== null) return [];
  return provider === null ? possible.filter((act) => act !== 'retry') : possible;
}

const settled: ReadonlySet<RefundState> = new Set(['succeeded', 'paid_out', 'paid_twice', 'taken_back', 'set_off']);

export function isSettled(state: RefundState): boolean {
  return settled.has(state);
}

export interface TransferForm { reference: string; on: string }
export type TransferFault = 'reference' | 'on';

/** What is missing or cannot be, in the order of the fields. */
export function transferFaults({ reference, on }: TransferForm, today: string): TransferFault[] {
  const faults: TransferFault[] = [];
  if (reference.trim() === '') faults.push('reference');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || on > today) faults.push('on');
  return faults;
}
