-- Cooperation on PostgreSQL: what is stated is append-only; a project keeps its name, a confirmed figure and an ended entry stay. Statements end with a line of two dashes.
CREATE TRIGGER partner_append_only BEFORE UPDATE OR DELETE ON partner FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER partner_flag_append_only BEFORE UPDATE OR DELETE ON partner_flag FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_agreement_append_only BEFORE UPDATE OR DELETE ON cooperation_agreement FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_party_append_only BEFORE UPDATE OR DELETE ON cooperation_party FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_state_append_only BEFORE UPDATE OR DELETE ON cooperation_state FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_share_append_only BEFORE UPDATE OR DELETE ON cooperation_share FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_body_append_only BEFORE UPDATE OR DELETE ON cooperation_body FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_undertaking_append_only BEFORE UPDATE OR DELETE ON cooperation_undertaking FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_money_append_only BEFORE UPDATE OR DELETE ON cooperation_money FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_indicator_append_only BEFORE UPDATE OR DELETE ON cooperation_indicator FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_no_delete BEFORE DELETE ON cooperation FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_stays BEFORE UPDATE ON cooperation FOR EACH ROW WHEN (NEW.code IS DISTINCT FROM OLD.code OR NEW.title_zh IS DISTINCT FROM OLD.title_zh OR NEW.field IS DISTINCT FROM OLD.field OR NEW.is_umbrella IS DISTINCT FROM OLD.is_umbrella OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_result_no_delete BEFORE DELETE ON cooperation_result FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_result_stays BEFORE UPDATE ON cooperation_result FOR EACH ROW WHEN (OLD.confirmed_on IS NOT NULL OR NEW.indicator_id IS DISTINCT FROM OLD.indicator_id OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on OR NEW.target IS DISTINCT FROM OLD.target OR NEW.actual IS DISTINCT FROM OLD.actual OR NEW.words IS DISTINCT FROM OLD.words OR NEW.source IS DISTINCT FROM OLD.source OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER channel_entry_no_delete BEFORE DELETE ON channel_entry FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER channel_entry_stays BEFORE UPDATE ON channel_entry FOR EACH ROW WHEN (OLD.outcome IN ('not_admitted', 'removed') OR NEW.cooperation_id IS DISTINCT FROM OLD.cooperation_id OR NEW.firm IS DISTINCT FROM OLD.firm OR NEW.channel IS DISTINCT FROM OLD.channel OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER partner_no_truncate BEFORE TRUNCATE ON partner FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER partner_flag_no_truncate BEFORE TRUNCATE ON partner_flag FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_agreement_no_truncate BEFORE TRUNCATE ON cooperation_agreement FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_party_no_truncate BEFORE TRUNCATE ON cooperation_party FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_state_no_truncate BEFORE TRUNCATE ON cooperation_state FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_share_no_truncate BEFORE TRUNCATE ON cooperation_share FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_body_no_truncate BEFORE TRUNCATE ON cooperation_body FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_undertaking_no_truncate BEFORE TRUNCATE ON cooperation_undertaking FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_money_no_truncate BEFORE TRUNCATE ON cooperation_money FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_indicator_no_truncate BEFORE TRUNCATE ON cooperation_indicator FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_no_truncate BEFORE TRUNCATE ON cooperation FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER cooperation_result_no_truncate BEFORE TRUNCATE ON cooperation_result FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER channel_entry_no_truncate BEFORE TRUNCATE ON channel_entry FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
