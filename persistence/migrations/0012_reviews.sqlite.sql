-- 決裁: who holds which post, and the way of every application under review through drafting and approval.
CREATE TABLE account_new (
  account_id    BIGINT       NOT NULL,
  login_name    VARCHAR(100) NOT NULL,
  display_name  VARCHAR(100) NOT NULL,
  role          VARCHAR(16)  NOT NULL,
  user_class    VARCHAR(16)  NOT NULL,
  password_hash VARCHAR(128) NOT NULL,
  CONSTRAINT pk_account PRIMARY KEY (account_id),
  CONSTRAINT uq_account_login_name UNIQUE (login_name),
  CONSTRAINT ck_account_role CHECK (role IN ('resident', 'desk', 'finance', 'approver')),
  CONSTRAINT ck_account_user_class CHECK (user_class IN ('in_town', 'out_of_town'))
);
INSERT INTO account_new
  SELECT account_id, login_name, display_name, role, user_class, password_hash FROM account;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;

CREATE TABLE post_holder (
  post_code  VARCHAR(40) NOT NULL,
  account_id BIGINT      NOT NULL,
  first_date DATE        NOT NULL,
  last_date  DATE        NULL,
  CONSTRAINT pk_post_holder PRIMARY KEY (account_id, post_code, first_date),
  CONSTRAINT ck_post_holder_dates CHECK (last_date IS NULL OR first_date <= last_date),
  CONSTRAINT fk_post_holder_account FOREIGN KEY (account_id) REFERENCES account (account_id)
);

-- 代決: who acts in a post while its holder is absent.
CREATE TABLE deputy (
  deputy_id   BIGINT      NOT NULL,
  post_code   VARCHAR(40) NOT NULL,
  account_id  BIGINT      NOT NULL,
  first_date  DATE        NOT NULL,
  last_date   DATE        NOT NULL,
  made_by     BIGINT      NOT NULL,
  made_at_ms  BIGINT      NOT NULL,
  ended_by    BIGINT      NULL,
  ended_at_ms BIGINT      NULL,
  CONSTRAINT pk_deputy PRIMARY KEY (deputy_id),
  CONSTRAINT ck_deputy_dates CHECK (first_date <= last_date),
  CONSTRAINT fk_deputy_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_deputy_made_by FOREIGN KEY (made_by) REFERENCES account (account_id),
  CONSTRAINT fk_deputy_ended_by FOREIGN KEY (ended_by) REFERENCES account (account_id)
);
CREATE INDEX ix_deputy_account ON deputy (account_id);

-- is_open: 1 while something can still happen to it, so that an application has one review at a time.
CREATE TABLE review (
  review_id           BIGINT       NOT NULL,
  application_id      BIGINT       NOT NULL,
  is_open             SMALLINT     NULL,
  state               VARCHAR(16)  NOT NULL,
  round               SMALLINT     NOT NULL,
  step                SMALLINT     NOT NULL,
  drafted_by          BIGINT       NULL,
  drafter_may_approve SMALLINT     NOT NULL,
  proposal            VARCHAR(8)   NULL,
  reason              VARCHAR(500) NULL,
  decision_id         BIGINT       NULL,
  events              BIGINT       NOT NULL,
  created_at_ms       BIGINT       NOT NULL,
  CONSTRAINT pk_review PRIMARY KEY (review_id),
  CONSTRAINT uq_review_open UNIQUE (application_id, is_open),
  CONSTRAINT ck_review_state CHECK (state IN ('to_draft', 'in_approval', 'returned', 'decided', 'rejected', 'withdrawn',
    'lapsed')),
  CONSTRAINT ck_review_is_open CHECK (COALESCE(is_open, 0) = CASE WHEN state IN ('to_draft', 'in_approval', 'returned')
    THEN 1 ELSE 0 END),
  CONSTRAINT ck_review_step CHECK (step >= 0 AND (state <> 'in_approval' OR step > 0)),
  CONSTRAINT ck_review_proposal CHECK (proposal IN ('permit', 'refuse')),
  CONSTRAINT ck_review_decision CHECK ((decision_id IS NOT NULL) = (state IN ('decided', 'rejected'))),
  CONSTRAINT fk_review_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_review_drafted_by FOREIGN KEY (drafted_by) REFERENCES account (account_id),
  CONSTRAINT fk_review_decision FOREIGN KEY (decision_id) REFERENCES decision (decision_id)
);
CREATE INDEX ix_review_open ON review (is_open, created_at_ms);

