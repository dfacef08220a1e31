-- Undertakings listed on SQLite: their measure, how many stand in each status, where an application stands. Statements end with a line of two dashes.
CREATE TRIGGER undertaking_measured AFTER INSERT ON undertaking BEGIN
  UPDATE undertaking SET measure = (SELECT p.measure FROM line l JOIN programme p ON p.id = l.programme_id WHERE l.id = NEW.line_id) WHERE id = NEW.id;
END;
--
CREATE TRIGGER undertaking_measured_again AFTER UPDATE OF line_id ON undertaking WHEN NEW.line_id <> OLD.line_id BEGIN
  UPDATE undertaking SET measure = (SELECT p.measure FROM line l JOIN programme p ON p.id = l.programme_id WHERE l.id = NEW.line_id) WHERE id = NEW.id;
END;
--
CREATE TRIGGER act_enters AFTER INSERT ON act WHEN NEW.kind IN ('enter', 'open') AND NEW.undertaking_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM act a WHERE a.undertaking_id = NEW.undertaking_id AND a.kind IN ('enter', 'open') AND a.id < NEW.id)
BEGIN
  INSERT INTO status_total (cut, key, kind, status, grain, starts_on, undertakings)
  SELECT cut, key, kind, 'entered', grain, starts_on, 1
  FROM (SELECT kind, 'all' AS cut, '' AS key FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'measure', measure FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month' AS grain, date(NEW.recorded_on, 'start of month') AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  WHERE true
  ON CONFLICT (cut, key, kind, status, grain, starts_on) DO UPDATE SET undertakings = status_total.undertakings + excluded.undertakings;
END;
--
CREATE TRIGGER status_event_counted AFTER INSERT ON status_event BEGIN
  INSERT INTO status_total (cut, key, kind, status, grain, starts_on, undertakings)
  SELECT cut, key, kind, moves.status, grain, starts_on, number
  FROM (SELECT kind, 'all' AS cut, '' AS key FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'measure', measure FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT kind, 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month' AS grain, date(NEW.recorded_on, 'start of month') AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  CROSS JOIN (SELECT NEW.status AS status, 1 AS number
    UNION ALL SELECT coalesce((SELECT e.status FROM status_event e WHERE e.undertaking_id = NEW.undertaking_id AND e.id < NEW.id ORDER BY e.id DESC LIMIT 1), 'entered'), -1) AS moves
  WHERE true
  ON CONFLICT (cut, key, kind, status, grain, starts_on) DO UPDATE SET undertakings = status_total.undertakings + excluded.undertakings;
END;
--
CREATE TRIGGER undertaking_stages_grant AFTER UPDATE OF status ON undertaking WHEN NEW.status <> OLD.status AND NEW.kind = 'grant' BEGIN
  UPDATE grant_record SET stage = CASE
      WHEN NEW.status = 'submitted' THEN 'submitted'
      WHEN NEW.status IN ('eligible', 'under_review') THEN 'under_review'
      WHEN NEW.status IN ('entered', 'recommended', 'not_recommended') THEN 'recommended'
      WHEN NEW.status IN ('ineligible', 'declined', 'withdrawn') THEN 'declined'
      ELSE '' END
    WHERE undertaking_id = NEW.id;
END;
--
CREATE TRIGGER grant_record_staged AFTER INSERT ON grant_record BEGIN
  UPDATE grant_record SET stage = (SELECT CASE
      WHEN u.status = 'submitted' THEN 'submitted'
      WHEN u.status IN ('eligible', 'under_review') THEN 'under_review'
      WHEN u.status IN ('entered', 'recommended', 'not_recommended') THEN 'recommended'
      WHEN u.status IN ('ineligible', 'declined', 'withdrawn') THEN 'declined'
      ELSE '' END FROM undertaking u WHERE u.id = NEW.undertaking_id)
    WHERE undertaking_id = NEW.undertaking_id;
END;
