"""Entering centres and platforms: what they are, who belongs to them, what pays for them, what they
have and offer.
"""

from collections.abc import Container
from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlmodel import Session, SQLModel, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.centres import reach
from fund.centres.rules import FIELDS_OF, KINDS, MEMBERS, STANDINGS, CentreExists, NotItsField
from fund.centres.tables import (
    Centre,
    CentreEquipment,
    CentreEvent,
    CentreFunding,
    CentreMember,
    OfferUse,
    PlatformOffer,
    ReportingPeriod,
)
from fund.errors import N_, NeedsReason, NotFound
from fund.ledger import book
from fund.ledger.commands import UnknownWord
from fund.ledger.tables import Undertaking
from fund.plan.tables import Organisation, Region

Row = TypeVar("Row", bound=SQLModel)


def _must_be_words(kind: str, field: str, standing: str) -> None:
    """Kind, its field and the standing are words of the lists."""
    _must_be_word(kind, KINDS, N_("centre"))
    _must_be_word(standing, STANDINGS, N_("centre"))
    if field not in FIELDS_OF[kind]:
        raise NotItsField(field=field)


def _must_be_new(session: Session, code: str) -> None:
    """A code is something, and no other centre's."""
    known = select(Centre.id).where(Centre.code == code)
    if not code.strip() or session.exec(known).first() is not None:
        raise CentreExists(code=code)


def _must_be_there(session: Session, region_code: str, host_id: int) -> None:
    """Province and host are known."""
    if session.get(Region, region_code) is None:
        raise NotFound(kind="region", key=region_code)
    if session.get(Organisation, host_id) is None:
        raise NotFound(kind="organisation", key=host_id)


def register_centre(
    session: Session,
    actor: Actor,
    *,
    code: str,
    kind: str,
    field: str,
    name_zh: str,
    region_code: str,
    host_id: int,
    founded_on: date,
    name_en: str = "",
    city: str = "",
    standing: str = "operating",
    is_demonstration: bool = False,
) -> Centre:
    """Enter a centre or platform under its own code."""
    actor.must("register_centre")
    _must_be_words(kind, field, standing)
    _must_be_new(session, code)
    _must_be_there(session, region_code, host_id)
    made = Centre(
        code=code.strip(),
        kind=kind,
        field=field,
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        region_code=region_code,
        city=city.strip(),
        host_id=host_id,
        founded_on=founded_on,
        standing=standing,
        is_demonstration=is_demonstration,
        registered_on=clock.today(),
    )
    session.add(made)
    session.flush()
    return _noted(session, actor, "register_centre", made)


def change_standing(
    session: Session,
    actor: Actor,
    *,
    centre_id: int,
    standing: str,
    reason: str,
    expected_version: int | None = None,
) -> Centre:
    """Say that a centre works, does not for now, or was given up; what it was before stays on
    record.
    """
    actor.must("register_centre")
    if not reason.strip():
        raise NeedsReason
    _must_be_word(standing, STANDINGS, N_("centre"))
    made = book.fetch(session, Centre, centre_id, expected_version)
    made.standing, made.version = standing, made.version + 1
    session.add(made)
    return _noted(session, actor, "change_standing", made, reason.strip())


def add_member(
    session: Session,
    actor: Actor,
    *,
    centre_id: int,
    organisation_id: int,
    role: str,
    joined_on: date | None = None,
) -> CentreMember:
    """Enter a body of the consortium."""
    actor.must("register_centre")
    _must_be_word(role, MEMBERS, N_("member"))
    book.fetch(session, Centre, centre_id)
    if session.get(Organisation, organisation_id) is None:
        raise NotFound(kind="organisation", key=organisation_id)
    return _added(
        session,
        actor,
        CentreMember(
            centre_id=centre_id,
            organisation_id=organisation_id,
            role=role,
            joined_on=joined_on or clock.today(),
        ),
    )


