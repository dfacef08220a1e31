"""What the page of the action plan draws, and the steps of the plan beside the targets."""

import pandas as pd

from fund import ui
from fund.i18n import _, ngettext
from fund.ui import Column


def steps(known: pd.DataFrame, title: str) -> None:
    """Steps of the plan with what was stated of each and where; what nobody stated anything of says
    so.
    """
    met = int((known["status"] == "met").sum())
    with ui.block(
        title,
        ngettext(
            "{met} of {count} is met as stated; nothing is computed here",
            "{met} of {count} are met as stated; nothing is computed here",
            len(known),
        ).format(met=met, count=len(known)),
        key="steps",
    ):
        shown = known.assign(read_in=[text or "—" for text in known["read_in"]])
        ui.table(
            shown,
            [
                Column("title", _("Step"), sub="measure"),
                Column("status", _("Status"), "status"),
                Column("stated_on", _("As of"), "date"),
                Column("read_in", _("Read from")),
            ],
            title,
        )
        ui.source_note(
            _(
                "Steps read in copies and press reports of the plan (data/SOURCES.md); the wording"
                " is ours."
            )
        )
