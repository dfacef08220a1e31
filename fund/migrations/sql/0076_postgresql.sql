-- Past days of lights on PostgreSQL: the day before which nothing can have fired only ever moves back.
-- Statements end with a line of two dashes.
UPDATE undertaking SET quiet_until = (
SELECT least(
  coalesce((SELECT min(t.promised_on) FROM tranche t WHERE t.undertaking_id = undertaking.id), DATE '9999-12-31'),
  coalesce((SELECT min(d.becomes::date) FROM amendment d
    WHERE d.undertaking_id = undertaking.id AND d.kind = 'dates' AND d.answer = 'signed'), DATE '9999-12-31'),
  coalesce((SELECT min(a.recorded_on) FROM tranche t JOIN acceptance a ON a.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id AND a.basis = 'waiver'), DATE '9999-12-31'),
  coalesce((SELECT min(m.first_due_on) FROM milestone m
    WHERE m.undertaking_id = undertaking.id), DATE '9999-12-31'),
  coalesce((SELECT min(e.recorded_on) FROM milestone m JOIN milestone_event e ON e.milestone_id = m.id
    WHERE m.undertaking_id = undertaking.id
      AND coalesce(e.forecast_on, e.due_on) > m.first_due_on), DATE '9999-12-31')));
--
CREATE FUNCTION tranche_ends_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE undertaking SET quiet_until = NEW.promised_on WHERE id = NEW.undertaking_id AND quiet_until > NEW.promised_on;
  RETURN NULL;
END $$;
--
CREATE TRIGGER tranche_ends_quiet AFTER INSERT ON tranche FOR EACH ROW EXECUTE FUNCTION tranche_ends_quiet();
--
CREATE FUNCTION milestone_ends_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE undertaking SET quiet_until = NEW.first_due_on WHERE id = NEW.undertaking_id AND quiet_until > NEW.first_due_on;
  RETURN NULL;
END $$;
--
CREATE TRIGGER milestone_ends_quiet AFTER INSERT ON milestone FOR EACH ROW EXECUTE FUNCTION milestone_ends_quiet();
--
CREATE FUNCTION amendment_ends_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE undertaking SET quiet_until = NEW.becomes::date WHERE id = NEW.undertaking_id AND quiet_until > NEW.becomes::date;
  RETURN NULL;
END $$;
--
CREATE TRIGGER amendment_ends_quiet AFTER UPDATE OF answer ON amendment FOR EACH ROW
WHEN (NEW.answer = 'signed' AND OLD.answer <> 'signed' AND NEW.kind = 'dates') EXECUTE FUNCTION amendment_ends_quiet();
--
CREATE FUNCTION acceptance_ends_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE undertaking SET quiet_until = NEW.recorded_on WHERE id = (SELECT undertaking_id FROM tranche WHERE id = NEW.tranche_id) AND quiet_until > NEW.recorded_on;
  RETURN NULL;
END $$;
--
CREATE TRIGGER acceptance_ends_quiet AFTER INSERT ON acceptance FOR EACH ROW
WHEN (NEW.basis = 'waiver') EXECUTE FUNCTION acceptance_ends_quiet();
--
CREATE FUNCTION milestone_event_ends_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE undertaking SET quiet_until = NEW.recorded_on WHERE id = (SELECT m.undertaking_id FROM milestone m
    WHERE m.id = NEW.milestone_id AND coalesce(NEW.forecast_on, NEW.due_on) > m.first_due_on) AND quiet_until > NEW.recorded_on;
  RETURN NULL;
END $$;
--
CREATE TRIGGER milestone_event_ends_quiet AFTER INSERT ON milestone_event FOR EACH ROW EXECUTE FUNCTION milestone_event_ends_quiet();
