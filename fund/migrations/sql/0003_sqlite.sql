-- Procurement on SQLite: events are append-only, a bid stays as it came in, processes are counted by stage. Statements end with a line of two dashes.
CREATE TRIGGER procurement_process_event_no_update BEFORE UPDATE ON procurement_process_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER procurement_process_event_no_delete BEFORE DELETE ON procurement_process_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER procurement_process_no_delete BEFORE DELETE ON procurement_process BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER bid_no_delete BEFORE DELETE ON bid BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER bid_stays BEFORE UPDATE ON bid
WHEN NEW.process_id <> OLD.process_id OR NEW.organisation_id <> OLD.organisation_id OR NEW.amount_fen <> OLD.amount_fen
  OR NEW.currency <> OLD.currency OR NEW.received_at <> OLD.received_at
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER procurement_process_counted AFTER INSERT ON procurement_process BEGIN
  INSERT INTO process_count (status, category, processes) VALUES (NEW.status, NEW.category, 1)
  ON CONFLICT (status, category) DO UPDATE SET processes = process_count.processes + 1;
END;
--
CREATE TRIGGER procurement_process_moved AFTER UPDATE ON procurement_process
WHEN NEW.status <> OLD.status OR NEW.category <> OLD.category BEGIN
  UPDATE process_count SET processes = processes - 1 WHERE status = OLD.status AND category = OLD.category;
  INSERT INTO process_count (status, category, processes) VALUES (NEW.status, NEW.category, 1)
  ON CONFLICT (status, category) DO UPDATE SET processes = process_count.processes + 1;
END;
