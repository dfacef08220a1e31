-- What PostgreSQL itself guards: append-only tables, balances and totals kept by the posting, the chain, four eyes.
-- Statements end with a line of two dashes.
CREATE FUNCTION fund_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:' || TG_ARGV[0]; END $$;
--
CREATE TRIGGER act_append_only BEFORE UPDATE OR DELETE ON act FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER act_no_truncate BEFORE TRUNCATE ON act FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER posting_no_truncate BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER due_entry_append_only BEFORE UPDATE OR DELETE ON due_entry FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER due_entry_no_truncate BEFORE TRUNCATE ON due_entry FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER status_event_append_only BEFORE UPDATE OR DELETE ON status_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER status_event_no_truncate BEFORE TRUNCATE ON status_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER attachment_append_only BEFORE UPDATE OR DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER attachment_no_truncate BEFORE TRUNCATE ON attachment FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER review_no_truncate BEFORE TRUNCATE ON review FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER score_append_only BEFORE UPDATE OR DELETE ON score FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER score_no_truncate BEFORE TRUNCATE ON score FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER recommendation_append_only BEFORE UPDATE OR DELETE ON recommendation FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER setting_append_only BEFORE UPDATE OR DELETE ON setting FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER reminder_sent_append_only BEFORE UPDATE OR DELETE ON reminder_sent FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER reminder_sent_no_truncate BEFORE TRUNCATE ON reminder_sent FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER approval_append_only BEFORE UPDATE OR DELETE ON approval FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER midterm_check_append_only BEFORE UPDATE OR DELETE ON midterm_check FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER recommendation_no_truncate BEFORE TRUNCATE ON recommendation FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER setting_no_truncate BEFORE TRUNCATE ON setting FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER approval_no_truncate BEFORE TRUNCATE ON approval FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER midterm_check_no_truncate BEFORE TRUNCATE ON midterm_check FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER status_report_append_only BEFORE UPDATE OR DELETE ON status_report FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER status_report_no_truncate BEFORE TRUNCATE ON status_report FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER status_answer_append_only BEFORE UPDATE OR DELETE ON status_answer FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER status_answer_no_truncate BEFORE TRUNCATE ON status_answer FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER criterion_append_only BEFORE UPDATE OR DELETE ON criterion FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER criterion_no_truncate BEFORE TRUNCATE ON criterion FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER milestone_event_append_only BEFORE UPDATE OR DELETE ON milestone_event FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER milestone_event_no_truncate BEFORE TRUNCATE ON milestone_event FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON evidence FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER acceptance_append_only BEFORE UPDATE OR DELETE ON acceptance FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER acceptance_no_truncate BEFORE TRUNCATE ON acceptance FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION line_opens_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO line_balance (line_id, appropriated_fen, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen) VALUES (NEW.id, 0, 0, 0, 0, 0, 0);
  RETURN NULL;
END $$;
--
CREATE TRIGGER line_opens_balance AFTER INSERT ON line FOR EACH ROW EXECUTE FUNCTION line_opens_balance();
--
CREATE FUNCTION undertaking_opens_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO undertaking_balance (undertaking_id, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen) VALUES (NEW.id, 0, 0, 0, 0, 0);
  RETURN NULL;
END $$;
--
CREATE TRIGGER undertaking_opens_balance AFTER INSERT ON undertaking FOR EACH ROW EXECUTE FUNCTION undertaking_opens_balance();
--
CREATE FUNCTION tranche_opens_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tranche_balance (tranche_id, obligated_fen, accepted_fen, paid_fen, returned_fen) VALUES (NEW.id, 0, 0, 0, 0);
  RETURN NULL;
