"""The lists of a month's and a year's end: what was closed, how a year's lines were executed, what
is promised and unpaid, what was proposed.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.closing import queries
from fund.closing.queries import BALANCE, CLOSING, YEAR_END
from fund.closing.rules import PROPOSALS as KINDS
from fund.errors import N_
from fund.ledger.kept import COMMITTED
from fund.ledger.rules import SOURCES
from fund.ledger.sums import LINE, TOTAL, UNDERTAKING
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source

YEAR = Filter("year", N_("Fiscal year"), is_drawn=False, longest=4)


def year_of(asked: Asked) -> int:
    """The fiscal year asked for; that of the day looked at where none is."""
    text = asked.get("year")
    return int(text) if text.isascii() and text.isdecimal() else asked.view.as_of.year


def closings(_session: Session, _actor: Actor, _asked: Asked) -> Source:
    """The last preparation of each period."""
    later = CLOSING.alias("later")
    superseded = sa.exists().where(later.c.period == CLOSING.c.period, later.c.id > CLOSING.c.id)
    return Source(
        CLOSING,
        [~superseded],
        CLOSING.c.id,
        {
            "period": CLOSING.c.period,
            "prepared_on": CLOSING.c.prepared_on,
            "closed_on": CLOSING.c.closed_on,
        },
        frozenset({"period"}),
    )


def closed(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some preparations: queries.CLOSINGS."""
    found = queries.closings(session, actor)
    return found[found["closing_id"].isin(keys)]


CLOSINGS = Listing(
    name="closings",
    title=N_("Months and years closed"),
    page="closing",
    key="closing_id",
    columns=(
        Col("period", N_("Period"), "period", 14, order="period"),
        Col("note", N_("Note"), width=40, under="period"),
        Col("state", N_("Status"), "state", 12),
        Col("open_items", N_("Items open"), "integer", 10),
        Col("prepared_by", N_("Prepared by"), width=16),
        Col("prepared_on", N_("Prepared on"), "date", order="prepared_on"),
        Col("closed_by", N_("Closed by"), width=16),
        Col("closed_on", N_("Closed on"), "date", order="closed_on"),
    ),
    orders=(
        Order("period", "text", is_descending=True),
        Order("prepared_on", "date", is_descending=True),
        Order("closed_on", "date", is_descending=True, is_nullable=True),
    ),
    filters=(),
    source=closings,
    frame=closed,
    mark="closed-",
    is_viewed=False,
)


