-- A change to a later day does not win back what the first day had already forfeited.
ALTER TABLE booking ADD COLUMN refund_cap_percent SMALLINT NOT NULL DEFAULT 100,
  ADD CONSTRAINT ck_booking_refund_cap CHECK (refund_cap_percent BETWEEN 0 AND 100);
