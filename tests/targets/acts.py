"""The acts of this room, each with arguments that lead nowhere."""

from decimal import Decimal

from fund.targets import changing, contributing, issuing
from fund.targets import commands as targets
from tests.acts import DAY, Commands

COMMANDS: Commands = {
    "issue_forecasts": [(issuing.issue_forecasts, {"period": "2026-Q1"})],
    "set_contribution": [
        (contributing.set_contribution, {"target_code": "x", "percent": 1, "source": "x"})
    ],
    "set_target": [
        (
            targets.set_target,
            {
                "code": "x",
                "name_zh": "x",
                "name_en": "x",
                "unit_zh": "x",
                "unit_en": "x",
                "value": 1,
                "target_year": 2027,
                "source": "",
            },
        )
    ],
    "change_target": [
        (
            changing.change_target,
            {"target_code": "x", "value": Decimal(1), "reason": "x", "source": "x"},
        )
    ],
    "observe": [
        (targets.observe, {"target_code": "x", "observed_on": DAY, "value": 1, "source": ""})
    ],
    "state_plan_step": [
        (targets.state_plan_step, {"step": "x", "status": "met", "stated_on": DAY, "source": "x"})
    ],
    "change_definition": [
        (targets.change_definition, {"indicator": "x", "changed_on": DAY, "reason": "x"})
    ],
}

CLICKED_HERE = frozenset(
    {
        "set_target",
        "change_target",
        "observe",
        "change_definition",
        "state_plan_step",
        "set_contribution",
        "issue_forecasts",
    }
)
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
