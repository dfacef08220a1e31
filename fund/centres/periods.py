"""Periods opened, prolonged for one centre, locked."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.centres import reach
from fund.centres.registering import named
from fund.centres.rules import KINDS, DaysOutOfOrder, Due, PeriodExists, PeriodLocked
from fund.centres.tables import Extension, ReportingPeriod, Submission, SubmissionEvent
from fund.errors import N_, FourEyes, NeedsReason, NotFound, WrongState
from fund.ledger import book
from fund.ledger.commands import UnknownWord


def _must_be_new(session: Session, code: str) -> None:
    """A code is something, and no other period's."""
    known = select(ReportingPeriod.id).where(ReportingPeriod.code == code)
    if not code.strip() or session.exec(known).first() is not None:
        raise PeriodExists(code=code)


def open_period(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    starts_on: date,
    ends_on: date,
    due_on: date,
    opens_on: date | None = None,
    closes_on: date | None = None,
    kind: str = "",
) -> ReportingPeriod:
    """Ask for reports on some days, by a day; taken from ``opens_on`` (the day after the period)
    until ``closes_on`` (the due day).
    """
    actor.must("open_period")
    opens_on, closes_on = opens_on or ends_on, closes_on or due_on
    if not starts_on <= ends_on or not opens_on <= due_on <= closes_on:
        raise DaysOutOfOrder
    if kind and kind not in KINDS:
        raise UnknownWord(kind=N_("centre"), value=kind)
    _must_be_new(session, code)
    made = ReportingPeriod(
        code=code.strip(),
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        opens_on=opens_on,
        due_on=due_on,
        closes_on=closes_on,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "open_period", made, code=code, due_on=due_on, closes_on=closes_on)
    return made


def lock_period(
    session: Session, actor: Actor, *, period_id: int, expected_version: int | None = None
) -> ReportingPeriod:
    """Take no more reports on a period; what is approved is locked, and changes by a reviewed
    revision only.
    """
    actor.must("lock_period")
    made = book.fetch(session, ReportingPeriod, period_id, expected_version)
    if made.locked_on is not None:
        raise PeriodLocked(period=made.code)
    made.locked_on, made.version = clock.today(), made.version + 1
    session.add(made)
    for row in session.exec(
        select(Submission)
        .where(Submission.period_id == period_id, Submission.status == "approved")
        .with_for_update()
    ):
        row.status, row.version = "locked", row.version + 1
        session.add_all(
            (
                row,
                SubmissionEvent(
                    submission_id=row.id or 0,
                    kind="lock_period",
                    status="locked",
                    round=row.round,
                    recorded_on=clock.today(),
                    recorded_at=clock.now(),
                    actor_id=actor.id,
                ),
            )
        )
    audit.record(session, actor, "lock_period", made, code=made.code)
    return made


def ask_extension(
    session: Session, actor: Actor, *, centre_code: str, period_code: str, until: date, reason: str
) -> Extension:
    """Ask for more time, with a reason."""
    actor.must("ask_extension", *reach.of_centre(session, centre_code))
    centre, period = named(session, centre_code), of_code(session, period_code)
    if not reason.strip():
        raise NeedsReason
    if until <= max(clock.today(), period.closes_on):
        raise DaysOutOfOrder
    if period.locked_on is not None:
        raise PeriodLocked(period=period.code)
    row = Extension(
        centre_id=centre.id or 0,
        period_id=period.id or 0,
        until=until,
        reason=reason.strip(),
        asked_on=clock.today(),
        asked_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "ask_extension",
        row,
        centre=centre_code,
        period=period_code,
        until=until,
        reason=row.reason,
    )
    return row


def decide_extension(
    session: Session,
    actor: Actor,
    *,
    extension_id: int,
    is_granted: bool,
    why: str = "",
    expected_version: int | None = None,
) -> Extension:
    """Grant more time or not; a refusal says why."""
    actor.must("decide_extension")
    row = book.fetch(session, Extension, extension_id, expected_version)
    if row.is_granted is not None:
        raise WrongState(act="decide_extension", status="closed")
    if row.asked_by in actor.hands:
        raise FourEyes(earlier="ask_extension", act="decide_extension")
    if not is_granted and not why.strip():
        raise NeedsReason
    row.is_granted, row.why, row.decided_on, row.decided_by, row.version = (
        is_granted,
        why.strip(),
        clock.today(),
        actor.id,
        row.version + 1,
    )
    session.add(row)
    audit.record(session, actor, "decide_extension", row, is_granted=is_granted, why=row.why)
    return row


def of_code(session: Session, code: str) -> ReportingPeriod:
    """The period of that code; refuses an unknown one."""
    found = session.exec(select(ReportingPeriod).where(ReportingPeriod.code == code)).first()
    if found is None:
        raise NotFound(kind="reporting_period", key=code)
    return found


def due(session: Session, period: ReportingPeriod, centre_id: int) -> Due:
    """The period's days for a centre, its granted extension among them."""
    return dues(session, [period], [centre_id])[period.id or 0, centre_id]


def dues(
    session: Session, periods: Iterable[ReportingPeriod], centres: Iterable[int]
) -> dict[tuple[int, int], Due]:
    """(period, centre) -> the days that hold for it."""
    longer: dict[tuple[int, int], date] = {}
    keys = list(centres)
    for row in session.exec(
        select(Extension).where(
            col(Extension.is_granted) == sa.true(), col(Extension.centre_id).in_(keys)
        )
    ):
        longer[row.period_id, row.centre_id] = max(
            row.until, longer.get((row.period_id, row.centre_id), row.until)
        )
    return {
        (period.id or 0, key): Due(
            period.opens_on,
            until or period.due_on,
            max(until or period.closes_on, period.closes_on),
            period.locked_on is not None,
        )
        for period in periods
        for key in keys
        for until in [longer.get((period.id or 0, key))]
    }
