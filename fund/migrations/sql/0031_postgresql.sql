-- Undertakings listed on PostgreSQL: their measure, how many stand in each status, where an application stands. Statements end with a line of two dashes.
CREATE FUNCTION undertaking_measured() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT p.measure INTO NEW.measure FROM line l JOIN programme p ON p.id = l.programme_id WHERE l.id = NEW.line_id;
  RETURN NEW;
END $$;
--
CREATE TRIGGER undertaking_measured BEFORE INSERT ON undertaking FOR EACH ROW EXECUTE FUNCTION undertaking_measured();
--
CREATE TRIGGER undertaking_measured_again BEFORE UPDATE ON undertaking FOR EACH ROW WHEN (NEW.line_id <> OLD.line_id) EXECUTE FUNCTION undertaking_measured();
--
CREATE FUNCTION act_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM act a WHERE a.undertaking_id = NEW.undertaking_id AND a.kind IN ('enter', 'open') AND a.id < NEW.id) THEN
    INSERT INTO status_total (cut, key, kind, status, grain, starts_on, undertakings)
    SELECT cut, key, kind, 'entered', grain, starts_on, 1
    FROM (SELECT kind, 'all' AS cut, '' AS key FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'measure', measure FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
    CROSS JOIN (SELECT 'month' AS grain, date_trunc('month', NEW.recorded_on)::date AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
    ORDER BY cut, key, grain
    ON CONFLICT (cut, key, kind, status, grain, starts_on) DO UPDATE SET undertakings = status_total.undertakings + excluded.undertakings;
  END IF;
  RETURN NULL;
END $$;
--
CREATE TRIGGER act_enters AFTER INSERT ON act FOR EACH ROW
WHEN (NEW.kind IN ('enter', 'open') AND NEW.undertaking_id IS NOT NULL) EXECUTE FUNCTION act_enters();
--
CREATE FUNCTION status_event_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_total (cut, key, kind, status, grain, starts_on, undertakings)
  SELECT cut, key, kind, moves.status, grain, starts_on, sum(number)
  FROM (SELECT kind, 'all' AS cut, '' AS key FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'measure', measure FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month' AS grain, date_trunc('month', NEW.recorded_on)::date AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  CROSS JOIN (SELECT NEW.status AS status, 1 AS number
    UNION ALL SELECT coalesce((SELECT e.status FROM status_event e WHERE e.undertaking_id = NEW.undertaking_id AND e.id < NEW.id ORDER BY e.id DESC LIMIT 1), 'entered'), -1) AS moves
  GROUP BY cut, key, kind, moves.status, grain, starts_on
  ORDER BY cut, key, moves.status, grain
  ON CONFLICT (cut, key, kind, status, grain, starts_on) DO UPDATE SET undertakings = status_total.undertakings + excluded.undertakings;
  RETURN NULL;
END $$;
--
CREATE TRIGGER status_event_counted AFTER INSERT ON status_event FOR EACH ROW EXECUTE FUNCTION status_event_counted();
--
CREATE FUNCTION undertaking_stages_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE grant_record SET stage = CASE
      WHEN NEW.status = 'submitted' THEN 'submitted'
      WHEN NEW.status IN ('eligible', 'under_review') THEN 'under_review'
      WHEN NEW.status IN ('entered', 'recommended', 'not_recommended') THEN 'recommended'
      WHEN NEW.status IN ('ineligible', 'declined', 'withdrawn') THEN 'declined'
      ELSE '' END
    WHERE undertaking_id = NEW.id;
  RETURN NULL;
END $$;
--
CREATE TRIGGER undertaking_stages_grant AFTER UPDATE ON undertaking FOR EACH ROW
WHEN (NEW.status <> OLD.status AND NEW.kind = 'grant') EXECUTE FUNCTION undertaking_stages_grant();
--
CREATE FUNCTION grant_record_staged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT CASE
      WHEN u.status = 'submitted' THEN 'submitted'
      WHEN u.status IN ('eligible', 'under_review') THEN 'under_review'
      WHEN u.status IN ('entered', 'recommended', 'not_recommended') THEN 'recommended'
      WHEN u.status IN ('ineligible', 'declined', 'withdrawn') THEN 'declined'
      ELSE '' END INTO NEW.stage FROM undertaking u WHERE u.id = NEW.undertaking_id;
  RETURN NEW;
END $$;
--
CREATE TRIGGER grant_record_staged BEFORE INSERT ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_staged();
