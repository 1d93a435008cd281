-- 'expired': of what was paid in part when the permit lapsed. 'paid_twice': staff had paid it, and the provider did, too.
CREATE TABLE refund_new (
  refund_id       BIGINT       NOT NULL,
  application_id  BIGINT       NOT NULL,
  booking_id      BIGINT       NULL,
  obligation_id   BIGINT       NOT NULL,
  ground          VARCHAR(16)  NOT NULL,
  cause           VARCHAR(16)  NOT NULL,
  state           VARCHAR(24)  NOT NULL,
  amount_yen      BIGINT       NOT NULL,
  percent         SMALLINT     NOT NULL,
  article_ja      VARCHAR(500) NOT NULL,
  article_en      VARCHAR(500) NOT NULL,
  decided_by      BIGINT       NULL,
  reason          VARCHAR(500) NULL,
  set_off_against BIGINT       NULL,
  created_at_ms   BIGINT       NOT NULL,
  CONSTRAINT pk_refund PRIMARY KEY (refund_id),
  CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'expired', 'changed', 'revoked', 'reduced', 'decided', 'overpaid')),
  CONSTRAINT ck_refund_cause CHECK (cause IN ('user', 'town', 'disaster', 'rain')),
  CONSTRAINT ck_refund_state CHECK (state IN ('due', 'awaiting_second', 'approved', 'sending', 'in_doubt', 'pending', 'needs_bank_account', 'succeeded',
    'failed', 'paid_out', 'paid_twice', 'taken_back', 'set_off')),
  CONSTRAINT ck_refund_booking CHECK ((ground = 'overpaid') = (booking_id IS NULL)),
  CONSTRAINT ck_refund_amount CHECK (amount_yen > 0),
  CONSTRAINT ck_refund_percent CHECK (percent BETWEEN 1 AND 100),
  CONSTRAINT ck_refund_set_off CHECK ((state = 'set_off') = (set_off_against IS NOT NULL)),
  CONSTRAINT fk_refund_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_refund_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id),
  CONSTRAINT fk_refund_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id),
  CONSTRAINT fk_refund_decided_by FOREIGN KEY (decided_by) REFERENCES account (account_id),
  CONSTRAINT fk_refund_set_off FOREIGN KEY (set_off_against) REFERENCES obligation (obligation_id)
);
INSERT INTO refund_new
  SELECT refund_id, application_id, booking_id, obligation_id, ground, cause, state, amount_yen, percent, article_ja,
    article_en, decided_by, reason, set_off_against, created_at_ms
  FROM refund;
DROP TABLE refund;
ALTER TABLE refund_new RENAME TO refund;
CREATE INDEX ix_refund_application ON refund (application_id);
CREATE INDEX ix_refund_booking ON refund (booking_id);
CREATE INDEX ix_refund_state ON refund (state, created_at_ms);

-- 'refunded_twice': about a refund that is paid_twice.
CREATE TABLE payment_case_new (
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
    'refund_in_doubt', 'refund_differs', 'refunded_twice', 'disputed')),
  CONSTRAINT ck_payment_case_open CHECK (is_open = 1),
  CONSTRAINT ck_payment_case_amount CHECK (amount_yen > 0),
  CONSTRAINT fk_payment_case_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_payment_case_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id),
  CONSTRAINT fk_payment_case_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id)
);
INSERT INTO payment_case_new
  SELECT case_id, kind, application_id, attempt_id, refund_id, subject, amount_yen, facts, is_open, opened_at_ms
  FROM payment_case;
DROP TABLE payment_case;
ALTER TABLE payment_case_new RENAME TO payment_case;
CREATE INDEX ix_payment_case_open ON payment_case (is_open, opened_at_ms);
