"""Self-evaluation of a programme's year."""

from fund.errors import N_
from fund.rooms.command import Command, Import
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
        Act("set_direction_scheme", N_("Scheme of direction set"), ("supervisor",)),
        Act("begin_direction", N_("Evaluation of direction begun"), ("officer",)),
        Act("state_direction", N_("Figure of direction stated"), ("officer",)),
        Act(
            "promise_direction",
            N_("Truth of an evaluation of direction promised"),
            ("supervisor",),
            apart=("begin_direction", "state_direction"),
        ),
        Act(
            "approve_direction",
            N_("Evaluation of direction approved"),
            ("supervisor", "decider"),
            apart=("begin_direction", "state_direction", "promise_direction"),
            reminder=N_("Evaluation of direction to approve"),
        ),
        Act(
            "return_direction",
            N_("Evaluation of direction given back"),
            ("supervisor", "decider"),
            apart=("state_direction", "promise_direction"),
        ),
    ),
    kinds={
        "evaluation": N_("self-evaluation"),
        "direction": N_("evaluation of direction"),
        "direction_scheme": N_("scheme of direction"),
    },
    documents={"direction_statement": ("sha256",), "direction_event": ("sha256",)},
    commands=(
        Command(
            "direction",
            "fund.cli.direction",
            N_("Evaluations of direction; with a year, its indicators, figures and points."),
        ),
    ),
    downloads=("fund.evaluation.downloads:SCHEME",),
    imports=(
        Import(
            "direction-scheme",
            "fund.evaluation.exchange:take_in",
            N_("{file}: a scheme of {accepted} parts"),
        ),
    ),
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
