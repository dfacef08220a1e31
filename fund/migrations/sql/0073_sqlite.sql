-- What is kept of holdings on SQLite: flows by day, and which row of sums is to be reckoned anew. Statements end with a line of two dashes.
CREATE TRIGGER holding_sum_begun AFTER INSERT ON holding
BEGIN
  INSERT INTO holding_sum (undertaking_id) VALUES (NEW.undertaking_id);
END;
--
CREATE TRIGGER holding_fact_summed AFTER INSERT ON holding_fact
BEGIN
  INSERT INTO holding_flow (undertaking_id, day, known_on, is_payment, amount_fen)
    SELECT NEW.undertaking_id, f.occurred_on, NEW.recorded_on, 0, -f.amount_fen
    FROM holding_fact f
    WHERE f.id = NEW.corrects_id AND NEW.kind IN ('exit', 'income');
  INSERT INTO holding_flow (undertaking_id, day, known_on, is_payment, amount_fen)
    SELECT NEW.undertaking_id, NEW.occurred_on, NEW.recorded_on, 0, NEW.amount_fen
    WHERE NEW.kind IN ('exit', 'income');
  UPDATE holding_sum
    SET is_stale = 1, known_on = max(coalesce(known_on, NEW.recorded_on), NEW.recorded_on)
    WHERE undertaking_id = NEW.undertaking_id;
END;
--
CREATE TRIGGER holding_word_summed AFTER INSERT ON holding_word
BEGIN
  UPDATE holding_sum
    SET is_stale = 1, known_on = max(coalesce(known_on, NEW.said_on), NEW.said_on)
    WHERE undertaking_id = (SELECT f.undertaking_id FROM holding_fact f WHERE f.id = NEW.fact_id);
END;
--
CREATE TRIGGER posting_paid_of_holding AFTER INSERT ON posting
WHEN NEW.stage = 'paid'
  AND EXISTS (SELECT 1 FROM holding h WHERE h.undertaking_id = NEW.undertaking_id)
BEGIN
  INSERT INTO holding_flow (undertaking_id, act_id, day, known_on, is_payment, amount_fen)
    VALUES (
      NEW.undertaking_id,
      NEW.act_id,
      coalesce(
        (SELECT min(p.day) FROM holding_flow p
          WHERE p.undertaking_id = NEW.undertaking_id
          AND p.act_id = (SELECT a.reverses_id FROM act a WHERE a.id = NEW.act_id)),
        (SELECT a.occurred_on FROM act a WHERE a.id = NEW.act_id)
      ),
      NEW.recorded_on,
      NEW.amount_fen > 0,
      -NEW.amount_fen
    );
END;
--
CREATE TRIGGER posting_of_holding_summed AFTER INSERT ON posting
WHEN NEW.stage IN ('paid', 'obligated')
BEGIN
  UPDATE holding_sum
    SET is_stale = 1, known_on = max(coalesce(known_on, NEW.recorded_on), NEW.recorded_on)
    WHERE undertaking_id = NEW.undertaking_id;
END;
--
CREATE TRIGGER holding_flow_no_update BEFORE UPDATE ON holding_flow
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_flow_no_delete BEFORE DELETE ON holding_flow
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
