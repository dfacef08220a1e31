"""The thresholds in force at an instant, and what another set would have said of what is stored."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.debris import rules
from fund.debris.rules import DEFAULT, LEVELS, Thresholds
from fund.debris.tables import (
    CdmMessage,
    ConjunctionEvent,
    EventMessage,
    OwnAssessment,
    ThresholdSet,
)

TRIED = 20_000
"""Messages a new set is tried on at most: the latest ones."""


class Trial(NamedTuple):
    """How many events have each level now and would have under the other set, from the lowest; and
    how many would change.
    """

    now: tuple[int, ...]
    then: tuple[int, ...]
    changed: int


def of_row(row: ThresholdSet) -> Thresholds:
    """A stored set as rules take it."""
    return Thresholds(**{name: getattr(row, name) for name in Thresholds._fields})


def in_force(session: Session, at: datetime) -> Thresholds:
    """The set approved last that is in force at an instant; the usual ones until there is one."""
    row = session.exec(
        select(ThresholdSet)
        .where(col(ThresholdSet.outcome) == "approved", col(ThresholdSet.valid_from) <= at)
        .order_by(col(ThresholdSet.valid_from).desc(), col(ThresholdSet.id).desc())
        .limit(1)
    ).first()
    return of_row(row) if row is not None else DEFAULT


def tried(session: Session, limits: Thresholds) -> Trial:
    """The levels of stored events under another set, near their closest approach, beside those they
    have.
    """
    rows = session.execute(
        sa.select(
            col(EventMessage.event_id),
            col(CdmMessage.pc),
            col(OwnAssessment.circle),
            col(CdmMessage.miss_mm),
            col(ConjunctionEvent.level_near),
        )
        .join(EventMessage, col(EventMessage.cdm_message_id) == col(CdmMessage.id))
        .join(ConjunctionEvent, col(ConjunctionEvent.id) == col(EventMessage.event_id))
        .join(OwnAssessment, col(OwnAssessment.cdm_message_id) == col(CdmMessage.id))
        .where(
            col(EventMessage.is_counted),
            col(OwnAssessment.code_version) == rules.CODE_VERSION,
        )
        .order_by(col(CdmMessage.created_at).desc(), col(CdmMessage.id).desc())
        .limit(TRIED)
    ).all()
    levels: dict[int, list[tuple[int, bool]]] = {}
    held: dict[int, int] = {}
    for event_id, pc, own, miss_mm, level in reversed(rows):
        one = rules.level_of(pc, own, miss_mm, limits, is_near=True)
        levels.setdefault(event_id, []).append((one, rules.used(pc, own) is not None))
        held[event_id] = level
    then = {event_id: rules.standing(of) for event_id, of in levels.items()}
    places = range(len(LEVELS))
    return Trial(
        tuple(sum(level == place for level in held.values()) for place in places),
        tuple(sum(level == place for level in then.values()) for place in places),
        sum(then[event_id] != level for event_id, level in held.items()),
    )
