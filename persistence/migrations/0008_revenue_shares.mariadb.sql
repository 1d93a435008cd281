-- Several revenue accounts in one booking: what an obligation, a charge and a refund have under each account code.
-- managed_by: the facility whose designated manager the revenue is (利用料金); empty: the town's.

CREATE TABLE obligation_share (
  obligation_id BIGINT      NOT NULL,
  account_code  VARCHAR(40) NOT NULL,
  amount_yen    BIGINT      NOT NULL,
  CONSTRAINT pk_obligation_share PRIMARY KEY (obligation_id, account_code),
  CONSTRAINT ck_obligation_share_amount CHECK (amount_yen BETWEEN 1 AND 1000000000),
  CONSTRAINT fk_obligation_share_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id)
);
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
);
INSERT INTO booking_charge
  SELECT b.booking_id, (SELECT g.account_code FROM obligation g WHERE g.application_id = b.application_id
      ORDER BY g.sequence DESC LIMIT 1), b.charged_yen, b.paid_yen
  FROM booking b WHERE b.charged_yen > 0;

-- cause: why the use does not take place or costs less. set_off_against: the obligation that it paid (充当).
ALTER TABLE refund DROP CONSTRAINT ck_refund_ground, DROP CONSTRAINT ck_refund_state,
  ADD COLUMN cause VARCHAR(16) NOT NULL DEFAULT 'user' AFTER ground,
  ADD COLUMN decided_by BIGINT NULL AFTER article_en,
  ADD COLUMN reason VARCHAR(500) NULL AFTER decided_by,
  ADD COLUMN set_off_against BIGINT NULL AFTER reason,
  ADD CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'changed', 'revoked', 'reduced', 'decided')),
  ADD CONSTRAINT ck_refund_cause CHECK (cause IN ('user', 'town', 'disaster', 'rain')),
  ADD CONSTRAINT ck_refund_state CHECK (state IN ('due', 'taken_back', 'set_off')),
  ADD CONSTRAINT ck_refund_set_off CHECK ((state = 'set_off') = (set_off_against IS NOT NULL)),
  ADD CONSTRAINT fk_refund_decided_by FOREIGN KEY (decided_by) REFERENCES account (account_id),
  ADD CONSTRAINT fk_refund_set_off FOREIGN KEY (set_off_against) REFERENCES obligation (obligation_id);
UPDATE refund SET cause = 'town' WHERE ground = 'revoked';
ALTER TABLE refund ALTER COLUMN cause DROP DEFAULT;

CREATE TABLE refund_share (
  refund_id    BIGINT      NOT NULL,
  account_code VARCHAR(40) NOT NULL,
  amount_yen   BIGINT      NOT NULL,
  CONSTRAINT pk_refund_share PRIMARY KEY (refund_id, account_code),
  CONSTRAINT ck_refund_share_amount CHECK (amount_yen > 0),
  CONSTRAINT fk_refund_share_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id)
);
INSERT INTO refund_share
  SELECT r.refund_id, g.account_code, r.amount_yen FROM refund r
  JOIN obligation g ON g.obligation_id = r.obligation_id;

ALTER TABLE obligation DROP COLUMN account_code, ADD COLUMN managed_by VARCHAR(40) NULL;
-- A manager's account carries the codes of the facility and of the account.
ALTER TABLE journal_transfer MODIFY COLUMN debit_account VARCHAR(100) NOT NULL,
  MODIFY COLUMN credit_account VARCHAR(100) NOT NULL;
