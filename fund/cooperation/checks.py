"""What ``verify`` looks at in cooperation abroad."""

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
}
