"""The list of subsidies, by the day of decision."""

from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import is_any_of, table_of
from fund.errors import N_
from fund.ledger import queries as ledger
from fund.ledger.rules import STAGES
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.listing import undertakings
from fund.listing.declared import BY_NUMBER, Asked, Col, Filter, Listing, Order, Source, Totals
from fund.status import STATES
from fund.subsidies import queries
from fund.subsidies.rules import INSTRUMENTS
from fund.subsidies.tables import Subsidy

SUBSIDY = table_of(Subsidy)
SHOWN = ("entered", "awarded", "active", "completed", "terminated", "declined", "withdrawn")


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Subsidies entered by the view's day: of a state, with words of code, title or recipient."""
    view = asked.view
    is_now = ledger.is_latest(session, view.last)
    where: list[sa.ColumnElement[bool]] = [UNDERTAKING.c.kind == "subsidy"]
    if not is_now:
        where.append(ledger.known_on(view))
    if status := asked.get("status"):
        where.append((UNDERTAKING.c.status if is_now else ledger.status_on(view)) == status)
    for name, value in (
        ("measure", view.measure),
        ("region_code", view.region),
        ("organisation_id", view.organisation_id),
    ):
        if value is not None:
            where.append(UNDERTAKING.c[name] == value)
    if instrument := asked.get("instrument"):
        # asked row by row along the order of the list, which ends with the page
        own = SUBSIDY.c.undertaking_id == UNDERTAKING.c.id
        where.append(sa.exists().where(own, SUBSIDY.c.instrument == instrument))
    among = undertakings.numbers_of(session, "subsidy", asked.get("q"))
    if among is not None:
        where.append(is_any_of(UNDERTAKING.c.id, among))
    is_whole = is_now and len(where) == 1
    indexed = frozenset({"decided_on", "code"} if is_whole else {"decided_on"})
    orders = undertakings.orders(is_now=is_now)
    along = "" if among is None else BY_NUMBER
    return Source(UNDERTAKING, where, UNDERTAKING.c.id, orders, indexed, along=along)


def kept(session: Session, _actor: Actor, asked: Asked) -> Totals | None:
    """How many stood in a status, or in any, from what is kept; None where it does not answer."""
    if asked.get("q") or asked.get("instrument"):
        return None
    counts = undertakings.statuses(session, asked.view, "subsidy")
    if counts is None:
        return None
    status = asked.get("status")
    return Totals(counts.get(status, 0) if status else sum(counts.values()))


def frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some subsidies as known on the view's day: queries.SUBSIDIES."""
    return queries.portfolio(session, actor, View(as_of=view.last), keys)


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """The page of the subsidy."""
    return "subsidy", {"id": str(row["subsidy_id"])}


LISTED = Listing(
    name="subsidies",
    title=N_("Subsidies"),
    page="subsidies",
    key="undertaking_id",
    columns=(
        Col("title", N_("Subsidy"), width=40, order="title"),
        Col("subsidy_id", N_("Code"), width=14, order="code", under="title"),
        Col("recipient", N_("Recipient"), width=26, order="body"),
        Col("region", N_("Province"), "region", 14, under="recipient"),
        Col("instrument", N_("Kind"), "words", 14, words=INSTRUMENTS),
        Col("lender", N_("Bank or insurer"), width=20, under="instrument"),
        Col("contract_number", N_("Contract or policy"), width=18, is_shown=False),
        Col("status", N_("Status"), "state", 12, order="status"),
        Col("awarded_on", N_("Decided on"), "date", order="decided_on"),
        Col("currency", N_("Currency"), "currency", 8, under="obligated_fen"),
        Col("obligated_fen", N_("Cap"), "amount", 16, places=2, order="obligated"),
        Col("accepted_fen", STAGES["accepted"], "amount", 16, places=2, order="accepted"),
        Col("paid_fen", STAGES["paid"], "amount", 16, places=2, order="paid"),
        Col("left_fen", N_("Left of the cap"), "amount", 16, places=2),
        Col("returned_fen", STAGES["returned"], "amount", 16, places=2, is_shown=False),
        Col("measure", N_("Measure"), width=10, order="measure", is_shown=False),
        Col("line", N_("Line"), width=18, is_shown=False),
    ),
    orders=(
        Order("decided_on", "date", is_descending=True, is_nullable=True),
        Order("code", "text"),
        Order("title", "text"),
        Order("body", "text"),
        Order("measure", "text"),
        Order("status", "text"),
        *(Order(stage, "integer", True) for stage in ("obligated", "accepted", "paid")),
    ),
    filters=(
        Filter("status", N_("Status"), {key: STATES[key][2] for key in SHOWN}),
        Filter("instrument", N_("Kind"), INSTRUMENTS),
        Filter("q", N_("Code, title or recipient"), longest=80),
    ),
    source=source,
    frame=frame,
    kept=kept,
    leads=leads,
)

LISTS = (LISTED,)
"""The lists of this room."""
