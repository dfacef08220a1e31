"""The lists of standing: both lights of what is running, by the money behind what fired; the early
warnings of the whole portfolio.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import answers, clock
from fund.access.actors import Actor
from fund.columns import is_any_of
from fund.errors import N_
from fund.ledger import kept
from fund.ledger import queries as ledger
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.listing import undertakings
from fund.listing.declared import Asked, Col, Condition, Filter, Listing, Order, Source
from fund.standing import queries, reading, wording
from fund.standing.judged import Judged, judged
from fund.standing.queries import RUNNING
from fund.standing.reading import ANSWER, LETTER
from fund.standing.rules import Fired

RUNNING_INDEX = "ix_undertaking_running"
FIRED_INDEX = "ix_undertaking_running_fired"
PAST_INDEX = "ix_undertaking_quiet"
COUNTED = 300
"""Rows of the list counted at most: each is judged to be counted."""
OF_AMBER = 150
"""Amber rows counted at most: both halves of each are looked at."""
LOOKED_AT = 1_000
"""So many of what was decided last are looked at for the counts above the list."""
SHOWN = {
    "red": N_("Red by the ledger"),
    "amber": N_("Amber by the ledger"),
    "green": N_("Green by the ledger"),
    "answer": N_("Green letters to answer for"),
}
"""What the list may be narrowed to; without a word, everything that fired."""


def running(session: Session, view: View) -> list[Condition]:
    """What makes a grant or contract one of the view's that run on its last day."""
    where = undertakings.filtered(view)
    if ledger.is_latest(session, view.last):
        return [*where, sa.text(kept.RUNNING)]
    known = [UNDERTAKING.c.decided_on <= view.last, ledger.known_on(view)]
    return [*where, *known, ledger.status_on(view).in_(RUNNING)]


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """What runs and has fired, or has one light, or a green letter beside a red one; each row is
    judged where the list comes to it.
    """
    view, show = asked.view, asked.get("show")
    thresholds = reading.thresholds(session, view.last)
    light, is_kept = judged(session, view.last, thresholds), _is_kept(session, view)
    where = [*running(session, view), *_shown(light, show)]
    where += _within(view, show) if is_kept else _loud(view.last, show)
    if show == "answer":
        where.append(
            is_any_of(UNDERTAKING.c.id, _rosy(session, view, thresholds["stale_light_days"]))
        )
    orders = {
        "gap": sa.literal(0, sa.BigInteger) if show == "green" else light.gap_fen,
        "decided_on": UNDERTAKING.c.decided_on,
        "code": UNDERTAKING.c.code,
        "title": UNDERTAKING.c.title,
    }
    if is_kept:
        orders["fired_from"] = UNDERTAKING.c.fired_from
    # letters to answer are few, and found by their number
    order, along = "decided_on", "" if show == "answer" else _running_by(session, view)
    if is_kept and show == "amber" and along == RUNNING_INDEX:
        # few are amber, and among what fired last: along the days of decision they lie far apart
        order, along = "fired_from", FIRED_INDEX
    return Source(
        UNDERTAKING,
        where,
        UNDERTAKING.c.id,
        orders,
        frozenset({order}),
        counted=OF_AMBER if show == "amber" else None,
        along=along,
    )


def _running_by(session: Session, view: View) -> str:
    """The index of what runs, by what the view is filtered by, in the order of decision: judging
    looks cheap to a database, which would rather judge all than walk an index to the few it wants.
    On a past day, that of all that was ever decided, while nothing is filtered.
    """
    if not ledger.is_latest(session, view.last):
        return "" if view.filters else PAST_INDEX
    if view.organisation_id is not None:
        return "ix_undertaking_running_body"
    by = {"measure": view.measure, "region": view.region}
    return next((f"ix_undertaking_running_{name}" for name in by if by[name]), RUNNING_INDEX)


def _is_kept(session: Session, view: View) -> bool:
    """Whether the days kept of lights hold: from today on, of all that is recorded by now."""
    return view.last >= clock.today() and ledger.is_latest(session, view.last)


