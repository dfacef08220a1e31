"""The register of standards, what becomes of each, and which are merged."""

from fund.errors import N_, NP_
from fund.rooms.command import Command, Import
from fund.rooms.room import Act, Findable, Room, Status

ROOM = Room(
    "standards",
    acts=(
        Act("enter_standard", N_("Standard entered"), ("officer",)),
        Act("take_in_standards", N_("Register of standards taken in"), ("officer",)),
        Act("state_status", N_("State of a standard stated"), ("officer",)),
        Act("decide_review", N_("Review of a standard decided"), ("supervisor",)),
        Act("propose_merging", N_("Merging of standards proposed"), ("reviewer",)),
        Act(
            "confirm_merging",
            N_("Merging of standards confirmed"),
            ("supervisor",),
            apart=("propose_merging",),
        ),
        Act(
            "reject_merging",
            N_("Merging of standards rejected"),
            ("supervisor",),
            apart=("propose_merging",),
        ),
    ),
    kinds={
        "standard": N_("standard"),
        "standard_merging": N_("merging of standards"),
        "standard_event": N_("state of a standard"),
    },
    statuses=(
        Status("drafting", "pencil", "info", N_("In drafting")),
        Status("given_up", "stop", "neutral", N_("Given up")),
        Status("upcoming", "clock", "info", N_("About to take effect")),
        Status("in_force", "ok", "ok", N_("In force")),
        Status("superseded", "stop", "neutral", N_("Superseded")),
        Status("abolished", "stop", "neutral", NP_("standard", "Withdrawn")),
        Status("historical", "lock", "neutral", N_("Historical copy")),
    ),
    lifecycles={
        "standard": {"decide_review": ("in_force",)},
        "standard_merging": {"confirm_merging": ("open",), "reject_merging": ("open",)},
    },
    findable=(
        Findable("standard", "number", ("number", "title_zh", "title_en"), "standard", "id"),
    ),
    commands=(
        Command(
            "standards", "fund.cli.standards", N_("What holds now for the number of a standard.")
        ),
    ),
    imports=(
        Import(
            "standards",
            "fund.standards.exchange:take_in",
            N_("{file}: {accepted} taken in, {known} known already"),
        ),
    ),
    figures=("fund.standards.queries:indicators",),
    downloads=(
        "fund.standards.downloads:CSV",
        "fund.standards.downloads:EMPTY",
    ),
)
