// What the payment page says, from how the application stands and how long one has waited for it.
import type { Application } from '../../shared/api/hiroba';

export type PaymentStep =
  | 'preparing' // the provider has not answered with its page yet
  | 'leaving' // off to the provider's page
  | 'confirming' // just back; the proof of payment is awaited
  | 'choose' // back without a payment: go on or give the application back
  | 'voucher' // a number for a convenience store was given out, and waits to be paid there
  | 'voucher_over' // the number has ended; a store may have taken money in its last minutes
  | 'unknown' // the provider cannot say at the moment
  | 'declined' // no money came; another attempt is possible
  | 'closing' // the payment is being called off
  | 'withdrawn' // it was called off, to pay in another way
  | 'late' // the money came after the application was given up
  | 'over' // cancelled or expired
  | 'not_due' // nothing is to be paid at the moment
  | 'not_started'
  | 'done';

export interface PaymentVisit {
  /** The person pressed the pay button and was not sent to the provider's page yet. */
  outbound: boolean;
  waited_ms: number;
  /** On the town's clock. */
  now_ms: number;
}

export const patience_ms = 6_000;

const steps_to_pay: ReadonlySet<Application['next_step']> = new Set(['pay', 'pay_difference', 'fill_in']);

export function paymentStep(application: Application, visit: PaymentVisit): PaymentStep {
  const { attempt, state } = application;
  const to_pay = steps_to_pay.has(application.next_step);
  if (attempt?.state === 'paid_late') return 'late';
  if (state === 'permitted' && !to_pay) return 'done';
  if (state === 'over') return 'over';
  if (!attempt) return to_pay ? 'not_started' : 'not_due';
  switch (attempt.state) {
    case 'created':
    case 'sent':
      return 'preparing';
    case 'awaiting_user':
      if (attempt.voucher !== null) return visit.now_ms < attempt.voucher.expires_at_ms ? 'voucher' : 'voucher_over';
      if (visit.outbound && attempt.redirect_url !== null) return 'leaving';
      return visit.waited_ms < patience_ms ? 'confirming' : 'choose';
    case 'unknown':
      return 'unknown';
    case 'cancel_requested':
      return 'closing';
    case 'paid':
      // What was paid before pays neither the difference of a change nor what staff permitted afterwards.
      return to_pay ? 'not_started' : 'done';
    case 'cancelled':
      return to_pay ? 'withdrawn' : 'not_due';
    case 'declined':
    case 'expired':
      return to_pay ? 'declined' : 'not_due';
  }
}

const restful: ReadonlySet<PaymentStep> = new Set(['choose', 'voucher', 'voucher_over', 'declined', 'withdrawn', 'late']);
const final: ReadonlySet<PaymentStep> = new Set(['done', 'leaving', 'over', 'not_due', 'not_started']);

/** How long until the application is asked for again; undefined when nothing can change by itself. */
export function askAgainAfter(step: PaymentStep, waited_ms: number): number | undefined {
  if (final.has(step)) return undefined;
  if (restful.has(step) || waited_ms > 60_000) return 5_000;
  return waited_ms > 15_000 ? 2_500 : 1_000;
}

/** A number that a convenience store still takes money for. */
export function hasNumberOut({ attempt }: Pick<Application, 'attempt'>): boolean {
  return attempt?.state === 'awaiting_user' && attempt.voucher !== null;
}

/** A number for a store ends before the booking's own deadline does. */
export function payBy({ attempt, payment_due_at_ms }: Pick<Application, 'attempt' | 'payment_due_at_ms'>): number | null {
  return attempt?.state === 'awaiting_user' && attempt.voucher !== null ? attempt.voucher.expires_at_ms : payment_due_at_ms;
}

/** Only a page on the web: never a script or a file, whatever the answer says. */
export function isWebPage(address: string, page: string): boolean {
  try {
    const { protocol } = new URL(address, page);
    return protocol === 'https:' || protocol === 'http:';
  } catch {
    return false;
  }
}
