-- Procurement on PostgreSQL: events are append-only, a bid stays as it came in, processes are counted by stage. Statements end with a line of two dashes.
CREATE TRIGGER procurement_process_event_append_only BEFORE UPDATE OR DELETE ON procurement_process_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER procurement_process_event_no_truncate BEFORE TRUNCATE ON procurement_process_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER procurement_process_no_delete BEFORE DELETE ON procurement_process FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER procurement_process_no_truncate BEFORE TRUNCATE ON procurement_process FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER bid_no_delete BEFORE DELETE ON bid FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER bid_no_truncate BEFORE TRUNCATE ON bid FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER bid_stays BEFORE UPDATE ON bid FOR EACH ROW
WHEN (NEW.process_id <> OLD.process_id OR NEW.organisation_id <> OLD.organisation_id OR NEW.amount_fen <> OLD.amount_fen
  OR NEW.currency <> OLD.currency OR NEW.received_at <> OLD.received_at)
EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION procurement_process_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE process_count SET processes = processes - 1 WHERE status = OLD.status AND category = OLD.category;
  END IF;
  INSERT INTO process_count (status, category, processes) VALUES (NEW.status, NEW.category, 1)
  ON CONFLICT (status, category) DO UPDATE SET processes = process_count.processes + 1;
  RETURN NULL;
END $$;
--
CREATE TRIGGER procurement_process_counted AFTER INSERT ON procurement_process FOR EACH ROW EXECUTE FUNCTION procurement_process_counted();
--
CREATE TRIGGER procurement_process_moved AFTER UPDATE ON procurement_process FOR EACH ROW
WHEN (NEW.status <> OLD.status OR NEW.category <> OLD.category) EXECUTE FUNCTION procurement_process_counted();
