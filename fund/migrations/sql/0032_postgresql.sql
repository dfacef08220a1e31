-- What waits on PostgreSQL: since when a part is accepted or due, which evidence nobody accepted. Statements end with a line of two dashes.
CREATE FUNCTION tranche_balance_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT promised_on INTO NEW.due_on FROM tranche WHERE id = NEW.tranche_id;
  RETURN NEW;
END $$;
--
CREATE TRIGGER tranche_balance_due BEFORE INSERT ON tranche_balance FOR EACH ROW EXECUTE FUNCTION tranche_balance_due();
--
CREATE FUNCTION amendment_moves_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tranche_balance SET due_on = NEW.becomes::date WHERE tranche_id = NEW.tranche_id;
  RETURN NULL;
END $$;
--
CREATE TRIGGER amendment_moves_due AFTER UPDATE ON amendment FOR EACH ROW
WHEN (NEW.answer = 'signed' AND OLD.answer <> 'signed' AND NEW.kind = 'dates') EXECUTE FUNCTION amendment_moves_due();
--
CREATE FUNCTION acceptance_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tranche_balance SET accepted_on = NEW.recorded_on,
      is_waived = CASE NEW.basis WHEN 'evidence' THEN false
        WHEN 'waiver' THEN NOT EXISTS (SELECT 1 FROM acceptance a WHERE a.tranche_id = NEW.tranche_id AND a.basis = 'evidence')
        ELSE is_waived END
    WHERE tranche_id = NEW.tranche_id;
  DELETE FROM evidence_waiting WHERE evidence_id = NEW.evidence_id;
  RETURN NULL;
END $$;
--
CREATE TRIGGER acceptance_noted AFTER INSERT ON acceptance FOR EACH ROW EXECUTE FUNCTION acceptance_noted();
--
CREATE FUNCTION evidence_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO evidence_waiting (evidence_id, filed_on) VALUES (NEW.id, NEW.filed_on);
  RETURN NULL;
END $$;
--
CREATE TRIGGER evidence_waits AFTER INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_waits();
