"""Projects abroad from a file, and the list of what is kept apart."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.cooperation import exchange
from fund.cooperation.rules import FIELDS
from fund.frames import named
from fund.i18n import N_, _
from fund.screens.cooperation.entering import DONE
from fund.ui import Column
from fund.ui.taking_in import taken
from fund.ui.visit import Visit, download

REGIONS = {"HK": N_("Hong Kong, China"), "MO": N_("Macao, China"), "TW": N_("Taiwan, China")}


def from_file(visit: Visit) -> None:
    """Upload projects; they go in whole or not at all."""
    if not visit.who.may("take_in_cooperation"):
        return
    head = st.expander(_("Take projects abroad in from a file"))
    with st.container(key="f-cooperation-file"), head:
        words = _("Empty file to fill in (CSV)")
        download(visit, words, "cooperation-empty", key="f-cooperation-empty")
        given = st.file_uploader(
            _("Workbook or CSV file"), type=["xlsx", "csv"], key="f-cooperation-upload"
        )
        if given is not None:
            words = _("Take in {count} rows")
            taken(visit, given, exchange.take_in, words, key="f-cooperation-in", at=DONE)


def listed(found: pd.DataFrame) -> None:
    """Cooperation kept apart, where there is any."""
    if found.empty:
        return
    title = _("Across the strait and with the special administrative regions")
    shown = named(found, "title").assign(
        where=[
            i18n.enumerated(_(REGIONS[one]) for one in codes.split()) for codes in found["regions"]
        ],
        about=[_(FIELDS[field]) for field in found["field"]],
    )
    with ui.block(title, _("Kept apart, not counted by country"), key="apart"):
        ui.table(
            shown,
            [
                Column("code", _("Code"), sub="title"),
                Column("where", _("Region"), sub="partners"),
                Column("about", _("Field")),
                Column("source", _("Source")),
                Column("recorded_on", _("Recorded on"), "date"),
            ],
            title,
            key="apart",
        )
