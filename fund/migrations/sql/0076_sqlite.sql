-- Past days of lights on SQLite: the day before which nothing can have fired only ever moves back.
-- Statements end with a line of two dashes.
UPDATE undertaking SET quiet_until = (
SELECT min(
  coalesce((SELECT min(t.promised_on) FROM tranche t WHERE t.undertaking_id = undertaking.id), '9999-12-31'),
  coalesce((SELECT min(d.becomes) FROM amendment d
    WHERE d.undertaking_id = undertaking.id AND d.kind = 'dates' AND d.answer = 'signed'), '9999-12-31'),
  coalesce((SELECT min(a.recorded_on) FROM tranche t JOIN acceptance a ON a.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id AND a.basis = 'waiver'), '9999-12-31'),
  coalesce((SELECT min(m.first_due_on) FROM milestone m
    WHERE m.undertaking_id = undertaking.id), '9999-12-31'),
  coalesce((SELECT min(e.recorded_on) FROM milestone m JOIN milestone_event e ON e.milestone_id = m.id
    WHERE m.undertaking_id = undertaking.id
      AND coalesce(e.forecast_on, e.due_on) > m.first_due_on), '9999-12-31')));
--
CREATE TRIGGER tranche_ends_quiet AFTER INSERT ON tranche BEGIN
  UPDATE undertaking SET quiet_until = NEW.promised_on WHERE id = NEW.undertaking_id AND quiet_until > NEW.promised_on;
END;
--
CREATE TRIGGER milestone_ends_quiet AFTER INSERT ON milestone BEGIN
  UPDATE undertaking SET quiet_until = NEW.first_due_on WHERE id = NEW.undertaking_id AND quiet_until > NEW.first_due_on;
END;
--
CREATE TRIGGER amendment_ends_quiet AFTER UPDATE OF answer ON amendment
WHEN NEW.answer = 'signed' AND OLD.answer <> 'signed' AND NEW.kind = 'dates' BEGIN
  UPDATE undertaking SET quiet_until = NEW.becomes WHERE id = NEW.undertaking_id AND quiet_until > NEW.becomes;
END;
--
CREATE TRIGGER acceptance_ends_quiet AFTER INSERT ON acceptance
WHEN NEW.basis = 'waiver' BEGIN
  UPDATE undertaking SET quiet_until = NEW.recorded_on WHERE id = (SELECT undertaking_id FROM tranche WHERE id = NEW.tranche_id) AND quiet_until > NEW.recorded_on;
END;
--
CREATE TRIGGER milestone_event_ends_quiet AFTER INSERT ON milestone_event BEGIN
  UPDATE undertaking SET quiet_until = NEW.recorded_on WHERE id = (SELECT m.undertaking_id FROM milestone m
    WHERE m.id = NEW.milestone_id AND coalesce(NEW.forecast_on, NEW.due_on) > m.first_due_on) AND quiet_until > NEW.recorded_on;
END;
