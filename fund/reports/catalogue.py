"""The reports by name: which sheets each has, of which period; every total is checked against the
postings themselves.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import db, i18n
from fund.access.actors import Actor
from fund.audit import AuditHead
from fund.centres.tables import Centre
from fund.errors import N_, FundError
from fund.evaluation.tables import Evaluation, EvaluationEvent
from fund.i18n import _
from fund.ledger import sums
from fund.ledger.rules import STAGES
from fund.ledger.sums import POSTING, RENMINBI_LINES
from fund.ledger.tables import Act, Undertaking
from fund.ledger.view import View
from fund.period import Period
from fund.reports import centres, evaluation, procurement, sheets, targets
from fund.reports.description import Check, Report, Sheet
from fund.reports.workbook import write
from fund.targets.tables import Target

TITLES = {
    "monthly": N_("Monthly report"),
    "quarterly": N_("Quarterly report"),
    "procurement": N_("Procurement report"),
    "centres": N_("Centres and platforms"),
    "targets": N_("Targets"),
    "self-assessment": N_("Self-evaluations"),
    "ledger": N_("Ledger"),
}
CORRECTING = ("reverse", "correct_payment", "claw_back", "correct_claw_back")
KINDS = {
    "monthly": ("month",),
    "quarterly": ("quarter",),
    "procurement": ("month", "quarter", "half", "year"),
    "centres": ("quarter", "half", "year"),
    "targets": ("month", "quarter", "half", "year"),
    "self-assessment": ("year",),
    "ledger": ("month", "quarter", "half", "year"),
}


AFTERWARDS = frozenset({"centres", "self-assessment"})
"""Reports on what is handed in once the period is over: they tell of the period as it was known on
the as-of day, later than its last.
"""

COUNTED: dict[str, Any] = {
    "centres": Centre.__table__,  # type: ignore[attr-defined]
    "evaluations": Evaluation.__table__,  # type: ignore[attr-defined]
    "targets": Target.__table__,  # type: ignore[attr-defined]
}
"""Sheets whose rows are those of a table: counted anew."""


class UnknownReport(FundError):
    """No report of that name is built."""

    message = N_("There is no report “{name}”. Choose one of: {names}.")


class WrongPeriod(FundError):
    """A monthly report is of a month, a quarterly one of a quarter."""

    message = N_("The report “{name}” needs another kind of period than {period}: {kinds}.")


class NotThere(FundError):
    """The period or day lies in the future."""

    message = N_("{period} has not begun on {as_of}: there is nothing to report yet.")


def build(
    session: Session,
    actor: Actor,
    name: str,
    period: Period,
    as_of: date,
    *,
    is_verified: bool = False,
) -> bytes:
    """A report as workbook bytes in the language of the run, cumulative up to the as-of day.

    The day is at most the period's last, but for AFTERWARDS: what was recorded later belongs to a
    later report.
    """
    actor.must("export")
    if name not in TITLES:
        raise UnknownReport(name=name, names=sorted(TITLES))
    if period.kind not in KINDS[name]:
        raise WrongPeriod(name=_(TITLES[name]), period=period.code, kinds=list(KINDS[name]))
    as_of = as_of if name in AFTERWARDS else min(as_of, period.last)
    if as_of < period.first:
        raise NotThere(period=period.code, as_of=as_of)
    made = {
        "ledger": _ledger,
        "procurement": procurement.made,
        "targets": targets.made,
        "centres": centres.made,
        "self-assessment": _evaluations,
    }.get(name, _portfolio)(session, actor, period, as_of)
    report = described(
        session,
        _(TITLES[name]),
        period.code,
        View(as_of=as_of),
        made,
        _checks(session, as_of, made, period.first.year),
        {},
        is_verified=is_verified,
        corrections=_corrections(session, period, as_of),
    )
    if name == "self-assessment":
        report = replace(report, forms=evaluation.forms(session, actor, period.first.year, as_of))
    return write(report)


def described(
    session: Session,
    title: str,
    period: str,
    view: View,
    made: list[Sheet],
    checks: list[Check],
    filters: dict[str, str],
    *,
    is_verified: bool,
    corrections: list[str],
) -> Report:
    """The report around its sheets: what every workbook of this office says about itself."""
    head = session.get_one(AuditHead, 1)
    return Report(
        title=title,
        period=period,
        as_of=view.as_of,
        language=i18n.language(),
        filters=filters,
        data_version=f"{head.entries}-{head.hash[:12]}",
        demonstration=db.kind(session) == "demonstration",
        corrections=corrections,
        identity_note="" if is_verified else _("Identity not verified: no sign-in is set up."),
        sheets=made,
        checks=checks,
    )


def _portfolio(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Cumulative chain, then what is new and due in the period."""
    whole, within = View(as_of=as_of), View(as_of=as_of, period=period)
    made: list[Sheet | None] = [
        sheets.chain(session, actor, whole),
        sheets.foreign(session, actor, whole),
        sheets.measures(session, actor, whole),
        sheets.provinces(session, actor, whole),
        sheets.categories(session, actor, whole),
        sheets.curve(session, actor, whole),
        sheets.lines(session, actor, whole),
        _retitled(sheets.grants(session, actor, within), _("New grants")),
        _retitled(sheets.contracts(session, actor, within), _("New contracts")),
        _retitled(sheets.milestones(session, actor, within), _("Milestones due")),
        sheets.milestones(session, actor, whole, overdue=True),
    ]
    return [sheet for sheet in made if sheet is not None]