def link_funding(
    session: Session, actor: Actor, *, centre_id: int, undertaking_id: int
) -> CentreFunding:
    """Say that a grant or contract pays for a centre: one centre only, so that money is told
    once.
    """
    actor.must("register_centre")
    book.fetch(session, Centre, centre_id)
    book.fetch(session, Undertaking, undertaking_id)
    known = session.get(CentreFunding, undertaking_id)
    if known is not None:
        raise CentreExists(code=undertaking_id)
    return _added(
        session,
        actor,
        CentreFunding(
            centre_id=centre_id, undertaking_id=undertaking_id, recorded_on=clock.today()
        ),
    )


def add_equipment(
    session: Session,
    actor: Actor,
    *,
    centre_id: int,
    name: str,
    cost_fen: int,
    pieces: int = 1,
    since: date | None = None,
) -> CentreEquipment:
    """Enter a large piece of equipment."""
    actor.must("register_centre")
    book.fetch(session, Centre, centre_id)
    if not name.strip() or cost_fen < 0 or pieces < 1:
        raise UnknownWord(kind=N_("equipment"), value=name)
    return _added(
        session,
        actor,
        CentreEquipment(
            centre_id=centre_id,
            name=name.strip(),
            pieces=pieces,
            cost_fen=cost_fen,
            since=since or clock.today(),
        ),
    )


def add_offer(
    session: Session,
    actor: Actor,
    *,
    centre_id: int,
    name: str,
    unit: str,
    capacity: Decimal,
    since: date | None = None,
) -> PlatformOffer:
    """Enter a service open to others and what it can do in a year."""
    actor.must("register_centre")
    book.fetch(session, Centre, centre_id)
    if not name.strip() or not unit.strip() or capacity <= 0:
        raise UnknownWord(kind=N_("service"), value=name)
    return _added(
        session,
        actor,
        PlatformOffer(
            centre_id=centre_id,
            name=name.strip(),
            unit=unit.strip(),
            capacity=capacity,
            since=since or clock.today(),
        ),
    )


def record_use(
    session: Session, actor: Actor, *, offer_id: int, period_code: str, used: Decimal
) -> OfferUse:
    """Say how much of a service was used in a period; a correction is another row."""
    service = session.get(PlatformOffer, offer_id)
    centre = session.get(Centre, service.centre_id) if service else None
    actor.must("record_use", *((centre.code, centre.region_code) if centre else ()))
    period = session.exec(
        select(ReportingPeriod.id).where(ReportingPeriod.code == period_code)
    ).first()
    if service is None or period is None:
        raise NotFound(kind="platform_offer", key=offer_id if service is None else period_code)
    if used < 0:
        raise UnknownWord(kind=N_("service"), value=used)
    return _added(
        session,
        actor,
        OfferUse(
            offer_id=offer_id,
            period_id=period,
            used=used,
            recorded_on=clock.today(),
            recorded_by=actor.id,
        ),
        "record_use",
    )


def named(session: Session, code: str) -> Centre:
    """The centre of that code; refuses an unknown one."""
    found = session.exec(select(Centre).where(Centre.code == code)).first()
    if found is None:
        raise NotFound(kind="centre", key=code)
    return found


def may_be_held_for(session: Session, code: str) -> bool:
    """Whether a local role can be held for that code."""
    return bool(reach.of_centre(session, code))


def _must_be_word(word: str, words: Container[str], kind: str) -> None:
    if word not in words:
        raise UnknownWord(kind=kind, value=word)


def _added(session: Session, actor: Actor, row: Row, act: str = "register_centre") -> Row:
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        act,
        row,
        **{name: value for name, value in row.model_dump().items() if name != "id"},
    )
    return row


def _noted(session: Session, actor: Actor, kind: str, made: Centre, reason: str = "") -> Centre:
    session.add(
        CentreEvent(
            centre_id=made.id or 0,
            kind=kind,
            standing=made.standing,
            recorded_on=clock.today(),
            actor_id=actor.id,
            reason=reason,
        )
    )
    audit.record(session, actor, kind, made, code=made.code, standing=made.standing, reason=reason)
    return made
