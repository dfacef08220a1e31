"""What a room says of what waits for somebody: how it is found, what it is called, where it
leads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import sqlalchemy as sa


class Row(TypedDict):
    """One row of fund.inbox.queries.WAITING."""

    act: str
    key: int
    version: int
    kind: str
    code: str
    title: str
    what: str
    region_code: str | None
    currency: str
    amount_fen: int
    since: date


def to_record(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """The page of the record itself, by its code."""
    return str(row["kind"]), {"id": str(row["code"])}


@dataclass(frozen=True)
class Together:
    """An act that can be done for several, since it needs nothing but a yes: the button, the
    command, its arguments from a row.
    """

    words: str
    command: Callable[..., object]
    arguments: Callable[[Row], dict[str, object]]


@dataclass(frozen=True)
class Waiting:
    """What waits for an act: ``find(session, actor)`` is one statement with the columns of
    fund.inbox.queries.WAITING after the act, of what the command would not refuse this person.
    ``title`` is the block's, ``why`` says why a thing is in it, ``leads`` gives page and query.

    What waits longest stands first along an index on the day it waits since; where there is none,
    by the number it was entered under (``is_by_number``). ``part`` tells apart what waits for one
    act in two places; "" is the act.
    """

    act: str
    find: Callable[..., sa.Select[*tuple[object, ...]]]
    title: str
    why: str
    together: Together | None = None
    leads: Callable[[Mapping[str, object]], tuple[str, dict[str, str]]] = to_record
    is_by_number: bool = False
    part: str = ""
