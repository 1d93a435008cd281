-- How a refund is paid: approved by one or two people, sent to the provider that took the money, or paid by other means.
-- booking_id is empty of money that was paid too much or too late (過誤納): it never paid for a booking.
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
  CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'changed', 'revoked', 'reduced', 'decided', 'overpaid')),
  CONSTRAINT ck_refund_cause CHECK (cause IN ('user', 'town', 'disaster', 'rain')),
  CONSTRAINT ck_refund_state CHECK (state IN ('due', 'awaiting_second', 'approved', 'sending', 'in_doubt', 'pending', 'needs_bank_account', 'succeeded',
    'failed', 'paid_out', 'taken_back', 'set_off')),
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

CREATE TABLE refund_payout (
  refund_id            BIGINT       NOT NULL,
  first_approved_by    BIGINT       NULL,
  first_approved_at_ms BIGINT       NULL,
  approved_by          BIGINT       NULL,
  approved_at_ms       BIGINT       NULL,
  attempt_id           BIGINT       NULL,
  refund_ref           VARCHAR(64)  NULL,
  request_body         MEDIUMTEXT   NULL,
  sendings             SMALLINT     NOT NULL,
  sent_at_ms           BIGINT       NULL,
  provider_ref         VARCHAR(190) NULL,
  payer_until_ms       BIGINT       NULL,
  fault                VARCHAR(190) NULL,
  next_step_at_ms      BIGINT       NULL,
  tries                BIGINT       NOT NULL,
  version              BIGINT       NOT NULL,
  paid_out_way         VARCHAR(16)  NULL,
  paid_out_reference   VARCHAR(100) NULL,
  paid_out_by          BIGINT       NULL,
  paid_out_on          DATE         NULL,
  CONSTRAINT pk_refund_payout PRIMARY KEY (refund_id),
  CONSTRAINT uq_refund_payout_ref UNIQUE (refund_ref),
  CONSTRAINT ck_refund_payout_second CHECK (first_approved_by IS NULL OR approved_by IS NULL
    OR first_approved_by <> approved_by),
  CONSTRAINT ck_refund_payout_way CHECK (paid_out_way IN ('bank_transfer', 'cash')),
  CONSTRAINT fk_refund_payout_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id),
  CONSTRAINT fk_refund_payout_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id),
  CONSTRAINT fk_refund_payout_first_approved_by FOREIGN KEY (first_approved_by) REFERENCES account (account_id),
  CONSTRAINT fk_refund_payout_approved_by FOREIGN KEY (approved_by) REFERENCES account (account_id),
  CONSTRAINT fk_refund_payout_paid_out_by FOREIGN KEY (paid_out_by) REFERENCES account (account_id)
);
CREATE INDEX ix_refund_payout_next_step ON refund_payout (next_step_at_ms);
CREATE INDEX ix_refund_payout_attempt ON refund_payout (attempt_id);

CREATE TABLE refund_event (
  event_id   BIGINT       NOT NULL,
  refund_id  BIGINT       NOT NULL,
  event      VARCHAR(40)  NOT NULL,
  from_state VARCHAR(24)  NOT NULL,
  to_state   VARCHAR(24)  NOT NULL,
  at_ms      BIGINT       NOT NULL,
  by_account BIGINT       NULL,
  evidence   VARCHAR(500) NOT NULL,
  CONSTRAINT pk_refund_event PRIMARY KEY (event_id),
  CONSTRAINT fk_refund_event_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id),
  CONSTRAINT fk_refund_event_by FOREIGN KEY (by_account) REFERENCES account (account_id)
);
CREATE INDEX ix_refund_event_refund ON refund_event (refund_id);

-- What is given back of a payment, from its approval on; never more than the payment brought.
ALTER TABLE payment_attempt ADD COLUMN refunded_yen BIGINT NOT NULL DEFAULT 0
  CONSTRAINT ck_payment_attempt_refunded CHECK (refunded_yen BETWEEN 0 AND amount_yen);
