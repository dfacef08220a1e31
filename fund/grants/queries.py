"""Grants on screen: the portfolio and one grant, calls and applications, reviews and papers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.frames import row_of, rows_of
from fund.grants.applications import criteria
from fund.grants.rows import CallFacts, GrantFacts, Paper
from fund.grants.rules import score
from fund.grants.tables import Call, Grant, MidtermCheck, Recommendation, Review, Score
from fund.ledger import queries as ledger
from fund.ledger.rules import UNDECIDED
from fund.ledger.tables import Line
from fund.ledger.view import View

CALL = table_of(Call)
GRANT = table_of(Grant)
GRANTS = [
    "grant_id",
    "title",
    "recipient",
    "organisation_id",
    "measure",
    "source",
    "line",
    "region",
    "currency",
    "awarded_fen",
    "obligated_fen",
    "accepted_fen",
    "paid_fen",
    "returned_fen",
    "status",
    "awarded_on",
    "signed_on",
    "undertaking_id",
    "version",
]
"""Columns of ``portfolio``; awarded_fen is what is committed now, awarded_on the day of the
decision.
"""

APPLICATIONS = [
    "grant_id",
    "title",
    "recipient",
    "measure",
    "line",
    "region",
    "currency",
    "call",
    "requested_fen",
    "received_on",
    "reviews",
    "needed_reviews",
    "score",
    "recommended_fen",
    "status",
    "undertaking_id",
    "version",
]
"""Columns of ``applications``; score is the mean of the weighted scores given (0 to 100, None
before any), recommended_fen None without one.
"""

CALLS = [
    "call_id",
    "code",
    "title",
    "line",
    "opens_on",
    "closes_on",
    "needed_reviews",
    "published_on",
    "state",
    "applications",
    "requested_fen",
]
"""Columns of ``calls``; state is draft, scheduled, active or closed on the view's day."""

REVIEWS = ["reviewer", "has_conflict", "score", "points", "comment", "reviewed_on"]
"""Columns of ``reviews``; points a dict by criterion, score None where a conflict was declared."""


