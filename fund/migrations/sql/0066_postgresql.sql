-- Evaluation of direction on PostgreSQL: what was said stays, hands stay apart, what is approved never changes. Statements end with a line of two dashes.
CREATE TRIGGER direction_scheme_append_only BEFORE UPDATE OR DELETE ON direction_scheme FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_statement_append_only BEFORE UPDATE OR DELETE ON direction_statement FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_event_append_only BEFORE UPDATE OR DELETE ON direction_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_figure_append_only BEFORE UPDATE OR DELETE ON direction_figure FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_mark_append_only BEFORE UPDATE OR DELETE ON holding_mark FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_scheme_no_truncate BEFORE TRUNCATE ON direction_scheme FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_statement_no_truncate BEFORE TRUNCATE ON direction_statement FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_event_no_truncate BEFORE TRUNCATE ON direction_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_figure_no_truncate BEFORE TRUNCATE ON direction_figure FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_mark_no_truncate BEFORE TRUNCATE ON holding_mark FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_no_truncate BEFORE TRUNCATE ON direction FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_no_delete BEFORE DELETE ON direction FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER direction_stays BEFORE UPDATE ON direction FOR EACH ROW WHEN (OLD.status = 'approved' OR NEW.fiscal_year <> OLD.fiscal_year OR (NEW.status = 'approved' AND OLD.status <> 'submitted') OR (NEW.status = OLD.status AND NEW.scheme <> OLD.scheme)) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION direction_statement_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT status FROM direction WHERE id = NEW.direction_id) <> 'draft'
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:append_only'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER direction_statement_of_a_draft BEFORE INSERT ON direction_statement FOR EACH ROW EXECUTE FUNCTION direction_statement_of_a_draft();
--
CREATE FUNCTION direction_figure_of_a_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM direction_event e JOIN direction d ON d.id = e.direction_id WHERE e.id = NEW.event_id AND e.kind = 'promise_direction' AND d.status = 'submitted' AND NOT EXISTS (SELECT 1 FROM direction_event l WHERE l.direction_id = e.direction_id AND l.id > e.id))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:append_only'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER direction_figure_of_a_promise BEFORE INSERT ON direction_figure FOR EACH ROW EXECUTE FUNCTION direction_figure_of_a_promise();
--
CREATE FUNCTION direction_event_hands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind IN ('promise_direction', 'approve_direction') AND EXISTS (SELECT 1 FROM direction_event e WHERE e.direction_id = NEW.direction_id AND (e.kind IN ('begin_direction', 'state_direction') OR (NEW.kind = 'approve_direction' AND e.kind = 'promise_direction')) AND (e.actor_id IN (NEW.actor_id, NEW.on_behalf_of) OR e.on_behalf_of IN (NEW.actor_id, NEW.on_behalf_of)))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:four_eyes'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER direction_event_hands BEFORE INSERT ON direction_event FOR EACH ROW EXECUTE FUNCTION direction_event_hands();
