"""The lists of grants: what was decided, by the day of decision; what is asked for and not decided,
by the day it was applied for.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_, NP_
from fund.grants import queries
from fund.grants.queries import CALL, GRANT
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger.rules import UNDECIDED
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.listing import paging, undertakings
from fund.listing.declared import ADDED as ADDED_AT_MOST
from fund.listing.declared import (
    Asked,
    Col,
    Condition,
    Filter,
    Listing,
    Order,
    Source,
    Totals,
)
from fund.status import STATES

ADDED = {"awarded_fen": "committed", "accepted_fen": "accepted", "paid_fen": "paid"}
DECIDED = ("awarded", "active", "suspended", "completed", "closed", "terminated", "cancelled")
"""Statuses of a grant once it is decided."""
UNDECIDED_ONLY = sa.text("grant_record.stage <> ''")
"""Word for word what the partial index says, so that it answers."""


STAGES: Mapping[str, tuple[str, frozenset[str]]] = {
    "submitted": (N_("To be checked"), frozenset({"submitted"})),
    "under_review": (N_("Under review"), frozenset({"eligible", "under_review"})),
    "recommended": (N_("To be decided"), frozenset({"entered", "recommended", "not_recommended"})),
    "declined": (N_("Not pursued"), frozenset({"ineligible", "declined", "withdrawn"})),
}
"""Where an application stands: the key is the status whose look its count has, and what
``Grant.stage`` says.
"""


def decided(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Grants decided by the view's last day: of a status, with words of their code, title or
    recipient.
    """
    return undertakings.decided(
        session,
        asked.view,
        "grant",
        order=asked.order,
        status=asked.get("status"),
        among=undertakings.numbers_of(session, "grant", asked.get("q")),
        added=ADDED,
    )


def decided_kept(session: Session, _actor: Actor, asked: Asked) -> Totals | None:
    """Kept totals where no words are looked for."""
    if asked.get("q"):
        return None
    return undertakings.kept(session, asked.view, "grant", status=asked.get("status"), added=ADDED)


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A grant or application leads to its page."""
    return "grant", {"id": str(row["grant_id"])}


GRANTS = Listing(
    name="grants",
    title=N_("Grants"),
    page="grants",
    key="undertaking_id",
    columns=(
        Col("title", N_("Grant"), width=40, order="title"),
        Col("grant_id", N_("Code"), width=18, order="code", under="title"),
        Col("recipient", N_("Recipient"), width=30, order="body"),
        Col("region", N_("Province"), "region", 16, under="recipient"),
        Col("measure", N_("Measure"), width=10, order="measure"),
        *undertakings.PAID_FROM,
        undertakings.STATUS,
        Col("awarded_on", N_("Decided on"), "date", order="decided_on"),
        undertakings.SIGNED,
        *undertakings.amounts("awarded_fen"),
    ),
    orders=(
        Order("decided_on", "date", is_descending=True),
        *undertakings.SORTED,
        Order("measure", "text"),
    ),
    filters=(
        Filter("status", N_("Status"), {key: STATES[key][2] for key in DECIDED}),
        Filter("q", N_("Code, title or recipient"), longest=80),
    ),
    source=decided,
    frame=queries.listed,
    kept=decided_kept,
    leads=leads,
    is_kept=True,
)


def applied(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Applications not decided, refused or taken back as of the view's day; in a period, those
    received in it.
    """
    view, stage = asked.view.only(period=None), asked.get("show")
    period = asked.view.period
    where: list[Condition] = [
        of_undertaking(sa.case((true, 1), else_=0)) == 1 for true in undertakings.filtered(view)
    ]
    if period is not None:
        where.append(GRANT.c.received_on.between(period.first, period.last))
        where.append(GRANT.c.applied_on.between(period.first, period.last))
    is_now = ledger.is_latest(session, view.as_of)
    if is_now:
        where.append(GRANT.c.stage == stage if stage else UNDECIDED_ONLY)
    else:
        statuses = STAGES[stage][1] if stage else UNDECIDED
        where += [
            GRANT.c.applied_on <= view.as_of,
            of_undertaking(ledger.status_on(view)).in_(sorted(statuses)),
            of_undertaking(sa.case((ledger.known_on(view), 1), else_=0)) == 1,
        ]
    renminbi = of_undertaking(
        sa.case((UNDERTAKING.c.currency == "CNY", GRANT.c.requested_fen), else_=0)
    )
    return Source(
        GRANT,
        where,
        GRANT.c.undertaking_id,
        {
            "applied_on": GRANT.c.applied_on,
            "requested": GRANT.c.requested_fen,
            "title": of_undertaking(UNDERTAKING.c.title),
            "code": of_undertaking(UNDERTAKING.c.code),
        },
        frozenset({"applied_on"}),
        {"requested_fen": renminbi} if is_now or _are_few(session, view) else {},
    )


def _are_few(session: Session, view: View) -> bool:
    """Whether all grants and applications known on a past day may be looked through for amounts."""
    counts = undertakings.statuses(session, View(as_of=view.as_of), "grant") or {}
    return sum(counts.values()) <= ADDED_AT_MOST


T = TypeVar("T")


