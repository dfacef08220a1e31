-- Subsidies and guarantees on SQLite: statements, claims and events are append-only, terms stay, what was decided stays; a day is settled once, a contract subsidised once, nothing is accepted above what was settled; a claim needs approval and a letter that runs, a release a duty met. Statements end with a line of two dashes.
CREATE TRIGGER subsidy_no_update BEFORE UPDATE ON subsidy BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_no_delete BEFORE DELETE ON subsidy BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_fact_no_update BEFORE UPDATE ON subsidy_fact BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_fact_no_delete BEFORE DELETE ON subsidy_fact BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_claim_no_update BEFORE UPDATE ON subsidy_claim BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_claim_no_delete BEFORE DELETE ON subsidy_claim BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_event_no_update BEFORE UPDATE ON guarantee_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_event_no_delete BEFORE DELETE ON guarantee_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_settlement_no_delete BEFORE DELETE ON subsidy_settlement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER subsidy_settlement_stays BEFORE UPDATE ON subsidy_settlement WHEN (OLD.outcome <> 'open' AND (NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.accepted_fen IS DISTINCT FROM OLD.accepted_fen OR NEW.decided_on IS DISTINCT FROM OLD.decided_on OR NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.why IS DISTINCT FROM OLD.why)) OR (OLD.acceptance_id IS NOT NULL AND NEW.acceptance_id IS DISTINCT FROM OLD.acceptance_id) OR NEW.id IS DISTINCT FROM OLD.id OR NEW.undertaking_id IS DISTINCT FROM OLD.undertaking_id OR NEW.first_day IS DISTINCT FROM OLD.first_day OR NEW.last_day IS DISTINCT FROM OLD.last_day OR NEW.computed_fen IS DISTINCT FROM OLD.computed_fen OR NEW.upto_fact_id IS DISTINCT FROM OLD.upto_fact_id OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.words IS DISTINCT FROM OLD.words OR NEW.settled_on IS DISTINCT FROM OLD.settled_on OR NEW.settled_by IS DISTINCT FROM OLD.settled_by OR NEW.settled_for IS DISTINCT FROM OLD.settled_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_no_delete BEFORE DELETE ON guarantee BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_stays BEFORE UPDATE ON guarantee WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.form IS DISTINCT FROM OLD.form OR NEW.issuer IS DISTINCT FROM OLD.issuer OR NEW.issuer_key IS DISTINCT FROM OLD.issuer_key OR NEW.number IS DISTINCT FROM OLD.number OR NEW.number_key IS DISTINCT FROM OLD.number_key OR NEW.face_fen IS DISTINCT FROM OLD.face_fen OR NEW.required_fen IS DISTINCT FROM OLD.required_fen OR NEW.base_fen IS DISTINCT FROM OLD.base_fen OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.valid_from IS DISTINCT FROM OLD.valid_from OR NEW.valid_to IS DISTINCT FROM OLD.valid_to OR NEW.beneficiary IS DISTINCT FROM OLD.beneficiary OR NEW.organisation_id IS DISTINCT FROM OLD.organisation_id OR NEW.undertaking_id IS DISTINCT FROM OLD.undertaking_id OR NEW.process_id IS DISTINCT FROM OLD.process_id OR NEW.spacecraft_id IS DISTINCT FROM OLD.spacecraft_id OR NEW.duty IS DISTINCT FROM OLD.duty OR NEW.duty_due_on IS DISTINCT FROM OLD.duty_due_on OR NEW.return_days IS DISTINCT FROM OLD.return_days OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.lodged_on IS DISTINCT FROM OLD.lodged_on OR NEW.lodged_by IS DISTINCT FROM OLD.lodged_by OR NEW.lodged_for IS DISTINCT FROM OLD.lodged_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_proposal_no_delete BEFORE DELETE ON guarantee_proposal BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_proposal_stays BEFORE UPDATE ON guarantee_proposal WHEN OLD.outcome <> 'open' OR NEW.id IS DISTINCT FROM OLD.id OR NEW.guarantee_id IS DISTINCT FROM OLD.guarantee_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.valid_to IS DISTINCT FROM OLD.valid_to OR NEW.milestone_id IS DISTINCT FROM OLD.milestone_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_for IS DISTINCT FROM OLD.proposed_for BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER guarantee_event_not_approved BEFORE INSERT ON guarantee_event WHEN NEW.kind IN ('raised', 'lowered', 'extended', 'claimed') AND NOT EXISTS (SELECT 1 FROM guarantee_proposal p WHERE p.id = NEW.proposal_id AND p.guarantee_id = NEW.guarantee_id AND p.outcome = 'approved' AND p.kind = CASE NEW.kind WHEN 'raised' THEN 'raise' WHEN 'lowered' THEN 'lower' WHEN 'extended' THEN 'extend' ELSE 'claim' END AND p.amount_fen = NEW.amount_fen AND p.valid_to IS NOT DISTINCT FROM CASE NEW.kind WHEN 'extended' THEN NEW.valid_until END) BEGIN SELECT RAISE(ABORT, 'fund:not_approved'); END;
--
CREATE TRIGGER guarantee_event_guarantee_expired BEFORE INSERT ON guarantee_event WHEN NEW.kind = 'claimed' AND EXISTS (SELECT 1 FROM guarantee g WHERE g.id = NEW.guarantee_id AND g.valid_until < NEW.recorded_on) BEGIN SELECT RAISE(ABORT, 'fund:guarantee_expired'); END;
--
CREATE TRIGGER guarantee_event_earlier_end BEFORE INSERT ON guarantee_event WHEN NEW.kind = 'extended' AND EXISTS (SELECT 1 FROM guarantee g WHERE g.id = NEW.guarantee_id AND g.valid_until >= NEW.valid_until) BEGIN SELECT RAISE(ABORT, 'fund:earlier_end'); END;
--
CREATE TRIGGER guarantee_event_duty_not_met BEFORE INSERT ON guarantee_event WHEN NEW.kind = 'released' AND NOT EXISTS (SELECT 1 FROM guarantee_event e WHERE e.guarantee_id = NEW.guarantee_id AND e.kind IN ('duty_met', 'duty_ended')) BEGIN SELECT RAISE(ABORT, 'fund:duty_not_met'); END;
--
CREATE TRIGGER guarantee_event_another_person BEFORE INSERT ON guarantee_event WHEN NEW.kind IN ('released', 'checked') AND EXISTS (SELECT 1 FROM guarantee g WHERE g.id = NEW.guarantee_id AND g.lodged_by = NEW.recorded_by) BEGIN SELECT RAISE(ABORT, 'fund:another_person'); END;
--
CREATE TRIGGER subsidy_settlement_days_overlap BEFORE INSERT ON subsidy_settlement WHEN NEW.outcome <> 'rejected' AND EXISTS (SELECT 1 FROM subsidy_settlement s WHERE s.undertaking_id = NEW.undertaking_id AND s.outcome <> 'rejected' AND s.first_day < NEW.last_day AND s.last_day > NEW.first_day) BEGIN SELECT RAISE(ABORT, 'fund:days_overlap'); END;
--
CREATE TRIGGER subsidy_loan_subsidised_already BEFORE INSERT ON subsidy WHEN EXISTS (SELECT 1 FROM subsidy s JOIN undertaking u ON u.id = s.undertaking_id WHERE s.contract_key = NEW.contract_key AND s.instrument = NEW.instrument AND u.status NOT IN ('declined', 'withdrawn', 'cancelled')) BEGIN SELECT RAISE(ABORT, 'fund:loan_subsidised_already'); END;
--
CREATE TRIGGER posting_above_settled BEFORE INSERT ON posting WHEN NEW.stage = 'accepted' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM subsidy s WHERE s.undertaking_id = NEW.undertaking_id) AND NEW.amount_fen + (SELECT coalesce(sum(p.amount_fen), 0) FROM posting p WHERE p.undertaking_id = NEW.undertaking_id AND p.stage IN ('accepted', 'returned')) > (SELECT coalesce(sum(s.accepted_fen), 0) FROM subsidy_settlement s WHERE s.undertaking_id = NEW.undertaking_id) BEGIN SELECT RAISE(ABORT, 'fund:above_settled'); END;
--
CREATE TRIGGER guarantee_event_counted AFTER INSERT ON guarantee_event BEGIN UPDATE guarantee SET held_fen = held_fen + CASE NEW.kind WHEN 'lodged' THEN NEW.amount_fen WHEN 'raised' THEN NEW.amount_fen WHEN 'refused' THEN -NEW.amount_fen WHEN 'lowered' THEN -NEW.amount_fen WHEN 'claimed' THEN -NEW.amount_fen WHEN 'released' THEN -NEW.amount_fen ELSE 0 END WHERE id = NEW.guarantee_id; END;
