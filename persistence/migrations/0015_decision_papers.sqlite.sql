-- The paper of every decision, as it was decided; the place of a counted paper in its series; the decision of a refund.
ALTER TABLE document ADD COLUMN series VARCHAR(100) NULL;
ALTER TABLE document ADD COLUMN serial BIGINT NULL;
UPDATE document SET
  series = (SELECT document.kind || '/' || COALESCE(g.managed_by, 'town') || '/' || g.fiscal_year FROM obligation g WHERE g.obligation_id = document.subject_id),
  serial = CAST(REPLACE(SUBSTR(number, INSTR(number, '第') + 1), '号', '') AS INTEGER)
  WHERE kind IN ('receipt', 'payment_notice');
CREATE UNIQUE INDEX uq_document_serial ON document (series, serial);

-- Empty: it was decided before papers were kept with decisions, or is about official use.
ALTER TABLE decision ADD COLUMN document_id BIGINT NULL CONSTRAINT fk_decision_document REFERENCES document (document_id);
UPDATE decision SET document_id = (SELECT d.document_id FROM document d WHERE d.application_id = decision.application_id
  AND d.subject_id = decision.decision_id AND d.kind NOT IN ('receipt', 'payment_notice'));

CREATE TABLE decision_refund (
  refund_id   BIGINT NOT NULL,
  decision_id BIGINT NOT NULL,
  CONSTRAINT pk_decision_refund PRIMARY KEY (refund_id),
  CONSTRAINT fk_decision_refund_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id),
  CONSTRAINT fk_decision_refund_decision FOREIGN KEY (decision_id) REFERENCES decision (decision_id)
);
CREATE INDEX ix_decision_refund_decision ON decision_refund (decision_id);
INSERT INTO decision_refund (refund_id, decision_id)
  SELECT r.refund_id, MAX(d.decision_id) FROM refund r JOIN decision d ON d.application_id = r.application_id
    AND d.kind = 'refund' AND d.decided_at_ms = r.created_at_ms
    JOIN decision_booking l ON l.decision_id = d.decision_id AND l.booking_id = r.booking_id
  GROUP BY r.refund_id;

-- Refunds of before they had decisions: in a series of their own, under the application's number.
INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on, decided_at_ms,
    decided_by, as_deputy, reason, edition_id)
  SELECT r.refund_id, r.application_id, 'refund', 'before_refund', 0, ROW_NUMBER() OVER (ORDER BY r.refund_id),
    COALESCE(p.number, ''), DATE((r.created_at_ms + 32400000) / 1000, 'unixepoch'), r.created_at_ms, r.decided_by, 0,
    r.reason, p.edition_id
  FROM refund r JOIN application p ON p.application_id = r.application_id
  WHERE NOT EXISTS (SELECT 1 FROM decision_refund x WHERE x.refund_id = r.refund_id);
INSERT INTO decision_booking (decision_id, booking_id)
  SELECT d.decision_id, r.booking_id FROM decision d JOIN refund r ON r.refund_id = d.decision_id
  WHERE d.series = 'before_refund';
INSERT INTO decision_refund (refund_id, decision_id)
  SELECT r.refund_id, d.decision_id FROM decision d JOIN refund r ON r.refund_id = d.decision_id
  WHERE d.series = 'before_refund';
INSERT INTO decision_counter (series, fiscal_year, used)
  SELECT series, 0, COUNT(*) FROM decision WHERE series = 'before_refund' GROUP BY series;
