-- Papers that were issued: what stood on each, so that the same paper comes out whatever the town changes later.
CREATE TABLE document_template (
  template_hash VARCHAR(64) NOT NULL,
  source        MEDIUMTEXT  NOT NULL,
  CONSTRAINT pk_document_template PRIMARY KEY (template_hash)
);

-- subject_id: the decision or obligation that the paper is about; 0: the application itself. One original of each.
CREATE TABLE document (
  document_id    BIGINT       NOT NULL,
  application_id BIGINT       NOT NULL,
  kind           VARCHAR(32)  NOT NULL,
  subject_id     BIGINT       NOT NULL,
  number         VARCHAR(100) NULL,
  content_json   MEDIUMTEXT   NOT NULL,
  template_hash  VARCHAR(64)  NOT NULL,
  issued_at_ms   BIGINT       NOT NULL,
  issued_by      BIGINT       NULL,
  reissues       BIGINT       NOT NULL,
  CONSTRAINT pk_document PRIMARY KEY (document_id),
  CONSTRAINT uq_document_subject UNIQUE (application_id, kind, subject_id),
  CONSTRAINT ck_document_reissues CHECK (reissues >= 0),
  CONSTRAINT fk_document_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_document_template FOREIGN KEY (template_hash) REFERENCES document_template (template_hash),
  CONSTRAINT fk_document_issued_by FOREIGN KEY (issued_by) REFERENCES account (account_id)
);

CREATE TABLE document_reissue (
  document_id    BIGINT       NOT NULL,
  reissue_number BIGINT       NOT NULL,
  at_ms          BIGINT       NOT NULL,
  account_id     BIGINT       NOT NULL,
  reason         VARCHAR(500) NOT NULL,
  CONSTRAINT pk_document_reissue PRIMARY KEY (document_id, reissue_number),
  CONSTRAINT fk_document_reissue_document FOREIGN KEY (document_id) REFERENCES document (document_id),
  CONSTRAINT fk_document_reissue_account FOREIGN KEY (account_id) REFERENCES account (account_id)
);

-- Receipts and payment notices are numbered without a gap in each series: "receipt/town/2026".
CREATE TABLE document_counter (
  series      VARCHAR(100) NOT NULL,
  last_number BIGINT       NOT NULL,
  CONSTRAINT pk_document_counter PRIMARY KEY (series),
  CONSTRAINT ck_document_counter_last CHECK (last_number > 0)
);
