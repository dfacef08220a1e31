"""What the page of budget and ledger draws: the lines, what finance does by hand, the latest
postings.
"""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from sqlmodel import select

from fund import clock, i18n, ui
from fund.errors import N_
from fund.i18n import _
from fund.ledger import commands, queries
from fund.ledger.rules import SOURCES, STAGES
from fund.ledger.view import View
from fund.money import fen
from fund.plan.tables import Measure
from fund.portfolio.lists import POSTINGS
from fund.screens.ledger.amounts import currency_of
from fund.ui import Column, address
from fund.ui.fields import pick, pick_word
from fund.ui.listing import listing, look
from fund.ui.still import still
from fund.ui.table import PAGE as ROWS
from fund.ui.visit import Visit, perform, said

UNITS = {"yuan": N_("yuan"), "wan": N_("ten thousand yuan")}


def stated(visit: Visit, view: View, source: str | None, count: int) -> None:
    """The lines, which stand still between two acts."""
    with visit.reading() as session:

        def ask() -> pd.DataFrame:
            return of_source(queries.line_table(session, visit.who, view), source)

        # more lines than a page has are turned, and what stands still cannot be
        if count > ROWS:
            lines(ask(), source)
        else:
            still(visit, session, "budget lines", ask, partial(lines, source=source), view, source)


def of_source(frame: pd.DataFrame, source: str | None) -> pd.DataFrame:
    """The lines of one source, all where none is asked for."""
    return frame[frame["source"] == source] if source in SOURCES else frame


def lines(frame: pd.DataFrame, source: str | None) -> None:
    """Every line with its stages, room and execution rate."""
    title = (
        _("Budget lines: {source}").format(source=_(SOURCES[source]))
        if source in SOURCES
        else _("Budget lines")
    )
    with ui.block(
        title,
        _(
            "Room is what is appropriated and not committed; the execution rate is paid over"
            " appropriated"
        ),
        key="lines",
    ):
        if source in SOURCES:
            ui.more(_("All sources"), address("budget"))
        rows = frame.assign(
            of=[_(SOURCES[key]) for key in frame["source"]],
            to=[address("grants", measure=key) for key in frame["measure"]],
        )
        amounts = [
            Column(f"{stage}_fen", _(words), "amount", "wan") for stage, words in STAGES.items()
        ]
        columns = [
            Column("line", _("Line"), sub="title"),
            Column("measure", _("Measure"), link="to"),
            Column("of", _("Source")),
            Column("fiscal_year", _("Fiscal year")),
            *amounts,
            Column("room_fen", _("Room"), "amount", "wan"),
            Column("execution_share", _("Execution rate"), "share"),
        ]
        one = frame[frame["currency"] == "CNY"]
        total = {
            "line": _("Total"),
            **{f"{stage}_fen": int(one[f"{stage}_fen"].sum()) for stage in STAGES},
            "room_fen": int(one["room_fen"].sum()),
        }
        ui.table(rows, columns, title, key="lines", total=total)


def by_hand(visit: Visit, frame: pd.DataFrame) -> None:
    """A form for each act this person may do."""
    codes = dict(zip(frame["line"], frame["line_id"], strict=True))
    forms = [(words, form) for act, (words, form) in FORMS.items() if visit.who.may(act)]
    if not forms:
        return
    with ui.block(_("Acts by hand"), _("Recorded today; nothing is dated back"), key="hand"):
        for place, (_words, form) in zip(
            st.tabs([_(words) for words, _form in forms]), forms, strict=True
        ):
            with place:
                form(visit, codes)


def appropriate(visit: Visit, codes: dict[str, int]) -> None:
    """Money made available on a line, with the notice's date."""
    with st.form("f-appropriate"):
        line = st.selectbox(_("Line"), list(codes), index=None, placeholder=_("Choose a line"))
        amount, unit = asked_amount("appropriate")
        on = st.date_input(
            _("Date of the notice"), clock.today(), max_value=clock.today(), format="YYYY-MM-DD"
        )
        if st.form_submit_button(_("Appropriate"), type="primary"):
            perform(
                visit,
                "f-act-appropriate",
                commands.appropriate,
                lambda: {
                    "line_id": chosen(codes, line),
                    "amount_fen": fen(amount, unit, currency_of(visit, chosen(codes, line))),
                    "occurred_on": on,
                },
            )
        said("f-act-appropriate")


