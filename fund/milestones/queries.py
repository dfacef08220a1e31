"""Milestones as known on a day: the plan, what is overdue, the evidence behind a tranche."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of, unsought
from fund.frames import framed, typed
from fund.ledger.queries import is_latest
from fund.ledger.sums import LINE, POSTING, PROGRAMME, UNDERTAKING
from fund.ledger.tables import Tranche, TrancheBalance
from fund.ledger.view import View
from fund.milestones.longest import longest
from fund.milestones.rules import Noted, asked_by
from fund.milestones.tables import Acceptance, Evidence, Milestone, MilestoneEvent, WaiverProposal

MILESTONES = [
    "milestone_id",
    "code",
    "title",
    "owner",
    "undertaking_id",
    "kind",
    "undertaking",
    "undertaking_title",
    "organisation_id",
    "measure",
    "region_code",
    "tranche",
    "currency",
    "amount_fen",
    "planned_on",
    "due_on",
    "forecast_on",
    "met_on",
    "status",
    "weight",
    "is_overdue",
    "days_late",
]
"""Columns of ``plan``: amount_fen is what is agreed for the tranche, planned_on the first promise,
due_on the approved date; weight how much it counts beside the other steps, days_late counts to the
day looked at or the day met.
"""

BASELINES = ["code", "title", "recorded_on", "was_on", "due_on", "reason", "by"]
"""Columns of ``baselines``: was_on the date approved before, due_on the one approved on
recorded_on.
"""

MILESTONE = table_of(Milestone)
EVENT = table_of(MilestoneEvent)
TRANCHE = table_of(Tranche)


def plan(
    session: Session,
    actor: Actor,
    view: View,
    *,
    undertaking_id: int | None = None,
    overdue: bool = False,
    limit: int | None = None,
    keys: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Milestones as known on the view's day: MILESTONES, by approved due date.

    A period keeps those due in it. ``overdue`` keeps open ones due before the as-of day, the
    longest overdue first. ``keys``: only these, by number.
    """
    actor.must("see_portfolio")
    state = _state(session, view, overdue, keys)
    if overdue and limit is not None and view.period is None:
        state = longest(session, state, view, limit)
    amount = _amount(session, view)
    statement = (
        sa.select(
            *MILESTONE.c["id", "code", "title", "owner"],
            *UNDERTAKING.c["id", "kind", "code", "title", "organisation_id"],
            PROGRAMME.c.measure,
            UNDERTAKING.c.region_code,
            TRANCHE.c.code,
            UNDERTAKING.c.currency,
            sa.func.coalesce(amount, 0),
            MILESTONE.c.first_due_on,
            *state.c["due_on", "forecast_on", "met_on", "status"],
            MILESTONE.c.weight,
        )
        .select_from(state)
        .join(MILESTONE, MILESTONE.c.id == state.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == MILESTONE.c.undertaking_id)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
        .outerjoin(TRANCHE, TRANCHE.c.id == MILESTONE.c.tranche_id)
        .where(*_filters(view, state))
    )
    if undertaking_id is not None:
        statement = statement.where(MILESTONE.c.undertaking_id == undertaking_id)
    if keys is not None:
        statement = statement.where(state.c.id.in_(keys))
    if overdue:
        statement = statement.where(state.c.status == "scheduled", state.c.due_on < view.as_of)
    statement = statement.order_by(state.c.due_on, MILESTONE.c.id).limit(limit)
    found = typed(framed(session, statement, MILESTONES[:-2]), {"amount_fen": "int64"})
    return _late(found, view.as_of)


def _amount(session: Session, view: View) -> sa.ScalarSelect[int]:
    """What was agreed for a milestone's tranche on the view's day, in fen; None without a
    tranche.
    """
    if is_latest(session, view.as_of):
        balance = table_of(TrancheBalance)
        statement = sa.select(balance.c.obligated_fen).where(
            balance.c.tranche_id == MILESTONE.c.tranche_id
        )
    else:
        statement = sa.select(sa.func.sum(POSTING.c.amount_fen)).where(
            POSTING.c.tranche_id == MILESTONE.c.tranche_id,
            POSTING.c.stage == "obligated",
            POSTING.c.recorded_on <= view.as_of,
        )
    return statement.correlate(MILESTONE).scalar_subquery()


