"""The reports by name: which sheets each has, of which period; every total is checked against the
postings themselves.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import db, house, i18n
from fund.access.actors import Actor
from fund.audit import AuditHead
from fund.columns import table_of
from fund.errors import N_, FundError
from fund.i18n import _
from fund.ledger import sums
from fund.ledger.rules import STAGES
from fund.ledger.sums import POSTING, RENMINBI_LINES
from fund.ledger.tables import Act, Undertaking
from fund.ledger.view import View
from fund.period import Period
from fund.reports import headlines, look, queries, sheets, titles
from fund.reports.declared import Declared
from fund.reports.description import Check, Report, Sheet
from fund.reports.key_figures import earlier
from fund.rooms import derived
from fund.rooms.rooms import ROOMS

CORRECTIONS = derived.corrections(ROOMS)
"""Acts that put something right, each as a report tells of it."""


@cache
def reports() -> dict[str, Declared]:
    """Every report by its name, in the order of the house."""
    found = [house.at(place, Declared) for place in house.REPORTS]
    return derived.by_name((report.name, report) for report in found)


class UnknownReport(FundError):
    """No report of that name is built."""

    message = N_("There is no report “{name}”. Choose one of: {names}.")


class WrongPeriod(FundError):
    """A monthly report is of a month, a quarterly one of a quarter."""

    message = N_("The report “{name}” needs another kind of period than {period}: {kinds}.")


class NotThere(FundError):
    """The period or day lies in the future."""

    message = N_("{period} has not begun on {as_of}: there is nothing to report yet.")


def named(name: str) -> Declared:
    """The report of that name; UnknownReport, which tells all names, where there is none."""
    if name not in reports():
        raise UnknownReport(name=name, names=sorted(reports()))
    return reports()[name]


def cut(name: str, period: Period, day: date) -> date:
    """The day a report of a period is as of when it is made on a day: at most the period's last,
    but for reports on what is handed in afterwards. What was recorded later belongs to a later one.
    """
    return day if named(name).is_afterwards else min(day, period.last)


def described_report(
    session: Session,
    actor: Actor,
    name: str,
    period: Period,
    as_of: date,
    *,
    is_verified: bool = False,
) -> Report:
    """A report of a period as of its cut, in the language of the run, all it says."""
    actor.must("export")
    report = named(name)
    if period.kind not in report.periods:
        raise WrongPeriod(name=_(report.title), period=period.code, kinds=list(report.periods))
    as_of = cut(name, period, as_of)
    if as_of < period.first:
        raise NotThere(period=period.code, as_of=as_of)
    made = report.sheets(session, actor, period, as_of)
    if report.headlines:
        before = earlier(period)
        then = report.sheets(session, actor, before, as_of if report.is_afterwards else before.last)
        made = [headlines.sheet(report.headlines, made, then, as_of, before), *made]
    made = titles.marked(made)
    defined = sheets.definitions(made)
    made = [*made, defined] if defined else made
    workbook = described(
        session,
        _(report.title),
        period.code,
        View(as_of=as_of),
        made,
        [*_checks(session, as_of, made), *report.checks(session, as_of, period, made)],
        {},
        is_verified=is_verified,
        corrections=_corrections(session, period, as_of, report.corrected),
    )
    forms = report.forms(session, actor, period, as_of)
    return replace(workbook, forms=forms, unit=report.unit or workbook.unit)


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
    own = look.of(queries.looks(session), i18n.language())
    return Report(
        title=title,
        period=period,
        as_of=view.as_of,
        unit=own.unit,
        look=own,
        language=i18n.language(),
        filters=filters,
        data_version=f"{head.entries}-{head.hash[:12]}",
        demonstration=db.kind(session) == "demonstration",
        corrections=corrections,
        identity_note="" if is_verified else _("Identity not verified: no sign-in is set up."),
        sheets=made,
        checks=checks,
    )


def _checks(session: Session, as_of: date, made: list[Sheet]) -> list[Check]:
    """Every stage's total on every sheet that has it, against the postings added up anew, and what
    is overdue counted.
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
    for sheet in made:
        if sheet.name == "overdue":
            counted = sums.due_before(session, View(as_of=as_of), "open")
            found.append(Check(sheet.title, (sheet.name, ""), counted, "integer"))
    return found


def stage_sums(session: Session, as_of: date) -> dict[str, int]:
    """Renminbi postings up to a day added up stage by stage, straight from the ledger, in fen."""
    rows = session.execute(
        sa.select(POSTING.c.stage, sa.func.sum(POSTING.c.amount_fen))
        .where(POSTING.c.recorded_on <= as_of, POSTING.c.line_id.in_(RENMINBI_LINES))
        .group_by(POSTING.c.stage)
    ).all()
    found = {stage: int(total) for stage, total in rows}
    return {stage: found.get(stage, 0) for stage in STAGES}


def _corrections(
    session: Session, period: Period, as_of: date, kinds: tuple[str, ...]
) -> list[str]:
    """What was put right in the period of what the report tells of, a sentence each; "" is what
    belongs to no grant and no contract.
    """
    table = table_of(Act)
    rows = session.execute(
        select(table.c.recorded_on, table.c.kind, Undertaking.code, table.c.reason)
        .outerjoin(Undertaking, table.c.undertaking_id == Undertaking.id)
        .where(
            table.c.kind.in_(CORRECTIONS),
            table.c.recorded_on.between(period.first, as_of),
            sa.func.coalesce(table_of(Undertaking).c.kind, "").in_(kinds),
        )
        .order_by(table.c.id)
    ).all()
    return [
        _("{date} {code}: {act} ({reason})").format(
            date=i18n.day(on), code=code or "—", act=_(CORRECTIONS[kind]), reason=reason
        )
        for on, kind, code, reason in rows
    ]
