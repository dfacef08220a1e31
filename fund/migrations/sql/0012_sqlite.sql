-- Suppliers on SQLite: what was said of an organisation is append-only, a merge once decided stays. Statements end with a line of two dashes.
CREATE TRIGGER organisation_mark_no_update BEFORE UPDATE ON organisation_mark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER organisation_mark_no_delete BEFORE DELETE ON organisation_mark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER organisation_merge_no_delete BEFORE DELETE ON organisation_merge BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER organisation_merge_stays BEFORE UPDATE ON organisation_merge
WHEN OLD.outcome <> 'open' OR NEW.organisation_id <> OLD.organisation_id OR NEW.kept_id <> OLD.kept_id OR NEW.reason <> OLD.reason
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
