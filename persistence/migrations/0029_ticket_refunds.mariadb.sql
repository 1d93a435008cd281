-- 'tickets': of the tickets that are left of a book; such a refund is of no booking.
ALTER TABLE refund DROP CONSTRAINT ck_refund_ground, DROP CONSTRAINT ck_refund_booking,
  ADD CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'expired', 'changed', 'revoked', 'reduced', 'decided', 'overpaid',
    'tickets')),
  ADD CONSTRAINT ck_refund_booking CHECK ((ground IN ('overpaid', 'tickets')) = (booking_id IS NULL));
