"""Grants that other funders published, below the fund's own."""

import pandas as pd

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.published import queries as published
from fund.ui import Column
from fund.ui.visit import Visit


def elsewhere(visit: Visit, view: View) -> None:
    """Grants other funders published: listed in their own currencies, never in the ledger."""
    with visit.reading() as session:
        frame = published.grants(session, visit.who, view.as_of)
    if frame.empty or view.filters:
        return
    title = ngettext(
        "{count} grant published elsewhere", "{count} grants published elsewhere", len(frame)
    ).format(count=len(frame))
    with ui.block(
        title, _("Imported from 360Giving files; they write nothing in the ledger"), key="published"
    ):
        frame = frame.assign(
            amount=[
                i18n.foreign(fen, code) if code and not pd.isna(fen) else "—"
                for fen, code in zip(frame["awarded_fen"], frame["currency"], strict=True)
            ]
        )
        columns = [
            Column("title", _("Grant"), sub="grant_id"),
            Column("recipient", _("Recipient"), sub="funder"),
            Column("status", _("Status"), "tag"),
            Column("awarded_on", _("Decided on"), "date"),
            Column("amount", _("Amount")),
        ]
        ui.table(frame, columns, title, key="published")
