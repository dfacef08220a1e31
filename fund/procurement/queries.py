"""Contracts on screen: the register and some rows of it, what methods and suppliers come to, one
contract.

Rows of a page and the sums of an unfiltered day do not grow with the number of contracts; filtered
ones are added up from the register.
"""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import table_of
from fund.frames import framed, rows_of
from fund.ledger import queries as ledger
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.plan.tables import OrganisationTotal
from fund.procurement.rows import ContractFacts
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
OWN = table_of(Contract)
UNDERTAKING = table_of(Undertaking)
HELD = table_of(OrganisationTotal)
METHOD = table_of(MethodTotal)


def register(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """The fund's own contracts as of the view's day: CONTRACTS, the newest award first."""
    return _held(session, actor, view)


def listed(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some contracts by number as of the view's day, whichever period: CONTRACTS."""
    return _held(session, actor, View(as_of=view.last), keys)


def _held(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """What the ledger says of contracts and what this room does, in one question: CONTRACTS."""
    own = OWN.c["ocid", "method", "bidders"]
    frame = ledger.undertakings(session, actor, view, "contract", keys, tuple(own))
    names = {
        "code": "contract_id",
        "organisation": "supplier",
        "region_code": "region",
        "committed_fen": "value_fen",
        "decided_on": "awarded_on",
    }
    frame["bidders"] = frame["bidders"].astype("Int64")
    return frame.rename(columns=names)[CONTRACTS]


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
        return framed(session, statement, ["category", "organisation_id", "fen"])
    return _added(session, actor, view, "organisation_id")


def _is_whole(session: Session, view: View) -> bool:
    """Whether the view leaves nothing out: then the database's own sums answer."""
    return view.filters == 0 and view.period is None and ledger.is_latest(session, view.as_of)


def _added(session: Session, actor: Actor, view: View, by: str) -> pd.DataFrame:
    frame = register(session, actor, view)
    bought = frame[(frame["currency"] == "CNY") & (frame["value_fen"] > 0)]
    sums: pd.DataFrame = bought.groupby(["category", by], as_index=False)[["value_fen"]].sum()
    return sums.rename(columns={"value_fen": "fen"})


def contract(session: Session, actor: Actor, code: str, view: View) -> ContractFacts | None:
    """The facts of one contract by its code: the columns of CONTRACTS as a dict, None where it is
    not recorded yet on the day.
    """
    key = ledger.undertaking_id(session, code, "contract")
    found = _held(session, actor, View(as_of=view.as_of), [key]).astype(object)
    return rows_of(found, ContractFacts)[0] if len(found) else None
