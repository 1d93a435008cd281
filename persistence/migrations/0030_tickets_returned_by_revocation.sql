-- Tickets that came back only because the permit was revoked: a reinstatement takes them again. Why they came back
-- (returned_for) stays as it was decided. 1 or 0.
ALTER TABLE ticket_use ADD COLUMN returned_by_revocation SMALLINT NOT NULL DEFAULT 0;
UPDATE ticket_use SET returned_by_revocation = 1 WHERE returned_for = 'revoked';
