import { describe, expect, test } from 'vitest';
import type { Application, PaymentAttempt } from '../../shared/api/hiroba';
import { askAgainAfter, hasNumberOut, isWebPage, patience_ms, payBy, paymentStep, type PaymentStep } from './payment_step';

function application(state: Application['state'], next_step: Application['next_step'], attempt?: PaymentAttempt['state'],
  redirect_url: string | null = '/pay'): Application {
  const newest = attempt && { attempt_id: '1', application_id: '1', state: attempt, amount_yen: 500, redirect_url, expires_at_ms: 0, voucher: null };
  return { state, next_step, attempt: newest ?? null } as Application;
}

const waiting = (attempt: PaymentAttempt['state'], redirect_url: string | null = '/pay') =>
  application('permitted_unpaid', 'pay', attempt, redirect_url);
const withNumber = (attempt: PaymentAttempt['state']): Application => {
  const shown = waiting(attempt, null);
  return { ...shown, attempt: shown.attempt && { ...shown.attempt, method: 'konbini', voucher: { url: null, expires_at_ms: 1, stores: [] } } };
};
const back = { outbound: false, waited_ms: 0, now_ms: 0 };
const patient = { ...back, waited_ms: patience_ms };

describe('the payment page says', () => {
  test.each<[PaymentStep, Application, typeof back]>([
    ['not_started', application('held', 'pay'), back],
    ['not_started', application('permitted_unpaid', 'pay'), back],
    ['preparing', waiting('created'), { ...back, outbound: true }],
    ['preparing', waiting('sent'), back],
    ['leaving', waiting('awaiting_user'), { ...back, outbound: true }],
    ['confirming', waiting('awaiting_user', null), { ...back, outbound: true }],
    ['confirming', waiting('awaiting_user'), back],
    ['choose', waiting('awaiting_user'), patient],
    ['unknown', waiting('unknown'), back],
    ['closing', waiting('cancel_requested'), back],
    ['declined', waiting('declined'), back],
    ['withdrawn', waiting('cancelled'), back],
    ['voucher', withNumber('awaiting_user'), back],
    ['voucher', withNumber('awaiting_user'), { ...back, outbound: true }],
    ['voucher_over', withNumber('awaiting_user'), { ...back, now_ms: 1 }],
    ['closing', withNumber('cancel_requested'), { ...back, now_ms: 1 }],
    ['closing', withNumber('cancel_requested'), back],
    ['withdrawn', withNumber('cancelled'), back],
    ['declined', waiting('expired'), back],
    ['over', application('over', 'none', 'cancelled'), back],
    ['over', application('over', 'none'), back],
    ['late', application('over', 'none', 'paid_late'), back],
    ['done', application('permitted', 'none', 'paid'), back],
    ['not_due', application('under_review', 'wait_for_review'), back],
    ['not_due', application('under_review', 'wait_for_review', 'expired'), back],
    ['done', application('under_review', 'wait_for_review', 'paid'), back],
    ['not_started', waiting('paid'), back],
    ['not_due', application('held', 'submit'), back],
    ['not_started', application('permitted', 'pay_difference', 'paid'), back],
    ['not_started', application('permitted', 'pay_difference'), back],
    ['choose', application('permitted', 'pay_difference', 'awaiting_user'), patient],
    ['declined', application('permitted', 'pay_difference', 'declined'), back],
  ])('%s', (step, shown, visit) => expect(paymentStep(shown, visit)).toBe(step));
});

test('it is paid by the end of the number, while that holds, else by the deadline', () => {
  expect(payBy({ ...withNumber('awaiting_user'), payment_due_at_ms: 9 })).toBe(1);
  expect(payBy({ ...withNumber('cancelled'), payment_due_at_ms: 9 })).toBe(9);
  expect(payBy({ ...waiting('awaiting_user'), payment_due_at_ms: 9 })).toBe(9);
  expect(payBy({ attempt: null, payment_due_at_ms: null })).toBe(null);
});

test('a number is out while the payer can still take it to a store', () => {
  expect(hasNumberOut(withNumber('awaiting_user'))).toBe(true);
  expect(hasNumberOut(withNumber('cancelled'))).toBe(false);
  expect(hasNumberOut(waiting('awaiting_user'))).toBe(false);
  expect(hasNumberOut({ attempt: null })).toBe(false);
});

describe('it asks again', () => {
  test.each<[PaymentStep, number, number | undefined]>([
    ['confirming', 0, 1000], ['confirming', 20_000, 2500], ['confirming', 90_000, 5000], ['unknown', 90_000, 5000],
    ['choose', 0, 5000], ['voucher_over', 0, 5000], ['declined', 0, 5000], ['late', 0, 5000],
    ['done', 0, undefined], ['over', 0, undefined], ['leaving', 0, undefined], ['not_started', 0, undefined], ['not_due', 0, undefined],
  ])('%s after %i ms: in %s ms', (step, waited_ms, wait) => expect(askAgainAfter(step, waited_ms)).toBe(wait));
});

test.each([
  ['https://pay.example/x', true], ['http://localhost:8080/sandbox/pay/1', true], ['/sandbox/pay/1', true],
  ['javascript:alert(1)', false], ['data:text/html,x', false], ['http://', false],
])('%s may be gone to: %s', (address, expected) => expect(isWebPage(address, 'http://localhost:8080/ja/')).toBe(expected));
