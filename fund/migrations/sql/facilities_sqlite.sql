-- Facilities on SQLite: no two bookings of one resource share an instant, none lies on a closure; what was said stays. Statements end with a line of two dashes.
CREATE TRIGGER facility_figure_no_update BEFORE UPDATE ON facility_figure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_hours_no_update BEFORE UPDATE ON facility_hours BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_price_no_update BEFORE UPDATE ON facility_price BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER safety_condition_no_update BEFORE UPDATE ON safety_condition BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_wish_no_update BEFORE UPDATE ON access_wish BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_paper_no_update BEFORE UPDATE ON access_paper BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER safety_check_no_update BEFORE UPDATE ON safety_check BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_decision_no_update BEFORE UPDATE ON access_decision BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER booking_event_no_update BEFORE UPDATE ON booking_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER use_record_no_update BEFORE UPDATE ON use_record BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER charge_no_update BEFORE UPDATE ON charge BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_feedback_no_update BEFORE UPDATE ON facility_feedback BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_figure_no_delete BEFORE DELETE ON facility_figure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_hours_no_delete BEFORE DELETE ON facility_hours BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_price_no_delete BEFORE DELETE ON facility_price BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER safety_condition_no_delete BEFORE DELETE ON safety_condition BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_wish_no_delete BEFORE DELETE ON access_wish BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_paper_no_delete BEFORE DELETE ON access_paper BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER safety_check_no_delete BEFORE DELETE ON safety_check BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_decision_no_delete BEFORE DELETE ON access_decision BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER booking_event_no_delete BEFORE DELETE ON booking_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER use_record_no_delete BEFORE DELETE ON use_record BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER charge_no_delete BEFORE DELETE ON charge BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_feedback_no_delete BEFORE DELETE ON facility_feedback BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_no_delete BEFORE DELETE ON facility BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_closure_no_delete BEFORE DELETE ON facility_closure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_request_no_delete BEFORE DELETE ON access_request BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER booking_no_delete BEFORE DELETE ON booking BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER charge_waiver_no_delete BEFORE DELETE ON charge_waiver BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_stays BEFORE UPDATE ON facility WHEN NEW.code IS DISTINCT FROM OLD.code OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.operator_id IS DISTINCT FROM OLD.operator_id OR NEW.unit IS DISTINCT FROM OLD.unit OR NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.centre_id IS DISTINCT FROM OLD.centre_id OR (OLD.resource_id IS NOT NULL AND NEW.resource_id IS DISTINCT FROM OLD.resource_id) BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER facility_closure_stays BEFORE UPDATE ON facility_closure WHEN OLD.ended_on IS NOT NULL OR NEW.facility_id IS DISTINCT FROM OLD.facility_id OR NEW.resource_id IS DISTINCT FROM OLD.resource_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.starts_at IS DISTINCT FROM OLD.starts_at OR NEW.reason IS DISTINCT FROM OLD.reason BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER access_request_stays BEFORE UPDATE ON access_request WHEN OLD.status IN ('granted', 'turned_down') OR NEW.facility_id IS DISTINCT FROM OLD.facility_id OR NEW.applicant_id IS DISTINCT FROM OLD.applicant_id OR NEW.user_class IS DISTINCT FROM OLD.user_class OR NEW.purpose IS DISTINCT FROM OLD.purpose OR NEW.mission IS DISTINCT FROM OLD.mission OR NEW.minutes_asked IS DISTINCT FROM OLD.minutes_asked OR NEW.requested_on IS DISTINCT FROM OLD.requested_on OR NEW.requested_by IS DISTINCT FROM OLD.requested_by OR NEW.requested_for IS DISTINCT FROM OLD.requested_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER booking_stays BEFORE UPDATE ON booking WHEN (OLD.status NOT IN ('held', 'confirmed') AND NEW.status IS DISTINCT FROM OLD.status) OR NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.facility_id IS DISTINCT FROM OLD.facility_id OR NEW.resource_id IS DISTINCT FROM OLD.resource_id OR NEW.applicant_id IS DISTINCT FROM OLD.applicant_id OR NEW.user_class IS DISTINCT FROM OLD.user_class OR NEW.starts_at IS DISTINCT FROM OLD.starts_at OR NEW.ends_at IS DISTINCT FROM OLD.ends_at OR NEW.blocked_from IS DISTINCT FROM OLD.blocked_from OR NEW.blocked_to IS DISTINCT FROM OLD.blocked_to OR NEW.units IS DISTINCT FROM OLD.units OR NEW.descends_from IS DISTINCT FROM OLD.descends_from OR NEW.made_on IS DISTINCT FROM OLD.made_on BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER charge_waiver_stays BEFORE UPDATE ON charge_waiver WHEN OLD.outcome <> 'open' OR NEW.charge_id IS DISTINCT FROM OLD.charge_id OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_for IS DISTINCT FROM OLD.proposed_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER booking_overlap_insert BEFORE INSERT ON booking WHEN NEW.status IN ('held', 'confirmed', 'used', 'no_show') AND EXISTS (SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.status IN ('held', 'confirmed', 'used', 'no_show') AND b.blocked_from < NEW.blocked_to AND NEW.blocked_from < b.blocked_to) BEGIN SELECT RAISE(ABORT, 'fund:overlap'); END;
--
CREATE TRIGGER booking_overlap_update BEFORE UPDATE ON booking WHEN NEW.status IN ('held', 'confirmed', 'used', 'no_show') AND EXISTS (SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.status IN ('held', 'confirmed', 'used', 'no_show') AND b.blocked_from < NEW.blocked_to AND NEW.blocked_from < b.blocked_to AND b.id <> NEW.id) BEGIN SELECT RAISE(ABORT, 'fund:overlap'); END;
--
CREATE TRIGGER booking_closed BEFORE INSERT ON booking WHEN NEW.status IN ('held', 'confirmed') AND EXISTS (SELECT 1 FROM facility_closure c WHERE c.resource_id = NEW.resource_id AND c.starts_at < NEW.ends_at AND (c.ends_at IS NULL OR NEW.starts_at < c.ends_at)) BEGIN SELECT RAISE(ABORT, 'fund:closed'); END;
--
CREATE TRIGGER booking_resource BEFORE INSERT ON booking WHEN NOT EXISTS (SELECT 1 FROM facility f WHERE f.id = NEW.facility_id AND f.resource_id = NEW.resource_id) BEGIN SELECT RAISE(ABORT, 'fund:resource'); END;
--
CREATE TRIGGER facility_closure_over BEFORE INSERT ON facility_closure WHEN EXISTS (SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.status IN ('held', 'confirmed') AND b.ends_at > NEW.starts_at AND (NEW.ends_at IS NULL OR b.starts_at < NEW.ends_at)) BEGIN SELECT RAISE(ABORT, 'fund:closure_over_bookings'); END;
--
CREATE TRIGGER facility_closure_resource BEFORE INSERT ON facility_closure WHEN NOT EXISTS (SELECT 1 FROM facility f WHERE f.id = NEW.facility_id AND f.resource_id = NEW.resource_id) BEGIN SELECT RAISE(ABORT, 'fund:resource'); END;
