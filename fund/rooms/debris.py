"""Space debris: conjunction messages, events, warnings and their answers."""

from fund.errors import N_
from fund.rooms.command import Command, Import
from fund.rooms.room import FUND, Act, Findable, Reach, Role, Room, Setting, Status

OPEN = ("notified", "acknowledged", "to_confirm", "manoeuvre", "declined", "done")

ROOM = Room(
    "debris",
    acts=(
        Act(
            "see_conjunctions",
            N_("Seeing conjunctions"),
            (*FUND, "spacecraft"),
            is_reading=True,
        ),
        Act("register_spacecraft", N_("Spacecraft registered"), ("officer",)),
        Act(
            "take_in_cdm",
            N_("Conjunction messages taken in"),
            ("officer",),
        ),
        Act("resolve_cdm", N_("Message in conflict decided on"), ("officer",)),
        Act("regroup_message", N_("Message put to another event"), ("officer",)),
        Act("raise_level", N_("Level of an event raised"), ("officer", "supervisor")),
        Act("issue_warning", N_("Warning issued"), ("officer",)),
        Act("acknowledge_warning", N_("Warning acknowledged"), ("officer", "spacecraft")),
        Act("plan_manoeuvre", N_("Manoeuvre planned"), ("spacecraft",)),
        Act("decline_manoeuvre", N_("Manoeuvre declined"), ("spacecraft",)),
        Act(
            "confirm_decline",
            N_("Declined manoeuvre confirmed"),
            ("spacecraft",),
            apart=("decline_manoeuvre",),
        ),
        Act("report_manoeuvre", N_("Manoeuvre reported done"), ("spacecraft",)),
        Act("close_warning", N_("Warning closed"), ("officer",)),
        Act("record_breach", N_("Answer overdue, recorded"), ("officer",)),
        Act("propose_thresholds", N_("Warning thresholds proposed"), ("officer",)),
        Act(
            "decide_thresholds",
            N_("Warning thresholds decided on"),
            ("supervisor",),
            apart=("propose_thresholds",),
        ),
        Act("register_dataset", N_("Data set entered in the catalogue"), ("officer",)),
        Act("look_at_dataset", N_("Data set looked at"), ("officer",)),
        Act("propose_publication", N_("Open data proposed"), ("officer",)),
        Act(
            "clear_publication",
            N_("Open data cleared"),
            ("supervisor",),
            apart=("propose_publication",),
        ),
        Act("begin_screening", N_("Screening begun"), ("officer",)),
        Act("record_screening", N_("Part of a screening kept"), ("officer",)),
        Act(
            "write_alert",
            N_("Alert to the authority written"),
            ("officer",),
            apart=("check_alert", "clear_alert"),
        ),
        Act(
            "check_alert",
            N_("Alert to the authority looked through"),
            ("officer", "reviewer"),
            apart=("write_alert", "clear_alert"),
        ),
        Act(
            "clear_alert",
            N_("Alert to the authority cleared"),
            ("supervisor",),
            apart=("write_alert", "check_alert"),
        ),
    ),
    kinds={
        "spacecraft": N_("spacecraft"),
        "cdm_file": N_("file of messages"),
        "cdm_intake": N_("intake of messages"),
        "cdm_message": N_("conjunction message"),
        "cdm_decision": N_("decision on a message"),
        "conjunction_event": N_("conjunction event"),
        "conjunction_warning": N_("collision warning"),
        "warning_act": N_("answer to a warning"),
        "threshold_set": N_("thresholds of warnings"),
        "open_dataset": N_("open data set"),
        "dataset_look": N_("look at a data set"),
        "debris_publication": N_("open data of ours"),
        "element_catalogue": N_("catalogue of elements"),
        "screening_run": N_("screening"),
        "screening_part": N_("part of a screening"),
        "screening_hit": N_("approach by screening"),
        "debris_alert": N_("alert to the authority"),
    },
    statuses=(
        Status("red_level", "crit", "crit", N_("Red")),
        Status("orange_level", "warn", "warn", N_("Orange")),
        Status("yellow_level", "clock", "info", N_("Yellow")),
        Status("info_level", "open", "neutral", N_("For information")),
        Status("notified", "clock", "info", N_("Notified")),
        Status("acknowledged", "half", "info", N_("Acknowledged")),
        Status("to_confirm", "clock", "warn", N_("Decline to be confirmed")),
        Status("manoeuvre", "half", "info", N_("Manoeuvre planned")),
        Status("done", "ok", "ok", N_("Manoeuvre done")),
        Status("drafted", "pencil", "info", N_("Written, to be looked through")),
        Status("vetted", "half", "info", N_("Looked through, to be cleared")),
        Status("cleared", "ok", "ok", N_("Cleared")),
    ),
    lifecycles={
        "conjunction_warning": {
            "acknowledge_warning": ("notified",),
            "plan_manoeuvre": ("notified", "acknowledged", "declined"),
            "decline_manoeuvre": ("notified", "acknowledged", "manoeuvre"),
            "confirm_decline": ("to_confirm",),
            "report_manoeuvre": ("manoeuvre",),
            "close_warning": OPEN,
        },
        "debris_alert": {
            "check_alert": ("drafted",),
            "clear_alert": ("vetted",),
        },
    },
    roles=(Role("spacecraft", N_("Spacecraft operator"), "organisation"),),
    reaches=(Reach("organisation", N_("one organisation"), "organisation", "identifier"),),
    settings=(
        Setting(
            "conjunction_window_minutes",
            N_("Messages of one pair whose closest approaches lie within this are one event"),
            "minutes",
            10,
            1,
            40,
        ),
        Setting(
            "warning_before_tca_hours",
            N_("A warning is answered at least so long before the closest approach"),
            "hours",
            6,
            0,
            48,
        ),
        Setting(
            "own_radius_cm",
            N_("Radius of a spacecraft nobody told the radius of, in cm"),
            "count",
            500,
            1,
            100_000,
        ),
        Setting(
            "debris_radius_cm",
            N_("Radius of debris nobody told the radius of, in cm"),
            "count",
            100,
            1,
            100_000,
        ),
    ),
    findable=(
        Findable("spacecraft", "number", ("number", "name_zh", "name_en"), "spacecraft", "q"),
    ),
    documents={
        "cdm_file": ("sha256",),
        "cdm_intake": ("sha256",),
        "element_catalogue": ("sha256",),
        "screening_run": ("sha256",),
    },
    commands=(
        Command(
            "cdm",
            "fund.cli.debris",
            N_("Conjunction messages: watch a folder, record answers overdue, write open data."),
            is_group=True,
        ),
        Command(
            "screen",
            "fund.cli.screening",
            N_("Look through a catalogue of elements for what passes our spacecraft."),
        ),
    ),
    imports=(
        Import(
            "cdm",
            "fund.debris.exchange:take_in",
            N_(
                "{file}: {accepted} taken in, {known} already here, {conflict} in conflict,"
                " {refused} refused"
            ),
        ),
    ),
    figures=("fund.debris.counted:indicators",),
    downloads=(
        "fund.debris.downloads:RAW",
        "fund.debris.downloads:MESSAGES",
        "fund.debris.downloads:OPEN_DATA",
        "fund.debris.downloads:DCAT",
    ),
)
