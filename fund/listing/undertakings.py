"""Grants and contracts as rows of a list: read along their day of decision, today as they stand, on
a past day (or at a period's end) by the status recorded up to then.
"""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session

from fund import search
from fund.columns import is_any_of, table_of
from fund.errors import N_
from fund.ledger import queries, stage_sums, sums
from fund.ledger.kept import StatusTotal
from fund.ledger.rules import (
    APPLYING,
    CATEGORIES,
    INSTRUMENTS,
    SOURCES,
    STAGES,
    STATUSES,
    UNDECIDED,
)
from fund.ledger.sums import POSTING, UNDERTAKING
from fund.ledger.tables import LineBalance, UndertakingBalance, UndertakingTerm
from fund.ledger.view import View
from fund.listing.declared import BY_NUMBER, Col, Order, Sorted, Source, Totals
from fund.period import next_month
from fund.plan.tables import Organisation

BALANCE = table_of(UndertakingBalance)
OF_LINE = table_of(LineBalance)
TOTAL = table_of(StatusTotal)
TERM = table_of(UndertakingTerm)
STATES_OF = ("entered", *APPLYING, *STATUSES)
SUMMED = ("committed", "obligated", "accepted", "paid")
"""Stages a list may be sorted by."""
SORTED = (
    Order("code", "text"),
    Order("title", "text"),
    Order("body", "text"),
    Order("status", "text"),
    *(Order(stage, "integer", is_descending=True) for stage in SUMMED),
)
"""The orders of every list of undertakings, beside the list's own."""
STATUS = Col("status", N_("Status"), "state", 12, order="status")
SIGNED = Col("signed_on", N_("Signed on"), "date", is_shown=False)
PAID_FROM = (
    Col("source", N_("Source"), "words", 16, words=SOURCES, is_shown=False),
    Col("line", N_("Line"), width=18, is_shown=False),
)
"""Which money it is."""
BODIES = 10
"""Most organisations whose name has the words of a search; more letters find fewer."""
BODY = table_of(Organisation)


def amounts(committed: str) -> tuple[Col, ...]:
    """The columns of what stands on each stage; ``committed``: the datum that is committed."""

    def column(stage: str, *, is_shown: bool) -> Col:
        name = committed if stage == "committed" else f"{stage}_fen"
        order = stage if stage in SUMMED else ""
        return Col(name, STAGES[stage], "amount", 16, order=order, is_shown=is_shown)

    return (
        Col("currency", N_("Currency"), "currency", 8, under=committed),
        column("committed", is_shown=True),
        column("obligated", is_shown=False),
        column("accepted", is_shown=True),
        column("paid", is_shown=True),
        column("returned", is_shown=False),
    )


def filtered(view: View, category: str = "") -> list[sa.ColumnElement[bool]]:
    """What the view's filters, and a category, say of an undertaking."""
    columns = {
        "measure": view.measure,
        "region_code": view.region,
        "organisation_id": view.organisation_id,
        "category": category or None,
    }
    return [UNDERTAKING.c[name] == value for name, value in columns.items() if value is not None]


def decided(
    session: Session,
    view: View,
    kind: str,
    *,
    order: str = "",
    status: str = "",
    among: Sequence[int] | None = None,
    where: Sequence[sa.ColumnElement[bool]] = (),
    added: Mapping[str, str] | None = None,
) -> Source:
    """What was decided by the view's last day, in its period where it has one: of a status, among
    some, in an order. ``added``: column -> the stage whose renminbi it adds up.
    """
    is_now = queries.is_latest(session, view.last)
    table = UNDERTAKING
    narrowed = filtered(view)
    first = [] if view.period is None else [table.c.decided_on >= view.period.first]
    until = _until(view, is_dated=not is_now or bool(first) or order in ("", "decided_on"))
    rows = [table.c.kind == kind, until, *first, *narrowed, *where]
    if status:
        rows.append((table.c.status if is_now else queries.status_on(view)) == status)
    if not is_now:
        rows.append(queries.known_on(view))
    if among is not None:
        rows.append(is_any_of(table.c.id, among))
    indexed = {"decided_on"}
    if is_now and not (narrowed or first or status or among is not None):
        indexed.add("code")
    fen, within = sums_of(session, view, added or {}, is_now=is_now)
    return Source(
        table,
        rows,
        table.c.id,
        orders(is_now=is_now),
        frozenset(indexed),
        fen,
        along="" if among is None else BY_NUMBER,
        summed=within,
    )


