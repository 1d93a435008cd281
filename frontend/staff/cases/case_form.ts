// What settles a case, as the desk fills it in; the server decides again.
import type { PaymentCaseAction, PaymentCaseSettlement } from '../../shared/api/payment_cases';

/** What was dealt with elsewhere, and what was recorded by mistake, is told; beside the others a note may stand. */
export function needsNote(action: PaymentCaseAction): boolean {
  return action === 'dealt_with' || action === 'undo_record';
}

/** Undefined while something is missing. */
export function settlementOf(action: PaymentCaseAction, note: string): PaymentCaseSettlement | undefined {
  const words = note.trim();
  if (words === '') return needsNote(action) ? undefined : { action };
  return { action, note: words };
}
