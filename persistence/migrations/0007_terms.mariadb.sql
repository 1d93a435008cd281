-- What an applicant declares: admission and commercial use for the whole application, the terms of each use; and what a
-- use was priced by. `admission_or_commercial` did not say which of the two; it is kept as commercial use, which staff
-- look at as before.

ALTER TABLE application DROP CONSTRAINT ck_application_admission,
  CHANGE COLUMN admission_or_commercial is_commercial SMALLINT NOT NULL,
  ADD COLUMN highest_admission_yen BIGINT NULL AFTER people,
  ADD COLUMN reduction_code VARCHAR(40) NULL AFTER is_commercial,
  ADD CONSTRAINT ck_application_admission CHECK (highest_admission_yen BETWEEN 1 AND 1000000),
  ADD CONSTRAINT ck_application_commercial CHECK (is_commercial IN (0, 1));

-- priced_on: the day whose annexes priced it. reduction_code: the reduction class that the fee has, if any.
ALTER TABLE booking ADD COLUMN price_class VARCHAR(40) NULL,
  ADD COLUMN is_rehearsal SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN wants_climate SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN early_minutes SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN extension_minutes SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN priced_on DATE NOT NULL DEFAULT '1970-01-01',
  ADD COLUMN reduction_code VARCHAR(40) NULL,
  ADD CONSTRAINT ck_booking_rehearsal CHECK (is_rehearsal IN (0, 1)),
  ADD CONSTRAINT ck_booking_climate CHECK (wants_climate IN (0, 1)),
  ADD CONSTRAINT ck_booking_early CHECK (early_minutes BETWEEN 0 AND 1440),
  ADD CONSTRAINT ck_booking_extension CHECK (extension_minutes BETWEEN 0 AND 1440);
UPDATE booking b JOIN claim_owner o ON o.owner_id = b.booking_id
  SET b.priced_on = DATE(DATE_ADD('1970-01-01', INTERVAL FLOOR(o.created_at_ms / 1000) + 32400 SECOND));
-- Fees said nothing of components and accounts: all was one component, under the account of the facility.
UPDATE booking SET quote_json = REPLACE(REPLACE(quote_json, '"quantity":',
    '"component":"facility","percent":null,"account_code":"","quantity":'),
    '{"lines":', CONCAT('{"components":[{"component":"facility","before_reduction_yen":', total_yen,
    ',"reduction_yen":0,"tax_added_yen":0,"rounding_yen":0,"account_code":"","yen":', total_yen, '}],"reduction_code":null,"lines":'));

CREATE TABLE booking_extra (
  booking_id BIGINT      NOT NULL,
  extra_code VARCHAR(40) NOT NULL,
  amount     BIGINT      NOT NULL,
  CONSTRAINT pk_booking_extra PRIMARY KEY (booking_id, extra_code),
  CONSTRAINT ck_booking_extra_amount CHECK (amount > 0),
  CONSTRAINT fk_booking_extra_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);
