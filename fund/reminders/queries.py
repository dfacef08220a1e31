"""Reminders on screen and in the mail: who has to do what, as things stand today."""

from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access import actors
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.ledger.tables import Act
from fund.reminders.items import items, when
from fund.reminders.rules import KINDS, STAGES, Candidate, Done, Item, Sent, is_due_again, recipients, stage
from fund.reminders.tables import ReminderSent

REMINDERS = [
    "person_id", "login", "name", "email", "kind", "item_id", "undertaking", "title", "step", "owner", "stage", "anchor_on", "due_on", "days_late",
    "amount_fen", "currency", "sent_on", "is_new",
]
"""Columns of ``due``; days_late is negative before the day, sent_on the last reminder of this stage (None before any), is_new whether one goes out now.

What nobody may do has no person: person_id, login, name and email are missing.
"""

NOBODY = 0
"""Stands for the person of what nobody may do: no person has this number."""


def due(session: Session, actor: Actor, today: date) -> pd.DataFrame:
    """What is due soon or overdue today by person: REMINDERS, by name, the late ones first."""
    actor.must("see_portfolio")
    at = when(session, today)
    staged = [(item, now) for item in items(session, at) if (now := stage(item, today, at.ahead_days))]
    people = {row.id or 0: row for row in session.exec(select(Person).order_by(col(Person.id))).all()}
    candidates, done, went = _candidates(session, list(people)), _done(session, [item for item, _now in staged]), sent(session)
    rows = [
        _row(item, now, people.get(told), went.get((told, *item.key), []), today)
        for item, now in staged for told in recipients(item, candidates, done) or [NOBODY]
    ]
    order = list(STAGES)
    rows.sort(key=lambda row: (row["name"] is None, row["name"] or "", row["person_id"] or 0, order.index(row["stage"]), row["due_on"]))
    return pd.DataFrame(rows, columns=REMINDERS, dtype=object)


def _row(item: Item, now: str, person: Person | None, sent: list[Sent], today: date) -> dict[str, Any]:
    days = [one.sent_on for one in sent if one.stage == now]
    return {
        "person_id": person.id if person else None, "login": person.login if person else None, "name": person.name if person else None,
        "email": person.email if person else None, "kind": item.kind, "item_id": item.item_id, "undertaking": item.code, "title": item.title,
        "step": item.step, "owner": item.owner, "stage": now, "anchor_on": item.anchor_on, "due_on": item.due_on, "days_late": (today - item.due_on).days,
        "amount_fen": item.amount_fen, "currency": item.currency, "sent_on": max(days, default=None), "is_new": is_due_again(now, sent, today),
    }


def _candidates(session: Session, people: list[int]) -> list[Candidate]:
    """Everybody with what their roles, held or lent, allow them today."""
    known = [actors.load(session, person_id) for person_id in people]
    wanted = {kind.act for kind in KINDS.values()}
    return [Candidate(actor.id or 0, frozenset(act for act in wanted if actor.may(act)), actor.hands) for actor in known]


def _done(session: Session, found: list[Item]) -> dict[int, list[Done]]:
    """Who did what on the undertakings named, each act once."""
    keys = {item.undertaking_id for item in found if item.undertaking_id}
    statement = sa.select(Act.undertaking_id, Act.kind, Act.actor_id, Act.on_behalf_of).distinct()  # type: ignore[call-overload]
    made: dict[int, list[Done]] = {}
    for key, *act in session.execute(statement.where(col(Act.undertaking_id).is_not(None))).all():
        if key in keys:
            made.setdefault(key, []).append(Done(*act))
    return made


def sent(session: Session, person_id: int | None = None) -> dict[tuple[int, str, int, date], list[Sent]]:
    """What went out before, by person and item; to one person, where one is named."""
    statement = select(ReminderSent) if person_id is None else select(ReminderSent).where(ReminderSent.person_id == person_id)
    made: dict[tuple[int, str, int, date], list[Sent]] = {}
    for row in session.exec(statement).all():
        made.setdefault((row.person_id, row.kind, row.item_id, row.anchor_on), []).append(Sent(row.stage, row.sent_on))
    return made
