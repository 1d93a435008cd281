-- 減免. Of the evidence only what it was, when it was seen and by whom; never its number or picture.

CREATE TABLE standing_reduction (
  standing_id      BIGINT       NOT NULL,
  account_id       BIGINT       NOT NULL,
  group_name       VARCHAR(100) NULL,
  reduction_code   VARCHAR(40)  NOT NULL,
  valid_from       DATE         NOT NULL,
  valid_until      DATE         NOT NULL,
  evidence_ja      VARCHAR(500) NOT NULL,
  evidence_en      VARCHAR(500) NOT NULL,
  evidence_seen_on DATE         NOT NULL,
  granted_by       BIGINT       NOT NULL,
  granted_at_ms    BIGINT       NOT NULL,
  ended_by         BIGINT       NULL,
  ended_at_ms      BIGINT       NULL,
  end_reason       VARCHAR(500) NULL,
  CONSTRAINT pk_standing_reduction PRIMARY KEY (standing_id),
  CONSTRAINT ck_standing_reduction_dates CHECK (valid_from <= valid_until),
  CONSTRAINT ck_standing_reduction_ended CHECK ((ended_by IS NULL) = (ended_at_ms IS NULL)
    AND (ended_by IS NULL) = (end_reason IS NULL)),
  CONSTRAINT fk_standing_reduction_account FOREIGN KEY (account_id) REFERENCES account (account_id),
  CONSTRAINT fk_standing_reduction_granted_by FOREIGN KEY (granted_by) REFERENCES account (account_id),
  CONSTRAINT fk_standing_reduction_ended_by FOREIGN KEY (ended_by) REFERENCES account (account_id)
);
CREATE INDEX ix_standing_reduction_account ON standing_reduction (account_id, valid_until);

-- What became of the reduction of an application. State `applied`: by rule, maybe by a standing reduction.
-- applied_code: the class that its fees have.
CREATE TABLE application_reduction (
  application_id   BIGINT       NOT NULL,
  reduction_code   VARCHAR(40)  NOT NULL,
  state            VARCHAR(16)  NOT NULL,
  applied_code     VARCHAR(40)  NULL,
  standing_id      BIGINT       NULL,
  evidence_ja      VARCHAR(500) NULL,
  evidence_en      VARCHAR(500) NULL,
  evidence_seen_on DATE         NULL,
  reason           VARCHAR(500) NULL,
  asked_at_ms      BIGINT       NOT NULL,
  decided_by       BIGINT       NULL,
  decided_at_ms    BIGINT       NULL,
  CONSTRAINT pk_application_reduction PRIMARY KEY (application_id),
  CONSTRAINT ck_application_reduction_state CHECK (state IN ('applied', 'waiting', 'granted', 'refused')),
  CONSTRAINT ck_application_reduction_decided CHECK ((state IN ('granted', 'refused')) = (decided_by IS NOT NULL)
    AND (decided_by IS NULL) = (decided_at_ms IS NULL)),
  CONSTRAINT ck_application_reduction_applied CHECK (state <> 'applied'
    OR (applied_code IS NOT NULL AND applied_code = reduction_code)),
  CONSTRAINT ck_application_reduction_reason CHECK ((state = 'refused') = (reason IS NOT NULL)),
  CONSTRAINT fk_application_reduction_application FOREIGN KEY (application_id)
    REFERENCES application (application_id),
  CONSTRAINT fk_application_reduction_standing FOREIGN KEY (standing_id)
    REFERENCES standing_reduction (standing_id),
  CONSTRAINT fk_application_reduction_decided_by FOREIGN KEY (decided_by) REFERENCES account (account_id)
);
CREATE INDEX ix_application_reduction_state ON application_reduction (state, asked_at_ms);
