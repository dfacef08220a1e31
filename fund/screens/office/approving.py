"""A workbook of the office before it is approved: its rows, totals and remarks, the file itself,
and that somebody looked.
"""

from decimal import Decimal
from typing import TypedDict

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.i18n import _
from fund.office import looking, mending
from fund.office.form import Column as FormColumn
from fund.office.form import Form, template_form
from fund.reports.values import Value, number_of
from fund.subsidies.rules import percent
from fund.ui import Column
from fund.ui.visit import Visit, download


class Opening(TypedDict):
    """A workbook of the office that waits, as far as deciding on it asks."""

    opening_id: int
    file_name: str
    version: int


def look_through(visit: Visit, row: Opening, key: str) -> int:
    """Show everything in it once it is opened; how many rows the person says to have looked
    through: all or none. What they said holds when they fold it away again.
    """
    words = _("Look through {name}").format(name=row["file_name"])
    inside = st.expander(words, key=f"{key}-opened", on_change="rerun")
    said, box = (f"{key}-{what}-{visit.who.id}" for what in ("looked", "seen"))
    if inside.open:
        with inside:
            everything(visit, row, key)
            st.session_state.setdefault(box, st.session_state.get(said, False))
            st.session_state[said] = st.checkbox(
                _("I have looked through every row and every total."), key=box
            )
    if not st.session_state.get(said, False):
        return 0
    return sum(map(len, _once(visit, row["opening_id"]).sheets.values()))


def everything(visit: Visit, row: Opening, key: str) -> None:
    """The file, what was remarked and changed, the totals, and each sheet."""
    found = _once(visit, row["opening_id"])
    download(visit, _("The file as it came"), "opening", row["opening_id"], key=f"{key}-file")
    if found.remarks:
        ui.issue_box(
            _("What was remarked when it was read"),
            [(issue.where, i18n.say(issue)) for issue in found.remarks],
        )
    if found.mended:
        ui.source_note(
            _("Changed on the page when it was handed in: {cells}").format(
                cells=mending.said(found.mended)
            )
        )
    totals(found.totals, key)
    for form in template_form().forms:
        sheet(form, found.sheets[form.name], key)


def _once(visit: Visit, opening_id: int) -> looking.Looked:
    """What was read from it, once a visit and not again with every click beside it."""
    kept: dict[int, looking.Looked] = st.session_state.setdefault("f-looked", {})
    if opening_id not in kept:
        with visit.reading() as session:
            kept[opening_id] = looking.opening(session, visit.who, opening_id)
    return kept[opening_id]


def totals(frame: pd.DataFrame, key: str) -> None:
    """What the amounts of each sheet come to, by currency."""
    language = i18n.language()
    forms = {form.name: form for form in template_form().forms}
    heads = {
        (form.name, column.key): column.head(language)
        for form in forms.values()
        for column in form.columns
    }
    told = pd.DataFrame(
        {
            "sheet": [forms[name].title(language) for name in frame["sheet"]],
            "field": [heads[one] for one in zip(frame["sheet"], frame["field"], strict=True)],
            "currency": frame["currency"],
            "sum": [
                looking.shown(fen, code)
                for fen, code in zip(frame["fen"], frame["currency"], strict=True)
            ],
        }
    )
    columns = [
        Column("sheet", _("Sheet")),
        Column("field", _("Amount")),
        Column("currency", _("Currency")),
        Column("sum", _("Total")),
    ]
    ui.table(told, columns, _("Totals"), key=f"{key}-totals")


def sheet(form: Form, frame: pd.DataFrame, key: str) -> None:
    """The rows of one sheet, each amount to the fen."""
    if frame.empty:
        return
    language = i18n.language()
    own = [column for column in form.columns if column.key in frame.columns]
    told = frame.astype(object).where(frame.notna(), None)
    for column in own:
        told[column.key] = [_said(column, value) for value in told[column.key]]
    columns = [Column(column.key, column.head(language)) for column in own]
    ui.table(told, columns, form.title(language), key=f"{key}-{form.name}")


def _said(column: FormColumn, value: Value) -> str:
    """A cell as the sheet shows it: amounts and percents as numbers, choices by their words."""
    if value is None:
        return ""
    if column.kind == "money":
        return looking.shown(Decimal(number_of(value)))
    if column.kind == "percent":
        return f"{percent(int(number_of(value)))}%"
    if (
        column.kind == "choice"
        and isinstance(value, str)
        and value in template_form().lists[column.list]
    ):
        return template_form().offered(column.list, value, i18n.language())
    return str(value)
