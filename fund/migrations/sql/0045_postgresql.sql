-- Screenings and alerts on PostgreSQL: what was kept of a screening and what an alert says is append-only; an alert that was decided on stays. Statements end with a line of two dashes.
CREATE TRIGGER element_catalogue_append_only BEFORE UPDATE OR DELETE ON element_catalogue FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER element_catalogue_no_truncate BEFORE TRUNCATE ON element_catalogue FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER screening_run_append_only BEFORE UPDATE OR DELETE ON screening_run FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER screening_run_no_truncate BEFORE TRUNCATE ON screening_run FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER screening_part_append_only BEFORE UPDATE OR DELETE ON screening_part FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER screening_part_no_truncate BEFORE TRUNCATE ON screening_part FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER screening_hit_append_only BEFORE UPDATE OR DELETE ON screening_hit FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER screening_hit_no_truncate BEFORE TRUNCATE ON screening_hit FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER debris_alert_no_delete BEFORE DELETE ON debris_alert FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER debris_alert_no_truncate BEFORE TRUNCATE ON debris_alert FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER debris_alert_stays BEFORE UPDATE ON debris_alert FOR EACH ROW WHEN (OLD.outcome IN ('cleared', 'returned') OR NEW.event_id <> OLD.event_id OR NEW.cdm_message_id <> OLD.cdm_message_id OR NEW.level <> OLD.level OR NEW.impact_zh <> OLD.impact_zh OR NEW.impact_en <> OLD.impact_en OR NEW.guidance_zh <> OLD.guidance_zh OR NEW.guidance_en <> OLD.guidance_en OR NEW.national_zh <> OLD.national_zh OR NEW.national_en <> OLD.national_en OR NEW.informed_zh <> OLD.informed_zh OR NEW.informed_en <> OLD.informed_en OR NEW.written_at <> OLD.written_at OR (OLD.checked_at IS NOT NULL AND (NEW.checked_at IS NULL OR NEW.checked_at <> OLD.checked_at))) EXECUTE FUNCTION fund_refuse('append_only');
