-- Totals of what falls due on SQLite: also whenever it is due. Statements end with a line of two dashes.
DROP TRIGGER due_entry_totals;
--
CREATE TRIGGER due_entry_totals AFTER INSERT ON due_entry
WHEN NEW.kind <> 'promised_fen' OR (SELECT currency FROM undertaking WHERE id = NEW.undertaking_id) = 'CNY'
BEGIN
  INSERT INTO due_total (cut, key, kind, grain, starts_on, due_grain, due_on, value)
  SELECT cut, key, NEW.kind, grain, starts_on, due_grain, dues.due_on, NEW.value
  FROM (SELECT 'all' AS cut, '' AS key
    UNION ALL SELECT 'measure', programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id
    UNION ALL SELECT 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'category', category FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_region', category || ' ' || region_code FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_measure', category || ' ' || programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'organisation', CAST(organisation_id AS TEXT) FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month' AS grain, date(NEW.recorded_on, 'start of month') AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  CROSS JOIN (SELECT 'month' AS due_grain, date(NEW.due_on, 'start of month') AS due_on UNION ALL SELECT 'day', NEW.due_on WHERE NEW.kind = 'open' UNION ALL SELECT 'ever', '0001-01-01') AS dues
  WHERE true
  ON CONFLICT (cut, key, kind, grain, starts_on, due_grain, due_on) DO UPDATE SET value = value + excluded.value;
END;