def of_undertaking(column: sa.ColumnElement[T]) -> sa.ScalarSelect[T]:
    """A column of a grant's undertaking, looked up row by row."""
    return (
        sa.select(column)
        .where(UNDERTAKING.c.id == GRANT.c.undertaking_id)
        .correlate(GRANT)
        .scalar_subquery()
    )


def applied_kept(session: Session, _actor: Actor, asked: Asked) -> Totals | None:
    """How many stand in a stage, from the statuses counted; None with a period or where they are
    not counted so.
    """
    if asked.view.period is not None:
        return None
    counts = undertakings.statuses(session, asked.view, "grant")
    if counts is None:
        return None
    statuses = STAGES[asked.get("show")][1] if asked.get("show") else UNDECIDED
    return Totals(sum(counts.get(status, 0) for status in statuses))


def stages(session: Session, actor: Actor, view: View) -> dict[str, Totals]:
    """How many applications stand in each stage, and what they ask for in renminbi where it is
    added up.
    """
    return {
        stage: paging.total(session, actor, APPLICATIONS, Asked(view, {"show": stage}))
        for stage in STAGES
    }


def asked_for(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Rows of some applications: queries.APPLICATIONS with how many reviews are given of how
    many.
    """
    frame = queries.asked_for(session, actor, view, keys)
    given = [
        None if pd.isna(needed) else f"{count} / {needed}"
        for count, needed in zip(frame["reviews"], frame["needed_reviews"], strict=True)
    ]
    return frame.assign(given=pd.Series(given, index=frame.index, dtype=object))


APPLICATIONS = Listing(
    name="applications",
    title=N_("Applications"),
    page="applications",
    key="undertaking_id",
    columns=(
        Col("title", N_("Project"), width=40, order="title"),
        Col("grant_id", N_("Code"), width=18, order="code", under="title"),
        Col("recipient", N_("Applicant"), width=30),
        Col("call", N_("Call"), width=16, under="recipient"),
        Col("region", N_("Province"), "region", 16, is_shown=False),
        Col("measure", N_("Measure"), width=10, is_shown=False),
        Col("received_on", N_("Received on"), "date", order="applied_on"),
        Col("currency", N_("Currency"), "currency", 8, under="requested_fen"),
        Col("requested_fen", N_("Requested"), "amount", 16, order="requested"),
        Col("given", N_("Reviews"), width=10),
        Col("score", N_("Score"), "number", 8, places=1),
        Col("recommended_fen", N_("Amount recommended"), "amount", 16),
        Col("status", N_("Status"), "state", 12),
    ),
    orders=(
        Order("applied_on", "date", is_descending=True),
        Order("requested", "integer", is_descending=True),
        Order("title", "text"),
        Order("code", "text"),
    ),
    filters=(
        Filter("show", N_("Status"), {key: words for key, (words, _of) in STAGES.items()}, False),
    ),
    source=applied,
    frame=asked_for,
    kept=applied_kept,
    leads=leads,
)

CALL_STATES = {
    "draft": STATES["draft"][2],
    "scheduled": STATES["scheduled"][2],
    "active": NP_("call", "Open"),
    "closed": STATES["closed"][2],
}
"""How a call stands on a day: what opens it is called otherwise than what is running."""


def calls_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every call; in one state on the view's day."""
    state = asked.get("state")
    return Source(
        CALL,
        queries.in_state(state, asked.view.as_of) if state else [],
        CALL.c.id,
        {
            "opens_on": CALL.c.opens_on,
            "closes_on": CALL.c.closes_on,
            "code": CALL.c.code,
            "title": CALL.c.title,
        },
        frozenset({"opens_on", "closes_on", "code"} if not state else {"opens_on", "closes_on"}),
    )


def calls_frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some calls: queries.CALLS, an open one in a word of its own."""
    found = queries.calls(session, actor, view, keys)
    opened = CALL_STATES["active"]
    words = [_(opened) if state == "active" else None for state in found["state"]]
    return found.assign(word=pd.Series(words, index=found.index, dtype=object))


CALLS = Listing(
    name="calls",
    title=N_("Calls"),
    page="applications",
    key="call_id",
    columns=(
        Col("title", N_("Call"), width=40, order="title"),
        Col("code", N_("Code"), width=18, order="code", under="title"),
        Col("line", N_("Line"), width=18),
        Col("opens_on", N_("Opens on"), "date", order="opens_on"),
        Col("closes_on", N_("Closes on"), "date", order="closes_on"),
        Col("published_on", N_("Published on"), "date", is_shown=False),
        Col("needed_reviews", N_("Reviews needed"), "integer", 8, is_shown=False),
        Col("state", N_("Status"), "state", 12, word="word"),
        Col("applications", N_("Applications received"), "integer", 12),
        Col("requested_fen", N_("Requested"), "amount", 16),
    ),
    orders=(
        Order("opens_on", "date", is_descending=True),
        Order("closes_on", "date", is_descending=True),
        Order("code", "text"),
        Order("title", "text"),
    ),
    filters=(Filter("state", N_("Status"), CALL_STATES),),
    source=calls_source,
    frame=calls_frame,
    mark="call-",
)

LISTS = (GRANTS, APPLICATIONS, CALLS)
"""The lists of this room."""
