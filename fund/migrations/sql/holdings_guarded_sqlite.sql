-- Holdings guarded further on SQLite: the fund pays after the others, one hand says one word, a voucher of a holding says one remittance, a holding is in renminbi. Statements end with a line of two dashes.
CREATE TRIGGER holding_in_renminbi BEFORE INSERT ON holding
WHEN NEW.undertaking_id > 0 AND NOT EXISTS (SELECT 1 FROM undertaking u WHERE u.id = NEW.undertaking_id AND u.currency = 'CNY')
BEGIN SELECT RAISE(ABORT, 'fund:in_renminbi'); END;
--
CREATE TRIGGER holding_word_by_another_hand BEFORE INSERT ON holding_word
WHEN NEW.said_by IS NOT NULL AND (EXISTS (SELECT 1 FROM holding_fact f WHERE f.id = NEW.fact_id AND f.stated_for = NEW.said_for) OR EXISTS (SELECT 1 FROM holding_word w WHERE w.fact_id = NEW.fact_id AND (w.said_by IN (NEW.said_by, NEW.said_for) OR w.said_for IN (NEW.said_by, NEW.said_for))))
BEGIN SELECT RAISE(ABORT, 'fund:four_eyes'); END;
--
CREATE TRIGGER holding_voucher_once BEFORE INSERT ON holding_fact
WHEN NEW.kind = 'remittance' AND EXISTS (SELECT 1 FROM holding_fact f WHERE f.undertaking_id = NEW.undertaking_id AND f.kind = 'remittance' AND f.reference = NEW.reference AND NOT EXISTS (SELECT 1 FROM holding_word w WHERE w.fact_id = f.id AND w.verdict = 'no'))
BEGIN SELECT RAISE(ABORT, 'fund:voucher_once'); END;
--
CREATE TRIGGER posting_follows_others BEFORE INSERT ON posting
WHEN NEW.stage = 'paid' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM holding h WHERE h.undertaking_id = NEW.undertaking_id AND h.pays_after_others) AND EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.kind = 'pay') AND ((SELECT coalesce(sum(f.amount_fen), 0) FROM holding_fact f WHERE f.undertaking_id = NEW.undertaking_id AND f.kind = 'subscribed' AND NOT EXISTS (SELECT 1 FROM holding_fact c WHERE c.corrects_id = f.id)) = 0 OR ((SELECT coalesce(sum(p.amount_fen), 0) FROM posting p WHERE p.undertaking_id = NEW.undertaking_id AND p.stage = 'paid') + NEW.amount_fen) * (SELECT coalesce(sum(f.amount_fen), 0) FROM holding_fact f WHERE f.undertaking_id = NEW.undertaking_id AND f.kind = 'subscribed' AND NOT EXISTS (SELECT 1 FROM holding_fact c WHERE c.corrects_id = f.id)) > (SELECT coalesce(sum(f.amount_fen), 0) FROM holding_fact f WHERE f.undertaking_id = NEW.undertaking_id AND f.kind = 'other_paid' AND NOT EXISTS (SELECT 1 FROM holding_fact c WHERE c.corrects_id = f.id)) * (SELECT coalesce(sum(p.amount_fen), 0) FROM posting p WHERE p.undertaking_id = NEW.undertaking_id AND p.stage = 'obligated'))
BEGIN SELECT RAISE(ABORT, 'fund:ahead_of_others'); END;