def _until(view: View, *, is_dated: bool) -> sa.ColumnElement[bool]:
    """What was decided by the last day; told by the state where nothing asks for days, since a
    range of them would tempt a database away from the index of another order.
    """
    if is_dated:
        return UNDERTAKING.c.decided_on <= view.last
    return UNDERTAKING.c.status.not_in(sorted(UNDECIDED))


def orders(*, is_now: bool) -> dict[str, Sorted]:
    """The ways grants and contracts may be sorted, in SQL; by money and status as they stand."""
    body = sa.select(BODY.c.name).where(BODY.c.id == UNDERTAKING.c.organisation_id)
    found: dict[str, Sorted] = {
        "decided_on": UNDERTAKING.c.decided_on,
        "code": UNDERTAKING.c.code,
        "title": UNDERTAKING.c.title,
        "measure": UNDERTAKING.c.measure,
        "body": body.scalar_subquery(),
    }
    if is_now:
        for stage in SUMMED:
            own = sa.select(BALANCE.c[f"{stage}_fen"])
            found[stage] = own.where(BALANCE.c.undertaking_id == UNDERTAKING.c.id).scalar_subquery()
        found["status"] = UNDERTAKING.c.status
    return found


def sums_of(
    session: Session, view: View, added: Mapping[str, str], *, is_now: bool
) -> tuple[dict[str, sa.ColumnElement[int]], sa.FromClause | None]:
    """What stands on the stages of an undertaking (``added``: column -> stage) on the view's last
    day, in fen, 0 where its currency is another than renminbi; and the table these stand in. The
    balance of now is looked up once for all stages; on a past day postings are added up and nothing
    is joined.
    """
    of = _balance(session) if is_now else None
    stages = {
        name: _posted(stage, view) if of is None else of.c[f"{stage}_fen"]
        for name, stage in added.items()
    }
    is_counted = UNDERTAKING.c.currency == "CNY"
    counted: dict[str, sa.ColumnElement[int]] = {
        name: sa.case((is_counted, fen), else_=0) for name, fen in stages.items()
    }
    return counted, None if of is None else UNDERTAKING.outerjoin(of, _own(of))


def _balance(session: Session) -> sa.FromClause:
    if session.get_bind().dialect.name != "postgresql":
        return BALANCE
    # one by one: else PostgreSQL reads all balances there are to find those of a thousand
    own = sa.select(BALANCE).where(BALANCE.c.undertaking_id == UNDERTAKING.c.id)
    return own.limit(1).correlate(UNDERTAKING).lateral("own")


def _own(balance: sa.FromClause) -> sa.ColumnElement[bool]:
    return balance.c.undertaking_id == UNDERTAKING.c.id


def _posted(stage: str, view: View) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.coalesce(sa.func.sum(POSTING.c.amount_fen), 0))
        .where(
            POSTING.c.undertaking_id == UNDERTAKING.c.id,
            POSTING.c.stage == stage,
            POSTING.c.recorded_on <= view.last,
        )
        .scalar_subquery()
    )


def kept(
    session: Session,
    view: View,
    kind: str,
    *,
    status: str = "",
    added: Mapping[str, str] | None = None,
) -> Totals | None:
    """How many were decided, from the totals of dues, or stood in a status, from what is
    kept; None where neither answers. The renminbi of ``added`` (column -> stage) from the ledger's
    totals, where no period and no body is looked for.
    """
    if status:
        counts = statuses(session, view, kind) if view.period is None else None
        return None if counts is None else Totals(counts.get(status, 0))
    if view.filters > 1:
        return None
    known = view.only(as_of=view.last, period=None)
    if view.period is None:
        rows = sums.held(session, known, (kind,))[kind]
        if not rows or not added or view.organisation_id is not None:
            return Totals(rows)
        return Totals(rows, money(session, known, kind, added))
    # decided by the last day looked at: that day's month holds nothing later
    until = next_month(view.last)
    return Totals(sums.due_within(session, known, kind, view.period.first, until))


