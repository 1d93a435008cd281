-- What about money a rule cannot decide: staff settle it. is_open: 1 while it waits for them.
CREATE TABLE payment_case (
  case_id        BIGINT       NOT NULL,
  kind           VARCHAR(24)  NOT NULL,
  application_id BIGINT       NOT NULL,
  attempt_id     BIGINT       NOT NULL,
  refund_id      BIGINT       NULL,
  subject        VARCHAR(60)  NOT NULL,
  amount_yen     BIGINT       NOT NULL,
  facts          VARCHAR(200) NOT NULL,
  is_open        SMALLINT     NULL,
  opened_at_ms   BIGINT       NOT NULL,
  CONSTRAINT pk_payment_case PRIMARY KEY (case_id),
  CONSTRAINT uq_payment_case_subject UNIQUE (subject, kind),
  CONSTRAINT ck_payment_case_kind CHECK (kind IN ('paid_late', 'paid_twice', 'amount_differs', 'attempt_in_doubt',
    'refund_in_doubt', 'refund_differs', 'disputed')),
  CONSTRAINT ck_payment_case_open CHECK (is_open = 1),
  CONSTRAINT ck_payment_case_amount CHECK (amount_yen > 0),
  CONSTRAINT fk_payment_case_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_payment_case_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id),
  CONSTRAINT fk_payment_case_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id)
);
CREATE INDEX ix_payment_case_open ON payment_case (is_open, opened_at_ms);

CREATE TABLE payment_case_event (
  event_id   BIGINT       NOT NULL,
  case_id    BIGINT       NOT NULL,
  event      VARCHAR(24)  NOT NULL,
  by_account BIGINT       NULL,
  note       VARCHAR(500) NOT NULL,
  at_ms      BIGINT       NOT NULL,
  CONSTRAINT pk_payment_case_event PRIMARY KEY (event_id),
  CONSTRAINT ck_payment_case_event_event CHECK (event IN ('opened', 'seat_again', 'refund', 'ask_again', 'dealt_with',
    'resolved')),
  CONSTRAINT fk_payment_case_event_case FOREIGN KEY (case_id) REFERENCES payment_case (case_id),
  CONSTRAINT fk_payment_case_event_by FOREIGN KEY (by_account) REFERENCES account (account_id)
);
CREATE INDEX ix_payment_case_event_case ON payment_case_event (case_id);

-- A charge back names the payment by the provider's number.
CREATE INDEX ix_payment_attempt_payment_ref ON payment_attempt (provider, payment_ref);

-- Money that came late before there were cases.
INSERT INTO payment_case (case_id, kind, application_id, attempt_id, subject, amount_yen, facts, is_open, opened_at_ms)
  SELECT p.attempt_id, CASE g.state WHEN 'paid' THEN 'paid_twice' ELSE 'paid_late' END, g.application_id, p.attempt_id,
    'attempt ' || p.attempt_id, p.amount_yen, '', 1, p.created_at_ms
  FROM payment_attempt p JOIN obligation g ON g.obligation_id = p.obligation_id WHERE p.state = 'paid_late';
INSERT INTO payment_case_event (event_id, case_id, event, note, at_ms)
  SELECT case_id, case_id, 'opened', '', opened_at_ms FROM payment_case;
