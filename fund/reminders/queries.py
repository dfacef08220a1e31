"""Reminders on screen and in the mail: who has to do what, as their inbox holds it today."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import FunctionType
from typing import TypedDict

import pandas as pd
from sqlmodel import Session, col, select

from fund import house
from fund.access import actors
from fund.access.actors import Actor
from fund.access.rules import ROLES
from fund.access.tables import Person
from fund.frames import rows_of
from fund.inbox import queries as inbox
from fund.reminders.rows import Reminder
from fund.reminders.rules import ON_A_DAY, STAGES, Item, Sent, is_due_again, stage
from fund.reminders.tables import ReminderSent
from fund.rooms.waiting import Row
from fund.settings import values as settings

REMINDERS = [
    "person_id",
    "login",
    "name",
    "email",
    "kind",
    "item_id",
    "undertaking",
    "title",
    "step",
    "stage",
    "anchor_on",
    "due_on",
    "days_late",
    "amount_fen",
    "currency",
    "sent_on",
    "is_new",
]
"""Columns of ``due``; days_late is negative before the day, sent_on the last reminder of this stage
(None before any), is_new whether one goes out now.

What nobody may do has no person: person_id, login, name and email are missing.
"""

EVERYBODY = Actor(None, "", "", frozenset((role, "") for role in ROLES))
"""Stands for all who could be asked, without a hand in anything: what waits for this one and for
nobody else waits for nobody.
"""


def due(session: Session, actor: Actor, today: date) -> pd.DataFrame:
    """What is due soon or overdue today by person: REMINDERS, by name, the late ones first."""
    actor.must("see_portfolio")
    ahead_days, evidence_days = (
        settings.value(session, "reminder_days"),
        settings.value(session, "evidence_days"),
    )
    went, told, rows = sent(session), set(), []
    for person, row in _waiting(session):
        item = _item(row, ahead_days, evidence_days)
        now = stage(item, today, ahead_days)
        if person is None and (item.kind, item.item_id) in told:
            continue
        told.add((item.kind, item.item_id))
        if now:
            rows.append(
                _row(
                    item,
                    row,
                    now,
                    person,
                    went.get((person.id or 0 if person else 0, *item.key), []),
                    today,
                )
            )
    rows += _reports(session, went, today, ahead_days)
    order = list(STAGES)
    rows.sort(
        key=lambda row: (
            row["name"] is None,
            row["name"] or "",
            row["person_id"] or 0,
            order.index(row["stage"]),
            row["due_on"],
        )
    )
    return pd.DataFrame(rows, columns=REMINDERS, dtype=object)


def _reports(
    session: Session,
    went: dict[tuple[int, str, int, date], list[Sent]],
    today: date,
    ahead_days: int,
) -> list[Reminder]:
    """What centres report, for whoever reports, forwards or reviews: before the day and after
    it.
    """
    rows = []
    for person in session.exec(select(Person).order_by(col(Person.id))).all():
        who = actors.load(session, person.id)
        for task in (
            task
            for place in house.TASKS
            for task in house.at(place, FunctionType)(session, who, today, ahead_days)
        ):
            item = Item(task.act, task.item_id, task.anchor_on, task.due_on, task.is_waiting)
            told: Named = {
                "code": task.code,
                "title": task.name,
                "what": task.period,
                "amount_fen": 0,
                "currency": "",
            }
            if now := stage(item, today, ahead_days):
                rows.append(
                    _row(item, told, now, person, went.get((person.id or 0, *item.key), []), today)
                )
    return rows


def _waiting(session: Session) -> Iterator[tuple[Person | None, Row]]:
    """Each person's inbox, then what could wait for anybody."""
    for person in session.exec(select(Person).order_by(col(Person.id))).all():
        who = actors.load(session, person.id)
        if who.may("see_portfolio"):
            yield from ((person, row) for row in _rows(session, who))
    yield from ((None, row) for row in _rows(session, EVERYBODY))


def _rows(session: Session, who: Actor) -> list[Row]:
    return rows_of(inbox.waiting(session, who), Row)


def _item(row: Row, ahead_days: int, evidence_days: int) -> Item:
    """What waits for somebody is late after as many days as a reminder goes out before something is
    due; evidence has its own.
    """
    act, since = row["act"], row["since"]
    on_a_day = act in ON_A_DAY
    grace = (evidence_days if act == "file_evidence" else 0) if on_a_day else ahead_days
    return Item(
        act,
        row["key"],
        since,
        since + timedelta(days=grace),
        is_waiting=not on_a_day or act == "publish_call",
    )


class Named(TypedDict):
    """What a thing that waits is called, and its amount in fen (0 none)."""

    code: str
    title: str
    what: str
    amount_fen: int
    currency: str


def _row(
    item: Item, row: Named, now: str, person: Person | None, sent: list[Sent], today: date
) -> Reminder:
    days = [one.sent_on for one in sent if one.stage == now]
    return {
        "person_id": person.id if person else None,
        "login": person.login if person else None,
        "name": person.name if person else None,
        "email": person.email if person else None,
        "kind": item.kind,
        "item_id": item.item_id,
        "undertaking": row["code"],
        "title": row["title"],
        "step": row["what"],
        "stage": now,
        "anchor_on": item.anchor_on,
        "due_on": item.due_on,
        "days_late": (today - item.due_on).days,
        "amount_fen": row["amount_fen"] or None,
        "currency": row["currency"],
        "sent_on": max(days, default=None),
        "is_new": is_due_again(now, sent, today),
    }


def sent(
    session: Session, person_id: int | None = None
) -> dict[tuple[int, str, int, date], list[Sent]]:
    """What went out before, by person and item; to one person, where one is named."""
    statement = (
        select(ReminderSent)
        if person_id is None
        else select(ReminderSent).where(ReminderSent.person_id == person_id)
    )
    made: dict[tuple[int, str, int, date], list[Sent]] = {}
    for row in session.exec(statement).all():
        made.setdefault((row.person_id, row.kind, row.item_id, row.anchor_on), []).append(
            Sent(row.stage, row.sent_on)
        )
    return made
