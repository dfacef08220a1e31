-- Holdings on PostgreSQL: facts and what was said to them are append-only; a second word is another's, an exit is approved, no more units leave than are held, what was paid stays. Statements end with a line of two dashes.
CREATE TRIGGER holding_append_only BEFORE UPDATE OR DELETE ON holding FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_no_truncate BEFORE TRUNCATE ON holding FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER co_investor_append_only BEFORE UPDATE OR DELETE ON co_investor FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER co_investor_no_truncate BEFORE TRUNCATE ON co_investor FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_fact_append_only BEFORE UPDATE OR DELETE ON holding_fact FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_fact_no_truncate BEFORE TRUNCATE ON holding_fact FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_word_append_only BEFORE UPDATE OR DELETE ON holding_word FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_word_no_truncate BEFORE TRUNCATE ON holding_word FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION holding_of_its_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM undertaking u WHERE u.id = NEW.undertaking_id AND u.kind = 'holding' AND u.category = 'equity')
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:of_its_kind'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_of_its_kind BEFORE INSERT ON holding FOR EACH ROW
WHEN (NEW.undertaking_id > 0) EXECUTE FUNCTION holding_of_its_kind();
--
CREATE FUNCTION holding_word_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM holding_fact f WHERE f.id = NEW.fact_id AND (f.stated_by = NEW.said_by OR f.stated_for = NEW.said_by OR f.stated_by = NEW.said_for))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:four_eyes'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_word_by_another BEFORE INSERT ON holding_word FOR EACH ROW
WHEN (NEW.said_by IS NOT NULL) EXECUTE FUNCTION holding_word_by_another();
--
CREATE FUNCTION holding_word_waited_for() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (EXISTS (SELECT 1 FROM holding_word w WHERE w.fact_id = NEW.fact_id AND w.verdict = 'no') OR (SELECT count(*) FROM holding_word w WHERE w.fact_id = NEW.fact_id) >= (SELECT needed FROM holding_fact f WHERE f.id = NEW.fact_id))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:not_waiting'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_word_waited_for BEFORE INSERT ON holding_word FOR EACH ROW
WHEN (NEW.fact_id > 0) EXECUTE FUNCTION holding_word_waited_for();
--
CREATE FUNCTION holding_exit_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM holding_fact p WHERE p.id = NEW.proposal_id AND p.kind = 'proposal' AND p.undertaking_id = NEW.undertaking_id AND p.needed = (SELECT count(*) FROM holding_word w WHERE w.fact_id = p.id AND w.verdict = 'yes'))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:not_approved'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_exit_approved BEFORE INSERT ON holding_fact FOR EACH ROW
WHEN (NEW.kind = 'exit') EXECUTE FUNCTION holding_exit_approved();
--
CREATE FUNCTION holding_units_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(CASE f.kind WHEN 'units' THEN f.units ELSE -f.units END), 0) FROM holding_fact f WHERE f.undertaking_id = NEW.undertaking_id AND f.kind IN ('units', 'exit') AND f.units IS NOT NULL AND NOT EXISTS (SELECT 1 FROM holding_fact c WHERE c.corrects_id = f.id)) < 0
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:units_above_held'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_units_held AFTER INSERT ON holding_fact FOR EACH ROW
WHEN (NEW.kind IN ('units', 'exit')) EXECUTE FUNCTION holding_units_held();
--
CREATE FUNCTION holding_fact_of_its_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.undertaking_id = NEW.undertaking_id AND act.recorded_on = NEW.recorded_on)
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:of_its_act'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_fact_of_its_act BEFORE INSERT ON holding_fact FOR EACH ROW
WHEN (NEW.act_id > 0) EXECUTE FUNCTION holding_fact_of_its_act();
--
CREATE FUNCTION posting_stays_paid_of_holding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (EXISTS (SELECT 1 FROM undertaking u WHERE u.id = NEW.undertaking_id AND u.kind = 'holding') AND NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.kind IN ('correct_payment', 'reverse', 'claw_back', 'correct_claw_back')))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:paid_stays'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER posting_stays_paid_of_holding BEFORE INSERT ON posting FOR EACH ROW
WHEN (NEW.stage = 'paid' AND NEW.amount_fen < 0) EXECUTE FUNCTION posting_stays_paid_of_holding();
