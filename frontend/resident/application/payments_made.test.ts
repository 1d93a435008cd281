import { expect, test } from 'vitest';
import type { Application } from '../../shared/api/hiroba';
import { paymentsMade, type PaymentMade } from './payments_made';

const payment = (amount_yen: number, undone = false): PaymentMade =>
  ({ payment_id: String(amount_yen), method: 'cash', amount_yen, received_on: '2026-11-29', at_counter: true, undone });
const application = (payments: PaymentMade[], owed_yen: number, payment_due_at_ms: number | null = null): Application =>
  ({ payments, owed_yen, payment_due_at_ms }) as unknown as Application;

test('nothing is told before something has come', () => {
  expect(paymentsMade(application([], 470))).toBeUndefined();
});

test('a part: what is paid, what is left, and until when', () => {
  expect(paymentsMade(application([payment(170)], 300, 1_800_000_000_000)))
    .toMatchObject({ paid_yen: 170, left: { yen: 300, due_at_ms: 1_800_000_000_000 } });
});

test('what the desk took back is listed and not counted', () => {
  const standing = paymentsMade(application([payment(470, true), payment(300), payment(170)], 0));
  expect(standing?.payments).toHaveLength(3);
  expect(standing?.paid_yen).toBe(470);
  expect(standing?.left).toBeUndefined();
});
