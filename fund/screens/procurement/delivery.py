"""What a contract delivered, on its page: the list in the figures of its category, and the form for
a new one or one that replaces another.
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.lifecycle import may_follow
from fund.procurement import delivered, delivering
from fund.procurement.deliverables import ASKED, FIGURES, NEEDED, ORBITS, OUTCOMES
from fund.procurement.rows import ContractFacts, DeliveryRow
from fund.ui import Column
from fund.ui.fields import form_opened, pick, pick_day
from fund.ui.visit import Visit, perform, said

CHOICES = {"orbit": ORBITS, "outcome": OUTCOMES}


def deliveries(visit: Visit, one: ContractFacts) -> None:
    """The deliveries so far, the earliest first, then the form for whoever may record one."""
    with visit.reading() as session:
        frame = delivered.deliveries(session, visit.who, one["undertaking_id"])
    may = visit.who.may("record_delivery") and may_follow("record_delivery", one["status"])
    if frame.empty and not may:
        return
    title = ngettext(
        "{count} delivery is recorded", "{count} deliveries are recorded", len(frame)
    ).format(count=len(frame))
    with ui.block(
        title,
        _("In the figures of its category; one that was wrong is replaced, and stays on record"),
        key="deliveries",
    ):
        said("f-delivery-done")
        if not frame.empty:
            rows = rows_of(frame, DeliveryRow)
            shown = frame.assign(said=[sentence(row) for row in rows])
            ui.table(
                shown,
                [
                    Column("delivered_on", _("Delivered on"), "date"),
                    Column("item", _("What"), sub="said"),
                    Column("source", _("Read from")),
                ],
                title,
            )
        if may:
            form(visit, one, frame)


def sentence(row: DeliveryRow) -> str:
    """The figures of a delivery, those it has."""

    def known(value: float) -> bool:
        return value is not None and not pd.isna(value)

    choices = ((ORBITS, row["orbit"]), (OUTCOMES, row["outcome"]))
    words = [_(said[chosen]) for said, chosen in choices if chosen]
    words += (
        [
            ngettext("{count} delivered", "{count} delivered", int(row["quantity"])).format(
                count=i18n.number(row["quantity"])
            )
        ]
        if known(row["quantity"])
        else []
    )
    words += (
        [_("{mass} kg").format(mass=i18n.number(row["mass_kg"]))] if known(row["mass_kg"]) else []
    )
    words += (
        [
            ngettext("{count} hour", "{count} hours", int(row["hours"])).format(
                count=i18n.number(row["hours"])
            )
        ]
        if known(row["hours"])
        else []
    )
    words += (
        [_("{data} GB").format(data=i18n.number(row["data_gb"]))] if known(row["data_gb"]) else []
    )
    words += [_("a stage had flown before")] if row["is_reused"] else []
    words += [_("handed over in orbit")] if row["in_orbit"] else []
    return " · ".join(words)


def form(visit: Visit, one: ContractFacts, frame: pd.DataFrame) -> None:
    """Ask for the figures of the category; those needed first."""
    category, name = one["category"], f"delivery-{one['undertaking_id']}"
    inside = form_opened("f-behind-delivery", _("Record a delivery"), f"f-form-{name}")
    if inside is None:
        return
    with inside:
        left, right = st.columns(2)
        day = pick_day(_("Delivered on"), f"{name}-day", clock.today(), at=left, last=clock.today())
        source = right.text_input(
            _("Document the figures are read from"), key=f"{name}-source", max_chars=200
        )
        asked = {
            figure: field(figure, f"{name}-{figure}", is_needed=figure in NEEDED[category])
            for figure in ASKED[category]
        }
        replaces = instead_of(frame, f"{name}-replaces")
        if st.form_submit_button(_("Record the delivery"), type="primary"):
            wanted = {
                "undertaking_id": one["undertaking_id"],
                "delivered_on": day,
                "source": source,
                "figures": {figure: value() for figure, value in asked.items()},
                "replaces_id": replaces,
            }
            perform(
                visit,
                f"f-act-{name}",
                delivering.record_delivery,
                lambda: wanted,
                done=_("Recorded."),
                at="f-delivery-done",
            )


def instead_of(frame: pd.DataFrame, key: str) -> int | None:
    """The earlier delivery this one replaces, where there are earlier ones."""
    earlier = {
        row["delivery_id"]: f"{i18n.day(row['delivered_on'])} {row['item']}"
        for row in frame.to_dict("records")
    }
    if not earlier:
        return None
    chosen: int | None = pick(
        _("Replaces, where an earlier one was wrong"), earlier, key, empty=_("None")
    )
    return chosen


def field(figure: str, key: str, *, is_needed: bool) -> Callable[[], object]:
    """One figure: a whole number, a word of a list, a tick or a line of text."""
    words, kind = FIGURES[figure]
    head = _(words) if is_needed else _("{words} (where it applies)").format(words=_(words))
    match kind:
        case "whole":
            number = st.number_input(head, min_value=1, value=None, step=1, key=key)
            return lambda: None if number is None else int(number)
        case "orbit" | "outcome":
            chosen = pick(head, {word: _(name) for word, name in CHOICES[kind].items()}, key)
            return lambda: chosen or ""
        case "yes":
            ticked = st.checkbox(_(words), key=key)
            return lambda: ticked
        case _:
            text = st.text_input(head, key=key, max_chars=200)
            return lambda: text