def portfolio(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """The fund's own grants as of the view's day, from their decision on: GRANTS."""
    frame = _everything(session, actor, view)
    return frame[~frame["status"].isin(UNDECIDED)].reset_index(drop=True)


def listed(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some grants or applications by number, as of the view's day: GRANTS."""
    return _everything(session, actor, view, keys)


def _everything(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    return as_grants(ledger.undertakings(session, actor, view, "grant", keys))


def as_grants(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ledger.UNDERTAKINGS by the names a grant has: GRANTS."""
    names = {
        "code": "grant_id",
        "organisation": "recipient",
        "region_code": "region",
        "committed_fen": "awarded_fen",
        "decided_on": "awarded_on",
    }
    return frame.rename(columns=names)[GRANTS]


def grant(session: Session, actor: Actor, code: str, view: View) -> GrantFacts | None:
    """The facts of one grant or application by its code: the columns of GRANTS as a dict, None
    where it is not recorded yet on the day.
    """
    key = ledger.undertaking_id(session, code, "grant")
    rows = _everything(session, actor, View(as_of=view.as_of), [key])
    return rows_of(rows.astype(object), GrantFacts)[0] if len(rows) else None


def applications(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What is asked for and not decided, or was refused or taken back, as of the view's day:
    APPLICATIONS, the latest received first.
    """
    frame = asked_for(session, actor, view)
    frame = frame[frame["status"].isin(UNDECIDED)]
    if view.period is not None:
        frame = frame[
            [
                day is not None and view.period.first <= day <= view.period.last
                for day in frame["received_on"]
            ]
        ]
    return frame.sort_values(
        ["received_on", "grant_id"], ascending=[False, True], na_position="last", ignore_index=True
    )


def asked_for(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Applications by number (None: every grant), as of the view's day, whatever its period:
    APPLICATIONS.
    """
    frame = _everything(session, actor, view.only(period=None), keys)
    facts = _facts(session, list(frame["undertaking_id"]))
    frame = frame.merge(facts, on="undertaking_id", how="left").merge(
        _scores(session, view, keys), on="undertaking_id", how="left"
    )
    frame = frame.merge(_recommended(session, view, keys), on="undertaking_id", how="left")
    frame["reviews"] = frame["reviews"].fillna(0).astype("int64")
    frame = frame.astype(
        {"requested_fen": "Int64", "recommended_fen": "Int64", "needed_reviews": "Int64"}
    )
    return frame.sort_values(
        ["received_on", "grant_id"], ascending=[False, True], na_position="last", ignore_index=True
    )[APPLICATIONS]


def _facts(session: Session, keys: list[int]) -> pd.DataFrame:
    rows = session.execute(
        sa.select(
            Grant.undertaking_id,
            Call.code,
            Grant.requested_fen,
            Grant.received_on,
            Call.needed_reviews,
        )  # type: ignore[call-overload]
        .outerjoin(Call, Call.id == Grant.call_id)
        .where(col(Grant.undertaking_id).in_(keys))
    ).all()
    return pd.DataFrame(
        rows,
        columns=["undertaking_id", "call", "requested_fen", "received_on", "needed_reviews"],
        dtype=object,
    )


def _scores(session: Session, view: View, keys: Sequence[int] | None) -> pd.DataFrame:
    """Reviews given by the view's day and the mean of their weighted scores, by application."""
    found: dict[int, list[Decimal]] = {}
    for one in _reviewed(session, view, keys):
        if one.score is not None:
            found.setdefault(one.undertaking_id, []).append(one.score)
    rows = [(key, len(values), float(sum(values) / len(values))) for key, values in found.items()]
    return pd.DataFrame(rows, columns=["undertaking_id", "reviews", "score"]).astype(
        {"undertaking_id": "object"}
    )


class Reviewed(NamedTuple):
    """A review: by which person, whether they had a conflict and so no score."""

    undertaking_id: int
    reviewer_id: int | None
    has_conflict: bool
    score: Decimal | None
    points: dict[str, int]
    comment: str
    reviewed_on: date


def _reviewed(session: Session, view: View, keys: Sequence[int] | None) -> list[Reviewed]:
    """Each review by the view's day."""
    statement = (
        select(Review, Grant.call_id)
        .join(Grant, Grant.undertaking_id == Review.undertaking_id)  # type: ignore[arg-type]
        .where(Review.reviewed_on <= view.as_of)
    )
    given = select(Score)
    if keys is not None:
        statement = statement.where(col(Review.undertaking_id).in_(keys))
        given = given.join(Review, Review.id == Score.review_id).where(  # type: ignore[arg-type]
            col(Review.undertaking_id).in_(keys)
        )
    pairs = session.exec(statement.order_by(col(Review.id))).all()
    points: dict[int, dict[str, int]] = {}
    for row in session.exec(given).all():
        points.setdefault(row.review_id, {})[row.criterion] = row.points
    known = {
        call_id: criteria(session, call_id) for call_id in {call_id for _review, call_id in pairs}
    }
    return [
        Reviewed(
            review.undertaking_id,
            review.reviewer_id,
            review.has_conflict,
            None if review.has_conflict else score(known[call_id], points[review.id or 0]),
            points.get(review.id or 0, {}),
            review.comment,
            review.reviewed_on,
        )
        for review, call_id in pairs
    ]


def _recommended(session: Session, view: View, keys: Sequence[int] | None) -> pd.DataFrame:
    said = select(Recommendation.undertaking_id, Recommendation.amount_fen).where(
        Recommendation.recommended_on <= view.as_of, col(Recommendation.is_recommended)
    )
    if keys is not None:
        said = said.where(col(Recommendation.undertaking_id).in_(keys))
    rows = session.exec(said).all()
    return pd.DataFrame(rows, columns=["undertaking_id", "recommended_fen"], dtype=object)


def calls(
    session: Session,
    actor: Actor,
    view: View,
    keys: Sequence[int] | None = None,
    *,
    state: str = "",
) -> pd.DataFrame:
    """Calls as of the view's day with what was received under them, some by number or those in a
    state: CALLS, the latest first.
    """
    actor.must("see_portfolio")
    where: list[sa.ColumnElement[bool]] = [] if keys is None else [CALL.c.id.in_(keys)]
    if state:
        where += in_state(state, view.as_of)
    received = sa.select(sa.func.count(), sa.func.sum(GRANT.c.requested_fen)).where(
        GRANT.c.call_id == CALL.c.id, GRANT.c.received_on <= view.as_of
    )
    rows = session.execute(
        sa.select(
            *CALL.c["id", "code", "title"],
            table_of(Line).c.code.label("line"),
            *CALL.c["opens_on", "closes_on", "needed_reviews", "published_on"],
            *(
                received.with_only_columns(one).scalar_subquery()
                for one in received.selected_columns
            ),
        )
        .join(Line, col(Line.id) == CALL.c.line_id)
        .where(*where)
        .order_by(CALL.c.opens_on.desc(), CALL.c.id.desc())
    ).all()
    found = [
        (
            *row[:8],
            _state(row.published_on, row.opens_on, row.closes_on, view.as_of),
            row[8],
            row[9],
        )
        for row in rows
    ]
    return pd.DataFrame([(*row[:-1], int(row[-1] or 0)) for row in found], columns=CALLS)


def in_state(state: str, day: date) -> list[sa.ColumnElement[bool]]:
    """What is true on a day of a call in a state (draft, scheduled, active, closed), in SQL."""
    drafted = CALL.c.published_on.is_(None) | (CALL.c.published_on > day)
    published = CALL.c.published_on <= day
    said: dict[str, list[sa.ColumnElement[bool]]] = {
        "draft": [drafted],
        "scheduled": [published, CALL.c.opens_on > day],
        "active": [published, CALL.c.opens_on <= day, CALL.c.closes_on >= day],
        "closed": [published, CALL.c.closes_on < day],
    }
    return said[state]


def _state(published_on: date | None, opens_on: date, closes_on: date, day: date) -> str:
    if published_on is None or published_on > day:
        return "draft"
    if day < opens_on:
        return "scheduled"
    return "active" if day <= closes_on else "closed"


def reviews(session: Session, actor: Actor, undertaking_id: int, view: View) -> pd.DataFrame:
    """The reviews of one application: REVIEWS. Whoever may still review sees none but their own, so
    that each judges alone.
    """
    actor.must("see_portfolio")
    rows = _reviewed(session, view, [undertaking_id])
    if actor.may("review") and all(row.reviewer_id != actor.id for row in rows):
        rows = []
    names: dict[int | None, str] = dict(session.exec(select(Person.id, Person.name)).all())
    return pd.DataFrame(
        [
            (
                names.get(row.reviewer_id, ""),
                row.has_conflict,
                None if row.score is None else float(row.score),
                row.points,
                row.comment,
                row.reviewed_on,
            )
            for row in rows
        ],
        columns=REVIEWS,
    )


def facts(session: Session, actor: Actor, undertaking_id: int) -> CallFacts:
    """How a grant was applied for: call, its criteria, requested_fen, received_on, purpose; the
    call's None without one.
    """
    actor.must("see_portfolio")
    grant = session.get(Grant, undertaking_id)
    call = session.get(Call, grant.call_id) if grant and grant.call_id else None
    return {
        "call": call.code if call else None,
        "call_title": call.title if call else None,
        "criteria": criteria(session, call.id) if call else [],
        "requested_fen": grant.requested_fen if grant else 0,
        "received_on": grant.received_on if grant else None,
        "purpose": grant.purpose if grant else "",
        "needed_reviews": call.needed_reviews if call else 0,
    }


def papers(session: Session, actor: Actor, undertaking_id: int, view: View) -> list[Paper]:
    """Papers kept of a grant beside its evidence: kind (letter, recommendation, minutes), what it
    says, sha256 (None without one), day; by day.
    """
    actor.must("see_portfolio")
    found: list[tuple[object, ...]] = []
    grant = session.get(Grant, undertaking_id)
    if grant is not None and grant.received_on is not None:
        paper = (grant.requested_fen, grant.letter_sha256, grant.received_on)
        found.append(("letter", "submitted", "", *paper))
    for word in session.exec(
        select(Recommendation).where(Recommendation.undertaking_id == undertaking_id)
    ).all():
        state = "recommended" if word.is_recommended else "not_recommended"
        paper = (word.amount_fen, word.letter_sha256, word.recommended_on)
        found.append(("recommendation", state, word.reason, *paper))
    checks = session.exec(
        select(MidtermCheck)
        .where(MidtermCheck.undertaking_id == undertaking_id)
        .order_by(col(MidtermCheck.id))
    ).all()
    found += [
        ("midterm", check.finding, check.reason, None, check.minutes_sha256, check.checked_on)
        for check in checks
    ]
    names = ("kind", "state", "words", "amount_fen", "sha256", "day")
    rows = [row_of(dict(zip(names, paper, strict=True)), Paper) for paper in found]
    return [row for row in rows if row["day"] <= view.as_of]
