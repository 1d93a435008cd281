-- What somebody has on some days, without going through everything they ever had: asked in the rush, of everybody who
-- comes too late.
CREATE INDEX ix_booking_account_days ON booking (account_id, last_date, use_date);
