"""Opening acts: an existing portfolio written into the ledger today, each act with the day it
happened.

What came back before is kept as counted: paid is net of it, and the stages before stay as the
office states them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

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
from fund.office import bringing
from fund.office import records as office
from fund.office.records import OfficeRecords
from fund.plan.rules import USCC_SCHEME
from fund.plan.tables import Organisation
from fund.procurement.tables import Contract
from fund.subsidies.tables import SubsidySettlement


class By(NamedTuple):
    """Who answers for what is brought in: who approves it, who handed it in, and when."""

    approving: Actor
    stating: Actor
    stated_on: date

    @property
    def people(self) -> tuple[Actor, Actor]:
        """Who states and who approves."""
        return self.stating, self.approving


KINDS: Mapping[type[office.Record], tuple[str, str]] = {
    office.Grant: ("grant", ""),
    office.Contract: ("contract", ""),
    office.Holding: ("holding", "equity"),
    office.Subsidy: ("subsidy", "subsidy"),
}
"""Row -> kind and category of its undertaking."""


def write(session: Session, by: By, found: OfficeRecords, file: tuple[str, bytes]) -> None:
    """Write all records, in the order that keeps the chain whole: lines, commitments, signatures,
    acceptances, payments; ``file``: the workbook by its name and its bytes.

    Every undertaking also keeps the hand of the uploader, who may approve nothing of it later.
    """
    actor = by.approving
    for line in found.budget:
        _line(session, actor, line)
    made = {}
    for row in found.undertakings:
        with bringing.placed(row, "code"):
            made[row.code] = _undertaking(session, actor, row)
    for one in made.values():
        book.post(
            session, by.stating, "upload_opening", [], undertaking=one, occurred_on=by.stated_on
        )
    sha256 = bringing.paper(session, by.stating, file) if found.facts else ""
    bringing.facts(session, by.people, made, found.facts, sha256)
    _carried_out(session, by, found, made)
    bringing.left(session, by.people, made, found.facts, sha256)
    for guarantee in found.guarantees:
        body = _organisation(session, guarantee)
        bringing.guarantee(session, by.stating, guarantee, body)


def _carried_out(
    session: Session, by: By, found: OfficeRecords, made: Mapping[str, Undertaking]
) -> None:
    """What was signed, accepted and paid."""
    actor = by.approving
    tranches: dict[tuple[str, str], Tranche] = {}
    for row in found.undertakings:
        if row.obligated is not None:
            parts = [part for part in found.tranches if part.undertaking == row.code]
            tranches |= _signature(session, actor, made[row.code], row, parts)
    settled = _settled(session, by, found, made)
    for part in found.tranches:
        undertaking, tranche = (
            made[part.undertaking],
            tranches.get((part.undertaking, part.tranche)),
        )
        if undertaking.kind in ("grant", "contract"):
            _step(session, actor, undertaking, tranche, part)
        if tranche is None or not part.accepted:
            continue
        amount_fen = _minor(part.accepted, undertaking.currency)
        accepted = _acceptance(session, actor, undertaking, tranche, amount_fen, part.accepted_on)
        if part.undertaking in settled:
            bringing.accepted_of(session, settled[part.undertaking], accepted)
    for payment in found.payments:
        tranche = tranches[payment.undertaking, payment.tranche]
        _payment(session, actor, made[payment.undertaking], tranche, payment)


def _settled(
    session: Session, by: By, found: OfficeRecords, made: Mapping[str, Undertaking]
) -> dict[str, SubsidySettlement]:
    """The settlements of subsidies, by code: before what they accept, which may not be above
    them.
    """
    kept = {}
    for row in found.subsidies:
        parts = [part for part in found.tranches if part.undertaking == row.code]
        accepted = sum(part.accepted or 0 for part in parts)
        if accepted and row.settled_on:
            undertaking = made[row.code]
            amount_fen = _minor(accepted, undertaking.currency)
            with bringing.placed(row, "settled_on"):
                kept[row.code] = bringing.settled(session, undertaking, row, amount_fen, by.people)
    return kept


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
    kind, category = KINDS[type(row)]
    undertaking = Undertaking(
        kind=kind,
        code=row.code,
        title=row.title,
        organisation_id=_organisation(session, row),
        region_code=row.region,
        category=getattr(row, "category", category),
        line_id=line.id or 0,
        currency=line.currency,
        entered_by=actor.id,
        decided_on=row.decided_on,
    )
    session.add(undertaking)
    session.flush()
    undertakings.findable(session, undertaking)
    _of_its_kind(session, undertaking, row)
    amount_fen = _minor(row.committed, line.currency)
    act = book.post(
        session,
        actor,
        "open",
        [Entry(line.id or 0, "committed", amount_fen)],
        undertaking=undertaking,
        occurred_on=row.decided_on,
    )
    book.take_status(session, actor, undertaking, "pending" if kind == "contract" else "awarded")
    book.fall_due(session, kind, undertaking.id or 0, row.decided_on, 1)
    audit.record(session, actor, "open", act, undertaking=row.code, amount_fen=amount_fen)
    return undertaking


def _of_its_kind(session: Session, undertaking: Undertaking, row: office.Undertaking) -> None:
    """What stands beside an undertaking of its kind."""
    if isinstance(row, office.Contract):
        session.add(
            Contract(
                undertaking_id=undertaking.id or 0, ocid=f"local-{row.code}", method=row.method
            )
        )
    elif isinstance(row, office.Holding):
        bringing.holding(session, undertaking, row)
    elif isinstance(row, office.Subsidy):
        bringing.subsidy(session, undertaking, row)
    else:
        session.add(Grant(undertaking_id=undertaking.id or 0, applied_on=clock.today()))


def _organisation(session: Session, row: office.Undertaking | office.Guarantee) -> int:
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
    """The milestone behind a tranche."""
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


def _acceptance(
    session: Session,
    actor: Actor,
    undertaking: Undertaking,
    tranche: Tranche,
    amount_fen: int,
    on: date | None,
) -> Acceptance:
    made = Acceptance(
        tranche_id=tranche.id or 0,
        basis="opening",
        amount_fen=amount_fen,
        recorded_on=clock.today(),
        accepted_by=actor.id,
    )
    session.add(made)
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
    return made


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
