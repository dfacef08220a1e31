"""What pages show of alerts to the authority: the texts, the facts of the event as the message had
them, who wrote and reviewed.
"""

from datetime import datetime

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.columns import table_of
from fund.debris import rules, thresholds
from fund.debris.alerting import FIELDS, LANGUAGES
from fund.debris.kept import DebrisAlert
from fund.debris.queries import ANSWER, EVENT, FIRM, MESSAGE, OWN, PERSON, WARNING, event, plain
from fund.debris.rows import Alert, Passing
from fund.debris.rules import Thresholds
from fund.errors import NotFound
from fund.frames import row_of

ALERT = table_of(DebrisAlert)
ALERTS = ["alert_id", "event_id", "number", "level", "outcome", "written_at", "written_by", "why"]


def alerts(session: Session, actor: Actor, event_id: int) -> pd.DataFrame:
    """The alerts about an event, the latest first: ALERTS."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            ALERT.c.id,
            ALERT.c.event_id,
            EVENT.c.year,
            EVENT.c.serial,
            ALERT.c.level,
            ALERT.c.outcome,
            ALERT.c.written_at,
            PERSON.c.name,
            ALERT.c.why,
        )
        .join(EVENT, EVENT.c.id == ALERT.c.event_id)
        .outerjoin(PERSON, PERSON.c.id == ALERT.c.written_by)
        .where(ALERT.c.event_id == event_id)
        .order_by(ALERT.c.id.desc())
    )
    rows = [
        (key, of, rules.public_number(year, serial), rules.LEVELS[level], *rest)
        for key, of, year, serial, level, *rest in session.execute(statement).all()
    ]
    return plain(rows, ALERTS)


def alert(session: Session, actor: Actor, alert_id: int) -> Alert:
    """One alert with its event, the message it is about, the warnings sent by then and the
    thresholds that were in force; refuses one that is not there.
    """
    actor.must("see_portfolio")
    row = session.get(DebrisAlert, alert_id)
    if row is None:
        raise NotFound(kind="debris_alert", key=alert_id)
    named = session.execute(
        sa.select(EVENT.c.year, EVENT.c.serial).where(EVENT.c.id == row.event_id)
    ).one()
    number = rules.public_number(named.year, named.serial)
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with i18n.speaking(language):
            seen = event(session, actor, number)
        names |= {f"ours_{language}": seen["ours"], f"other_{language}": seen["other"]}
    people = dict(
        session.execute(
            sa.select(PERSON.c.id, PERSON.c.name).where(
                PERSON.c.id.in_([row.written_by, row.checked_by, row.decided_by])
            )
        ).all()  # type: ignore[arg-type]
    )
    limits: Thresholds = thresholds.in_force(session, row.written_at)
    found = {
        "alert_id": row.id,
        "number": number,
        "other_kind": seen["other_kind"],
        "level": rules.LEVELS[row.level],
        "outcome": row.outcome,
        "why": row.why,
        "written_at": row.written_at,
        "written_by": people.get(row.written_by),
        "checked_by": people.get(row.checked_by),
        "decided_by": people.get(row.decided_by),
        "decided_at": row.decided_at,
        "limits": limits,
        "warnings": _warned(session, row),
        **names,
        **_message(session, row.cdm_message_id),
        **{name: getattr(row, name) for name in FIELDS},
    }
    return row_of(found, Alert)


def _message(session: Session, key: int) -> Passing:
    """What the message says an alert was written from."""
    row = session.execute(
        sa.select(
            MESSAGE.c.tca,
            MESSAGE.c.miss_mm,
            MESSAGE.c.speed_mm_s,
            MESSAGE.c.pc,
            MESSAGE.c.created_at,
            MESSAGE.c.originator,
            OWN.c.circle,
        )
        .outerjoin(
            OWN,
            sa.and_(OWN.c.cdm_message_id == MESSAGE.c.id, OWN.c.code_version == rules.CODE_VERSION),
        )
        .where(MESSAGE.c.id == key)
    ).one()
    return {
        "tca": row.tca,
        "miss_m": row.miss_mm / 1_000,
        "speed_km_s": None if row.speed_mm_s is None else row.speed_mm_s / 1e6,
        "stated": row.pc,
        "own": row.circle,
        "made_at": row.created_at,
        "sender": row.originator,
    }


def _warned(session: Session, row: DebrisAlert) -> list[tuple[str, str, datetime]]:
    """Which firm, which act, when: what had been done about the event when the alert was
    written.
    """
    statement = (
        sa.select(FIRM.c.name, ANSWER.c.act, ANSWER.c.done_at)
        .join(WARNING, WARNING.c.id == ANSWER.c.warning_id)
        .join(FIRM, FIRM.c.id == WARNING.c.organisation_id)
        .where(WARNING.c.event_id == row.event_id, ANSWER.c.done_at <= row.written_at)
        .order_by(ANSWER.c.id)
    )
    return [(one.name, one.act, one.done_at) for one in session.execute(statement)]
