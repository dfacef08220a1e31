-- Year's ends on SQLite: what is committed and unpaid on the line that pays now. Statements end with a line of two dashes.
CREATE TRIGGER posting_unpaid AFTER INSERT ON posting WHEN NEW.stage IN ('committed', 'paid') BEGIN
  UPDATE undertaking_balance SET unpaid_fen = unpaid_fen + CASE NEW.stage WHEN 'committed' THEN NEW.amount_fen ELSE -NEW.amount_fen END
    WHERE undertaking_id = NEW.undertaking_id AND NEW.line_id = (SELECT line_id FROM undertaking WHERE id = NEW.undertaking_id);
END;
--
CREATE TRIGGER undertaking_unpaid AFTER UPDATE OF line_id ON undertaking WHEN NEW.line_id <> OLD.line_id BEGIN
  UPDATE undertaking_balance SET unpaid_fen = (SELECT coalesce(sum(CASE p.stage WHEN 'committed' THEN p.amount_fen WHEN 'paid' THEN -p.amount_fen ELSE 0 END), 0) FROM posting p WHERE p.undertaking_id = NEW.id AND p.line_id = NEW.line_id)
    WHERE undertaking_id = NEW.id;
END;
