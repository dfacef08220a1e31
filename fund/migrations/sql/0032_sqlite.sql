-- What waits on SQLite: since when a part is accepted or due, which evidence nobody accepted. Statements end with a line of two dashes.
CREATE TRIGGER tranche_balance_due AFTER INSERT ON tranche_balance BEGIN
  UPDATE tranche_balance SET due_on = (SELECT promised_on FROM tranche WHERE id = NEW.tranche_id) WHERE tranche_id = NEW.tranche_id;
END;
--
CREATE TRIGGER amendment_moves_due AFTER UPDATE OF answer ON amendment WHEN NEW.answer = 'signed' AND OLD.answer <> 'signed' AND NEW.kind = 'dates' BEGIN
  UPDATE tranche_balance SET due_on = NEW.becomes WHERE tranche_id = NEW.tranche_id;
END;
--
CREATE TRIGGER acceptance_noted AFTER INSERT ON acceptance BEGIN
  UPDATE tranche_balance SET accepted_on = NEW.recorded_on,
      is_waived = CASE NEW.basis WHEN 'evidence' THEN 0
        WHEN 'waiver' THEN NOT EXISTS (SELECT 1 FROM acceptance a WHERE a.tranche_id = NEW.tranche_id AND a.basis = 'evidence')
        ELSE is_waived END
    WHERE tranche_id = NEW.tranche_id;
  DELETE FROM evidence_waiting WHERE evidence_id = NEW.evidence_id;
END;
--
CREATE TRIGGER evidence_waits AFTER INSERT ON evidence BEGIN
  INSERT INTO evidence_waiting (evidence_id, filed_on) VALUES (NEW.id, NEW.filed_on);
END;
