-- Launch sites: what is stated is only added; a launch keeps what it is, a confirmed outcome and an undone file stay on SQLite. Statements end with a line of two dashes.
CREATE TRIGGER launch_site_no_update BEFORE UPDATE ON launch_site BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_site_no_delete BEFORE DELETE ON launch_site BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER site_name_no_update BEFORE UPDATE ON site_name BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER site_name_no_delete BEFORE DELETE ON site_name BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_pad_no_update BEFORE UPDATE ON launch_pad BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_pad_no_delete BEFORE DELETE ON launch_pad BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER pad_name_no_update BEFORE UPDATE ON pad_name BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER pad_name_no_delete BEFORE DELETE ON pad_name BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER pad_state_no_update BEFORE UPDATE ON pad_state BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER pad_state_no_delete BEFORE DELETE ON pad_state BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER site_undertaking_no_update BEFORE UPDATE ON site_undertaking BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER site_undertaking_no_delete BEFORE DELETE ON site_undertaking BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_time_no_update BEFORE UPDATE ON launch_time BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_time_no_delete BEFORE DELETE ON launch_time BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_scrub_no_update BEFORE UPDATE ON launch_scrub BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_scrub_no_delete BEFORE DELETE ON launch_scrub BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER capacity_statement_no_delete BEFORE DELETE ON capacity_statement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER capacity_statement_stays BEFORE UPDATE ON capacity_statement WHEN OLD.confirmed_on IS NOT NULL OR NEW.site_id IS DISTINCT FROM OLD.site_id OR NEW.pad_id IS DISTINCT FROM OLD.pad_id OR NEW.year IS DISTINCT FROM OLD.year OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.launches IS DISTINCT FROM OLD.launches OR NEW.source IS DISTINCT FROM OLD.source OR NEW.sourced_on IS DISTINCT FROM OLD.sourced_on OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.recorded_for IS DISTINCT FROM OLD.recorded_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_batch_no_delete BEFORE DELETE ON launch_batch BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_batch_stays BEFORE UPDATE ON launch_batch WHEN OLD.undone_on IS NOT NULL OR NEW.name IS DISTINCT FROM OLD.name OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.origin IS DISTINCT FROM OLD.origin OR NEW.launches IS DISTINCT FROM OLD.launches OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.recorded_for IS DISTINCT FROM OLD.recorded_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_no_delete BEFORE DELETE ON launch BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_stays BEFORE UPDATE ON launch WHEN OLD.undone_on IS NOT NULL OR NEW.origin IS DISTINCT FROM OLD.origin OR NEW.tag IS DISTINCT FROM OLD.tag OR NEW.batch_id IS DISTINCT FROM OLD.batch_id OR NEW.site_id IS DISTINCT FROM OLD.site_id OR NEW.pad_id IS DISTINCT FROM OLD.pad_id OR NEW.pad_text IS DISTINCT FROM OLD.pad_text OR NEW.vehicle IS DISTINCT FROM OLD.vehicle OR NEW.flight IS DISTINCT FROM OLD.flight OR NEW.mission IS DISTINCT FROM OLD.mission OR NEW.provider IS DISTINCT FROM OLD.provider OR NEW.service IS DISTINCT FROM OLD.service OR NEW.payloads IS DISTINCT FROM OLD.payloads OR NEW.payload_kg IS DISTINCT FROM OLD.payload_kg OR NEW.reused_flights IS DISTINCT FROM OLD.reused_flights OR NEW.ship IS DISTINCT FROM OLD.ship OR NEW.port IS DISTINCT FROM OLD.port OR NEW.ascent IS DISTINCT FROM OLD.ascent OR NEW.delivery_id IS DISTINCT FROM OLD.delivery_id OR NEW.source IS DISTINCT FROM OLD.source OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.recorded_for IS DISTINCT FROM OLD.recorded_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_outcome_no_delete BEFORE DELETE ON launch_outcome BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER launch_outcome_stays BEFORE UPDATE ON launch_outcome WHEN OLD.confirmed_on IS NOT NULL OR NEW.launch_id IS DISTINCT FROM OLD.launch_id OR NEW.happened_on IS DISTINCT FROM OLD.happened_on OR NEW.lifted_at IS DISTINCT FROM OLD.lifted_at OR NEW.precision IS DISTINCT FROM OLD.precision OR NEW.is_vague IS DISTINCT FROM OLD.is_vague OR NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.score IS DISTINCT FROM OLD.score OR NEW.code IS DISTINCT FROM OLD.code OR NEW.recovery IS DISTINCT FROM OLD.recovery OR NEW.zone IS DISTINCT FROM OLD.zone OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.recorded_for IS DISTINCT FROM OLD.recorded_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
