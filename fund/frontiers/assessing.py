"""Levels: proposed with their evidence by one, accepted by another, from level 7 on by two; turned
back with a reason. An accepted assessment stays as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.access.rules import POLICY
from fund.access.tables import Delegation
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
from fund.frames import row_of
from fund.frontiers import rules
from fund.frontiers.commands import chosen
from fund.frontiers.tables import (
    ElementUse,
    Frontier,
    FrontierElement,
    LevelAssessment,
    LevelEvidence,
)
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture
from fund.sites.commands import must_be_other
from fund.sites.tables import Launch

DOCUMENT: dict[str, object] = {
    "kind": "report",
    "environment": "",
    "document": "",
    "dated_on": None,
    "launch": "",
}


def propose_level(
    session: Session,
    actor: Actor,
    *,
    element_id: int,
    level: int | str,
    assessed_on: date,
    assessor: str,
    evidence: Sequence[Mapping[str, object]] = (),
    is_self: bool = False,
    reason: str = "",
    scale: str = "",
) -> LevelAssessment:
    """Propose a level of an element for its use now. ``evidence``: level, kind, environment,
    document, dated_on, launch; each level gained is proven. A lower level says why.
    """
    actor.must("propose_level")
    wanted = rules.level_of(level)
    element = fetch(session, FrontierElement, element_id)
    frontier = session.get_one(Frontier, element.frontier_id)
    _must_be_free(session, element)
    _must_say(session, element_id, wanted, assessed_on, assessor, reason)
    chosen(scale or frontier.scale, rules.SCALES)
    row = LevelAssessment(
        element_id=element_id,
        scale=scale or frontier.scale,
        level=wanted,
        assessed_on=assessed_on,
        assessor=assessor.strip(),
        is_self=is_self or assessor.strip() == frontier.lead,
        use=_use(session, element_id),
        reason=reason.strip(),
        **recorded(actor, "propose_level"),
    )
    session.add(row)
    session.flush()
    session.add_all(_documents(session, row, evidence))
    facts = {"code": frontier.code, "name": element.name, "level": wanted, "reason": row.reason}
    audit.record(session, actor, "propose_level", row, **facts)
    return row


def _must_say(
    session: Session, element_id: int, wanted: int, assessed_on: date, assessor: str, reason: str
) -> None:
    """Refuse a day to come, nobody's assessment, and a lower level without its reason."""
    if assessed_on > clock.today():
        raise InTheFuture(date=assessed_on)
    if not assessor.strip():
        raise rules.FrontierNameMissing
    now = accepted_level(session, element_id)
    if now is not None and wanted < now and not reason.strip():
        raise rules.DowngradeReason(level=now)


def _must_be_free(session: Session, element: FrontierElement) -> None:
    waiting = select(LevelAssessment.id).where(
        LevelAssessment.element_id == element.id,
        col(LevelAssessment.outcome).in_(("proposed", "half_accepted")),
    )
    if session.exec(waiting).first() is not None:
        raise rules.AlreadyProposed(element=element.name)


def _documents(
    session: Session, row: LevelAssessment, evidence: Sequence[Mapping[str, object]]
) -> list[LevelEvidence]:
    made = []
    for given in evidence:
        one = row_of({**DOCUMENT, **given}, rules.Evidence)
        chosen(one["kind"], rules.EVIDENCE)
        chosen(one["environment"], rules.ENVIRONMENTS)
        if not one["document"].strip():
            raise rules.FrontierNameMissing
        known = select(Launch.id).where(Launch.tag == one["launch"])
        if one["launch"] and session.exec(known).first() is None:
            raise NotFound(kind="launch", key=one["launch"][:60])
        one["level"] = rules.level_of(one["level"])
        made.append(LevelEvidence(assessment_id=row.id or 0, **one))
    return made


