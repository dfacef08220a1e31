"""Entering missions and what they bought; striking what is wrong; saying that a quarter's register
is complete.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FourEyes, FundError, NeedsReason, NotFound
from fund.frames import row_of
from fund.ledger import book
from fund.ledger.commands import UnknownWord
from fund.ledger.rules import CATEGORIES, InTheFuture
from fund.ledger.tables import Undertaking, UndertakingBalance
from fund.missions import reading
from fund.missions.reading import Figures
from fund.missions.rules import (
    ORIGINS,
    AnotherCategory,
    ContractTellsOrigin,
    MissionKnown,
    MoreThanTheContract,
    NoCitation,
    NotAnAmountPaid,
    NotAQuarter,
    NothingInIt,
    NothingToRecord,
    QuarterNotOver,
    StillOpen,
    TakenOut,
)
from fund.missions.tables import Mission, MissionPurchase, RegisterStatement
from fund.period import parse
from fund.plan import identity
from fund.plan.tables import Organisation

FIGURES = ("category", "item", "bought_on", "amount_fen", "origin", "undertaking_id", "source")


class Bought(Figures):
    """A purchase of a workbook, with the code of its mission."""

    mission: str


class Named(TypedDict):
    """A mission of a workbook."""

    code: str
    title: str
    agency: str
    source: str


def register_mission(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    agency: str,
    source: str,
    is_demonstration: bool = False,
) -> Mission:
    """Enter a mission with the body that ordered it and the document it is known from."""
    actor.must("register_mission")
    if not all(text.strip() for text in (code, title, agency)):
        raise NeedsReason
    if not source.strip():
        raise NoCitation
    if session.exec(select(Mission.id).where(Mission.code == code)).first() is not None:
        raise MissionKnown(code=code)
    row = Mission(
        code=code.strip(),
        title=title.strip(),
        agency=agency.strip(),
        source=source.strip(),
        is_demonstration=is_demonstration,
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "register_mission",
        row,
        code=row.code,
        title=row.title,
        agency=row.agency,
        source=row.source,
    )
    return row


def record_mission_purchase(
    session: Session,
    actor: Actor,
    *,
    mission_id: int,
    category: str,
    item: str,
    bought_on: date,
    amount_fen: int,
    source: str,
    origin: str = "unknown",
    undertaking_id: int | None = None,
    replaces_id: int | None = None,
) -> MissionPurchase:
    """Record what a mission bought, in fen; under one of the fund's contracts the supplier tells
    the origin. A wrong one is replaced, and stays.
    """
    actor.must("record_mission_purchase")
    book.fetch(session, Mission, mission_id)
    if replaces_id is not None:
        _must_stand(session, mission_id, replaces_id)
    figures = _judged(category, item, bought_on, amount_fen, source, origin)
    if undertaking_id is not None:
        figures["origin"] = _origin(session, undertaking_id, category, amount_fen, replaces_id)
    return _added(
        session,
        actor,
        "record_mission_purchase",
        mission_id,
        {**figures, "undertaking_id": undertaking_id},
        replaces_id=replaces_id,
    )


def strike_mission_purchase(
    session: Session, actor: Actor, *, purchase_id: int, reason: str
) -> MissionPurchase:
    """Take a purchase out of the register, with a reason; the row stays and counts no more."""
    actor.must("strike_mission_purchase")
    if not reason.strip():
        raise NeedsReason
    earlier = session.get(MissionPurchase, purchase_id)
    if earlier is None:
        raise NotFound(kind=N_("purchase"), key=purchase_id)
    book.fetch(session, Mission, earlier.mission_id)
    _must_stand(session, earlier.mission_id, purchase_id)
    figures = {name: getattr(earlier, name) for name in FIGURES} | {"source": reason.strip()}
    return _added(
        session,
        actor,
        "strike_mission_purchase",
        earlier.mission_id,
        row_of(figures, Figures),
        replaces_id=purchase_id,
        is_struck=True,
    )


def take_in_register(
    session: Session,
    actor: Actor,
    *,
    missions: Sequence[Named],
    purchases: Sequence[Bought],
) -> MissionPurchase:
    """Enter what a workbook holds, all of it or none; each purchase names its mission by
    ``mission``, its code. A refusal tells the place of its purchase as ``row``.
    """
    actor.must("record_mission_purchase")
    if not purchases:
        raise NothingToRecord
    for one in missions:
        register_mission(session, actor, **one)
    known = {
        code: int(key or 0) for code, key in session.exec(select(Mission.code, Mission.id)).all()
    }
    for place, row in enumerate(purchases):
        try:
            made = record_mission_purchase(
                session,
                actor,
                mission_id=known.get(row["mission"], 0),
                category=row["category"],
                item=row["item"],
                bought_on=row["bought_on"],
                amount_fen=row["amount_fen"],
                origin=row["origin"],
                undertaking_id=row["undertaking_id"],
                source=row["source"],
            )
        except FundError as refused:
            refused.facts["row"] = place  # whoever reads the workbook tells it at its cell
            raise
    return made


def state_register(
    session: Session, actor: Actor, *, period: str, is_complete: bool, reason: str
) -> RegisterStatement:
    """Say that a quarter's register is complete, or that it no longer is. Whoever recorded a
    purchase of the quarter leaves it to another.
    """
    actor.must("state_register")
    if parse(period).kind != "quarter":
        raise NotAQuarter(period=period)
    if not reason.strip():
        raise NeedsReason
    if is_complete:
        _must_be_known(session, actor, period)
    last: int = session.execute(
        sa.select(sa.func.coalesce(sa.func.max(MissionPurchase.id), 0))
    ).scalar_one()
    row = RegisterStatement(
        quarter=period,
        is_complete=is_complete,
        last_purchase_id=last,
        reason=reason.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "state_register",
        row,
        period=period,
        is_complete=is_complete,
        reason=row.reason,
    )
    return row


def _must_be_known(session: Session, actor: Actor, period: str) -> None:
    """Refuse a quarter that is not over, is empty, has open purchases, or holds one of the actor's
    own.
    """
    asked = parse(period)
    if clock.today() <= asked.last:
        raise QuarterNotOver(period=period)
    held = [row for row in reading.standing(session, clock.today()) if row["bought_on"] in asked]
    if not held:
        raise NothingInIt(period=period)
    if {row["recorded_by"] for row in held} & actor.hands:
        raise FourEyes(earlier="record_mission_purchase", act="state_register")
    opened = sum(row["gap"] != "" for row in held)
    if opened:
        raise StillOpen(count=opened, period=period)


def _judged(
    category: str, item: str, bought_on: date, amount_fen: int, source: str, origin: str
) -> Figures:
    if category not in CATEGORIES:
        raise UnknownWord(kind=N_("category"), value=category)
    if origin not in ORIGINS:
        raise UnknownWord(kind=N_("origin"), value=origin)
    if not item.strip():
        raise NeedsReason
    if not source.strip():
        raise NoCitation
    if bought_on > clock.today():
        raise InTheFuture(date=bought_on)
    if amount_fen <= 0:
        raise NotAnAmountPaid
    return {
        "category": category,
        "item": item.strip(),
        "bought_on": bought_on,
        "amount_fen": amount_fen,
        "source": source.strip(),
        "origin": origin,
        "undertaking_id": None,
    }


def _origin(
    session: Session, undertaking_id: int, category: str, amount_fen: int, replaces_id: int | None
) -> str:
    """What the contract's supplier is; refuses another category, one without a flag, and more than
    the contract holds.
    """
    contract = book.fetch(session, Undertaking, undertaking_id)
    if contract.kind != "contract":
        raise NotFound(kind="contract", key=undertaking_id)
    if contract.category != category:
        raise AnotherCategory(category=CATEGORIES[contract.category])
    supplier = session.get_one(Organisation, identity.kept(session, contract.organisation_id))
    if supplier.is_commercial is None:
        raise ContractTellsOrigin(supplier=supplier.name)
    whole_fen = session.get_one(UndertakingBalance, undertaking_id).committed_fen
    taken_fen = amount_fen + sum(
        row["amount_fen"]
        for row in reading.standing(session, clock.today())
        if row["undertaking_id"] == undertaking_id and row["purchase_id"] != replaces_id
    )
    if taken_fen > whole_fen:
        raise MoreThanTheContract(taken_fen=taken_fen, whole_fen=whole_fen, contract=contract.code)
    return "commercial" if supplier.is_commercial else "state"


def _must_stand(session: Session, mission_id: int, purchase_id: int) -> None:
    earlier = session.get(MissionPurchase, purchase_id)
    if earlier is None or earlier.mission_id != mission_id:
        raise NotFound(kind=N_("purchase"), key=purchase_id)
    if (
        earlier.is_struck
        or session.exec(
            select(MissionPurchase.id).where(col(MissionPurchase.replaces_id) == purchase_id)
        ).first()
        is not None
    ):
        raise TakenOut


def _added(
    session: Session,
    actor: Actor,
    act: str,
    mission_id: int,
    figures: Figures,
    *,
    replaces_id: int | None,
    is_struck: bool = False,
) -> MissionPurchase:
    row = MissionPurchase(
        mission_id=mission_id,
        replaces_id=replaces_id,
        is_struck=is_struck,
        recorded_on=clock.today(),
        recorded_by=actor.id,
        **figures,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, act, row, mission_id=mission_id, replaces_id=replaces_id, **figures
    )
    return row
