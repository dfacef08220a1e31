-- Milestones that wait on PostgreSQL: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER milestone_need_append_only BEFORE UPDATE OR DELETE ON milestone_need FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER milestone_need_no_truncate BEFORE TRUNCATE ON milestone_need FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