def accept_level(
    session: Session, actor: Actor, *, assessment_id: int, expected_version: int | None = None
) -> LevelAssessment:
    """Accept a proposal as the first or only one; refuses a level that is not proven, and a
    self-assessment that would raise it.
    """
    actor.must("accept_level")
    row = fetch(session, LevelAssessment, assessment_id, expected_version)
    _must_be(row, "proposed", "accept_level")
    _others(session, actor, row, "accept_level")
    now = accepted_level(session, row.element_id) or 0
    if row.level > now:
        if row.is_self:
            raise rules.OwnAssessment
        held = session.exec(select(LevelEvidence).where(LevelEvidence.assessment_id == row.id))
        rules.proven(now, row.level, [row_of(one.model_dump(), rules.Evidence) for one in held])
    row.accepted_on, row.accepted_by = clock.today(), actor.id
    row.outcome = "half_accepted" if row.level >= rules.TWO_FROM else "level_accepted"
    return _written(session, actor, row, "accept_level")


def second_level(
    session: Session, actor: Actor, *, assessment_id: int, expected_version: int | None = None
) -> LevelAssessment:
    """Accept a proposal of level 7 or above as the second."""
    actor.must("second_level")
    row = fetch(session, LevelAssessment, assessment_id, expected_version)
    _must_be(row, "half_accepted", "second_level")
    _others(session, actor, row, "second_level")
    row.second_on, row.second_by, row.outcome = clock.today(), actor.id, "level_accepted"
    return _written(session, actor, row, "second_level")


def turn_back_level(
    session: Session, actor: Actor, *, assessment_id: int, reason: str
) -> LevelAssessment:
    """Turn a proposal back, with the reason."""
    actor.must("turn_back_level")
    if not reason.strip():
        raise NeedsReason
    row = fetch(session, LevelAssessment, assessment_id)
    if row.outcome not in ("proposed", "half_accepted"):
        raise WrongState(act="turn_back_level", status=row.outcome)
    row.outcome, row.why = "turned_back", reason.strip()
    return _written(session, actor, row, "turn_back_level")


def accepted_level(session: Session, element_id: int) -> int | None:
    """The level of an element that holds now, None where none was accepted."""
    statement = select(LevelAssessment.level).where(
        LevelAssessment.element_id == element_id, LevelAssessment.outcome == "level_accepted"
    )
    return session.exec(statement.order_by(col(LevelAssessment.id).desc()).limit(1)).first()


def _use(session: Session, element_id: int) -> str:
    statement = select(ElementUse.use).where(ElementUse.element_id == element_id)
    return session.exec(statement.order_by(col(ElementUse.id).desc()).limit(1)).one()


def _must_be(row: LevelAssessment, outcome: str, act: str) -> None:
    if row.outcome != outcome:
        raise WrongState(act=act, status=row.outcome)


def _others(session: Session, actor: Actor, row: LevelAssessment, act: str) -> None:
    """Refuse whoever proposed it or accepted it before."""
    must_be_other(actor, row, "propose_level", act)
    if not actor.hands.isdisjoint({row.accepted_by, *_lenders(session, row)} - {None}):
        raise FourEyes(earlier="accept_level", act=act)


def _lenders(session: Session, row: LevelAssessment) -> Sequence[int]:
    """Whoever had lent the first who accepted a role to do so, on that day."""
    if row.accepted_on is None:
        return ()
    statement = select(Delegation.from_id).where(
        Delegation.to_id == row.accepted_by,
        col(Delegation.role).in_(POLICY["accept_level"]),
        Delegation.starts_on <= row.accepted_on,
        Delegation.ends_on >= row.accepted_on,
    )
    return session.exec(statement).all()


def _written(session: Session, actor: Actor, row: LevelAssessment, act: str) -> LevelAssessment:
    row.version += 1
    session.add(row)
    session.flush()
    audit.record(session, actor, act, row, level=row.level, outcome=row.outcome, why=row.why)
    return row
