-- Registers on PostgreSQL: what organisations and methods come to, kept as it changes. Statements end with a line of two dashes.
CREATE FUNCTION undertaking_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT coalesce(max(committed_fen), 0) INTO stands FROM undertaking_balance WHERE undertaking_id = NEW.id AND NEW.currency = 'CNY';
    UPDATE organisation_total SET undertakings = undertakings - 1, committed_fen = committed_fen - stands
      WHERE organisation_id = OLD.organisation_id AND kind = OLD.kind AND category = OLD.category;
  END IF;
  INSERT INTO organisation_total (organisation_id, kind, category, undertakings, committed_fen) VALUES (NEW.organisation_id, NEW.kind, NEW.category, 1, stands)
  ON CONFLICT (organisation_id, kind, category) DO UPDATE SET
    undertakings = organisation_total.undertakings + 1, committed_fen = organisation_total.committed_fen + excluded.committed_fen;
  RETURN NULL;
END $$;
--
CREATE TRIGGER undertaking_counted AFTER INSERT ON undertaking FOR EACH ROW EXECUTE FUNCTION undertaking_counted();
--
CREATE TRIGGER undertaking_moved AFTER UPDATE ON undertaking FOR EACH ROW
WHEN (NEW.organisation_id <> OLD.organisation_id OR NEW.kind <> OLD.kind OR NEW.category <> OLD.category) EXECUTE FUNCTION undertaking_counted();
--
CREATE FUNCTION posting_added_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organisation_total t SET committed_fen = t.committed_fen + NEW.amount_fen FROM undertaking u
    WHERE u.id = NEW.undertaking_id AND u.currency = 'CNY' AND t.organisation_id = u.organisation_id AND t.kind = u.kind AND t.category = u.category;
  INSERT INTO method_total (category, method, committed_fen)
  SELECT u.category, c.method, NEW.amount_fen FROM undertaking u JOIN contract c ON c.undertaking_id = u.id WHERE u.id = NEW.undertaking_id AND u.currency = 'CNY'
  ON CONFLICT (category, method) DO UPDATE SET committed_fen = method_total.committed_fen + excluded.committed_fen;
  RETURN NULL;
END $$;
--
CREATE TRIGGER posting_added_up AFTER INSERT ON posting FOR EACH ROW WHEN (NEW.stage = 'committed') EXECUTE FUNCTION posting_added_up();
--
CREATE FUNCTION posting_bought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO total (cut, key, line_id, grain, starts_on, appropriated_fen, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen)
  SELECT 'category_all', u.category, 0, grain, starts_on, CASE NEW.stage WHEN 'appropriated' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'committed' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'obligated' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'accepted' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'paid' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'returned' THEN NEW.amount_fen ELSE 0 END
  FROM undertaking u CROSS JOIN (SELECT 'month' AS grain, date_trunc('month', NEW.recorded_on)::date AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  WHERE u.id = NEW.undertaking_id AND u.category <> '' AND u.currency = 'CNY'
  ORDER BY grain
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
CREATE TRIGGER posting_bought AFTER INSERT ON posting FOR EACH ROW WHEN (NEW.undertaking_id IS NOT NULL) EXECUTE FUNCTION posting_bought();
