-- 'expired': of what was paid in part when the permit lapsed. 'paid_twice': staff had paid it, and the provider did, too.
ALTER TABLE refund DROP CONSTRAINT ck_refund_ground, DROP CONSTRAINT ck_refund_state,
  ADD CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'expired', 'changed', 'revoked', 'reduced', 'decided', 'overpaid')),
  ADD CONSTRAINT ck_refund_state CHECK (state IN ('due', 'awaiting_second', 'approved', 'sending', 'in_doubt', 'pending', 'needs_bank_account', 'succeeded',
    'failed', 'paid_out', 'paid_twice', 'taken_back', 'set_off'));

-- 'refunded_twice': about a refund that is paid_twice.
ALTER TABLE payment_case DROP CONSTRAINT ck_payment_case_kind,
  ADD CONSTRAINT ck_payment_case_kind CHECK (kind IN ('paid_late', 'paid_twice', 'amount_differs', 'attempt_in_doubt',
    'refund_in_doubt', 'refund_differs', 'refunded_twice', 'disputed'));
