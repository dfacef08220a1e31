"""What pages show of files that came in, of their messages one by one, and of the spacecraft."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.debris.queries import (
    CRAFT,
    EVENT,
    FIRM,
    INTAKE,
    MESSAGE,
    OF_EVENT,
    PERSON,
    craft_name,
    plain,
)
from fund.debris.tables import CdmDecision, CdmOutcome
from fund.errors import NotFound
from fund.ledger.tables import Undertaking

OUTCOME = table_of(CdmOutcome)
DECIDED = table_of(CdmDecision)
PAYS = table_of(Undertaking)
INTAKES = [
    "intake_id",
    "file_name",
    "through",
    "accepted",
    "known",
    "conflict",
    "refused",
    "taken_at",
    "taken_by",
    "sha256",
]
OUTCOMES = ["position", "place", "outcome", "name", "code", "facts", "cdm_message_id", "is_decided"]
CRAFTS = [
    "spacecraft_id",
    "number",
    "name_zh",
    "name_en",
    "firm",
    "undertaking_id",
    "paid_by",
    "paid_by_kind",
    "radius_cm",
    "is_manoeuvrable",
    "open",
]


def intakes(session: Session, actor: Actor, keys: Sequence[int]) -> pd.DataFrame:
    """Some files that came in: INTAKES."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            *(INTAKE.c[name] for name in ("id", *INTAKES[1:-2])), PERSON.c.name, INTAKE.c.sha256
        )
        .outerjoin(PERSON, PERSON.c.id == INTAKE.c.taken_by)
        .where(INTAKE.c.id.in_(keys))
    )
    return plain(session.execute(statement).all(), INTAKES)


def outcomes(session: Session, actor: Actor, intake_id: int) -> pd.DataFrame:
    """What became of the messages of one file: OUTCOMES."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            OUTCOME.c.position,
            OUTCOME.c.place,
            OUTCOME.c.outcome,
            MESSAGE.c.message_id,
            OUTCOME.c.code,
            OUTCOME.c.facts,
            OUTCOME.c.cdm_message_id,
            DECIDED.c.id.is_not(None),
        )
        .outerjoin(MESSAGE, MESSAGE.c.id == OUTCOME.c.cdm_message_id)
        .outerjoin(DECIDED, DECIDED.c.cdm_message_id == MESSAGE.c.id)
        .where(OUTCOME.c.intake_id == intake_id)
        .order_by(OUTCOME.c.id)
    )
    return plain(session.execute(statement).all(), OUTCOMES)


def spacecraft(session: Session, actor: Actor) -> pd.DataFrame:
    """Every spacecraft with its firm and how many events of it are still to come: CRAFTS."""
    actor.must("see_portfolio")
    ahead = (
        sa.select(OF_EVENT.c.spacecraft_id, sa.func.count().label("open"))
        .join(EVENT, EVENT.c.id == OF_EVENT.c.event_id)
        .where(EVENT.c.tca > clock.now())
        .group_by(OF_EVENT.c.spacecraft_id)
        .subquery()
    )
    statement = (
        sa.select(
            CRAFT.c.id,
            CRAFT.c.number,
            CRAFT.c.name_zh,
            CRAFT.c.name_en,
            FIRM.c.name,
            CRAFT.c.undertaking_id,
            PAYS.c.code,
            PAYS.c.kind,
            CRAFT.c.radius_cm,
            CRAFT.c.is_manoeuvrable,
            sa.func.coalesce(ahead.c.open, 0),
        )
        .join(FIRM, FIRM.c.id == CRAFT.c.organisation_id)
        .outerjoin(PAYS, PAYS.c.id == CRAFT.c.undertaking_id)
        .outerjoin(ahead, ahead.c.spacecraft_id == CRAFT.c.id)
        .order_by(CRAFT.c.id)
    )
    return plain(session.execute(statement).all(), CRAFTS)


def paid_for(session: Session, actor: Actor, undertaking_id: int) -> dict[str, str]:
    """The spacecraft a grant or contract paid for: name by catalogue number."""
    actor.must("see_portfolio")
    statement = (
        sa.select(CRAFT.c.number, craft_name())
        .where(CRAFT.c.undertaking_id == undertaking_id)
        .order_by(CRAFT.c.id)
    )
    return dict(session.execute(statement).all())  # type: ignore[arg-type]


def payer(session: Session, actor: Actor, code: str) -> int | None:
    """The grant or contract of a code, None where no code is given; refuses one that is not
    there.
    """
    actor.must("see_portfolio")
    if not code.strip():
        return None
    key = session.execute(sa.select(PAYS.c.id).where(PAYS.c.code == code.strip())).scalar()
    if key is None:
        raise NotFound(kind="undertaking", key=code.strip()[:40])
    return int(key)
