"""The workbooks an office handed in, with what became of them."""

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.office.tables import Opening

OPENINGS = [
    "opening_id",
    "file_name",
    "status",
    "lines",
    "grants",
    "contracts",
    "tranches",
    "payments",
    "holdings",
    "subsidies",
    "guarantees",
    "uploaded_by",
    "uploader",
    "uploaded_at",
    "reason",
    "version",
]


def openings(session: Session, actor: Actor) -> pd.DataFrame:
    """Every workbook handed in, newest first: OPENINGS."""
    actor.must("see_portfolio")
    table = table_of(Opening)
    columns = [table.c[name] for name in ("id", *OPENINGS[1:12])]
    rest = [table.c[name] for name in OPENINGS[13:]]
    person = table_of(Person)
    statement = sa.select(*columns, person.c.name, *rest).outerjoin(
        person, table.c.uploaded_by == person.c.id
    )
    return pd.DataFrame(
        session.execute(statement.order_by(table.c.id.desc())).all(), columns=OPENINGS
    )
