-- Facilities on PostgreSQL: no two bookings of one resource share an instant, none lies on a closure; what was said stays. Statements end with a line of two dashes.
CREATE TRIGGER facility_figure_append_only BEFORE UPDATE OR DELETE ON facility_figure FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_hours_append_only BEFORE UPDATE OR DELETE ON facility_hours FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_price_append_only BEFORE UPDATE OR DELETE ON facility_price FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER safety_condition_append_only BEFORE UPDATE OR DELETE ON safety_condition FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_wish_append_only BEFORE UPDATE OR DELETE ON access_wish FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_paper_append_only BEFORE UPDATE OR DELETE ON access_paper FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER safety_check_append_only BEFORE UPDATE OR DELETE ON safety_check FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_decision_append_only BEFORE UPDATE OR DELETE ON access_decision FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER booking_event_append_only BEFORE UPDATE OR DELETE ON booking_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER use_record_append_only BEFORE UPDATE OR DELETE ON use_record FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER charge_append_only BEFORE UPDATE OR DELETE ON charge FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_feedback_append_only BEFORE UPDATE OR DELETE ON facility_feedback FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_no_delete BEFORE DELETE ON facility FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_closure_no_delete BEFORE DELETE ON facility_closure FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_request_no_delete BEFORE DELETE ON access_request FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER booking_no_delete BEFORE DELETE ON booking FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER charge_waiver_no_delete BEFORE DELETE ON charge_waiver FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_figure_no_truncate BEFORE TRUNCATE ON facility_figure FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_hours_no_truncate BEFORE TRUNCATE ON facility_hours FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_price_no_truncate BEFORE TRUNCATE ON facility_price FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER safety_condition_no_truncate BEFORE TRUNCATE ON safety_condition FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_wish_no_truncate BEFORE TRUNCATE ON access_wish FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_paper_no_truncate BEFORE TRUNCATE ON access_paper FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER safety_check_no_truncate BEFORE TRUNCATE ON safety_check FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_decision_no_truncate BEFORE TRUNCATE ON access_decision FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER booking_event_no_truncate BEFORE TRUNCATE ON booking_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER use_record_no_truncate BEFORE TRUNCATE ON use_record FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER charge_no_truncate BEFORE TRUNCATE ON charge FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_feedback_no_truncate BEFORE TRUNCATE ON facility_feedback FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_no_truncate BEFORE TRUNCATE ON facility FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_closure_no_truncate BEFORE TRUNCATE ON facility_closure FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_request_no_truncate BEFORE TRUNCATE ON access_request FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER booking_no_truncate BEFORE TRUNCATE ON booking FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER charge_waiver_no_truncate BEFORE TRUNCATE ON charge_waiver FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_stays BEFORE UPDATE ON facility FOR EACH ROW WHEN (NEW.code IS DISTINCT FROM OLD.code OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.operator_id IS DISTINCT FROM OLD.operator_id OR NEW.unit IS DISTINCT FROM OLD.unit OR NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.centre_id IS DISTINCT FROM OLD.centre_id OR (OLD.resource_id IS NOT NULL AND NEW.resource_id IS DISTINCT FROM OLD.resource_id)) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER facility_closure_stays BEFORE UPDATE ON facility_closure FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL OR NEW.facility_id IS DISTINCT FROM OLD.facility_id OR NEW.resource_id IS DISTINCT FROM OLD.resource_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.starts_at IS DISTINCT FROM OLD.starts_at OR NEW.reason IS DISTINCT FROM OLD.reason) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER access_request_stays BEFORE UPDATE ON access_request FOR EACH ROW WHEN (OLD.status IN ('granted', 'turned_down') OR NEW.facility_id IS DISTINCT FROM OLD.facility_id OR NEW.applicant_id IS DISTINCT FROM OLD.applicant_id OR NEW.user_class IS DISTINCT FROM OLD.user_class OR NEW.purpose IS DISTINCT FROM OLD.purpose OR NEW.mission IS DISTINCT FROM OLD.mission OR NEW.minutes_asked IS DISTINCT FROM OLD.minutes_asked OR NEW.requested_on IS DISTINCT FROM OLD.requested_on OR NEW.requested_by IS DISTINCT FROM OLD.requested_by OR NEW.requested_for IS DISTINCT FROM OLD.requested_for) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER booking_stays BEFORE UPDATE ON booking FOR EACH ROW WHEN ((OLD.status NOT IN ('held', 'confirmed') AND NEW.status IS DISTINCT FROM OLD.status) OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.facility_id IS DISTINCT FROM OLD.facility_id OR NEW.resource_id IS DISTINCT FROM OLD.resource_id OR NEW.applicant_id IS DISTINCT FROM OLD.applicant_id OR NEW.user_class IS DISTINCT FROM OLD.user_class OR NEW.starts_at IS DISTINCT FROM OLD.starts_at OR NEW.ends_at IS DISTINCT FROM OLD.ends_at OR NEW.blocked_from IS DISTINCT FROM OLD.blocked_from OR NEW.blocked_to IS DISTINCT FROM OLD.blocked_to OR NEW.units IS DISTINCT FROM OLD.units OR NEW.descends_from IS DISTINCT FROM OLD.descends_from OR NEW.made_on IS DISTINCT FROM OLD.made_on) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER charge_waiver_stays BEFORE UPDATE ON charge_waiver FOR EACH ROW WHEN (OLD.outcome <> 'open' OR NEW.charge_id IS DISTINCT FROM OLD.charge_id OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_for IS DISTINCT FROM OLD.proposed_for) EXECUTE FUNCTION fund_refuse('append_only');
--
ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist (int4range(resource_id, resource_id, '[]') WITH &&, tstzrange(blocked_from, blocked_to, '[)') WITH &&) WHERE (status IN ('held', 'confirmed', 'used', 'no_show'));
--
CREATE FUNCTION fund_booking_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status IN ('held', 'confirmed') AND EXISTS (SELECT 1 FROM facility_closure c WHERE c.resource_id = NEW.resource_id AND c.starts_at < NEW.ends_at AND (c.ends_at IS NULL OR NEW.starts_at < c.ends_at)) THEN RAISE EXCEPTION 'fund:closed'; END IF; RETURN NEW; END $$;
--
CREATE TRIGGER booking_closed BEFORE INSERT ON booking FOR EACH ROW EXECUTE FUNCTION fund_booking_closed();
--
CREATE FUNCTION fund_booking_resource() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM facility f WHERE f.id = NEW.facility_id AND f.resource_id = NEW.resource_id) THEN RAISE EXCEPTION 'fund:resource'; END IF; RETURN NEW; END $$;
--
CREATE TRIGGER booking_resource BEFORE INSERT ON booking FOR EACH ROW EXECUTE FUNCTION fund_booking_resource();
--
CREATE FUNCTION fund_facility_closure_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.status IN ('held', 'confirmed') AND b.ends_at > NEW.starts_at AND (NEW.ends_at IS NULL OR b.starts_at < NEW.ends_at)) THEN RAISE EXCEPTION 'fund:closure_over_bookings'; END IF; RETURN NEW; END $$;
--
CREATE TRIGGER facility_closure_over BEFORE INSERT ON facility_closure FOR EACH ROW EXECUTE FUNCTION fund_facility_closure_over();
--
CREATE FUNCTION fund_facility_closure_resource() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM facility f WHERE f.id = NEW.facility_id AND f.resource_id = NEW.resource_id) THEN RAISE EXCEPTION 'fund:resource'; END IF; RETURN NEW; END $$;
--
CREATE TRIGGER facility_closure_resource BEFORE INSERT ON facility_closure FOR EACH ROW EXECUTE FUNCTION fund_facility_closure_resource();
