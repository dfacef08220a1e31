-- Centres on PostgreSQL: what was handed in and what was done is append-only, an approved report stays, a draft is written only while it is with the centre. Statements end with a line of two dashes.
CREATE TRIGGER submission_round_append_only BEFORE UPDATE OR DELETE ON submission_round FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submitted_figure_append_only BEFORE UPDATE OR DELETE ON submitted_figure FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_event_append_only BEFORE UPDATE OR DELETE ON submission_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER centre_event_append_only BEFORE UPDATE OR DELETE ON centre_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER offer_use_append_only BEFORE UPDATE OR DELETE ON offer_use FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_file_append_only BEFORE UPDATE OR DELETE ON submission_file FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER remark_no_delete BEFORE DELETE ON remark FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_round_no_truncate BEFORE TRUNCATE ON submission_round FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submitted_figure_no_truncate BEFORE TRUNCATE ON submitted_figure FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_event_no_truncate BEFORE TRUNCATE ON submission_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER centre_event_no_truncate BEFORE TRUNCATE ON centre_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER offer_use_no_truncate BEFORE TRUNCATE ON offer_use FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_file_no_truncate BEFORE TRUNCATE ON submission_file FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_no_truncate BEFORE TRUNCATE ON submission FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER remark_no_truncate BEFORE TRUNCATE ON remark FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER submission_stays BEFORE UPDATE ON submission FOR EACH ROW WHEN (OLD.status IN ('approved', 'locked') AND (NEW.status NOT IN ('approved', 'locked') OR (OLD.status = 'locked' AND NEW.status <> 'locked') OR NEW.round <> OLD.round
  OR NEW.centre_id <> OLD.centre_id OR NEW.period_id <> OLD.period_id OR NEW.revision <> OLD.revision OR (OLD.is_standing AND NOT NEW.is_standing AND NEW.superseded_on IS NULL)))
  EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER remark_stays BEFORE UPDATE ON remark FOR EACH ROW WHEN (OLD.answered_on IS NOT NULL OR NEW.remark <> OLD.remark OR NEW.indicator <> OLD.indicator OR NEW.submission_id <> OLD.submission_id OR NEW.round <> OLD.round)
  EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION draft_figure_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held draft_figure;
BEGIN
  IF TG_OP = 'DELETE' THEN held := OLD; ELSE held := NEW; END IF;
  IF (SELECT status FROM submission WHERE id = held.submission_id) NOT IN ('draft', 'returned')
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:append_only'; END IF;
  RETURN held;
END $$;
--
CREATE TRIGGER draft_figure_of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON draft_figure FOR EACH ROW EXECUTE FUNCTION draft_figure_of_a_draft();
