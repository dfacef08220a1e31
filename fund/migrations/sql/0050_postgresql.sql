-- Totals of what falls due on PostgreSQL: also whenever it is due. Statements end with a line of two dashes.
CREATE OR REPLACE FUNCTION due_entry_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'promised_fen' AND (SELECT currency FROM undertaking WHERE id = NEW.undertaking_id) <> 'CNY' THEN RETURN NULL; END IF;
  INSERT INTO due_total (cut, key, kind, grain, starts_on, due_grain, due_on, value)
  SELECT cut, key, NEW.kind, grain, starts_on, due_grain, dues.due_on, NEW.value
  FROM (SELECT 'all' AS cut, '' AS key
    UNION ALL SELECT 'measure', programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id
    UNION ALL SELECT 'region', region_code FROM undertaking WHERE id = NEW.undertaking_id
    UNION ALL SELECT 'category', category FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_region', category || ' ' || region_code FROM undertaking WHERE id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'category_measure', category || ' ' || programme.measure FROM undertaking JOIN line ON line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id WHERE undertaking.id = NEW.undertaking_id AND category <> '' AND NEW.kind = 'contract'
    UNION ALL SELECT 'organisation', organisation_id::text FROM undertaking WHERE id = NEW.undertaking_id) AS cuts
  CROSS JOIN (SELECT 'month'::text AS grain, date_trunc('month', NEW.recorded_on)::date AS starts_on UNION ALL SELECT 'day', NEW.recorded_on) AS grains
  CROSS JOIN (SELECT 'month'::text AS due_grain, date_trunc('month', NEW.due_on)::date AS due_on UNION ALL SELECT 'day', NEW.due_on WHERE NEW.kind = 'open' UNION ALL SELECT 'ever', DATE '0001-01-01') AS dues
  ON CONFLICT (cut, key, kind, grain, starts_on, due_grain, due_on) DO UPDATE SET value = due_total.value + excluded.value;
  RETURN NULL;
END $$;
