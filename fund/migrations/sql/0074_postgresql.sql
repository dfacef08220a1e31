-- Days of lights on PostgreSQL: kept as parts, steps, evidence and thresholds change. Statements end with a line of two dashes.
CREATE FUNCTION light_kept(one int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
UPDATE undertaking SET (green_until, fired_from, amber_until, red_from) = (
SELECT least(p.green_until, f.amber_on), least(p.fired_from, f.amber_on),
  least(p.amber_until, f.red_on), least(p.red_from, f.red_on)
FROM (
  SELECT coalesce(max(CASE WHEN b.paid * 100 >= b.due * b.percent THEN b.next_on END),
      min(b.due_on), DATE '9999-12-31') AS green_until,
    coalesce(min(CASE WHEN b.paid * 100 < b.due * b.percent THEN b.due_on END), DATE '9999-12-31')
      AS fired_from,
    coalesce(max(CASE WHEN b.paid * 200 >= b.due * b.percent THEN b.next_on END),
      min(b.due_on), DATE '9999-12-31') AS amber_until,
    coalesce(min(CASE WHEN b.paid * 200 < b.due * b.percent THEN b.due_on END), DATE '9999-12-31')
      AS red_from
  FROM (
    SELECT b.due_on, coalesce(lead(b.due_on) OVER (ORDER BY b.due_on), DATE '9999-12-31') AS next_on,
      sum(sum(b.obligated_fen)) OVER (ORDER BY b.due_on) AS due,
      sum(sum(b.paid_fen)) OVER (ORDER BY b.due_on) AS paid,
      coalesce((SELECT value FROM setting WHERE key = 'absorption_percent' ORDER BY id DESC LIMIT 1), 70) AS percent
    FROM tranche t JOIN tranche_balance b ON b.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id GROUP BY b.due_on) b) p,
(
  SELECT least(CASE WHEN p.ahead > 0 OR s.apart >= s.days THEN DATE '0001-01-01' ELSE DATE '9999-12-31' END,
      coalesce(p.missing_on + (p.days + 1)::int, DATE '9999-12-31'),
      coalesce(s.first_on + (s.days)::int, DATE '9999-12-31')) AS amber_on,
    least(CASE WHEN s.apart >= 2 * s.days THEN DATE '0001-01-01' ELSE DATE '9999-12-31' END,
      coalesce(p.missing_on + (2 * p.days + 1)::int, DATE '9999-12-31'),
      coalesce(s.first_on + (2 * s.days)::int, DATE '9999-12-31')) AS red_on
  FROM (
    SELECT sum(CASE WHEN b.is_waived THEN b.paid_fen ELSE 0 END) AS ahead,
      min(CASE WHEN b.obligated_fen <> 0
        AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.tranche_id = t.id)
        AND NOT EXISTS (SELECT 1 FROM acceptance a
          WHERE a.tranche_id = t.id AND a.basis = 'opening') THEN b.due_on END) AS missing_on,
      coalesce((SELECT value FROM setting WHERE key = 'evidence_days' ORDER BY id DESC LIMIT 1), 14) AS days
    FROM tranche t JOIN tranche_balance b ON b.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id) p,
  (
    SELECT min(m.first_due_on) AS first_on, max(coalesce(m.forecast_on, m.due_on) - m.first_due_on) AS apart,
      coalesce((SELECT value FROM setting WHERE key = 'slip_days' ORDER BY id DESC LIMIT 1), 30) AS days
    FROM milestone m WHERE m.undertaking_id = undertaking.id AND m.status = 'scheduled') s) f)
WHERE id = one AND undertaking.status IN ('active', 'suspended');
END $$;
--
SELECT light_kept(id) FROM undertaking WHERE undertaking.status IN ('active', 'suspended');
--
CREATE FUNCTION part_moves_light() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM light_kept((SELECT undertaking_id FROM tranche WHERE id = NEW.tranche_id));
  RETURN NULL;
END $$;
--
CREATE FUNCTION step_moves_light() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM light_kept(NEW.undertaking_id);
  RETURN NULL;
END $$;
--
CREATE FUNCTION undertaking_has_light() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM light_kept(NEW.id);
  RETURN NULL;
END $$;
--
CREATE FUNCTION setting_moves_lights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM light_kept(id) FROM undertaking WHERE undertaking.status IN ('active', 'suspended');
  RETURN NULL;
END $$;
--
CREATE TRIGGER tranche_moves_light AFTER UPDATE ON tranche_balance FOR EACH ROW
WHEN (NEW.obligated_fen <> OLD.obligated_fen OR NEW.paid_fen <> OLD.paid_fen OR NEW.due_on IS DISTINCT FROM OLD.due_on OR NEW.is_waived <> OLD.is_waived) EXECUTE FUNCTION part_moves_light();
--
CREATE TRIGGER evidence_moves_light AFTER INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION part_moves_light();
--
CREATE TRIGGER acceptance_moves_light AFTER INSERT ON acceptance FOR EACH ROW
WHEN (NEW.basis = 'opening') EXECUTE FUNCTION part_moves_light();
--
CREATE TRIGGER milestone_opens_light AFTER INSERT ON milestone FOR EACH ROW
WHEN (NEW.status = 'scheduled') EXECUTE FUNCTION step_moves_light();
--
CREATE TRIGGER milestone_moves_light AFTER UPDATE ON milestone FOR EACH ROW
WHEN (NEW.status <> OLD.status OR NEW.due_on <> OLD.due_on OR NEW.forecast_on IS DISTINCT FROM OLD.forecast_on) EXECUTE FUNCTION step_moves_light();
--
CREATE TRIGGER undertaking_has_light AFTER UPDATE ON undertaking FOR EACH ROW
WHEN (NEW.status IN ('active', 'suspended') AND OLD.status NOT IN ('active', 'suspended')) EXECUTE FUNCTION undertaking_has_light();
--
CREATE TRIGGER setting_moves_lights AFTER INSERT ON setting FOR EACH ROW
WHEN (NEW.key IN ('absorption_percent', 'slip_days', 'evidence_days')) EXECUTE FUNCTION setting_moves_lights();
