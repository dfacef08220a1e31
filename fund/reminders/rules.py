"""What is due, what is late, and when it is told again. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from fund.errors import N_

DUE_SOON, OVERDUE = "due_soon", "overdue"
STAGES = {OVERDUE: N_("Overdue"), DUE_SOON: N_("Due soon")}
"""How urgent a reminder is, the late ones first."""

AGAIN_DAYS = 7
"""What is overdue is told again after so many days."""


KINDS = {
    "publish_call": N_("Call to publish"),
    "check_eligibility": N_("Application to check"),
    "review": N_("Application to review"),
    "recommend": N_("Application to recommend"),
    "decide": N_("Grant to decide"),
    "decline": N_("Application not recommended"),
    "publish_tender": N_("Tender to publish"),
    "open_bids": N_("Bids to open"),
    "evaluate": N_("Bids to evaluate"),
    "award": N_("Contract to award"),
    "sign": N_("Agreement to sign"),
    "sign_amendment": N_("Amendment to sign"),
    "forecast": N_("Milestone due"),
    "file_evidence": N_("Evidence to file"),
    "accept": N_("Evidence to accept"),
    "grant_waiver": N_("Waiver to grant"),
    "settle": N_("Milestone to judge"),
    "pay": N_("Accepted, to be paid"),
    "carry_over": N_("Carry-over to agree to"),
    "return_surplus": N_("Surplus to agree to"),
    "correct_claw_back": N_("Correction of money returned to agree to"),
    "approve_opening": N_("Office’s workbook to approve"),
    "close": N_("Month or year to close"),
    "submit": N_("Centre’s report to hand in"),
    "answer_remark": N_("Centre’s report given back, to be changed"),
    "forward": N_("Centre’s report to forward"),
    "approve_submission": N_("Centre’s report to review"),
}
"""Every kind of reminder by the act that is waited for: what the inbox holds, and what centres
report.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """Something somebody has to do: the act, the key its command takes, the day it rests on (a
    promise, or since when it waits), when it is late after.
    """

    kind: str
    item_id: int
    anchor_on: date
    due_on: date
    is_waiting: bool

    @property
    def key(self) -> tuple[str, int, date]:
        """What a reminder sent is known by; a promise that was moved is another."""
        return self.kind, self.item_id, self.anchor_on


class Sent(NamedTuple):
    """A reminder that went out."""

    stage: str
    sent_on: date


def stage(item: Item, today: date, ahead_days: int) -> str | None:
    """Overdue once its day has passed, due soon so many days before or while somebody waits; None
    before that.
    """
    if item.due_on < today:
        return OVERDUE
    return (
        DUE_SOON if item.is_waiting or item.due_on <= today + timedelta(days=ahead_days) else None
    )


def is_due_again(now: str, sent: Iterable[Sent], today: date) -> bool:
    """Whether a reminder of this stage goes out today: the first time, and while overdue every
    AGAIN_DAYS.

    >>> is_due_again("overdue", [Sent("overdue", date(2026, 3, 1))], date(2026, 3, 7))
    False
    >>> is_due_again("overdue", [Sent("overdue", date(2026, 3, 1))], date(2026, 3, 8))
    True
    """
    days = [one.sent_on for one in sent if one.stage == now]
    return not days or (now == OVERDUE and (today - max(days)).days >= AGAIN_DAYS)
