-- How reports look on PostgreSQL: rows are only added. Statements end with a line of two dashes.
CREATE TRIGGER report_look_append_only BEFORE UPDATE OR DELETE ON report_look FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER report_look_no_truncate BEFORE TRUNCATE ON report_look FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
