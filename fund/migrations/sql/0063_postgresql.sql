-- On PostgreSQL: what is stated of milestones abroad and what is kept apart is append-only. Statements end with a line of two dashes.
CREATE TRIGGER cooperation_apart_append_only BEFORE UPDATE OR DELETE ON cooperation_apart FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_milestone_append_only BEFORE UPDATE OR DELETE ON cooperation_milestone FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_milestone_state_append_only BEFORE UPDATE OR DELETE ON cooperation_milestone_state FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_apart_no_truncate BEFORE TRUNCATE ON cooperation_apart FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_milestone_no_truncate BEFORE TRUNCATE ON cooperation_milestone FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_milestone_state_no_truncate BEFORE TRUNCATE ON cooperation_milestone_state FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
