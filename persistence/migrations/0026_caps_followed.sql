-- What follows when less of a day counts towards a cap. How often a day was marked to be priced again: locking it raises
-- its version as well, and would hide that it is done. The notice has the name of its event.
ALTER TABLE capped_day ADD COLUMN marks BIGINT NOT NULL DEFAULT 0;
-- What was refused is tried again then.
ALTER TABLE capped_day ADD COLUMN next_try_at_ms BIGINT NOT NULL DEFAULT 0;
UPDATE notice SET kind = 'cap_followed' WHERE kind = 'fee_raised';
