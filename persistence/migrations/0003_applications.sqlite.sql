-- Applications with several bookings each, one state table of twelve states, units' days with masks.
-- What was one booking before is now an application with one booking of the same number.
-- Tables that SQLite cannot alter are made anew; the runner has foreign keys off meanwhile, and checks them at the end.

ALTER TABLE town_in_force ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
UPDATE town_in_force SET revision = edition_id;

CREATE TABLE application (
  application_id          BIGINT       NOT NULL,
  number                  VARCHAR(16)  NULL,
  account_id              BIGINT       NOT NULL,
  made_by                 BIGINT       NULL,
  kind                    VARCHAR(16)  NOT NULL,
  facility_code           VARCHAR(40)  NOT NULL,
  user_class              VARCHAR(16)  NOT NULL,
  counts_waiting          SMALLINT     NOT NULL,
  activity_code           VARCHAR(40)  NULL,
  purpose                 VARCHAR(200) NULL,
  group_name              VARCHAR(100) NULL,
  people                  BIGINT       NULL,
  admission_or_commercial SMALLINT     NOT NULL,
  edition_id              BIGINT       NOT NULL,
  version                 BIGINT       NOT NULL,
  created_at_ms           BIGINT       NOT NULL,
  CONSTRAINT pk_application PRIMARY KEY (application_id),
  CONSTRAINT uq_application_number UNIQUE (number),
  CONSTRAINT ck_application_kind CHECK (kind IN ('ordinary', 'official')),
  CONSTRAINT ck_application_user_class CHECK (user_class IN ('in_town', 'out_of_town')),
  CONSTRAINT ck_application_counts_waiting CHECK (counts_waiting IN (0, 1)),
  CONSTRAINT ck_application_admission CHECK (admission_or_commercial IN (0, 1)),
  CONSTRAINT fk_application_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_application_made_by FOREIGN KEY (made_by) REFERENCES account (account_id)
) WITHOUT ROWID;
-- Numbers were given with the payment; now with the permission, so those that wait to be paid get theirs here.
INSERT INTO application
  SELECT b.booking_id,
    CASE WHEN b.number IS NULL AND o.state = 'awaiting_payment' THEN
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) || '-' ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1) ||
      substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (random() & 1048575) % 30, 1)
      ELSE b.number END,
    b.account_id, NULL, 'ordinary', b.facility_code, a.user_class, 1, NULL, b.purpose, b.group_name, b.people, 0,
    b.edition_id, 1, o.created_at_ms
  FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id JOIN account a ON a.account_id = b.account_id;
CREATE INDEX ix_application_account ON application (account_id);

-- expires_at_ms: when the state ends by itself. Of a hold, a review, a payment: the deadline; of a permitted or
-- checked-in booking: the end of the use.
CREATE TABLE claim_owner_new (
  owner_id      BIGINT      NOT NULL,
  kind          VARCHAR(16) NOT NULL,
  state         VARCHAR(24) NOT NULL,
  expires_at_ms BIGINT      NULL,
  claims        BIGINT      NOT NULL,
  version       BIGINT      NOT NULL,
  created_at_ms BIGINT      NOT NULL,
  CONSTRAINT pk_claim_owner PRIMARY KEY (owner_id),
  CONSTRAINT ck_claim_owner_kind CHECK (kind IN ('booking', 'hold_back')),
  CONSTRAINT ck_claim_owner_state CHECK (state IN ('held', 'under_review', 'permitted_unpaid', 'permitted',
    'checked_in', 'used', 'no_show', 'refused', 'withdrawn', 'cancelled', 'expired', 'revoked')),
  CONSTRAINT ck_claim_owner_hold_back CHECK (kind = 'booking' OR state IN ('held', 'expired')),
  CONSTRAINT ck_claim_owner_claims CHECK (claims >= 0)
) WITHOUT ROWID;
-- A hold that was given up was given back before the permission: withdrawn.
INSERT INTO claim_owner_new
  SELECT o.owner_id, o.kind,
    CASE o.state WHEN 'awaiting_payment' THEN 'permitted_unpaid' WHEN 'confirmed' THEN 'permitted'
      WHEN 'cancelled' THEN CASE WHEN EXISTS (SELECT 1 FROM booking_event e WHERE e.booking_id = o.owner_id
        AND e.event = 'given_up' AND e.from_state = 'held') THEN 'withdrawn' ELSE 'cancelled' END
      ELSE o.state END,
    CASE o.state WHEN 'confirmed' THEN
      (SELECT (CAST(strftime('%s', b.use_date) AS INTEGER) + b.end_minute * 60 - 32400) * 1000
       FROM booking b WHERE b.booking_id = o.owner_id) ELSE o.expires_at_ms END,
    (SELECT COUNT(*) FROM claim c WHERE c.owner_id = o.owner_id), o.version, o.created_at_ms
  FROM claim_owner o;
DROP TABLE claim_owner;
ALTER TABLE claim_owner_new RENAME TO claim_owner;
CREATE INDEX ix_claim_owner_deadline ON claim_owner (state, expires_at_ms);

