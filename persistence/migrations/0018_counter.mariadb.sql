-- What is paid in parts and at the counter. paid_yen: what of an obligation is paid, by whatever means; it is paid when
-- that is all of it.
ALTER TABLE obligation ADD COLUMN paid_yen BIGINT NOT NULL DEFAULT 0;
UPDATE obligation SET paid_yen = amount_yen WHERE state = 'paid';
ALTER TABLE obligation ADD CONSTRAINT ck_obligation_paid CHECK (paid_yen BETWEEN 0 AND amount_yen);

-- A float and a difference in a drawer belong to no obligation.
ALTER TABLE journal_transfer MODIFY COLUMN obligation_id BIGINT NULL;

-- 出納: a drawer is open in one shift at most, and who holds one holds no other. in_yen, out_yen: what was taken and paid
-- out of it so far; with the float, what must lie in it. managed_by: whose designated manager's money it is; empty: the
-- town's. A closed shift is looked at a second time by somebody who neither held nor counted it.
CREATE TABLE drawer_shift (
  shift_id          BIGINT       NOT NULL,
  drawer_code       VARCHAR(40)  NOT NULL,
  managed_by        VARCHAR(40)  NULL,
  is_open           SMALLINT     NULL,
  held_by           BIGINT       NOT NULL,
  float_yen         BIGINT       NOT NULL,
  in_yen            BIGINT       NOT NULL,
  out_yen           BIGINT       NOT NULL,
  opened_at_ms      BIGINT       NOT NULL,
  closed_at_ms      BIGINT       NULL,
  closed_by         BIGINT       NULL,
  counted_yen       BIGINT       NULL,
  difference_reason VARCHAR(500) NULL,
  looked_by         BIGINT       NULL,
  looked_at_ms      BIGINT       NULL,
  look_note         VARCHAR(500) NULL,
  CONSTRAINT pk_drawer_shift PRIMARY KEY (shift_id),
  CONSTRAINT uq_drawer_shift_open UNIQUE (drawer_code, is_open),
  CONSTRAINT uq_drawer_shift_holder UNIQUE (held_by, is_open),
  CONSTRAINT ck_drawer_shift_open CHECK (is_open = 1),
  CONSTRAINT ck_drawer_shift_closed CHECK ((is_open IS NULL) = (closed_at_ms IS NOT NULL)
    AND (closed_at_ms IS NULL) = (counted_yen IS NULL) AND (closed_at_ms IS NULL) = (closed_by IS NULL)),
  CONSTRAINT ck_drawer_shift_amounts CHECK (float_yen BETWEEN 0 AND 10000000 AND in_yen >= 0 AND out_yen >= 0
    AND float_yen + in_yen - out_yen >= 0),
  CONSTRAINT ck_drawer_shift_difference CHECK (difference_reason IS NOT NULL OR counted_yen IS NULL
    OR counted_yen = float_yen + in_yen - out_yen),
  CONSTRAINT ck_drawer_shift_look CHECK ((looked_by IS NULL) = (looked_at_ms IS NULL)
    AND (looked_by IS NULL OR (looked_by <> held_by AND looked_by <> closed_by))),
  CONSTRAINT fk_drawer_shift_held_by FOREIGN KEY (held_by) REFERENCES account (account_id),
  CONSTRAINT fk_drawer_shift_closed_by FOREIGN KEY (closed_by) REFERENCES account (account_id),
  CONSTRAINT fk_drawer_shift_looked_by FOREIGN KEY (looked_by) REFERENCES account (account_id)
);
CREATE INDEX ix_drawer_shift_opened ON drawer_shift (opened_at_ms);

-- 金種: how many pieces of each note and coin were counted at the end.
CREATE TABLE drawer_count (
  shift_id         BIGINT NOT NULL,
  denomination_yen BIGINT NOT NULL,
  pieces           BIGINT NOT NULL,
  CONSTRAINT pk_drawer_count PRIMARY KEY (shift_id, denomination_yen),
  CONSTRAINT ck_drawer_count_pieces CHECK (pieces > 0 AND denomination_yen > 0),
  CONSTRAINT fk_drawer_count_shift FOREIGN KEY (shift_id) REFERENCES drawer_shift (shift_id)
);

