-- Applications with several bookings each, one state table of twelve states, units' days with masks.
-- What was one booking before is now an application with one booking of the same number.

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
  INDEX ix_application_account (account_id),
  CONSTRAINT fk_application_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_application_made_by FOREIGN KEY (made_by) REFERENCES account (account_id)
);
-- Numbers were given with the payment; now with the permission, so those that wait to be paid get theirs here.
INSERT INTO application
  SELECT b.booking_id,
    CASE WHEN b.number IS NULL AND o.state = 'awaiting_payment' THEN CONCAT(
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1),
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1),
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1),
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1), '-',
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1),
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1),
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1),
      SUBSTRING('23456789ABCDEFGHJKMNPQRSTVWXYZ', FLOOR(1 + RAND() * 30), 1))
      ELSE b.number END,
    b.account_id, NULL, 'ordinary', b.facility_code, a.user_class, 1, NULL, b.purpose, b.group_name, b.people, 0,
    b.edition_id, 1, o.created_at_ms
  FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id JOIN account a ON a.account_id = b.account_id;

-- expires_at_ms: when the state ends by itself. Of a hold, a review, a payment: the deadline; of a permitted or
-- checked-in booking: the end of the use.
ALTER TABLE claim_owner DROP CONSTRAINT ck_claim_owner_kind, DROP CONSTRAINT ck_claim_owner_state,
  ADD COLUMN claims BIGINT NOT NULL DEFAULT 0 AFTER expires_at_ms;
UPDATE claim_owner o JOIN (SELECT owner_id, COUNT(*) AS claims FROM claim GROUP BY owner_id) c
  ON c.owner_id = o.owner_id SET o.claims = c.claims;
UPDATE claim_owner SET state = 'permitted_unpaid' WHERE state = 'awaiting_payment';
UPDATE claim_owner o JOIN booking b ON b.booking_id = o.owner_id SET o.state = 'permitted',
  o.expires_at_ms = (DATEDIFF(b.use_date, '1970-01-01') * 1440 + b.end_minute - 540) * 60000
  WHERE o.state = 'confirmed';
-- A hold that was given up was given back before the permission: withdrawn.
UPDATE claim_owner o JOIN booking_event e ON e.booking_id = o.owner_id AND e.event = 'given_up'
  AND e.from_state = 'held' SET o.state = 'withdrawn' WHERE o.state = 'cancelled';
ALTER TABLE claim_owner ALTER COLUMN claims DROP DEFAULT,
  ADD CONSTRAINT ck_claim_owner_kind CHECK (kind IN ('booking', 'hold_back')),
  ADD CONSTRAINT ck_claim_owner_state CHECK (state IN ('held', 'under_review', 'permitted_unpaid', 'permitted',
    'checked_in', 'used', 'no_show', 'refused', 'withdrawn', 'cancelled', 'expired', 'revoked')),
  ADD CONSTRAINT ck_claim_owner_hold_back CHECK (kind = 'booking' OR state IN ('held', 'expired')),
  ADD CONSTRAINT ck_claim_owner_claims CHECK (claims >= 0);

-- The key begins with the date, so that what is to come lies together and the past is not touched by it. That the unit is
-- there is what its row in `unit_day` says.
ALTER TABLE claim DROP FOREIGN KEY fk_claim_unit;
ALTER TABLE claim DROP PRIMARY KEY, ADD CONSTRAINT pk_claim PRIMARY KEY (slot_date, unit_id, slot_index);

-- The key begins with the date: a day of the whole town is read in one piece, and its versions are summed there.
ALTER TABLE unit_day DROP CONSTRAINT ck_unit_day_closed,
  ADD COLUMN taken_early BIGINT NOT NULL DEFAULT 0, ADD COLUMN taken_late BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN closed_early BIGINT NOT NULL DEFAULT 0, ADD COLUMN closed_late BIGINT NOT NULL DEFAULT 0;
UPDATE unit_day d JOIN (SELECT unit_id, slot_date,
    CAST(SUM(CASE WHEN slot_index < 48 THEN 1 << slot_index ELSE 0 END) AS SIGNED) AS early,
    CAST(SUM(CASE WHEN slot_index >= 48 THEN 1 << (slot_index - 48) ELSE 0 END) AS SIGNED) AS late
    FROM claim GROUP BY unit_id, slot_date) c ON c.unit_id = d.unit_id AND c.slot_date = d.slot_date
  SET d.taken_early = c.early, d.taken_late = c.late;
UPDATE unit_day SET closed_early = 281474976710655, closed_late = 281474976710655 WHERE closed = 1;
ALTER TABLE unit_day DROP COLUMN closed,
  ALTER COLUMN taken_early DROP DEFAULT, ALTER COLUMN taken_late DROP DEFAULT,
  ALTER COLUMN closed_early DROP DEFAULT, ALTER COLUMN closed_late DROP DEFAULT,
  DROP PRIMARY KEY, ADD CONSTRAINT pk_unit_day PRIMARY KEY (slot_date, unit_id),
  ADD INDEX ix_unit_day_unit (unit_id, slot_date),
  ADD CONSTRAINT ck_unit_day_masks CHECK (taken_early BETWEEN 0 AND 281474976710655
    AND taken_late BETWEEN 0 AND 281474976710655 AND closed_early BETWEEN 0 AND 281474976710655
    AND closed_late BETWEEN 0 AND 281474976710655);

ALTER TABLE booking_event ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0 AFTER booking_id,
  ADD COLUMN note MEDIUMTEXT NULL;
UPDATE booking_event e JOIN (SELECT event_id, ROW_NUMBER() OVER (PARTITION BY booking_id
    ORDER BY from_state IS NOT NULL, at_ms, CASE from_state WHEN 'held' THEN 1 ELSE 2 END, event_id) AS sequence
    FROM booking_event) n ON n.event_id = e.event_id SET e.sequence = n.sequence;
