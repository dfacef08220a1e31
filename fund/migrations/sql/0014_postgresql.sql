-- Classifications on PostgreSQL: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER classification_append_only BEFORE UPDATE OR DELETE ON classification FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER classification_rule_append_only BEFORE UPDATE OR DELETE ON classification_rule FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER classification_no_truncate BEFORE TRUNCATE ON classification FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER classification_rule_no_truncate BEFORE TRUNCATE ON classification_rule FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
