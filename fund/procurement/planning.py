"""A process before its bids: planned by one person, published by another, changed in time, ended
without a contract.
"""

from datetime import date, datetime

from sqlmodel import Session, select

from fund import clock, db
from fund.access.actors import Actor
from fund.errors import N_, NeedsReason, NotFound
from fund.ledger import book
from fund.ledger.commands import UnknownWord
from fund.ledger.rules import CATEGORIES, NATIONWIDE, positive
from fund.ledger.tables import Line, Undertaking
from fund.ledger.undertakings import CodeTaken
from fund.plan.tables import Region
from fund.procurement import events, methods
from fund.procurement.rules import (
    CRITERIA,
    METHODS,
    MOST_FRAMEWORK_DAYS,
    AwardedAlready,
    ChangedTooLate,
    Closed,
    ClosesTooSoon,
    DeadlineEarlier,
    FrameworkNeedsEnd,
    NotAFramework,
)
from fund.procurement.tables import Process, ProcessContract, ProcessTerm
from fund.search import terms_of

ENDS = ("cancelled", "unsuccessful")


def plan(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    category: str,
    method: str,
    line_id: int,
    region_code: str,
    estimate_fen: int,
    rationale: str = "",
    award_criteria: str = "ratedCriteria",
    framework_id: int | None = None,
    ends_on: date | None = None,
    mission_code: str = "",
) -> Process:
    """Plan what is to be bought, how and on which line; of a framework the estimate is its ceiling,
    and it has an end. Nothing is promised yet.
    """
    actor.must("plan_procurement")
    _must_be_known(category, method, award_criteria)
    _must_be_new(session, code)
    line = _line_for(session, line_id, region_code)
    is_framework = method == "framework" and not framework_id
    if is_framework and not (ends_on and 0 < (ends_on - clock.today()).days <= MOST_FRAMEWORK_DAYS):
        raise FrameworkNeedsEnd
    if framework_id:
        lasting(session, framework_id, method)
    process = Process(
        ocid=f"local-{code}",
        code=code,
        title=title,
        category=category,
        method=method,
        rationale=rationale,
        line_id=line_id,
        region_code=region_code,
        currency=line.currency,
        estimate_fen=positive(estimate_fen),
        is_framework=is_framework,
        framework_id=framework_id or None,
        ends_on=ends_on if is_framework else None,
        award_criteria=award_criteria,
        planned_on=clock.today(),
        mission_code=mission_code,
        is_demonstration=db.kind(session) == "demonstration",
        version=0,
    )
    session.add(process)
    session.flush()
    session.add_all(
        ProcessTerm(term=term, process_id=process.id or 0) for term in terms_of(code, title)
    )
    events.note(
        session, actor, "plan_procurement", process, method=method, estimate_fen=estimate_fen
    )
    return process


def _must_be_known(category: str, method: str, award_criteria: str) -> None:
    """Category, method and criteria are words of the lists."""
    for kind, value, known in (
        (N_("category"), category, CATEGORIES),
        (N_("method"), method, METHODS),
        (N_("criteria"), award_criteria, CRITERIA),
    ):
        if value not in known:
            raise UnknownWord(kind=kind, value=value)


def _line_for(session: Session, line_id: int, region_code: str) -> Line:
    """The line that pays, where it and the province are there."""
    line = session.get(Line, line_id)
    if line is None:
        raise NotFound(kind=N_("line"), key=line_id)
    if region_code != NATIONWIDE and session.get(Region, region_code) is None:
        raise NotFound(kind=N_("region"), key=region_code)
    return line


def _must_be_new(session: Session, code: str) -> None:
    """A process and its contract bear one code."""
    for table in (Process, Undertaking):
        if session.exec(select(table.id).where(table.code == code)).first() is not None:
            raise CodeTaken(code=code)


def lasting(session: Session, framework_id: int, method: str = "framework") -> Process:
    """The framework, locked, if it was concluded and lasts today; only framework purchases are
    called off from one.
    """
    framework = book.fetch(session, Process, framework_id)
    if (
        method != "framework"
        or not framework.is_framework
        or framework.status != "awarded"
        or (framework.ends_on or date.min) < clock.today()
    ):
        raise NotAFramework(code=framework.code)
    return framework


def publish(
    session: Session,
    actor: Actor,
    *,
    process_id: int,
    closes_at: datetime,
    expected_version: int | None = None,
) -> Process:
    """Publish the notice with its deadline: by somebody who did not plan it, and not shorter than
    the method's period. Call-offs have none.
    """
    actor.must("publish_tender")
    process = events.judged(session, actor, "publish_tender", process_id, expected_version)
    today, closes_on = clock.today(), closes_at.astimezone(clock.BEIJING).date()
    if process.framework_id:
        lasting(session, process.framework_id)
    else:
        found = methods.method(session, process.method)
        first = methods.earliest(today, found.minimum_days, found.unit)
        if closes_on < first:
            raise ClosesTooSoon(
                method=METHODS[process.method],
                earliest=first,
                days=found.minimum_days,
                basis=found.basis_zh,
            )
    if closes_at <= clock.now():
        raise Closed
    process.notice_on, process.closes_at = today, closes_at
    events.note(
        session,
        actor,
        "publish_tender",
        process,
        status="tendering",
        closes_at=closes_at.isoformat(),
    )
    return process


def amend(
    session: Session,
    actor: Actor,
    *,
    process_id: int,
    closes_at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Process:
    """Change the tender before its deadline; the bidders get the time the method's rule leaves
    them, so the deadline moves where it must.
    """
    actor.must("amend_tender")
    if not reason.strip():
        raise NeedsReason
    process = events.judged(session, actor, "amend_tender", process_id, expected_version)
    now, before = clock.now(), process.closes_at or closes_at
    if before <= now:
        raise Closed
    if closes_at < before:
        raise DeadlineEarlier(closes_on=before)
    found = methods.method(session, process.method)
    first = methods.earliest(clock.today(), found.change_days, found.unit)
    if not process.framework_id and closes_at.astimezone(clock.BEIJING).date() < first:
        raise ChangedTooLate(method=METHODS[process.method], earliest=first)
    process.closes_at = closes_at
    events.note(
        session,
        actor,
        "amend_tender",
        process,
        reason=reason,
        closes_at=closes_at.isoformat(),
        was=before.isoformat(),
    )
    return process


def end(
    session: Session,
    actor: Actor,
    *,
    process_id: int,
    outcome: str,
    reason: str,
    expected_version: int | None = None,
) -> Process:
    """Cancel the process, or declare it unsuccessful, with the reason; a contract that was proposed
    goes with it.
    """
    actor.must("end_procurement")
    if outcome not in ENDS:
        raise UnknownWord(kind=N_("outcome"), value=outcome)
    if not reason.strip():
        raise NeedsReason
    process = events.judged(session, actor, "end_procurement", process_id, expected_version)
    for link in session.exec(
        select(ProcessContract).where(ProcessContract.process_id == process_id)
    ).all():
        undertaking = book.fetch(session, Undertaking, link.undertaking_id)
        if undertaking.status != "entered":
            raise AwardedAlready
        book.post(session, actor, "end_procurement", [], undertaking=undertaking, reason=reason)
        book.take_status(session, actor, undertaking, "cancelled")
    events.note(session, actor, "end_procurement", process, status=outcome, reason=reason)
    return process
