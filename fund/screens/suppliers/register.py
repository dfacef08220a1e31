"""The organisations that stand, page by page, and those that may be entered twice."""

import pandas as pd

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.suppliers.lists import ORGANISATIONS, SAID
from fund.ui import Column, address
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit


def listed(visit: Visit, seen: Seen) -> None:
    """Search and mark, then one page of the list, each row leading to the organisation."""
    with ui.block(
        _("Organisations"),
        _("In the order they were entered; those merged into another are shown there"),
        key="suppliers",
    ):
        filters_of(ORGANISATIONS)
        if seen.page.totals.rows:
            listing(visit, seen, _("Organisations"), has_excel=True)
        else:
            ui.empty(
                _("No organisation matches"), _("Try fewer words, or a part of the credit code.")
            )


def said(value: bool | None) -> str:
    """A flag in a word; a dash where nobody said."""
    if value is None or pd.isna(value):
        return "—"
    key = "yes" if value else "no"
    return _(SAID[key])


def doubles(twice: pd.DataFrame) -> None:
    """Pairs of one plain name under different identifiers."""
    if twice.empty:
        return
    title = ngettext(
        "{count} organisation may be entered twice",
        "{count} organisations may be entered twice",
        len(twice),
    ).format(count=i18n.number(len(twice)))
    with ui.block(
        title,
        _("The same name but for width, spaces, brackets and legal form, under different codes"),
        key="twice",
    ):
        frame = twice.assign(
            to=[address("supplier", id=key) for key in twice["organisation_id"]],
            of=[address("supplier", id=key) for key in twice["other_id"]],
        )
        columns = [
            Column("name", _("Organisation"), link="to", sub="identifier"),
            Column("other_name", _("Entered earlier"), link="of", sub="other_identifier"),
        ]
        ui.table(frame, columns, title, key="twice")
