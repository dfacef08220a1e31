"""What is due, what is late, and when it is told again. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from fund.errors import N_
from fund.rooms import derived
from fund.rooms.rooms import ROOMS

DUE_SOON, OVERDUE = "due_soon", "overdue"
STAGES = {OVERDUE: N_("Overdue"), DUE_SOON: N_("Due soon")}
"""How urgent a reminder is, the late ones first."""

AGAIN_DAYS = 7
"""What is overdue is told again after so many days."""


KINDS = derived.reminders(ROOMS)
"""Every kind of reminder by the act that is waited for: what the inbox holds, and what centres
report.
"""

ON_A_DAY = derived.on_a_day(ROOMS)
"""Acts that are due on a day; the others wait since one."""


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
