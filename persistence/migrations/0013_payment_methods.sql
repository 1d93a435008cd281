-- By which means an attempt is paid; what was there before came by card.
ALTER TABLE payment_attempt ADD COLUMN method VARCHAR(16) NOT NULL DEFAULT 'card';
