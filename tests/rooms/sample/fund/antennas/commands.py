"""Entering an antenna, and taking one out of use."""

from fund.antennas.tables import Antenna, AntennaEvent
from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.errors import N_, FourEyes, FundError, NeedsReason, WrongState
from fund.ledger import book
from fund.lifecycle import CYCLES

STATES = CYCLES["antenna"]


class AntennaKnown(FundError):
    """A code stands for one antenna."""

    message = N_("There is an antenna “{code}” already. Choose another code.")


def register_antenna(
    session: Session, actor: Actor, *, code: str, name: str, diameter_cm: int
) -> Antenna:
    """Enter an antenna that works."""
    actor.must("register_antenna")
    if not (code.strip() and name.strip()):
        raise NeedsReason
    if session.exec(select(Antenna.id).where(Antenna.code == code)).first() is not None:
        raise AntennaKnown(code=code)
    row = Antenna(
        code=code,
        name=name,
        diameter_cm=diameter_cm,
        registered_on=clock.today(),
        registered_by=actor.id,
    )
    session.add(row)
    session.flush()
    _note(session, actor, row, "active", name)
    audit.record(session, actor, "register_antenna", row, code=code, name=name)
    return row


def retire_antenna(session: Session, actor: Actor, *, antenna_id: int, reason: str) -> Antenna:
    """Take an antenna out of use; not by whoever entered it."""
    actor.must("retire_antenna")
    row = book.fetch(session, Antenna, antenna_id)
    if row.status not in STATES["retire_antenna"][""]:
        raise WrongState(act="retire_antenna", status=row.status)
    if row.registered_by in actor.hands and "register_antenna" in excluded_by("retire_antenna"):
        raise FourEyes(earlier="register_antenna", act="retire_antenna")
    if not reason.strip():
        raise NeedsReason
    row.status = "retired"
    session.add(row)
    _note(session, actor, row, "retired", reason)
    audit.record(session, actor, "retire_antenna", row, code=row.code, reason=reason)
    return row


def _note(session: Session, actor: Actor, row: Antenna, status: str, reason: str) -> None:
    session.add(
        AntennaEvent(
            antenna_id=row.id or 0,
            status=status,
            reason=reason,
            recorded_on=clock.today(),
            recorded_by=actor.id,
        )
    )
