"""What ``verify`` looks at in what lists read of the ledger: columns and totals that triggers keep
beside it.
"""

from collections.abc import Mapping

from fund.errors import N_

STATUS_TOTALS = """
WITH entered AS (
    SELECT undertaking_id, min(recorded_on) AS recorded_on FROM act
    WHERE kind IN ('enter', 'open') AND undertaking_id IS NOT NULL GROUP BY undertaking_id),
moves AS (
    SELECT undertaking_id, 'entered' AS status, recorded_on, 1 AS number FROM entered
    UNION ALL SELECT undertaking_id, status, recorded_on, 1 FROM status_event
    UNION ALL SELECT undertaking_id,
        coalesce(lag(status) OVER (PARTITION BY undertaking_id ORDER BY id), 'entered'),
        recorded_on, -1 FROM status_event),
base AS (
    SELECT u.kind, u.measure, u.region_code, m.status, m.recorded_on, sum(m.number) AS number
    FROM moves m JOIN undertaking u ON u.id = m.undertaking_id
    GROUP BY u.kind, u.measure, u.region_code, m.status, m.recorded_on),
cuts AS (
    SELECT 'all' AS cut, '' AS key, kind, status, recorded_on, number FROM base
    UNION ALL SELECT 'measure', measure, kind, status, recorded_on, number FROM base
    UNION ALL SELECT 'region', region_code, kind, status, recorded_on, number FROM base)
SELECT cut, key, kind, status, 'day' AS grain, recorded_on AS starts_on, sum(number) AS number
FROM cuts GROUP BY cut, key, kind, status, recorded_on
UNION ALL SELECT cut, key, kind, status, 'month', {month}, sum(number)
FROM cuts GROUP BY cut, key, kind, status, {month}
"""
"""How many came into a status and left it, by cut, month and day; ``month`` is how a database
writes the first day of a month.
"""

CHECKS: Mapping[str, str] = {
    "undertakings_placed": (
        "SELECT 'undertaking', u.id FROM undertaking u JOIN line l ON l.id = u.line_id JOIN"
        " programme p ON p.id = l.programme_id WHERE u.measure <> p.measure"
    ),
    "status_totals": (
        "SELECT cut, key, kind, status FROM (SELECT a.* FROM"
        f" ({STATUS_TOTALS.format(month='month(recorded_on)')}) a UNION ALL SELECT cut, key, kind,"
        " status, grain, starts_on, -undertakings FROM status_total) b GROUP BY cut, key, kind,"
        " status, grain, starts_on HAVING sum(number) <> 0"
    ),
    "unpaid_now": (
        "SELECT 'undertaking', b.undertaking_id FROM undertaking_balance b LEFT JOIN (SELECT"
        " p.undertaking_id, sum(CASE p.stage WHEN 'committed' THEN p.amount_fen WHEN 'paid' THEN"
        " -p.amount_fen ELSE 0 END) AS fen FROM posting p JOIN undertaking u ON u.id ="
        " p.undertaking_id AND u.line_id = p.line_id GROUP BY p.undertaking_id) x ON"
        " x.undertaking_id = b.undertaking_id WHERE b.unpaid_fen <> coalesce(x.fen, 0)"
    ),
}
"""Name -> one statement that finds what is wrong (fund.verify)."""

WORDS: Mapping[str, str] = {
    "undertakings_placed": N_("Every undertaking stands under the measure of its programme"),
    "status_totals": N_("How many stood in each status, by day and month"),
    "unpaid_now": N_("What is unpaid is what was committed and not paid"),
}
"""Name -> what the check says where it holds."""
