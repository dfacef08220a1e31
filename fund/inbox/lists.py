"""What waits for a person as lists, one for each part of the inbox: whatever waits longest
first.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.errors import N_
from fund.inbox.queries import WAITING, items
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Listing, Order, Source
from fund.rooms import derived
from fund.rooms.rooms import ROOMS

COUNTED = 300
"""Things counted of a part at most: nobody does more in a day."""


def source(part: str, session: Session, actor: Actor, _asked: Asked) -> Source:
    """What waits in a part, in the regions this person's roles reach; nothing without a role."""
    waits = items()[part].find(session, actor).subquery("waits")
    columns = dict(zip(WAITING[1:], waits.c, strict=True))
    act = items()[part].act
    where: list[sa.ColumnElement[bool]] = []
    if not actor.may(act):
        where = [columns["region_code"].in_(sorted(actor.scopes(act)))]
    own = "entered" if items()[part].is_by_number else "since"
    renminbi = sa.case((columns["currency"] == "CNY", columns["amount_fen"]), else_=0)
    orders = {
        "entered": columns["key"],
        "since": columns["since"],
        "amount": columns["amount_fen"],
        "code": columns["code"],
    }
    if items()[part].is_by_number:
        orders.pop("since")
    return Source(waits, where, columns["key"], orders, frozenset({own}), {"amount_fen": renminbi})


def frame(
    part: str, session: Session, actor: Actor, _view: View, keys: Sequence[int]
) -> pd.DataFrame:
    """Some things of a part: queries.WAITING with the name it goes by, and what stands under it."""
    waits = items()[part].find(session, actor).subquery("waits")
    rows = (
        session.execute(sa.select(waits).where(next(iter(waits.c)).in_(keys))).all() if keys else []
    )
    found = [dict(zip(WAITING[1:], row, strict=True)) for row in rows]
    made = pd.DataFrame(found, columns=WAITING[1:]).astype({"key": "int64", "version": "int64"})
    since = [
        day.astimezone(clock.BEIJING).date() if isinstance(day, datetime) else day
        for day in made["since"]
    ]
    titled = made["title"].where(made["title"] != "", made["code"])
    return made.assign(
        act=part,
        amount_fen=made["amount_fen"].where(made["amount_fen"] != 0),
        since=pd.Series(since, index=made.index, dtype=object),
        name=titled,
        code_below=made["code"].where(made["title"] != "", ""),
    ).astype({"amount_fen": "Int64"})


def _listing(part: str) -> Listing:
    item = items()[part]
    since = N_("Due on") if item.act in derived.on_a_day(ROOMS) else N_("Waiting since")
    by_number, by_day = Order("entered", "integer"), Order("since", "date")
    own = by_number if item.is_by_number else by_day
    rows: Callable[..., Source] = partial(source, part)
    return Listing(
        name=f"waiting-{part.replace('_', '-')}",
        title=N_("Waiting for me"),
        page="inbox",
        key="key",
        columns=(
            Col("name", N_("What"), width=36),
            Col("code_below", N_("Code"), width=18, order="code", under="name"),
            Col("what", N_("Part"), width=24, under="name"),
            Col("region_code", N_("Province"), "region", 16),
            Col("currency", N_("Currency"), "currency", 8, under="amount_fen"),
            Col("amount_fen", N_("Amount"), "amount", 16, order="amount"),
            Col("since", since, "date", order="since"),
        ),
        orders=(own, Order("amount", "integer", is_descending=True), Order("code", "text")),
        filters=(),
        source=rows,
        frame=partial(frame, part),
        leads=item.leads,
        mark=f"{part}-",
        is_viewed=False,
        counted=COUNTED,
    )


PARTS: Mapping[str, Listing] = {part: _listing(part) for part in items()}
"""Part of the inbox -> its list."""

LISTS = tuple(PARTS.values())
"""The lists of this room."""
