-- 決裁 of revocations and reductions: what a review is about, and what such a draft proposes; the bookings of a draft as
-- they were, so that one about something else by now is known.
ALTER TABLE review ADD COLUMN matter VARCHAR(16) NOT NULL DEFAULT 'permit', ADD COLUMN cause VARCHAR(16) NULL,
  ADD COLUMN reduction_code VARCHAR(40) NULL, ADD COLUMN evidence_seen_on DATE NULL,
  ADD CONSTRAINT uq_review_open_matter UNIQUE (application_id, matter, is_open), DROP INDEX uq_review_open,
  DROP CONSTRAINT ck_review_proposal,
  ADD CONSTRAINT ck_review_proposal CHECK (proposal IN ('permit', 'refuse', 'revoke', 'grant')),
  ADD CONSTRAINT ck_review_matter CHECK (matter IN ('permit', 'revocation', 'reduction'));
ALTER TABLE review_booking ADD COLUMN booking_version BIGINT NOT NULL DEFAULT 0;
