"""Warnings counted as known on a day: answered in time, manoeuvres, false alarms, hours from the
first message to the notice; what is open of data. Reports and indicators share it.
"""

import statistics
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.clock import BEIJING
from fund.columns import table_of
from fund.debris import rules
from fund.debris.queries import (
    ANSWER,
    CRAFT,
    EVENT,
    FIRM,
    INTAKE,
    MEMBER,
    MESSAGE,
    OWN,
    WARNING,
    craft_name,
    must_see,
    of_firm,
    plain,
)
from fund.debris.rows import Tally, Warned
from fund.debris.tables import DebrisPublication, OpenDataset
from fund.errors import N_
from fund.frames import row_of
from fund.rooms.figure import Figure

DATASET = table_of(OpenDataset)
OPENED = table_of(DebrisPublication)
HARMLESS = 1e-7
"""A red warning whose last probability lies below this, and nobody moved, was a false alarm."""


WARNED = [
    "warning_id",
    "number",
    "craft",
    "firm_id",
    "firm",
    "level",
    "issued_at",
    "due_at",
    "acknowledged_at",
    "answer",
    "manoeuvre",
    "is_closed",
    "is_false_alarm",
    "notice_hours",
    "month",
]
"""Columns of ``warned``: instants in UTC, level a word of rules.LEVELS, answer one of ANSWERS,
manoeuvre one of MANOEUVRES, month YYYY-MM in Beijing.
"""
ANSWERS = ("in_time", "late", "waits", "missing")
"""waits: the time has not run out; missing: it has, and nobody has answered."""
MANOEUVRES = ("", "planned", "done", "declined")
BY_FIRM = [
    "firm",
    "warnings",
    *ANSWERS,
    "share",
    "planned",
    "done",
    "declined",
    "false_alarms",
    "median_hours",
]
"""Columns of ``by_firm``: share of those due that were answered in time, None where none is due."""


def end_of(day: date) -> datetime:
    """The first instant after a day, in Beijing."""
    return datetime.combine(day + timedelta(days=1), time(0), BEIJING)


def warned(session: Session, actor: Actor, first: date, last: date, as_of: date) -> pd.DataFrame:
    """Every warning issued from one day to another, as known on a day: WARNED, in their order; each
    firm sees its own.
    """
    must_see(actor)
    known = end_of(as_of)
    begin, end = end_of(first - timedelta(days=1)), min(end_of(last), known)
    statement = (
        sa.select(
            WARNING,
            craft_name().label("craft"),
            FIRM.c.name.label("firm"),
            EVENT.c.year,
            EVENT.c.serial,
            EVENT.c.tca,
            EVENT.c.first_taken_at,
        )
        .join(CRAFT, CRAFT.c.id == WARNING.c.spacecraft_id)
        .join(FIRM, FIRM.c.id == WARNING.c.organisation_id)
        .join(EVENT, EVENT.c.id == WARNING.c.event_id)
        .where(WARNING.c.issued_at >= begin, WARNING.c.issued_at < end, *of_firm(actor))
        .order_by(WARNING.c.id)
    )
    rows = session.execute(statement).mappings().all()
    sent = sa.select(WARNING.c.id, WARNING.c.event_id).where(
        WARNING.c.issued_at >= begin, WARNING.c.issued_at < end
    )
    acts = _acts(session, sent.subquery(), known)
    latest = _latest(session, sent.subquery(), known)
    made = [_row(row, acts.get(row["id"], ()), latest.get(row["event_id"]), known) for row in rows]
    return plain(made, WARNED)


def _acts(session: Session, sent: sa.FromClause, known: datetime) -> dict[int, list[str]]:
    """What was done about some warnings by then, in order."""
    found: dict[int, list[str]] = {}
    statement = (
        sa.select(ANSWER.c.warning_id, ANSWER.c.act)
        .where(ANSWER.c.warning_id.in_(sa.select(sent.c.id)), ANSWER.c.done_at < known)
        .order_by(ANSWER.c.id)
    )
    for warning_id, act in session.execute(statement):
        found.setdefault(warning_id, []).append(act)
    return found


def _latest(
    session: Session, sent: sa.FromClause, known: datetime
) -> dict[int, tuple[bool, float | None]]:
    """Of each event whether a counted message that was here by then made it red, and the
    probability of the last one.
    """
    found: dict[int, tuple[bool, float | None]] = {}
    statement = (
        sa.select(MEMBER.c.event_id, MEMBER.c.level_near, MESSAGE.c.pc, OWN.c.circle)
        .join(MESSAGE, MESSAGE.c.id == MEMBER.c.cdm_message_id)
        .join(INTAKE, INTAKE.c.id == MESSAGE.c.intake_id)
        .outerjoin(
            OWN,
            sa.and_(OWN.c.cdm_message_id == MESSAGE.c.id, OWN.c.code_version == rules.CODE_VERSION),
        )
        .where(
            MEMBER.c.event_id.in_(sa.select(sent.c.event_id)),
            MEMBER.c.is_counted,
            INTAKE.c.taken_at < known,
        )
        .order_by(MESSAGE.c.created_at, MESSAGE.c.id)
    )
    for event_id, level, stated, own in session.execute(statement):
        was_red = found.get(event_id, (False, None))[0]
        found[event_id] = (was_red or level == rules.RED, rules.used(stated, own))
    return found


