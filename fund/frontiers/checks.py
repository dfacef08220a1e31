"""What ``verify`` looks at in new frontiers."""

from fund.errors import N_

CHECKS = {
    "levels_accepted": (
        "SELECT 'level_assessment', a.id FROM level_assessment a WHERE a.outcome ="
        " 'level_accepted' AND (a.accepted_by IS NULL OR a.accepted_by = a.recorded_by OR"
        " (a.level >= 7 AND (a.second_by IS NULL OR a.second_by = a.accepted_by OR a.second_by ="
        " a.recorded_by)))"
    ),
    "levels_proven": (
        "SELECT 'level_assessment', a.id FROM level_assessment a WHERE a.outcome ="
        " 'level_accepted' AND a.reason = '' AND NOT EXISTS (SELECT 1 FROM level_evidence e WHERE"
        " e.assessment_id = a.id AND e.level = a.level) AND NOT EXISTS (SELECT 1 FROM"
        " level_assessment b WHERE b.element_id = a.element_id AND b.id < a.id AND b.outcome ="
        " 'level_accepted' AND b.level >= a.level)"
    ),
}

WORDS = {
    "levels_accepted": N_("Levels are accepted by others, from level 7 on by two"),
    "levels_proven": N_("Levels gained have their evidence"),
}
"""Name -> what the check says where it holds."""
