"""Calls, applications, decisions, the life of a grant."""

from fund.errors import N_
from fund.rooms.ledger import UNDECIDED
from fund.rooms.room import Act, Due, Room, Status

ROOM = Room(
    "grants",
    acts=(
        Act("draft_call", N_("Drafting a call"), ("officer",)),
        Act(
            "publish_call",
            N_("Publishing a call"),
            ("decider",),
            reminder=N_("Call to publish"),
            on_a_day=True,
        ),
        Act(
            "check_eligibility",
            N_("Eligibility check"),
            ("reviewer",),
            apart=("enter",),
            reminder=N_("Application to check"),
        ),
        Act("declare_conflict", N_("Conflict of interest declared"), ("reviewer",)),
        Act(
            "review",
            N_("Review"),
            ("reviewer",),
            apart=("enter", "decide"),
            reminder=N_("Application to review"),
        ),
        Act(
            "recommend",
            N_("Recommendation"),
            ("recommender",),
            apart=("enter", "decide", "sign", "review"),
            reminder=N_("Application to recommend"),
        ),
        Act(
            "decline",
            N_("Application declined"),
            ("decider",),
            reminder=N_("Application not recommended"),
        ),
        Act("withdraw", N_("Application withdrawn"), ("officer",)),
        Act("check_midterm", N_("Mid-term check"), ("supervisor",), apart=("file_evidence",)),
        Act("suspend", N_("Suspension"), ("decider",)),
        Act("resume", N_("Resumption"), ("decider",), apart=("suspend",)),
        Act("close_out", N_("Closeout"), ("supervisor",), apart=("complete",)),
    ),
    kinds={
        "call": N_("call"),
        "review": N_("review"),
        "recommendation": N_("recommendation"),
    },
    statuses=(Status("draft", "open", "neutral", N_("Draft")),),
    lifecycles={
        "undertaking": {
            "check_eligibility": ("submitted",),
            "declare_conflict": ("eligible", "under_review"),
            "review": ("eligible", "under_review"),
            "recommend": ("eligible", "under_review"),
            "decline": ("entered", "not_recommended", "recommended", "under_review"),
            "withdraw": UNDECIDED,
            "check_midterm": ("active", "suspended"),
            "suspend": ("active",),
            "resume": ("suspended",),
            "close_out": ("completed",),
        },
    },
    due=(Due("call", "closes_on", "publish_call"),),
)
