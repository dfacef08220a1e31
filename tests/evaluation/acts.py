"""The acts of this room, each with arguments that lead nowhere."""

from decimal import Decimal

from fund.evaluation import commands as evaluation
from fund.evaluation import direction, scheme
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
    "set_direction_scheme": [
        (direction.set_direction_scheme, {"parts": scheme.shipped()[1:], "reason": "x"})
    ],
    "begin_direction": [(direction.begin_direction, {"fiscal_year": 1999})],
    "state_direction": [
        (
            direction.state_direction,
            {"direction_id": NOBODY, "part_key": "region", "value": Decimal(1), "source": "x"},
        )
    ],
    "promise_direction": [
        (direction.promise_direction, {"direction_id": NOBODY, "signatory": "x"})
    ],
    "approve_direction": [(direction.approve_direction, {"direction_id": NOBODY})],
    "return_direction": [(direction.return_direction, {"direction_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "begin_evaluation",
        "write_evaluation",
        "submit_evaluation",
        "approve_evaluation",
        "return_evaluation",
        "begin_direction",
        "state_direction",
        "promise_direction",
        "approve_direction",
        "return_direction",
    }
)
"""Acts whose pairs the tests of this room try."""
CHECKS_TRIED_HERE = frozenset({"direction_figures", "direction_hands"})
CLICKED_HERE = frozenset(
    {
        "set_direction_scheme",
        "begin_direction",
        "state_direction",
        "promise_direction",
        "approve_direction",
        "return_direction",
    }
)
OPENED = {"direction": ("direction?id=2026", "投向评价，2026年", "Evaluation of direction, 2026")}
TYPED = {"direction": ""}
