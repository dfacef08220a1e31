"""The lists of what others published: processes as they stand today with what was said of each,
contracts and grants as they were known on the day looked at. The one entered last comes first.
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
from fund.published import classified, queries
from fund.published.queries import CONTRACT, PROCESS, RELEASE, VERSION

UNCLASSIFIED = "unclassified"
COUNTED = 1_000
"""Processes counted at most: each beside its current release."""
FEW = 10
"""Rows of a page of what stands below the fund's own."""
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


def contracts_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Contracts of what was current on the view's day."""
    return Source(
        CONTRACT.join(RELEASE, RELEASE.c.id == CONTRACT.c.published_release_id),
        queries.current(RELEASE, asked.view.as_of),
        CONTRACT.c.id,
        {
            "entered": CONTRACT.c.id,
            "signed_on": CONTRACT.c.signed_on,
            "supplier": CONTRACT.c.supplier,
            "buyer": RELEASE.c.buyer,
        },
        frozenset({"entered", "signed_on"}),
    )


def contracts_frame(
    session: Session, actor: Actor, view: View, keys: Sequence[int]
) -> pd.DataFrame:
    """Some contracts: queries.CONTRACTS with their category in a word of its own, the publisher's
    word for a state we do not know, and no amount where no currency is named.
    """
    found = queries.contracts(session, actor, view.as_of, keys)
    is_ours = found["status"].fillna("") != ""
    return _in_currencies(found, "value_fen").assign(
        said=found["category"].fillna(UNCLASSIFIED),
        status=found["status"].where(is_ours, found["published_status"]),
    )


def _in_currencies(found: pd.DataFrame, amount: str) -> pd.DataFrame:
    """The same with no amount where no currency is named: nobody knows what it is in."""
    currency = found["currency"].fillna("")
    return found.assign(currency=currency, **{amount: found[amount].where(currency != "")})


CONTRACTS_ELSEWHERE = Listing(
    name="published-contracts",
    title=N_("Contracts published elsewhere"),
    page="procurement",
    key="published_contract_id",
    columns=(
        Col("title", N_("Contract"), width=40),
        Col("ocid", N_("Code"), width=24, under="title"),
        Col("published_contract_id", N_("Number"), "integer", 10, "entered", is_shown=False),
        Col("supplier", N_("Supplier"), width=30, order="supplier"),
        Col("buyer", N_("Buyer"), width=30, order="buyer", under="supplier"),
        Col("said", N_("Category"), "words", 14, words=SAID),
        Col("status", N_("Status"), "state", 12),
        Col("signed_on", N_("Signed on"), "date", order="signed_on"),
        Col("currency", N_("Currency"), "currency", 8, under="value_fen"),
        Col("value_fen", N_("Amount"), "amount", 16),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("signed_on", "date", is_descending=True, is_nullable=True),
        Order("supplier", "text"),
        Order("buyer", "text"),
    ),
    filters=(),
    source=contracts_source,
    frame=contracts_frame,
    mark="published-",
    counted=COUNTED,
    size=FEW,
)


def grants_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Grants in the version that was current on the view's day."""
    return Source(
        VERSION,
        queries.current(VERSION, asked.view.as_of),
        VERSION.c.id,
        {
            "entered": VERSION.c.id,
            "awarded_on": VERSION.c.awarded_on,
            "title": VERSION.c.title,
            "recipient": VERSION.c.recipient,
        },
        frozenset({"entered", "awarded_on"}),
    )


def grants_frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some grants: queries.GRANTS, no amount where no currency is named."""
    return _in_currencies(queries.grants(session, actor, view.as_of, keys), "awarded_fen")


GRANTS_ELSEWHERE = Listing(
    name="published-grants",
    title=N_("Grants published elsewhere"),
    page="grants",
    key="version_id",
    columns=(
        Col("title", N_("Grant"), width=40, order="title"),
        Col("grant_id", N_("Code"), width=24, under="title"),
        Col("version_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
        Col("recipient", N_("Recipient"), width=30, order="recipient"),
        Col("funder", N_("Funder"), width=30, under="recipient"),
        Col("status", N_("Status"), "state", 12),
        Col("awarded_on", N_("Decided on"), "date", order="awarded_on"),
        Col("currency", N_("Currency"), "currency", 8, under="awarded_fen"),
        Col("awarded_fen", N_("Amount"), "amount", 16),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("awarded_on", "date", is_descending=True, is_nullable=True),
        Order("title", "text"),
        Order("recipient", "text"),
    ),
    filters=(),
    source=grants_source,
    frame=grants_frame,
    mark="published-",
    counted=COUNTED,
    size=FEW,
)

LISTS = (PUBLISHED, CONTRACTS_ELSEWHERE, GRANTS_ELSEWHERE)
"""The lists of this room."""
