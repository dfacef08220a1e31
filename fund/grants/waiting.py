"""What waits for somebody of calls, applications and decisions."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.grants import applications
from fund.grants.tables import Call, Grant, Recommendation, Review
from fund.ledger.sums import UNDERTAKING
from fund.ledger.waiting import (
    NO_VERSION,
    NOTHING,
    OF,
    WHERE,
    apart,
    entered_on,
    hands_of,
    in_state,
    not_approved,
    not_mine,
)
from fund.rooms.waiting import Together, Waiting

CALL = table_of(Call)
GRANT = table_of(Grant)
RECOMMENDATION = table_of(Recommendation)
REVIEW = table_of(Review)


def _calls(_session: Session, actor: Actor) -> Asking:
    return sa.select(
        CALL.c.id,
        NO_VERSION,
        sa.literal("call"),
        CALL.c.code,
        CALL.c.title,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        CALL.c.opens_on,
    ).where(
        CALL.c.published_on.is_(None),
        CALL.c.closes_on >= clock.today(),
        *not_mine(actor, CALL.c.drafted_by, CALL.c.drafted_for),
    )


def _applied(rows: Asking) -> Asking:
    return rows.join(GRANT, GRANT.c.undertaking_id == UNDERTAKING.c.id)


def _to_review(_session: Session, actor: Actor) -> Asking:
    """Applications this reviewer has not spoken on yet."""
    hands = hands_of(actor)
    spoken = sa.exists().where(
        REVIEW.c.undertaking_id == UNDERTAKING.c.id, REVIEW.c.reviewer_id.in_(hands)
    )
    statement = _applied(
        sa.select(
            UNDERTAKING.c.id,
            UNDERTAKING.c.version,
            *OF,
            NOTHING,
            *WHERE,
            GRANT.c.requested_fen,
            GRANT.c.received_on,
        ).select_from(UNDERTAKING)
    )
    return statement.where(
        GRANT.c.stage == "under_review", in_state("review"), apart(actor, "review"), ~spoken
    )


def _to_recommend(_session: Session, actor: Actor) -> Asking:
    """Applications with as many reviews as their call asks for."""
    given = (
        sa.select(sa.func.count())
        .where(REVIEW.c.undertaking_id == UNDERTAKING.c.id, REVIEW.c.has_conflict.is_(False))
        .scalar_subquery()
    )
    statement = _applied(
        sa.select(
            UNDERTAKING.c.id,
            UNDERTAKING.c.version,
            *OF,
            NOTHING,
            *WHERE,
            GRANT.c.requested_fen,
            GRANT.c.received_on,
        ).select_from(UNDERTAKING)
    )
    return statement.join(CALL, CALL.c.id == GRANT.c.call_id).where(
        GRANT.c.stage == "under_review",
        in_state("recommend"),
        apart(actor, "recommend"),
        given >= CALL.c.needed_reviews,
    )


def _to_decide(status: tuple[str, ...], act: str) -> Callable[[Session, Actor], Asking]:
    def find(_session: Session, actor: Actor) -> Asking:
        amount = sa.func.coalesce(RECOMMENDATION.c.amount_fen, GRANT.c.requested_fen, 0)
        statement = _applied(
            sa.select(
                UNDERTAKING.c.id,
                UNDERTAKING.c.version,
                *OF,
                NOTHING,
                *WHERE,
                amount,
                sa.func.coalesce(
                    RECOMMENDATION.c.recommended_on, GRANT.c.received_on, entered_on()
                ),
            ).select_from(UNDERTAKING)
        )
        statement = statement.outerjoin(
            RECOMMENDATION, RECOMMENDATION.c.undertaking_id == UNDERTAKING.c.id
        )
        return statement.where(
            GRANT.c.stage == "recommended",
            UNDERTAKING.c.status.in_(status),
            apart(actor, act),
            not_approved(actor),
        )

    return find


def _to_check(_session: Session, actor: Actor) -> Asking:
    """Applications nobody has looked at."""
    columns = (UNDERTAKING.c.id, UNDERTAKING.c.version, *OF, NOTHING, *WHERE)
    asked_fen = sa.func.coalesce(GRANT.c.requested_fen, 0)
    statement = sa.select(*columns, asked_fen, GRANT.c.received_on).select_from(UNDERTAKING)
    return _applied(statement).where(
        GRANT.c.stage == "submitted",
        in_state("check_eligibility"),
        apart(actor, "check_eligibility"),
    )


CALLS = Waiting(
    "publish_call",
    _calls,
    N_("Calls to publish"),
    N_("Drafted by somebody else"),
    Together(
        N_("Publish those chosen"),
        applications.publish_call,
        lambda row: {"call_id": int(row["key"])},
    ),
    lambda _row: ("applications", {}),
)
ELIGIBILITY = Waiting(
    "check_eligibility", _to_check, N_("Applications to check"), N_("May they compete?")
)
REVIEWS = Waiting(
    "review", _to_review, N_("Applications to review"), N_("You have not spoken on them yet")
)
RECOMMENDATIONS = Waiting(
    "recommend",
    _to_recommend,
    N_("Applications to recommend"),
    N_("As many reviews are in as the call asks for"),
)
DECISIONS = Waiting(
    "decide",
    _to_decide(("entered", "recommended"), "decide"),
    N_("Grants to decide"),
    N_("Recommended, or entered without a call"),
)
REFUSALS = Waiting(
    "decline",
    _to_decide(("not_recommended",), "decline"),
    N_("Applications not recommended"),
    N_("Declined, or withdrawn"),
)
