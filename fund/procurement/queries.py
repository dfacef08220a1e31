"""Contracts on screen: the register and one process."""

from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger import queries as ledger
from fund.ledger.view import View
from fund.procurement.tables import Contract

CONTRACTS = [
    "ocid", "contract_id", "title", "supplier", "organisation_id", "category", "method", "measure", "source", "line", "region", "currency",
    "value_fen", "obligated_fen", "accepted_fen", "paid_fen", "returned_fen", "status", "awarded_on", "signed_on", "bidders", "undertaking_id", "version",
]
"""Columns of ``register``; value_fen is what is committed now."""


def register(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """The fund's own contracts as of the view's day: CONTRACTS."""
    frame = ledger.undertakings(session, actor, view, "contract")
    table: Any = Contract.__table__  # type: ignore[attr-defined]
    rows = session.execute(sa.select(table.c.undertaking_id, table.c.ocid, table.c.method, table.c.bidders)).all()
    own = pd.DataFrame(rows, columns=["undertaking_id", "ocid", "method", "bidders"]).astype({"bidders": "Int64"})
    names = {
        "code": "contract_id", "organisation": "supplier", "region_code": "region", "committed_fen": "value_fen", "decided_on": "awarded_on",
    }
    return frame.rename(columns=names).merge(own, on="undertaking_id", how="left")[CONTRACTS]


def one(session: Session, actor: Actor, code: str, view: View) -> dict[str, Any]:
    """The facts of one contract by its code: the columns of CONTRACTS as a dict."""
    ledger.undertaking_id(session, code, "contract")
    found = register(session, actor, View(as_of=view.as_of))
    rows = found[found["contract_id"] == code]
    return {} if rows.empty else {str(name): value for name, value in rows.astype(object).to_dict("records")[0].items()}
