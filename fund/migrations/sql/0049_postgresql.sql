-- The register of reports on PostgreSQL: what a report's file is made of again and for whom somebody signed stays too. Statements end with a line of two dashes.
DROP TRIGGER registered_report_stays ON registered_report;
--
CREATE TRIGGER registered_report_stays BEFORE UPDATE ON registered_report FOR EACH ROW
WHEN (OLD.report <> NEW.report OR OLD.period <> NEW.period OR OLD.as_of <> NEW.as_of OR OLD.language <> NEW.language
  OR OLD.unit <> NEW.unit OR OLD.algorithm <> NEW.algorithm
  OR OLD.data_digest <> NEW.data_digest OR OLD.drafted_on <> NEW.drafted_on OR OLD.drafted_by IS DISTINCT FROM NEW.drafted_by
  OR (OLD.draft_digest IS NOT NULL AND OLD.draft_digest IS DISTINCT FROM NEW.draft_digest)
  OR (OLD.issued_digest IS NOT NULL AND OLD.issued_digest IS DISTINCT FROM NEW.issued_digest)
  OR (OLD.state = 'issued' AND (NEW.state <> 'issued' OR OLD.issued_by IS DISTINCT FROM NEW.issued_by OR OLD.issued_on IS DISTINCT FROM NEW.issued_on))
  OR (OLD.prepared_on IS NOT NULL AND (OLD.prepared_by IS DISTINCT FROM NEW.prepared_by OR OLD.prepared_for IS DISTINCT FROM NEW.prepared_for OR OLD.prepared_on IS DISTINCT FROM NEW.prepared_on))
  OR (OLD.reviewed_on IS NOT NULL AND (OLD.reviewed_by IS DISTINCT FROM NEW.reviewed_by OR OLD.reviewed_for IS DISTINCT FROM NEW.reviewed_for OR OLD.reviewed_on IS DISTINCT FROM NEW.reviewed_on)))
EXECUTE FUNCTION fund_refuse('append_only');
