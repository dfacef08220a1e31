-- Registers on SQLite: what organisations and methods come to, kept as it changes. Statements end with a line of two dashes.
CREATE TRIGGER undertaking_counted AFTER INSERT ON undertaking BEGIN
  INSERT INTO organisation_total (organisation_id, kind, category, undertakings, committed_fen) VALUES (NEW.organisation_id, NEW.kind, NEW.category, 1, 0)
  ON CONFLICT (organisation_id, kind, category) DO UPDATE SET undertakings = organisation_total.undertakings + 1;
END;
--
CREATE TRIGGER undertaking_moved AFTER UPDATE OF organisation_id, kind, category ON undertaking
WHEN NEW.organisation_id <> OLD.organisation_id OR NEW.kind <> OLD.kind OR NEW.category <> OLD.category BEGIN
  UPDATE organisation_total SET undertakings = undertakings - 1,
      committed_fen = committed_fen - CASE OLD.currency WHEN 'CNY' THEN coalesce((SELECT committed_fen FROM undertaking_balance WHERE undertaking_id = OLD.id), 0) ELSE 0 END
    WHERE organisation_id = OLD.organisation_id AND kind = OLD.kind AND category = OLD.category;
  INSERT INTO organisation_total (organisation_id, kind, category, undertakings, committed_fen)
  VALUES (NEW.organisation_id, NEW.kind, NEW.category, 1, CASE NEW.currency WHEN 'CNY' THEN coalesce((SELECT committed_fen FROM undertaking_balance WHERE undertaking_id = NEW.id), 0) ELSE 0 END)
  ON CONFLICT (organisation_id, kind, category) DO UPDATE SET
    undertakings = organisation_total.undertakings + 1, committed_fen = organisation_total.committed_fen + excluded.committed_fen;
END;
--
CREATE TRIGGER posting_added_up AFTER INSERT ON posting WHEN NEW.stage = 'committed' BEGIN
  UPDATE organisation_total SET committed_fen = committed_fen + NEW.amount_fen
    WHERE (organisation_id, kind, category) = (SELECT organisation_id, kind, category FROM undertaking WHERE id = NEW.undertaking_id AND currency = 'CNY');
  INSERT INTO method_total (category, method, committed_fen)
  SELECT u.category, c.method, NEW.amount_fen FROM undertaking u JOIN contract c ON c.undertaking_id = u.id WHERE u.id = NEW.undertaking_id AND u.currency = 'CNY'
  ON CONFLICT (category, method) DO UPDATE SET committed_fen = method_total.committed_fen + excluded.committed_fen;
END;
--
CREATE TRIGGER posting_bought AFTER INSERT ON posting BEGIN
  INSERT INTO total (cut, key, line_id, grain, starts_on, appropriated_fen, committed_fen, obligated_fen, accepted_fen, paid_fen, returned_fen)
  SELECT 'category_all', u.category, 0, grain, starts_on, CASE NEW.stage WHEN 'appropriated' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'committed' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'obligated' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'accepted' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'paid' THEN NEW.amount_fen ELSE 0 END, CASE NEW.stage WHEN 'returned' THEN NEW.amount_fen ELSE 0 END
  FROM undertaking u CROSS JOIN (SELECT 'month' AS grain, date(NEW.recorded_on, 'start of month') AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  WHERE u.id = NEW.undertaking_id AND u.category <> '' AND u.currency = 'CNY'
  ON CONFLICT (cut, key, line_id, grain, starts_on) DO UPDATE SET
    appropriated_fen = total.appropriated_fen + excluded.appropriated_fen,
    committed_fen = total.committed_fen + excluded.committed_fen,
    obligated_fen = total.obligated_fen + excluded.obligated_fen,
    accepted_fen = total.accepted_fen + excluded.accepted_fen,
    paid_fen = total.paid_fen + excluded.paid_fen,
    returned_fen = total.returned_fen + excluded.returned_fen;
END;
