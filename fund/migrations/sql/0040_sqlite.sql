-- Standards on SQLite: what is said of a text is append-only, its number, title and dates stay, a decided merging stays. Statements end with a line of two dashes.
CREATE TRIGGER standard_event_no_update BEFORE UPDATE ON standard_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_event_no_delete BEFORE DELETE ON standard_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_adoption_no_update BEFORE UPDATE ON standard_adoption BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_adoption_no_delete BEFORE DELETE ON standard_adoption BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_replacement_no_update BEFORE UPDATE ON standard_replacement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_replacement_no_delete BEFORE DELETE ON standard_replacement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_no_delete BEFORE DELETE ON standard BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_merging_no_delete BEFORE DELETE ON standard_merging BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_stays BEFORE UPDATE ON standard WHEN NEW.number IS DISTINCT FROM OLD.number OR NEW.family IS DISTINCT FROM OLD.family OR NEW.edition IS DISTINCT FROM OLD.edition OR NEW.title_zh IS DISTINCT FROM OLD.title_zh OR NEW.title_en IS DISTINCT FROM OLD.title_en OR NEW.level IS DISTINCT FROM OLD.level OR NEW.issued_on IS DISTINCT FROM OLD.issued_on OR NEW.effective_on IS DISTINCT FROM OLD.effective_on OR NEW.source IS DISTINCT FROM OLD.source OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER standard_merging_stays BEFORE UPDATE ON standard_merging WHEN OLD.outcome <> 'open' OR NEW.one_id IS DISTINCT FROM OLD.one_id OR NEW.other_id IS DISTINCT FROM OLD.other_id OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.verdict IS DISTINCT FROM OLD.verdict OR NEW.words IS DISTINCT FROM OLD.words OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_for IS DISTINCT FROM OLD.proposed_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