def _within(view: View, show: str) -> list[sa.ColumnElement[bool]]:
    """What is kept of the days of a light passes by those that cannot have it. What a body has is
    found by the body: PostgreSQL would gather all that has ever fired beside it, so that an
    expression stands there that no index serves.
    """
    of, day = UNDERTAKING.c, view.last
    if show in ("red", "answer"):
        return [of.red_from <= day]
    if show == "green":
        return [of.green_until > day]
    fired = sa.func.coalesce(of.fired_from, day) if view.organisation_id else of.fired_from
    return [fired <= day, *([of.amber_until > day] if show == "amber" else [])]


def _loud(day: date, show: str) -> list[sa.ColumnElement[bool]]:
    """The same where those days do not hold: what was quiet on the day had fired nothing."""
    return [] if show == "green" else [UNDERTAKING.c.quiet_until <= day]


def _shown(light: Judged, show: str) -> list[sa.ColumnElement[bool]]:
    if show in ("red", "answer"):
        return [light.is_red()]
    if show == "amber":
        return [light.is_amber()]
    if show == "green":
        return [sa.not_(sa.func.coalesce(light.has_fired(), sa.false()))]
    return [light.has_fired()]


def _rosy(session: Session, view: View, days: int) -> list[int]:
    """Undertakings whose latest letter says green, is not too old and has no answer, all as known
    on the view's last day; the latest LOOKED_AT letters.
    """
    later, day = LETTER.alias("later"), view.last
    newer = sa.tuple_(later.c.reported_on, later.c.id) > sa.tuple_(
        LETTER.c.reported_on, LETTER.c.id
    )
    superseded = sa.exists().where(
        later.c.undertaking_id == LETTER.c.undertaking_id, later.c.recorded_on <= day, newer
    )
    answered = sa.exists().where(
        ANSWER.c.status_report_id == LETTER.c.id, ANSWER.c.answered_on <= day
    )
    return list(
        session.execute(
            sa.select(LETTER.c.undertaking_id)
            .where(
                LETTER.c.light == "green",
                LETTER.c.reported_on >= day - timedelta(days),
                LETTER.c.recorded_on <= day,
                ~superseded,
                ~answered,
            )
            .order_by(LETTER.c.reported_on.desc(), LETTER.c.id.desc())
            .limit(LOOKED_AT)
        ).scalars()
    )


def frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """The rows of some running undertakings: queries.LIGHTS with what their columns say."""
    found = queries.lights(session, actor, view, keys)
    said = [
        wording.word_of(light, day)
        for light, day in zip(found["declared"], found["declared_on"], strict=True)
    ]
    ages = [
        wording.age_of(day, days)
        for day, days in zip(found["declared_on"], found["age_days"], strict=True)
    ]
    known = {
        key: (decided, since if since <= view.last else None)
        for key, decided, since in session.execute(
            sa.select(*UNDERTAKING.c["id", "decided_on", "fired_from"]).where(
                is_any_of(UNDERTAKING.c.id, keys)
            )
        )
    }
    is_kept = _is_kept(session, view)
    fired = [known[key][1] if is_kept else None for key in found["undertaking_id"]]
    return found.assign(
        said=pd.Series(said, index=found.index, dtype=object),
        age=pd.Series(ages, index=found.index, dtype=object),
        decided_on=[known[key][0] for key in found["undertaking_id"]],
        fired_from=pd.Series(fired, index=found.index, dtype=object),
    )


