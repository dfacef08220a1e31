"""What waits for a person: one statement an act, so that the work does not grow with the people.

An item is there exactly where the command would not refuse this person for their role, the state or
an earlier hand of theirs. The rooms say what waits (fund/<room>/waiting.py); fund.house lists it.
"""

from datetime import datetime
from functools import cache

import pandas as pd
from sqlmodel import Session

from fund import clock, house
from fund.access.actors import Actor
from fund.access.rules import POLICY
from fund.rooms import derived
from fund.rooms.derived import NotDeclared
from fund.rooms.rooms import ROOMS
from fund.rooms.waiting import Waiting

REMINDED = frozenset(derived.reminders(ROOMS))
"""Acts a letter has words for while they wait."""

WAITING = [
    "act",
    "key",
    "version",
    "kind",
    "code",
    "title",
    "what",
    "region_code",
    "currency",
    "amount_fen",
    "since",
]
"""Columns of ``waiting``: key is what the act's command takes, what names the part or the person;
amount_fen in fen of currency, since the day it began to wait, or (acts due on a day) the day it is
promised for.
"""


@cache
def items() -> dict[str, Waiting]:
    """Part of the inbox -> what waits there, in the order of a grant's life."""
    declared = [house.at(place, Waiting) for place in house.WAITING]
    found = derived.by_name((one.part or one.act, one) for one in declared)
    for act in {one.act for one in found.values()}:
        if act not in POLICY or act not in REMINDED:
            raise NotDeclared(f"what waits for “{act}” is nobody's, or a letter cannot name it")
    return found


def waiting(session: Session, actor: Actor) -> pd.DataFrame:
    """Everything that waits for this person today: WAITING, act by act in the order of a grant's
    life, the most money first.
    """
    actor.must("see_portfolio")
    rows = [
        (item.act, *row)
        for part, item in items().items()
        if is_asked(actor, part)
        for row in session.execute(item.find(session, actor)).all()
    ]
    frame = pd.DataFrame(rows, columns=WAITING).astype(
        {"amount_fen": "int64", "key": "int64", "version": "int64"}
    )
    frame["since"] = [
        since.astimezone(clock.BEIJING).date() if isinstance(since, datetime) else since
        for since in frame["since"]
    ]
    allowed = pd.Series(
        [
            actor.may(act, region)
            for act, region in zip(frame["act"], frame["region_code"], strict=True)
        ],
        index=frame.index,
        dtype=bool,
    )
    order = {item.act: place for place, item in enumerate(items().values())}
    return (
        frame[allowed]
        .assign(place=lambda df: df["act"].map(order))
        .sort_values(
            ["place", "amount_fen", "code"], ascending=[True, False, True], ignore_index=True
        )
        .drop(columns="place")
    )


def is_asked(actor: Actor, part: str) -> bool:
    """Whether a role of this person's, wherever it is held, lets them do what a part of the inbox
    waits for.
    """
    return any(items()[part].act in _acts(role) for role in _roles(actor))


def _roles(actor: Actor) -> set[str]:
    return {role for role, _scope in actor.roles} | {role for role, _scope, _lender in actor.lent}


def _acts(role: str) -> set[str]:
    return {act for act, roles in POLICY.items() if role in roles}
