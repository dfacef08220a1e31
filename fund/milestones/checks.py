"""What ``verify`` looks at in acceptances and milestones."""

from collections.abc import Mapping

CHECKS: Mapping[str, str] = {
    "accepted_money_has_acceptances": (
        "SELECT 'tranche', t.id FROM tranche t LEFT JOIN (SELECT p.tranche_id, sum(p.amount_fen) AS"
        " fen FROM posting p JOIN act a ON a.id = p.act_id WHERE p.stage = 'accepted' AND a.kind"
        " NOT IN ('claw_back', 'carry_over') GROUP BY p.tranche_id) p ON p.tranche_id = t.id LEFT"
        " JOIN (SELECT tranche_id, sum(amount_fen) AS fen FROM acceptance GROUP BY tranche_id) c ON"
        " c.tranche_id = t.id WHERE coalesce(p.fen, 0) <> coalesce(c.fen, 0)"
    ),
    "acceptances_by_two": (
        "SELECT 'acceptance', c.id FROM acceptance c LEFT JOIN evidence e ON e.id = c.evidence_id"
        " WHERE (c.basis = 'evidence' AND (e.id IS NULL OR e.tranche_id <> c.tranche_id OR"
        " e.filed_by = c.accepted_by)) OR (c.basis = 'waiver' AND (c.proposed_by IS NULL OR"
        " c.proposed_by = c.accepted_by))"
    ),
    "milestones": (
        "SELECT 'milestone', m.id FROM milestone m LEFT JOIN (SELECT milestone_id, max(id) AS"
        " latest, min(id) AS earliest FROM milestone_event GROUP BY milestone_id) x ON"
        " x.milestone_id = m.id LEFT JOIN milestone_event e ON e.id = x.latest LEFT JOIN"
        " milestone_event f ON f.id = x.earliest WHERE e.id IS NULL OR m.status <> e.status OR"
        " m.due_on <> e.due_on OR m.forecast_on IS DISTINCT FROM e.forecast_on OR m.met_on IS"
        " DISTINCT FROM e.met_on OR m.first_due_on <> f.due_on"
    ),
}
"""Name -> one statement that finds what is wrong (fund.verify)."""
