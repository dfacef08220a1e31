-- Deliveries on PostgreSQL: what was recorded of one stays. Statements end with a line of two dashes.
CREATE TRIGGER delivery_append_only BEFORE UPDATE OR DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER delivery_no_truncate BEFORE TRUNCATE ON delivery FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
