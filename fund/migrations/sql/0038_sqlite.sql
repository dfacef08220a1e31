-- The register of reports on SQLite: an issued report stays, digests are written once, keys are only retired. Statements end with a line of two dashes.
CREATE TRIGGER registered_report_no_delete BEFORE DELETE ON registered_report BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER registered_report_stays BEFORE UPDATE ON registered_report
WHEN OLD.report <> NEW.report OR OLD.period <> NEW.period OR OLD.as_of <> NEW.as_of OR OLD.language <> NEW.language
  OR OLD.data_digest <> NEW.data_digest OR OLD.drafted_on <> NEW.drafted_on OR OLD.drafted_by IS NOT NEW.drafted_by
  OR (OLD.draft_digest IS NOT NULL AND OLD.draft_digest IS NOT NEW.draft_digest)
  OR (OLD.issued_digest IS NOT NULL AND OLD.issued_digest IS NOT NEW.issued_digest)
  OR (OLD.state = 'issued' AND (NEW.state <> 'issued' OR OLD.issued_by IS NOT NEW.issued_by OR OLD.issued_on IS NOT NEW.issued_on))
  OR (OLD.prepared_on IS NOT NULL AND (OLD.prepared_by IS NOT NEW.prepared_by OR OLD.prepared_on IS NOT NEW.prepared_on))
  OR (OLD.reviewed_on IS NOT NULL AND (OLD.reviewed_by IS NOT NEW.reviewed_by OR OLD.reviewed_on IS NOT NEW.reviewed_on))
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER issued_file_no_update BEFORE UPDATE ON issued_file BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER issued_file_no_delete BEFORE DELETE ON issued_file BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER seal_key_no_delete BEFORE DELETE ON seal_key BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER seal_key_stays BEFORE UPDATE ON seal_key
WHEN OLD.fingerprint <> NEW.fingerprint OR OLD.public <> NEW.public OR OLD.made_on <> NEW.made_on OR OLD.retired_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
