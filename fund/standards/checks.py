"""What ``verify`` looks at in the register of standards."""

from fund.errors import N_

CHECKS = {
    "standards": (
        "SELECT 'standard', s.id FROM standard s LEFT JOIN (SELECT standard_id, max(id) AS id FROM"
        " standard_event GROUP BY standard_id) last ON last.standard_id = s.id LEFT JOIN"
        " standard_event e ON e.id = last.id WHERE e.status IS DISTINCT FROM s.status"
    ),
    "standard_mergings": (
        "SELECT 'standard_merging', m.id FROM standard_merging m WHERE m.outcome <> 'open' AND"
        " (m.decided_by IS NULL OR m.decided_by = m.proposed_by OR m.decided_by = m.proposed_for)"
    ),
}

WORDS = {
    "standards": N_("Standards stand as last stated"),
    "standard_mergings": N_("Mergings of standards are decided by two people"),
}
"""Name -> what the check says where it holds."""
