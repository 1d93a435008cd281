-- A transfer or notice that brings money for nothing that is owed: 'unapplied' until staff say what becomes of it,
-- 'returned' once it is to be given back. excess_of: the part of the same money that was owed.
ALTER TABLE counter_payment DROP CONSTRAINT ck_counter_payment_state,
  ADD COLUMN excess_of BIGINT NULL,
  ADD CONSTRAINT ck_counter_payment_state CHECK (state IN ('received', 'undone', 'unapplied', 'returned')),
  ADD CONSTRAINT ck_counter_payment_unapplied CHECK (state IN ('received', 'undone')
    OR method IN ('bank_transfer', 'payment_notice')),
  ADD CONSTRAINT fk_counter_payment_excess_of FOREIGN KEY (excess_of) REFERENCES counter_payment (payment_id);

-- A case is about a provider's money or about what the desk recorded.
ALTER TABLE payment_case DROP CONSTRAINT ck_payment_case_kind,
  MODIFY COLUMN attempt_id BIGINT NULL,
  ADD COLUMN payment_id BIGINT NULL,
  ADD CONSTRAINT ck_payment_case_kind CHECK (kind IN ('paid_late', 'paid_twice', 'overpaid', 'amount_differs',
    'attempt_in_doubt', 'refund_in_doubt', 'refund_differs', 'refunded_twice', 'disputed')),
  ADD CONSTRAINT ck_payment_case_money CHECK ((attempt_id IS NULL) <> (payment_id IS NULL)),
  ADD CONSTRAINT fk_payment_case_payment FOREIGN KEY (payment_id) REFERENCES counter_payment (payment_id);
ALTER TABLE payment_case_event DROP CONSTRAINT ck_payment_case_event_event,
  ADD CONSTRAINT ck_payment_case_event_event CHECK (event IN ('opened', 'seat_again', 'refund', 'ask_again', 'undo_record',
    'dealt_with', 'resolved'));
