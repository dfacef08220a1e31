-- Red flags on PostgreSQL: what was said of one stays. Statements end with a line of two dashes.
CREATE TRIGGER flag_disposition_append_only BEFORE UPDATE OR DELETE ON flag_disposition FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER flag_disposition_no_truncate BEFORE TRUNCATE ON flag_disposition FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
