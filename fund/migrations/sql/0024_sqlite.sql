-- Observations and changes of definitions on SQLite: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER indicator_change_no_update BEFORE UPDATE ON indicator_change BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER indicator_change_no_delete BEFORE DELETE ON indicator_change BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER observation_no_update BEFORE UPDATE ON observation BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER observation_no_delete BEFORE DELETE ON observation BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
