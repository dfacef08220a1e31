"""The registry: one centre with what belongs to it, and the bodies a form may choose from."""

from decimal import Decimal
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.centres import filling, reach
from fund.centres.tables import (
    Centre,
    CentreEquipment,
    CentreMember,
    OfferUse,
    PlatformOffer,
    ReportingPeriod,
)
from fund.errors import NotFound
from fund.ledger.tables import Undertaking
from fund.plan.tables import Organisation


class Profile(NamedTuple):
    """A centre with what belongs to it. members: name, role, joined_on; equipment: name, pieces,
    cost_fen; services: offer_id, name, unit, capacity, used, period_code.
    """

    centre: Centre
    host: str
    received_fen: int
    members: pd.DataFrame
    equipment: pd.DataFrame
    services: pd.DataFrame


def profile(session: Session, actor: Actor, code: str) -> Profile:
    """One centre for whoever may see it."""
    actor.must("see_centres", *reach.of_centre(session, code))
    centre = session.exec(select(Centre).where(Centre.code == code)).first()
    if centre is None:
        raise NotFound(kind="centre", key=code)
    key = centre.id or 0
    members = session.exec(
        select(Organisation.name, CentreMember.role, col(CentreMember.joined_on))
        .join(CentreMember, col(CentreMember.organisation_id) == Organisation.id)
        .where(CentreMember.centre_id == key, col(CentreMember.left_on).is_(None))
        .order_by(CentreMember.role, Organisation.name)
    ).all()
    equipment = session.exec(
        select(CentreEquipment.name, CentreEquipment.pieces, CentreEquipment.cost_fen)
        .where(CentreEquipment.centre_id == key)
        .order_by(col(CentreEquipment.cost_fen).desc())
    ).all()
    host = session.get_one(Organisation, centre.host_id).name
    found = Profile(
        centre,
        host,
        filling.received(session, key, clock.today()),
        pd.DataFrame([tuple(row) for row in members], columns=["name", "role", "joined_on"]),
        pd.DataFrame([tuple(row) for row in equipment], columns=["name", "pieces", "cost_fen"]),
        _services(session, key),
    )
    session.expunge_all()
    return found


def _services(session: Session, centre_id: int) -> pd.DataFrame:
    """Services with their last recorded use."""
    last: dict[int, tuple[Decimal, str]] = {
        use.offer_id: (use.used, code)
        for use, code in session.exec(
            select(OfferUse, ReportingPeriod.code)
            .join(ReportingPeriod, col(ReportingPeriod.id) == OfferUse.period_id)
            .join(PlatformOffer, col(PlatformOffer.id) == OfferUse.offer_id)
            .where(PlatformOffer.centre_id == centre_id)
            .order_by(col(ReportingPeriod.ends_on), col(OfferUse.id))
        ).all()
    }
    rows = session.exec(
        select(PlatformOffer)
        .where(PlatformOffer.centre_id == centre_id)
        .order_by(PlatformOffer.name)
    ).all()
    return pd.DataFrame(
        [
            (row.id, row.name, row.unit, row.capacity, *last.get(row.id or 0, (None, "—")))
            for row in rows
        ],
        columns=["offer_id", "name", "unit", "capacity", "used", "period_code"],
    )


def undertaking(session: Session, actor: Actor, code: str) -> int:
    """The number of a grant or contract, by its code; refuses an unknown one."""
    actor.must("register_centre")
    found = session.exec(select(Undertaking.id).where(Undertaking.code == code.strip())).first()
    if found is None:
        raise NotFound(kind="undertaking", key=code)
    return found


def unlocked(session: Session, actor: Actor) -> list[ReportingPeriod]:
    """Periods that may be locked: past their due day and not locked yet, the oldest first."""
    actor.must("lock_period")
    rows = list(
        session.exec(
            select(ReportingPeriod)
            .where(col(ReportingPeriod.locked_on).is_(None), ReportingPeriod.due_on < clock.today())
            .order_by(col(ReportingPeriod.ends_on))
        )
    )
    session.expunge_all()
    return rows


def period_codes(session: Session, actor: Actor, centre_code: str) -> list[str]:
    """Codes of the periods a centre reports on, the newest first."""
    actor.must("see_centres", *reach.of_centre(session, centre_code))
    kind = select(Centre.kind).where(Centre.code == centre_code).scalar_subquery()
    return list(
        session.exec(
            select(ReportingPeriod.code)
            .where(col(ReportingPeriod.kind).in_(("", kind)))
            .order_by(col(ReportingPeriod.ends_on).desc())
        )
    )
