"""The acts of this room, each with arguments that lead nowhere."""

from fund.standing import commands as standing
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "report_status": [
        (standing.report_status, {"undertaking_id": NOBODY, "light": "green", "reported_on": DAY})
    ],
    "answer_gap": [
        (standing.answer_gap, {"undertaking_id": NOBODY, "status_report_id": NOBODY, "answer": "x"})
    ],
}

PAIRS_TRIED_HERE = frozenset({"report_status", "answer_gap"})
"""Acts whose pairs the tests of this room try."""

CHECKS_TRIED_HERE = frozenset({"light_days"})
"""Checks of ``verify`` whose corruption the tests of this room plant."""
