-- Self-evaluation on PostgreSQL: rows change only under a draft, what is approved stays, events are append-only. Statements end with a line of two dashes.
CREATE TRIGGER evaluation_event_append_only BEFORE UPDATE OR DELETE ON evaluation_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER evaluation_event_no_truncate BEFORE TRUNCATE ON evaluation_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER evaluation_no_delete BEFORE DELETE ON evaluation FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER evaluation_no_truncate BEFORE TRUNCATE ON evaluation FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION evaluation_row_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held evaluation_row;
BEGIN
  IF TG_OP = 'DELETE' THEN held := OLD; ELSE held := NEW; END IF;
  IF (SELECT status FROM evaluation WHERE id = held.evaluation_id) <> 'draft'
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:append_only'; END IF;
  RETURN held;
END $$;
--
CREATE TRIGGER evaluation_row_of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON evaluation_row FOR EACH ROW EXECUTE FUNCTION evaluation_row_of_a_draft();
--
CREATE TRIGGER evaluation_row_no_truncate BEFORE TRUNCATE ON evaluation_row FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
