CREATE TABLE town_edition (
  edition_id   BIGINT NOT NULL,
  loaded_at_ms BIGINT NOT NULL,
  CONSTRAINT pk_town_edition PRIMARY KEY (edition_id)
);

CREATE TABLE town_file (
  edition_id BIGINT       NOT NULL,
  name       VARCHAR(100) NOT NULL,
  content    MEDIUMTEXT   NOT NULL,
  CONSTRAINT pk_town_file PRIMARY KEY (edition_id, name),
  CONSTRAINT fk_town_file_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id)
);

CREATE TABLE town_in_force (
  one        SMALLINT NOT NULL,
  edition_id BIGINT   NOT NULL,
  CONSTRAINT pk_town_in_force PRIMARY KEY (one),
  CONSTRAINT ck_town_in_force_one CHECK (one = 1),
  CONSTRAINT fk_town_in_force_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id)
);

CREATE TABLE unit (
  unit_id       BIGINT      NOT NULL,
  code          VARCHAR(40) NOT NULL,
  facility_code VARCHAR(40) NOT NULL,
  CONSTRAINT pk_unit PRIMARY KEY (unit_id),
  CONSTRAINT uq_unit_code UNIQUE (code)
);

CREATE TABLE slot_number (
  slot_index SMALLINT NOT NULL,
  CONSTRAINT pk_slot_number PRIMARY KEY (slot_index)
);

CREATE TABLE account (
  account_id    BIGINT       NOT NULL,
  login_name    VARCHAR(100) NOT NULL,
  display_name  VARCHAR(100) NOT NULL,
  role          VARCHAR(16)  NOT NULL,
  user_class    VARCHAR(16)  NOT NULL,
  password_hash VARCHAR(128) NOT NULL,
  CONSTRAINT pk_account PRIMARY KEY (account_id),
  CONSTRAINT uq_account_login_name UNIQUE (login_name),
  CONSTRAINT ck_account_role CHECK (role IN ('resident', 'desk', 'finance')),
  CONSTRAINT ck_account_user_class CHECK (user_class IN ('in_town', 'out_of_town'))
);

CREATE TABLE login_failure (
  login_name_hash VARCHAR(64) NOT NULL,
  failures        INTEGER     NOT NULL,
  last_at_ms      BIGINT      NOT NULL,
  CONSTRAINT pk_login_failure PRIMARY KEY (login_name_hash)
);

CREATE TABLE login_session (
  token_hash    VARCHAR(64) NOT NULL,
  account_id    BIGINT      NOT NULL,
  csrf_token    VARCHAR(64) NOT NULL,
  created_at_ms BIGINT      NOT NULL,
  expires_at_ms BIGINT      NOT NULL,
  CONSTRAINT pk_login_session PRIMARY KEY (token_hash),
  CONSTRAINT fk_login_session_account FOREIGN KEY (account_id) REFERENCES account (account_id)
);
CREATE INDEX ix_login_session_expiry ON login_session (expires_at_ms);

CREATE TABLE access_log (
  access_id  BIGINT       NOT NULL,
  at_ms      BIGINT       NOT NULL,
  account_id BIGINT       NOT NULL,
  action     VARCHAR(40)  NOT NULL,
  subject    VARCHAR(100) NOT NULL,
  CONSTRAINT pk_access_log PRIMARY KEY (access_id),
  CONSTRAINT fk_access_log_account FOREIGN KEY (account_id) REFERENCES account (account_id)
);

CREATE TABLE claim_owner (
  owner_id      BIGINT      NOT NULL,
  kind          VARCHAR(16) NOT NULL,
  state         VARCHAR(24) NOT NULL,
  expires_at_ms BIGINT      NULL,
  version       BIGINT      NOT NULL,
  created_at_ms BIGINT      NOT NULL,
  CONSTRAINT pk_claim_owner PRIMARY KEY (owner_id),
  CONSTRAINT ck_claim_owner_kind CHECK (kind IN ('booking')),
  CONSTRAINT ck_claim_owner_state CHECK (state IN ('held', 'awaiting_payment', 'confirmed', 'cancelled', 'expired'))
);
CREATE INDEX ix_claim_owner_deadline ON claim_owner (state, expires_at_ms);

CREATE TABLE claim (
  unit_id    BIGINT   NOT NULL,
  slot_date  DATE     NOT NULL,
  slot_index SMALLINT NOT NULL,
  owner_id   BIGINT   NOT NULL,
  CONSTRAINT pk_claim PRIMARY KEY (unit_id, slot_date, slot_index),
  CONSTRAINT ck_claim_slot_index CHECK (slot_index BETWEEN 0 AND 95),
  CONSTRAINT fk_claim_unit FOREIGN KEY (unit_id) REFERENCES unit (unit_id),
  CONSTRAINT fk_claim_owner FOREIGN KEY (owner_id) REFERENCES claim_owner (owner_id)
);
CREATE INDEX ix_claim_owner ON claim (owner_id);