-- The key begins with the date, so that what is to come lies together and the past is not touched by it. That the unit is
-- there is what its row in `unit_day` says.
CREATE TABLE claim_new (
  unit_id    BIGINT   NOT NULL,
  slot_date  DATE     NOT NULL,
  slot_index SMALLINT NOT NULL,
  owner_id   BIGINT   NOT NULL,
  CONSTRAINT pk_claim PRIMARY KEY (slot_date, unit_id, slot_index),
  CONSTRAINT ck_claim_slot_index CHECK (slot_index BETWEEN 0 AND 95),
  CONSTRAINT fk_claim_owner FOREIGN KEY (owner_id) REFERENCES claim_owner (owner_id)
) WITHOUT ROWID;
INSERT INTO claim_new SELECT unit_id, slot_date, slot_index, owner_id FROM claim
  ORDER BY slot_date, unit_id, slot_index;
DROP TABLE claim;
ALTER TABLE claim_new RENAME TO claim;
CREATE INDEX ix_claim_owner ON claim (owner_id);

-- The key begins with the date: a day of the whole town is read in one piece, and its versions are summed there.
CREATE TABLE unit_day_new (
  unit_id      BIGINT NOT NULL,
  slot_date    DATE   NOT NULL,
  version      BIGINT NOT NULL,
  taken_early  BIGINT NOT NULL,
  taken_late   BIGINT NOT NULL,
  closed_early BIGINT NOT NULL,
  closed_late  BIGINT NOT NULL,
  CONSTRAINT pk_unit_day PRIMARY KEY (slot_date, unit_id),
  CONSTRAINT ck_unit_day_masks CHECK (taken_early BETWEEN 0 AND 281474976710655
    AND taken_late BETWEEN 0 AND 281474976710655 AND closed_early BETWEEN 0 AND 281474976710655
    AND closed_late BETWEEN 0 AND 281474976710655),
  CONSTRAINT fk_unit_day_unit FOREIGN KEY (unit_id) REFERENCES unit (unit_id)
) WITHOUT ROWID;
INSERT INTO unit_day_new
  SELECT d.unit_id, d.slot_date, d.version,
    COALESCE((SELECT SUM(1 << c.slot_index) FROM claim c
      WHERE c.unit_id = d.unit_id AND c.slot_date = d.slot_date AND c.slot_index < 48), 0),
    COALESCE((SELECT SUM(1 << (c.slot_index - 48)) FROM claim c
      WHERE c.unit_id = d.unit_id AND c.slot_date = d.slot_date AND c.slot_index >= 48), 0),
    d.closed * 281474976710655, d.closed * 281474976710655
  FROM unit_day d ORDER BY d.slot_date, d.unit_id;
DROP TABLE unit_day;
ALTER TABLE unit_day_new RENAME TO unit_day;
CREATE INDEX ix_unit_day_unit ON unit_day (unit_id, slot_date);

CREATE TABLE booking_event_new (
  event_id   BIGINT      NOT NULL,
  booking_id BIGINT      NOT NULL,
  sequence   BIGINT      NOT NULL,
  event      VARCHAR(24) NOT NULL,
  from_state VARCHAR(24) NULL,
  to_state   VARCHAR(24) NOT NULL,
  at_ms      BIGINT      NOT NULL,
  account_id BIGINT      NULL,
  note       MEDIUMTEXT  NULL,
  CONSTRAINT pk_booking_event PRIMARY KEY (event_id),
  CONSTRAINT uq_booking_event_sequence UNIQUE (booking_id, sequence),
  CONSTRAINT fk_booking_event_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
) WITHOUT ROWID;
INSERT INTO booking_event_new
  SELECT event_id, booking_id, ROW_NUMBER() OVER (PARTITION BY booking_id ORDER BY from_state IS NOT NULL,
      at_ms, CASE from_state WHEN 'held' THEN 1 ELSE 2 END, event_id),
    CASE event WHEN 'payment_started' THEN 'permitted' WHEN 'given_up' THEN
      CASE from_state WHEN 'held' THEN 'withdrawn' ELSE 'cancelled' END ELSE event END,
    CASE from_state WHEN 'awaiting_payment' THEN 'permitted_unpaid' ELSE from_state END,
    CASE to_state WHEN 'awaiting_payment' THEN 'permitted_unpaid' WHEN 'confirmed' THEN 'permitted'
      WHEN 'cancelled' THEN CASE from_state WHEN 'held' THEN 'withdrawn' ELSE 'cancelled' END ELSE to_state END,
    at_ms, account_id, NULL
  FROM booking_event;
DROP TABLE booking_event;
ALTER TABLE booking_event_new RENAME TO booking_event;

