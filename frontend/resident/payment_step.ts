// What the payment page says, from how the booking stands and how long one has waited for it.
import type { Booking } from '../shared/api/hiroba';

export type PaymentStep =
  | 'preparing' // the provider has not answered with its page yet
  | 'leaving' // off to the provider's page
  | 'confirming' // just back; the proof of payment is awaited
  | 'choose' // back without a payment: go on or give the booking back
  | 'unknown' // the provider cannot say at the moment
  | 'declined' // no money came; another attempt is possible
  | 'closing' // the payment is being called off
  | 'late' // the money came after the booking was given up
  | 'over' // cancelled or expired
  | 'not_started'
  | 'done';

export interface PaymentVisit {
  /** The person pressed the pay button and was not sent to the provider's page yet. */
  outbound: boolean;
  waited_ms: number;
}

export const patience_ms = 6_000;

export function paymentStep(booking: Booking, visit: PaymentVisit): PaymentStep {
  if (booking.state === 'confirmed') return 'done';
  const attempt = booking.attempt;
  if (attempt?.state === 'paid_late') return 'late';
  if (booking.state === 'cancelled' || booking.state === 'expired') return 'over';
  if (!attempt) return 'not_started';
  switch (attempt.state) {
    case 'created':
    case 'sent':
      return 'preparing';
    case 'awaiting_user':
      if (visit.outbound && attempt.redirect_url !== null) return 'leaving';
      return visit.waited_ms < patience_ms ? 'confirming' : 'choose';
    case 'unknown':
      return 'unknown';
    case 'cancel_requested':
      return 'closing';
    case 'paid':
      return 'confirming';
    case 'declined':
    case 'cancelled':
    case 'expired':
      return 'declined';
  }
}

const restful: ReadonlySet<PaymentStep> = new Set(['choose', 'declined', 'over', 'late', 'not_started']);

/** How long until the booking is asked for again; undefined when nothing can change by itself. */
export function askAgainAfter(step: PaymentStep, waited_ms: number): number | undefined {
  if (step === 'done' || step === 'leaving' || step === 'over' || step === 'not_started') return undefined;
  if (restful.has(step) || waited_ms > 60_000) return 5_000;
  return waited_ms > 15_000 ? 2_500 : 1_000;
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
