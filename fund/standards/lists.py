"""The list of standards."""

from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, search
from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.standards import numbers, queries
from fund.standards.queries import STANDARD
from fund.standards.rules import DEGREES, FIELDS, LEVELS, SIDES, STATUSES, STEPS

DUE = {"due": N_("Due for review"), "lagging": N_("Adopts an edition that was replaced")}
ONLY_ALONG = {"due": "ix_standard_number_review", "lagging": "ix_standard_is_behind_number"}
SELECTED = ("status", "level", "side", "field", "step")


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every standard, or those asked for by number or title, state, level, side, field, step."""
    narrowed = {name for name in (*SELECTED, "only") if asked.get(name)}
    where: list[sa.ColumnElement[bool]] = [
        STANDARD.c[name] == asked.get(name) for name in SELECTED if asked.get(name)
    ]
    counted = None
    if words := asked.get("find").strip():
        asked_for = (words, numbers.written(words))
        where_found, counted = search.looked_for(
            session, "standard", STANDARD.c.id, *asked_for, is_alone=not narrowed
        )
        where.append(where_found)
    if asked.get("only") == "due":
        where.append(STANDARD.c.review_on <= clock.today())
    if asked.get("only") == "lagging":
        where.append(STANDARD.c.is_behind.is_(True))
    orders = {
        "number": STANDARD.c.number,
        "issued": STANDARD.c.issued_on,
        "review": STANDARD.c.review_on,
    }
    along = _along(asked, narrowed)
    indexed = frozenset({"number"}) if along or not where else frozenset()
    return Source(STANDARD, where, STANDARD.c.id, orders, indexed, counted=counted, along=along)


def _along(asked: Asked, narrowed: set[str]) -> str:
    """The index that gives the list in the order of numbers where one thing narrows it."""
    if len(narrowed) != 1 or asked.get("find").strip():
        return ""
    (name,) = narrowed
    if name != "only":
        return f"ix_standard_{name}_number"
    return ONLY_ALONG[asked.get("only")]


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some standards as they stand today: queries.STANDARDS."""
    return queries.standards(session, actor, clock.today(), keys)


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """The page of the standard."""
    return "standard", {"id": str(row["number"])}


LISTED = Listing(
    name="standards",
    title=N_("Register of standards"),
    page="standards",
    key="standard_id",
    columns=(
        Col("number", N_("Number"), width=20, order="number"),
        Col("title_zh", N_("Chinese title"), width=40, under="number"),
        Col("title_en", N_("English title"), width=40, under="number"),
        Col("level", N_("Level"), "words", 14, words=LEVELS, is_shown=False),
        Col("status", N_("Status"), "state", 12),
        Col("side", N_("Side"), "words", 14, words=SIDES),
        Col("field", N_("Field"), "words", 16, words=FIELDS),
        Col("step", N_("Step of the life cycle"), "words", 14, words=STEPS, under="field"),
        Col("issued", N_("Issued on"), width=12, order="issued"),
        Col("effective", N_("In effect from"), width=12, is_shown=False),
        Col("withdrawn", N_("Withdrawn on"), width=12, is_shown=False),
        Col("review", N_("Review due"), width=12, order="review"),
        Col("adopts", N_("Adopts"), width=18),
        Col("degree", N_("Degree of adoption"), "words", 12, words=DEGREES, under="adopts"),
        Col("lag", N_("Editions behind"), "integer", 10),
        Col("stage", N_("ISO stage"), width=8, is_shown=False),
        Col("own_word", N_("State in the source’s words"), width=14, is_shown=False),
        Col("ics", N_("ICS"), width=10, is_shown=False),
        Col("ccs", N_("CCS"), width=10, is_shown=False),
        Col("committee", N_("Committee"), width=18, is_shown=False),
        Col("source", N_("Source"), width=30, is_shown=False),
    ),
    orders=(
        Order("number", "text"),
        Order("issued", "date", is_descending=True, is_nullable=True),
        Order("review", "date", is_nullable=True),
    ),
    filters=(
        Filter("find", N_("Number or title")),
        Filter("status", N_("Status"), STATUSES),
        Filter("level", N_("Level"), LEVELS),
        Filter("side", N_("Side"), SIDES),
        Filter("field", N_("Field"), FIELDS),
        Filter("step", N_("Step of the life cycle"), STEPS, is_drawn=False),
        Filter("only", N_("Only"), DUE),
    ),
    source=source,
    frame=frame,
    leads=leads,
    is_viewed=False,
)

LISTS = (LISTED,)
"""The lists of this room."""
