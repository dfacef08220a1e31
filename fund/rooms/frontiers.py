"""New frontiers by readiness: undertakings, elements, levels on evidence, licences, clauses."""

from fund.errors import N_
from fund.rooms.command import Command, Import
from fund.rooms.room import Act, Findable, Room, Setting, Status

ROOM = Room(
    "frontiers",
    acts=(
        Act("enter_frontier", N_("Undertaking of a new field entered"), ("officer",)),
        Act("take_in_frontiers", N_("Records for comparison taken in"), ("officer",)),
        Act("enter_element", N_("Element of an undertaking entered"), ("officer",)),
        Act("change_use", N_("Use of an element changed"), ("officer",)),
        Act("confirm_frontier", N_("Record of a new field confirmed"), ("officer",)),
        Act("state_demonstration", N_("Demonstration stated"), ("officer",)),
        Act("state_licence", N_("Licence stated"), ("officer",)),
        Act("check_clause", N_("Clause of ISO 24330 checked"), ("officer",)),
        Act("link_frontier", N_("Grant or contract linked to a new field"), ("officer",)),
        Act("propose_level", N_("Level proposed"), ("officer",)),
        Act(
            "accept_level",
            N_("Level accepted"),
            ("reviewer",),
            apart=("propose_level",),
            reminder=N_("Level to accept"),
        ),
        Act(
            "second_level",
            N_("Level accepted by a second person"),
            ("decider",),
            apart=("propose_level", "accept_level"),
            reminder=N_("Level to accept as the second"),
        ),
        Act("turn_back_level", N_("Level turned back"), ("reviewer", "decider")),
    ),
    kinds={
        "frontier": N_("undertaking of a new field"),
        "frontier_element": N_("element of an undertaking"),
        "element_use": N_("use of an element"),
        "level_assessment": N_("assessment of a level"),
        "level_evidence": N_("evidence of a level"),
        "frontier_demonstration": N_("demonstration"),
        "licence_need": N_("licence"),
        "clause_check": N_("clause checked"),
        "frontier_undertaking": N_("undertaking that pays for a new field"),
    },
    statuses=(
        Status("proposed", "clock", "info", N_("Level proposed, to be accepted")),
        Status("half_accepted", "half", "info", N_("Accepted by one of two")),
        Status("level_accepted", "ok", "ok", N_("Level accepted")),
        Status("turned_back", "stop", "neutral", N_("Turned back")),
    ),
    lifecycles={
        "level_assessment": {
            "accept_level": ("proposed",),
            "second_level": ("half_accepted",),
            "turn_back_level": ("proposed", "half_accepted"),
        },
    },
    settings=(
        Setting(
            "level_stale_days",
            N_("An assessment of a level is old after"),
            "days",
            365,
            30,
            3650,
        ),
    ),
    findable=(Findable("frontier", "code", ("code", "title_zh", "title_en"), "frontier", "id"),),
    commands=(
        Command(
            "frontiers",
            "fund.cli.frontiers",
            N_("Undertakings of new fields with their levels, evidence and what is missing."),
        ),
    ),
    imports=(
        Import(
            "techport",
            "fund.frontiers.exchange:take_in",
            N_("{file}: {accepted} records taken in, {known} known already"),
        ),
    ),
    figures=("fund.frontiers.queries:indicators",),
)
