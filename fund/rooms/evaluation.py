"""Self-evaluation of a programme's year."""

from fund.errors import N_
from fund.rooms.room import Act, Room, Setting

ROOM = Room(
    "evaluation",
    acts=(
        Act("begin_evaluation", N_("Self-evaluation begun"), ("officer",)),
        Act("write_evaluation", N_("Self-evaluation written"), ("officer",)),
        Act("submit_evaluation", N_("Self-evaluation handed in"), ("officer",)),
        Act(
            "approve_evaluation",
            N_("Self-evaluation approved"),
            ("supervisor",),
            apart=("begin_evaluation", "write_evaluation", "submit_evaluation"),
        ),
        Act(
            "return_evaluation",
            N_("Self-evaluation given back"),
            ("supervisor",),
            apart=("write_evaluation", "submit_evaluation"),
        ),
    ),
    kinds={
        "evaluation": N_("self-evaluation"),
    },
    settings=(
        Setting(
            "evaluation_spread",
            N_(
                "Self-evaluation without a budget: points of execution are lost (0) or spread"
                " over the indicators (1)"
            ),
            "count",
            0,
            0,
            1,
        ),
    ),
)
