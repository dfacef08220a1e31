"""One partner: its projects with its share of each, and what was stated of its flags."""

import pandas as pd

from fund import ui
from fund.cooperation.rules import LISTS, STATES
from fund.frames import named
from fund.i18n import _, pgettext
from fund.ui import Column, address


def projects(found: pd.DataFrame) -> None:
    """Projects it has a share of."""
    if found.empty:
        ui.empty(_("No project"), _("Projects name their partners with percentages."))
        return
    rows = found.to_dict("records")
    shown = named(found, "title").assign(
        to=[address("project", id=row["code"]) for row in rows],
        word=[_(STATES[one]) for one in found["state"]],
        part=[row["share"] / 10_000 for row in rows],
        counted=[_("Counted") if row["counts"] else _("Not counted") for row in rows],
    )
    with ui.block(_("Projects"), _("Its share of each"), key="projects"):
        ui.table(
            shown,
            [
                Column("title", _("Project"), link="to", sub="code"),
                Column("word", pgettext("abroad", "How far")),
                Column("counted", _("Counts"), sub="counts_why"),
                Column("part", _("Share"), "share", places=2),
                Column("own_fen", _("Its part, counted"), "amount", "wan"),
            ],
            _("Projects"),
            key="projects",
        )


def flags(found: pd.DataFrame) -> None:
    """What was stated of its flags, the newest first."""
    if found.empty:
        return
    shown = found.assign(what=[_(LISTS[one]) for one in found["listed"]])
    with ui.block(_("Flags"), _("Of each list the last statement holds"), key="flags"):
        ui.table(
            shown,
            [
                Column("what", pgettext("country", "Flag")),
                Column("since", _("From"), "date"),
                Column("until", _("Until"), "date"),
                Column("recorded_on", _("Recorded on"), "date"),
                Column("source", _("Source")),
            ],
            _("Flags"),
            key="flags",
        )
