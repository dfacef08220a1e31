-- Space debris on PostgreSQL: what came in, what was worked out and what was done is append-only; a warning's clock stays, a breach is recorded once, thresholds that were decided on stay. Statements end with a line of two dashes.
CREATE TRIGGER cdm_file_append_only BEFORE UPDATE OR DELETE ON cdm_file FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_intake_append_only BEFORE UPDATE OR DELETE ON cdm_intake FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_message_append_only BEFORE UPDATE OR DELETE ON cdm_message FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_outcome_append_only BEFORE UPDATE OR DELETE ON cdm_outcome FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_decision_append_only BEFORE UPDATE OR DELETE ON cdm_decision FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER own_assessment_append_only BEFORE UPDATE OR DELETE ON own_assessment FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER warning_act_append_only BEFORE UPDATE OR DELETE ON warning_act FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER dataset_look_append_only BEFORE UPDATE OR DELETE ON dataset_look FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER spacecraft_no_delete BEFORE DELETE ON spacecraft FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER conjunction_event_no_delete BEFORE DELETE ON conjunction_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER conjunction_warning_no_delete BEFORE DELETE ON conjunction_warning FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER threshold_set_no_delete BEFORE DELETE ON threshold_set FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER open_dataset_no_delete BEFORE DELETE ON open_dataset FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER debris_publication_no_delete BEFORE DELETE ON debris_publication FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_file_no_truncate BEFORE TRUNCATE ON cdm_file FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_intake_no_truncate BEFORE TRUNCATE ON cdm_intake FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_message_no_truncate BEFORE TRUNCATE ON cdm_message FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_outcome_no_truncate BEFORE TRUNCATE ON cdm_outcome FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cdm_decision_no_truncate BEFORE TRUNCATE ON cdm_decision FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER own_assessment_no_truncate BEFORE TRUNCATE ON own_assessment FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER warning_act_no_truncate BEFORE TRUNCATE ON warning_act FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER dataset_look_no_truncate BEFORE TRUNCATE ON dataset_look FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER spacecraft_no_truncate BEFORE TRUNCATE ON spacecraft FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER conjunction_event_no_truncate BEFORE TRUNCATE ON conjunction_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER conjunction_warning_no_truncate BEFORE TRUNCATE ON conjunction_warning FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER threshold_set_no_truncate BEFORE TRUNCATE ON threshold_set FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER open_dataset_no_truncate BEFORE TRUNCATE ON open_dataset FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER debris_publication_no_truncate BEFORE TRUNCATE ON debris_publication FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER threshold_set_stays BEFORE UPDATE ON threshold_set FOR EACH ROW WHEN (OLD.outcome <> 'open' OR NEW.near_hours <> OLD.near_hours OR NEW.pc_red <> OLD.pc_red OR NEW.pc_orange <> OLD.pc_orange OR NEW.pc_yellow <> OLD.pc_yellow OR NEW.miss_red_m <> OLD.miss_red_m OR NEW.miss_orange_m <> OLD.miss_orange_m OR NEW.miss_yellow_m <> OLD.miss_yellow_m OR NEW.answer_red_h <> OLD.answer_red_h OR NEW.answer_orange_h <> OLD.answer_orange_h OR NEW.answer_yellow_h <> OLD.answer_yellow_h) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER debris_publication_stays BEFORE UPDATE ON debris_publication FOR EACH ROW WHEN (OLD.outcome <> 'open' OR NEW.up_to <> OLD.up_to OR NEW.kind <> OLD.kind) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER conjunction_warning_stays BEFORE UPDATE ON conjunction_warning FOR EACH ROW WHEN (NEW.event_id <> OLD.event_id OR NEW.spacecraft_id <> OLD.spacecraft_id OR NEW.due_at <> OLD.due_at OR NEW.issued_at <> OLD.issued_at OR NEW.level <> OLD.level
  OR (OLD.breached_at IS NOT NULL AND (NEW.breached_at IS NULL OR NEW.breached_at <> OLD.breached_at))
  OR (OLD.acknowledged_at IS NOT NULL AND (NEW.acknowledged_at IS NULL OR NEW.acknowledged_at <> OLD.acknowledged_at)) OR (OLD.status = 'closed' AND NEW.status <> 'closed')) EXECUTE FUNCTION fund_refuse('append_only');
