"""The list of postings: the ledger itself, the latest first."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import money
from fund.access.actors import Actor
from fund.columns import is_any_of
from fund.errors import N_
from fund.ledger import queries
from fund.ledger.rules import SOURCES, STAGES
from fund.ledger.sums import POSTING, UNDERTAKING, lines_of
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Listing, Order, Source
from fund.words import ACTS

COUNTED = 10_000
"""Postings counted at most."""
COUNTED_OF_SOME, COUNTED_IN_A_PROVINCE = 500, 50
"""The same of a measure or a body; and where each is asked whose it is."""


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """What was posted by the view's last day, in its period where it has one."""
    view = asked.view
    where: list[sa.ColumnElement[bool]] = []
    if not queries.is_latest(session, view.last):
        where.append(POSTING.c.recorded_on <= view.last)
    if view.first is not None:
        where.append(POSTING.c.recorded_on >= view.first)
    if view.measure is not None:
        where.append(POSTING.c.line_id.in_(lines_of(view.measure)))
    if view.region is not None:
        where.append(_is_in(view.region))
    if view.organisation_id is not None:
        where.append(is_any_of(POSTING.c.undertaking_id, _held(session, view.organisation_id)))
    return Source(
        POSTING,
        where,
        POSTING.c.id,
        {
            "recorded_on": POSTING.c.recorded_on,
            "amount": POSTING.c.amount_fen,
            "act": POSTING.c.act_id,
        },
        frozenset({"recorded_on"}),
        counted=COUNTED_IN_A_PROVINCE if view.region else COUNTED_OF_SOME if view.filters else None,
    )


def _is_in(region: str) -> sa.ColumnElement[bool]:
    """Whether the undertaking of a posting lies in a province: looked up among those that do, which
    are close together in their index.
    """
    return (
        sa.select(UNDERTAKING.c.id)
        .where(UNDERTAKING.c.region_code == region, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .with_hint(UNDERTAKING, "INDEXED BY ix_undertaking_region_code", "sqlite")
        .correlate(POSTING)
        .exists()
    )


def _held(session: Session, organisation_id: int) -> list[int]:
    """What one body holds, read first: a database then begins at these and not at the days."""
    asking = sa.select(UNDERTAKING.c.id).where(UNDERTAKING.c.organisation_id == organisation_id)
    return list(session.execute(asking).scalars())


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some postings: queries.LEDGER with ``amount``, in units of the currency."""
    found = queries.postings_of(session, actor, keys)
    amounts = [
        money.units(fen, code)
        for fen, code in zip(found["amount_fen"], found["currency"], strict=True)
    ]
    return found.assign(
        amount=pd.Series(amounts, index=found.index, dtype=object),
        undertaking=found["undertaking"].fillna(""),
        tranche=found["tranche"].fillna(""),
    )


POSTINGS = Listing(
    name="postings",
    title=N_("Latest postings"),
    page="budget",
    key="posting_id",
    columns=(
        Col("act_id", N_("Act number"), width=12, order="act"),
        Col("recorded_on", N_("Recorded on"), "date", order="recorded_on"),
        Col("occurred_on", N_("Occurred on"), "date", is_shown=False),
        Col("line", N_("Line"), width=18),
        Col("source", N_("Source"), "words", 16, words=SOURCES, is_shown=False),
        Col("undertaking", N_("Grant or contract"), width=20),
        Col("tranche", N_("Tranche"), width=10, under="undertaking"),
        Col("stage", N_("Stage"), "words", 12, words=STAGES),
        Col("act", N_("Act"), "words", 20, words=ACTS, is_shown=False),
        Col("currency", N_("Currency"), width=8),
        Col("amount", N_("Amount"), "number", 18, "amount", places=2),
        Col("actor", N_("Person"), width=16),
        Col("reason", N_("Reason"), width=40, is_shown=False),
        Col("reference", N_("Reference"), width=20, is_shown=False),
    ),
    orders=(
        Order("recorded_on", "date", is_descending=True),
        Order("amount", "integer", is_descending=True),
        Order("act", "integer", is_descending=True),
    ),
    filters=(),
    source=source,
    frame=frame,
    mark="posting-",
    counted=COUNTED,
    is_kept=True,
)

LISTS = (POSTINGS,)
"""The lists of this room."""
