"""The acts of this room, each with arguments that lead nowhere."""

from pathlib import Path

from fund.standards import commands
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "enter_standard": [(commands.enter_standard, {"given": {}})],
    "take_in_standards": [(commands.take_in, {"texts": [], "file_name": "x.csv"})],
    "state_status": [
        (
            commands.state_status,
            {"standard_id": NOBODY, "status": "abolished", "source": "x"},
        )
    ],
    "decide_review": [
        (
            commands.decide_review,
            {"standard_id": NOBODY, "verdict": "confirmed", "decided_on": DAY, "source": "x"},
        )
    ],
    "propose_merging": [
        (
            commands.propose_merging,
            {"standard_id": NOBODY, "other_id": NOBODY + 1, "subject": "x", "verdict": "merged"},
        )
    ],
    "confirm_merging": [(commands.confirm_merging, {"merging_id": NOBODY})],
    "reject_merging": [(commands.reject_merging, {"merging_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset({"propose_merging", "confirm_merging", "reject_merging"})
CLICKED_HERE = frozenset(COMMANDS)
CHECKS_TRIED_HERE = frozenset(
    {"standards", "standards_behind", "standard_mergings", "standard_terms"}
)
OPENED = {
    "standards": ("standards", "标准", "Standards"),
    "standard": (
        "standard?id=GB%2FT%2034513-2017",
        "空间碎片减缓要求",
        "Space debris mitigation requirements",
    ),
    "differences": ("differences", "差异", "Differences"),
}
REGISTER = Path(__file__).parent / "register.csv"
TYPED = {"standards": ""}