def adjust(visit: Visit, codes: dict[str, int]) -> None:
    """More or less on a line, with its reason."""
    with st.form("f-adjust"):
        line = st.selectbox(
            _("Line"), list(codes), index=None, placeholder=_("Choose a line"), key="f-adjust-line"
        )
        amount, unit = asked_amount("adjust")
        reason = st.text_input(_("Reason"), max_chars=500, key="f-adjust-reason")
        if st.form_submit_button(_("Adjust"), type="primary"):
            perform(
                visit,
                "f-act-adjust",
                commands.adjust,
                lambda: {
                    "line_id": chosen(codes, line),
                    "change_fen": fen(amount, unit, currency_of(visit, chosen(codes, line))),
                    "reason": reason,
                },
            )
        said("f-act-adjust")


def open_line(visit: Visit, _codes: dict[str, int]) -> None:
    """A new budget line, and its programme where that is new."""
    with visit.reading() as session:
        measures = {
            row.key: f"{row.key} {getattr(row, f'title_{i18n.language()}')}"
            for row in session.exec(select(Measure).order_by(Measure.key))
        }
    with st.form("f-open-line"):
        code, title = (
            st.text_input(_("Line code"), max_chars=40),
            st.text_input(_("Programme"), max_chars=200),
        )
        measure = pick(_("Measure"), measures, "f-open-measure", empty=_("Choose a measure"))
        source = pick_word(_("Source"), SOURCES, "f-open-source")
        year = st.number_input(_("Fiscal year"), 2020, 2100, clock.today().year)
        if st.form_submit_button(_("Open the line"), type="primary"):
            perform(
                visit,
                "f-act-open-line",
                commands.open_line,
                lambda: {
                    "code": code,
                    "title": title,
                    "measure": measure or "",
                    "source": source,
                    "fiscal_year": int(year),
                    "programme_code": title,
                },
            )
        said("f-act-open-line")


def asked_amount(name: str) -> tuple[str, str]:
    """An amount as typed, and its unit."""
    left, right = st.columns([3, 1])
    amount = left.text_input(_("Amount"), key=f"f-amount-{name}", max_chars=24)
    unit = right.selectbox(
        _("Unit"),
        list(UNITS),
        format_func=lambda key: i18n.unit_name(key) if i18n.language() == "zh" else _(UNITS[key]),
        index=1,
        key=f"f-unit-{name}",
    )
    return amount.replace(",", "").strip(), unit or "yuan"


def chosen(codes: dict[str, int], line: str | None) -> int:
    """The number behind the line chosen; refuses none."""
    return codes.get(line or "", 0)


def latest(visit: Visit) -> None:
    """The latest postings, page by page."""
    seen = look(visit, POSTINGS)
    if not seen.page.totals.rows:
        return
    with ui.block(
        _("Latest postings"), _("All of them are in the workbook of this page"), key="postings"
    ):
        listing(visit, seen, _("Latest postings"))


def reversal(visit: Visit, _codes: dict[str, int]) -> None:
    """Undo an act by its mirror image, with a reason."""
    with st.form("f-reverse"):
        number = st.number_input(
            _("Act number"),
            1,
            step=1,
            key="f-reverse-act",
            help=_("The number stands among the latest postings."),
        )
        reason = st.text_input(_("Reason"), max_chars=500, key="f-reverse-reason")
        if st.form_submit_button(_("Reverse this act"), type="primary"):
            perform(
                visit,
                "f-act-reverse",
                commands.reverse,
                lambda: {"act_id": int(number), "reason": reason},
            )
        said("f-act-reverse")


FORMS: dict[str, tuple[str, Callable[[Visit, dict[str, int]], None]]] = {
    "appropriate": (N_("Appropriate"), appropriate),
    "adjust": (N_("Adjust"), adjust),
    "open_line": (N_("Open a line"), open_line),
    "reverse": (N_("Reverse an act"), reversal),
}
"""What may be done by hand, by the act of the policy it asks for."""
