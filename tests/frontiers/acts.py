"""The acts of this room, each with arguments that lead nowhere."""

from fund.frontiers import assessing, commands
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "enter_frontier": [
        (
            commands.enter_frontier,
            {"code": "", "title_zh": "x", "field": "bio", "scale": "iso_16290", "source": "x"},
        )
    ],
    "take_in_frontiers": [(commands.take_in_frontiers, {"given": [], "file_name": "x"})],
    "enter_element": [(commands.enter_element, {"frontier": "x", "name": "x", "use": "x"})],
    "change_use": [(commands.change_use, {"element_id": NOBODY, "use": "x"})],
    "confirm_frontier": [(commands.confirm_frontier, {"frontier": "x"})],
    "state_demonstration": [(commands.state_demonstration, {"frontier": "x", "what": "x"})],
    "state_licence": [
        (commands.state_licence, {"frontier": "x", "kind": "launch", "state": "no_basis"})
    ],
    "check_clause": [(commands.check_clause, {"frontier": "x", "clause": "4.1.2", "state": "met"})],
    "link_frontier": [(commands.link_frontier, {"frontier": "x", "undertaking": "x"})],
    "propose_level": [
        (
            assessing.propose_level,
            {"element_id": NOBODY, "level": 3, "assessed_on": DAY, "assessor": "x"},
        )
    ],
    "accept_level": [(assessing.accept_level, {"assessment_id": NOBODY})],
    "second_level": [(assessing.second_level, {"assessment_id": NOBODY})],
    "turn_back_level": [(assessing.turn_back_level, {"assessment_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset({"propose_level", "accept_level", "second_level"})
CLICKED_HERE = frozenset(COMMANDS)
CHECKS_TRIED_HERE = frozenset({"levels_accepted", "levels_proven"})
OPENED = {
    "frontiers": ("frontiers", "新领域", "New frontiers"),
    "frontier": (
        "frontier?id=DEMO-XLY-03",
        "示例：在轨加注演示",
        "Demonstration: On-orbit refuelling",
    ),
}
TYPED = {"frontiers": ""}
