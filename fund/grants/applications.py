"""Applications: a call, what came in under it, eligibility, reviews and government's
recommendation, each by somebody else.
"""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.columns import table_of
from fund.errors import N_, FourEyes, NeedsReason, NotFound, WrongState
from fund.grants.commands import enter
from fund.grants.rules import (
    CallClosed,
    ClosesBeforeItOpens,
    ConflictDeclared,
    ReviewedAlready,
    TooFewReviews,
    Yardstick,
    must_be_whole,
    must_fit,
)
from fund.grants.tables import Call, Criterion, Grant, Recommendation, Review, Score
from fund.ledger import book, undertakings
from fund.ledger.rules import InTheFuture, positive
from fund.ledger.tables import Act, Line, Undertaking
from fund.statements import Statement, change, inserting, write

KEEP_SCORE = inserting(Score)
_CRITERION = table_of(Criterion)
_REVIEW = table_of(Review)
CRITERIA = Statement(
    sa.select(_CRITERION.c.code, _CRITERION.c.title, _CRITERION.c.weight, _CRITERION.c.most)
    .where(_CRITERION.c.call_id == sa.bindparam("call_id"))
    .order_by(_CRITERION.c.code)
)
REVIEWS = Statement(
    sa.select(
        _REVIEW.c.reviewer_id,
        sa.type_coerce(_REVIEW.c.has_conflict, sa.Integer).label("has_conflict"),
    )
    .where(_REVIEW.c.undertaking_id == sa.bindparam("undertaking_id"))
    .order_by(_REVIEW.c.id)
)


def draft_call(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    line_id: int,
    opens_on: date,
    closes_on: date,
    criteria: list[Yardstick],
    needed_reviews: int = 2,
) -> Call:
    """Write a call with the criteria its reviewers will score; nothing is received before another
    person publishes it.
    """
    actor.must("draft_call")
    if session.exec(select(Call.id).where(Call.code == code)).first() is not None:
        raise undertakings.CodeTaken(code=code)
    if session.get(Line, line_id) is None:
        raise NotFound(kind=N_("line"), key=line_id)
    if closes_on < opens_on:
        raise ClosesBeforeItOpens
    must_be_whole(criteria)
    call = Call(
        code=code,
        title=title,
        line_id=line_id,
        opens_on=opens_on,
        closes_on=closes_on,
        needed_reviews=needed_reviews,
        drafted_by=actor.id,
        drafted_for=actor.behind("draft_call"),
    )
    session.add(call)
    session.flush()
    told = [criterion._asdict() for criterion in criteria]
    session.add_all(Criterion(call_id=call.id or 0, **row) for row in told)
    facts = {"code": code, "line_id": line_id, "criteria": told}
    audit.record(session, actor, "draft_call", call, **facts)
    return call


def publish_call(session: Session, actor: Actor, *, call_id: int) -> Call:
    """Publish a call somebody else drafted: 指南发布."""
    actor.must("publish_call")
    call = book.fetch(session, Call, call_id)
    if {call.drafted_by, call.drafted_for} & actor.hands:
        raise FourEyes(earlier="draft_call", act="publish_call")
    if call.published_on is not None:
        raise WrongState(act="publish_call", status="approved")
    call.published_on, call.published_by = clock.today(), actor.id
    session.add(call)
    audit.record(session, actor, "publish_call", call, code=call.code)
    return call


def _open_call(session: Session, call_id: int, day: date) -> Call:
    """A call that took applications on a day."""
    call = book.fetch(session, Call, call_id)
    if day > clock.today():
        raise InTheFuture(date=day)
    if call.published_on is None or not call.opens_on <= day <= call.closes_on:
        raise CallClosed(call=call.title, opens_on=call.opens_on, closes_on=call.closes_on)
    return call


def receive(
    session: Session,
    actor: Actor,
    *,
    call_id: int,
    code: str,
    title: str,
    region_code: str,
    requested_fen: int,
    received_on: date,
    file_name: str,
    content: bytes,
    organisation_id: int = 0,
    new_name: str = "",
    new_identifier: str = "",
    purpose: str = "",
) -> Undertaking:
    """Record an application under a call, 申报: applicants have no accounts, an officer enters it
    from their letter, attached and dated.
    """
    actor.must("enter")
    call = _open_call(session, call_id, received_on)
    letter = attachments.keep(session, actor, file_name=file_name, content=content)
    undertaking = enter(
        session,
        actor,
        code=code,
        title=title,
        region_code=region_code,
        line_id=call.line_id,
        organisation_id=organisation_id,
        new_name=new_name,
        new_identifier=new_identifier,
        purpose=purpose,
    )
    change(
        session,
        session.get_one(Grant, undertaking.id),
        call_id=call_id,
        requested_fen=positive(requested_fen),
        applied_on=received_on,
        received_on=received_on,
        letter_sha256=letter.sha256,
    )
    book.take_status(session, actor, undertaking, "submitted")
    return undertaking


