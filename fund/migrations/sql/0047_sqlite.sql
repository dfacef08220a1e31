-- Cooperation on SQLite: what is stated is append-only; a project keeps its name, a confirmed figure and an ended entry stay. Statements end with a line of two dashes.
CREATE TRIGGER partner_no_update BEFORE UPDATE ON partner BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER partner_no_delete BEFORE DELETE ON partner BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER partner_flag_no_update BEFORE UPDATE ON partner_flag BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER partner_flag_no_delete BEFORE DELETE ON partner_flag BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_agreement_no_update BEFORE UPDATE ON cooperation_agreement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_agreement_no_delete BEFORE DELETE ON cooperation_agreement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_party_no_update BEFORE UPDATE ON cooperation_party BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_party_no_delete BEFORE DELETE ON cooperation_party BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_state_no_update BEFORE UPDATE ON cooperation_state BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_state_no_delete BEFORE DELETE ON cooperation_state BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_share_no_update BEFORE UPDATE ON cooperation_share BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_share_no_delete BEFORE DELETE ON cooperation_share BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_body_no_update BEFORE UPDATE ON cooperation_body BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_body_no_delete BEFORE DELETE ON cooperation_body BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_undertaking_no_update BEFORE UPDATE ON cooperation_undertaking BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_undertaking_no_delete BEFORE DELETE ON cooperation_undertaking BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_money_no_update BEFORE UPDATE ON cooperation_money BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_money_no_delete BEFORE DELETE ON cooperation_money BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_indicator_no_update BEFORE UPDATE ON cooperation_indicator BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_indicator_no_delete BEFORE DELETE ON cooperation_indicator BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_no_delete BEFORE DELETE ON cooperation BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_stays BEFORE UPDATE ON cooperation WHEN NEW.code IS DISTINCT FROM OLD.code OR NEW.title_zh IS DISTINCT FROM OLD.title_zh OR NEW.field IS DISTINCT FROM OLD.field OR NEW.is_umbrella IS DISTINCT FROM OLD.is_umbrella OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_result_no_delete BEFORE DELETE ON cooperation_result BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_result_stays BEFORE UPDATE ON cooperation_result WHEN OLD.confirmed_on IS NOT NULL OR NEW.indicator_id IS DISTINCT FROM OLD.indicator_id OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on OR NEW.target IS DISTINCT FROM OLD.target OR NEW.actual IS DISTINCT FROM OLD.actual OR NEW.words IS DISTINCT FROM OLD.words OR NEW.source IS DISTINCT FROM OLD.source OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER channel_entry_no_delete BEFORE DELETE ON channel_entry BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER channel_entry_stays BEFORE UPDATE ON channel_entry WHEN OLD.outcome IN ('not_admitted', 'removed') OR NEW.cooperation_id IS DISTINCT FROM OLD.cooperation_id OR NEW.firm IS DISTINCT FROM OLD.firm OR NEW.channel IS DISTINCT FROM OLD.channel OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
