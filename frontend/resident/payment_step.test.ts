import { describe, expect, test } from 'vitest';
import type { Booking, PaymentAttempt } from '../shared/api/hiroba';
import { askAgainAfter, isWebPage, patience_ms, paymentStep, type PaymentStep } from './payment_step';

function booking(state: Booking['state'], attempt?: PaymentAttempt['state'], redirect_url: string | null = '/pay'): Booking {
  const newest = attempt && { attempt_id: '1', booking_id: '1', state: attempt, amount_yen: 500, redirect_url, expires_at_ms: 0 };
  return { state, attempt: newest ?? null } as Booking;
}

const back = { outbound: false, waited_ms: 0 };
const patient = { outbound: false, waited_ms: patience_ms };

describe('the payment page says', () => {
  test.each<[PaymentStep, Booking, typeof back]>([
    ['not_started', booking('held'), back],
    ['preparing', booking('awaiting_payment', 'created'), { outbound: true, waited_ms: 0 }],
    ['preparing', booking('awaiting_payment', 'sent'), back],
    ['leaving', booking('awaiting_payment', 'awaiting_user'), { outbound: true, waited_ms: 0 }],
    ['confirming', booking('awaiting_payment', 'awaiting_user', null), { outbound: true, waited_ms: 0 }],
    ['confirming', booking('awaiting_payment', 'awaiting_user'), back],
    ['choose', booking('awaiting_payment', 'awaiting_user'), patient],
    ['unknown', booking('awaiting_payment', 'unknown'), back],
    ['closing', booking('awaiting_payment', 'cancel_requested'), back],
    ['confirming', booking('awaiting_payment', 'paid'), patient],
    ['declined', booking('awaiting_payment', 'declined'), back],
    ['declined', booking('awaiting_payment', 'cancelled'), back],
    ['declined', booking('awaiting_payment', 'expired'), back],
    ['over', booking('cancelled', 'cancelled'), back],
    ['over', booking('expired'), back],
    ['late', booking('cancelled', 'paid_late'), back],
    ['done', booking('confirmed', 'paid'), back],
  ])('%s', (step, shown, visit) => expect(paymentStep(shown, visit)).toBe(step));
});

describe('it asks again', () => {
  test.each<[PaymentStep, number, number | undefined]>([
    ['confirming', 0, 1000], ['confirming', 20_000, 2500], ['confirming', 90_000, 5000], ['unknown', 90_000, 5000],
    ['choose', 0, 5000], ['declined', 0, 5000], ['late', 0, 5000],
    ['done', 0, undefined], ['over', 0, undefined], ['leaving', 0, undefined], ['not_started', 0, undefined],
  ])('%s after %i ms: in %s ms', (step, waited_ms, wait) => expect(askAgainAfter(step, waited_ms)).toBe(wait));
});

test.each([
  ['https://pay.example/x', true], ['http://localhost:8080/sandbox/pay/1', true], ['/sandbox/pay/1', true],
  ['javascript:alert(1)', false], ['data:text/html,x', false], ['http://', false],
])('%s may be gone to: %s', (address, expected) => expect(isWebPage(address, 'http://localhost:8080/ja/')).toBe(expected));
