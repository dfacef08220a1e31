"""Promised steps, the evidence for them, its acceptance, and the one way round it: a waiver by
two.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.columns import table_of
from fund.errors import N_, FourEyes, NeedsReason, NotFound, WrongState
from fund.ledger import book, undertakings
from fund.ledger.commands import tranche_of
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Act, Tranche, Undertaking
from fund.lifecycle import must_follow
from fund.milestones.earning import AcceptedAlready, earned_fen, take
from fund.milestones.rules import Noted, asked_by, must_weigh
from fund.milestones.tables import Acceptance, Evidence, Milestone, MilestoneEvent
from fund.statements import Statement, change, inserting, write

_TRANCHE = table_of(Tranche)
_STEP = table_of(Milestone)
_ACCEPTANCE = table_of(Acceptance)
TRANCHE_OF = Statement(
    sa.select(_TRANCHE.c.id).where(
        _TRANCHE.c.undertaking_id == sa.bindparam("undertaking_id"),
        _TRANCHE.c.code == sa.bindparam("code"),
    )
)
STEP_OF = Statement(
    sa.select(_STEP.c.id)
    .where(_STEP.c.tranche_id == sa.bindparam("tranche_id"))
    .order_by(_STEP.c.id)
    .limit(1)
)
ACCEPTED = Statement(
    sa.select(_ACCEPTANCE.c.id).where(_ACCEPTANCE.c.evidence_id == sa.bindparam("evidence_id"))
)
KEEP_EVENT = inserting(MilestoneEvent, numbered=True)
NOTED_ONCE: int = Milestone.model_fields["version"].default + 1
"""The version of a step whose first event is kept with it."""


def schedule(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    code: str,
    title: str,
    due_on: date,
    tranche_code: str = "",
    owner: str = "",
    weight: int = 1,
) -> Milestone:
    """Promise a step by a day; a tranche may wait for it. This first promise is kept for good. Its
    weight is beside the other steps'.
    """
    actor.must("schedule")
    must_weigh(weight)
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    must_follow("schedule", undertaking.status)
    tranche_id = _tranche_id(session, undertaking_id, tranche_code) if tranche_code else None
    milestone = write(
        session,
        Milestone,
        undertaking_id=undertaking_id,
        tranche_id=tranche_id,
        code=code,
        title=title,
        owner=owner,
        first_due_on=due_on,
        due_on=due_on,
        weight=weight,
        version=NOTED_ONCE,
    )
    _keep_event(session, actor, milestone, "")
    dues = [(kind, due_on, 1, tranche_id) for kind in ("planned", "open")]
    book.fall_due_each(session, undertaking_id, dues)
    facts: dict[str, object] = {"code": code, "undertaking": undertaking.code}
    facts |= {"due_on": due_on, "weight": weight}
    audit.record(session, actor, "schedule", milestone, **facts)
    return milestone


def _tranche_id(session: Session, undertaking_id: int, code: str) -> int | None:
    """The part of an agreement with a code."""
    asked = {"undertaking_id": undertaking_id, "code": code}
    found: int | None = TRANCHE_OF.run(session, asked).scalar()
    if found is None:
        raise NotFound(kind=N_("tranche"), key=code)
    return found


def forecast(
    session: Session, actor: Actor, *, milestone_id: int, forecast_on: date, reason: str = ""
) -> Milestone:
    """Say when the step is expected now; the promise stays."""
    actor.must("forecast")
    milestone = _open(session, milestone_id, "forecast")
    _note(session, actor, milestone, reason, forecast_on=forecast_on)
    audit.record(session, actor, "forecast", milestone, forecast_on=forecast_on)
    return milestone


def rebaseline(
    session: Session, actor: Actor, *, milestone_id: int, due_on: date, reason: str
) -> Milestone:
    """Approve another due date, with a reason; the first promise is never erased. Whoever promised
    or forecast the step does not.
    """
    actor.must("rebaseline")
    if not reason.strip():
        raise NeedsReason
    milestone = _open(session, milestone_id, "rebaseline")
    events = (
        select(MilestoneEvent)
        .where(MilestoneEvent.milestone_id == milestone_id)
        .order_by(col(MilestoneEvent.id))
    )
    if (
        asked_by(Noted(event.due_on, event.actor_id) for event in session.exec(events))
        & actor.hands
    ):
        raise FourEyes(earlier="forecast", act="rebaseline")
    moved = [
        (kind, day, sign, milestone.tranche_id)
        for day, sign in ((milestone.due_on, -1), (due_on, 1))
        for kind in ("open", "planned")
    ]
    book.fall_due_each(session, milestone.undertaking_id, moved)
    _note(session, actor, milestone, reason, due_on=due_on)
    audit.record(session, actor, "rebaseline", milestone, due_on=due_on, reason=reason)
    return milestone


def settle(
    session: Session,
    actor: Actor,
    *,
    milestone_id: int,
    status: str,
    met_on: date | None = None,
    reason: str = "",
) -> Milestone:
    """Record a step as met, partially met or not met; whoever filed its evidence does not."""
    actor.must("settle")
    milestone = _open(session, milestone_id, "settle")
    undertaking = book.fetch(session, Undertaking, milestone.undertaking_id)
    book.must_be_apart(session, actor, "settle", milestone.undertaking_id)
    if met_on is not None and met_on > clock.today():
        raise InTheFuture(date=met_on)
    book.post(
        session,
        actor,
        "settle",
        [],
        undertaking=undertaking,
        tranche_id=milestone.tranche_id,
        reason=reason,
    )
    return _settle(session, actor, milestone, status, met_on, reason)


def file_evidence(
    session: Session,
    actor: Actor,
    *,
    tranche_id: int,
    title: str,
    sha256: str,
    milestone_id: int | None = None,
) -> Evidence:
    """File a document as evidence that a tranche is earned."""
    actor.must("file_evidence")
    _tranche, undertaking = tranche_of(session, tranche_id)
    book.must_be_apart(session, actor, "file_evidence", undertaking.id or 0)
    must_follow("file_evidence", undertaking.status)
    milestone_id = _step_of(session, tranche_id, milestone_id, undertaking)
    evidence = write(
        session,
        Evidence,
        undertaking_id=undertaking.id or 0,
        tranche_id=tranche_id,
        milestone_id=milestone_id,
        title=title,
        sha256=sha256,
        filed_on=clock.today(),
        filed_at=clock.now(),
        filed_by=actor.id,
    )
    book.post(
        session,
        actor,
        "file_evidence",
        [],
        undertaking=undertaking,
        tranche_id=tranche_id,
        reference=sha256,
    )
    audit.record(session, actor, "file_evidence", evidence, tranche_id=tranche_id, sha256=sha256)
    return evidence


def _step_of(
    session: Session, tranche_id: int, milestone_id: int | None, undertaking: Undertaking
) -> int | None:
    """The step named, where it is of this undertaking; the part's own where none is named."""
    if milestone_id is None:
        own: int | None = STEP_OF.run(session, {"tranche_id": tranche_id}).scalar()
        return own
    if book.fetch(session, Milestone, milestone_id).undertaking_id != undertaking.id:
        raise NotFound(kind=N_("milestone"), key=milestone_id)
    return milestone_id