def check_eligibility(
    session: Session, actor: Actor, *, undertaking_id: int, is_eligible: bool, reason: str = ""
) -> Act:
    """Say whether an application may compete; whoever entered it does not. A no needs a reason."""
    actor.must("check_eligibility")
    if not is_eligible and not reason.strip():
        raise NeedsReason
    undertaking = undertakings.judged(session, undertaking_id, actor, "check_eligibility")
    return undertakings.moved(
        session,
        actor,
        "check_eligibility",
        undertaking,
        "eligible" if is_eligible else "ineligible",
        reason,
    )


def declare_conflict(
    session: Session, actor: Actor, *, undertaking_id: int, comment: str
) -> Review:
    """Declare a conflict of interest: this reviewer scores nothing of the application."""
    actor.must("declare_conflict")
    if not comment.strip():
        raise NeedsReason
    return _reviewed(session, actor, "declare_conflict", undertaking_id, comment, has_conflict=True)


def review(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    points: Mapping[str, int],
    comment: str = "",
) -> Review:
    """Score an application by the criteria of its call; several reviewers do, each once and on
    their own.
    """
    actor.must("review")
    grant = session.get(Grant, undertaking_id)
    must_fit(criteria(session, grant.call_id if grant else None), points)
    made = _reviewed(session, actor, "review", undertaking_id, comment, has_conflict=False)
    KEEP_SCORE.run(
        session,
        [
            {"review_id": made.id, "criterion": code, "points": given}
            for code, given in points.items()
        ],
    )
    return made


def recommend(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    is_recommended: bool,
    amount_fen: int | None = None,
    reason: str = "",
    file_name: str = "",
    content: bytes = b"",
) -> Recommendation:
    """Government's recommendation, 推荐, from its letter: an act apart from the fund's decision. A no
    needs a reason.
    """
    actor.must("recommend")
    undertaking = undertakings.judged(session, undertaking_id, actor, "recommend")
    if not is_recommended and not reason.strip():
        raise NeedsReason
    _must_be_reviewed(session, undertaking_id)
    letter = (
        attachments.keep(session, actor, file_name=file_name, content=content) if content else None
    )
    made = write(
        session,
        Recommendation,
        undertaking_id=undertaking_id,
        is_recommended=is_recommended,
        amount_fen=positive(amount_fen or 0) if is_recommended else 0,
        reason=reason,
        letter_sha256=letter.sha256 if letter else None,
        recommended_by=actor.id,
        recommended_on=clock.today(),
    )
    status = "recommended" if is_recommended else "not_recommended"
    undertakings.moved(session, actor, "recommend", undertaking, status, reason)
    return made


def _must_be_reviewed(session: Session, undertaking_id: int) -> None:
    """As many reviews without a conflict are in as the call asks for."""
    grant = session.get(Grant, undertaking_id)
    call = session.get_one(Call, grant.call_id if grant else None)
    reviews = REVIEWS.run(session, {"undertaking_id": undertaking_id}).all()
    count = sum(not row.has_conflict for row in reviews)
    if count < call.needed_reviews:
        raise TooFewReviews(count=count, needed=call.needed_reviews)


def criteria(session: Session, call_id: int | None) -> list[Yardstick]:
    """What reviewers score in a call, in the order of its codes."""
    return [Yardstick(*row) for row in CRITERIA.run(session, {"call_id": call_id})]


def _reviewed(
    session: Session,
    actor: Actor,
    act: str,
    undertaking_id: int,
    comment: str,
    *,
    has_conflict: bool,
) -> Review:
    undertaking = undertakings.judged(session, undertaking_id, actor, act)
    for known in REVIEWS.run(session, {"undertaking_id": undertaking_id}):
        if known.reviewer_id == actor.id:
            raise ConflictDeclared if known.has_conflict else ReviewedAlready
    made = write(
        session,
        Review,
        undertaking_id=undertaking_id,
        reviewer_id=actor.id,
        has_conflict=has_conflict,
        comment=comment,
        reviewed_on=clock.today(),
    )
    book.post(session, actor, act, [], undertaking=undertaking, reason=comment)
    if act == "review" and undertaking.status == "eligible":
        book.take_status(session, actor, undertaking, "under_review")
    audit.record(session, actor, act, made, undertaking=undertaking.code)
    return made
