CREATE TABLE closure (
  closure_id    BIGINT       NOT NULL,
  facility_code VARCHAR(40)  NULL,
  space_code    VARCHAR(40)  NULL,
  first_date    DATE         NOT NULL,
  last_date     DATE         NOT NULL,
  start_minute  SMALLINT     NOT NULL,
  end_minute    SMALLINT     NOT NULL,
  kind          VARCHAR(16)  NOT NULL,
  reason_ja     VARCHAR(500) NOT NULL,
  reason_en     VARCHAR(500) NOT NULL,
  state         VARCHAR(16)  NOT NULL,
  made_by       BIGINT       NOT NULL,
  made_at_ms    BIGINT       NOT NULL,
  lifted_by     BIGINT       NULL,
  lifted_at_ms  BIGINT       NULL,
  CONSTRAINT pk_closure PRIMARY KEY (closure_id),
  CONSTRAINT ck_closure_dates CHECK (first_date <= last_date),
  CONSTRAINT ck_closure_time CHECK (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440),
  CONSTRAINT ck_closure_space CHECK (space_code IS NULL OR facility_code IS NOT NULL),
  CONSTRAINT ck_closure_kind CHECK (kind IN ('planned', 'emergency')),
  CONSTRAINT ck_closure_state CHECK ((state = 'in_force' AND lifted_at_ms IS NULL)
    OR (state = 'lifted' AND lifted_at_ms IS NOT NULL)),
  CONSTRAINT fk_closure_made_by FOREIGN KEY (made_by) REFERENCES account (account_id),
  CONSTRAINT fk_closure_lifted_by FOREIGN KEY (lifted_by) REFERENCES account (account_id)
);
CREATE INDEX ix_closure_dates ON closure (state, last_date);

CREATE TABLE closure_unit_day (
  closure_id   BIGINT NOT NULL,
  unit_id      BIGINT NOT NULL,
  slot_date    DATE   NOT NULL,
  closed_early BIGINT NOT NULL,
  closed_late  BIGINT NOT NULL,
  CONSTRAINT pk_closure_unit_day PRIMARY KEY (closure_id, unit_id, slot_date),
  CONSTRAINT fk_closure_unit_day_closure FOREIGN KEY (closure_id) REFERENCES closure (closure_id),
  CONSTRAINT fk_closure_unit_day_unit FOREIGN KEY (unit_id) REFERENCES unit (unit_id)
);
CREATE INDEX ix_closure_unit_day_unit ON closure_unit_day (unit_id, slot_date);

-- A day that was closed whole before stays closed, by a closure that can be lifted.
INSERT INTO closure (closure_id, facility_code, first_date, last_date, start_minute, end_minute, kind, reason_ja,
    reason_en, state, made_by, made_at_ms)
  SELECT ROW_NUMBER() OVER (ORDER BY u.facility_code, d.slot_date), u.facility_code, d.slot_date, d.slot_date, 0, 1440,
    'planned', '休館', 'Closed', 'in_force', (SELECT MIN(account_id) FROM account WHERE role <> 'resident'), 0
  FROM unit_day d JOIN unit u ON u.unit_id = d.unit_id WHERE d.closed_early <> 0
  GROUP BY u.facility_code, d.slot_date;
INSERT INTO closure_unit_day (closure_id, unit_id, slot_date, closed_early, closed_late)
  SELECT c.closure_id, d.unit_id, d.slot_date, d.closed_early, d.closed_late
  FROM unit_day d JOIN unit u ON u.unit_id = d.unit_id
    JOIN closure c ON c.facility_code = u.facility_code AND c.first_date = d.slot_date
  WHERE d.closed_early <> 0;

CREATE TABLE closure_conflict (
  closure_id   BIGINT      NOT NULL,
  booking_id   BIGINT      NOT NULL,
  outcome      VARCHAR(16) NOT NULL,
  revoked_from VARCHAR(24) NULL,
  CONSTRAINT pk_closure_conflict PRIMARY KEY (closure_id, booking_id),
  CONSTRAINT ck_closure_conflict_outcome CHECK (outcome IN ('kept', 'revoked', 'reinstated')),
  CONSTRAINT fk_closure_conflict_closure FOREIGN KEY (closure_id) REFERENCES closure (closure_id),
  CONSTRAINT fk_closure_conflict_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);
-- Whoever stood on such a day was kept.
INSERT INTO closure_conflict (closure_id, booking_id, outcome)
  SELECT DISTINCT d.closure_id, c.owner_id, 'kept'
  FROM closure_unit_day d JOIN claim c ON c.unit_id = d.unit_id AND c.slot_date = d.slot_date;

CREATE TABLE extra_opening (
  opening_id      BIGINT       NOT NULL,
  facility_code   VARCHAR(40)  NOT NULL,
  space_code      VARCHAR(40)  NULL,
  first_date      DATE         NOT NULL,
  last_date       DATE         NOT NULL,
  start_minute    SMALLINT     NOT NULL,
  end_minute      SMALLINT     NOT NULL,
  reason_ja       VARCHAR(500) NOT NULL,
  reason_en       VARCHAR(500) NOT NULL,
  made_by         BIGINT       NOT NULL,
  made_at_ms      BIGINT       NOT NULL,
  withdrawn_by    BIGINT       NULL,
  withdrawn_at_ms BIGINT       NULL,
  CONSTRAINT pk_extra_opening PRIMARY KEY (opening_id),
  CONSTRAINT ck_extra_opening_dates CHECK (first_date <= last_date),
  CONSTRAINT ck_extra_opening_time CHECK (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440),
  CONSTRAINT fk_extra_opening_made_by FOREIGN KEY (made_by) REFERENCES account (account_id),
  CONSTRAINT fk_extra_opening_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES account (account_id)
);
CREATE INDEX ix_extra_opening_dates ON extra_opening (last_date);

