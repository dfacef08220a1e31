"""The register of national missions: every mission, every purchase, what was stated of the
quarters.
"""

import pandas as pd

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.listing.wording import period_words
from fund.missions.lists import BOUGHT_BY_MISSIONS
from fund.ui import Column
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit


def listed_missions(visit: Visit, seen: Seen) -> None:
    """The missions with what each bought, page by page."""
    count = seen.page.totals.rows
    title = ngettext("{count} mission", "{count} missions", count).format(count=i18n.number(count))
    with ui.block(title, _("The latest entered first"), key="missions"):
        listing(visit, seen, title)


def listed_purchases(visit: Visit, seen: Seen) -> None:
    """The purchases that stand, page by page; those under a contract of the fund lead to it."""
    with ui.block(
        _("Purchases on record"),
        _("The latest bought first; what was replaced or struck stays in the audit log"),
        key="purchases",
    ):
        filters_of(BOUGHT_BY_MISSIONS)
        if seen.page.totals.rows:
            listing(visit, seen, _("Purchases on record"))
        else:
            ui.empty(_("No purchase fits"), _("Choose another category or supplier."))


def said_of_quarters(stated: pd.DataFrame) -> None:
    """Who said what of which quarter."""
    if stated.empty:
        return
    title = _("What was stated of the quarters")
    with ui.block(title, _("The newest first; only added to"), key="stated"):
        rows = stated.to_dict("records")
        shown = stated.assign(
            when=[period_words(row["quarter"]) for row in rows],
            look=["met" if row["is_complete"] else "waiting" for row in rows],
            word=[_("Complete") if row["is_complete"] else _("Not complete") for row in rows],
        )
        ui.table(
            shown,
            [
                Column("when", _("Quarter")),
                Column("look", _("Register"), "tag", word="word"),
                Column("recorded_on", _("Date"), "date"),
                Column("by", _("Who")),
                Column("reason", _("Reason")),
            ],
            title,
            key="stated",
        )
