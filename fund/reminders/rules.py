"""What is due, what is late, to whom it falls, and when they are told again. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from fund.access.rules import excluded_by
from fund.errors import N_

DUE_SOON, OVERDUE = "due_soon", "overdue"
STAGES = {OVERDUE: N_("Overdue"), DUE_SOON: N_("Due soon")}
"""How urgent a reminder is, the late ones first."""

AGAIN_DAYS = 7
"""What is overdue is told again after so many days."""


class Kind(NamedTuple):
    """One kind of reminder: its words, the act that is waited for, and whether it goes to whoever entered the undertaking."""

    words: str
    act: str
    to_enterer: bool = False


KINDS = {
    "milestone": Kind(N_("Milestone due"), "forecast", to_enterer=True),
    "tranche": Kind(N_("Evidence to file"), "file_evidence", to_enterer=True),
    "evidence": Kind(N_("Evidence to accept"), "accept"),
    "payment": Kind(N_("Accepted, to be paid"), "pay"),
    "waiver": Kind(N_("Waiver to grant"), "grant_waiver"),
    "amendment": Kind(N_("Amendment to sign"), "sign_amendment"),
    "decision": Kind(N_("Decision that takes another decider"), "decide"),
    "award": Kind(N_("Award that takes another decider"), "award"),
    "opening": Kind(N_("Office’s workbook to approve"), "approve_opening"),
    "call": Kind(N_("Call to publish"), "publish_call"),
}
"""Every kind of reminder by its stored word."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something somebody has to do. ``anchor_on`` is the day it rests on: a promise, or since when it waits.

    ``due_on`` is when it is late after; ``by`` are the people whose word waits for a second person, ``entered_by`` who
    entered the undertaking; ``amount_fen`` is in the currency, None where no money is behind it.
    """

    kind: str
    item_id: int
    anchor_on: date
    due_on: date
    code: str
    title: str
    step: str = ""
    owner: str = ""
    undertaking_id: int | None = None
    amount_fen: int | None = None
    currency: str = ""
    entered_by: int | None = None
    by: frozenset[int | None] = frozenset()
    is_waiting: bool = False

    @property
    def key(self) -> tuple[str, int, date]:
        """What a reminder sent is known by; a promise that was moved is another."""
        return self.kind, self.item_id, self.anchor_on


class Candidate(NamedTuple):
    """Somebody who may be told: the acts their roles allow today, and whose earlier acts count as theirs."""

    person_id: int
    acts: frozenset[str]
    hands: frozenset[int | None]


class Done(NamedTuple):
    """An act somebody did on an undertaking, maybe for somebody else."""

    act: str
    actor_id: int | None
    on_behalf_of: int | None


class Sent(NamedTuple):
    """A reminder that went out."""

    stage: str
    sent_on: date


def stage(item: Item, today: date, ahead_days: int) -> str | None:
    """Overdue once its day has passed, due soon so many days before or while somebody waits; None before that."""
    if item.due_on < today:
        return OVERDUE
    return DUE_SOON if item.is_waiting or item.due_on <= today + timedelta(days=ahead_days) else None


def is_due_again(now: str, sent: Iterable[Sent], today: date) -> bool:
    """Whether a reminder of this stage goes out today: the first time, and while overdue every AGAIN_DAYS.

    >>> is_due_again("overdue", [Sent("overdue", date(2026, 3, 1))], date(2026, 3, 7))
    False
    >>> is_due_again("overdue", [Sent("overdue", date(2026, 3, 1))], date(2026, 3, 8))
    True
    """
    days = [one.sent_on for one in sent if one.stage == now]
    return not days or (now == OVERDUE and (today - max(days)).days >= AGAIN_DAYS)


def recipients(item: Item, people: Iterable[Candidate], done: Mapping[int, list[Done]]) -> list[int]:
    """Who is told: whoever entered the undertaking while they may do what is waited for, else everybody who may; empty where nobody may.

    Somebody who had a hand that keeps them from it is not asked to do it.
    """
    able = [person.person_id for person in people if _may(item, person, done.get(item.undertaking_id or 0, []))]
    return [item.entered_by] if KINDS[item.kind].to_enterer and item.entered_by in able else able


def _may(item: Item, person: Candidate, done: list[Done]) -> bool:
    act = KINDS[item.kind].act
    if act not in person.acts or item.by & person.hands:
        return False
    barred = excluded_by(act) | (excluded_by("sign") if act == "sign_amendment" else frozenset())
    # a waiver takes somebody who had no hand in the undertaking at all
    return not any({one.actor_id, one.on_behalf_of} - {None} & person.hands for one in done if act == "grant_waiver" or one.act in barred)