-- active: 1 while waiting or offered, so that nobody waits twice for the same.
CREATE TABLE waiting (
  waiting_id           BIGINT      NOT NULL,
  account_id           BIGINT      NOT NULL,
  facility_code        VARCHAR(40) NOT NULL,
  space_code           VARCHAR(40) NOT NULL,
  use_date             DATE        NOT NULL,
  start_minute         SMALLINT    NOT NULL,
  last_date            DATE        NOT NULL,
  end_minute           SMALLINT    NOT NULL,
  band_code            VARCHAR(40) NULL,
  nights               SMALLINT    NULL,
  state                VARCHAR(16) NOT NULL,
  active               SMALLINT    NULL,
  offer_application_id BIGINT      NULL,
  created_at_ms        BIGINT      NOT NULL,
  CONSTRAINT pk_waiting PRIMARY KEY (waiting_id),
  CONSTRAINT uq_waiting_active UNIQUE (account_id, space_code, use_date, start_minute, last_date, end_minute, active),
  CONSTRAINT uq_waiting_offer UNIQUE (offer_application_id),
  CONSTRAINT ck_waiting_state CHECK (state IN ('waiting', 'offered', 'taken', 'lapsed', 'withdrawn', 'over')),
  CONSTRAINT ck_waiting_active CHECK (COALESCE(active, 0) = CASE WHEN state IN ('waiting', 'offered') THEN 1 ELSE 0 END),
  CONSTRAINT ck_waiting_time CHECK (use_date < last_date OR (use_date = last_date AND start_minute < end_minute)),
  CONSTRAINT fk_waiting_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_waiting_offer FOREIGN KEY (offer_application_id) REFERENCES application (application_id)
);
CREATE INDEX ix_waiting_space ON waiting (space_code, state, last_date);
CREATE INDEX ix_waiting_state ON waiting (state, use_date);

CREATE TABLE refund (
  refund_id      BIGINT       NOT NULL,
  application_id BIGINT       NOT NULL,
  booking_id     BIGINT       NOT NULL,
  obligation_id  BIGINT       NOT NULL,
  ground         VARCHAR(16)  NOT NULL,
  state          VARCHAR(16)  NOT NULL,
  amount_yen     BIGINT       NOT NULL,
  percent        SMALLINT     NOT NULL,
  article_ja     VARCHAR(500) NOT NULL,
  article_en     VARCHAR(500) NOT NULL,
  created_at_ms  BIGINT       NOT NULL,
  CONSTRAINT pk_refund PRIMARY KEY (refund_id),
  CONSTRAINT ck_refund_ground CHECK (ground IN ('cancelled', 'changed', 'revoked')),
  CONSTRAINT ck_refund_state CHECK (state IN ('due', 'taken_back')),
  CONSTRAINT ck_refund_amount CHECK (amount_yen > 0),
  CONSTRAINT ck_refund_percent CHECK (percent BETWEEN 1 AND 100),
  CONSTRAINT fk_refund_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_refund_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id),
  CONSTRAINT fk_refund_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id)
);
CREATE INDEX ix_refund_application ON refund (application_id);
CREATE INDEX ix_refund_booking ON refund (booking_id);
CREATE INDEX ix_refund_state ON refund (state, created_at_ms);

CREATE TABLE notice (
  notice_id      BIGINT      NOT NULL,
  account_id     BIGINT      NOT NULL,
  application_id BIGINT      NULL,
  booking_id     BIGINT      NULL,
  kind           VARCHAR(24) NOT NULL,
  facts_json     MEDIUMTEXT  NOT NULL,
  created_at_ms  BIGINT      NOT NULL,
  withdrawn      SMALLINT    NOT NULL,
  read_at_ms     BIGINT      NULL,
  CONSTRAINT pk_notice PRIMARY KEY (notice_id),
  CONSTRAINT ck_notice_withdrawn CHECK (withdrawn IN (0, 1)),
  CONSTRAINT fk_notice_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_notice_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_notice_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);
CREATE INDEX ix_notice_account ON notice (account_id, created_at_ms);
CREATE INDEX ix_notice_booking ON notice (booking_id, kind);

CREATE TABLE suspension (
  suspension_id BIGINT       NOT NULL,
  account_id    BIGINT       NOT NULL,
  from_ms       BIGINT       NOT NULL,
  until_ms      BIGINT       NOT NULL,
  ground        VARCHAR(500) NOT NULL,
  made_by       BIGINT       NULL,
  lifted_by     BIGINT       NULL,
  lifted_at_ms  BIGINT       NULL,
  CONSTRAINT pk_suspension PRIMARY KEY (suspension_id),
  CONSTRAINT ck_suspension_time CHECK (from_ms < until_ms),
  CONSTRAINT fk_suspension_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_suspension_made_by FOREIGN KEY (made_by) REFERENCES account (account_id),
  CONSTRAINT fk_suspension_lifted_by FOREIGN KEY (lifted_by) REFERENCES account (account_id)
);
CREATE INDEX ix_suspension_account ON suspension (account_id, until_ms);
CREATE INDEX ix_suspension_until ON suspension (until_ms);
