-- What SQLite itself guards: append-only tables, balances and totals kept by the posting, the chain, four eyes.
-- Statements end with a line of two dashes.
CREATE TRIGGER act_no_update BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER act_no_delete BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER due_entry_no_update BEFORE UPDATE ON due_entry BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER due_entry_no_delete BEFORE DELETE ON due_entry BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER status_event_no_update BEFORE UPDATE ON status_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER status_event_no_delete BEFORE DELETE ON status_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER review_no_update BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER review_no_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER score_no_update BEFORE UPDATE ON score BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER score_no_delete BEFORE DELETE ON score BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER recommendation_no_update BEFORE UPDATE ON recommendation BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER setting_no_update BEFORE UPDATE ON setting BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER reminder_sent_no_update BEFORE UPDATE ON reminder_sent BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER reminder_sent_no_delete BEFORE DELETE ON reminder_sent BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER midterm_check_no_update BEFORE UPDATE ON midterm_check BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER recommendation_no_delete BEFORE DELETE ON recommendation BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER midterm_check_no_delete BEFORE DELETE ON midterm_check BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER status_report_no_update BEFORE UPDATE ON status_report BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER status_report_no_delete BEFORE DELETE ON status_report BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER status_answer_no_update BEFORE UPDATE ON status_answer BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER status_answer_no_delete BEFORE DELETE ON status_answer BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER criterion_no_update BEFORE UPDATE ON criterion BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER criterion_no_delete BEFORE DELETE ON criterion BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER milestone_event_no_update BEFORE UPDATE ON milestone_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER milestone_event_no_delete BEFORE DELETE ON milestone_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER acceptance_no_update BEFORE UPDATE ON acceptance BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER acceptance_no_delete BEFORE DELETE ON acceptance BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER line_opens_balance AFTER INSERT ON line BEGIN
  INSERT INTO line_balance (line_id, appropriated_fen, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen) VALUES (NEW.id, 0, 0, 0, 0, 0, 0);
END;
--
CREATE TRIGGER undertaking_opens_balance AFTER INSERT ON undertaking BEGIN
  INSERT INTO undertaking_balance (undertaking_id, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen) VALUES (NEW.id, 0, 0, 0, 0, 0);
END;
--
CREATE TRIGGER tranche_opens_balance AFTER INSERT ON tranche BEGIN
  INSERT INTO tranche_balance (tranche_id, obligated_fen, accepted_fen, paid_fen, returned_fen) VALUES (NEW.id, 0, 0, 0, 0);
END;
--
CREATE TRIGGER mark_for_good BEFORE UPDATE ON mark WHEN OLD.kind <> 'new' AND NEW.kind <> OLD.kind BEGIN SELECT RAISE(ABORT, 'fund:marked_for_good'); END;
--
CREATE TRIGGER mark_stays BEFORE DELETE ON mark BEGIN SELECT RAISE(ABORT, 'fund:marked_for_good'); END;
--
CREATE TRIGGER act_not_dated_back BEFORE INSERT ON act
WHEN NEW.recorded_on < (SELECT max(recorded_on) FROM act)
BEGIN SELECT RAISE(ABORT, 'fund:dated_back'); END;
--
CREATE TRIGGER posting_fits_act BEFORE INSERT ON posting
WHEN NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.recorded_on = NEW.recorded_on AND (NEW.undertaking_id IS NULL OR act.undertaking_id = NEW.undertaking_id)
    AND (SELECT count(*) FROM posting WHERE posting.act_id = NEW.act_id) < act.entries)
  OR (NEW.tranche_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tranche WHERE tranche.id = NEW.tranche_id AND tranche.undertaking_id = NEW.undertaking_id))
  OR typeof(NEW.amount_fen) <> 'integer'
BEGIN SELECT RAISE(ABORT, 'fund:posting_fits_act'); END;
--
CREATE TRIGGER posting_needs_acceptance BEFORE INSERT ON posting
WHEN NEW.amount_fen > 0 AND (
  (NEW.stage = 'paid' AND NOT EXISTS (SELECT 1 FROM acceptance WHERE acceptance.tranche_id = NEW.tranche_id))
  OR (NEW.stage = 'accepted' AND NEW.amount_fen + (SELECT accepted_fen FROM tranche_balance WHERE tranche_balance.tranche_id = NEW.tranche_id)
    > (SELECT coalesce(sum(amount_fen), 0) FROM acceptance WHERE acceptance.tranche_id = NEW.tranche_id)))
