-- 納期限 of what a change adds to a permit that was paid: the permit stands, so the booking has no deadline of its own.
ALTER TABLE obligation ADD COLUMN due_at_ms BIGINT;
ALTER TABLE obligation ADD COLUMN reminded_at_ms BIGINT;
CREATE INDEX ix_obligation_due ON obligation (owed, due_at_ms);