-- Its number is the row's own: the text of the fee stays out of the key's tree.
CREATE TABLE booking_new (
  booking_id     INTEGER     NOT NULL,
  application_id BIGINT      NOT NULL,
  account_id     BIGINT      NOT NULL,
  facility_code  VARCHAR(40) NOT NULL,
  space_code     VARCHAR(40) NOT NULL,
  use_date       DATE        NOT NULL,
  start_minute   SMALLINT    NOT NULL,
  last_date      DATE        NOT NULL,
  end_minute     SMALLINT    NOT NULL,
  band_code      VARCHAR(40) NULL,
  nights         SMALLINT    NULL,
  total_yen      BIGINT      NOT NULL,
  charged_yen    BIGINT      NOT NULL,
  paid_yen       BIGINT      NOT NULL,
  quote_json     MEDIUMTEXT  NOT NULL,
  edition_id     BIGINT      NOT NULL,
  CONSTRAINT pk_booking PRIMARY KEY (booking_id),
  CONSTRAINT ck_booking_time CHECK (start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440
    AND (use_date < last_date OR (use_date = last_date AND start_minute < end_minute))),
  CONSTRAINT ck_booking_nights CHECK (nights BETWEEN 1 AND 60),
  CONSTRAINT ck_booking_total CHECK (total_yen BETWEEN 0 AND 1000000000),
  CONSTRAINT ck_booking_charged CHECK (charged_yen BETWEEN 0 AND 1000000000),
  CONSTRAINT ck_booking_paid CHECK (paid_yen BETWEEN 0 AND charged_yen),
  CONSTRAINT fk_booking_owner FOREIGN KEY (booking_id) REFERENCES claim_owner (owner_id),
  CONSTRAINT fk_booking_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_booking_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id)
);
INSERT INTO booking_new
  SELECT b.booking_id, b.booking_id, b.account_id, b.facility_code, b.space_code, b.use_date, b.start_minute,
    b.use_date, b.end_minute, b.band_code, NULL, b.total_yen,
    COALESCE((SELECT g.amount_yen FROM obligation g WHERE g.booking_id = b.booking_id
      AND g.state IN ('owed', 'paid')), 0),
    COALESCE((SELECT g.amount_yen FROM obligation g WHERE g.booking_id = b.booking_id AND g.state = 'paid'), 0),
    b.quote_json, b.edition_id
  FROM booking b ORDER BY b.booking_id;
DROP TABLE booking;
ALTER TABLE booking_new RENAME TO booking;
CREATE INDEX ix_booking_application ON booking (application_id);
-- A person's bookings are found through the applications, a room's through the days: an index that begins with either
-- would send every new booking into another page of the past.
CREATE INDEX ix_booking_days ON booking (last_date, facility_code, space_code, use_date);

CREATE TABLE booking_equipment (
  booking_id     BIGINT      NOT NULL,
  equipment_code VARCHAR(40) NOT NULL,
  quantity       BIGINT      NOT NULL,
  CONSTRAINT pk_booking_equipment PRIMARY KEY (booking_id, equipment_code),
  CONSTRAINT ck_booking_equipment_quantity CHECK (quantity > 0),
  CONSTRAINT fk_booking_equipment_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
) WITHOUT ROWID;

ALTER TABLE quota_counter RENAME COLUMN kind TO counter;
UPDATE quota_counter SET counter = 'waiting', used = (SELECT COUNT(*) FROM application p
    JOIN claim_owner o ON o.owner_id = p.application_id
    WHERE p.account_id = quota_counter.account_id AND o.state IN ('held', 'permitted_unpaid'))
  WHERE counter = 'unpaid';

CREATE TABLE booking_quota (
  booking_id BIGINT       NOT NULL,
  counter    VARCHAR(100) NOT NULL,
  amount     BIGINT       NOT NULL,
  CONSTRAINT pk_booking_quota PRIMARY KEY (booking_id, counter),
  CONSTRAINT ck_booking_quota_amount CHECK (amount > 0),
  CONSTRAINT fk_booking_quota_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
) WITHOUT ROWID;

CREATE TABLE obligation_new (
  obligation_id  BIGINT      NOT NULL,
  application_id BIGINT      NOT NULL,
  sequence       SMALLINT    NOT NULL,
  owed           SMALLINT    NULL,
  state          VARCHAR(16) NOT NULL,
  amount_yen     BIGINT      NOT NULL,
  account_code   VARCHAR(40) NOT NULL,
  assessed_on    DATE        NOT NULL,
  fiscal_year    SMALLINT    NOT NULL,
  CONSTRAINT pk_obligation PRIMARY KEY (obligation_id),
  CONSTRAINT uq_obligation_owed UNIQUE (application_id, owed),
  CONSTRAINT uq_obligation_sequence UNIQUE (application_id, sequence),
  CONSTRAINT ck_obligation_state CHECK (state IN ('owed', 'paid', 'released')),
  CONSTRAINT ck_obligation_owed CHECK (COALESCE(owed, 0) = CASE state WHEN 'owed' THEN 1 ELSE 0 END),
  CONSTRAINT ck_obligation_amount CHECK (amount_yen BETWEEN 1 AND 1000000000),
  CONSTRAINT fk_obligation_application FOREIGN KEY (application_id) REFERENCES application (application_id)
);
INSERT INTO obligation_new
  SELECT obligation_id, booking_id, 1, CASE state WHEN 'owed' THEN 1 END, state, amount_yen, account_code, assessed_on,
    fiscal_year
  FROM obligation;
DROP TABLE obligation;
ALTER TABLE obligation_new RENAME TO obligation;
