-- Contributions on PostgreSQL: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER target_contribution_append_only BEFORE UPDATE OR DELETE ON target_contribution FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER target_contribution_no_truncate BEFORE TRUNCATE ON target_contribution FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER issued_forecast_append_only BEFORE UPDATE OR DELETE ON issued_forecast FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER issued_forecast_no_truncate BEFORE TRUNCATE ON issued_forecast FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
