-- Classifications on SQLite: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER classification_no_update BEFORE UPDATE ON classification BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER classification_no_delete BEFORE DELETE ON classification BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER classification_rule_no_update BEFORE UPDATE ON classification_rule BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER classification_rule_no_delete BEFORE DELETE ON classification_rule BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
