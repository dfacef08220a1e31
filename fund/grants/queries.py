"""Grants on screen: the portfolio and one grant."""

from typing import Any

import pandas as pd
from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger import queries as ledger
from fund.ledger.view import View

GRANTS = [
    "grant_id", "title", "recipient", "organisation_id", "measure", "source", "line", "region", "currency", "awarded_fen", "obligated_fen",
    "accepted_fen", "paid_fen", "returned_fen", "status", "awarded_on", "signed_on", "undertaking_id", "version",
]
"""Columns of ``portfolio``; awarded_fen is what is committed now, awarded_on the day of the decision."""


def portfolio(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """The fund's own grants as of the view's day: GRANTS."""
    frame = ledger.undertakings(session, actor, view, "grant")
    names = {
        "code": "grant_id", "organisation": "recipient", "region_code": "region", "committed_fen": "awarded_fen", "decided_on": "awarded_on",
    }
    return frame.rename(columns=names)[GRANTS]


def one(session: Session, actor: Actor, code: str, view: View) -> dict[str, Any]:
    """The facts of one grant by its code: the columns of GRANTS as a dict."""
    found = portfolio(session, actor, View(as_of=view.as_of))
    ledger.undertaking_id(session, code, "grant")
    rows = found[found["grant_id"] == code]
    return {} if rows.empty else {str(name): value for name, value in rows.astype(object).to_dict("records")[0].items()}
