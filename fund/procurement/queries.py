"""Contracts on screen: the register and one page of it, what methods and suppliers come to, one
contract.

A page of the register and the sums of an unfiltered day do not grow with the number of contracts;
filtered ones are added up from the register.
"""

from typing import Any, NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import search
from fund.access.actors import Actor
from fund.columns import table_of
from fund.ledger import queries as ledger
from fund.ledger.tables import Undertaking, UndertakingTerm
from fund.ledger.view import View
from fund.plan.tables import Organisation, OrganisationTotal
from fund.procurement.tables import Contract, MethodTotal

CONTRACTS = [
    "ocid",
    "contract_id",
    "title",
    "supplier",
    "organisation_id",
    "category",
    "method",
    "measure",
    "source",
    "line",
    "region",
    "currency",
    "value_fen",
    "obligated_fen",
    "accepted_fen",
    "paid_fen",
    "returned_fen",
    "status",
    "awarded_on",
    "signed_on",
    "bidders",
    "undertaking_id",
    "version",
]
"""Columns of ``register``; value_fen is what is committed now."""
SIZE = 20
SUPPLIERS = 10
"""Most suppliers whose name has the words of a search; more letters find fewer."""

TERM = table_of(UndertakingTerm)
BODY = table_of(Organisation)
OWN = table_of(Contract)
UNDERTAKING = table_of(Undertaking)
HELD = table_of(OrganisationTotal)
METHOD = table_of(MethodTotal)


class Sheet(NamedTuple):
    """One page of the register: CONTRACTS, the one entered last first; whether newer and older ones
    are there; whether a search found too many.
    """

    frame: pd.DataFrame
    has_newer: bool
    has_older: bool
    is_cut: bool


def register(
    session: Session, actor: Actor, view: View, *, category: str = "", words: str = ""
) -> pd.DataFrame:
    """The fund's own contracts as of the view's day: CONTRACTS, the newest award first; of a
    category, with words as ``page`` finds them.
    """
    frame = ledger.undertakings(
        session, actor, view, "contract", _found(session, words) if words.strip() else None
    )
    return _with_own(
        session, frame[frame["category"] == category] if category else frame, sa.true()
    )


def page(
    session: Session,
    actor: Actor,
    view: View,
    *,
    category: str = "",
    words: str = "",
    before: int | None = None,
    after: int | None = None,
    size: int = SIZE,
) -> Sheet:
    """One page: of a category, with words of the code, the title or the supplier's name; ``before``
    and ``after`` are the ids a page ends at.
    """
    among = _found(session, words) if words.strip() else None
    keys = ledger.newest(
        session,
        actor,
        view,
        "contract",
        category=category,
        among=among,
        before=before,
        after=after,
        size=size + 1,
    )
    is_more, keys = len(keys) > size, sorted(keys[:size], reverse=True)
    newer, older = (is_more, bool(keys)) if after is not None else (before is not None, is_more)
    frame = _with_own(
        session,
        ledger.undertakings(session, actor, view, "contract", keys),
        OWN.c.undertaking_id.in_(keys),
    )
    return Sheet(
        frame.sort_values("undertaking_id", ascending=False, ignore_index=True),
        newer,
        older,
        among is not None and len(among) > search.FOUND,
    )


def _found(session: Session, words: str) -> list[int]:
    """Contracts by their own words or by their supplier's name: of each at most as many as a search
    looks at.
    """
    like = (
        "%"
        + words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        + "%"
    )
    named = session.execute(
        sa.select(BODY.c.id)
        .where(sa.func.lower(BODY.c.name).like(like, escape="\\"))
        .order_by(BODY.c.id)
        .limit(SUPPLIERS)
    ).scalars()
    theirs = [
        sa.select(
            sa.select(UNDERTAKING.c.id)
            .where(UNDERTAKING.c.kind == "contract", UNDERTAKING.c.organisation_id == body)
            .order_by(UNDERTAKING.c.id.desc())
            .limit(search.FOUND + 1)
            .subquery()
            .c.id
        )
        for body in named
    ]
    supplied = (
        sorted(session.execute(sa.union_all(*theirs)).scalars(), reverse=True)[: search.FOUND + 1]
        if theirs
        else []
    )
    return list(
        {*search.matching(session, TERM, TERM.c.undertaking_id, words, kind="contract"), *supplied}
    )


def _with_own(session: Session, frame: pd.DataFrame, which: Any) -> pd.DataFrame:
    """What the ledger says of contracts beside what this room does: CONTRACTS."""
    rows = session.execute(
        sa.select(OWN.c.undertaking_id, OWN.c.ocid, OWN.c.method, OWN.c.bidders).where(which)
    ).all()
    own = pd.DataFrame(rows, columns=["undertaking_id", "ocid", "method", "bidders"]).astype(
        {"bidders": "Int64"}
    )
    names = {
        "code": "contract_id",
        "organisation": "supplier",
        "region_code": "region",
        "committed_fen": "value_fen",
        "decided_on": "awarded_on",
    }
    return frame.rename(columns=names).merge(own, on="undertaking_id", how="left")[CONTRACTS]


def by_method(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What is committed in renminbi: category, method, fen above zero."""
    actor.must("see_portfolio")
    if _is_whole(session, view):
        return pd.DataFrame(
            session.execute(
                sa.select(METHOD.c.category, METHOD.c.method, METHOD.c.committed_fen).where(
                    METHOD.c.committed_fen > 0
                )
            ).all(),
            columns=["category", "method", "fen"],
        )
    return _added(session, actor, view, "method")


def by_supplier(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What is committed in renminbi: category, organisation_id as entered, fen above zero."""
    actor.must("see_portfolio")
    if _is_whole(session, view):
        statement = sa.select(HELD.c.category, HELD.c.organisation_id, HELD.c.committed_fen).where(
            HELD.c.kind == "contract", HELD.c.committed_fen > 0
        )
        return pd.DataFrame(
            session.execute(statement).all(), columns=["category", "organisation_id", "fen"]
        )
    return _added(session, actor, view, "organisation_id")


def _is_whole(session: Session, view: View) -> bool:
    """Whether the view leaves nothing out: then the database's own sums answer."""
    return view.filters == 0 and view.period is None and ledger.is_latest(session, view.as_of)


def _added(session: Session, actor: Actor, view: View, by: str) -> pd.DataFrame:
    frame = register(session, actor, view)
    bought = frame[(frame["currency"] == "CNY") & (frame["value_fen"] > 0)]
    sums: pd.DataFrame = bought.groupby(["category", by], as_index=False)[["value_fen"]].sum()
    return sums.rename(columns={"value_fen": "fen"})


def contract(session: Session, actor: Actor, code: str, view: View) -> dict[str, Any]:
    """The facts of one contract by its code: the columns of CONTRACTS as a dict."""
    key = ledger.undertaking_id(session, code, "contract")
    found: list[Any] = (
        _with_own(
            session,
            ledger.undertakings(session, actor, View(as_of=view.as_of), "contract", [key]),
            OWN.c.undertaking_id == key,
        )
        .astype(object)
        .to_dict("records")
    )
    return {str(name): value for name, value in found[0].items()} if found else {}
