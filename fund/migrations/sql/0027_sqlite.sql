-- Changed targets on SQLite: what was recorded stays, and so does the first value. Statements end with a line of two dashes.
CREATE TRIGGER target_change_no_update BEFORE UPDATE ON target_change BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER target_change_no_delete BEFORE DELETE ON target_change BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER target_value_stays BEFORE UPDATE OF value ON target BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
