-- Steps of the plan on PostgreSQL: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER plan_step_event_append_only BEFORE UPDATE OR DELETE ON plan_step_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER plan_step_event_no_truncate BEFORE TRUNCATE ON plan_step_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
