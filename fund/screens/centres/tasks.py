"""What is due from whom in plain words, and every centre a person's roles reach."""

from typing import Any

import pandas as pd

from fund import i18n, ui
from fund.centres.rules import FIELDS, KINDS, STANDING_WORDS, STANDINGS
from fund.i18n import _, ngettext
from fund.screens.centres.entering import due_line
from fund.ui import Column, address
from fund.ui.visit import Visit, named, regions

LOOKS = {
    "due": "open",
    "overdue": "overdue",
    "returned": "returned",
    "waiting": "waiting",
    "done": "approved",
    "missed": "missing",
    "not_open": "not_due",
}


TODO = ("returned", "overdue", "due")


FEW = 3


def due(todo: pd.DataFrame) -> None:
    """The next things to do: one line and one button each."""
    order = {word: place for place, word in enumerate(TODO)}
    rows: list[Any] = sorted(
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


def listed_tasks(tasks: pd.DataFrame, reports: bool) -> None:
    """Every centre and period that is open."""
    with ui.block(
        _("Reports by period"),
        _("Each centre reports on each open period; the link opens the report"),
        key="tasks",
    ):
        rows = named(tasks, "name", "period").sort_values(
            ["due_on", "centre_code"], ascending=[False, True], ignore_index=True
        )
        rows = rows.assign(
            to=[
                address("filing", centre=row["centre_code"], report=row["period_code"])
                for row in rows.to_dict("records")
            ],
            look=[LOOKS[word] for word in rows["standing"]],
            word=[_(STANDING_WORDS[word]) for word in rows["standing"]],
        )
        ui.table(
            rows,
            [
                Column("name", _("Centre"), link="to", sub="centre_code"),
                Column("period", _("Reporting period")),
                Column("due_on", _("Due on"), "date"),
                Column("look", _("Status"), "tag", word="word"),
            ],
            _("Reports by period"),
            key="tasks",
        )
        if not reports:
            ui.source_note(_("Reports that wait for a reviewer are on the review page."))


def listed(visit: Visit, centres: pd.DataFrame) -> None:
    """The registry, as far as the roles reach."""
    with ui.block(
        _("Registry"),
        _(
            "Received from the fund: paid by the ledger to the grants and contracts linked to the"
            " centre"
        ),
        key="registry",
    ):
        if centres.empty:
            ui.empty(
                _("No centre is entered yet"),
                _("An officer enters centres and platforms, then each gets its reporter."),
            )
            return
        ui.table(
            in_words(centres, regions(visit)),
            [
                Column("name", _("Centre"), link="to", sub="code"),
                Column("what", _("Kind and field")),
                Column("place", _("Place")),
                Column("host", _("Host")),
                Column("received_fen", _("Received"), "amount", unit="wan"),
                Column("last_period", _("Last approved")),
                Column("state", _("Status")),
            ],
            _("Registry"),
            key="registry",
        )


def in_words(centres: pd.DataFrame, places: dict[str, str]) -> pd.DataFrame:
    """The rows of the registry with their words and addresses."""
    return named(centres, "name").assign(
        to=[address("centre", code=code) for code in centres["code"]],
        place=[
            f"{places.get(region, region)} {city}".strip()
            for region, city in zip(centres["region_code"], centres["city"], strict=True)
        ],
        what=[
            f"{_(KINDS[kind])} · {_(FIELDS[of])}"
            for kind, of in zip(centres["kind"], centres["field"], strict=True)
        ],
        state=[_(STANDINGS[word]) for word in centres["standing"]],
        last_period=[code or "—" for code in centres["last_period"]],
    )


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
