"""The list of processes others published, as they stand today with what was said of each: the one
entered last first.
"""

from collections.abc import Sequence

import pandas as pd
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.published import classified
from fund.published.queries import PROCESS, RELEASE

UNCLASSIFIED = "unclassified"
COUNTED = 1_000
"""Processes counted at most: each beside its current release."""
SAID = {UNCLASSIFIED: N_("Unclassified"), **CATEGORIES}


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """What stands today: with words of the title, ocid or buyer, of a category or of none."""
    return Source(
        PROCESS.join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id),
        classified.looked_for(session, asked.get("q"), asked.get("state")),
        PROCESS.c.id,
        {"entered": PROCESS.c.id, "title": RELEASE.c.title, "buyer": RELEASE.c.buyer},
        frozenset({"entered"}),
    )


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some of them: classified.SHELF with the name each goes by, its category or that it has none,
    and why.
    """
    found = classified.shelf(session, actor, keys)
    said = found[["classified_on", "classified_by", "reason"]].astype(object)
    rows = said.where(said.notna(), None).itertuples(index=False, name=None)
    why = [
        " \u00b7 ".join(filter(None, [i18n.day(day) if day else "", by, reason]))
        for day, by, reason in rows
    ]
    return found.assign(
        name=found["title"].where(found["title"].fillna("") != "", found["ocid"]),
        said=found["category"].fillna(UNCLASSIFIED),
        why=pd.Series(why, index=found.index, dtype=object),
        currency=found["tender_currency"].fillna(""),
        tender_fen=found["tender_fen"].where(found["tender_currency"].fillna("") != ""),
    )


PUBLISHED = Listing(
    name="published",
    title=N_("Published records"),
    page="published",
    key="process_id",
    columns=(
        Col("name", N_("Process"), width=40, order="title"),
        Col("ocid", N_("Code"), width=24, under="name"),
        Col("process_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
        Col("buyer", N_("Buyer"), width=30, order="buyer"),
        Col("currency", N_("Currency"), "currency", 8, under="tender_fen"),
        Col("tender_fen", N_("Amount"), "amount", 16),
        Col("said", N_("Category"), "words", 14, words=SAID),
        Col("why", N_("Reason"), width=40, under="said"),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("title", "text"),
        Order("buyer", "text"),
    ),
    filters=(
        Filter("q", N_("Title, ocid or buyer"), longest=80),
        Filter("state", N_("Category"), SAID),
    ),
    source=source,
    frame=frame,
    is_viewed=False,
    counted=COUNTED,
)

LISTS = (PUBLISHED,)
"""The lists of this room."""
