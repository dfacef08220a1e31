-- How reports look on SQLite: rows are only added. Statements end with a line of two dashes.
CREATE TRIGGER report_look_no_update BEFORE UPDATE ON report_look BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER report_look_no_delete BEFORE DELETE ON report_look BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