-- Of each draft (round): what it is about, under which conditions, and the posts it goes through.
CREATE TABLE review_booking (
  review_id  BIGINT   NOT NULL,
  round      SMALLINT NOT NULL,
  booking_id BIGINT   NOT NULL,
  CONSTRAINT pk_review_booking PRIMARY KEY (review_id, round, booking_id),
  CONSTRAINT fk_review_booking_review FOREIGN KEY (review_id) REFERENCES review (review_id),
  CONSTRAINT fk_review_booking_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id)
);

CREATE TABLE review_condition (
  review_id BIGINT       NOT NULL,
  round     SMALLINT     NOT NULL,
  position  SMALLINT     NOT NULL,
  text_ja   VARCHAR(300) NOT NULL,
  text_en   VARCHAR(300) NOT NULL,
  CONSTRAINT pk_review_condition PRIMARY KEY (review_id, round, position),
  CONSTRAINT fk_review_condition_review FOREIGN KEY (review_id) REFERENCES review (review_id)
);

CREATE TABLE review_step (
  review_id BIGINT      NOT NULL,
  round     SMALLINT    NOT NULL,
  step      SMALLINT    NOT NULL,
  post_code VARCHAR(40) NOT NULL,
  CONSTRAINT pk_review_step PRIMARY KEY (review_id, round, step),
  CONSTRAINT fk_review_step_review FOREIGN KEY (review_id) REFERENCES review (review_id)
);

CREATE TABLE review_consultation (
  review_id   BIGINT        NOT NULL,
  round       SMALLINT      NOT NULL,
  post_code   VARCHAR(40)   NOT NULL,
  asked_by    BIGINT        NOT NULL,
  asked_at_ms BIGINT        NOT NULL,
  opinion     VARCHAR(8)    NULL,
  given_by    BIGINT        NULL,
  as_deputy   SMALLINT      NOT NULL,
  words       VARCHAR(1000) NULL,
  given_at_ms BIGINT        NULL,
  CONSTRAINT pk_review_consultation PRIMARY KEY (review_id, round, post_code),
  CONSTRAINT ck_review_consultation_opinion CHECK (opinion IN ('agree', 'object')),
  CONSTRAINT ck_review_consultation_given CHECK ((opinion IS NULL) = (given_by IS NULL)
    AND (opinion IS NULL) = (given_at_ms IS NULL)),
  CONSTRAINT fk_review_consultation_review FOREIGN KEY (review_id) REFERENCES review (review_id),
  CONSTRAINT fk_review_consultation_asked_by FOREIGN KEY (asked_by) REFERENCES account (account_id),
  CONSTRAINT fk_review_consultation_given_by FOREIGN KEY (given_by) REFERENCES account (account_id)
);

-- acknowledged: 後閲, the holder of the post has seen what the deputy did.
CREATE TABLE review_event (
  review_id          BIGINT        NOT NULL,
  sequence           BIGINT        NOT NULL,
  event              VARCHAR(24)   NOT NULL,
  from_state         VARCHAR(16)   NULL,
  to_state           VARCHAR(16)   NOT NULL,
  round              SMALLINT      NOT NULL,
  step               SMALLINT      NOT NULL,
  post_code          VARCHAR(40)   NULL,
  account_id         BIGINT        NULL,
  as_deputy          SMALLINT      NOT NULL,
  words              VARCHAR(1000) NULL,
  at_ms              BIGINT        NOT NULL,
  acknowledged_by    BIGINT        NULL,
  acknowledged_at_ms BIGINT        NULL,
  CONSTRAINT pk_review_event PRIMARY KEY (review_id, sequence),
  CONSTRAINT fk_review_event_review FOREIGN KEY (review_id) REFERENCES review (review_id),
  CONSTRAINT fk_review_event_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_review_event_acknowledged_by FOREIGN KEY (acknowledged_by) REFERENCES account (account_id)
);
CREATE INDEX ix_review_event_deputy ON review_event (as_deputy, acknowledged_at_ms);

-- What waits for staff already waits to be drafted.
INSERT INTO review (review_id, application_id, is_open, state, round, step, drafter_may_approve, events, created_at_ms)
  SELECT p.application_id, p.application_id, 1, 'to_draft', 0, 0, 0, 1, p.created_at_ms FROM application p
  WHERE EXISTS (SELECT 1 FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id
    WHERE b.application_id = p.application_id AND o.state = 'under_review');
INSERT INTO review_event (review_id, sequence, event, to_state, round, step, as_deputy, at_ms)
  SELECT review_id, 1, 'opened', 'to_draft', 0, 0, 0, created_at_ms FROM review;
