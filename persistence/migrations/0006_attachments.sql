-- 添付書類. The row decides what is attached; the file of that name lies in the folder of attachments. What was removed
-- or is no longer kept loses its name, which may say as much as the paper did.
CREATE TABLE attachment (
  attachment_id  BIGINT       NOT NULL,
  application_id BIGINT       NOT NULL,
  file_name      VARCHAR(32)  NOT NULL,
  shown_name     VARCHAR(100) NOT NULL,
  kind           VARCHAR(8)   NOT NULL,
  bytes          BIGINT       NOT NULL,
  sha256         VARCHAR(64)  NOT NULL,
  state          VARCHAR(16)  NOT NULL,
  added_by       BIGINT       NOT NULL,
  added_at_ms    BIGINT       NOT NULL,
  removed_by     BIGINT       NULL,
  removed_at_ms  BIGINT       NULL,
  CONSTRAINT pk_attachment PRIMARY KEY (attachment_id),
  CONSTRAINT uq_attachment_file UNIQUE (file_name),
  CONSTRAINT ck_attachment_kind CHECK (kind IN ('pdf', 'jpeg', 'png')),
  CONSTRAINT ck_attachment_bytes CHECK (bytes BETWEEN 1 AND 20971520),
  CONSTRAINT ck_attachment_state CHECK ((state = 'kept' AND removed_at_ms IS NULL AND removed_by IS NULL)
    OR (state = 'removed' AND removed_at_ms IS NOT NULL AND removed_by IS NOT NULL AND shown_name = '')
    OR (state = 'expired' AND removed_at_ms IS NOT NULL AND removed_by IS NULL AND shown_name = '')),
  CONSTRAINT fk_attachment_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_attachment_added_by FOREIGN KEY (added_by) REFERENCES account (account_id),
  CONSTRAINT fk_attachment_removed_by FOREIGN KEY (removed_by) REFERENCES account (account_id)
);
CREATE INDEX ix_attachment_application ON attachment (application_id, state);
CREATE INDEX ix_attachment_state ON attachment (state, added_at_ms);
