"""What is due from whom in plain words, and every centre a person's roles reach."""

import pandas as pd

from fund import i18n, ui
from fund.centres.lists import CENTRES, TASKS
from fund.frames import named
from fund.i18n import _, ngettext
from fund.screens.centres.entering import due_line
from fund.ui import address
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit

TODO = ("returned", "overdue", "due")


FEW = 3


def due(todo: pd.DataFrame) -> None:
    """The next things to do: one line and one button each."""
    order = {word: place for place, word in enumerate(TODO)}
    rows = sorted(
        named(todo, "name", "period").to_dict("records"),
        key=lambda row: (order[row["standing"]], row["due_on"]),
    )
    for row in rows[:FEW]:
        words = {
            "returned": _(
                "{centre}: {period} was given back. Change what is marked and hand it in again."
            ),
            "overdue": _("{centre}: {period} was due on {day}. It is taken until {last}."),
            "due": _("{centre}: {period} is to be handed in by {day}."),
        }[row["standing"]].format(
            centre=row["name"],
            period=row["period"],
            day=i18n.day(row["due_on"]),
            last=i18n.day(row["closes_on"]),
        )
        button = _("Change it") if row["standing"] == "returned" else _("Fill it in")
        due_line(
            words, button, address("filing", centre=row["centre_code"], report=row["period_code"])
        )


def listed_tasks(visit: Visit, seen: Seen, reports: bool) -> None:
    """Every centre and period that is open, page by page."""
    with ui.block(
        _("Reports by period"),
        _("Each centre reports on each open period; the link opens the report"),
        key="tasks",
    ):
        filters_of(TASKS)
        if seen.page.totals.rows:
            listing(visit, seen, _("Reports by period"))
        else:
            ui.empty(_("No report stands so"), _("Choose another status."))
        if not reports:
            ui.source_note(_("Reports that wait for a reviewer are on the review page."))


def listed(visit: Visit, seen: Seen) -> None:
    """The registry, as far as the roles reach, page by page."""
    with ui.block(
        _("Registry"),
        _(
            "Received from the fund: paid by the ledger to the grants and contracts linked to the"
            " centre"
        ),
        key="registry",
    ):
        if not seen.page.totals.rows and not seen.asked.only:
            ui.empty(
                _("No centre is entered yet"),
                _("An officer enters centres and platforms, then each gets its reporter."),
            )
            return
        filters_of(CENTRES)
        if seen.page.totals.rows:
            listing(visit, seen, _("Registry"))
        else:
            ui.empty(_("No centre fits"), _("Try fewer words or another kind."))


def sentence(todo: int, here: int) -> str:
    """How many reports are to be handed in, else how many wait for this person."""
    if todo:
        return ngettext(
            "**{count}** report is to be handed in.",
            "**{count}** reports are to be handed in.",
            todo,
        ).format(count=todo)
    if here:
        return ngettext(
            "**{count}** report waits for you.", "**{count}** reports wait for you.", here
        ).format(count=here)
    return _("Nothing is to be handed in today.")
