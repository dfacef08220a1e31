"""What the commands of guarantees write: an event of today, and how a guarantee stands after it."""

from datetime import date

from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.errors import WrongState
from fund.guarantees.tables import Guarantee, GuaranteeEvent
from fund.ledger.book import fetch
from fund.lifecycle import CYCLES


def standing(
    session: Session, act: str, guarantee_id: int, expected_version: int | None
) -> Guarantee:
    """A guarantee, locked, with what is held now, if its state lets the act be done."""
    row = fetch(session, Guarantee, guarantee_id, expected_version)
    if row.state not in CYCLES["guarantee"][act][""]:
        raise WrongState(act=act, status=row.state)
    return row


def note(
    session: Session,
    actor: Actor,
    row: Guarantee,
    kind: str,
    act: str,
    *,
    amount_fen: int = 0,
    valid_until: date | None = None,
    words: str = "",
    sha256: str | None = None,
    proposal_id: int | None = None,
    occurred_on: date | None = None,
) -> GuaranteeEvent:
    """Add an event of today; the database adds up what is held from it, and it is read anew."""
    made = GuaranteeEvent(
        guarantee_id=row.id or 0,
        kind=kind,
        amount_fen=amount_fen,
        valid_until=valid_until,
        words=words.strip(),
        sha256=sha256,
        proposal_id=proposal_id,
        occurred_on=occurred_on or clock.today(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
        recorded_for=actor.behind(act),
    )
    session.add(made)
    session.flush()
    session.refresh(row, ["held_fen"])
    return made


def change(session: Session, row: Guarantee, **values: object) -> None:
    """What the last event left: state, last day, the day the duty was met."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)
    session.flush()
