-- National missions on PostgreSQL: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER mission_append_only BEFORE UPDATE OR DELETE ON mission FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER mission_purchase_append_only BEFORE UPDATE OR DELETE ON mission_purchase FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER register_statement_append_only BEFORE UPDATE OR DELETE ON register_statement FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER mission_no_truncate BEFORE TRUNCATE ON mission FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER mission_purchase_no_truncate BEFORE TRUNCATE ON mission_purchase FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER register_statement_no_truncate BEFORE TRUNCATE ON register_statement FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
