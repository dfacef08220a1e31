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
    spoken, period = language(), period_words(view.period.code) if view.period else ""

    def build() -> bytes:
        with speaking(spoken), visit.reading() as session:
            report = catalogue.described(
                session,
                title,
                period,
                view,
                made(session, visit.now(session), view),
                [],
                {name: value for name, value in words(view, visit).items() if name != _("Period")},
                is_verified=visit.is_verified,
                corrections=[],
            )
            return write(replace(report, forms=forms))

    return Download(file_name(title, period, view.as_of), build)


def overview(session: Session, actor: Actor, view: View) -> list[Sheet]:
    """Every block of the overview as a sheet."""
    blocks = (sheets.chain, sheets.curve, sheets.measures, sheets.provinces, sheets.categories)
    overdue = sheets.milestones(session, actor, view, overdue=True)
    return [*(block(session, actor, view) for block in blocks), overdue]
