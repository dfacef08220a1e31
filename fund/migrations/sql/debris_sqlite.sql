-- Space debris on SQLite: what came in, what was worked out and what was done is append-only; a warning's clock stays, a breach is recorded once, thresholds that were decided on stay. Statements end with a line of two dashes.
CREATE TRIGGER cdm_file_no_delete BEFORE DELETE ON cdm_file BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_intake_no_delete BEFORE DELETE ON cdm_intake BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_message_no_delete BEFORE DELETE ON cdm_message BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_outcome_no_delete BEFORE DELETE ON cdm_outcome BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_decision_no_delete BEFORE DELETE ON cdm_decision BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER own_assessment_no_delete BEFORE DELETE ON own_assessment BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER warning_act_no_delete BEFORE DELETE ON warning_act BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER dataset_look_no_delete BEFORE DELETE ON dataset_look BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER spacecraft_no_delete BEFORE DELETE ON spacecraft BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER conjunction_event_no_delete BEFORE DELETE ON conjunction_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER conjunction_warning_no_delete BEFORE DELETE ON conjunction_warning BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER threshold_set_no_delete BEFORE DELETE ON threshold_set BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER open_dataset_no_delete BEFORE DELETE ON open_dataset BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER debris_publication_no_delete BEFORE DELETE ON debris_publication BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_file_no_update BEFORE UPDATE ON cdm_file BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_intake_no_update BEFORE UPDATE ON cdm_intake BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_message_no_update BEFORE UPDATE ON cdm_message BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_outcome_no_update BEFORE UPDATE ON cdm_outcome BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cdm_decision_no_update BEFORE UPDATE ON cdm_decision BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER own_assessment_no_update BEFORE UPDATE ON own_assessment BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER warning_act_no_update BEFORE UPDATE ON warning_act BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER dataset_look_no_update BEFORE UPDATE ON dataset_look BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER threshold_set_stays BEFORE UPDATE ON threshold_set WHEN OLD.outcome <> 'open' OR NEW.near_hours <> OLD.near_hours OR NEW.pc_red <> OLD.pc_red OR NEW.pc_orange <> OLD.pc_orange OR NEW.pc_yellow <> OLD.pc_yellow OR NEW.miss_red_m <> OLD.miss_red_m OR NEW.miss_orange_m <> OLD.miss_orange_m OR NEW.miss_yellow_m <> OLD.miss_yellow_m OR NEW.answer_red_h <> OLD.answer_red_h OR NEW.answer_orange_h <> OLD.answer_orange_h OR NEW.answer_yellow_h <> OLD.answer_yellow_h BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER debris_publication_stays BEFORE UPDATE ON debris_publication WHEN OLD.outcome <> 'open' OR NEW.up_to <> OLD.up_to OR NEW.kind <> OLD.kind BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER conjunction_warning_stays BEFORE UPDATE ON conjunction_warning WHEN NEW.event_id <> OLD.event_id OR NEW.spacecraft_id <> OLD.spacecraft_id OR NEW.due_at <> OLD.due_at OR NEW.issued_at <> OLD.issued_at OR NEW.level <> OLD.level
  OR (OLD.breached_at IS NOT NULL AND (NEW.breached_at IS NULL OR NEW.breached_at <> OLD.breached_at))
  OR (OLD.acknowledged_at IS NOT NULL AND (NEW.acknowledged_at IS NULL OR NEW.acknowledged_at <> OLD.acknowledged_at)) OR (OLD.status = 'closed' AND NEW.status <> 'closed') BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
