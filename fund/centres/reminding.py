"""What a person is reminded of in the reporting of centres: to hand in, to change what came back,
to forward, to review.
"""

from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import i18n
from fund.access.actors import Actor
from fund.centres import desk, queries
from fund.centres.tables import SubmissionEvent

PERIODS_APART = 1_000_000
"""A report that is not begun has no number yet: it is known by its period and centre."""
NOTHING_YET = frozenset({"due", "overdue"})


class Task(NamedTuple):
    """One thing to do: the act, a number it is known by, the centre's code and name, the period's
    name, the day it rests on, the day it is asked for; waits since then or is due on it.
    """

    act: str
    item_id: int
    code: str
    name: str
    period: str
    anchor_on: date
    due_on: date
    is_waiting: bool


def tasks(session: Session, actor: Actor, today: date, grace_days: int) -> list[Task]:
    """What waits for a person in the reporting of centres; what waits is late after
    ``grace_days``.
    """
    return [*_to_report(session, actor, today), *_to_review(session, actor, today, grace_days)]


def _to_report(session: Session, actor: Actor, today: date) -> list[Task]:
    """A reporter's own reports; the province above hears of those that are overdue."""
    is_reporter = any(role == "local" for role, _scope in actor.roles)
    if not actor.scopes("fill_in") - {""}:
        return []
    frame = queries.tasks(session, actor, today)
    back = _given_back(session, [int(key) for key in frame["submission_id"] if key])
    found = []
    for row in frame.to_dict("records"):
        known = (
            row["centre_code"],
            row[f"name_{i18n.language()}"],
            row[f"period_{i18n.language()}"],
        )
        if row["standing"] in NOTHING_YET and (is_reporter or row["standing"] == "overdue"):
            found.append(
                Task(
                    "submit",
                    int(row["period_id"]) * PERIODS_APART + int(row["centre_id"]),
                    *known,
                    row["due_on"],
                    row["due_on"],
                    is_waiting=False,
                )
            )
        elif row["standing"] == "returned" and is_reporter:
            found.append(
                Task(
                    "answer_remark",
                    int(row["submission_id"]),
                    *known,
                    back.get(int(row["submission_id"]), today),
                    row["due_on"],
                    is_waiting=True,
                )
            )
    return found


def _given_back(session: Session, keys: list[int]) -> dict[int, date]:
    """Report -> the day it was given back last."""
    rows = session.exec(
        select(SubmissionEvent.submission_id, sa.func.max(col(SubmissionEvent.recorded_on)))
        .where(SubmissionEvent.kind == "send_back", col(SubmissionEvent.submission_id).in_(keys))
        .group_by(col(SubmissionEvent.submission_id))
    ).all()
    return dict(rows)


def _to_review(session: Session, actor: Actor, today: date, grace_days: int) -> list[Task]:
    """Reports that lie with a province or the fund."""
    act = "approve_submission" if actor.may("approve_submission") else "forward"
    if not actor.scopes(act):
        return []
    return [
        Task(
            act,
            int(row["submission_id"]),
            row["centre_code"],
            row[f"name_{i18n.language()}"],
            row["period_code"],
            row["since"],
            row["since"] + timedelta(days=grace_days),
            is_waiting=True,
        )
        for row in desk.waiting(session, actor, today).to_dict("records")
    ]
