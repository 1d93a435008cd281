-- 決裁 of revocations and reductions: what a review is about, and what such a draft proposes; the bookings of a draft as
-- they were, so that one about something else by now is known.
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
  CONSTRAINT ck_review_matter CHECK (matter IN ('permit', 'revocation', 'reduction')),
  CONSTRAINT ck_review_decision CHECK ((decision_id IS NOT NULL) = (state IN ('decided', 'rejected'))),
  CONSTRAINT fk_review_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_review_drafted_by FOREIGN KEY (drafted_by) REFERENCES account (account_id),
  CONSTRAINT fk_review_decision FOREIGN KEY (decision_id) REFERENCES decision (decision_id)
);
INSERT INTO review_new
  SELECT review_id, application_id, 'permit', is_open, state, round, step, drafted_by, drafter_may_approve, proposal, reason,
    NULL, NULL, NULL, decision_id, events, created_at_ms FROM review;
DROP TABLE review;
ALTER TABLE review_new RENAME TO review;
CREATE INDEX ix_review_open ON review (is_open, created_at_ms);
ALTER TABLE review_booking ADD COLUMN booking_version BIGINT NOT NULL DEFAULT 0;
