"""Steps promised, evidence, acceptance, waivers."""

from fund.errors import N_
from fund.rooms.ledger import RUNNING
from fund.rooms.room import Act, Due, Room, Setting, Status

ROOM = Room(
    "milestones",
    acts=(
        Act("schedule", N_("Scheduling a milestone"), ("officer",)),
        Act(
            "forecast",
            N_("Forecasting a milestone"),
            ("officer",),
            reminder=N_("Milestone due"),
            on_a_day=True,
        ),
        Act("rebaseline", N_("Moving a due date"), ("supervisor",)),
        Act("need", N_("Milestone waits for another"), ("officer",)),
        Act(
            "file_evidence",
            N_("Evidence filed"),
            ("officer",),
            reminder=N_("Evidence to file"),
            on_a_day=True,
        ),
        Act(
            "accept",
            N_("Acceptance"),
            ("supervisor",),
            apart=("correct_payment", "decide", "award", "pay", "file_evidence"),
            reminder=N_("Evidence to accept"),
        ),
        Act(
            "settle",
            N_("Settlement"),
            ("supervisor",),
            counts_as=("accept",),
            reminder=N_("Milestone to judge"),
            on_a_day=True,
        ),
        Act("propose_waiver", N_("Waiver proposed"), ("decider",), apart=("pay",)),
        Act(
            "grant_waiver",
            N_("Waiver granted"),
            ("decider",),
            apart=("pay",),
            reminder=N_("Waiver to grant"),
        ),
    ),
    kinds={
        "milestone": N_("milestone"),
        "milestone_need": N_("order of milestones"),
        "evidence": N_("evidence"),
        "waiver_proposal": N_("waiver"),
    },
    statuses=(
        Status("scheduled", "open", "neutral", N_("Scheduled")),
        Status("met", "ok", "ok", N_("Met")),
        Status("under_way", "half", "info", N_("Under way")),
        Status("partially_met", "half", "warn", N_("Partly met")),
        Status("not_met", "crit", "crit", N_("Not met")),
        Status("overdue", "crit", "crit", N_("Overdue")),
        Status("due_soon", "clock", "info", N_("Due soon")),
        Status("at_risk", "warn", "warn", N_("At risk")),
        Status("not_started", "open", "neutral", N_("Not started")),
        Status("not_due", "open", "neutral", N_("Not due")),
        Status("missing", "crit", "crit", N_("Missing")),
        Status("not_stated", "open", "neutral", N_("Nothing stated yet")),
    ),
    lifecycles={
        "undertaking": {
            "schedule": ("entered", "recommended", *RUNNING),
            "file_evidence": ("active",),
            "accept": ("active",),
            "propose_waiver": ("active",),
            "grant_waiver": ("active",),
        },
    },
    settings=(
        Setting(
            "slip_days",
            N_("A milestone has slipped when it is expected this much after its first promise"),
            "days",
            30,
            1,
            3660,
        ),
        Setting(
            "evidence_days",
            N_("Evidence is overdue this long after its part was promised"),
            "days",
            14,
            0,
            3660,
        ),
    ),
    due=(Due("milestone", "due_on", "settle"),),
    documents={"evidence": ("sha256",)},
)