def _evaluations(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """The year's list; the forms themselves follow it."""
    return [evaluation.listed(session, actor, period.first.year, as_of)]


def _ledger(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Every posting of the period, in the order written."""
    return [
        sheets.chain(session, actor, View(as_of=as_of)),
        sheets.postings(session, actor, View(as_of=as_of, period=period)),
    ]


def _retitled(sheet: Sheet, title: str) -> Sheet:
    return replace(sheet, title=title)


def _checks(session: Session, as_of: date, made: list[Sheet], year: int) -> list[Check]:
    """Every stage's total on every sheet that has it, against the postings added up anew, and the
    counts on the side.
    """
    database = stage_sums(session, as_of)
    names = {"chain", "measures", "provinces", "lines"}
    found = [
        Check(f"{sheet.title} · {_(STAGES[stage])}", (sheet.name, f"{stage}_fen"), database[stage])
        for sheet in made
        if sheet.name in names
        for stage in STAGES
        if any(column.key == f"{stage}_fen" and column.total for column in sheet.columns)
    ]
    if any(sheet.name == "overdue" for sheet in made):
        overdue = next(sheet for sheet in made if sheet.name == "overdue")
        counted = sums.due_before(session, View(as_of=as_of), "open")
        found.append(Check(overdue.title, len(overdue.frame), counted, "integer"))
    found += [
        Check(
            sheet.title,
            len(sheet.frame),
            session.execute(
                sa.select(sa.func.count())
                .select_from(COUNTED[sheet.name])
                .where(*_counted(sheet, as_of, year))
            ).scalar_one(),
            "integer",
        )
        for sheet in made
        if sheet.name in COUNTED
    ]
    return found + (
        procurement.checks(session, as_of, made)
        if any(sheet.name == "methods" for sheet in made)
        else []
    )


def _counted(sheet: Sheet, as_of: date, year: int) -> list[Any]:
    """Of the rows of a table those a sheet must have, as known on a day."""
    table = COUNTED[sheet.name]
    if sheet.name == "evaluations":
        begun = sa.select(col(EvaluationEvent.evaluation_id)).where(
            col(EvaluationEvent.recorded_on) <= as_of
        )
        return [table.c.fiscal_year == year, table.c.id.in_(begun)]
    return (
        [sa.or_(table.c.recorded_on.is_(None), table.c.recorded_on <= as_of)]
        if sheet.name == "targets"
        else []
    )


def stage_sums(session: Session, as_of: date) -> dict[str, int]:
    """Renminbi postings up to a day added up stage by stage, straight from the ledger, in fen."""
    rows = session.execute(
        sa.select(POSTING.c.stage, sa.func.sum(POSTING.c.amount_fen))
        .where(POSTING.c.recorded_on <= as_of, POSTING.c.line_id.in_(RENMINBI_LINES))
        .group_by(POSTING.c.stage)
    ).all()
    found = {stage: int(total) for stage, total in rows}
    return {stage: found.get(stage, 0) for stage in STAGES}


def _corrections(session: Session, period: Period, as_of: date) -> list[str]:
    """What was put right in the period, a sentence each."""
    table: Any = Act.__table__  # type: ignore[attr-defined]
    rows = session.execute(
        select(table.c.recorded_on, table.c.kind, Undertaking.code, table.c.reason)
        .outerjoin(Undertaking, Undertaking.id == table.c.undertaking_id)
        .where(table.c.kind.in_(CORRECTING), table.c.recorded_on.between(period.first, as_of))
        .order_by(table.c.id)
    ).all()
    words = {
        "reverse": N_("reversed"),
        "correct_payment": N_("payment corrected"),
        "claw_back": N_("money returned"),
        "correct_claw_back": N_("money returned put on its payment’s line"),
    }
    return [
        _("{date} {code}: {act} ({reason})").format(
            date=i18n.day(on), code=code or "—", act=_(words[kind]), reason=reason
        )
        for on, kind, code, reason in rows
    ]
