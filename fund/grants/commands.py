"""Grants: entered, decided by the fund, signed, looked at half-way, suspended or resumed, closed
out; each by somebody else.
"""

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import NeedsReason
from fund.grants.rules import FINDINGS, StepsOpen, UnknownFinding
from fund.grants.tables import Grant, MidtermCheck
from fund.ledger import book, undertakings
from fund.ledger.accounts import Account
from fund.ledger.tables import Act, Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones.tables import Milestone
from fund.plan.commands import organisation_of
from fund.statements import write


def enter(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    region_code: str,
    line_id: int,
    organisation_id: int = 0,
    new_name: str = "",
    new_identifier: str = "",
    purpose: str = "",
) -> Undertaking:
    """Record a grant to be decided without a call. A body nobody knows yet is registered."""
    actor.must("enter")
    organisation_id = organisation_of(
        session, actor, organisation_id, new_name, new_identifier, region_code
    )
    undertaking = undertakings.enter(
        session,
        actor,
        kind="grant",
        code=code,
        title=title,
        organisation_id=organisation_id,
        region_code=region_code,
        line_id=line_id,
    )
    write(
        session,
        Grant,
        undertaking_id=undertaking.id,
        purpose=purpose,
        applied_on=clock.today(),
    )
    return undertaking


def decide(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    amount_fen: int,
    expected_version: int | None = None,
) -> Act:
    """Decide for the fund: the amount is committed on the line, 立项承诺."""
    actor.must("decide")
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    return undertakings.commit(session, actor, "decide", undertaking, amount_fen, "awarded")


def decline(session: Session, actor: Actor, *, undertaking_id: int, reason: str) -> Act:
    """Decide against an application, with a reason."""
    actor.must("decline")
    if not reason.strip():
        raise NeedsReason
    return undertakings.moved(
        session,
        actor,
        "decline",
        undertakings.judged(session, undertaking_id, actor, "decline"),
        "declined",
        reason,
    )


def withdraw(session: Session, actor: Actor, *, undertaking_id: int, reason: str) -> Act:
    """Record that the applicant took an application back, from their letter."""
    actor.must("withdraw")
    if not reason.strip():
        raise NeedsReason
    return undertakings.moved(
        session,
        actor,
        "withdraw",
        undertakings.judged(session, undertaking_id, actor, "withdraw"),
        "withdrawn",
        reason,
    )


def sign(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    terms: list[Terms],
    account: Account | None = None,
    expected_version: int | None = None,
) -> Act:
    """Sign the grant agreement with its table of tranches and the account it is paid to, 合同签订."""
    actor.must("sign")
    return undertakings.sign(
        session,
        actor,
        book.fetch(session, Undertaking, undertaking_id, expected_version),
        terms,
        account,
    )


def check_midterm(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    finding: str,
    reason: str,
    file_name: str = "",
    content: bytes = b"",
) -> MidtermCheck:
    """Record the mid-term check, 中期检查: what was found (FINDINGS) and why, with its minutes if there
    are any. Nothing moves by it.
    """
    actor.must("check_midterm")
    if finding not in FINDINGS:
        raise UnknownFinding(finding=finding)
    if not reason.strip():
        raise NeedsReason
    undertaking = undertakings.judged(session, undertaking_id, actor, "check_midterm")
    kept = (
        attachments.keep(session, actor, file_name=file_name, content=content) if content else None
    )
    made = MidtermCheck(
        undertaking_id=undertaking_id,
        finding=finding,
        reason=reason,
        minutes_sha256=kept.sha256 if kept else None,
        checked_by=actor.id,
        checked_on=clock.today(),
    )
    session.add(made)
    book.post(session, actor, "check_midterm", [], undertaking=undertaking, reason=reason)
    audit.record(
        session, actor, "check_midterm", made, undertaking=undertaking.code, finding=finding
    )
    return made


def suspend(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Act:
    """Suspend a grant: nothing is accepted or paid until another decider resumes it."""
    actor.must("suspend")
    if not reason.strip():
        raise NeedsReason
    return undertakings.moved(
        session,
        actor,
        "suspend",
        undertakings.judged(session, undertaking_id, actor, "suspend", expected_version),
        "suspended",
        reason,
    )


def resume(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Act:
    """Let a suspended grant go on."""
    actor.must("resume")
    if not reason.strip():
        raise NeedsReason
    return undertakings.moved(
        session,
        actor,
        "resume",
        undertakings.judged(session, undertaking_id, actor, "resume", expected_version),
        "active",
        reason,
    )


def close_out(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Act:
    """Close a completed grant out, 结题: every step of it judged, by somebody who did not complete
    it. Nothing follows but money that comes back.
    """
    actor.must("close_out")
    if not reason.strip():
        raise NeedsReason
    undertaking = undertakings.judged(session, undertaking_id, actor, "close_out", expected_version)
    waiting = session.exec(
        select(Milestone.title)
        .where(Milestone.undertaking_id == undertaking_id, Milestone.status == "scheduled")
        .order_by(col(Milestone.id))
    ).all()
    if waiting:
        raise StepsOpen(steps=list(waiting))
    return undertakings.moved(session, actor, "close_out", undertaking, "closed", reason)
