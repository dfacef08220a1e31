"""Launch sites as tables, as known on a day: sites, pads with names and states, capacity, launches
with planned time and outcome, planned times, scrubs, files.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.errors import NotFound
from fund.frames import records_as, rows_of
from fund.sites import rules
from fund.sites.rows import PadDated, Site
from fund.sites.tables import (
    CapacityStatement,
    Launch,
    LaunchBatch,
    LaunchOutcome,
    LaunchPad,
    LaunchScrub,
    LaunchSite,
    LaunchTime,
    PadName,
    PadState,
    SiteName,
)

SITE = table_of(LaunchSite)
NAME = table_of(SiteName)
PAD = table_of(LaunchPad)
CALLED = table_of(PadName)
STATE = table_of(PadState)
CAPACITY = table_of(CapacityStatement)
BATCH = table_of(LaunchBatch)
LAUNCH = table_of(Launch)
TIME = table_of(LaunchTime)
SCRUB = table_of(LaunchScrub)
OUTCOME = table_of(LaunchOutcome)
PERSON = table_of(Person)

SITES = [
    *("site_id", "code", "name_zh", "name_en", "kind", "country", "region_code", "operator"),
    *("is_own", "is_commercial", "source", "sourced_on", "is_demonstration"),
]
PADS = ["pad_id", "site_id", "code", "fits", "name", "state", "since", "source"]
STATES = ["pad_id", "state", "since", "source"]
NAMES = ["pad_id", "name", "since"]
CAPACITIES = [
    *("statement_id", "site_id", "pad_id", "pad", "year", "kind", "launches", "source"),
    *("sourced_on", "confirmed_on", "by"),
]
LAUNCHES = [
    *("launch_id", "version", "tag", "origin", "site_id", "site", "site_zh", "site_en"),
    *("country", "region_code", "is_own", "pad_id", "pad", "vehicle", "flight", "mission"),
    *("provider", "service", "payloads", "payload_kg", "reused_flights", "ship", "port"),
    *("ascent", "delivery_id", "planned_on", "time", "precision", "lifted_on", "lifted_at"),
    *("lifted_precision", "is_vague", "outcome", "score", "launch_code", "recovery", "zone"),
    *("outcome_id", "told_id", "standing", "shown_on", "source", "is_demonstration"),
]
"""Columns of ``launches``. ``lifted_on`` and ``outcome`` are of the report that counts on the day;
``told_id`` is one that waits to be confirmed.
"""
TIMES = [
    *("launch_id", "tag", "site", "site_id", "recorded_on", "planned_on", "time", "precision"),
    *("move", "days", "reason"),
]
SCRUBS = [
    *("launch_id", "tag", "site", "site_id", "scrubbed_on", "before_lift_off", "reason"),
    *("words", "recycle_hours"),
]
BATCHES = [
    *("batch_id", "name", "origin", "launches", "recorded_on", "by", "undone_on", "undone_why"),
]


def sites(session: Session, actor: Actor, as_of: date, *, is_own: bool = False) -> pd.DataFrame:
    """Sites entered by a day, all or the fund's own: SITES."""
    actor.must("see_portfolio")
    statement = sa.select(SITE.c.id, *SITE.c[tuple(SITES[1:])]).where(SITE.c.recorded_on <= as_of)
    if is_own:
        statement = statement.where(SITE.c.is_own.is_(True))
    rows = session.execute(statement.order_by(SITE.c.code)).all()
    return pd.DataFrame(rows, columns=SITES, dtype=object)


def site(session: Session, actor: Actor, code: str, as_of: date) -> Site:
    """One site by its code: the SITES of it; refuses an unknown one."""
    found = sites(session, actor, as_of)
    rows = rows_of(found[found["code"] == code], Site)
    if not rows:
        raise NotFound(kind="launch_site", key=code[:60])
    return rows[0]


