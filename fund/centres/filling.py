"""What a report is filled with and held against: the last figures that stand, the ledger, what is
written in the draft.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import FunctionType

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock, house
from fund.centres.form import Indicator, every, form_of
from fund.centres.tables import (
    Centre,
    CentreFunding,
    DraftFigure,
    ReportingPeriod,
    Submission,
    SubmissionRound,
    SubmittedFigure,
)
from fund.centres.values import Value, shown, stored
from fund.centres.verdict import Known, Verdict, verdict
from fund.errors import N_
from fund.ledger.tables import Line, Posting, Undertaking
from fund.settings import values as settings
from fund.workbook import plain
from fund.workbook.guard import Cell

WAN_FEN = 1_000_000
BY_CODE: Mapping[str, Indicator] = {one.code: one for one in every()}


def form(centre: Centre, period: ReportingPeriod) -> tuple[Indicator, ...]:
    """What the centre reports for the period."""
    return form_of(centre.kind, centre.field, period.ends_on)


def known(session: Session, centre: Centre, period: ReportingPeriod) -> Known:
    """What the report on a period is held against."""
    return Known(
        period.ends_on,
        before(session, centre.id or 0, period),
        ledger(session, centre, period),
        settings.value(session, "outlier_percent"),
        booked(session, centre, period),
    )


def booked(session: Session, centre: Centre, period: ReportingPeriod) -> dict[str, Decimal]:
    """What a room that keeps bookings tells of a platform (fund.house.CENTRE_FIGURES), by
    indicator.
    """
    asked = {one.code for one in form(centre, period)}
    found: dict[str, Decimal] = {}
    for place in house.CENTRE_FIGURES:
        kept = house.at(place, FunctionType)(
            session, centre.id or 0, period.starts_on, period.ends_on
        )
        found |= {code: value for code, value in kept.items() if code in asked}
    return found


KEPT = N_(
    "From the bookings of the platform, and locked. To give another figure, write a note first."
)


def is_kept(told: Decimal | None, written: str, note: str) -> bool:
    """Whether a figure stands as the bookings tell it (None where none do): until a note says why
    it is another.
    """
    return told is not None and written == shown(told) and not plain.is_told(note)


def before(session: Session, centre_id: int, period: ReportingPeriod) -> dict[str, Value | None]:
    """The figures that stand for the newest earlier period."""
    last = session.exec(
        select(Submission)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Submission.period_id)
        .where(
            Submission.centre_id == centre_id,
            col(Submission.is_standing) == sa.true(),
            ReportingPeriod.ends_on < period.ends_on,
        )
        .order_by(col(ReportingPeriod.ends_on).desc())
        .limit(1)
    ).first()
    return values_of(session, last.id or 0, last.round) if last else {}


def values_of(session: Session, submission_id: int, number: int) -> dict[str, Value | None]:
    """The figures handed in in a round, by indicator."""
    return {
        key: stored(text, BY_CODE[key])
        for key, (text, _note) in figures_of(session, submission_id, number).items()
        if key in BY_CODE
    }


def figures_of(session: Session, submission_id: int, number: int) -> dict[str, tuple[str, str]]:
    """The figures of a round as text with the words to them."""
    rows = session.exec(
        select(SubmittedFigure)
        .join(SubmissionRound, col(SubmissionRound.id) == SubmittedFigure.round_id)
        .where(SubmissionRound.submission_id == submission_id, SubmissionRound.number == number)
    )
    return {row.indicator: (row.value, row.note) for row in rows}


def standing_figures(session: Session, made: Submission) -> dict[str, str]:
    """The figures that stand for the same centre and period in another report, as text; empty where
    none do.
    """
    same = (
        Submission.centre_id == made.centre_id,
        Submission.period_id == made.period_id,
        Submission.id != made.id,
    )
    stands = session.exec(
        select(Submission).where(*same, col(Submission.is_standing) == sa.true())
    ).first()
    return (
        {
            code: text
            for code, (text, _note) in figures_of(session, stands.id or 0, stands.round).items()
        }
        if stands
        else {}
    )


def held_against(session: Session, made: Submission, period: ReportingPeriod) -> dict[str, str]:
    """What a reviewer compares a report with, as text: what it revises, else the newest earlier
    report that stands.
    """
    return standing_figures(session, made) or {
        code: shown(value) for code, value in before(session, made.centre_id, period).items()
    }


def ledger(session: Session, centre: Centre, period: ReportingPeriod) -> dict[str, Value | None]:
    """What the ledger says of a centre by the period's last day: received from the fund, in 万元."""
    return {
        one.code: Decimal(received(session, centre.id or 0, period.ends_on)) / WAN_FEN
        for one in form(centre, period)
        if one.prefill == "ledger"
    }


def received(session: Session, centre_id: int, day: date) -> int:
    """Renminbi paid to a centre's grants and contracts by a day, less what came back, in fen."""
    return received_each(session, day, CentreFunding.centre_id == centre_id).get(centre_id, 0)


def received_each(
    session: Session, day: date, *where: sa.ColumnElement[bool] | bool
) -> dict[int, int]:
    """The same of every centre that was paid anything."""
    rows = session.exec(
        select(CentreFunding.centre_id, sa.func.sum(Posting.amount_fen))
        .join(Posting, col(Posting.undertaking_id) == CentreFunding.undertaking_id)
        .join(Undertaking, col(Undertaking.id) == CentreFunding.undertaking_id)
        .join(Line, col(Line.id) == Undertaking.line_id)
        .where(Posting.stage == "paid", Posting.recorded_on <= day, Line.currency == "CNY", *where)
        .group_by(col(CentreFunding.centre_id))
    ).all()
    return {key: int(paid) for key, paid in rows}


def prefilled(session: Session, centre: Centre, period: ReportingPeriod) -> dict[str, str]:
    """The text each field begins with."""
    last, paid = before(session, centre.id or 0, period), ledger(session, centre, period)
    begins = {"last": last, "ledger": paid}
    texts = {
        one.code: shown(begins[one.prefill].get(one.code)) if one.prefill in begins else ""
        for one in form(centre, period)
    }
    return texts | {code: shown(value) for code, value in booked(session, centre, period).items()}


def draft(session: Session, submission_id: int) -> dict[str, DraftFigure]:
    """What is written in the draft's fields."""
    return {
        row.indicator: row
        for row in session.exec(
            select(DraftFigure).where(DraftFigure.submission_id == submission_id)
        )
    }


def cells_of(figures: Mapping[str, DraftFigure]) -> dict[str, Cell | None]:
    """The draft's fields as cells."""
    return {
        code: Cell(row.kind, row.written) if row.written else None for code, row in figures.items()
    }


def judged(
    session: Session, centre: Centre, period: ReportingPeriod, figures: Mapping[str, DraftFigure]
) -> Verdict:
    """The verdict on a draft."""
    return verdict(form(centre, period), cells_of(figures), known(session, centre, period))


def begin(
    session: Session,
    centre: Centre,
    period: ReportingPeriod,
    made: Submission,
    texts: Mapping[str, tuple[str, str]],
) -> None:
    """Write the first fields of a draft: each indicator's text and note, both known before anybody
    types.
    """
    now = clock.now()
    for one in form(centre, period):
        text, note = texts.get(one.code, ("", ""))
        kind = "number" if one.is_number else one.type if one.type == "date" else "text"
        session.add(
            DraftFigure(
                submission_id=made.id or 0,
                indicator=one.code,
                written=text,
                kind=kind,
                note=note,
                prefilled=text,
                saved_at=now,
            )
        )
    session.flush()
