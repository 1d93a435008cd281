-- A transfer or notice that brings money for nothing that is owed: 'unapplied' until staff say what becomes of it,
-- 'returned' once it is to be given back. excess_of: the part of the same money that was owed.
CREATE TABLE counter_payment_new (
  payment_id     BIGINT       NOT NULL,
  obligation_id  BIGINT       NOT NULL,
  state          VARCHAR(16)  NOT NULL,
  method         VARCHAR(16)  NOT NULL,
  terminal_kind  VARCHAR(16)  NULL,
  amount_yen     BIGINT       NOT NULL,
  given_yen      BIGINT       NULL,
  reference      VARCHAR(100) NOT NULL,
  live_reference VARCHAR(190) NULL,
  received_on    DATE         NOT NULL,
  shift_id       BIGINT       NULL,
  taken_by       BIGINT       NOT NULL,
  taken_at_ms    BIGINT       NOT NULL,
  undone_by      BIGINT       NULL,
  undone_at_ms   BIGINT       NULL,
  undone_on      DATE         NULL,
  undo_reason    VARCHAR(500) NULL,
  excess_of      BIGINT       NULL,
  CONSTRAINT pk_counter_payment PRIMARY KEY (payment_id),
  CONSTRAINT uq_counter_payment_reference UNIQUE (live_reference),
  CONSTRAINT ck_counter_payment_state CHECK (state IN ('received', 'undone', 'unapplied', 'returned')),
  CONSTRAINT ck_counter_payment_method CHECK (method IN ('cash', 'terminal', 'bank_transfer', 'payment_notice')),
  CONSTRAINT ck_counter_payment_terminal CHECK ((method = 'terminal') = (terminal_kind IS NOT NULL)),
  CONSTRAINT ck_counter_payment_cash CHECK ((method = 'cash') = (shift_id IS NOT NULL)
    AND (method = 'cash') = (given_yen IS NOT NULL)),
  CONSTRAINT ck_counter_payment_amount CHECK (amount_yen BETWEEN 1 AND 1000000000
    AND (given_yen IS NULL OR given_yen >= amount_yen)),
  CONSTRAINT ck_counter_payment_undone CHECK ((state = 'undone') = (undone_at_ms IS NOT NULL)
    AND (undone_at_ms IS NULL) = (undone_by IS NULL) AND (undone_at_ms IS NULL) = (undone_on IS NULL)
    AND (undone_at_ms IS NULL) = (undo_reason IS NULL)),
  CONSTRAINT ck_counter_payment_unapplied CHECK (state IN ('received', 'undone')
    OR method IN ('bank_transfer', 'payment_notice')),
  CONSTRAINT fk_counter_payment_excess_of FOREIGN KEY (excess_of) REFERENCES counter_payment (payment_id),
  CONSTRAINT fk_counter_payment_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id),
  CONSTRAINT fk_counter_payment_shift FOREIGN KEY (shift_id) REFERENCES drawer_shift (shift_id),
  CONSTRAINT fk_counter_payment_taken_by FOREIGN KEY (taken_by) REFERENCES account (account_id),
  CONSTRAINT fk_counter_payment_undone_by FOREIGN KEY (undone_by) REFERENCES account (account_id)
);
INSERT INTO counter_payment_new (payment_id, obligation_id, state, method, terminal_kind, amount_yen, given_yen, reference, live_reference, received_on,
    shift_id, taken_by, taken_at_ms, undone_by, undone_at_ms, undone_on, undo_reason)
  SELECT payment_id, obligation_id, state, method, terminal_kind, amount_yen, given_yen, reference, live_reference, received_on,
    shift_id, taken_by, taken_at_ms, undone_by, undone_at_ms, undone_on, undo_reason FROM counter_payment;
DROP TABLE counter_payment;
ALTER TABLE counter_payment_new RENAME TO counter_payment;
CREATE INDEX ix_counter_payment_obligation ON counter_payment (obligation_id);
CREATE INDEX ix_counter_payment_received ON counter_payment (received_on);
CREATE INDEX ix_counter_payment_undone ON counter_payment (undone_on);

-- A case is about a provider's money or about what the desk recorded.
CREATE TABLE payment_case_new (
  case_id        BIGINT       NOT NULL,
  kind           VARCHAR(24)  NOT NULL,
  application_id BIGINT       NOT NULL,
  attempt_id     BIGINT       NULL,
  payment_id     BIGINT       NULL,
  refund_id      BIGINT       NULL,
  subject        VARCHAR(60)  NOT NULL,
  amount_yen     BIGINT       NOT NULL,
  facts          VARCHAR(200) NOT NULL,
  is_open        SMALLINT     NULL,
  opened_at_ms   BIGINT       NOT NULL,
  CONSTRAINT pk_payment_case PRIMARY KEY (case_id),
  CONSTRAINT uq_payment_case_subject UNIQUE (subject, kind),
  CONSTRAINT ck_payment_case_kind CHECK (kind IN ('paid_late', 'paid_twice', 'overpaid', 'amount_differs', 'attempt_in_doubt',
    'refund_in_doubt', 'refund_differs', 'refunded_twice', 'disputed')),
  CONSTRAINT ck_payment_case_open CHECK (is_open = 1),
  CONSTRAINT ck_payment_case_amount CHECK (amount_yen > 0),
  CONSTRAINT ck_payment_case_money CHECK ((attempt_id IS NULL) <> (payment_id IS NULL)),
  CONSTRAINT fk_payment_case_payment FOREIGN KEY (payment_id) REFERENCES counter_payment (payment_id),
  CONSTRAINT fk_payment_case_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_payment_case_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id),
  CONSTRAINT fk_payment_case_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id)
);
INSERT INTO payment_case_new (case_id, kind, application_id, attempt_id, refund_id, subject, amount_yen, facts, is_open,
    opened_at_ms)
  SELECT case_id, kind, application_id, attempt_id, refund_id, subject, amount_yen, facts, is_open, opened_at_ms
  FROM payment_case;
DROP TABLE payment_case;
ALTER TABLE payment_case_new RENAME TO payment_case;
CREATE INDEX ix_payment_case_open ON payment_case (is_open, opened_at_ms);

CREATE TABLE payment_case_event_new (
  event_id   BIGINT       NOT NULL,
  case_id    BIGINT       NOT NULL,
  event      VARCHAR(24)  NOT NULL,
  by_account BIGINT       NULL,
  note       VARCHAR(500) NOT NULL,
  at_ms      BIGINT       NOT NULL,
  CONSTRAINT pk_payment_case_event PRIMARY KEY (event_id),
  CONSTRAINT ck_payment_case_event_event CHECK (event IN ('opened', 'seat_again', 'refund', 'ask_again', 'undo_record',
    'dealt_with', 'resolved')),
  CONSTRAINT fk_payment_case_event_case FOREIGN KEY (case_id) REFERENCES payment_case (case_id),
  CONSTRAINT fk_payment_case_event_by FOREIGN KEY (by_account) REFERENCES account (account_id)
);
INSERT INTO payment_case_event_new SELECT event_id, case_id, event, by_account, note, at_ms FROM payment_case_event;
DROP TABLE payment_case_event;
ALTER TABLE payment_case_event_new RENAME TO payment_case_event;
CREATE INDEX ix_payment_case_event_case ON payment_case_event (case_id);