def hand_in_evidence(
    session: Session, actor: Actor, *, tranche_id: int, title: str, file_name: str, content: bytes
) -> Evidence:
    """Keep a document by its hash and file it as evidence that a tranche is earned."""
    actor.must("file_evidence")
    kept = attachments.keep(session, actor, file_name=file_name, content=content)
    return file_evidence(
        session, actor, tranche_id=tranche_id, title=title.strip() or file_name, sha256=kept.sha256
    )


def accept(
    session: Session,
    actor: Actor,
    *,
    evidence_id: int,
    amount_fen: int | None = None,
    met_on: date | None = None,
) -> Acceptance:
    """Accept evidence: 验收确认. The amount is what is left of the tranche unless less is earned.

    A tranche accepted by waiver before gets its evidence here; nothing more is posted for it.
    """
    actor.must("accept")
    evidence = book.fetch(session, Evidence, evidence_id)
    tranche, undertaking = tranche_of(session, evidence.tranche_id)
    book.must_be_apart(session, actor, "accept", undertaking.id or 0)
    must_follow("accept", undertaking.status)
    if ACCEPTED.run(session, {"evidence_id": evidence_id}).scalar() is not None:
        raise AcceptedAlready
    if met_on is not None and met_on > clock.today():
        raise InTheFuture(date=met_on)
    amount_fen = earned_fen(session, undertaking, tranche, amount_fen)
    acceptance = take(
        session, actor, undertaking, tranche, "evidence", amount_fen, evidence_id=evidence_id
    )
    if evidence.milestone_id is not None:
        milestone = book.fetch(session, Milestone, evidence.milestone_id)
        if milestone.status == "scheduled":
            _settle(session, actor, milestone, "met", met_on or clock.today(), "")
    return acceptance


def terminate(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Act:
    """End an undertaking early: what was not accepted goes free, and no open step of it is waited
    for any longer.
    """
    actor.must("terminate")
    act = undertakings.release(
        session,
        actor,
        undertaking_id=undertaking_id,
        reason=reason,
        expected_version=expected_version,
    )
    waiting = (
        select(Milestone.id)
        .where(Milestone.undertaking_id == undertaking_id, Milestone.status == "scheduled")
        .order_by(col(Milestone.id))
    )
    for milestone_id in session.exec(waiting).all():
        _settle(
            session,
            actor,
            book.fetch(session, Milestone, milestone_id or 0),
            "not_met",
            None,
            reason,
        )
    return act


def _open(session: Session, milestone_id: int, act: str) -> Milestone:
    milestone = book.fetch(session, Milestone, milestone_id)
    if milestone.status != "scheduled":
        raise WrongState(act=act, status=milestone.status)
    return milestone


def _settle(
    session: Session,
    actor: Actor,
    milestone: Milestone,
    status: str,
    met_on: date | None,
    reason: str,
) -> Milestone:
    _note(session, actor, milestone, reason, status=status, met_on=met_on)
    dues = [("open", -1)] + [("met", 1)] * (status == "met")
    book.fall_due_each(
        session,
        milestone.undertaking_id,
        [(kind, milestone.due_on, sign, milestone.tranche_id) for kind, sign in dues],
    )
    audit.record(session, actor, "settle", milestone, status=status, met_on=met_on)
    return milestone


def _note(
    session: Session, actor: Actor, milestone: Milestone, reason: str, **changed: object
) -> None:
    change(session, milestone, version=milestone.version + 1, **changed)
    _keep_event(session, actor, milestone, reason)


def _keep_event(session: Session, actor: Actor, milestone: Milestone, reason: str) -> None:
    event = {
        "milestone_id": milestone.id,
        "recorded_on": clock.today(),
        "due_on": milestone.due_on,
        "forecast_on": milestone.forecast_on,
        "met_on": milestone.met_on,
        "status": milestone.status,
        "reason": reason,
        "actor_id": actor.id,
    }
    KEEP_EVENT.run(session, event)
