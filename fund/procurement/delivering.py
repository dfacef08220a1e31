"""Recording what a contract delivered."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, NeedsReason, NotFound
from fund.ledger import book
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking
from fund.lifecycle import must_follow
from fund.procurement.deliverables import NoContract, ReplacedAlready, judged
from fund.procurement.tables import Delivery


def record_delivery(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    delivered_on: date,
    figures: Mapping[str, object],
    source: str,
    replaces_id: int | None = None,
) -> Delivery:
    """Record a delivery in the figures of its category, with the document they are read from; a
    wrong one is replaced, and stays. Nothing is earned by it: evidence is.
    """
    actor.must("record_delivery")
    if not source.strip():
        raise NeedsReason
    if delivered_on > clock.today():
        raise InTheFuture(date=delivered_on)
    undertaking = _contract(session, undertaking_id, replaces_id)
    told = judged(undertaking.category, figures)
    made = Delivery(
        undertaking_id=undertaking_id,
        replaces_id=replaces_id,
        delivered_on=delivered_on,
        source=source.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
        **asdict(told),
    )
    session.add(made)
    act, reason = "record_delivery", f"{told.item} · {made.source}"
    book.post(
        session, actor, act, [], undertaking=undertaking, occurred_on=delivered_on, reason=reason
    )
    facts = {"undertaking": undertaking.code, "delivered_on": delivered_on}
    facts |= {"source": made.source, "replaces_id": replaces_id} | asdict(told)
    audit.record(session, actor, act, made, **facts)
    return made


def _contract(session: Session, undertaking_id: int, replaces_id: int | None) -> Undertaking:
    """A contract under which something may be delivered now, in place of nothing that is gone."""
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    if undertaking.kind != "contract":
        raise NoContract
    must_follow("record_delivery", undertaking.status)
    if replaces_id is not None:
        _must_be_open(session, undertaking_id, replaces_id)
    return undertaking


def _must_be_open(session: Session, undertaking_id: int, delivery_id: int) -> None:
    """Refuse to replace a delivery of another contract, or one that is replaced already."""
    earlier = session.get(Delivery, delivery_id)
    if earlier is None or earlier.undertaking_id != undertaking_id:
        raise NotFound(kind=N_("delivery"), key=delivery_id)
    if (
        session.exec(select(Delivery.id).where(Delivery.replaces_id == delivery_id)).first()
        is not None
    ):
        raise ReplacedAlready
