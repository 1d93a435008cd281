CREATE TRIGGER tr_journal_transfer_no_update BEFORE UPDATE ON journal_transfer BEGIN SELECT RAISE(ABORT, 'journal_transfer is immutable'); END;
CREATE TRIGGER tr_journal_transfer_no_delete BEFORE DELETE ON journal_transfer BEGIN SELECT RAISE(ABORT, 'journal_transfer is immutable'); END;
