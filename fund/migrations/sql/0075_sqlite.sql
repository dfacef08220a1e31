-- Days of lights on SQLite look for the steps of their undertaking.
CREATE TRIGGER light_kept INSTEAD OF INSERT ON light_asked BEGIN
UPDATE undertaking SET (green_until, fired_from, amber_until, red_from) = (
SELECT min(p.green_until, f.amber_on), min(p.fired_from, f.amber_on),
  min(p.amber_until, f.red_on), min(p.red_from, f.red_on)
FROM (
  SELECT coalesce(max(CASE WHEN b.paid * 100 >= b.due * b.percent THEN b.next_on END),
      min(b.due_on), '9999-12-31') AS green_until,
    coalesce(min(CASE WHEN b.paid * 100 < b.due * b.percent THEN b.due_on END), '9999-12-31')
      AS fired_from,
    coalesce(max(CASE WHEN b.paid * 200 >= b.due * b.percent THEN b.next_on END),
      min(b.due_on), '9999-12-31') AS amber_until,
    coalesce(min(CASE WHEN b.paid * 200 < b.due * b.percent THEN b.due_on END), '9999-12-31')
      AS red_from
  FROM (
    SELECT b.due_on, coalesce(lead(b.due_on) OVER (ORDER BY b.due_on), '9999-12-31') AS next_on,
      sum(sum(b.obligated_fen)) OVER (ORDER BY b.due_on) AS due,
      sum(sum(b.paid_fen)) OVER (ORDER BY b.due_on) AS paid,
      coalesce((SELECT value FROM setting WHERE key = 'absorption_percent' ORDER BY id DESC LIMIT 1), 70) AS percent
    FROM tranche t JOIN tranche_balance b ON b.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id GROUP BY b.due_on) b) p,
(
  SELECT min(CASE WHEN p.ahead > 0 OR s.apart >= s.days THEN '0001-01-01' ELSE '9999-12-31' END,
      coalesce(date(p.missing_on, '+' || (p.days + 1) || ' days'), '9999-12-31'),
      coalesce(date(s.first_on, '+' || (s.days) || ' days'), '9999-12-31')) AS amber_on,
    min(CASE WHEN s.apart >= 2 * s.days THEN '0001-01-01' ELSE '9999-12-31' END,
      coalesce(date(p.missing_on, '+' || (2 * p.days + 1) || ' days'), '9999-12-31'),
      coalesce(date(s.first_on, '+' || (2 * s.days) || ' days'), '9999-12-31')) AS red_on
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
    SELECT min(m.first_due_on) AS first_on, max(CAST(julianday(coalesce(m.forecast_on, m.due_on)) - julianday(m.first_due_on) AS INTEGER)) AS apart,
      coalesce((SELECT value FROM setting WHERE key = 'slip_days' ORDER BY id DESC LIMIT 1), 30) AS days
    FROM milestone m WHERE m.undertaking_id = undertaking.id AND m.status || '' = 'scheduled') s) f)
WHERE id = NEW.undertaking_id AND undertaking.status IN ('active', 'suspended');
END;
