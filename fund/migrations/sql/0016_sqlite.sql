-- Contributions on SQLite: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER target_contribution_no_update BEFORE UPDATE ON target_contribution BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER target_contribution_no_delete BEFORE DELETE ON target_contribution BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER issued_forecast_no_update BEFORE UPDATE ON issued_forecast BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER issued_forecast_no_delete BEFORE DELETE ON issued_forecast BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