-- 収納: what the desk took or recorded for an obligation. given_yen: what the payer gave in cash. live_reference: one slip,
-- transfer or notice is recorded once, unless what was recorded is undone.
CREATE TABLE counter_payment (
  payment_id     BIGINT       NOT NULL,
  obligation_id  BIGINT       NOT NULL,
  state          VARCHAR(16)  NOT NULL,
  method         VARCHAR(16)  NOT NULL,
  terminal_kind  VARCHAR(16)  NULL,
  amount_yen     BIGINT       NOT NULL,
  given_yen      BIGINT       NULL,
  reference      VARCHAR(100) NOT NULL,
  live_reference VARCHAR(190) NULL,
  received_on    DATE         NOT NULL,
  shift_id       BIGINT       NULL,
  taken_by       BIGINT       NOT NULL,
  taken_at_ms    BIGINT       NOT NULL,
  undone_by      BIGINT       NULL,
  undone_at_ms   BIGINT       NULL,
  undone_on      DATE         NULL,
  undo_reason    VARCHAR(500) NULL,
  CONSTRAINT pk_counter_payment PRIMARY KEY (payment_id),
  CONSTRAINT uq_counter_payment_reference UNIQUE (live_reference),
  CONSTRAINT ck_counter_payment_state CHECK (state IN ('received', 'undone')),
  CONSTRAINT ck_counter_payment_method CHECK (method IN ('cash', 'terminal', 'bank_transfer', 'payment_notice')),
  CONSTRAINT ck_counter_payment_terminal CHECK ((method = 'terminal') = (terminal_kind IS NOT NULL)),
  CONSTRAINT ck_counter_payment_cash CHECK ((method = 'cash') = (shift_id IS NOT NULL)
    AND (method = 'cash') = (given_yen IS NOT NULL)),
  CONSTRAINT ck_counter_payment_amount CHECK (amount_yen BETWEEN 1 AND 1000000000
    AND (given_yen IS NULL OR given_yen >= amount_yen)),
  CONSTRAINT ck_counter_payment_undone CHECK ((state = 'undone') = (undone_at_ms IS NOT NULL)
    AND (undone_at_ms IS NULL) = (undone_by IS NULL) AND (undone_at_ms IS NULL) = (undone_on IS NULL)
    AND (undone_at_ms IS NULL) = (undo_reason IS NULL)),
  CONSTRAINT fk_counter_payment_obligation FOREIGN KEY (obligation_id) REFERENCES obligation (obligation_id),
  CONSTRAINT fk_counter_payment_shift FOREIGN KEY (shift_id) REFERENCES drawer_shift (shift_id),
  CONSTRAINT fk_counter_payment_taken_by FOREIGN KEY (taken_by) REFERENCES account (account_id),
  CONSTRAINT fk_counter_payment_undone_by FOREIGN KEY (undone_by) REFERENCES account (account_id)
);
CREATE INDEX ix_counter_payment_obligation ON counter_payment (obligation_id);
CREATE INDEX ix_counter_payment_received ON counter_payment (received_on);
CREATE INDEX ix_counter_payment_undone ON counter_payment (undone_on);

-- Every movement of cash: a payment taken, a payment given back, a refund paid out.
CREATE TABLE drawer_entry (
  entry_id   BIGINT       NOT NULL,
  shift_id   BIGINT       NOT NULL,
  kind       VARCHAR(16)  NOT NULL,
  amount_yen BIGINT       NOT NULL,
  payment_id BIGINT       NULL,
  refund_id  BIGINT       NULL,
  made_by    BIGINT       NOT NULL,
  made_at_ms BIGINT       NOT NULL,
  reason     VARCHAR(500) NULL,
  CONSTRAINT pk_drawer_entry PRIMARY KEY (entry_id),
  CONSTRAINT uq_drawer_entry_payment UNIQUE (payment_id, kind),
  CONSTRAINT uq_drawer_entry_refund UNIQUE (refund_id),
  CONSTRAINT ck_drawer_entry_kind CHECK (kind IN ('payment', 'undone', 'refund')),
  CONSTRAINT ck_drawer_entry_subject CHECK ((kind = 'refund') = (refund_id IS NOT NULL)
    AND (kind <> 'refund') = (payment_id IS NOT NULL)),
  CONSTRAINT ck_drawer_entry_amount CHECK (amount_yen > 0),
  CONSTRAINT fk_drawer_entry_shift FOREIGN KEY (shift_id) REFERENCES drawer_shift (shift_id),
  CONSTRAINT fk_drawer_entry_payment FOREIGN KEY (payment_id) REFERENCES counter_payment (payment_id),
  CONSTRAINT fk_drawer_entry_refund FOREIGN KEY (refund_id) REFERENCES refund (refund_id),
  CONSTRAINT fk_drawer_entry_made_by FOREIGN KEY (made_by) REFERENCES account (account_id)
);
CREATE INDEX ix_drawer_entry_shift ON drawer_entry (shift_id);

-- By which means the applicant said that they will pay what is owed; its deadline is that of the means.
CREATE TABLE payment_plan (
  application_id BIGINT      NOT NULL,
  method         VARCHAR(16) NOT NULL,
  chosen_by      BIGINT      NOT NULL,
  chosen_at_ms   BIGINT      NOT NULL,
  CONSTRAINT pk_payment_plan PRIMARY KEY (application_id),
  CONSTRAINT ck_payment_plan_method CHECK (method IN ('cash', 'terminal', 'bank_transfer', 'payment_notice')),
  CONSTRAINT fk_payment_plan_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_payment_plan_chosen_by FOREIGN KEY (chosen_by) REFERENCES account (account_id)
);
