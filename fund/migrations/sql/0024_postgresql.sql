-- Observations and changes of definitions on PostgreSQL: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER indicator_change_append_only BEFORE UPDATE OR DELETE ON indicator_change FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER indicator_change_no_truncate BEFORE TRUNCATE ON indicator_change FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER observation_append_only BEFORE UPDATE OR DELETE ON observation FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER observation_no_truncate BEFORE TRUNCATE ON observation FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
