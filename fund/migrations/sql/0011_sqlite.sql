-- Deliveries on SQLite: what was recorded of one stays. Statements end with a line of two dashes.
CREATE TRIGGER delivery_no_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
