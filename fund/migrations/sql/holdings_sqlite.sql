-- Holdings on SQLite: facts and what was said to them are append-only; a second word is another's, an exit is approved, no more units leave than are held, what was paid stays. Statements end with a line of two dashes.
CREATE TRIGGER holding_no_update BEFORE UPDATE ON holding BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_no_delete BEFORE DELETE ON holding BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER co_investor_no_update BEFORE UPDATE ON co_investor BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER co_investor_no_delete BEFORE DELETE ON co_investor BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_fact_no_update BEFORE UPDATE ON holding_fact BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_fact_no_delete BEFORE DELETE ON holding_fact BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_word_no_update BEFORE UPDATE ON holding_word BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_word_no_delete BEFORE DELETE ON holding_word BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_of_its_kind BEFORE INSERT ON holding
WHEN NEW.undertaking_id > 0 AND NOT EXISTS (SELECT 1 FROM undertaking u WHERE u.id = NEW.undertaking_id AND u.kind = 'holding' AND u.category = 'equity')
BEGIN SELECT RAISE(ABORT, 'fund:of_its_kind'); END;
--
CREATE TRIGGER holding_word_by_another BEFORE INSERT ON holding_word
WHEN NEW.said_by IS NOT NULL AND EXISTS (SELECT 1 FROM holding_fact f WHERE f.id = NEW.fact_id AND (f.stated_by = NEW.said_by OR f.stated_for = NEW.said_by OR f.stated_by = NEW.said_for))
BEGIN SELECT RAISE(ABORT, 'fund:four_eyes'); END;
--
CREATE TRIGGER holding_word_waited_for BEFORE INSERT ON holding_word
WHEN NEW.fact_id > 0 AND (EXISTS (SELECT 1 FROM holding_word w WHERE w.fact_id = NEW.fact_id AND w.verdict = 'no') OR (SELECT count(*) FROM holding_word w WHERE w.fact_id = NEW.fact_id) >= (SELECT needed FROM holding_fact f WHERE f.id = NEW.fact_id))
BEGIN SELECT RAISE(ABORT, 'fund:not_waiting'); END;
--
CREATE TRIGGER holding_exit_approved BEFORE INSERT ON holding_fact
WHEN NEW.kind = 'exit' AND NOT EXISTS (SELECT 1 FROM holding_fact p WHERE p.id = NEW.proposal_id AND p.kind = 'proposal' AND p.undertaking_id = NEW.undertaking_id AND p.needed = (SELECT count(*) FROM holding_word w WHERE w.fact_id = p.id AND w.verdict = 'yes'))
BEGIN SELECT RAISE(ABORT, 'fund:not_approved'); END;
--
CREATE TRIGGER holding_units_held AFTER INSERT ON holding_fact
WHEN NEW.kind IN ('units', 'exit') AND (SELECT coalesce(sum(CASE f.kind WHEN 'units' THEN f.units ELSE -f.units END), 0) FROM holding_fact f WHERE f.undertaking_id = NEW.undertaking_id AND f.kind IN ('units', 'exit') AND f.units IS NOT NULL AND NOT EXISTS (SELECT 1 FROM holding_fact c WHERE c.corrects_id = f.id)) < 0
BEGIN SELECT RAISE(ABORT, 'fund:units_above_held'); END;
--
CREATE TRIGGER holding_fact_of_its_act BEFORE INSERT ON holding_fact
WHEN NEW.act_id > 0 AND NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.undertaking_id = NEW.undertaking_id AND act.recorded_on = NEW.recorded_on)
BEGIN SELECT RAISE(ABORT, 'fund:of_its_act'); END;
--
CREATE TRIGGER posting_stays_paid_of_holding BEFORE INSERT ON posting
WHEN NEW.stage = 'paid' AND NEW.amount_fen < 0 AND (EXISTS (SELECT 1 FROM undertaking u WHERE u.id = NEW.undertaking_id AND u.kind = 'holding') AND NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.kind IN ('correct_payment', 'reverse', 'claw_back', 'correct_claw_back')))
BEGIN SELECT RAISE(ABORT, 'fund:paid_stays'); END;
