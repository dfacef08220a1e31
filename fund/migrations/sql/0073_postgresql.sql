-- What is kept of holdings on PostgreSQL: flows by day, and which row of sums is to be reckoned anew. Statements end with a line of two dashes.
CREATE FUNCTION holding_sum_begun() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO holding_sum (undertaking_id) VALUES (NEW.undertaking_id);
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_sum_begun AFTER INSERT ON holding
FOR EACH ROW EXECUTE FUNCTION holding_sum_begun();
--
CREATE FUNCTION holding_fact_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO holding_flow (undertaking_id, day, known_on, is_payment, amount_fen)
    SELECT NEW.undertaking_id, f.occurred_on, NEW.recorded_on, false, -f.amount_fen
    FROM holding_fact f
    WHERE f.id = NEW.corrects_id AND NEW.kind IN ('exit', 'income');
  INSERT INTO holding_flow (undertaking_id, day, known_on, is_payment, amount_fen)
    SELECT NEW.undertaking_id, NEW.occurred_on, NEW.recorded_on, false, NEW.amount_fen
    WHERE NEW.kind IN ('exit', 'income');
  UPDATE holding_sum
    SET is_stale = true, known_on = greatest(known_on, NEW.recorded_on)
    WHERE undertaking_id = NEW.undertaking_id;
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_fact_summed AFTER INSERT ON holding_fact
FOR EACH ROW EXECUTE FUNCTION holding_fact_summed();
--
CREATE FUNCTION holding_word_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE holding_sum
    SET is_stale = true, known_on = greatest(known_on, NEW.said_on)
    WHERE undertaking_id = (SELECT f.undertaking_id FROM holding_fact f WHERE f.id = NEW.fact_id);
  RETURN NEW;
END $$;
--
CREATE TRIGGER holding_word_summed AFTER INSERT ON holding_word
FOR EACH ROW EXECUTE FUNCTION holding_word_summed();
--
CREATE FUNCTION posting_of_holding_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM holding h WHERE h.undertaking_id = NEW.undertaking_id) THEN
    RETURN NEW;
  END IF;
  IF NEW.stage = 'paid' THEN
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
  END IF;
  UPDATE holding_sum
    SET is_stale = true, known_on = greatest(known_on, NEW.recorded_on)
    WHERE undertaking_id = NEW.undertaking_id;
  RETURN NEW;
END $$;
--
CREATE TRIGGER posting_of_holding_summed AFTER INSERT ON posting FOR EACH ROW
WHEN (NEW.stage IN ('paid', 'obligated')) EXECUTE FUNCTION posting_of_holding_summed();
--
CREATE TRIGGER holding_flow_append_only BEFORE UPDATE OR DELETE ON holding_flow
FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER holding_flow_no_truncate BEFORE TRUNCATE ON holding_flow
FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
