"""Opening acts: an existing portfolio written into the ledger today, each act with the day it
happened.

What came back before is kept as counted: paid is net of it, and the stages before stay as the
office states them.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.grants.tables import Grant
from fund.ledger import book, undertakings
from fund.ledger.rules import Entry
from fund.ledger.tables import Line, Programme, Tranche, Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones.tables import Acceptance, Milestone, MilestoneEvent
from fund.money import fen
from fund.office import records as office
from fund.office.records import OfficeRecords
from fund.plan.rules import USCC_SCHEME
from fund.plan.tables import Organisation
from fund.procurement.tables import Contract


def write(
    session: Session, actor: Actor, found: OfficeRecords, uploader: Actor, uploaded_on: date
) -> None:
    """Write all records, in the order that keeps the chain whole: lines, commitments, signatures,
    acceptances, payments.

    Every undertaking also keeps the hand of the uploader, who may approve nothing of it later.
    """
    for line in found.budget:
        _line(session, actor, line)
    made = {row.code: _undertaking(session, actor, row) for row in found.undertakings}
    for one in made.values():
        book.post(session, uploader, "upload_opening", [], undertaking=one, occurred_on=uploaded_on)
    tranches: dict[tuple[str, str], Tranche] = {}
    for row in found.undertakings:
        if row.obligated is not None:
            parts = [part for part in found.tranches if part.undertaking == row.code]
            tranches |= _signature(session, actor, made[row.code], row, parts)
    for part in found.tranches:
        _step(
            session,
            actor,
            made[part.undertaking],
            tranches.get((part.undertaking, part.tranche)),
            part,
        )
    for payment in found.payments:
        _payment(
            session,
            actor,
            made[payment.undertaking],
            tranches[payment.undertaking, payment.tranche],
            payment,
        )


def _minor(hundredths: int, currency: str) -> int:
    """An amount as the workbook has it, in hundredths of the currency's unit, as the ledger keeps
    it.
    """
    return fen(Decimal(hundredths).scaleb(-2), currency=currency)


def _line(session: Session, actor: Actor, row: office.BudgetLine) -> None:
    programme = session.exec(
        select(Programme).where(
            Programme.title == row.programme,
            Programme.measure == row.measure,
            Programme.source == row.source,
        )
    ).first()
    if programme is None:
        programme = Programme(
            code=row.line, title=row.programme, measure=row.measure, source=row.source
        )
        session.add(programme)
        session.flush()
    line = Line(
        code=row.line,
        programme_id=programme.id or 0,
        fiscal_year=row.fiscal_year,
        currency=row.currency,
    )
    session.add(line)
    session.flush()
    amount_fen = _minor(row.appropriated, row.currency)
    entries = [Entry(line.id or 0, "appropriated", amount_fen)]
    act = book.post(session, actor, "open", entries, occurred_on=row.occurred_on)
    audit.record(session, actor, "open", act, line=row.line, amount_fen=amount_fen)


def _undertaking(session: Session, actor: Actor, row: office.Undertaking) -> Undertaking:
    line = session.exec(select(Line).where(Line.code == row.line)).one()
    kind = "contract" if isinstance(row, office.Contract) else "grant"
    undertaking = Undertaking(
        kind=kind,
        code=row.code,
        title=row.title,
        organisation_id=_organisation(session, row),
        region_code=row.region,
        category=getattr(row, "category", ""),
        line_id=line.id or 0,
        currency=line.currency,
        entered_by=actor.id,
        decided_on=row.decided_on,
    )
    session.add(undertaking)
    session.flush()
    undertakings.findable(session, undertaking)
    if isinstance(row, office.Contract):
        session.add(
            Contract(
                undertaking_id=undertaking.id or 0, ocid=f"local-{row.code}", method=row.method
            )
        )
    else:
        session.add(Grant(undertaking_id=undertaking.id or 0, applied_on=clock.today()))
    amount_fen = _minor(row.committed, line.currency)
    act = book.post(
        session,
        actor,
        "open",
        [Entry(line.id or 0, "committed", amount_fen)],
        undertaking=undertaking,
        occurred_on=row.decided_on,
    )
    book.take_status(session, actor, undertaking, "awarded" if kind == "grant" else "pending")
    book.fall_due(session, kind, undertaking.id or 0, row.decided_on, 1)
    audit.record(session, actor, "open", act, undertaking=row.code, amount_fen=amount_fen)
    return undertaking


def _organisation(session: Session, row: office.Undertaking) -> int:
    found = session.exec(
        select(Organisation).where(
            Organisation.scheme == USCC_SCHEME, Organisation.identifier == row.uscc
        )
    ).first()
    if found is None:
        found = Organisation(
            scheme=USCC_SCHEME, identifier=row.uscc, name=row.organisation, region_code=row.region
        )
        session.add(found)
        session.flush()
    return found.id or 0


def _signature(
    session: Session,
    actor: Actor,
    undertaking: Undertaking,
    row: office.Undertaking,
    parts: Iterable[office.Tranche],
) -> dict[tuple[str, str], Tranche]:
    change_fen = _minor((row.obligated or 0) - row.committed, undertaking.currency)
    made, entries = {}, [Entry(undertaking.line_id, "committed", change_fen)]
    for part in parts:
        amount_fen = _minor(part.amount, undertaking.currency)
        (tranche,) = undertakings.promise(
            session, undertaking, [Terms(part.tranche, amount_fen, part.planned_on, part.title)]
        )
        entries.append(Entry(undertaking.line_id, "obligated", amount_fen, tranche.id))
        made[row.code, part.tranche] = tranche
    book.post(
        session, actor, "open_sign", entries, undertaking=undertaking, occurred_on=row.signed_on
    )
    undertaking.signed_on = row.signed_on
    book.take_status(session, actor, undertaking, "active")
    return made


def _step(
    session: Session,
    actor: Actor,
    undertaking: Undertaking,
    tranche: Tranche | None,
    part: office.Tranche,
) -> None:
    """The milestone behind a tranche, and what was accepted for it."""
    status = "met" if part.met_on else "scheduled"
    milestone = Milestone(
        undertaking_id=undertaking.id or 0,
        tranche_id=tranche.id if tranche else None,
        code=part.tranche,
        title=part.title,
        first_due_on=part.planned_on,
        due_on=part.planned_on,
        forecast_on=part.forecast_on,
        met_on=part.met_on,
        status=status,
    )
    session.add(milestone)
    session.flush()
    session.add(
        MilestoneEvent(
            milestone_id=milestone.id or 0,
            recorded_on=clock.today(),
            due_on=part.planned_on,
            forecast_on=part.forecast_on,
            met_on=part.met_on,
            status=status,
            actor_id=actor.id,
        )
    )
    for kind in ("planned", "met" if part.met_on else "open"):
        book.fall_due(session, kind, undertaking.id or 0, part.planned_on, 1, milestone.tranche_id)
    if tranche is not None and part.accepted:
        amount_fen = _minor(part.accepted, undertaking.currency)
        _acceptance(session, actor, undertaking, tranche, amount_fen, part.accepted_on)


def _acceptance(
    session: Session,
    actor: Actor,
    undertaking: Undertaking,
    tranche: Tranche,
    amount_fen: int,
    on: date | None,
) -> None:
    session.add(
        Acceptance(
            tranche_id=tranche.id or 0,
            basis="opening",
            amount_fen=amount_fen,
            recorded_on=clock.today(),
            accepted_by=actor.id,
        )
    )
    session.flush()
    entries = [Entry(undertaking.line_id, "accepted", amount_fen, tranche.id)]
    book.post(
        session,
        actor,
        "open_accept",
        entries,
        undertaking=undertaking,
        tranche_id=tranche.id,
        occurred_on=on,
    )


def _payment(
    session: Session, actor: Actor, undertaking: Undertaking, tranche: Tranche, row: office.Payment
) -> None:
    returned_fen = _minor(row.returned or 0, undertaking.currency)
    paid_fen = _minor(row.paid, undertaking.currency) - returned_fen
    entries = [
        Entry(undertaking.line_id, "paid", paid_fen, tranche.id),
        Entry(undertaking.line_id, "returned", returned_fen, tranche.id),
    ]
    book.post(
        session,
        actor,
        "open_pay",
        entries,
        undertaking=undertaking,
        tranche_id=tranche.id,
        occurred_on=row.paid_on,
        reference=row.voucher,
    )
