"""The list of holdings: what was decided, by the day of decision."""

from collections.abc import Mapping, Sequence
from typing import cast

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.holdings import queries
from fund.holdings.reading import HOLDING
from fund.holdings.rules import CHANNELS, EARLY, FORMS
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger.rules import SOURCES
from fund.ledger.rules import STAGES as MONEY
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.listing import undertakings
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source, Totals
from fund.status import STATES

ADDED = {"obligated_fen": "obligated", "paid_fen": "paid"}
DECIDED = ("awarded", "active", "suspended", "completed", "terminated", "cancelled")
"""Statuses of a holding once it is decided."""


def decided(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Holdings decided by the view's last day: of a status or a form, with words of their code,
    title or firm.
    """
    form = asked.get("form")
    # asked row by row along the order of the list, which ends with the page
    of_form = sa.exists().where(
        HOLDING.c.undertaking_id == UNDERTAKING.c.id, HOLDING.c.form == form
    )
    return undertakings.decided(
        session,
        asked.view,
        "holding",
        order=asked.order,
        status=asked.get("status"),
        among=undertakings.numbers_of(session, "holding", asked.get("q")),
        where=[of_form] if form else [],
        added=ADDED,
    )


def decided_kept(session: Session, _actor: Actor, asked: Asked) -> Totals | None:
    """Kept totals where neither words nor a form are looked for; of a form alone, all there are
    today but for those that are not decided.
    """
    if asked.get("q"):
        return None
    if form := asked.get("form"):
        view, status = asked.view, asked.get("status")
        is_alone = not (status or view.filters or view.period)
        is_counted = is_alone and ledger.is_latest(session, view.last)
        return Totals(_of_form(session, form)) if is_counted else None
    return undertakings.kept(
        session, asked.view, "holding", status=asked.get("status"), added=ADDED
    )


def _of_form(session: Session, form: str) -> int:
    """How many holdings of a form are decided: an index counts all, those that are not are few."""
    every = sa.select(sa.func.count()).select_from(HOLDING).where(HOLDING.c.form == form)
    open_ones = every.join(UNDERTAKING, UNDERTAKING.c.id == HOLDING.c.undertaking_id).where(
        UNDERTAKING.c.kind == "holding", UNDERTAKING.c.decided_on.is_(None)
    )
    return int(session.execute(every).scalar_one() - session.execute(open_ones).scalar_one())


def frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some holdings by number, as of the view's day: queries.HOLDINGS, shares as numbers."""
    found = queries.holdings(session, actor, view, keys)
    shares = ("tvpi", "dpi", "rvpi", "irr", "leverage", "social_leverage")
    for name in shares:
        found[name] = pd.Series(
            [None if one is None else float(one) for one in found[name]], found.index, "Float64"
        )
    return found


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A holding leads to its page."""
    return "holding", {"id": str(row["holding_id"])}


def grounds(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """The grounds of an early exit it meets."""
    found = cast("list[tuple[str, object]]", row["grounds"])
    return [("amber", _(EARLY[ground])) for ground, _since in found]


HOLDINGS = Listing(
    name="holdings",
    title=N_("Holdings"),
    page="holdings",
    key="undertaking_id",
    columns=(
        Col("title", N_("Holding"), width=40, order="title"),
        Col("holding_id", N_("Code"), width=18, order="code", under="title"),
        Col("organisation", N_("Firm or fund"), width=30, order="body"),
        Col("form", N_("Form"), "words", 14, words=FORMS, under="organisation"),
        Col("channel", N_("Channel"), "words", 20, words=CHANNELS, is_shown=False),
        Col("region", N_("Province"), "region", 16, is_shown=False),
        Col("measure", N_("Measure"), width=10, order="measure", is_shown=False),
        Col("source", N_("Source"), "words", 16, words=SOURCES, is_shown=False),
        Col("line", N_("Line"), width=18, is_shown=False),
        Col("state", N_("Status"), "state", 12),
        Col(
            "grounds",
            N_("Grounds of an early exit"),
            "marks",
            30,
            marks=grounds,
            is_shown=False,
        ),
        Col("decided_on", N_("Decided on"), "date", order="decided_on", is_shown=False),
        Col("currency", N_("Currency"), "currency", 8, under="obligated_fen"),
        Col("committed_fen", MONEY["committed"], "amount", 16, order="committed", is_shown=False),
        Col("obligated_fen", N_("Subscribed"), "amount", 16, order="obligated"),
        Col("paid_fen", N_("Paid in"), "amount", 16, order="paid"),
        Col("uncalled_fen", N_("Still to be called"), "amount", 16, is_shown=False),
        Col("others_paid_fen", N_("Paid by others"), "amount", 16),
        Col("leverage", N_("Others’ money per yuan"), "number", 10, places=2),
        Col("social_leverage", N_("Social capital per yuan"), "number", 10, is_shown=False),
        Col("fair_value_fen", N_("Fair value"), "amount", 16),
        Col("valued_on", N_("Valued on"), "date", under="fair_value_fen"),
        Col("proceeds_fen", N_("Came back"), "amount", 16),
        Col("tvpi", N_("TVPI"), "number", 8, places=2),
        Col("dpi", N_("DPI"), "number", 8, places=2),
        Col("rvpi", N_("RVPI"), "number", 8, places=2, is_shown=False),
        Col("irr", N_("IRR"), "share", 8),
        Col("remit_fen", N_("To be remitted"), "amount", 16, is_shown=False),
    ),
    orders=(
        Order("decided_on", "date", is_descending=True),
        Order("code", "text"),
        Order("title", "text"),
        Order("body", "text"),
        Order("measure", "text"),
        *(Order(stage, "integer", True) for stage in ("committed", "obligated", "paid")),
    ),
    filters=(
        Filter("status", N_("Status"), {key: STATES[key][2] for key in DECIDED}),
        Filter("form", N_("Form"), FORMS),
        Filter("q", N_("Code, title or firm"), longest=80),
    ),
    source=decided,
    frame=frame,
    kept=decided_kept,
    leads=leads,
)

LISTS = (HOLDINGS,)
"""The lists of this room."""
