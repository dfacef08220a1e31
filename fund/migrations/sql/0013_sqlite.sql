-- National missions on SQLite: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER mission_no_update BEFORE UPDATE ON mission BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER mission_no_delete BEFORE DELETE ON mission BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER mission_purchase_no_update BEFORE UPDATE ON mission_purchase BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER mission_purchase_no_delete BEFORE DELETE ON mission_purchase BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER register_statement_no_update BEFORE UPDATE ON register_statement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER register_statement_no_delete BEFORE DELETE ON register_statement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