def money(session: Session, view: View, kind: str, added: Mapping[str, str]) -> dict[str, int]:
    """The renminbi of undertakings of a kind (``added``: column -> stage): contracts and
    instruments are counted by category, grants are the rest.
    """
    told = stage_sums.by_category(session, view)
    if kind != "grant":
        own = INSTRUMENTS.get(kind)
        names = list(CATEGORIES) if own is None else [own]
        told = told[told["category"].isin(names)]
    others = {column: int(told[f"{stage}_fen"].sum()) for column, stage in added.items()}
    if kind != "grant":
        return others
    whole = _everything(session, view)
    return {column: whole[stage] - others[column] for column, stage in added.items()}


def _everything(session: Session, view: View) -> dict[str, int]:
    """Renminbi by stage of all kinds together: as they stand now from what is kept of each budget
    line, of which there are few, and not month by month.
    """
    if view.region or not queries.is_latest(session, view.last):
        found = stage_sums.by_region(session, view)
        return {stage: int(found[f"{stage}_fen"].sum()) for stage in STAGES}
    where = [OF_LINE.c.line_id.in_(sums.RENMINBI_LINES)]
    if view.measure:
        where.append(OF_LINE.c.line_id.in_(sums.lines_of(view.measure)))
    amounts = [sa.func.coalesce(sa.func.sum(OF_LINE.c[f"{stage}_fen"]), 0) for stage in STAGES]
    fen = session.execute(sa.select(*amounts).where(*where)).one()
    return {stage: int(value) for stage, value in zip(STAGES, fen, strict=True)}


def statuses(session: Session, view: View, kind: str) -> dict[str, int] | None:
    """How many grants or contracts stood in each status on the view's last day; None where a body
    or two filters are looked for. The period is not looked at otherwise.
    """
    if view.filters > 1 or view.organisation_id is not None:
        return None
    cut, key = "all", ""
    if view.measure is not None:
        cut, key = "measure", view.measure
    elif view.region is not None:
        cut, key = "region", view.region
    where = (TOTAL.c.cut == cut, TOTAL.c.key == key, TOTAL.c.kind == kind)
    known = (
        (TOTAL.c.grain == "month", TOTAL.c.starts_on < view.month),
        (TOTAL.c.grain == "day", TOTAL.c.starts_on.between(view.month, view.last)),
    )
    parts = [
        sa.select(TOTAL.c.status, TOTAL.c.undertakings).where(
            *where, TOTAL.c.status.in_(STATES_OF), *some
        )
        for some in known
    ]
    rows = sa.union_all(*parts).subquery()
    found = session.execute(
        sa.select(rows.c.status, sa.func.sum(rows.c.undertakings)).group_by(rows.c.status)
    ).all()
    return {status: int(count) for status, count in found if count}


def numbers_of(session: Session, kind: str, words: str) -> list[int] | None:
    """Grants or contracts by words of their code or title or by their holder's name, at most as
    many as a search looks at; None where no words are given.
    """
    if not words.strip():
        return None
    plain = words.strip().lower()
    for sign in ("\\", "%", "_"):
        plain = plain.replace(sign, "\\" + sign)
    named = session.execute(
        sa.select(BODY.c.id)
        .where(sa.func.lower(BODY.c.name).like(f"%{plain}%", escape="\\"))
        .order_by(BODY.c.id)
        .limit(BODIES)
    ).scalars()
    theirs = [
        sa.select(
            sa.select(UNDERTAKING.c.id)
            .where(UNDERTAKING.c.kind == kind, UNDERTAKING.c.organisation_id == body)
            .order_by(UNDERTAKING.c.id.desc())
            .limit(search.FOUND)
            .subquery()
            .c.id
        )
        for body in named
    ]
    held = list(session.execute(sa.union_all(*theirs)).scalars()) if theirs else []
    by_words = search.matching(session, TERM, TERM.c.undertaking_id, words, kind=kind)
    return list(dict.fromkeys([*by_words, *sorted(held, reverse=True)]))[: search.FOUND]
