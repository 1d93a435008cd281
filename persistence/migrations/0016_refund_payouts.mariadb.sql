-- How a refund is paid: approved by one or two people, sent to the provider that took the money, or paid by other means.
-- booking_id is empty of money that was paid too much or too late (過誤納): it never paid for a booking.
ALTER TABLE refund DROP CONSTRAINT ck_refund_ground, DROP CONSTRAINT ck_refund_state,
  MODIFY COLUMN booking_id BIGINT NULL,
  MODIFY COLUMN state VARCHAR(24) NOT NULL,
  ADD CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'changed', 'revoked', 'reduced', 'decided', 'overpaid')),
  ADD CONSTRAINT ck_refund_state CHECK (state IN ('due', 'awaiting_second', 'approved', 'sending', 'in_doubt', 'pending', 'needs_bank_account', 'succeeded',
    'failed', 'paid_out', 'taken_back', 'set_off')),
  ADD CONSTRAINT ck_refund_booking CHECK ((ground = 'overpaid') = (booking_id IS NULL));

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
ALTER TABLE payment_attempt ADD COLUMN refunded_yen BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT ck_payment_attempt_refunded CHECK (refunded_yen BETWEEN 0 AND amount_yen);
