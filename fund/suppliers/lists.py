"""The list of organisations that stand, in the order they were entered; those merged into another
are shown there.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import is_any_of
from fund.errors import N_, NP_
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.plan.rules import MARKS
from fund.suppliers import queries
from fund.suppliers.queries import BODY, MERGE

SAID = {"yes": NP_("mark", "Yes"), "no": NP_("mark", "No")}


def standing(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Organisations that are merged into no other: with words of the name or a part of the
    identifier, bearing a mark.
    """
    where: list[sa.ColumnElement[bool]] = [
        BODY.c.id.not_in(sa.select(MERGE.c.organisation_id).where(MERGE.c.outcome == "merged"))
    ]
    if asked.get("q"):
        where.append(is_any_of(BODY.c.id, queries.numbers_of(session, asked.get("q"))))
    if asked.get("mark"):
        where.append(queries.flag(asked.get("mark")).is_(True))
    return Source(
        BODY,
        where,
        BODY.c.id,
        {
            "entered": BODY.c.id,
            "name": BODY.c.name,
            "identifier": BODY.c.identifier,
            "region": BODY.c.region_code,
        },
        frozenset({"entered"}),
    )


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """An organisation leads to its page."""
    return "supplier", {"id": str(row["organisation_id"])}


ORGANISATIONS = Listing(
    name="organisations",
    title=N_("Organisations"),
    page="suppliers",
    key="organisation_id",
    columns=(
        Col("name", N_("Organisation"), width=36, order="name"),
        Col("identifier", N_("Credit code"), width=24, order="identifier", under="name"),
        Col("scheme", N_("Scheme"), width=12, is_shown=False),
        Col("organisation_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
        Col("region", N_("Province"), "region", 16, order="region"),
        Col("commercial", MARKS["commercial"], "words", 12, words=SAID),
        Col("central_project", MARKS["central_project"], "words", 12, words=SAID),
        Col("grants", N_("Grants"), "integer", 8),
        Col("contracts", N_("Contracts"), "integer", 8),
        Col("bids", N_("Bids"), "integer", 8),
        Col("won", N_("Won"), "integer", 8),
        Col("committed_fen", N_("Committed"), "amount", 16),
    ),
    orders=(
        Order("entered", "integer"),
        Order("name", "text"),
        Order("identifier", "text"),
        Order("region", "text"),
    ),
    filters=(
        Filter("q", N_("Credit code or name"), longest=80),
        Filter("mark", N_("Mark"), MARKS),
    ),
    source=standing,
    frame=queries.listed,
    leads=leads,
    is_viewed=False,
)

LISTS = (ORGANISATIONS,)
"""The lists of this room."""
