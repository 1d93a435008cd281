-- What is to be done about the bookings in the way of a closure, in turn, by one process at a time. task: revoke or
-- reinstate, while at least one booking is to do; task_total: how many it was in all.
ALTER TABLE closure ADD COLUMN task VARCHAR(16);
ALTER TABLE closure ADD COLUMN task_by BIGINT;
ALTER TABLE closure ADD COLUMN task_total BIGINT;
ALTER TABLE closure ADD COLUMN task_leased_until_ms BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ix_closure_task ON closure (task, task_leased_until_ms);
-- to_do_at_ms: NULL when nothing is to do; refusal: why it was not done.
ALTER TABLE closure_conflict ADD COLUMN to_do_at_ms BIGINT;
ALTER TABLE closure_conflict ADD COLUMN tries SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE closure_conflict ADD COLUMN refusal VARCHAR(64);
CREATE INDEX ix_closure_conflict_to_do ON closure_conflict (closure_id, to_do_at_ms);
