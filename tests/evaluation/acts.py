"""The acts of this room, each with arguments that lead nowhere."""

from fund.evaluation import commands as evaluation
from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "begin_evaluation": [
        (evaluation.begin_evaluation, {"programme_id": NOBODY, "fiscal_year": 2026})
    ],
    "write_evaluation": [
        (evaluation.write_evaluation, {"evaluation_id": NOBODY, "head": {}, "rows": []})
    ],
    "submit_evaluation": [(evaluation.submit_evaluation, {"evaluation_id": NOBODY})],
    "approve_evaluation": [(evaluation.approve_evaluation, {"evaluation_id": NOBODY})],
    "return_evaluation": [(evaluation.return_evaluation, {"evaluation_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "begin_evaluation",
        "write_evaluation",
        "submit_evaluation",
        "approve_evaluation",
        "return_evaluation",
    }
)
"""Acts whose pairs the tests of this room try."""
