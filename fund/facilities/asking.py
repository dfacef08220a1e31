"""Asking for access, checking its safety, granting or refusing it: by three different people, by
four for a hazardous stand. A request holds nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.errors import N_, FourEyes, NeedsReason, NotFound, WrongState
from fund.facilities import booking_rules, reach, rules
from fund.facilities.opening import FieldMissing
from fund.facilities.tables import (
    AccessDecision,
    AccessPaper,
    AccessRequest,
    AccessWish,
    Facility,
    SafetyCheck,
    SafetyCondition,
)
from fund.facilities.windows import Window
from fund.ledger import book
from fund.lifecycle import CYCLES
from fund.plan.tables import Organisation

PURPOSE, VERDICT, CONDITIONS = N_("Purpose"), N_("Safety verdict"), N_("Conditions")
STATES = CYCLES["access_request"]


class Hand(NamedTuple):
    """Who did an act on a request, and for whom."""

    act: str
    by: int | None
    behind: int | None


def request_access(
    session: Session,
    actor: Actor,
    *,
    facility_id: int,
    applicant_id: int,
    user_class: str,
    purpose: str,
    wishes: Sequence[tuple[datetime, datetime]],
    papers: Mapping[str, str],
    minutes_asked: int | None = None,
    mission: str = "",
    letter: str = "",
) -> AccessRequest:
    """Ask for a facility: who, what for, one to five windows from the dearest on, the proof of each
    safety condition by its code. Nothing is held by it.
    """
    facility = session.get(Facility, facility_id)
    applicant = session.get(Organisation, applicant_id)
    of = reach.parts(session, facility, applicant_id) if facility and applicant else reach.NOTHING
    actor.must("request_access", *reach.scopes(actor, "request_access", of))
    if facility is None or applicant is None:
        raise NotFound(kind="facility", key=facility_id)
    windows = _windows(session, facility, user_class, wishes)
    if not purpose.strip():
        raise FieldMissing(field=PURPOSE)
    _must_have_papers(session, facility_id, papers)
    row = AccessRequest(
        facility_id=facility_id,
        applicant_id=applicant_id,
        user_class=user_class,
        purpose=purpose.strip()[:500],
        mission=mission.strip()[:200],
        letter=letter.strip()[:200],
        minutes_asked=minutes_asked
        or max(booking_rules.open_minutes(session, facility, one) for one in windows),
        requested_on=clock.today(),
        requested_by=actor.id,
        requested_for=actor.behind("request_access"),
    )
    if row.minutes_asked < 1:
        raise rules.Negative(field=booking_rules.WINDOW)
    session.add(row)
    session.flush()
    _keep(session, row, windows, papers)
    audit.record(
        session, actor, "request_access", row, facility=facility.code, applicant=applicant.name
    )
    return row


def _windows(
    session: Session,
    facility: Facility,
    user_class: str,
    wishes: Sequence[tuple[datetime, datetime]],
) -> list[Window]:
    """The wishes, each within the rules; refuses the first that is not."""
    if not 1 <= len(wishes) <= rules.MOST_WISHES:
        raise rules.NoWish
    windows = [Window(*one) for one in wishes]
    for one in windows:
        booking_rules.must_fit(session, facility, one)
        booking_rules.price_on(session, facility, user_class, one.first)
    return windows


def _must_have_papers(session: Session, facility_id: int, papers: Mapping[str, str]) -> None:
    asked = session.exec(
        select(SafetyCondition)
        .where(SafetyCondition.facility_id == facility_id)
        .order_by(col(SafetyCondition.id))
    ).all()
    missing = [f"{one.code} {one.words}" for one in asked if not papers.get(one.code, "").strip()]
    if missing:
        raise rules.PapersMissing(conditions=missing)


def _keep(
    session: Session, row: AccessRequest, windows: Sequence[Window], papers: Mapping[str, str]
) -> None:
    for rank, one in enumerate(windows, 1):
        session.add(
            AccessWish(request_id=row.id or 0, rank=rank, starts_at=one.first, ends_at=one.last)
        )
    for code, document in papers.items():
        if document.strip():
            session.add(
                AccessPaper(
                    request_id=row.id or 0,
                    condition_code=code[:20],
                    document=document.strip()[:200],
                )
            )
    session.flush()


def check_safety(
    session: Session, actor: Actor, *, request_id: int, verdict: str, conditions: str = ""
) -> SafetyCheck:
    """Say whether what is asked for is safe; not by who asked. A hazardous stand takes two
    reviewers.
    """
    actor.must("check_safety")
    row = _in_state(session, request_id, "check_safety")
    if verdict not in rules.VERDICTS:
        raise FieldMissing(field=VERDICT)
    if verdict != "pass" and not conditions.strip():
        raise FieldMissing(field=CONDITIONS)
    must_be_apart(session, row, actor, "check_safety")
    before = checks(session, request_id)
    if any(actor.hands & ({one.checked_by, one.checked_for} - {None}) for one in before):
        raise rules.CheckedAlready
    made = SafetyCheck(
        request_id=request_id,
        verdict=verdict,
        conditions=conditions.strip()[: rules.LONGEST_SAID],
        checked_on=clock.today(),
        checked_by=actor.id,
        checked_for=actor.behind("check_safety"),
    )
    session.add(made)
    session.flush()
    facility = session.get_one(Facility, row.facility_id)
    if len(before) + 1 >= (2 if facility.is_hazardous else 1) and row.status == "requested":
        row.status = "checked"
        row.version += 1
        session.add(row)
        session.flush()
    audit.record(session, actor, "check_safety", made, request_id=request_id, verdict=verdict)
    return made


def grant_access(
    session: Session,
    actor: Actor,
    *,
    request_id: int,
    minutes_allocated: int,
    valid_to: date,
    words: str = "",
) -> AccessDecision:
    """Grant minutes of opening time until a day; not by who asked or checked."""
    actor.must("grant_access")
    row = book.fetch(session, AccessRequest, request_id)
    facility = session.get_one(Facility, row.facility_id)
    found = checks(session, request_id)
    if row.status == "requested" and len(found) == 1 and facility.is_hazardous:
        raise rules.OneReviewerMore
    _in_state(session, request_id, "grant_access")
    must_be_apart(session, row, actor, "grant_access")
    if any(one.verdict == "fail" for one in found):
        raise rules.CheckFailed
    if minutes_allocated < 1:
        raise rules.Negative(field=booking_rules.WINDOW)
    if valid_to < clock.today():
        raise rules.GrantRunOut(day=valid_to)
    made = AccessDecision(
        request_id=request_id,
        outcome="granted",
        words=words.strip()[: rules.LONGEST_SAID],
        minutes_allocated=minutes_allocated,
        valid_to=valid_to,
        decided_on=clock.today(),
        decided_by=actor.id,
        decided_for=actor.behind("grant_access"),
    )
    return _decided(session, actor, "grant_access", row, made)


def refuse_access(
    session: Session, actor: Actor, *, request_id: int, reason: str, words: str = ""
) -> AccessDecision:
    """Refuse a request, with a reason from the list; not by who asked or checked."""
    actor.must("refuse_access")
    row = _in_state(session, request_id, "refuse_access")
    must_be_apart(session, row, actor, "refuse_access")
    if reason not in rules.REASONS:
        raise NeedsReason
    if reason == "other" and not words.strip():
        raise rules.OtherNeedsWords
    made = AccessDecision(
        request_id=request_id,
        outcome="turned_down",
        reason=reason,
        words=words.strip()[: rules.LONGEST_SAID],
        decided_on=clock.today(),
        decided_by=actor.id,
        decided_for=actor.behind("refuse_access"),
    )
    return _decided(session, actor, "refuse_access", row, made)


def _decided(
    session: Session, actor: Actor, act: str, row: AccessRequest, made: AccessDecision
) -> AccessDecision:
    session.add(made)
    row.status, row.version = made.outcome, row.version + 1
    session.add(row)
    session.flush()
    audit.record(session, actor, act, made, request_id=row.id, reason=made.reason, words=made.words)
    return made


def _in_state(session: Session, request_id: int, act: str) -> AccessRequest:
    row = book.fetch(session, AccessRequest, request_id)
    if row.status not in STATES[act][""]:
        raise WrongState(act=act, status=row.status)
    return row


def checks(session: Session, request_id: int) -> list[SafetyCheck]:
    """The safety checks of a request, the earliest first."""
    return list(
        session.exec(
            select(SafetyCheck)
            .where(SafetyCheck.request_id == request_id)
            .order_by(col(SafetyCheck.id))
        ).all()
    )


def hands(session: Session, row: AccessRequest) -> list[Hand]:
    """Who asked for and who checked a request."""
    found = [Hand("request_access", row.requested_by, row.requested_for)]
    found += [
        Hand("check_safety", one.checked_by, one.checked_for)
        for one in checks(session, row.id or 0)
    ]
    return found


def must_be_apart(session: Session, row: AccessRequest, actor: Actor, act: str) -> None:
    """Refuse an act by somebody who had a hand in what it approves."""
    excluding = excluded_by(act)
    for one in hands(session, row):
        if one.act in excluding and actor.hands & ({one.by, one.behind} - {None}):
            raise FourEyes(earlier=one.act, act=act)
