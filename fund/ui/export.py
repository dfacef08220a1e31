"""导出 Excel on every page: the rows, filters and as-of day on screen, from the same queries, as one
workbook.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session

from fund.access.actors import Actor
from fund.i18n import _, language, speaking
from fund.ledger.view import View
from fund.listing.wording import period_words
from fund.reports import catalogue, sheets
from fund.reports.description import Form, Sheet, file_name
from fund.reports.workbook import write
from fund.ui import Download
from fund.ui.filters import words
from fund.ui.visit import Visit

Sheets = Callable[[Session, Actor, View], list[Sheet]]


def export(
    visit: Visit, view: View, title: str, made: Sheets, forms: Sequence[Form] = ()
) -> Download | None:
    """What a page offers to download, paper forms after its sheets; None for somebody who may not
    export. Built only when it is asked for.
    """
    if not visit.who.may("export"):
        return None
    spoken, filters = (
        language(),
        {name: value for name, value in words(view, visit).items() if name != _("Period")},
    )
    period = period_words(view.period.code) if view.period else ""

    def describe(with_sheets: bool = True) -> tuple[str, bytes]:
        with speaking(spoken), visit.reading() as session:
            tables = made(session, visit.now(session), view) if with_sheets else []
            report = catalogue.described(
                session,
                title,
                period,
                view,
                tables,
                [],
                filters,
                is_verified=visit.is_verified,
                corrections=[],
            )
            report = replace(report, forms=forms)
            return file_name(report), write(report) if with_sheets else b""

    return Download(describe(with_sheets=False)[0], lambda: describe()[1])


def overview(session: Session, actor: Actor, view: View) -> list[Sheet]:
    """Every block of the overview as a sheet."""
    blocks = (sheets.chain, sheets.curve, sheets.measures, sheets.provinces, sheets.categories)
    overdue = sheets.milestones(session, actor, view, overdue=True)
    return [*(block(session, actor, view) for block in blocks), overdue]
