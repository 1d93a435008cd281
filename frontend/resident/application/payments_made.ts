// What was paid so far, by what, and what is left.
import type { Application } from '../../shared/api/hiroba';

export type PaymentMade = Application['payments'][number];

export interface Standing {
  /** In the order in which they came; what the desk took back is among them. */
  payments: readonly PaymentMade[];
  paid_yen: number;
  /** Undefined when nothing is left to pay. */
  left: { yen: number; due_at_ms: number | null } | undefined;
}

/** Undefined as long as nothing has come. */
export function paymentsMade({ payments, owed_yen, payment_due_at_ms }: Application): Standing | undefined {
  if (payments.length === 0) return undefined;
  const paid_yen = payments.filter(({ undone }) => !undone).reduce((sum, { amount_yen }) => sum + amount_yen, 0);
  return { payments, paid_yen, left: owed_yen > 0 ? { yen: owed_yen, due_at_ms: payment_due_at_ms } : undefined };
}
