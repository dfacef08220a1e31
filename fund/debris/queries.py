"""What pages, files and reports show of events, messages, warnings, intakes and spacecraft. Whoever
holds a role for one firm sees what is about its spacecraft.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, i18n
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.debris import rules
from fund.debris.rows import Clock, Event, Message
from fund.debris.tables import (
    CdmIntake,
    CdmMessage,
    ConjunctionEvent,
    ConjunctionWarning,
    EventCraft,
    EventMessage,
    OwnAssessment,
    Spacecraft,
    WarningAct,
)
from fund.errors import NotFound
from fund.frames import row_of
from fund.listing.address import number_in
from fund.plan.tables import Organisation

EVENT = table_of(ConjunctionEvent)
CRAFT = table_of(Spacecraft)
OF_EVENT = table_of(EventCraft)
MEMBER = table_of(EventMessage)
MESSAGE = table_of(CdmMessage)
OWN = table_of(OwnAssessment)
WARNING = table_of(ConjunctionWarning)
ANSWER = table_of(WarningAct)
INTAKE = table_of(CdmIntake)
FIRM = table_of(Organisation)
PERSON = table_of(Person)

EVENTS = [
    "event_id",
    "number",
    "ours",
    "other",
    "other_kind",
    "tca",
    "miss_m",
    "stated",
    "own",
    "greatest",
    "level",
    "is_near",
    "messages",
    "latest_at",
    "due_at",
    "warning",
    "is_breached",
]
"""Columns of ``events``: instants in UTC, distances in m, probabilities as floats or None, level a
word of rules.LEVELS, due_at and warning of the warning that runs out first.
"""
MESSAGES = [
    "message_id",
    "originator",
    "name",
    "source",
    "form",
    "created_at",
    "taken_at",
    "tca",
    "miss_m",
    "r_m",
    "t_m",
    "n_m",
    "stated",
    "method",
    "circle",
    "square",
    "greatest",
    "is_diluted",
    "radius_m",
    "radius_from",
    "reason",
    "validity",
    "is_repaired",
    "remarks",
    "is_counted",
    "sha256",
]
"""Columns of ``messages``: r_m, t_m, n_m the stated relative position in m, as our spacecraft sees
the other object.
"""
WARNINGS = [
    "warning_id",
    "craft",
    "firm",
    "level",
    "status",
    "issued_at",
    "due_at",
    "acknowledged_at",
    "breached_at",
]
ANSWERS = ["warning_id", "act", "reason", "said", "told_by", "told_at", "done_at", "done_by"]


def within_reach(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """What of the events somebody sees: all of them, or those of the firms their roles are for."""
    if actor.may("see_conjunctions"):
        return []
    mine = (
        sa.select(OF_EVENT.c.event_id)
        .join(CRAFT, CRAFT.c.id == OF_EVENT.c.spacecraft_id)
        .join(FIRM, FIRM.c.id == CRAFT.c.organisation_id)
        .where(FIRM.c.identifier.in_(sorted(actor.scopes("see_conjunctions"))))
    )
    return [EVENT.c.id.in_(mine)]


def must_see(actor: Actor) -> None:
    """Refuse whoever sees no event at all."""
    if not actor.scopes("see_conjunctions"):
        actor.must("see_conjunctions")


def craft_name() -> sa.ColumnElement[str]:
    """What a spacecraft is called in the language of this run, as SQL; by its Chinese name where it
    has no other.
    """
    own = CRAFT.c[f"name_{i18n.language()}"]
    return sa.case((own != "", own), else_=CRAFT.c.name_zh)


def plain(rows: Iterable[object], columns: Sequence[str]) -> pd.DataFrame:
    """A frame of objects in which what is missing is None, also an instant."""
    frame = pd.DataFrame(list(rows), columns=list(columns)).astype(object)
    return frame.where(frame.notna(), None)


def level_at(now: datetime) -> sa.ColumnElement[int]:
    """The level of an event at an instant, as SQL."""
    timed = sa.case((EVENT.c.near_from <= now, EVENT.c.level_near), else_=EVENT.c.level_far)
    return sa.case((EVENT.c.raised_to > timed, EVENT.c.raised_to), else_=timed)


def events(session: Session, actor: Actor, keys: Sequence[int]) -> pd.DataFrame:
    """Some events as the board shows them now: EVENTS."""
    must_see(actor)
    now = clock.now()
    statement = (
        sa.select(EVENT, level_at(now).label("level"), MESSAGE, OWN.c.circle, OWN.c.greatest)
        .outerjoin(MESSAGE, MESSAGE.c.id == EVENT.c.latest_id)
        .outerjoin(
            OWN,
            sa.and_(OWN.c.cdm_message_id == MESSAGE.c.id, OWN.c.code_version == rules.CODE_VERSION),
        )
        .where(EVENT.c.id.in_(keys), *within_reach(actor))
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    crafts, clocks = _crafts(session, keys), _clocks(session, keys)
    rows = [
        _event_row(row, crafts, clocks.get(row["conjunction_event_id"]), now)
        for row in session.execute(statement).mappings()
    ]
    return plain(rows, EVENTS)


def _event_row(
    row: sa.RowMapping, crafts: dict[str, str], clock_of: Clock | None, now: datetime
) -> Event:
    pair = [row["conjunction_event_number_a"], row["conjunction_event_number_b"]]
    names = {
        row["cdm_message_number_1"]: (row["cdm_message_name_1"], row["cdm_message_kind_1"]),
        row["cdm_message_number_2"]: (row["cdm_message_name_2"], row["cdm_message_kind_2"]),
    }
    pair.sort(key=lambda number: number not in crafts)
    first, second = pair
    name, kind = names.get(second, ("", ""))
    return {
        "event_id": row["conjunction_event_id"],
        "number": rules.public_number(
            row["conjunction_event_year"], row["conjunction_event_serial"]
        ),
        "ours": f"{crafts.get(first) or names.get(first, ('', ''))[0]} {first}".strip(),
        "other": f"{crafts.get(second) or name} {second}".strip(),
        "other_kind": kind,
        "tca": row["conjunction_event_tca"],
        "miss_m": row["conjunction_event_miss_mm"] / 1_000,
        "stated": row["cdm_message_pc"],
        "own": row["own_assessment_circle"],
        "greatest": row["own_assessment_greatest"],
        "level": rules.LEVELS[row["level"]],
        "is_near": row["conjunction_event_near_from"] <= now,
        "messages": row["conjunction_event_messages"],
        "latest_at": row["conjunction_event_latest_at"],
        "due_at": clock_of["due_at"] if clock_of else None,
        "warning": clock_of["status"] if clock_of else "",
        "is_breached": clock_of is not None and clock_of["late"],
    }


def _crafts(session: Session, keys: Sequence[int]) -> dict[str, str]:
    """Names of our spacecraft in some events, by number."""
    statement = (
        sa.select(CRAFT.c.number, craft_name())
        .join(OF_EVENT, OF_EVENT.c.spacecraft_id == CRAFT.c.id)
        .where(OF_EVENT.c.event_id.in_(keys))
    )
    return dict(session.execute(statement).all())  # type: ignore[arg-type]


def _clocks(session: Session, keys: Sequence[int]) -> dict[int, Clock]:
    """Of each event the open warning that runs out first, those unanswered before the others."""
    now = clock.now()
    rows = session.execute(
        sa.select(
            WARNING.c.event_id,
            WARNING.c.due_at,
            WARNING.c.status,
            WARNING.c.acknowledged_at,
        )
        .where(WARNING.c.event_id.in_(keys), WARNING.c.status != "closed")
        .order_by(WARNING.c.status != "notified", WARNING.c.due_at)
    ).all()
    found: dict[int, Clock] = {}
    for event_id, due_at, status, seen_at in rows:
        late = (seen_at or now) > due_at
        found.setdefault(event_id, {"due_at": due_at, "status": status, "late": late})
    return found


def event(session: Session, actor: Actor, number: str) -> Event:
    """One event by its public number, as a row of ``events``; refuses one that is not there, or not
    for this actor.
    """
    must_see(actor)
    year, _dash, serial = number.removeprefix("CW").partition("-")
    key, of_year, place = None, number_in(year), number_in(serial)
    if number.startswith("CW") and of_year is not None and place is not None:
        key = session.execute(
            sa.select(EVENT.c.id).where(EVENT.c.year == 2000 + of_year, EVENT.c.serial == place)
        ).scalar()
    frame = events(session, actor, [key]) if key is not None else pd.DataFrame()
    if frame.empty:
        raise NotFound(kind="conjunction_event", key=number[:20])
    return row_of(dict(frame.iloc[0]), Event)


def messages(session: Session, actor: Actor, event_id: int) -> pd.DataFrame:
    """The messages of an event in the order they were made: MESSAGES."""
    must_see(actor)
    statement = (
        sa.select(MESSAGE, OWN, MEMBER.c.is_counted, INTAKE.c.taken_at, INTAKE.c.sha256)
        .join(MEMBER, MEMBER.c.cdm_message_id == MESSAGE.c.id)
        .join(EVENT, EVENT.c.id == MEMBER.c.event_id)
        .join(INTAKE, INTAKE.c.id == MESSAGE.c.intake_id)
        .outerjoin(
            OWN,
            sa.and_(OWN.c.cdm_message_id == MESSAGE.c.id, OWN.c.code_version == rules.CODE_VERSION),
        )
        .where(MEMBER.c.event_id == event_id, *within_reach(actor))
        .order_by(MESSAGE.c.created_at, MESSAGE.c.id)
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    ours = set(_crafts(session, [event_id]))
    rows = [_message_row(row, ours) for row in session.execute(statement).mappings()]
    return plain(rows, MESSAGES)


def _message_row(row: sa.RowMapping, ours: set[str]) -> Message:
    position = rules.position(row["cdm_message_content"])
    turned = row["cdm_message_number_2"] in ours and row["cdm_message_number_1"] not in ours
    r, t, n = [None if one is None else -one if turned else one for one in position]
    scale = row["own_assessment_scale"]
    return {
        "message_id": row["cdm_message_id"],
        "originator": row["cdm_message_originator"],
        "name": row["cdm_message_message_id"],
        "source": row["cdm_message_source"],
        "form": row["cdm_message_form"],
        "created_at": row["cdm_message_created_at"],
        "taken_at": row["cdm_intake_taken_at"],
        "tca": row["cdm_message_tca"],
        "miss_m": row["cdm_message_miss_mm"] / 1_000,
        "r_m": r,
        "t_m": t,
        "n_m": n,
        "stated": row["cdm_message_pc"],
        "method": row["cdm_message_method"],
        "circle": row["own_assessment_circle"],
        "square": row["own_assessment_square"],
        "greatest": row["own_assessment_greatest"],
        "is_diluted": scale is not None and scale < 1,
        "radius_m": row["own_assessment_radius_m"],
        "radius_from": row["own_assessment_radius_from"],
        "reason": row["own_assessment_reason"] or "",
        "validity": row["own_assessment_validity"] or "",
        "is_repaired": bool(row["own_assessment_is_repaired"]),
        "remarks": row["cdm_message_remarks"],
        "is_counted": row["event_message_is_counted"],
        "sha256": row["cdm_intake_sha256"],
    }


def warnings(session: Session, actor: Actor, event_id: int) -> pd.DataFrame:
    """The warnings of an event: WARNINGS; each firm sees its own."""
    must_see(actor)
    statement = (
        sa.select(
            WARNING.c.id,
            craft_name(),
            FIRM.c.name,
            WARNING.c.level,
            WARNING.c.status,
            WARNING.c.issued_at,
            WARNING.c.due_at,
            WARNING.c.acknowledged_at,
            WARNING.c.breached_at,
        )
        .join(CRAFT, CRAFT.c.id == WARNING.c.spacecraft_id)
        .join(FIRM, FIRM.c.id == WARNING.c.organisation_id)
        .where(WARNING.c.event_id == event_id, *of_firm(actor))
        .order_by(WARNING.c.id)
    )
    frame = plain(session.execute(statement).all(), WARNINGS)
    return frame.assign(level=[rules.LEVELS[level] for level in frame["level"]])


def of_firm(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """What of the warnings somebody sees: all, or those to the firms their roles are for."""
    if actor.may("see_conjunctions"):
        return []
    return [FIRM.c.identifier.in_(sorted(actor.scopes("see_conjunctions")))]


def answers(session: Session, actor: Actor, event_id: int) -> pd.DataFrame:
    """What was done about an event's warnings, the earliest first: ANSWERS."""
    must_see(actor)
    statement = (
        sa.select(
            ANSWER.c.warning_id,
            ANSWER.c.act,
            ANSWER.c.reason,
            ANSWER.c.said,
            ANSWER.c.told_by,
            ANSWER.c.told_at,
            ANSWER.c.done_at,
            PERSON.c.name,
        )
        .join(WARNING, WARNING.c.id == ANSWER.c.warning_id)
        .join(FIRM, FIRM.c.id == WARNING.c.organisation_id)
        .outerjoin(PERSON, PERSON.c.id == ANSWER.c.done_by)
        .where(WARNING.c.event_id == event_id, *of_firm(actor))
        .order_by(ANSWER.c.id)
    )
    return plain(session.execute(statement).all(), ANSWERS)


@kept
def open_by_level(session: Session, actor: Actor) -> dict[str, int]:
    """How many warnings are open, by the level they were issued with."""
    must_see(actor)
    statement = (
        sa.select(WARNING.c.level, sa.func.count())
        .join(FIRM, FIRM.c.id == WARNING.c.organisation_id)
        .where(WARNING.c.status.in_(rules.NOT_OVER), *of_firm(actor))
        .group_by(WARNING.c.level)
    )
    counted = dict(session.execute(statement).all())  # type: ignore[arg-type]
    return {name: counted.get(place, 0) for place, name in enumerate(rules.LEVELS) if place}
