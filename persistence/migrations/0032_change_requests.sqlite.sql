-- 変更の申請と決裁: what somebody asked to change, and what is kept for it until that is decided; 変更の不許可 as a decision.
-- Tables that SQLite cannot alter are made anew; the runner has foreign keys off meanwhile.
CREATE TABLE claim_owner_new (
  owner_id      BIGINT      NOT NULL,
  kind          VARCHAR(16) NOT NULL,
  state         VARCHAR(24) NOT NULL,
  expires_at_ms BIGINT      NULL,
  claims        BIGINT      NOT NULL,
  version       BIGINT      NOT NULL,
  created_at_ms BIGINT      NOT NULL,
  CONSTRAINT pk_claim_owner PRIMARY KEY (owner_id),
  CONSTRAINT ck_claim_owner_kind CHECK (kind IN ('booking', 'hold_back', 'change')),
  CONSTRAINT ck_claim_owner_state CHECK (state IN ('held', 'under_review', 'permitted_unpaid', 'permitted',
    'checked_in', 'used', 'no_show', 'refused', 'withdrawn', 'cancelled', 'expired', 'revoked')),
  CONSTRAINT ck_claim_owner_hold_back CHECK (kind = 'booking' OR state IN ('held', 'expired')),
  CONSTRAINT ck_claim_owner_claims CHECK (claims >= 0)
) WITHOUT ROWID;
INSERT INTO claim_owner_new SELECT owner_id, kind, state, expires_at_ms, claims, version, created_at_ms FROM claim_owner;
DROP TABLE claim_owner;
ALTER TABLE claim_owner_new RENAME TO claim_owner;
CREATE INDEX ix_claim_owner_deadline ON claim_owner (state, expires_at_ms);

CREATE TABLE decision_new (
  decision_id    INTEGER      NOT NULL,
  application_id BIGINT       NOT NULL,
  kind           VARCHAR(24)  NOT NULL,
  series         VARCHAR(40)  NOT NULL,
  fiscal_year    SMALLINT     NOT NULL,
  serial         BIGINT       NOT NULL,
  number         VARCHAR(100) NOT NULL,
  decided_on     DATE         NOT NULL,
  decided_at_ms  BIGINT       NOT NULL,
  decided_by     BIGINT       NULL,
  post_code      VARCHAR(40)  NULL,
  as_deputy      SMALLINT     NOT NULL,
  reason         VARCHAR(500) NULL,
  appeal_code    VARCHAR(40)  NULL,
  outside_number VARCHAR(100) NULL,
  edition_id     BIGINT       NOT NULL,
  document_id    BIGINT       NULL,
  authority_ja   VARCHAR(100) NULL,
  authority_en   VARCHAR(100) NULL,
  CONSTRAINT pk_decision PRIMARY KEY (decision_id),
  CONSTRAINT uq_decision_serial UNIQUE (series, fiscal_year, serial),
  CONSTRAINT ck_decision_kind CHECK (kind IN ('permit', 'conditional_permit', 'refusal', 'change_permit',
    'change_refusal', 'revocation', 'reinstatement', 'reduction_grant', 'reduction_refusal', 'refund')),
  CONSTRAINT ck_decision_serial CHECK (serial > 0),
  CONSTRAINT ck_decision_as_deputy CHECK (as_deputy IN (0, 1)),
  CONSTRAINT ck_decision_reason CHECK (reason IS NOT NULL OR kind NOT IN ('refusal', 'change_refusal', 'revocation',
    'reduction_refusal')),
  CONSTRAINT fk_decision_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_decision_decided_by FOREIGN KEY (decided_by) REFERENCES account (account_id),
  CONSTRAINT fk_decision_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id),
  CONSTRAINT fk_decision_document FOREIGN KEY (document_id) REFERENCES document (document_id)
);
INSERT INTO decision_new
  SELECT decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on, decided_at_ms, decided_by,
    post_code, as_deputy, reason, appeal_code, outside_number, edition_id, document_id, authority_ja, authority_en
  FROM decision;
DROP TABLE decision;
ALTER TABLE decision_new RENAME TO decision;
CREATE INDEX ix_decision_application ON decision (application_id);

CREATE TABLE review_new (
  review_id           BIGINT       NOT NULL,
  application_id      BIGINT       NOT NULL,
  matter              VARCHAR(16)  NOT NULL,
  is_open             SMALLINT     NULL,
  state               VARCHAR(16)  NOT NULL,
  round               SMALLINT     NOT NULL,
  step                SMALLINT     NOT NULL,
  drafted_by          BIGINT       NULL,
  drafter_may_approve SMALLINT     NOT NULL,
  proposal            VARCHAR(8)   NULL,
  reason              VARCHAR(500) NULL,
  cause               VARCHAR(16)  NULL,
  reduction_code      VARCHAR(40)  NULL,
  evidence_seen_on    DATE         NULL,
  decision_id         BIGINT       NULL,
  events              BIGINT       NOT NULL,
  created_at_ms       BIGINT       NOT NULL,
  CONSTRAINT pk_review PRIMARY KEY (review_id),
  CONSTRAINT uq_review_open_matter UNIQUE (application_id, matter, is_open),
  CONSTRAINT ck_review_state CHECK (state IN ('to_draft', 'in_approval', 'returned', 'decided', 'rejected', 'withdrawn',
    'lapsed')),
  CONSTRAINT ck_review_is_open CHECK (COALESCE(is_open, 0) = CASE WHEN state IN ('to_draft', 'in_approval', 'returned')
    THEN 1 ELSE 0 END),
  CONSTRAINT ck_review_step CHECK (step >= 0 AND (state <> 'in_approval' OR step > 0)),
  CONSTRAINT ck_review_proposal CHECK (proposal IN ('permit', 'refuse', 'revoke', 'grant')),
  CONSTRAINT ck_review_matter CHECK (matter IN ('permit', 'revocation', 'reduction', 'change')),
  CONSTRAINT ck_review_decision CHECK ((decision_id IS NOT NULL) = (state IN ('decided', 'rejected'))),
  CONSTRAINT fk_review_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_review_drafted_by FOREIGN KEY (drafted_by) REFERENCES account (account_id),
  CONSTRAINT fk_review_decision FOREIGN KEY (decision_id) REFERENCES decision (decision_id)
);
INSERT INTO review_new
  SELECT review_id, application_id, matter, is_open, state, round, step, drafted_by, drafter_may_approve, proposal,
    reason, cause, reduction_code, evidence_seen_on, decision_id, events, created_at_ms FROM review;
DROP TABLE review;
ALTER TABLE review_new RENAME TO review;
CREATE INDEX ix_review_open ON review (is_open, created_at_ms);

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
) WITHOUT ROWID;

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
) WITHOUT ROWID;
