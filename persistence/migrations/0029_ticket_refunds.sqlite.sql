-- 'tickets': of the tickets that are left of a book; such a refund is of no booking.
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
  CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'expired', 'changed', 'revoked', 'reduced', 'decided', 'overpaid',
    'tickets')),
  CONSTRAINT ck_refund_cause CHECK (cause IN ('user', 'town', 'disaster', 'rain')),
  CONSTRAINT ck_refund_state CHECK (state IN ('due', 'awaiting_second', 'approved', 'sending', 'in_doubt', 'pending', 'needs_bank_account', 'succeeded',
    'failed', 'paid_out', 'paid_twice', 'taken_back', 'set_off')),
  CONSTRAINT ck_refund_booking CHECK ((ground IN ('overpaid', 'tickets')) = (booking_id IS NULL)),
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