def pads(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Pads with name and state on a day as known then: PADS."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*PAD.c["id", "site_id", "code", "fits"])
        .where(PAD.c.recorded_on <= as_of)
        .order_by(PAD.c.site_id, PAD.c.code)
    ).mappings()
    named = _last(names(session, actor, as_of), as_of)
    stated = _last(states(session, actor, as_of), as_of)
    empty: Mapping[str, object] = {}
    found = [
        {
            **row,
            "pad_id": row["id"],
            "name": named.get(row["id"], empty).get("name", row["code"]),
            **{
                name: stated.get(row["id"], empty).get(name, "")
                for name in ("state", "since", "source")
            },
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=PADS, dtype=object)


def _last(frame: pd.DataFrame, day: date) -> dict[int, Mapping[str, object]]:
    """Of each pad what holds on a day: the latest since, of one day what was stated last."""
    rows = [row for row in records_as(frame, PadDated) if row["since"] <= day]
    return {row["pad_id"]: row for row in sorted(rows, key=lambda row: row["since"])}


def states(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """States of pads known on a day, as stated: STATES."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*STATE.c[tuple(STATES)])
        .where(STATE.c.recorded_on <= as_of)
        .order_by(STATE.c.since, STATE.c.id)
    ).all()
    return pd.DataFrame(rows, columns=STATES, dtype=object)


def names(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Names of pads known on a day, as stated: NAMES."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*CALLED.c[tuple(NAMES)])
        .where(CALLED.c.recorded_on <= as_of)
        .order_by(CALLED.c.since, CALLED.c.id)
    ).all()
    return pd.DataFrame(rows, columns=NAMES, dtype=object)


def capacities(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Capacity as stated by a day, confirmed or not, the newest first: CAPACITIES."""
    actor.must("see_portfolio")
    confirmed = sa.case((CAPACITY.c.confirmed_on <= as_of, CAPACITY.c.confirmed_on))
    rows = session.execute(
        sa.select(
            CAPACITY.c.id,
            *CAPACITY.c["site_id", "pad_id"],
            sa.func.coalesce(PAD.c.code, ""),
            *CAPACITY.c["year", "kind", "launches", "source", "sourced_on"],
            confirmed,
            PERSON.c.name,
        )
        .outerjoin(PAD, PAD.c.id == CAPACITY.c.pad_id)
        .outerjoin(PERSON, PERSON.c.id == CAPACITY.c.recorded_by)
        .where(CAPACITY.c.recorded_on <= as_of)
        .order_by(CAPACITY.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=CAPACITIES, dtype=object)


def counts(as_of: date, told: sa.FromClause = OUTCOME) -> sa.ColumnElement[bool]:
    """Whether a report of an outcome counts on a day, beside SITE and LAUNCH: once another person
    confirmed it, or at once where a list says it of a site of others.
    """
    is_confirmed = sa.and_(told.c.confirmed_on.is_not(None), told.c.confirmed_on <= as_of)
    is_others = sa.and_(SITE.c.is_own.is_(False), LAUNCH.c.origin != "own")
    return sa.and_(told.c.recorded_on <= as_of, sa.or_(is_confirmed, is_others))


def stands(as_of: date) -> sa.ColumnElement[bool]:
    """Whether a launch stands in its register on a day."""
    return sa.and_(
        LAUNCH.c.recorded_on <= as_of,
        sa.or_(LAUNCH.c.undone_on.is_(None), LAUNCH.c.undone_on > as_of),
    )


def _newest(as_of: date) -> tuple[sa.Subquery, sa.Subquery, sa.Subquery]:
    """Of each launch the planned time known last, the report that counts, and one that waits."""
    planned = (
        sa.select(TIME.c.launch_id, sa.func.max(TIME.c.id).label("id"))
        .where(TIME.c.recorded_on <= as_of)
        .group_by(TIME.c.launch_id)
        .subquery()
    )
    reports = OUTCOME.join(LAUNCH, LAUNCH.c.id == OUTCOME.c.launch_id).join(
        SITE, SITE.c.id == LAUNCH.c.site_id
    )
    newest = sa.func.max(OUTCOME.c.id).label("id")
    counting = (
        sa.select(OUTCOME.c.launch_id, newest)
        .select_from(reports)
        .where(counts(as_of))
        .group_by(OUTCOME.c.launch_id)
        .subquery()
    )
    waiting = (
        sa.select(OUTCOME.c.launch_id, newest)
        .select_from(reports)
        .where(OUTCOME.c.recorded_on <= as_of, ~counts(as_of))
        .group_by(OUTCOME.c.launch_id)
        .subquery()
    )
    return planned, counting, waiting


@kept
def launches(session: Session, actor: Actor, as_of: date, origin: str = "own") -> pd.DataFrame:
    """Every launch of a register or list as known on a day, by day: LAUNCHES."""
    return _launches(session, actor, as_of, [LAUNCH.c.origin == origin])


def some(session: Session, actor: Actor, as_of: date, keys: Collection[int]) -> pd.DataFrame:
    """Launches by their keys: LAUNCHES."""
    return _launches(session, actor, as_of, [LAUNCH.c.id.in_(list(keys))])


def _launches(
    session: Session, actor: Actor, as_of: date, where: Sequence[sa.ColumnElement[bool]]
) -> pd.DataFrame:
    actor.must("see_portfolio")
    planned, counting, waiting = _newest(as_of)
    statement = (
        sa.select(
            LAUNCH.c.id.label("launch_id"),
            *LAUNCH.c["version", "tag", "origin", "site_id"],
            SITE.c.code.label("site"),
            SITE.c.name_zh.label("site_zh"),
            SITE.c.name_en.label("site_en"),
            *SITE.c["country", "region_code", "is_own"],
            LAUNCH.c.pad_id,
            sa.func.coalesce(PAD.c.code, LAUNCH.c.pad_text).label("pad"),
            *LAUNCH.c["vehicle", "flight", "mission", "provider", "service", "payloads"],
            *LAUNCH.c["payload_kg", "reused_flights", "ship", "port", "ascent", "delivery_id"],
            *TIME.c["planned_on", "time", "precision"],
            OUTCOME.c.happened_on.label("lifted_on"),
            OUTCOME.c.lifted_at,
            OUTCOME.c.precision.label("lifted_precision"),
            *OUTCOME.c["is_vague", "outcome", "score"],
            OUTCOME.c.code.label("launch_code"),
            *OUTCOME.c["recovery", "zone"],
            OUTCOME.c.id.label("outcome_id"),
            waiting.c.id.label("told_id"),
            LAUNCH.c.shown_on,
            *LAUNCH.c["source", "is_demonstration"],
        )
        .select_from(LAUNCH.join(SITE, SITE.c.id == LAUNCH.c.site_id))
        .outerjoin(PAD, PAD.c.id == LAUNCH.c.pad_id)
        .outerjoin(planned, planned.c.launch_id == LAUNCH.c.id)
        .outerjoin(TIME, TIME.c.id == planned.c.id)
        .outerjoin(counting, counting.c.launch_id == LAUNCH.c.id)
        .outerjoin(OUTCOME, OUTCOME.c.id == counting.c.id)
        .outerjoin(waiting, waiting.c.launch_id == LAUNCH.c.id)
        .where(stands(as_of), *where)
        .order_by(LAUNCH.c.shown_on, LAUNCH.c.id)
    )
    rows: list[object] = [_standing(row, as_of) for row in session.execute(statement).mappings()]
    return pd.DataFrame(rows, columns=LAUNCHES, dtype=object)


def _standing(row: sa.RowMapping, as_of: date) -> dict[str, object]:
    """A launch with how it stands on the day: its outcome, reported, open, or planned."""
    outcome = row["outcome"] or ""
    if not outcome and row["told_id"] is not None:
        outcome = "told"
    elif not outcome and rules.has_passed(
        row["planned_on"] or row["shown_on"], row["precision"] or "day", as_of
    ):
        outcome = "unconfirmed"
    day = row["lifted_on"] or row["planned_on"] or row["shown_on"]
    return {**row, "standing": outcome, "shown_on": day}


def times(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Every planned time of own launches known on a day, in the order stated: TIMES."""
    return _of_launches(session, actor, as_of, TIME, TIMES, TIME.c.id)


def scrubs(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Launches called off on their day, the newest first: SCRUBS."""
    newest = (SCRUB.c.scrubbed_on.desc(), SCRUB.c.id.desc())
    return _of_launches(session, actor, as_of, SCRUB, SCRUBS, *newest)


def _of_launches(
    session: Session,
    actor: Actor,
    as_of: date,
    table: sa.Table,
    columns: list[str],
    *order: sa.ColumnElement[int] | sa.UnaryExpression[date] | sa.UnaryExpression[int],
) -> pd.DataFrame:
    """What is stated of launches that stand, beside whose it is: columns as TIMES begins."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(
            table.c.launch_id,
            LAUNCH.c.tag,
            SITE.c.code,
            LAUNCH.c.site_id,
            *table.c[tuple(columns[4:])],
        )
        .select_from(table)
        .join(LAUNCH, LAUNCH.c.id == table.c.launch_id)
        .join(SITE, SITE.c.id == LAUNCH.c.site_id)
        .where(table.c.recorded_on <= as_of, stands(as_of))
        .order_by(*order)
    ).all()
    return pd.DataFrame(rows, columns=columns, dtype=object)


def batches(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Files of launches taken in, the newest first: BATCHES."""
    actor.must("see_portfolio")
    undone = BATCH.c.undone_on <= as_of
    rows = session.execute(
        sa.select(
            *BATCH.c["id", "name", "origin", "launches", "recorded_on"],
            PERSON.c.name,
            sa.case((undone, BATCH.c.undone_on)),
            sa.case((undone, BATCH.c.undone_why), else_=""),
        )
        .outerjoin(PERSON, PERSON.c.id == BATCH.c.recorded_by)
        .where(BATCH.c.recorded_on <= as_of)
        .order_by(BATCH.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=BATCHES, dtype=object)
