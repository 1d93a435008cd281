-- Every permit, refusal and revocation as a decision with a number of its own.
-- 処分: counted in its series and fiscal year without a gap; the counter is in the same transaction.
CREATE TABLE decision_counter (
  series      VARCHAR(40) NOT NULL,
  fiscal_year SMALLINT    NOT NULL,
  used        BIGINT      NOT NULL,
  CONSTRAINT pk_decision_counter PRIMARY KEY (series, fiscal_year),
  CONSTRAINT ck_decision_counter_used CHECK (used > 0)
);

CREATE TABLE decision (
  decision_id    BIGINT       NOT NULL,
  application_id BIGINT       NOT NULL,
  kind           VARCHAR(24)  NOT NULL,
  series         VARCHAR(40)  NOT NULL,
  fiscal_year    SMALLINT     NOT NULL,
  serial         BIGINT       NOT NULL,
  number         VARCHAR(100) NOT NULL,
  decided_on     DATE         NOT NULL,
  decided_at_ms  BIGINT       NOT NULL,
  decided_by     BIGINT       NULL,
  post_code      VARCHAR(40)  NULL,
  as_deputy      SMALLINT     NOT NULL,
  reason         VARCHAR(500) NULL,
  appeal_code    VARCHAR(40)  NULL,
  outside_number VARCHAR(100) NULL,
  edition_id     BIGINT       NOT NULL,
  CONSTRAINT pk_decision PRIMARY KEY (decision_id),
  CONSTRAINT uq_decision_serial UNIQUE (series, fiscal_year, serial),
  CONSTRAINT ck_decision_kind CHECK (kind IN ('permit', 'conditional_permit', 'refusal', 'change_permit', 'revocation',
    'reinstatement', 'reduction_grant', 'reduction_refusal', 'refund')),
  CONSTRAINT ck_decision_serial CHECK (serial > 0),
  CONSTRAINT ck_decision_as_deputy CHECK (as_deputy IN (0, 1)),
  CONSTRAINT ck_decision_reason CHECK (reason IS NOT NULL OR kind NOT IN ('refusal', 'revocation', 'reduction_refusal')),
  CONSTRAINT fk_decision_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_decision_decided_by FOREIGN KEY (decided_by) REFERENCES account (account_id),
  CONSTRAINT fk_decision_edition FOREIGN KEY (edition_id) REFERENCES town_edition (edition_id)
);
CREATE INDEX ix_decision_application ON decision (application_id);

CREATE TABLE decision_booking (
  decision_id BIGINT NOT NULL,
  booking_id  BIGINT NOT NULL,
  CONSTRAINT pk_decision_booking PRIMARY KEY (decision_id, booking_id),
  CONSTRAINT fk_decision_booking_decision FOREIGN KEY (decision_id) REFERENCES decision (decision_id),
  CONSTRAINT fk_decision_booking_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);
CREATE INDEX ix_decision_booking_booking ON decision_booking (booking_id);

CREATE TABLE decision_condition (
  decision_id BIGINT       NOT NULL,
  position    SMALLINT     NOT NULL,
  text_ja     VARCHAR(300) NOT NULL,
  text_en     VARCHAR(300) NOT NULL,
  CONSTRAINT pk_decision_condition PRIMARY KEY (decision_id, position),
  CONSTRAINT fk_decision_condition_decision FOREIGN KEY (decision_id) REFERENCES decision (decision_id)
);

-- What was decided before decisions had numbers: in series of their own, under the application's number.
INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on, decided_at_ms,
    decided_by, as_deputy, edition_id)
  SELECT f.event_id, p.application_id, 'permit', 'before_permit', 0,
    ROW_NUMBER() OVER (ORDER BY f.event_id), COALESCE(p.number, ''), DATE_ADD('1970-01-01', INTERVAL FLOOR((e.at_ms + 32400000) / 86400000) DAY), e.at_ms,
    CASE WHEN a.role <> 'resident' THEN e.account_id END, 0, p.edition_id
  FROM (SELECT b.application_id, MIN(v.event_id) AS event_id FROM booking b
      JOIN booking_event v ON v.booking_id = b.booking_id
      WHERE v.event IN ('permitted', 'permitted_without_fee') GROUP BY b.application_id) f
    JOIN application p ON p.application_id = f.application_id
    JOIN booking_event e ON e.event_id = f.event_id
    LEFT JOIN account a ON a.account_id = e.account_id;
INSERT INTO decision_booking (decision_id, booking_id)
  SELECT d.decision_id, b.booking_id FROM decision d JOIN booking b ON b.application_id = d.application_id
  WHERE EXISTS (SELECT 1 FROM booking_event v WHERE v.booking_id = b.booking_id
    AND v.event IN ('permitted', 'permitted_without_fee'));
INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on, decided_at_ms,
    decided_by, as_deputy, reason, edition_id)
  SELECT e.event_id, p.application_id, CASE WHEN e.event = 'revoked' AND e.from_state <> 'under_review'
      THEN 'revocation' ELSE 'refusal' END, 'before_refusal', 0,
    ROW_NUMBER() OVER (ORDER BY e.event_id), COALESCE(p.number, ''), DATE_ADD('1970-01-01', INTERVAL FLOOR((e.at_ms + 32400000) / 86400000) DAY), e.at_ms,
    CASE WHEN a.role <> 'resident' THEN e.account_id END, 0, COALESCE(e.note, ''), p.edition_id
  FROM booking_event e JOIN booking b ON b.booking_id = e.booking_id
    JOIN application p ON p.application_id = b.application_id
    LEFT JOIN account a ON a.account_id = e.account_id
  WHERE e.event IN ('refused', 'revoked') AND e.from_state <> 'held';
INSERT INTO decision_booking (decision_id, booking_id)
  SELECT d.decision_id, e.booking_id FROM decision d JOIN booking_event e ON e.event_id = d.decision_id
  WHERE d.series = 'before_refusal';
INSERT INTO decision_counter (series, fiscal_year, used)
  SELECT series, 0, COUNT(*) FROM decision GROUP BY series;
