"""What ``verify`` looks at in the register of standards."""

from fund.errors import N_

CHECKS = {
    "standards": (
        "SELECT 'standard', s.id FROM standard s LEFT JOIN (SELECT standard_id, max(id) AS id FROM"
        " standard_event GROUP BY standard_id) last ON last.standard_id = s.id LEFT JOIN"
        " standard_event e ON e.id = last.id WHERE e.status IS DISTINCT FROM s.status"
    ),
    "standards_behind": (
        "SELECT 'standard', s.id FROM standard s WHERE s.is_behind IS DISTINCT FROM"
        " (s.status = 'in_force' AND EXISTS (SELECT 1 FROM standard_adoption a JOIN standard l ON"
        " l.family = a.adopted_family WHERE a.standard_id = s.id AND a.adopted_edition > 0 AND"
        " l.edition > a.adopted_edition AND l.status NOT IN"
        " ('drafting', 'given_up', 'historical')))"
    ),
    "standard_mergings": (
        "SELECT 'standard_merging', m.id FROM standard_merging m WHERE m.outcome <> 'open' AND"
        " (m.decided_by IS NULL OR m.decided_by = m.proposed_by OR m.decided_by = m.proposed_for)"
    ),
    "standard_terms": (
        "SELECT 'standard', s.id FROM standard s WHERE NOT EXISTS (SELECT 1 FROM search_term t"
        " WHERE t.kind = 'standard' AND t.record_id = s.id)"
        " UNION SELECT t.kind, t.record_id FROM search_term t WHERE t.kind = 'standard'"
        " AND NOT EXISTS (SELECT 1 FROM standard s WHERE s.id = t.record_id)"
    ),
}

WORDS = {
    "standards": N_("Standards stand as last stated"),
    "standards_behind": N_("Standards behind what they adopt are listed as such"),
    "standard_mergings": N_("Mergings of standards are decided by two people"),
    "standard_terms": N_("Every standard can be searched for"),
}
"""Name -> what the check says where it holds."""
