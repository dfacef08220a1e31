"""Centres and platforms and what they report."""

from fund.errors import N_
from fund.rooms.room import FUND, Act, Due, Findable, Reach, Role, Room, Setting, Status

CENTRES = ("local", "province")
"""Whoever answers for a centre: itself, and the province it lies in."""

WITH_THEM = ("draft", "returned")
HANDED_IN = ("submitted", "resubmitted")
BY_ALL = dict.fromkeys(("local", "province", "officer"), WITH_THEM)

ROOM = Room(
    "centres",
    acts=(
        Act("see_centres", N_("Seeing centres"), (*FUND, *CENTRES), is_reading=True),
        Act("register_centre", N_("Entering a centre"), ("officer",)),
        Act("change_standing", N_("Standing of a centre changed")),
        Act("open_period", N_("Reporting period opened"), ("officer",)),
        Act("lock_period", N_("Reporting period locked"), ("supervisor",)),
        Act("ask_extension", N_("More time asked for"), CENTRES),
        Act(
            "decide_extension", N_("More time decided on"), ("reviewer",), apart=("ask_extension",)
        ),
        Act("fill_in", N_("Report filled in"), ("officer", *CENTRES)),
        Act(
            "submit",
            N_("Report handed in"),
            ("officer", *CENTRES),
            reminder=N_("Centre’s report to hand in"),
        ),
        Act("attach", N_("File put to a report"), ("officer", *CENTRES)),
        Act(
            "answer_remark",
            N_("Remark answered"),
            ("officer", *CENTRES),
            reminder=N_("Centre’s report given back, to be changed"),
        ),
        Act(
            "forward",
            N_("Report forwarded"),
            ("province",),
            reminder=N_("Centre’s report to forward"),
        ),
        Act("send_back", N_("Report given back"), ("reviewer", "province")),
        Act(
            "approve_submission",
            N_("Report approved"),
            ("reviewer",),
            apart=("fill_in", "submit", "attach", "answer_remark", "forward"),
            reminder=N_("Centre’s report to review"),
        ),
        Act("revise", N_("Revision begun"), ("officer", *CENTRES), apart=("approve_submission",)),
        Act("record_use", N_("Use of a service recorded"), ("officer", *CENTRES)),
    ),
    kinds={
        "centre": N_("centre"),
        "reporting_period": N_("reporting period"),
        "extension": N_("more time"),
        "submission": N_("report"),
        "remark": N_("remark"),
        "submission_file": N_("file of a report"),
        "centre_member": N_("member"),
        "centre_funding": N_("funding of a centre"),
        "centre_equipment": N_("equipment"),
        "platform_offer": N_("service"),
        "offer_use": N_("use of a service"),
    },
    statuses=(
        Status("forwarded", "clock", "info", N_("Forwarded")),
        Status("returned", "back", "warn", N_("Returned")),
        Status("resubmitted", "clock", "info", N_("Submitted again")),
        Status("locked", "lock", "neutral", N_("Locked")),
    ),
    lifecycles={
        "submission": {
            "fill_in": BY_ALL,
            "submit": BY_ALL,
            "attach": {**BY_ALL, "province": (*WITH_THEM, *HANDED_IN)},
            "answer_remark": dict.fromkeys(BY_ALL, ("returned",)),
            "forward": {"province": HANDED_IN},
            "send_back": {"province": HANDED_IN, "reviewer": ("forwarded",)},
            "approve_submission": {"reviewer": ("forwarded",)},
            "revise": dict.fromkeys(BY_ALL, ("approved", "locked")),
        },
    },
    roles=(
        Role("local", N_("Local centre"), "centre", may=("keep",)),
        Role("province", N_("Provincial office"), "region", may=("keep",)),
    ),
    reaches=(Reach("centre", N_("one centre"), "centre"),),
    settings=(
        Setting(
            "province_step",
            N_(
                "Reports of centres pass through their province before the fund (1) or come to"
                " it at once (0)"
            ),
            "count",
            1,
            0,
            1,
        ),
        Setting(
            "outlier_percent",
            N_(
                "A figure of a centre that changes by more than this since last time asks for a"
                " word"
            ),
            "percent",
            50,
            5,
            1000,
        ),
    ),
    findable=(Findable("centre", "code", ("code", "name_zh", "name_en"), "centre", "code"),),
    due=(Due("reporting_period", "due_on", "submit"),),
    documents={"submission_file": ("sha256",)},
)
