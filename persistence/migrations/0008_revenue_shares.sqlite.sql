-- Several revenue accounts in one booking: what an obligation, a charge and a refund have under each account code.
-- managed_by: the facility whose designated manager the revenue is (利用料金); empty: the town's.

CREATE TABLE obligation_share (
  obligation_id BIGINT      NOT NULL,
  account_code  VARCHAR(40) NOT NULL,
  amount_yen    BIGINT      NOT NULL,
  CONSTRAINT pk_obligation_share PRIMARY KEY (obligation_id, account_code),
  CONSTRAINT ck_obligation_share_amount CHECK (amount_yen BETWEEN 1 AND 1000000000),
  CONSTRAINT fk_obligation_share_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id)
) WITHOUT ROWID;
INSERT INTO obligation_share SELECT obligation_id, account_code, amount_yen FROM obligation;

CREATE TABLE booking_charge (
  booking_id   BIGINT      NOT NULL,
  account_code VARCHAR(40) NOT NULL,
  charged_yen  BIGINT      NOT NULL,
  paid_yen     BIGINT      NOT NULL,
  CONSTRAINT pk_booking_charge PRIMARY KEY (booking_id, account_code),
  CONSTRAINT ck_booking_charge_charged CHECK (charged_yen BETWEEN 1 AND 1000000000),
  CONSTRAINT ck_booking_charge_paid CHECK (paid_yen BETWEEN 0 AND charged_yen),
  CONSTRAINT fk_booking_charge_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
) WITHOUT ROWID;
INSERT INTO booking_charge
  SELECT b.booking_id, (SELECT g.account_code FROM obligation g WHERE g.application_id = b.application_id
      ORDER BY g.sequence DESC LIMIT 1), b.charged_yen, b.paid_yen
  FROM booking b WHERE b.charged_yen > 0;

-- cause: why the use does not take place or costs less. set_off_against: the obligation that it paid (充当).
CREATE TABLE refund_new (
  refund_id       BIGINT       NOT NULL,
  application_id  BIGINT       NOT NULL,
  booking_id      BIGINT       NOT NULL,
  obligation_id   BIGINT       NOT NULL,
  ground          VARCHAR(16)  NOT NULL,
  cause           VARCHAR(16)  NOT NULL,
  state           VARCHAR(16)  NOT NULL,
  amount_yen      BIGINT       NOT NULL,
  percent         SMALLINT     NOT NULL,
  article_ja      VARCHAR(500) NOT NULL,
  article_en      VARCHAR(500) NOT NULL,
  decided_by      BIGINT       NULL,
  reason          VARCHAR(500) NULL,
  set_off_against BIGINT       NULL,
  created_at_ms   BIGINT       NOT NULL,
  CONSTRAINT pk_refund PRIMARY KEY (refund_id),
  CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'changed', 'revoked', 'reduced', 'decided')),
  CONSTRAINT ck_refund_cause CHECK (cause IN ('user', 'town', 'disaster', 'rain')),
  CONSTRAINT ck_refund_state CHECK (state IN ('due', 'taken_back', 'set_off')),
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
  SELECT refund_id, application_id, booking_id, obligation_id, ground,
    CASE ground WHEN 'revoked' THEN 'town' ELSE 'user' END, state, amount_yen, percent, article_ja, article_en, NULL,
    NULL, NULL, created_at_ms
  FROM refund;
DROP TABLE refund;
ALTER TABLE refund_new RENAME TO refund;
CREATE INDEX ix_refund_application ON refund (application_id);
CREATE INDEX ix_refund_booking ON refund (booking_id);
CREATE INDEX ix_refund_state ON refund (state, created_at_ms);

CREATE TABLE refund_share (
  refund_id    BIGINT      NOT NULL,
  account_code VARCHAR(40) NOT NULL,
  amount_yen   BIGINT      NOT NULL,
  CONSTRAINT pk_refund_share PRIMARY KEY (refund_id, account_code),
  CONSTRAINT ck_refund_share_amount CHECK (amount_yen > 0),
  CONSTRAINT fk_refund_share_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id)
) WITHOUT ROWID;
INSERT INTO refund_share
  SELECT r.refund_id, g.account_code, r.amount_yen FROM refund r
  JOIN obligation g ON g.obligation_id = r.obligation_id;

ALTER TABLE obligation DROP COLUMN account_code;
ALTER TABLE obligation ADD COLUMN managed_by VARCHAR(40) NULL;