@answers.kept
def newest(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Both lights of what was decided last, at most LOOKED_AT of it: queries.BOTH."""
    actor.must("see_portfolio")
    statement = sa.select(UNDERTAKING.c.id).where(*running(session, view))
    along = _running_by(session, view)
    if along:
        # SQLite skips through the kinds of another index and sorts all that runs
        statement = statement.with_hint(UNDERTAKING, f"INDEXED BY {along}", "sqlite")
    newest_first = (UNDERTAKING.c.decided_on.desc(), UNDERTAKING.c.id.desc())
    keys = session.execute(statement.order_by(*newest_first).limit(LOOKED_AT)).scalars()
    return queries.both(session, view, list(keys))


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A light leads to its grant or contract."""
    return str(row["kind"]), {"id": str(row["code"])}


def fired(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """What fired, each rule with its light."""
    return wording.marks_of(cast("Sequence[Fired]", row["rules"]), str(row["currency"]))


def answered(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """The answer to a letter, or that one is needed."""
    return wording.answer_of(
        needs=bool(row["needs_answer"]), answer=cast("str | None", row["answer"])
    )


LIGHTS = Listing(
    name="lights",
    title=N_("Declared and computed lights"),
    page="warnings",
    key="undertaking_id",
    columns=(
        Col("title", N_("Grant or contract"), width=36, order="title"),
        Col("code", N_("Code"), width=18, order="code", under="title"),
        Col("recipient", N_("Recipient or supplier"), width=28, under="title"),
        Col("region_code", N_("Province"), "region", 16, under="title"),
        Col("measure", N_("Measure"), width=10, is_shown=False),
        Col("status", N_("Status"), "state", 12, is_shown=False),
        Col("decided_on", N_("Decided on"), "date", order="decided_on", is_shown=False),
        Col("declared", N_("Declared"), "state", 12, word="said"),
        Col("age", N_("Letter"), width=24, under="declared"),
        Col("declared_on", N_("Date of the letter"), "date", is_shown=False),
        Col("age_days", N_("Days old"), "integer", 10, is_shown=False),
        Col("computed", N_("Computed"), "state", 12),
        Col("fired_from", N_("First fired on"), "date", order="fired_from", is_shown=False),
        Col("why", N_("What fired"), "marks", 70, marks=fired),
        Col("currency", N_("Currency"), "currency", 8, under="gap_fen"),
        Col("gap_fen", N_("Money behind it"), "amount", 16, order="gap"),
        Col("answered", N_("Answer"), "marks", 40, marks=answered),
    ),
    orders=(
        Order("gap", "integer", is_descending=True),
        Order("decided_on", "date", is_descending=True),
        Order("fired_from", "date", is_descending=True),
        Order("code", "text"),
        Order("title", "text"),
    ),
    filters=(Filter("show", N_("Status"), SHOWN, is_drawn=False),),
    source=source,
    frame=frame,
    leads=leads,
    counted=COUNTED,
    is_kept=True,
)


def early(session: Session, actor: Actor, asked: Asked) -> Source:
    """The early warnings: as few as thresholds let through, so they are found first and turned
    then.
    """
    found = queries.warnings(session, actor, asked.view)
    rows = sa.values(
        sa.column("number", sa.Integer), sa.column("amount_fen", sa.BigInteger), name="early"
    )
    amounts = [(number + 1, int(fen)) for number, fen in enumerate(found["amount_fen"])]
    warned = rows.data(amounts or [(0, 0)]).cte("early")
    return Source(
        warned,
        [warned.c.number > 0],
        warned.c.number,
        {"number": warned.c.number, "amount": warned.c.amount_fen},
        frozenset({"number", "amount"}),
    )


def warned(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some early warnings: queries.WARNINGS with their number, name and sentence."""
    found = queries.warnings(session, actor, view)
    found = found.assign(number=range(1, len(found) + 1))
    found = found[found["number"].isin(keys)]
    words = [
        wording.warns(numbers, currency)
        for numbers, currency in zip(found["numbers"], found["currency"], strict=True)
    ]
    return found.assign(words=pd.Series(words, index=found.index, dtype=object))


def leads_in(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """Where a warning can be looked into: the undertaking, or what the body holds under the
    measure.
    """
    if row["code"]:
        return str(row["kind"]), {"id": str(row["code"])}
    return "grants", {"measure": str(row["measure"]), "organisation": str(row["organisation_id"])}


EARLY = Listing(
    name="early",
    title=N_("Early warnings"),
    page="warnings",
    key="number",
    columns=(
        Col("title", N_("Where"), width=36),
        Col("code", N_("Code"), width=18, under="title"),
        Col("measure", N_("Measure"), width=10, under="title"),
        Col("rule", N_("Early warning"), "words", 24, words=wording.WARNED),
        Col("words", N_("Numbers and threshold"), width=70),
        Col("currency", N_("Currency"), "currency", 8, under="amount_fen"),
        Col("amount_fen", N_("Amount"), "amount", 16, order="amount"),
    ),
    orders=(Order("number", "integer"), Order("amount", "integer", is_descending=True)),
    filters=(),
    source=early,
    frame=warned,
    leads=leads_in,
    mark="early-",
    size=8,
    is_kept=True,
)

LISTS = (LIGHTS, EARLY)
"""The lists of this room."""