def lines(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """The lines of a fiscal year something was posted on by the day."""
    is_used = sa.exists().where(
        TOTAL.c.line_id == LINE.c.id,
        TOTAL.c.cut == "line",
        TOTAL.c.grain == "day",
        TOTAL.c.starts_on <= asked.view.as_of,
    )
    return Source(
        LINE,
        [LINE.c.fiscal_year == year_of(asked), is_used],
        LINE.c.id,
        {"line": LINE.c.code},
        frozenset({"line"}),
    )


def executed(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some lines as of the view's day: queries.LINES."""
    years = session.execute(
        sa.select(LINE.c.fiscal_year).where(LINE.c.id.in_(keys)).distinct()
    ).scalars()
    frames = [queries.lines(session, actor, year, view.as_of) for year in years]
    found = pd.concat(frames) if frames else pd.DataFrame(columns=queries.LINES)
    return found[found["line_id"].isin(keys)]


AMOUNTS = (
    ("appropriated_fen", N_("Appropriated")),
    ("carried_in_fen", N_("Carried in")),
    ("carried_out_fen", N_("Carried out")),
    ("committed_fen", N_("Committed")),
    ("paid_fen", N_("Paid")),
)
LINES = Listing(
    name="executed",
    title=N_("Budget lines"),
    page="closing",
    key="line_id",
    columns=(
        Col("line", N_("Line"), width=18, order="line"),
        Col("title", N_("Programme"), width=34, under="line"),
        Col("measure", N_("Measure"), width=10, is_shown=False),
        Col("source", N_("Source"), "words", 16, words=SOURCES, is_shown=False),
        Col("currency", N_("Currency"), "currency", 8, under="appropriated_fen"),
        *(Col(name, head, "amount", 16) for name, head in AMOUNTS),
        Col("execution_share", N_("Execution rate"), "share", 12),
        Col("unpaid_fen", N_("Promised and unpaid"), "amount", 16),
        Col("surplus_fen", N_("Surplus"), "amount", 16),
    ),
    orders=(Order("line", "text"),),
    filters=(YEAR,),
    source=lines,
    frame=executed,
    mark="lines-",
)


def unpaid(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """What is promised and unpaid now on lines of a year or before: the most money first."""
    own = sa.select(LINE.c.fiscal_year).join(UNDERTAKING, UNDERTAKING.c.line_id == LINE.c.id)
    code = sa.select(UNDERTAKING.c.code).where(UNDERTAKING.c.id == BALANCE.c.undertaking_id)
    currency = sa.select(UNDERTAKING.c.currency).where(UNDERTAKING.c.id == BALANCE.c.undertaking_id)
    fiscal = own.where(UNDERTAKING.c.id == BALANCE.c.undertaking_id).scalar_subquery()
    return Source(
        BALANCE,
        [sa.text(COMMITTED), fiscal <= year_of(asked)],
        BALANCE.c.undertaking_id,
        {"unpaid": BALANCE.c.unpaid_fen, "code": code.scalar_subquery()},
        frozenset({"unpaid"}),
        {
            "unpaid_fen": sa.case(
                (currency.scalar_subquery() == "CNY", BALANCE.c.unpaid_fen), else_=0
            )
        },
    )


def promised(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some undertakings with what is unpaid: queries.UNPAID with ``proposed``, a mark."""
    found = queries.unpaid(session, actor, 9999, keys=keys)
    marks = ["proposed" if is_proposed else None for is_proposed in found["is_proposed"]]
    return found.assign(proposed=pd.Series(marks, index=found.index, dtype=object))


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """An undertaking leads to its page."""
    return str(row["kind"]), {"id": str(row["code"])}


UNPAID = Listing(
    name="unpaid",
    title=N_("Promised and unpaid"),
    page="closing",
    key="undertaking_id",
    columns=(
        Col("title", N_("Grant or contract"), width=40),
        Col("code", N_("Code"), width=18, order="code", under="title"),
        Col("recipient", N_("Recipient or supplier"), width=30),
        Col("line", N_("Line"), width=18),
        Col("status", N_("Status"), "state", 12),
        Col("currency", N_("Currency"), "currency", 8, under="unpaid_fen"),
        Col("unpaid_fen", N_("Promised and unpaid"), "amount", 16, order="unpaid"),
        Col("accepted_fen", N_("Accepted of it"), "amount", 16),
        Col("proposed", N_("Carry-over"), "words", 10, words={"proposed": N_("proposed")}),
    ),
    orders=(Order("unpaid", "integer", is_descending=True), Order("code", "text")),
    filters=(YEAR,),
    source=unpaid,
    frame=promised,
    leads=leads,
    mark="unpaid-",
    counted=1_000,
    is_viewed=False,
)


def proposed(_session: Session, _actor: Actor, _asked: Asked) -> Source:
    """Carry-overs and surpluses proposed, the latest first."""
    return Source(
        YEAR_END,
        [],
        YEAR_END.c.id,
        {
            "number": YEAR_END.c.id,
            "amount": YEAR_END.c.amount_fen,
            "proposed_on": YEAR_END.c.proposed_on,
            "decided_on": YEAR_END.c.decided_on,
        },
        frozenset({"number"}),
    )


def proposals(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some proposals: queries.PROPOSALS with what each is about and the way its money goes."""
    found = queries.proposals(session, actor, keys=keys)
    rows = [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]
    made = {
        "what": [
            f"{row['undertaking']} {row['title']}" if row["undertaking"] else row["line"]
            for row in rows
        ],
        "way": [
            f"{row['line']} → {row['to_line']}" if row["to_line"] else row["line"] for row in rows
        ],
        "said": [" · ".join(filter(None, [row["reason"], row["why"]])) for row in rows],
    }
    return found.assign(
        **{
            name: pd.Series(values, index=found.index, dtype=object)
            for name, values in made.items()
        }
    )


PROPOSALS = Listing(
    name="proposals",
    title=N_("Carry-overs and surpluses proposed"),
    page="closing",
    key="proposal_id",
    columns=(
        Col("what", N_("What"), width=44),
        Col("said", N_("Reason"), width=44, under="what"),
        Col("kind", N_("Kind"), "words", 12, words=KINDS),
        Col("way", N_("Line"), width=28),
        Col("currency", N_("Currency"), "currency", 8, under="amount_fen"),
        Col("amount_fen", N_("Amount"), "amount", 16, order="amount"),
        Col("outcome", N_("Status"), "state", 12),
        Col("proposed_by", N_("Proposed by"), width=16),
        Col("proposed_on", N_("Proposed on"), "date", order="proposed_on"),
        Col("decided_by", N_("Decided by"), width=16),
        Col("decided_on", N_("Decided on"), "date", order="decided_on"),
    ),
    orders=(
        Order("number", "integer", is_descending=True),
        Order("amount", "integer", is_descending=True),
        Order("proposed_on", "date", is_descending=True),
        Order("decided_on", "date", is_descending=True, is_nullable=True),
    ),
    filters=(),
    source=proposed,
    frame=proposals,
    mark="proposed-",
    is_viewed=False,
)

LISTS = (CLOSINGS, LINES, UNPAID, PROPOSALS)
"""The lists of this room."""
