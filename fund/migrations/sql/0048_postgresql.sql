-- Subsidies and guarantees on PostgreSQL: statements, claims and events are append-only, terms stay, what was decided stays; a day is settled once, a contract subsidised once, nothing is accepted above what was settled; a claim needs approval and a letter that runs, a release a duty met. Statements end with a line of two dashes.
CREATE TRIGGER subsidy_append_only BEFORE UPDATE OR DELETE ON subsidy FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_fact_append_only BEFORE UPDATE OR DELETE ON subsidy_fact FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_claim_append_only BEFORE UPDATE OR DELETE ON subsidy_claim FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_event_append_only BEFORE UPDATE OR DELETE ON guarantee_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_settlement_no_delete BEFORE DELETE ON subsidy_settlement FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_settlement_stays BEFORE UPDATE ON subsidy_settlement FOR EACH ROW WHEN ((OLD.outcome <> 'open' AND (NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.accepted_fen IS DISTINCT FROM OLD.accepted_fen OR NEW.decided_on IS DISTINCT FROM OLD.decided_on OR NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.why IS DISTINCT FROM OLD.why)) OR (OLD.acceptance_id IS NOT NULL AND NEW.acceptance_id IS DISTINCT FROM OLD.acceptance_id) OR NEW.id IS DISTINCT FROM OLD.id OR NEW.undertaking_id IS DISTINCT FROM OLD.undertaking_id OR NEW.first_day IS DISTINCT FROM OLD.first_day OR NEW.last_day IS DISTINCT FROM OLD.last_day OR NEW.computed_fen IS DISTINCT FROM OLD.computed_fen OR NEW.upto_fact_id IS DISTINCT FROM OLD.upto_fact_id OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.words IS DISTINCT FROM OLD.words OR NEW.settled_on IS DISTINCT FROM OLD.settled_on OR NEW.settled_by IS DISTINCT FROM OLD.settled_by OR NEW.settled_for IS DISTINCT FROM OLD.settled_for) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_no_delete BEFORE DELETE ON guarantee FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_stays BEFORE UPDATE ON guarantee FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.form IS DISTINCT FROM OLD.form OR NEW.issuer IS DISTINCT FROM OLD.issuer OR NEW.issuer_key IS DISTINCT FROM OLD.issuer_key OR NEW.number IS DISTINCT FROM OLD.number OR NEW.number_key IS DISTINCT FROM OLD.number_key OR NEW.face_fen IS DISTINCT FROM OLD.face_fen OR NEW.required_fen IS DISTINCT FROM OLD.required_fen OR NEW.base_fen IS DISTINCT FROM OLD.base_fen OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.valid_from IS DISTINCT FROM OLD.valid_from OR NEW.valid_to IS DISTINCT FROM OLD.valid_to OR NEW.beneficiary IS DISTINCT FROM OLD.beneficiary OR NEW.organisation_id IS DISTINCT FROM OLD.organisation_id OR NEW.undertaking_id IS DISTINCT FROM OLD.undertaking_id OR NEW.process_id IS DISTINCT FROM OLD.process_id OR NEW.spacecraft_id IS DISTINCT FROM OLD.spacecraft_id OR NEW.duty IS DISTINCT FROM OLD.duty OR NEW.duty_due_on IS DISTINCT FROM OLD.duty_due_on OR NEW.return_days IS DISTINCT FROM OLD.return_days OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.lodged_on IS DISTINCT FROM OLD.lodged_on OR NEW.lodged_by IS DISTINCT FROM OLD.lodged_by OR NEW.lodged_for IS DISTINCT FROM OLD.lodged_for) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_proposal_no_delete BEFORE DELETE ON guarantee_proposal FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_proposal_stays BEFORE UPDATE ON guarantee_proposal FOR EACH ROW WHEN (OLD.outcome <> 'open' OR NEW.id IS DISTINCT FROM OLD.id OR NEW.guarantee_id IS DISTINCT FROM OLD.guarantee_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.valid_to IS DISTINCT FROM OLD.valid_to OR NEW.milestone_id IS DISTINCT FROM OLD.milestone_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.proposed_on IS DISTINCT FROM OLD.proposed_on OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_for IS DISTINCT FROM OLD.proposed_for) EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_no_truncate BEFORE TRUNCATE ON subsidy FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_fact_no_truncate BEFORE TRUNCATE ON subsidy_fact FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_claim_no_truncate BEFORE TRUNCATE ON subsidy_claim FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_event_no_truncate BEFORE TRUNCATE ON guarantee_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER subsidy_settlement_no_truncate BEFORE TRUNCATE ON subsidy_settlement FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_no_truncate BEFORE TRUNCATE ON guarantee FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER guarantee_proposal_no_truncate BEFORE TRUNCATE ON guarantee_proposal FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION guarantee_event_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM guarantee WHERE id = NEW.guarantee_id FOR UPDATE;
  IF NEW.kind IN ('raised', 'lowered', 'extended', 'claimed') AND NOT EXISTS (SELECT 1 FROM guarantee_proposal p WHERE p.id = NEW.proposal_id AND p.guarantee_id = NEW.guarantee_id AND p.outcome = 'approved' AND p.kind = CASE NEW.kind WHEN 'raised' THEN 'raise' WHEN 'lowered' THEN 'lower' WHEN 'extended' THEN 'extend' ELSE 'claim' END AND p.amount_fen = NEW.amount_fen AND p.valid_to IS NOT DISTINCT FROM CASE NEW.kind WHEN 'extended' THEN NEW.valid_until END) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:not_approved'; END IF;
  IF NEW.kind = 'claimed' AND EXISTS (SELECT 1 FROM guarantee g WHERE g.id = NEW.guarantee_id AND g.valid_until < NEW.recorded_on) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:guarantee_expired'; END IF;
  IF NEW.kind = 'extended' AND EXISTS (SELECT 1 FROM guarantee g WHERE g.id = NEW.guarantee_id AND g.valid_until >= NEW.valid_until) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:earlier_end'; END IF;
  IF NEW.kind = 'released' AND NOT EXISTS (SELECT 1 FROM guarantee_event e WHERE e.guarantee_id = NEW.guarantee_id AND e.kind IN ('duty_met', 'duty_ended')) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:duty_not_met'; END IF;
  IF NEW.kind IN ('released', 'checked') AND EXISTS (SELECT 1 FROM guarantee g WHERE g.id = NEW.guarantee_id AND g.lodged_by = NEW.recorded_by) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:another_person'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER guarantee_event_guarded BEFORE INSERT ON guarantee_event FOR EACH ROW EXECUTE FUNCTION guarantee_event_guarded();
