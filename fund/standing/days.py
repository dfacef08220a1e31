"""From and until which days a running undertaking can have a light while nothing more is recorded
of it: bounds that triggers keep beside it (fund.ledger.kept.LightDays), so that a list of one light
passes by all the others without judging them.
"""

from fund.ledger import kept
from fund.settings.rules import THRESHOLDS

GOES_BY = ("absorption_percent", "slip_days", "evidence_days")
SPELT = {
    "sqlite": {
        "least": "min",
        "evidence": "date(p.missing_on, '+' || ({}) || ' days')",
        "slip": "date(s.first_on, '+' || ({}) || ' days')",
        "apart": "CAST(julianday(coalesce(m.forecast_on, m.due_on)) - julianday(m.first_due_on)"
        " AS INTEGER)",
        # no bare equality: in a file of which no statistics are kept SQLite would take the index of
        # all that is scheduled and read it whole for every undertaking
        "scheduled": "m.status || '' = 'scheduled'",
        "never": "'9999-12-31'",
        "ever": "'0001-01-01'",
        "becomes": "d.becomes",
    },
    "postgresql": {
        "least": "least",
        "evidence": "p.missing_on + ({})::int",
        "slip": "s.first_on + ({})::int",
        "apart": "coalesce(m.forecast_on, m.due_on) - m.first_due_on",
        "scheduled": "m.status = 'scheduled'",
        "never": "DATE '9999-12-31'",
        "ever": "DATE '0001-01-01'",
        "becomes": "d.becomes::date",
    },
}
"""How each database writes days, and what is still to come."""
WORKED_OUT = """
SELECT {least}(p.green_until, f.amber_on), {least}(p.fired_from, f.amber_on),
  {least}(p.amber_until, f.red_on), {least}(p.red_from, f.red_on)
FROM (
  SELECT coalesce(max(CASE WHEN b.paid * 100 >= b.due * b.percent THEN b.next_on END),
      min(b.due_on), {never}) AS green_until,
    coalesce(min(CASE WHEN b.paid * 100 < b.due * b.percent THEN b.due_on END), {never})
      AS fired_from,
    coalesce(max(CASE WHEN b.paid * 200 >= b.due * b.percent THEN b.next_on END),
      min(b.due_on), {never}) AS amber_until,
    coalesce(min(CASE WHEN b.paid * 200 < b.due * b.percent THEN b.due_on END), {never})
      AS red_from
  FROM (
    SELECT b.due_on, coalesce(lead(b.due_on) OVER (ORDER BY b.due_on), {never}) AS next_on,
      sum(sum(b.obligated_fen)) OVER (ORDER BY b.due_on) AS due,
      sum(sum(b.paid_fen)) OVER (ORDER BY b.due_on) AS paid,
      {absorption_percent} AS percent
    FROM tranche t JOIN tranche_balance b ON b.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id GROUP BY b.due_on) b) p,
(
  SELECT {least}(CASE WHEN p.ahead > 0 OR s.apart >= s.days THEN {ever} ELSE {never} END,
      coalesce({evidence_amber}, {never}),
      coalesce({slip_amber}, {never})) AS amber_on,
    {least}(CASE WHEN s.apart >= 2 * s.days THEN {ever} ELSE {never} END,
      coalesce({evidence_red}, {never}),
      coalesce({slip_red}, {never})) AS red_on
  FROM (
    SELECT sum(CASE WHEN b.is_waived THEN b.paid_fen ELSE 0 END) AS ahead,
      min(CASE WHEN b.obligated_fen <> 0
        AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.tranche_id = t.id)
        AND NOT EXISTS (SELECT 1 FROM acceptance a
          WHERE a.tranche_id = t.id AND a.basis = 'opening') THEN b.due_on END) AS missing_on,
      {evidence_days} AS days
    FROM tranche t JOIN tranche_balance b ON b.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id) p,
  (
    SELECT min(m.first_due_on) AS first_on, max({apart}) AS apart,
      {slip_days} AS days
    FROM milestone m WHERE m.undertaking_id = undertaking.id AND {scheduled}) s) f
"""

QUIET = """
SELECT {least}(
  coalesce((SELECT min(t.promised_on) FROM tranche t
    WHERE t.undertaking_id = undertaking.id), {never}),
  coalesce((SELECT min({becomes}) FROM amendment d
    WHERE d.undertaking_id = undertaking.id AND d.kind = 'dates' AND d.answer = 'signed'), {never}),
  coalesce((SELECT min(a.recorded_on) FROM tranche t JOIN acceptance a ON a.tranche_id = t.id
    WHERE t.undertaking_id = undertaking.id AND a.basis = 'waiver'), {never}),
  coalesce((SELECT min(m.first_due_on) FROM milestone m
    WHERE m.undertaking_id = undertaking.id), {never}),
  coalesce((SELECT min(e.recorded_on) FROM milestone m
    JOIN milestone_event e ON e.milestone_id = m.id WHERE m.undertaking_id = undertaking.id
      AND coalesce(e.forecast_on, e.due_on) > m.first_due_on), {never}))
"""
"""Before anything was promised or expected of it, waived, or told to come later, nothing fires."""


def quiet(dialect: str) -> str:
    """The day before which nothing of the row of ``undertaking`` it stands beside can have fired,
    from all that was ever recorded of it: one SELECT.
    """
    return QUIET.format(**SPELT[dialect]).strip()


def worked_out(dialect: str) -> str:
    """The bounds of the row of ``undertaking`` it stands beside, in the order of kept.LIGHT_DAYS,
    from its parts, steps and evidence as they stand: one SELECT.
    """
    spelt = SPELT[dialect]
    set_to = {
        key: f"coalesce((SELECT value FROM setting WHERE key = '{key}' ORDER BY id DESC LIMIT 1),"
        f" {THRESHOLDS[key].default})"
        for key in GOES_BY
    }
    days = {
        "evidence_amber": spelt["evidence"].format("p.days + 1"),
        "evidence_red": spelt["evidence"].format("2 * p.days + 1"),
        "slip_amber": spelt["slip"].format("s.days"),
        "slip_red": spelt["slip"].format("2 * s.days"),
    }
    return WORKED_OUT.format(**spelt, **set_to, **days).strip()


def keep(dialect: str) -> tuple[str, str]:
    """The statements that set the bounds anew: of all that runs, and of past days."""
    lights = f"({', '.join(kept.LIGHT_DAYS)}) = ({worked_out(dialect)}) WHERE {kept.RUNNING}"
    return (
        f"UPDATE undertaking SET {lights}",
        f"UPDATE undertaking SET quiet_until = ({quiet(dialect)})",
    )
