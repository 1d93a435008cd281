-- What an applicant declares: admission and commercial use for the whole application, the terms of each use; and what a
-- use was priced by. `admission_or_commercial` did not say which of the two; it is kept as commercial use, which staff
-- look at as before.

CREATE TABLE application_new (
  application_id        BIGINT       NOT NULL,
  number                VARCHAR(16)  NULL,
  account_id            BIGINT       NOT NULL,
  made_by               BIGINT       NULL,
  kind                  VARCHAR(16)  NOT NULL,
  facility_code         VARCHAR(40)  NOT NULL,
  user_class            VARCHAR(16)  NOT NULL,
  counts_waiting        SMALLINT     NOT NULL,
  activity_code         VARCHAR(40)  NULL,
  purpose               VARCHAR(200) NULL,
  group_name            VARCHAR(100) NULL,
  people                BIGINT       NULL,
  highest_admission_yen BIGINT       NULL,
  is_commercial         SMALLINT     NOT NULL,
  reduction_code        VARCHAR(40)  NULL,
  edition_id            BIGINT       NOT NULL,
  version               BIGINT       NOT NULL,
  created_at_ms         BIGINT       NOT NULL,
  CONSTRAINT pk_application PRIMARY KEY (application_id),
  CONSTRAINT uq_application_number UNIQUE (number),
  CONSTRAINT ck_application_kind CHECK (kind IN ('ordinary', 'official')),
  CONSTRAINT ck_application_user_class CHECK (user_class IN ('in_town', 'out_of_town')),
  CONSTRAINT ck_application_counts_waiting CHECK (counts_waiting IN (0, 1)),
  CONSTRAINT ck_application_admission CHECK (highest_admission_yen BETWEEN 1 AND 1000000),
  CONSTRAINT ck_application_commercial CHECK (is_commercial IN (0, 1)),
  CONSTRAINT fk_application_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_application_made_by FOREIGN KEY (made_by) REFERENCES account (account_id)
) WITHOUT ROWID;
INSERT INTO application_new
  SELECT application_id, number, account_id, made_by, kind, facility_code, user_class, counts_waiting, activity_code,
    purpose, group_name, people, NULL, admission_or_commercial, NULL, edition_id, version, created_at_ms
  FROM application;
DROP TABLE application;
ALTER TABLE application_new RENAME TO application;
CREATE INDEX ix_application_account ON application (account_id);

ALTER TABLE booking ADD COLUMN price_class VARCHAR(40) NULL;
ALTER TABLE booking ADD COLUMN is_rehearsal SMALLINT NOT NULL DEFAULT 0
  CONSTRAINT ck_booking_rehearsal CHECK (is_rehearsal IN (0, 1));
ALTER TABLE booking ADD COLUMN wants_climate SMALLINT NOT NULL DEFAULT 0
  CONSTRAINT ck_booking_climate CHECK (wants_climate IN (0, 1));
ALTER TABLE booking ADD COLUMN early_minutes SMALLINT NOT NULL DEFAULT 0
  CONSTRAINT ck_booking_early CHECK (early_minutes BETWEEN 0 AND 1440);
ALTER TABLE booking ADD COLUMN extension_minutes SMALLINT NOT NULL DEFAULT 0
  CONSTRAINT ck_booking_extension CHECK (extension_minutes BETWEEN 0 AND 1440);
-- The day whose annexes priced it.
ALTER TABLE booking ADD COLUMN priced_on DATE NOT NULL DEFAULT '1970-01-01';
-- The reduction class that the fee has, if any.
ALTER TABLE booking ADD COLUMN reduction_code VARCHAR(40) NULL;
UPDATE booking SET priced_on = (SELECT date(o.created_at_ms / 1000 + 32400, 'unixepoch') FROM claim_owner o
  WHERE o.owner_id = booking.booking_id);
-- Fees said nothing of components and accounts: all was one component, under the account of the facility.
UPDATE booking SET quote_json = REPLACE(REPLACE(quote_json, '"quantity":',
    '"component":"facility","percent":null,"account_code":"","quantity":'),
    '{"lines":', '{"components":[{"component":"facility","before_reduction_yen":' || total_yen ||
    ',"reduction_yen":0,"tax_added_yen":0,"rounding_yen":0,"account_code":"","yen":' || total_yen || '}],"reduction_code":null,"lines":');

CREATE TABLE booking_extra (
  booking_id BIGINT      NOT NULL,
  extra_code VARCHAR(40) NOT NULL,
  amount     BIGINT      NOT NULL,
  CONSTRAINT pk_booking_extra PRIMARY KEY (booking_id, extra_code),
  CONSTRAINT ck_booking_extra_amount CHECK (amount > 0),
  CONSTRAINT fk_booking_extra_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
) WITHOUT ROWID;
