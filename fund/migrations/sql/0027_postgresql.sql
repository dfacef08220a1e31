-- Changed targets on PostgreSQL: what was recorded stays, and so does the first value. Statements end with a line of two dashes.
CREATE TRIGGER target_change_append_only BEFORE UPDATE OR DELETE ON target_change FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER target_change_no_truncate BEFORE TRUNCATE ON target_change FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER target_value_stays BEFORE UPDATE OF value ON target FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
