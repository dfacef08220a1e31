"""In which states an act may be done on a grant or a contract: one table, read by commands, pages and tests. Pure."""

from fund.errors import WrongState

RUNNING = frozenset({"awarded", "pending", "active", "suspended"})
UNDECIDED = frozenset({"entered", "submitted", "eligible", "under_review", "recommended", "not_recommended"})

STATES: dict[str, frozenset[str]] = {
    "check_eligibility": frozenset({"submitted"}),
    "declare_conflict": frozenset({"eligible", "under_review"}),
    "review": frozenset({"eligible", "under_review"}),
    "recommend": frozenset({"eligible", "under_review"}),
    "decide": frozenset({"entered", "recommended"}),
    "decline": frozenset({"entered", "under_review", "recommended", "not_recommended"}),
    "withdraw": frozenset({"entered", "submitted", "eligible", "under_review", "recommended", "not_recommended"}),
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
    "pay": frozenset({"active", "completed", "terminated"}),
    "terminate": RUNNING,
    "complete": frozenset({"active"}),
    "close_out": frozenset({"completed"}),
}
"""act -> statuses of the undertaking in which it may be done. Money moves in any other state too: putting a payment right,
taking money back, carrying over."""


def may_follow(act: str, status: str) -> bool:
    """Whether the state lets the act be done; an act without a row may be done in any."""
    return act not in STATES or status in STATES[act]


def must_follow(act: str, status: str) -> None:
    """Refuse an act the state does not let be done."""
    if not may_follow(act, status):
        raise WrongState(act=act, status=status)