UPDATE booking_event SET event = 'withdrawn', to_state = 'withdrawn' WHERE event = 'given_up' AND from_state = 'held';
UPDATE booking_event SET event = 'cancelled' WHERE event = 'given_up';
UPDATE booking_event SET event = 'permitted' WHERE event = 'payment_started';
UPDATE booking_event SET from_state = 'permitted_unpaid' WHERE from_state = 'awaiting_payment';
UPDATE booking_event SET to_state = 'permitted_unpaid' WHERE to_state = 'awaiting_payment';
UPDATE booking_event SET to_state = 'permitted' WHERE to_state = 'confirmed';
ALTER TABLE booking_event ALTER COLUMN sequence DROP DEFAULT,
  ADD CONSTRAINT uq_booking_event_sequence UNIQUE (booking_id, sequence), DROP INDEX ix_booking_event_booking;

ALTER TABLE booking DROP CONSTRAINT ck_booking_time,
  ADD COLUMN application_id BIGINT NOT NULL DEFAULT 0 AFTER booking_id,
  ADD COLUMN last_date DATE NULL AFTER start_minute,
  ADD COLUMN nights SMALLINT NULL AFTER band_code,
  ADD COLUMN charged_yen BIGINT NOT NULL DEFAULT 0 AFTER total_yen,
  ADD COLUMN paid_yen BIGINT NOT NULL DEFAULT 0 AFTER charged_yen;
UPDATE booking b LEFT JOIN obligation g ON g.booking_id = b.booking_id SET b.application_id = b.booking_id,
  b.last_date = b.use_date, b.charged_yen = CASE WHEN g.state IN ('owed', 'paid') THEN g.amount_yen ELSE 0 END,
  b.paid_yen = CASE WHEN g.state = 'paid' THEN g.amount_yen ELSE 0 END;
-- A person's bookings are found through the applications, a room's through the days: an index that begins with either
-- would send every new booking into another page of the past.
ALTER TABLE booking DROP FOREIGN KEY fk_booking_account;
ALTER TABLE booking DROP INDEX uq_booking_number, DROP INDEX ix_booking_account,
  DROP COLUMN number, DROP COLUMN purpose, DROP COLUMN group_name, DROP COLUMN people,
  ALTER COLUMN application_id DROP DEFAULT, ALTER COLUMN charged_yen DROP DEFAULT, ALTER COLUMN paid_yen DROP DEFAULT,
  MODIFY COLUMN last_date DATE NOT NULL,
  ADD CONSTRAINT ck_booking_time CHECK (start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440
    AND (use_date < last_date OR (use_date = last_date AND start_minute < end_minute))),
  ADD CONSTRAINT ck_booking_nights CHECK (nights BETWEEN 1 AND 60),
  ADD CONSTRAINT ck_booking_charged CHECK (charged_yen BETWEEN 0 AND 1000000000),
  ADD CONSTRAINT ck_booking_paid CHECK (paid_yen BETWEEN 0 AND charged_yen),
  ADD INDEX ix_booking_application (application_id),
  ADD INDEX ix_booking_days (last_date, facility_code, space_code, use_date),
  ADD CONSTRAINT fk_booking_application FOREIGN KEY (application_id) REFERENCES application (application_id);

CREATE TABLE booking_equipment (
  booking_id     BIGINT      NOT NULL,
  equipment_code VARCHAR(40) NOT NULL,
  quantity       BIGINT      NOT NULL,
  CONSTRAINT pk_booking_equipment PRIMARY KEY (booking_id, equipment_code),
  CONSTRAINT ck_booking_equipment_quantity CHECK (quantity > 0),
  CONSTRAINT fk_booking_equipment_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);

ALTER TABLE quota_counter CHANGE COLUMN kind counter VARCHAR(100) NOT NULL;
UPDATE quota_counter q SET q.counter = 'waiting', q.used = (SELECT COUNT(*) FROM application p
    JOIN claim_owner o ON o.owner_id = p.application_id
    WHERE p.account_id = q.account_id AND o.state IN ('held', 'permitted_unpaid'))
  WHERE q.counter = 'unpaid';

CREATE TABLE booking_quota (
  booking_id BIGINT       NOT NULL,
  counter    VARCHAR(100) NOT NULL,
  amount     BIGINT       NOT NULL,
  CONSTRAINT pk_booking_quota PRIMARY KEY (booking_id, counter),
  CONSTRAINT ck_booking_quota_amount CHECK (amount > 0),
  CONSTRAINT fk_booking_quota_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);

ALTER TABLE obligation DROP FOREIGN KEY fk_obligation_booking, DROP INDEX uq_obligation_booking;
ALTER TABLE obligation CHANGE COLUMN booking_id application_id BIGINT NOT NULL,
  ADD COLUMN sequence SMALLINT NOT NULL DEFAULT 1 AFTER application_id,
  ADD COLUMN owed SMALLINT NULL AFTER sequence;
UPDATE obligation SET owed = 1 WHERE state = 'owed';
ALTER TABLE obligation ALTER COLUMN sequence DROP DEFAULT,
  ADD CONSTRAINT uq_obligation_owed UNIQUE (application_id, owed),
  ADD CONSTRAINT uq_obligation_sequence UNIQUE (application_id, sequence),
  ADD CONSTRAINT ck_obligation_owed CHECK (COALESCE(owed, 0) = CASE state WHEN 'owed' THEN 1 ELSE 0 END),
  ADD CONSTRAINT fk_obligation_application FOREIGN KEY (application_id) REFERENCES application (application_id);