def sees_everything(session: Session, view: View) -> bool:
    """Whether the view's day sees everything noted of milestones: then their mirror answers."""
    newest = session.execute(sa.select(sa.func.max(EVENT.c.recorded_on))).scalar()
    return newest is None or view.as_of >= newest


def superseded(as_of: date) -> sa.ColumnElement[bool]:
    """Whether a later event of the same milestone was known on a day."""
    later = EVENT.alias("later")
    return sa.exists().where(
        later.c.milestone_id == EVENT.c.milestone_id,
        later.c.id > EVENT.c.id,
        later.c.recorded_on <= as_of,
    )


def _state(
    session: Session, view: View, overdue: bool, keys: Sequence[int] | None
) -> sa.FromClause:
    """Each milestone's state as known on the view's day: its mirror today, its latest event by then
    on a past day.
    """
    if sees_everything(session, view):
        return MILESTONE.alias("state")
    columns = (
        EVENT.c.milestone_id.label("id"),
        EVENT.c.due_on,
        EVENT.c.forecast_on,
        EVENT.c.met_on,
        EVENT.c.status,
    )
    statement = sa.select(*columns).where(
        EVENT.c.recorded_on <= view.as_of, ~superseded(view.as_of)
    )
    if keys is not None:
        statement = statement.where(EVENT.c.milestone_id.in_(keys))
    if overdue:
        statement = statement.where(EVENT.c.status == "scheduled", EVENT.c.due_on < view.as_of)
    return statement.subquery("state")


