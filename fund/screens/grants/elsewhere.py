"""Grants that other funders published, below the fund's own."""

from fund import ui
from fund.i18n import _
from fund.ledger.view import View
from fund.published.lists import GRANTS_ELSEWHERE
from fund.ui.listing import listing, look
from fund.ui.visit import Visit


def elsewhere(visit: Visit, view: View) -> None:
    """Grants other funders published: listed in their own currencies, never in the ledger."""
    if view.filters:
        return
    seen = look(visit, GRANTS_ELSEWHERE, View(as_of=view.as_of))
    if not seen.page.totals.rows:
        return
    title = _("Grants published elsewhere")
    with ui.block(
        title, _("Imported from 360Giving files; they write nothing in the ledger"), key="published"
    ):
        listing(visit, seen, title)