--
CREATE FUNCTION subsidy_settlement_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM undertaking WHERE id = NEW.undertaking_id FOR UPDATE;
  IF NEW.outcome <> 'rejected' AND EXISTS (SELECT 1 FROM subsidy_settlement s WHERE s.undertaking_id = NEW.undertaking_id AND s.outcome <> 'rejected' AND s.first_day < NEW.last_day AND s.last_day > NEW.first_day) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:days_overlap'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER subsidy_settlement_guarded BEFORE INSERT ON subsidy_settlement FOR EACH ROW EXECUTE FUNCTION subsidy_settlement_guarded();
--
CREATE FUNCTION subsidy_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(NEW.instrument || ' ' || NEW.contract_key));
  IF EXISTS (SELECT 1 FROM subsidy s JOIN undertaking u ON u.id = s.undertaking_id WHERE s.contract_key = NEW.contract_key AND s.instrument = NEW.instrument AND u.status NOT IN ('declined', 'withdrawn', 'cancelled')) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:loan_subsidised_already'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER subsidy_guarded BEFORE INSERT ON subsidy FOR EACH ROW EXECUTE FUNCTION subsidy_guarded();
--
CREATE FUNCTION posting_above_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stage = 'accepted' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM subsidy s WHERE s.undertaking_id = NEW.undertaking_id) AND NEW.amount_fen + (SELECT coalesce(sum(p.amount_fen), 0) FROM posting p WHERE p.undertaking_id = NEW.undertaking_id AND p.stage IN ('accepted', 'returned')) > (SELECT coalesce(sum(s.accepted_fen), 0) FROM subsidy_settlement s WHERE s.undertaking_id = NEW.undertaking_id) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:above_settled'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER posting_above_settled BEFORE INSERT ON posting FOR EACH ROW WHEN (NEW.stage = 'accepted' AND NEW.amount_fen > 0) EXECUTE FUNCTION posting_above_settled();
--
CREATE FUNCTION guarantee_event_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE guarantee SET held_fen = held_fen + CASE NEW.kind WHEN 'lodged' THEN NEW.amount_fen WHEN 'raised' THEN NEW.amount_fen WHEN 'refused' THEN -NEW.amount_fen WHEN 'lowered' THEN -NEW.amount_fen WHEN 'claimed' THEN -NEW.amount_fen WHEN 'released' THEN -NEW.amount_fen ELSE 0 END WHERE id = NEW.guarantee_id;
  RETURN NULL;
END $$;
--
CREATE TRIGGER guarantee_event_counted AFTER INSERT ON guarantee_event FOR EACH ROW EXECUTE FUNCTION guarantee_event_counted();