CREATE TABLE unit_day (
  unit_id   BIGINT   NOT NULL,
  slot_date DATE     NOT NULL,
  version   BIGINT   NOT NULL,
  closed    SMALLINT NOT NULL,
  CONSTRAINT pk_unit_day PRIMARY KEY (unit_id, slot_date),
  CONSTRAINT ck_unit_day_closed CHECK (closed IN (0, 1)),
  CONSTRAINT fk_unit_day_unit FOREIGN KEY (unit_id) REFERENCES unit (unit_id)
);

CREATE TABLE booking (
  booking_id              BIGINT       NOT NULL,
  number                  VARCHAR(16)  NULL,
  account_id              BIGINT       NOT NULL,
  facility_code           VARCHAR(40)  NOT NULL,
  space_code              VARCHAR(40)  NOT NULL,
  use_date                DATE         NOT NULL,
  start_minute            SMALLINT     NOT NULL,
  end_minute              SMALLINT     NOT NULL,
  band_code               VARCHAR(40)  NULL,
  purpose                 VARCHAR(200) NULL,
  group_name              VARCHAR(100) NULL,
  people                  INTEGER      NULL,
  total_yen               BIGINT       NOT NULL,
  quote_json              MEDIUMTEXT   NOT NULL,
  edition_id              BIGINT       NOT NULL,
  CONSTRAINT pk_booking PRIMARY KEY (booking_id),
  CONSTRAINT uq_booking_number UNIQUE (number),
  CONSTRAINT ck_booking_time CHECK (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440),
  CONSTRAINT ck_booking_total CHECK (total_yen BETWEEN 0 AND 1000000000),
  CONSTRAINT fk_booking_owner FOREIGN KEY (booking_id) REFERENCES claim_owner (owner_id),
  CONSTRAINT fk_booking_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_booking_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id)
);
CREATE INDEX ix_booking_account ON booking (account_id, use_date);

CREATE TABLE booking_event (
  event_id   BIGINT      NOT NULL,
  booking_id BIGINT      NOT NULL,
  event      VARCHAR(24) NOT NULL,
  from_state VARCHAR(24) NULL,
  to_state   VARCHAR(24) NOT NULL,
  at_ms      BIGINT      NOT NULL,
  account_id BIGINT      NULL,
  CONSTRAINT pk_booking_event PRIMARY KEY (event_id),
  CONSTRAINT fk_booking_event_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);
CREATE INDEX ix_booking_event_booking ON booking_event (booking_id);

CREATE TABLE quota_counter (
  account_id BIGINT      NOT NULL,
  kind       VARCHAR(24) NOT NULL,
  used       BIGINT      NOT NULL,
  CONSTRAINT pk_quota_counter PRIMARY KEY (account_id, kind),
  CONSTRAINT ck_quota_counter_used CHECK (used >= 0),
  CONSTRAINT fk_quota_counter_account FOREIGN KEY (account_id) REFERENCES account (account_id)
);

CREATE TABLE idempotency (
  account_id      BIGINT      NOT NULL,
  operation       VARCHAR(24) NOT NULL,
  idempotency_key VARCHAR(64) NOT NULL,
  request_hash    VARCHAR(64) NOT NULL,
  subject_id      BIGINT      NOT NULL,
  created_at_ms   BIGINT      NOT NULL,
  CONSTRAINT pk_idempotency PRIMARY KEY (account_id, operation, idempotency_key)
);
CREATE INDEX ix_idempotency_created ON idempotency (created_at_ms);

CREATE TABLE obligation (
  obligation_id  BIGINT      NOT NULL,
  booking_id     BIGINT      NOT NULL,
  state          VARCHAR(16) NOT NULL,
  amount_yen     BIGINT      NOT NULL,
  account_code   VARCHAR(40) NOT NULL,
  assessed_on    DATE        NOT NULL,
  fiscal_year    SMALLINT    NOT NULL,
  CONSTRAINT pk_obligation PRIMARY KEY (obligation_id),
  CONSTRAINT uq_obligation_booking UNIQUE (booking_id),
  CONSTRAINT ck_obligation_state CHECK (state IN ('owed', 'paid', 'released')),
  CONSTRAINT ck_obligation_amount CHECK (amount_yen BETWEEN 1 AND 1000000000),
  CONSTRAINT fk_obligation_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);

