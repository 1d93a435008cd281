-- 1日の限度: what a booking counts towards a cap over the day (null: no such cap holds for it), and the days on which uses
-- of one applicant count together. What was priced before counts nothing: its cap was within one use.
ALTER TABLE booking ADD COLUMN cap_minutes BIGINT NULL;
ALTER TABLE booking ADD COLUMN cap_yen BIGINT NULL;
CREATE TABLE capped_day (
  use_date      DATE        NOT NULL,
  facility_code VARCHAR(40) NOT NULL,
  account_id    BIGINT      NOT NULL,
  version       BIGINT      NOT NULL,
  is_to_price   SMALLINT    NOT NULL,
  CONSTRAINT pk_capped_day PRIMARY KEY (use_date, facility_code, account_id),
  CONSTRAINT ck_capped_day_is_to_price CHECK (is_to_price IN (0, 1)),
  CONSTRAINT fk_capped_day_account FOREIGN KEY (account_id) REFERENCES account (account_id)
);
CREATE INDEX ix_capped_day_to_price ON capped_day (is_to_price, use_date);
