-- New frontiers: what is stated is only added; an assessment keeps its level and an accepted one stays on PostgreSQL. Statements end with a line of two dashes.
CREATE TRIGGER frontier_element_append_only BEFORE UPDATE OR DELETE ON frontier_element FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER element_use_append_only BEFORE UPDATE OR DELETE ON element_use FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER level_evidence_append_only BEFORE UPDATE OR DELETE ON level_evidence FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_demonstration_append_only BEFORE UPDATE OR DELETE ON frontier_demonstration FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER licence_need_append_only BEFORE UPDATE OR DELETE ON licence_need FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER clause_check_append_only BEFORE UPDATE OR DELETE ON clause_check FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_undertaking_append_only BEFORE UPDATE OR DELETE ON frontier_undertaking FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_no_delete BEFORE DELETE ON frontier FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_stays BEFORE UPDATE ON frontier FOR EACH ROW WHEN (NEW.code IS DISTINCT FROM OLD.code OR NEW.field IS DISTINCT FROM OLD.field OR NEW.title_zh IS DISTINCT FROM OLD.title_zh OR NEW.title_en IS DISTINCT FROM OLD.title_en OR NEW.lead IS DISTINCT FROM OLD.lead OR NEW.partners IS DISTINCT FROM OLD.partners OR NEW.scale IS DISTINCT FROM OLD.scale OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.starts_precision IS DISTINCT FROM OLD.starts_precision OR NEW.ends_on IS DISTINCT FROM OLD.ends_on OR NEW.ends_precision IS DISTINCT FROM OLD.ends_precision OR NEW.begin_level IS DISTINCT FROM OLD.begin_level OR NEW.told_level IS DISTINCT FROM OLD.told_level OR NEW.goal_level IS DISTINCT FROM OLD.goal_level OR NEW.source IS DISTINCT FROM OLD.source OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.recorded_for IS DISTINCT FROM OLD.recorded_for) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER level_assessment_no_delete BEFORE DELETE ON level_assessment FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER level_assessment_stays BEFORE UPDATE ON level_assessment FOR EACH ROW WHEN (OLD.outcome IN ('level_accepted', 'turned_back') OR NEW.element_id IS DISTINCT FROM OLD.element_id OR NEW.scale IS DISTINCT FROM OLD.scale OR NEW.level IS DISTINCT FROM OLD.level OR NEW.assessed_on IS DISTINCT FROM OLD.assessed_on OR NEW.assessor IS DISTINCT FROM OLD.assessor OR NEW.is_self IS DISTINCT FROM OLD.is_self OR NEW.use IS DISTINCT FROM OLD.use OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.recorded_for IS DISTINCT FROM OLD.recorded_for) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_element_no_truncate BEFORE TRUNCATE ON frontier_element FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER element_use_no_truncate BEFORE TRUNCATE ON element_use FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER level_evidence_no_truncate BEFORE TRUNCATE ON level_evidence FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_demonstration_no_truncate BEFORE TRUNCATE ON frontier_demonstration FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER licence_need_no_truncate BEFORE TRUNCATE ON licence_need FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER clause_check_no_truncate BEFORE TRUNCATE ON clause_check FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_undertaking_no_truncate BEFORE TRUNCATE ON frontier_undertaking FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER frontier_no_truncate BEFORE TRUNCATE ON frontier FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER level_assessment_no_truncate BEFORE TRUNCATE ON level_assessment FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
