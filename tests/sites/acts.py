"""The acts of this room, each with arguments that lead nowhere."""

from fund.sites import commands, intake, launching
from tests.acts import DAY, NOBODY, Commands

SITE = {"site": "x"}
COMMANDS: Commands = {
    "enter_site": [
        (
            commands.enter_site,
            {"code": "", "name_zh": "x", "kind": "land", "source": "x", "sourced_on": DAY},
        )
    ],
    "take_in_sites": [(commands.take_in_sites, {"given": [], "file_name": "x"})],
    "name_site": [(commands.name_site, {**SITE, "names": ["y"]})],
    "enter_pad": [
        (
            commands.enter_pad,
            {**SITE, "code": "1", "name": "1", "state": "active", "since": DAY, "source": "x"},
        )
    ],
    "rename_pad": [(commands.rename_pad, {**SITE, "pad": "1", "name": "y", "since": DAY})],
    "state_pad": [
        (
            commands.state_pad,
            {**SITE, "pad": "1", "state": "active", "since": DAY, "source": "x"},
        )
    ],
    "state_capacity": [
        (
            commands.state_capacity,
            {
                **SITE,
                "year": 2026,
                "kind": "design",
                "launches": 1,
                "source": "x",
                "sourced_on": DAY,
            },
        )
    ],
    "confirm_capacity": [(commands.confirm_capacity, {"statement_id": NOBODY})],
    "link_site": [(commands.link_site, {**SITE, "undertaking": "x"})],
    "plan_launch": [
        (launching.plan_launch, {**SITE, "code": "x", "vehicle": "x", "planned_on": DAY})
    ],
    "move_launch": [(launching.move_launch, {"launch": "x", "planned_on": DAY})],
    "record_scrub": [
        (launching.record_scrub, {"launch": "x", "scrubbed_on": DAY, "reason": "weather"})
    ],
    "report_outcome": [
        (
            launching.report_outcome,
            {"launch": "x", "outcome": "success", "happened_on": DAY, "time_of_day": "10:00"},
        )
    ],
    "confirm_outcome": [(launching.confirm_outcome, {"outcome_id": NOBODY})],
    "take_in_launches": [
        (
            intake.take_in_launches,
            {"launches": [], "origin": "gcat", "sites": {}, "file_name": "x", "sha256": "x"},
        )
    ],
    "undo_launches": [(intake.undo_launches, {"batch_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset(
    {"state_capacity", "confirm_capacity", "report_outcome", "confirm_outcome"}
)
CLICKED_HERE = frozenset(COMMANDS)
CHECKS_TRIED_HERE = frozenset(
    {"launch_days", "launch_outcomes", "launch_files", "site_capacities", "launch_pads"}
)
OPENED = {
    "launch-sites": ("launch-sites", "发射场", "Launch sites"),
    "launch-site": (
        "launch-site?id=DEMO-FS-01",
        "示例：南部商业航天发射场",
        "Demonstration: southern spaceport",
    ),
    "launches": ("launches", "发射", "Launches"),
    "slips": ("slips", "推迟与中止", "Slips and scrubs"),
}
TYPED = {"sites": "", "launches": ""}
