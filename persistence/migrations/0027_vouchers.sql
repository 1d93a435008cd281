-- 払込票 of convenience stores: what the payer of an attempt holds, as the provider gave it out. It stays after it was paid
-- or has ended: the payer's mail is where the provider asks for a bank account, should the payment be refunded.
CREATE TABLE payment_voucher (
  attempt_id    BIGINT        NOT NULL,
  voucher_url   VARCHAR(2000) NOT NULL,
  expires_at_ms BIGINT        NOT NULL,
  payer_mail    VARCHAR(320)  NOT NULL,
  issued_at_ms  BIGINT        NOT NULL,
  CONSTRAINT pk_payment_voucher PRIMARY KEY (attempt_id),
  CONSTRAINT ck_payment_voucher_expires CHECK (expires_at_ms > issued_at_ms),
  CONSTRAINT fk_payment_voucher_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id)
);
CREATE TABLE payment_voucher_store (
  attempt_id          BIGINT      NOT NULL,
  store               VARCHAR(40) NOT NULL,
  payment_code        VARCHAR(40) NOT NULL,
  confirmation_number VARCHAR(40) NOT NULL,
  CONSTRAINT pk_payment_voucher_store PRIMARY KEY (attempt_id, store),
  CONSTRAINT fk_payment_voucher_store_voucher FOREIGN KEY (attempt_id) REFERENCES payment_voucher (attempt_id)
);
