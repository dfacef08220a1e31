"""In which states an act may be done on a grant or a contract: one table, read by commands, pages
and tests. Pure.
"""

from collections.abc import Collection

from fund.errors import WrongState

RUNNING = frozenset({"awarded", "pending", "active", "suspended"})
UNDECIDED = frozenset(
    {"entered", "submitted", "eligible", "under_review", "recommended", "not_recommended"}
)

STATES: dict[str, frozenset[str]] = {
    "check_eligibility": frozenset({"submitted"}),
    "declare_conflict": frozenset({"eligible", "under_review"}),
    "review": frozenset({"eligible", "under_review"}),
    "recommend": frozenset({"eligible", "under_review"}),
    "decide": frozenset({"entered", "recommended"}),
    "decline": frozenset({"entered", "under_review", "recommended", "not_recommended"}),
    "withdraw": frozenset(
        {"entered", "submitted", "eligible", "under_review", "recommended", "not_recommended"}
    ),
    "award": frozenset({"entered"}),
    "sign": frozenset({"awarded", "pending"}),
    "schedule": frozenset({"entered", "recommended", *RUNNING}),
    "file_evidence": frozenset({"active"}),
    "accept": frozenset({"active"}),
    "propose_waiver": frozenset({"active"}),
    "grant_waiver": frozenset({"active"}),
    "propose_amendment": frozenset({"active"}),
    "propose_recipient": UNDECIDED,
    "sign_amendment": frozenset({"active"}) | UNDECIDED,
    "reject_amendment": RUNNING | UNDECIDED,
    "check_midterm": frozenset({"active", "suspended"}),
    "report_status": frozenset({"active", "suspended"}),
    "answer_gap": frozenset({"active", "suspended"}),
    "suspend": frozenset({"active"}),
    "resume": frozenset({"suspended"}),
    "record_delivery": frozenset({"active", "completed", "terminated"}),
    "pay": frozenset({"active", "completed", "terminated"}),
    "terminate": RUNNING,
    "complete": frozenset({"active"}),
    "close_out": frozenset({"completed"}),
}
"""act -> statuses of the undertaking in which it may be done. Money moves in any other state too:
putting a payment right, taking money back, carrying over.
"""

BUYING: dict[str, frozenset[str]] = {
    "publish_tender": frozenset({"planned"}),
    "amend_tender": frozenset({"tendering"}),
    "record_bid": frozenset({"tendering", "evaluation"}),
    "withdraw_bid": frozenset({"tendering"}),
    "open_bids": frozenset({"tendering"}),
    "declare_interest": frozenset({"evaluation"}),
    "disqualify_bid": frozenset({"evaluation"}),
    "evaluate": frozenset({"evaluation"}),
    "award": frozenset({"evaluation"}),
    "sign": frozenset({"awarded"}),
    "end_procurement": frozenset({"planned", "tendering", "evaluation"}),
}
"""act -> statuses of the procurement process in which it may be done; from the signature on the
contract's own states hold.
"""


WITH_THEM = frozenset({"draft", "returned"})
REPORTING: dict[str, dict[str, frozenset[str]]] = {
    **{
        act: dict.fromkeys(("local", "province", "officer"), WITH_THEM)
        for act in ("fill_in", "submit")
    },
    "attach": {
        **dict.fromkeys(("local", "officer"), WITH_THEM),
        "province": WITH_THEM | {"submitted", "resubmitted"},
    },
    "answer_remark": dict.fromkeys(("local", "province", "officer"), frozenset({"returned"})),
    "forward": {"province": frozenset({"submitted", "resubmitted"})},
    "send_back": {
        "province": frozenset({"submitted", "resubmitted"}),
        "reviewer": frozenset({"forwarded"}),
    },
    "approve_submission": {"reviewer": frozenset({"forwarded"})},
    "revise": dict.fromkeys(("local", "province", "officer"), frozenset({"approved", "locked"})),
}
"""act -> role -> statuses of a centre's report in which that role may do it: whoever has the report
acts on it.
"""


def may_follow(act: str, status: str) -> bool:
    """Whether the state lets the act be done; an act without a row may be done in any."""
    return act not in STATES or status in STATES[act]


def must_follow(act: str, status: str) -> None:
    """Refuse an act the state does not let be done."""
    if not may_follow(act, status):
        raise WrongState(act=act, status=status)


def may_buy(act: str, status: str) -> bool:
    """Whether the state of a procurement process lets the act be done."""
    return status in BUYING[act]


def must_buy(act: str, status: str) -> None:
    """Refuse an act the state of a procurement process does not let be done."""
    if not may_buy(act, status):
        raise WrongState(act=act, status=status)


def may_report(act: str, roles: Collection[str], status: str) -> bool:
    """Whether one of the roles may do the act on a centre's report in that state."""
    return any(status in states for role, states in REPORTING[act].items() if role in roles)


def must_report(act: str, roles: Collection[str], status: str) -> None:
    """Refuse an act none of the roles may do on a centre's report in that state."""
    if not may_report(act, roles, status):
        raise WrongState(act=act, status=status)