def _row(
    row: sa.RowMapping,
    acts: Sequence[str],
    latest: tuple[bool, float | None] | None,
    known: datetime,
) -> Warned:
    seen = row["acknowledged_at"]
    seen = seen if seen is not None and seen < known else None
    was_red, pc = latest or (False, None)
    manoeuvre = _manoeuvre(acts)
    is_false = (
        (was_red or row["level"] == rules.RED)
        and pc is not None
        and pc < HARMLESS
        and manoeuvre in ("", "declined")
        and row["tca"] < known
    )
    return {
        "warning_id": row["id"],
        "number": rules.public_number(row["year"], row["serial"]),
        "craft": row["craft"],
        "firm_id": row["organisation_id"],
        "firm": row["firm"],
        "level": rules.LEVELS[row["level"]],
        "issued_at": row["issued_at"],
        "due_at": row["due_at"],
        "acknowledged_at": seen,
        "answer": _answer(row["due_at"], seen, known),
        "manoeuvre": manoeuvre,
        "is_closed": "close_warning" in acts,
        "is_false_alarm": is_false,
        "notice_hours": (row["issued_at"] - row["first_taken_at"]) / timedelta(hours=1),
        "month": f"{row['issued_at'].astimezone(BEIJING):%Y-%m}",
    }


def _answer(due_at: datetime, seen: datetime | None, known: datetime) -> str:
    """How a warning was answered by then.

    >>> day = datetime(2026, 3, 12, tzinfo=BEIJING)
    >>> _answer(day, day, day), _answer(day, None, day), _answer(day, None, end_of(day.date()))
    ('in_time', 'waits', 'missing')
    """
    if seen is not None:
        return "in_time" if seen <= due_at else "late"
    return "waits" if known <= due_at else "missing"


def _manoeuvre(acts: Sequence[str]) -> str:
    """What became of it: done before planned before declined, the last decision where both are."""
    if "report_manoeuvre" in acts:
        return "done"
    decided = [one for one in acts if one in ("plan_manoeuvre", "decline_manoeuvre")]
    if not decided:
        return ""
    return "planned" if decided[-1] == "plan_manoeuvre" else "declined"


def tallied(frame: pd.DataFrame) -> Tally:
    """The figures of some warnings: BY_FIRM without the firm."""
    answers = list(frame["answer"])
    counts = {name: answers.count(name) for name in ANSWERS}
    over = len(answers) - counts["waits"]
    manoeuvres = list(frame["manoeuvre"])
    figures = {
        "warnings": len(answers),
        **counts,
        "share": counts["in_time"] / over if over else None,
        **{name: manoeuvres.count(name) for name in MANOEUVRES if name},
        "false_alarms": sum(bool(one) for one in frame["is_false_alarm"]),
        "median_hours": statistics.median(frame["notice_hours"]) if len(frame) else None,
    }
    return row_of(figures, Tally)


def by_firm(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures of each firm, by name: BY_FIRM. Two firms of one name are two."""
    rows = [
        {"firm": firm, **tallied(rows)}
        for (firm, _key), rows in frame.groupby(["firm", "firm_id"], sort=True)
    ]
    return plain(rows, BY_FIRM)


def by_month(frame: pd.DataFrame, months: Sequence[str]) -> pd.DataFrame:
    """The figures of each of some months (YYYY-MM), also of those without a warning: as BY_FIRM,
    with the month for the firm.
    """
    rows = [{"month": month, **tallied(frame[frame["month"] == month])} for month in months]
    return plain(rows, ["month", *BY_FIRM[1:]])


@kept
def indicators(session: Session, actor: Actor, as_of: date) -> list[Figure]:
    """Figures for the measures of the plan, as known on a day. No target stands behind them."""
    actor.must("see_portfolio")
    answered = tallied(warned(session, actor, date(2020, 1, 1), as_of, as_of))
    known = end_of(as_of)
    others = session.execute(
        sa.select(sa.func.count()).where(DATASET.c.registered_on <= as_of)
    ).scalar_one()
    ours = session.execute(
        sa.select(sa.func.count()).where(
            OPENED.c.outcome == "approved", OPENED.c.decided_at < known
        )
    ).scalar_one()
    due = answered["warnings"] - answered["waits"]
    return [
        Figure(
            "B4", N_("Collision warnings answered in time, of those due"), answered["share"], due
        ),
        Figure("B4", N_("Open data sets on debris listed with licence and freshness"), others),
        Figure("B4", N_("Data sets of our own cleared by two people and open"), ours),
    ]
