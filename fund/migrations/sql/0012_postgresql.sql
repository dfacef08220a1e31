-- Suppliers on PostgreSQL: what was said of an organisation is append-only, a merge once decided stays. Statements end with a line of two dashes.
CREATE TRIGGER organisation_mark_append_only BEFORE UPDATE OR DELETE ON organisation_mark FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_mark_no_truncate BEFORE TRUNCATE ON organisation_mark FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_merge_no_delete BEFORE DELETE ON organisation_merge FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_merge_no_truncate BEFORE TRUNCATE ON organisation_merge FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_merge_stays BEFORE UPDATE ON organisation_merge FOR EACH ROW
WHEN (OLD.outcome <> 'open' OR NEW.organisation_id <> OLD.organisation_id OR NEW.kept_id <> OLD.kept_id OR NEW.reason <> OLD.reason)
EXECUTE FUNCTION fund_refuse('append_only');