def _filters(view: View, state: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if view.measure is not None:
        where.append(PROGRAMME.c.measure == view.measure)
    if view.region is not None:
        where.append(UNDERTAKING.c.region_code == view.region)
    if view.organisation_id is not None:
        where.append(UNDERTAKING.c.organisation_id == view.organisation_id)
    if view.period is not None:
        where.append(state.c.due_on.between(view.period.first, view.period.last))
    return where


def _late(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add is_overdue and days_late: to the as-of day while open, to the day met once met; 0 when in
    time.
    """
    pairs = list(zip(frame["status"], frame["due_on"], frame["met_on"], strict=True))
    frame["is_overdue"] = [
        status == "scheduled" and due_on < as_of for status, due_on, _met in pairs
    ]
    frame["days_late"] = [
        max(
            0,
            (
                (met_on if met_on is not None else as_of if status == "scheduled" else due_on)
                - due_on
            ).days,
        )
        for status, due_on, met_on in pairs
    ]
    return typed(frame, {"is_overdue": "bool", "days_late": "int64"})


def evidence(session: Session, actor: Actor, undertaking_id: int, view: View) -> pd.DataFrame:
    """Documents filed for an undertaking by the view's day: evidence_id, tranche, milestone_id,
    title, filed_on, sha256, is_accepted.
    """
    actor.must("see_portfolio")
    table = table_of(Evidence)
    accepted = table_of(Acceptance)
    is_accepted = sa.exists().where(
        accepted.c.evidence_id == table.c.id, accepted.c.recorded_on <= view.as_of
    )
    rows = session.execute(
        sa.select(
            table.c.id,
            Tranche.code,
            table.c.milestone_id,
            table.c.title,
            table.c.filed_on,
            table.c.sha256,
            is_accepted,
        )  # type: ignore[call-overload]
        .join(Tranche, Tranche.id == table.c.tranche_id)
        .where(table.c.undertaking_id == undertaking_id, table.c.filed_on <= view.as_of)
        .order_by(table.c.id)
    ).all()
    return pd.DataFrame(
        rows,
        columns=[
            "evidence_id",
            "tranche",
            "milestone_id",
            "title",
            "filed_on",
            "sha256",
            "is_accepted",
        ],
    )


def waived(session: Session, actor: Actor, undertaking_id: int, view: View) -> set[str]:
    """Codes of the tranches accepted by waiver by the view's day."""
    actor.must("see_portfolio")
    accepted = table_of(Acceptance)
    rows = session.execute(
        sa.select(Tranche.code)  # type: ignore[call-overload]
        .join(accepted, accepted.c.tranche_id == Tranche.id)
        .where(
            Tranche.undertaking_id == undertaking_id,
            accepted.c.basis == "waiver",
            accepted.c.recorded_on <= view.as_of,
        )
    ).all()
    return {code for (code,) in rows}


def baselines(session: Session, actor: Actor, undertaking_id: int, view: View) -> pd.DataFrame:
    """Every due date approved after the first promise, by the view's day: BASELINES, the latest
    first.
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(
            MILESTONE.c.id,
            MILESTONE.c.code,
            MILESTONE.c.title,
            EVENT.c.recorded_on,
            EVENT.c.due_on,
            EVENT.c.reason,
            Person.name,
        )  # type: ignore[call-overload]
        .join(EVENT, EVENT.c.milestone_id == MILESTONE.c.id)
        .outerjoin(Person, Person.id == EVENT.c.actor_id)
        .where(MILESTONE.c.undertaking_id == undertaking_id, EVENT.c.recorded_on <= view.as_of)
        .order_by(EVENT.c.id)
    ).all()
    found, approved = [], dict[int, date]()
    for key, code, title, recorded_on, due_on, reason, by in rows:
        was_on = approved.get(key, due_on)
        if due_on != was_on:
            found.append((code, title, recorded_on, was_on, due_on, reason, by or ""))
        approved[key] = due_on
    return pd.DataFrame(found[::-1], columns=BASELINES)


def movable(session: Session, actor: Actor, undertaking_id: int) -> set[int]:
    """The open steps this person may approve another date of: those they neither promised nor
    forecast.
    """
    actor.must("see_portfolio")
    statement = sa.select(EVENT.c.milestone_id, EVENT.c.due_on, EVENT.c.actor_id).join(
        MILESTONE, MILESTONE.c.id == EVENT.c.milestone_id
    )
    events: dict[int, list[Noted]] = {}
    for key, *event in session.execute(
        statement.where(
            MILESTONE.c.undertaking_id == undertaking_id, MILESTONE.c.status == "scheduled"
        ).order_by(EVENT.c.id)
    ).all():
        events.setdefault(key, []).append(Noted(*event))
    return {key for key, noted in events.items() if not asked_by(noted) & actor.hands}


def paid_ahead_fen(session: Session, actor: Actor, view: View) -> int:
    """Renminbi paid on tranches accepted by waiver that had no accepted evidence on the view's day,
    in fen.
    """
    actor.must("see_portfolio")
    accepted = table_of(Acceptance)
    evidenced = accepted.alias("evidenced")
    ahead = sa.select(accepted.c.tranche_id).where(
        accepted.c.basis == "waiver",
        accepted.c.recorded_on <= view.as_of,
        ~sa.exists().where(
            evidenced.c.tranche_id == accepted.c.tranche_id,
            unsought(evidenced.c.basis) == "evidence",
            evidenced.c.recorded_on <= view.as_of,
        ),
    )
    total = session.execute(
        sa.select(sa.func.coalesce(sa.func.sum(POSTING.c.amount_fen), 0))
        .join(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
        .with_hint(UNDERTAKING, "NOT INDEXED", "sqlite")
        .where(
            POSTING.c.stage == "paid",
            unsought(POSTING.c.recorded_on) <= view.as_of,
            POSTING.c.tranche_id.in_(ahead),
            UNDERTAKING.c.currency == "CNY",
            *_filters(view.only(period=None), MILESTONE),
        )
    ).scalar_one()
    return int(total)


def proposals(session: Session, actor: Actor, undertaking_id: int) -> pd.DataFrame:
    """Waivers proposed for an undertaking and not granted yet: proposal_id, tranche, reason,
    proposed_on.
    """
    actor.must("see_portfolio")
    table = table_of(WaiverProposal)
    rows = session.execute(
        sa.select(table.c.id, col(Tranche.code), table.c.reason, table.c.proposed_on)
        .join(Tranche, table.c.tranche_id == Tranche.id)
        .where(table.c.undertaking_id == undertaking_id, table.c.is_open)
        .order_by(table.c.id)
    ).all()
    return pd.DataFrame(rows, columns=["proposal_id", "tranche", "reason", "proposed_on"])
