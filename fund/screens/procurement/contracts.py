"""The fund's own contracts, page by page, and those other buyers published."""

from collections.abc import Callable

import pandas as pd
from sqlmodel import Session

from fund import i18n, ui
from fund.access.actors import Actor
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.listing.declared import Asked
from fund.procurement.lists import CONTRACTS
from fund.published import classified
from fund.published.lists import CONTRACTS_ELSEWHERE
from fund.reports import lists, sheets
from fund.reports import procurement as report
from fund.reports.description import Sheet
from fund.ui import address
from fund.ui.listing import Seen, filters_of, listing, look
from fund.ui.visit import Visit


def workbook(found: Asked) -> Callable[[Session, Actor, View], list[Sheet]]:
    """What the export holds: categories, methods, and the contracts as the list shows them."""
    return lambda session, actor, seen: [
        sheets.categories(session, actor, seen),
        report.ways(session, actor, seen),
        lists.sheet(session, actor, CONTRACTS, found._replace(view=seen)),
    ]


def listed(visit: Visit, seen: Seen, bought: pd.DataFrame) -> None:
    """The fund's own contracts, each row leading to its contract."""
    counts = dict(zip(bought["category"], bought["contracts"], strict=True))
    with ui.block(
        _("The fund’s own contracts"),
        _("The one entered last first; amounts as of the day chosen"),
        key="contracts",
    ):
        filters_of(CONTRACTS, {"category": counts})
        if seen.page.totals.rows:
            listing(visit, seen, _("Contracts"))
        else:
            ui.empty(_("No contract matches"), _("Try another category or fewer words."))
        ui.more(_("All processes, from plan to payment"), address("processes"))


def elsewhere(visit: Visit, view: View) -> None:
    """Contracts other buyers published: listed in their own currencies, unclassified until somebody
    says otherwise.
    """
    if view.filters:
        return
    with visit.reading() as session:
        is_any = classified.is_any(session, visit.who)
    if not is_any:
        return
    seen = look(visit, CONTRACTS_ELSEWHERE, View(as_of=view.as_of))
    title = _("Contracts published elsewhere")
    with ui.block(
        title,
        _("Imported from OCDS files; they write nothing in the ledger. The one entered last first"),
        key="published",
    ):
        if seen.page.totals.rows:
            listing(visit, seen, title)
        else:
            ui.empty(
                _("They have no contract yet"),
                _("Their tenders are listed among the published records."),
            )
        ui.more(_("Published records, and classifying them"), address("published"))


def sentence(bought: pd.DataFrame) -> str:
    """How many contracts, what they commit and what of it is paid."""
    count = int(bought["contracts"].sum())
    return ngettext("**{count}** contract", "**{count}** contracts", count).format(
        count=i18n.number(count)
    ) + _(": **{awarded}** committed, **{paid}** paid.").format(
        awarded=i18n.amount(int(bought["committed_fen"].sum())),
        paid=i18n.amount(int(bought["paid_fen"].sum())),
    )