CREATE TABLE payment_attempt (
  attempt_id       BIGINT        NOT NULL,
  attempt_ref      VARCHAR(64)   NOT NULL,
  obligation_id    BIGINT        NOT NULL,
  live             SMALLINT      NULL,
  state            VARCHAR(24)   NOT NULL,
  provider         VARCHAR(16)   NOT NULL,
  amount_yen       BIGINT        NOT NULL,
  request_body     MEDIUMTEXT    NOT NULL,
  provider_ref     VARCHAR(190)  NULL,
  payment_ref      VARCHAR(190)  NULL,
  redirect_url     VARCHAR(2000) NULL,
  entrusted_at_ms  BIGINT        NULL,
  expires_at_ms    BIGINT        NOT NULL,
  next_step_at_ms  BIGINT        NULL,
  tries            INTEGER       NOT NULL,
  version          BIGINT        NOT NULL,
  created_at_ms    BIGINT        NOT NULL,
  CONSTRAINT pk_payment_attempt PRIMARY KEY (attempt_id),
  CONSTRAINT uq_payment_attempt_ref UNIQUE (attempt_ref),
  CONSTRAINT uq_payment_attempt_live UNIQUE (obligation_id, live),
  CONSTRAINT uq_payment_attempt_provider_ref UNIQUE (provider, provider_ref),
  CONSTRAINT ck_payment_attempt_live CHECK (live = 1),
  CONSTRAINT ck_payment_attempt_state CHECK (state IN ('created', 'sent', 'awaiting_user', 'cancel_requested', 'unknown',
    'paid', 'declined', 'cancelled', 'expired', 'paid_late')),
  CONSTRAINT ck_payment_attempt_amount CHECK (amount_yen > 0),
  CONSTRAINT fk_payment_attempt_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id)
);
CREATE INDEX ix_payment_attempt_next_step ON payment_attempt (next_step_at_ms);

CREATE TABLE payment_event (
  event_id   BIGINT       NOT NULL,
  attempt_id BIGINT       NOT NULL,
  event      VARCHAR(40)  NOT NULL,
  from_state VARCHAR(24)  NULL,
  to_state   VARCHAR(24)  NOT NULL,
  at_ms      BIGINT       NOT NULL,
  evidence   VARCHAR(500) NOT NULL,
  CONSTRAINT pk_payment_event PRIMARY KEY (event_id),
  CONSTRAINT fk_payment_event_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id)
);
CREATE INDEX ix_payment_event_attempt ON payment_event (attempt_id);

CREATE TABLE provider_inbox (
  provider       VARCHAR(16)  NOT NULL,
  dedupe_key     VARCHAR(190) NOT NULL,
  kind           VARCHAR(80)  NOT NULL,
  provider_ref   VARCHAR(190) NOT NULL,
  attempt_ref    VARCHAR(190) NOT NULL,
  body           MEDIUMTEXT   NOT NULL,
  received_at_ms BIGINT       NOT NULL,
  outcome        VARCHAR(16)  NOT NULL,
  CONSTRAINT pk_provider_inbox PRIMARY KEY (provider, dedupe_key),
  CONSTRAINT ck_provider_inbox_outcome CHECK (outcome IN ('waiting', 'applied', 'ignored', 'unmatched'))
);
CREATE INDEX ix_provider_inbox_outcome ON provider_inbox (outcome, received_at_ms);

CREATE TABLE journal_transfer (
  transfer_id    BIGINT      NOT NULL,
  posting_key    VARCHAR(80) NOT NULL,
  debit_account  VARCHAR(60) NOT NULL,
  credit_account VARCHAR(60) NOT NULL,
  amount_yen     BIGINT      NOT NULL,
  business_date  DATE        NOT NULL,
  fiscal_year    SMALLINT    NOT NULL,
  obligation_id  BIGINT      NOT NULL,
  attempt_id     BIGINT      NULL,
  recorded_at_ms BIGINT      NOT NULL,
  CONSTRAINT pk_journal_transfer PRIMARY KEY (transfer_id),
  CONSTRAINT uq_journal_transfer_posting_key UNIQUE (posting_key),
  CONSTRAINT ck_journal_transfer_amount CHECK (amount_yen > 0),
  CONSTRAINT ck_journal_transfer_accounts CHECK (debit_account <> credit_account),
  CONSTRAINT fk_journal_transfer_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id),
  CONSTRAINT fk_journal_transfer_attempt FOREIGN KEY (attempt_id) REFERENCES payment_attempt (attempt_id)
);
CREATE INDEX ix_journal_transfer_date ON journal_transfer (business_date);

CREATE TABLE push_outbox (
  outbox_id BIGINT NOT NULL,
  unit_id   BIGINT NOT NULL,
  slot_date DATE   NOT NULL,
  CONSTRAINT pk_push_outbox PRIMARY KEY (outbox_id)
);

INSERT INTO slot_number (slot_index) VALUES
  (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15),
  (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31),
  (32), (33), (34), (35), (36), (37), (38), (39), (40), (41), (42), (43), (44), (45), (46), (47),
  (48), (49), (50), (51), (52), (53), (54), (55), (56), (57), (58), (59), (60), (61), (62), (63),
  (64), (65), (66), (67), (68), (69), (70), (71), (72), (73), (74), (75), (76), (77), (78), (79),
  (80), (81), (82), (83), (84), (85), (86), (87), (88), (89), (90), (91), (92), (93), (94), (95);
