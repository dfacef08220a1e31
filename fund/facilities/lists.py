"""The lists of facilities, requests and bookings."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.facilities import queries, registry, rules, wording
from fund.facilities.figures import REQUEST
from fund.facilities.reach import BOOKING, FACILITY, within
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source

OPEN = {"open": N_("To be dealt with")}


def source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every facility, or those of a kind, a unit, found by code or name."""
    where: list[sa.ColumnElement[bool]] = [
        FACILITY.c[name] == asked.get(name) for name in ("kind", "unit") if asked.get(name)
    ]
    if region := asked.get("region_code"):
        where.append(FACILITY.c.region_code == region)
    if words := asked.get("find").strip().lower():
        columns = (FACILITY.c.code, FACILITY.c.name_zh, FACILITY.c.name_en)
        found = [sa.func.lower(one).contains(words, autoescape=True) for one in columns]
        where.append(sa.or_(*found))
    indexed = frozenset() if where else frozenset({"code"})
    return Source(FACILITY, where, FACILITY.c.id, {"code": FACILITY.c.code}, indexed)


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some facilities: registry.FACILITIES in words."""
    return wording.facilities(registry.facilities(session, actor, keys))


def leading(page: str, name: str) -> Callable[[Mapping[str, object]], tuple[str, dict[str, str]]]:
    """How a row leads to its place on a page: by the column it is known by there."""

    def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
        return page, {"id": str(row[name])}

    return leads


FACILITIES = Listing(
    name="facilities",
    title=N_("Shared facilities"),
    page="facilities",
    key="facility_id",
    columns=(
        Col("code", N_("Code"), width=12, order="code"),
        Col("name", N_("Facility"), width=30),
        Col("kind", N_("Kind of facility"), "words", 16, words=rules.KINDS, under="name"),
        Col("owner", N_("Owning body"), width=24),
        Col("region_code", N_("Region"), "region", 10, under="owner"),
        Col("figures_words", N_("Figures"), width=28),
        Col("unit", N_("Unit of booking"), "words", 8, words=rules.UNITS),
        Col("state", N_("State today"), "state", 10, word="state_word"),
        Col("free_hours", N_("Free, next 7 days, h"), "number", 10, places=1),
        Col("taken_hours", N_("Taken, next 7 days, h"), "number", 10, places=1),
        Col("broken", N_("What is broken"), width=24, under="state"),
    ),
    orders=(Order("code", "text"),),
    filters=(
        Filter("find", N_("Code or name")),
        Filter("kind", N_("Kind of facility"), rules.KINDS),
        Filter("unit", N_("Unit of booking"), rules.UNITS),
    ),
    source=source,
    frame=frame,
    leads=leading("facility", "code"),
    act="see_facilities",
    is_viewed=False,
    is_in_parts=True,
)


def newest(table: sa.Table, where: Sequence[sa.ColumnElement[bool]]) -> Source:
    """Some rows, to be shown as they were entered; an index serves them all."""
    orders = {"entered": table.c.id}
    return Source(table, where, table.c.id, orders, frozenset() if where else frozenset(orders))


WHOSE = (
    Col("status", N_("Status"), "state", 12),
    Col("facility", N_("Facility"), width=28),
    Col("applicant", N_("Applying body"), width=28),
    Col("user_class", N_("Class"), "words", 12, words=rules.CLASSES, under="applicant"),
)
"""The columns a request and a booking have alike."""
ENTERED = (Order("entered", "integer", is_descending=True),)


def request_source(_session: Session, actor: Actor, asked: Asked) -> Source:
    """Requests within reach, those to be dealt with or of a state."""
    where = [*within(actor, REQUEST)]
    if status := asked.get("status"):
        where.append(REQUEST.c.status == status)
    elif asked.get("only") == "open":
        where.append(REQUEST.c.status.in_(("requested", "checked")))
    return newest(REQUEST, where)


def request_frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some requests: queries.REQUESTS in words."""
    return wording.requests(queries.requests(session, actor, keys))


REQUESTED = Listing(
    name="requests",
    title=N_("Requests for facilities"),
    page="requests",
    key="request_id",
    columns=(
        Col("number", N_("Request"), width=12, order="entered"),
        *WHOSE,
        Col("purpose", N_("Purpose"), width=30),
        Col("hours_asked", N_("Hours asked for"), "number", 10, places=1),
        Col("requested_on", N_("Asked for on"), "date", 12),
        Col("decided_on", N_("Day of the decision"), "date", 12),
        Col("reason", N_("Reason"), "words", 14, words=rules.REASONS),
    ),
    orders=ENTERED,
    filters=(
        Filter("only", N_("Show"), OPEN),
        Filter("status", N_("Status"), rules.REQUESTS),
    ),
    source=request_source,
    frame=request_frame,
    leads=leading("requests", "number"),
    act="see_bookings",
    is_viewed=False,
    is_in_parts=True,
)


def booking_source(_session: Session, actor: Actor, asked: Asked) -> Source:
    """Bookings within reach, of a state, of a facility by its code."""
    where = [*within(actor, BOOKING)]
    if status := asked.get("status"):
        where.append(BOOKING.c.status == status)
    if code := asked.get("code"):
        where.append(
            BOOKING.c.facility_id.in_(sa.select(FACILITY.c.id).where(FACILITY.c.code == code))
        )
    return newest(BOOKING, where)


def booking_frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some bookings: queries.BOOKINGS in words."""
    return wording.bookings(queries.bookings(session, actor, keys))


BOOKED = Listing(
    name="bookings",
    title=N_("Bookings of facilities"),
    page="bookings",
    key="booking_id",
    columns=(
        Col("number", N_("Booking"), width=12, order="entered"),
        *WHOSE,
        Col("starts", N_("From"), width=16),
        Col("ends", N_("To"), width=16),
        Col("used", N_("Was used"), width=24),
        Col("outcome", N_("Outcome"), "words", 14, words=rules.OUTCOMES, under="used"),
        Col("billed_fen", N_("Billed"), "amount", 14, unit="yuan"),
        Col("waived_fen", N_("Waived"), "amount", 14, unit="yuan"),
        Col("score", N_("Feedback"), "integer", 8),
    ),
    orders=ENTERED,
    filters=(
        Filter("status", N_("Status"), rules.BOOKINGS),
        Filter("code", N_("Code of the facility"), longest=40),
    ),
    source=booking_source,
    frame=booking_frame,
    leads=leading("bookings", "number"),
    act="see_bookings",
    is_viewed=False,
    is_in_parts=True,
)

LISTS = (FACILITIES, REQUESTED, BOOKED)
"""The lists of this room."""
