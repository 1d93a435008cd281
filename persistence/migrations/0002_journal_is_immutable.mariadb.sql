CREATE TRIGGER tr_journal_transfer_no_update BEFORE UPDATE ON journal_transfer FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'journal_transfer is immutable';
CREATE TRIGGER tr_journal_transfer_no_delete BEFORE DELETE ON journal_transfer FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'journal_transfer is immutable';
