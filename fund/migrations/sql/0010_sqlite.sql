-- Red flags on SQLite: what was said of one stays. Statements end with a line of two dashes.
CREATE TRIGGER flag_disposition_no_update BEFORE UPDATE ON flag_disposition BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER flag_disposition_no_delete BEFORE DELETE ON flag_disposition BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