END $$;
--
CREATE TRIGGER tranche_opens_balance AFTER INSERT ON tranche FOR EACH ROW EXECUTE FUNCTION tranche_opens_balance();
--
CREATE TRIGGER mark_for_good BEFORE UPDATE ON mark FOR EACH ROW WHEN (OLD.kind <> 'new' AND NEW.kind <> OLD.kind) EXECUTE FUNCTION fund_refuse('marked_for_good');
--
CREATE TRIGGER mark_stays BEFORE DELETE ON mark FOR EACH ROW EXECUTE FUNCTION fund_refuse('marked_for_good');
--
CREATE FUNCTION act_not_dated_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.recorded_on < (SELECT max(recorded_on) FROM act) THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:dated_back'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER act_not_dated_back BEFORE INSERT ON act FOR EACH ROW EXECUTE FUNCTION act_not_dated_back();
--
CREATE FUNCTION posting_fits_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.recorded_on = NEW.recorded_on AND (NEW.undertaking_id IS NULL OR act.undertaking_id = NEW.undertaking_id)
      AND (SELECT count(*) FROM posting WHERE posting.act_id = NEW.act_id) < act.entries)
    OR (NEW.tranche_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tranche WHERE tranche.id = NEW.tranche_id AND tranche.undertaking_id = NEW.undertaking_id))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:posting_fits_act'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER posting_fits_act BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_fits_act();
--
CREATE FUNCTION posting_needs_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_fen > 0 AND (
    (NEW.stage = 'paid' AND NOT EXISTS (SELECT 1 FROM acceptance WHERE acceptance.tranche_id = NEW.tranche_id))
    OR (NEW.stage = 'accepted' AND NEW.amount_fen + (SELECT accepted_fen FROM tranche_balance WHERE tranche_balance.tranche_id = NEW.tranche_id)
      > (SELECT coalesce(sum(amount_fen), 0) FROM acceptance WHERE acceptance.tranche_id = NEW.tranche_id)))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:not_accepted'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER posting_needs_acceptance BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_needs_acceptance();
--
CREATE FUNCTION acceptance_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.basis = 'evidence' AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.id = NEW.evidence_id AND evidence.tranche_id = NEW.tranche_id AND evidence.filed_by IS DISTINCT FROM NEW.accepted_by)
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:four_eyes'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER acceptance_four_eyes BEFORE INSERT ON acceptance FOR EACH ROW EXECUTE FUNCTION acceptance_four_eyes();
--
CREATE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
    UNION ALL SELECT 'organisation', organisation_id::text, NEW.line_id FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'category', category, NEW.line_id FROM undertaking WHERE id = NEW.undertaking_id AND category <> ''
    UNION ALL SELECT 'category_region', category || ' ' || region_code, 0 FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND currency = 'CNY') AS cuts
  CROSS JOIN (SELECT 'month'::text AS grain, date_trunc('month', NEW.recorded_on)::date AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  ON CONFLICT (cut, key, line_id, grain, starts_on) DO UPDATE SET
    appropriated_fen = total.appropriated_fen + excluded.appropriated_fen,
    committed_fen = total.committed_fen + excluded.committed_fen,
    obligated_fen = total.obligated_fen + excluded.obligated_fen,
    accepted_fen = total.accepted_fen + excluded.accepted_fen,
    paid_fen = total.paid_fen + excluded.paid_fen,
    returned_fen = total.returned_fen + excluded.returned_fen;
  RETURN NULL;
END $$;
--
CREATE TRIGGER posting_balances AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_balances();
--
CREATE FUNCTION due_entry_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'promised_fen' AND (SELECT currency FROM undertaking WHERE id = NEW.undertaking_id) <> 'CNY' THEN RETURN NULL; END IF;
  INSERT INTO due_total (cut, key, kind, grain, starts_on, due_grain, due_on, value)
  SELECT cut, key, NEW.kind, grain, starts_on, due_grain, dues.due_on, NEW.value
  FROM (SELECT 'all' AS cut, '' AS key
    UNION ALL SELECT 'measure', programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id
    UNION ALL SELECT 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'category', category FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_region', category || ' ' || region_code FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_measure', category || ' ' || programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'organisation', organisation_id::text FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month'::text AS grain, date_trunc('month', NEW.recorded_on)::date AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  CROSS JOIN (SELECT 'month'::text AS due_grain, date_trunc('month', NEW.due_on)::date AS due_on UNION ALL SELECT 'day', NEW.due_on WHERE NEW.kind = 'open') AS dues
  ON CONFLICT (cut, key, kind, grain, starts_on, due_grain, due_on) DO UPDATE SET value = due_total.value + excluded.value;
  RETURN NULL;
END $$;
--
CREATE TRIGGER due_entry_totals AFTER INSERT ON due_entry FOR EACH ROW EXECUTE FUNCTION due_entry_totals();
--
