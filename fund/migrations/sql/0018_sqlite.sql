-- Self-evaluation on SQLite: rows change only under a draft, what is approved stays, events are append-only. Statements end with a line of two dashes.
CREATE TRIGGER evaluation_event_no_update BEFORE UPDATE ON evaluation_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evaluation_event_no_delete BEFORE DELETE ON evaluation_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evaluation_no_delete BEFORE DELETE ON evaluation BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation WHEN OLD.status = 'approved' BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evaluation_row_of_a_draft_in BEFORE INSERT ON evaluation_row
WHEN (SELECT status FROM evaluation WHERE id = NEW.evaluation_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evaluation_row_of_a_draft BEFORE UPDATE ON evaluation_row
WHEN (SELECT status FROM evaluation WHERE id = OLD.evaluation_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evaluation_row_of_a_draft_out BEFORE DELETE ON evaluation_row
WHEN (SELECT status FROM evaluation WHERE id = OLD.evaluation_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
