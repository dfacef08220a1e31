"""What ``verify`` looks at in acceptances and milestones."""

from collections.abc import Mapping

from fund.errors import N_

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
    "milestones_placed": (
        "SELECT 'milestone', m.id FROM milestone m JOIN undertaking u ON u.id = m.undertaking_id"
        " JOIN line l ON l.id = u.line_id JOIN programme p ON p.id = l.programme_id WHERE m.measure"
        " <> p.measure OR m.region_code <> u.region_code OR m.organisation_id <> u.organisation_id"
    ),
    "parts_and_evidence_waiting": (
        "SELECT 'tranche', b.tranche_id FROM tranche_balance b LEFT JOIN (SELECT tranche_id,"
        " max(recorded_on) AS last, max(CASE basis WHEN 'waiver' THEN 1 ELSE 0 END) AS waived,"
        " max(CASE basis WHEN 'evidence' THEN 1 ELSE 0 END) AS evidenced FROM acceptance GROUP BY"
        " tranche_id) a ON a.tranche_id = b.tranche_id LEFT JOIN tranche t ON t.id = b.tranche_id"
        " WHERE b.accepted_on IS DISTINCT FROM a.last OR b.is_waived <> (coalesce(a.waived, 0) = 1"
        " AND coalesce(a.evidenced, 0) = 0) OR (b.due_on IS DISTINCT FROM t.promised_on AND NOT"
        " EXISTS (SELECT 1 FROM amendment m WHERE m.tranche_id = b.tranche_id AND m.kind = 'dates'"
        " AND m.answer = 'signed' AND m.becomes = CAST(b.due_on AS TEXT))) UNION ALL SELECT"
        " 'evidence', e.id FROM evidence e LEFT JOIN evidence_waiting w ON w.evidence_id = e.id"
        " WHERE (w.evidence_id IS NULL) <> EXISTS (SELECT 1 FROM acceptance a WHERE a.evidence_id ="
        " e.id)"
    ),
}
"""Name -> one statement that finds what is wrong (fund.verify)."""

WORDS: Mapping[str, str] = {
    "accepted_money_has_acceptances": N_("Accepted money has its acceptances"),
    "acceptances_by_two": N_("Every acceptance is by two people"),
    "milestones": N_("Milestones are as last recorded"),
    "milestones_placed": N_("Milestones stand where their undertaking does"),
    "parts_and_evidence_waiting": N_("Tranches and evidence that wait"),
}
"""Name -> what the check says where it holds."""