BEGIN SELECT RAISE(ABORT, 'fund:not_accepted'); END;
--
CREATE TRIGGER acceptance_four_eyes BEFORE INSERT ON acceptance
WHEN NEW.basis = 'evidence' AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.id = NEW.evidence_id AND evidence.tranche_id = NEW.tranche_id AND evidence.filed_by IS NOT NEW.accepted_by)
BEGIN SELECT RAISE(ABORT, 'fund:four_eyes'); END;
--
CREATE TRIGGER posting_balances AFTER INSERT ON posting BEGIN
  UPDATE line_balance SET
      appropriated_fen = appropriated_fen + CASE NEW.stage WHEN 'appropriated' THEN NEW.amount_fen ELSE 0 END,
      committed_fen = committed_fen + CASE NEW.stage WHEN 'committed' THEN NEW.amount_fen ELSE 0 END,
      obligated_fen = obligated_fen + CASE NEW.stage WHEN 'obligated' THEN NEW.amount_fen ELSE 0 END,
      accepted_fen = accepted_fen + CASE NEW.stage WHEN 'accepted' THEN NEW.amount_fen ELSE 0 END,
      paid_fen = paid_fen + CASE NEW.stage WHEN 'paid' THEN NEW.amount_fen ELSE 0 END,
      returned_fen = returned_fen + CASE NEW.stage WHEN 'returned' THEN NEW.amount_fen ELSE 0 END
    WHERE line_id = NEW.line_id;
  UPDATE undertaking_balance SET
      committed_fen = committed_fen + CASE NEW.stage WHEN 'committed' THEN NEW.amount_fen ELSE 0 END,
      obligated_fen = obligated_fen + CASE NEW.stage WHEN 'obligated' THEN NEW.amount_fen ELSE 0 END,
      accepted_fen = accepted_fen + CASE NEW.stage WHEN 'accepted' THEN NEW.amount_fen ELSE 0 END,
      paid_fen = paid_fen + CASE NEW.stage WHEN 'paid' THEN NEW.amount_fen ELSE 0 END,
      returned_fen = returned_fen + CASE NEW.stage WHEN 'returned' THEN NEW.amount_fen ELSE 0 END
    WHERE undertaking_id = NEW.undertaking_id;
  UPDATE tranche_balance SET
      obligated_fen = obligated_fen + CASE NEW.stage WHEN 'obligated' THEN NEW.amount_fen ELSE 0 END,
      accepted_fen = accepted_fen + CASE NEW.stage WHEN 'accepted' THEN NEW.amount_fen ELSE 0 END,
      paid_fen = paid_fen + CASE NEW.stage WHEN 'paid' THEN NEW.amount_fen ELSE 0 END,
      returned_fen = returned_fen + CASE NEW.stage WHEN 'returned' THEN NEW.amount_fen ELSE 0 END
    WHERE tranche_id = NEW.tranche_id;
  INSERT INTO total (cut, key, line_id, grain, starts_on, appropriated_fen, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen)
  SELECT cut, key, line_id, grain, starts_on, CASE NEW.stage WHEN 'appropriated' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'committed' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'obligated' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'accepted' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'paid' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'returned' THEN NEW.amount_fen ELSE 0 END
  FROM (SELECT 'line' AS cut, '' AS key, NEW.line_id AS line_id
    UNION ALL SELECT 'region', region_code, NEW.line_id FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'map', region_code, 0 FROM undertaking WHERE id = NEW.undertaking_id AND currency = 'CNY'
    UNION ALL SELECT 'organisation', CAST(organisation_id AS TEXT), NEW.line_id FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'category', category, NEW.line_id FROM undertaking WHERE id = NEW.undertaking_id AND category <> ''
    UNION ALL SELECT 'category_region', category || ' ' || region_code, 0 FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND currency = 'CNY') AS cuts
  CROSS JOIN (SELECT 'month' AS grain, date(NEW.recorded_on, 'start of month') AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  WHERE true
  ON CONFLICT (cut, key, line_id, grain, starts_on) DO UPDATE SET
    appropriated_fen = appropriated_fen + excluded.appropriated_fen,
    committed_fen = committed_fen + excluded.committed_fen,
    obligated_fen = obligated_fen + excluded.obligated_fen,
    accepted_fen = accepted_fen + excluded.accepted_fen,
    paid_fen = paid_fen + excluded.paid_fen,
    returned_fen = returned_fen + excluded.returned_fen;
END;
--
CREATE TRIGGER due_entry_totals AFTER INSERT ON due_entry
WHEN NEW.kind <> 'promised_fen' OR (SELECT currency FROM undertaking WHERE id = NEW.undertaking_id) = 'CNY'
BEGIN
  INSERT INTO due_total (cut, key, kind, grain, starts_on, due_grain, due_on, value)
  SELECT cut, key, NEW.kind, grain, starts_on, due_grain, dues.due_on, NEW.value
  FROM (SELECT 'all' AS cut, '' AS key
    UNION ALL SELECT 'measure', programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id
    UNION ALL SELECT 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'category', category FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_region', category || ' ' || region_code FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_measure', category || ' ' || programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'organisation', CAST(organisation_id AS TEXT) FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month' AS grain, date(NEW.recorded_on, 'start of month') AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  CROSS JOIN (SELECT 'month' AS due_grain, date(NEW.due_on, 'start of month') AS due_on UNION ALL SELECT 'day', NEW.due_on WHERE NEW.kind = 'open') AS dues
  WHERE true
  ON CONFLICT (cut, key, kind, grain, starts_on, due_grain, due_on) DO UPDATE SET value = value + excluded.value;
END;
--
