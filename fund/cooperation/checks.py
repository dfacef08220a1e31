"""What ``verify`` looks at in cooperation abroad."""

from fund.errors import N_

CHECKS = {
    "cooperation_shares": (
        "SELECT 'cooperation', c.id FROM cooperation c LEFT JOIN (SELECT cooperation_id, sum(share)"
        " AS whole FROM cooperation_share GROUP BY cooperation_id) s ON s.cooperation_id = c.id"
        " WHERE s.whole IS DISTINCT FROM 10000"
    ),
    "cooperation_states": (
        "SELECT 'cooperation', c.id FROM cooperation c LEFT JOIN (SELECT cooperation_id, max(id) AS"
        " id FROM cooperation_state GROUP BY cooperation_id) last ON last.cooperation_id = c.id"
        " LEFT JOIN cooperation_state s ON s.id = last.id WHERE s.state IS DISTINCT FROM c.state OR"
        " s.counts IS DISTINCT FROM c.counts"
    ),
    "cooperation_corrections": (
        "SELECT 'cooperation_money', m.id FROM cooperation_money m JOIN cooperation_money before ON"
        " before.id = m.corrects_id WHERE m.amount_fen <> -before.amount_fen OR m.cooperation_id <>"
        " before.cooperation_id OR m.stage <> before.stage"
    ),
    "channel_entries": (
        "SELECT 'channel_entry', e.id FROM channel_entry e WHERE e.outcome IN ('admitted',"
        " 'not_admitted', 'removed') AND (e.decided_by IS NULL OR e.decided_by = e.reviewed_by OR"
        " e.decided_by = e.reviewed_for)"
    ),
    "cooperation_results": (
        "SELECT 'cooperation_result', r.id FROM cooperation_result r WHERE r.confirmed_on IS NOT"
        " NULL AND (r.confirmed_by IS NULL OR r.confirmed_by = r.recorded_by OR r.confirmed_by ="
        " r.recorded_for)"
    ),
    "cooperation_terms": (
        "SELECT 'cooperation', s.id FROM cooperation s WHERE NOT EXISTS"
        " (SELECT 1 FROM search_term t WHERE t.kind = 'cooperation' AND t.record_id = s.id)"
        " UNION SELECT t.kind, t.record_id FROM search_term t WHERE t.kind = 'cooperation'"
        " AND NOT EXISTS (SELECT 1 FROM cooperation s WHERE s.id = t.record_id)"
    ),
}

WORDS = {
    "cooperation_shares": N_("Shares of a project abroad make it whole"),
    "cooperation_states": N_("Projects abroad stand as last stated"),
    "cooperation_corrections": N_("Corrections of others’ money take back what they name"),
    "channel_entries": N_("The channel is entered by review and decision of two people"),
    "cooperation_results": N_("Results abroad are confirmed by another person"),
    "cooperation_terms": N_("Every project abroad can be searched for"),
}
"""Name -> what the check says where it holds."""
