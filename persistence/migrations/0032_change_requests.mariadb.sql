-- 変更の申請と決裁: what somebody asked to change, and what is kept for it until that is decided; 変更の不許可 as a decision.
ALTER TABLE claim_owner DROP CONSTRAINT ck_claim_owner_kind,
  ADD CONSTRAINT ck_claim_owner_kind CHECK (kind IN ('booking', 'hold_back', 'change'));
ALTER TABLE decision DROP CONSTRAINT ck_decision_kind, DROP CONSTRAINT ck_decision_reason,
  ADD CONSTRAINT ck_decision_kind CHECK (kind IN ('permit', 'conditional_permit', 'refusal', 'change_permit',
    'change_refusal', 'revocation', 'reinstatement', 'reduction_grant', 'reduction_refusal', 'refund')),
  ADD CONSTRAINT ck_decision_reason CHECK (reason IS NOT NULL OR kind NOT IN ('refusal', 'change_refusal', 'revocation',
    'reduction_refusal'));
ALTER TABLE review DROP CONSTRAINT ck_review_matter,
  ADD CONSTRAINT ck_review_matter CHECK (matter IN ('permit', 'revocation', 'reduction', 'change'));

-- command: what was asked for (services/booking/asked_change.hpp). owner_id: whose claims keep what it needs besides what
-- its bookings occupy already. edition_id: by which that was found.
CREATE TABLE change_request (
  review_id      BIGINT     NOT NULL,
  owner_id       BIGINT     NOT NULL,
  edition_id     BIGINT     NOT NULL,
  asked_by       BIGINT     NOT NULL,
  asked_by_staff SMALLINT   NOT NULL,
  asked_at_ms    BIGINT     NOT NULL,
  expires_at_ms  BIGINT     NOT NULL,
  command        MEDIUMTEXT NOT NULL,
  words          VARCHAR(500) NULL,
  CONSTRAINT pk_change_request PRIMARY KEY (review_id),
  CONSTRAINT uq_change_request_owner UNIQUE (owner_id),
  CONSTRAINT ck_change_request_staff CHECK (asked_by_staff IN (0, 1)),
  CONSTRAINT fk_change_request_review FOREIGN KEY (review_id) REFERENCES review (review_id),
  CONSTRAINT fk_change_request_owner FOREIGN KEY (owner_id) REFERENCES claim_owner (owner_id),
  CONSTRAINT fk_change_request_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id),
  CONSTRAINT fk_change_request_asked_by FOREIGN KEY (asked_by) REFERENCES account (account_id)
);

-- The uses as they would be.
CREATE TABLE change_request_use (
  review_id    BIGINT      NOT NULL,
  booking_id   BIGINT      NOT NULL,
  space_code   VARCHAR(40) NOT NULL,
  use_date     DATE        NOT NULL,
  start_minute SMALLINT    NOT NULL,
  last_date    DATE        NOT NULL,
  end_minute   SMALLINT    NOT NULL,
  total_yen    BIGINT      NOT NULL,
  CONSTRAINT pk_change_request_use PRIMARY KEY (review_id, booking_id),
  CONSTRAINT ck_change_request_use_total CHECK (total_yen BETWEEN 0 AND 1000000000),
  CONSTRAINT fk_change_request_use_request FOREIGN KEY (review_id) REFERENCES change_request (review_id),
  CONSTRAINT fk_change_request_use_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);
