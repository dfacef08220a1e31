-- Claw-backs on PostgreSQL: money comes back on the line its payment was made from; a correction once decided stays. Statements end with a line of two dashes.
CREATE FUNCTION posting_comes_back_where_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.kind IN ('claw_back', 'correct_claw_back'))
    AND NOT EXISTS (SELECT 1 FROM act JOIN posting AS paid ON paid.act_id = act.payment_id
      WHERE act.id = NEW.act_id AND paid.stage = 'paid' AND paid.amount_fen > 0 AND paid.line_id = NEW.line_id AND paid.tranche_id = NEW.tranche_id)
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:comes_back_where_paid'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER posting_comes_back_where_paid BEFORE INSERT ON posting FOR EACH ROW
WHEN (NEW.stage = 'returned' AND NEW.amount_fen > 0) EXECUTE FUNCTION posting_comes_back_where_paid();
--
CREATE TRIGGER claw_back_correction_no_delete BEFORE DELETE ON claw_back_correction FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER claw_back_correction_no_truncate BEFORE TRUNCATE ON claw_back_correction FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER claw_back_correction_stays BEFORE UPDATE ON claw_back_correction FOR EACH ROW
WHEN (OLD.outcome <> 'open' OR NEW.act_id <> OLD.act_id OR NEW.payment_id <> OLD.payment_id OR NEW.reason <> OLD.reason)
EXECUTE FUNCTION fund_refuse('append_only');
