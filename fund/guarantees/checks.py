"""What ``verify`` looks at in guarantees: what is held, and how each stands, follows from its
events; what takes two people was done by two.
"""

from fund.errors import N_

CHECKS = {
    "guarantees_held": (
        "SELECT 'guarantee', g.id FROM guarantee g LEFT JOIN (SELECT guarantee_id, sum(CASE WHEN"
        " kind IN ('lodged', 'raised') THEN amount_fen WHEN kind IN ('refused', 'lowered',"
        " 'claimed', 'released') THEN -amount_fen ELSE 0 END) AS fen FROM guarantee_event GROUP BY"
        " guarantee_id) e ON e.guarantee_id = g.id WHERE g.held_fen <> coalesce(e.fen, 0)"
    ),
    "guarantees_stand": (
        "SELECT 'guarantee', g.id FROM guarantee g LEFT JOIN (SELECT guarantee_id, max(CASE kind"
        " WHEN 'extended' THEN valid_until END) AS until, max(CASE WHEN kind IN ('duty_met',"
        " 'duty_ended') THEN occurred_on END) AS met, max(CASE kind WHEN 'released' THEN 1 ELSE 0"
        " END) AS released, max(CASE kind WHEN 'refused' THEN 1 ELSE 0 END) AS refused, max(CASE"
        " kind WHEN 'checked' THEN 1 ELSE 0 END) AS checked FROM guarantee_event GROUP BY"
        " guarantee_id) e ON e.guarantee_id = g.id WHERE g.valid_until IS DISTINCT FROM"
        " coalesce(e.until, g.valid_to) OR g.met_on IS DISTINCT FROM e.met OR (e.released = 1 AND"
        " g.state <> 'given_back') OR (e.refused = 1) <> (g.state = 'turned_away') OR (e.checked ="
        " 0 AND e.refused = 0) <> (g.state = 'to_check')"
    ),
    "guarantees_by_two": (
        "SELECT 'guarantee_event', e.id FROM guarantee_event e JOIN guarantee g ON g.id ="
        " e.guarantee_id LEFT JOIN guarantee_proposal p ON p.id = e.proposal_id WHERE (e.kind IN"
        " ('checked', 'refused', 'released') AND (e.recorded_by = g.lodged_by OR e.recorded_by ="
        " g.lodged_for)) OR (e.kind IN ('raised', 'lowered', 'extended', 'claimed') AND (p.id IS"
        " NULL OR p.outcome <> 'approved' OR p.decided_by IS NULL OR p.decided_by = p.proposed_by"
        " OR p.decided_by = p.proposed_for))"
    ),
    "guarantees_released": (
        "SELECT 'guarantee_event', e.id FROM guarantee_event e WHERE e.kind = 'released' AND NOT"
        " EXISTS (SELECT 1 FROM guarantee_event d WHERE d.guarantee_id = e.guarantee_id AND d.kind"
        " IN ('duty_met', 'duty_ended') AND d.id < e.id)"
    ),
    "guarantee_terms": (
        "SELECT 'guarantee', g.id FROM guarantee g WHERE NOT EXISTS (SELECT 1 FROM search_term t"
        " WHERE t.kind = 'guarantee' AND t.record_id = g.id) UNION SELECT t.kind, t.record_id FROM"
        " search_term t WHERE t.kind = 'guarantee' AND NOT EXISTS (SELECT 1 FROM guarantee g WHERE"
        " g.id = t.record_id)"
    ),
}
"""Name -> one statement that finds what is wrong (fund.verify)."""

WORDS = {
    "guarantees_held": N_("What is held of guarantees follows from their events"),
    "guarantees_stand": N_("Guarantees stand as their events say"),
    "guarantees_by_two": N_("Guarantees are checked, changed and released by another person"),
    "guarantees_released": N_("Guarantees are released once their duty is confirmed"),
    "guarantee_terms": N_("Every guarantee can be searched for"),
}
"""Name -> what the check says where it holds."""
