-- The register of reports on PostgreSQL: an issued report stays, digests are written once, keys are only retired. Statements end with a line of two dashes.
CREATE TRIGGER registered_report_no_delete BEFORE DELETE ON registered_report FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER registered_report_no_truncate BEFORE TRUNCATE ON registered_report FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER registered_report_stays BEFORE UPDATE ON registered_report FOR EACH ROW
WHEN (OLD.report <> NEW.report OR OLD.period <> NEW.period OR OLD.as_of <> NEW.as_of OR OLD.language <> NEW.language
  OR OLD.data_digest <> NEW.data_digest OR OLD.drafted_on <> NEW.drafted_on OR OLD.drafted_by IS DISTINCT FROM NEW.drafted_by
  OR (OLD.draft_digest IS NOT NULL AND OLD.draft_digest IS DISTINCT FROM NEW.draft_digest)
  OR (OLD.issued_digest IS NOT NULL AND OLD.issued_digest IS DISTINCT FROM NEW.issued_digest)
  OR (OLD.state = 'issued' AND (NEW.state <> 'issued' OR OLD.issued_by IS DISTINCT FROM NEW.issued_by OR OLD.issued_on IS DISTINCT FROM NEW.issued_on))
  OR (OLD.prepared_on IS NOT NULL AND (OLD.prepared_by IS DISTINCT FROM NEW.prepared_by OR OLD.prepared_on IS DISTINCT FROM NEW.prepared_on))
  OR (OLD.reviewed_on IS NOT NULL AND (OLD.reviewed_by IS DISTINCT FROM NEW.reviewed_by OR OLD.reviewed_on IS DISTINCT FROM NEW.reviewed_on)))
EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER issued_file_append_only BEFORE UPDATE OR DELETE ON issued_file FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER issued_file_no_truncate BEFORE TRUNCATE ON issued_file FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER seal_key_no_delete BEFORE DELETE ON seal_key FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER seal_key_no_truncate BEFORE TRUNCATE ON seal_key FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER seal_key_stays BEFORE UPDATE ON seal_key FOR EACH ROW
WHEN (OLD.fingerprint <> NEW.fingerprint OR OLD.public <> NEW.public OR OLD.made_on <> NEW.made_on OR OLD.retired_on IS NOT NULL)
EXECUTE FUNCTION fund_refuse('append_only');
