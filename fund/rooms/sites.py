"""Launch sites and their launches: pads, capacity, planned times, outcomes, lists of others."""

from fund.errors import N_, NP_
from fund.rooms.command import Command, Import
from fund.rooms.room import Act, Findable, Room, Setting

TOLD = N_("{file}: {accepted} launches taken in, {known} known already")

ROOM = Room(
    "sites",
    acts=(
        Act("enter_site", N_("Launch site entered"), ("officer",)),
        Act("take_in_sites", N_("List of launch sites taken in"), ("officer",)),
        Act("name_site", N_("Names of a launch site given"), ("officer",)),
        Act("enter_pad", N_("Launch pad entered"), ("officer",)),
        Act("rename_pad", N_("Launch pad renamed"), ("officer",)),
        Act("state_pad", N_("State of a launch pad stated"), ("officer",)),
        Act("state_capacity", N_("Launch capacity stated"), ("officer",)),
        Act(
            "confirm_capacity",
            N_("Launch capacity confirmed"),
            ("supervisor",),
            apart=("state_capacity",),
            reminder=N_("Launch capacity to confirm"),
        ),
        Act("link_site", N_("Undertaking linked to a launch site"), ("officer",)),
        Act("plan_launch", N_("Launch planned"), ("officer",)),
        Act("move_launch", N_("Planned time of a launch changed"), ("officer",)),
        Act("record_scrub", N_("Launch scrubbed"), ("officer",)),
        Act("report_outcome", N_("Outcome of a launch reported"), ("officer",)),
        Act(
            "confirm_outcome",
            N_("Outcome of a launch confirmed"),
            ("supervisor",),
            apart=("report_outcome",),
            reminder=N_("Outcome of a launch to confirm"),
        ),
        Act("take_in_launches", N_("List of launches taken in"), ("officer",)),
        Act("undo_launches", N_("List of launches undone"), ("officer",)),
    ),
    kinds={
        "launch_site": N_("launch site"),
        "site_name": N_("name of a launch site"),
        "launch_pad": N_("launch pad"),
        "pad_name": N_("name of a launch pad"),
        "pad_state": N_("state of a launch pad"),
        "capacity_statement": N_("launch capacity"),
        "site_undertaking": N_("undertaking of a launch site"),
        "launch_batch": N_("list of launches"),
        "launch": NP_("kind", "launch"),
        "launch_time": N_("planned time of a launch"),
        "launch_scrub": N_("scrub of a launch"),
        "launch_outcome": N_("outcome of a launch"),
    },
    settings=(
        Setting(
            "pad_closure_days",
            N_("Maintenance of a pad that breaks its turn-round, longer than"),
            "days",
            180,
            1,
            3650,
        ),
    ),
    findable=(
        Findable("launch_site", "code", ("code", "name_zh", "name_en"), "launch-site", "id"),
    ),
    size={"launch": 2},
    commands=(
        Command(
            "sites",
            "fund.cli.sites",
            N_("The fund’s launch sites: pads, capacity and its use, turn-round, success."),
        ),
        Command(
            "launches",
            "fund.cli.sites",
            N_("Launches of the fund’s register or of a list taken in, with their figures."),
        ),
    ),
    imports=(
        Import("launches", "fund.sites.exchange:take_in", TOLD),
        Import(
            "sites",
            "fund.sites.exchange:take_in_sites",
            N_("{file}: {accepted} sites taken in, {known} known already"),
        ),
    ),
    figures=("fund.sites.measures:indicators",),
    downloads=(),
)
