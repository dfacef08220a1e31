"""The register of facilities: how full they are, finding a window, entering one."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fund import clock, i18n, ui
from fund.clock import BEIJING
from fund.facilities import entry, exchange, finding, registering, rules, wording
from fund.facilities.demand import Demand
from fund.facilities.figures import Figures
from fund.facilities.finding import Slot, Wanted
from fund.i18n import _
from fund.ledger.rules import NATIONWIDE
from fund.ui import Column, address
from fund.ui.fields import form_opened, pick
from fund.ui.taking_in import taken
from fund.ui.visit import Visit, download, perform, regions, said

AT = "f-facilities-done"
SHOWN = 30


def sentence(found: Figures, asked: Demand) -> str:
    """The year so far in a sentence: of what somebody runs, or else of what they asked for."""
    if not found.opened:
        return _(
            "This year **{requests}** requests were made, **{granted}** were granted, **{refused}**"
            " refused."
        ).format(
            requests=asked.requests, granted=asked.granted, refused=sum(asked.refused.values())
        )
    return _(
        "This year **{used} h** of **{available} h** open to others were used ({share});"
        " commerce had **{commercial}** of them. **{refused}** requests were refused."
    ).format(
        used=i18n.number(found.used / 60, 1),
        available=i18n.number(found.available / 60, 1),
        share=i18n.share(found.utilisation),
        commercial=i18n.share(found.commercial_share),
        refused=sum(asked.refused.values()),
    )


def searched(visit: Visit) -> None:
    """Which facility that fits is free first: the form, and what it found."""
    form = form_opened("f-slot-place", _("Find a free window"), "f-form-slot")
    if form is None:
        return
    with form:
        wanted = _wanted(visit)
        if not st.form_submit_button(_("Find"), type="primary"):
            return
        if "" in {*wanted.least, *wanted.most}:
            ui.error_box(_("Figure"), _("Say which figure the bound is about."), tone="warn")
            return
    with visit.reading() as session:
        found = finding.slots(session, visit.who, wanted)
    with ui.block(_("First free windows"), _("The earliest first, in Beijing time"), key="slots"):
        if not found:
            ui.empty(_("Nothing fits"), _("Ask for less, or for a later day."))
        else:
            ui.table(rows_of(found), columns(), _("First free windows"), key="slots")


def _wanted(visit: Visit) -> Wanted:
    """What is looked for: kind, place and band; one figure between two bounds; how long, by
    when.
    """
    left, middle, right = st.columns(3)
    kinds = {name: _(word) for name, word in rules.KINDS.items()}
    kind = pick(_("Kind of facility"), kinds, "f-slot-kind", at=left, empty=_("Any"))
    places = {code: name for code, name in regions(visit).items() if code != NATIONWIDE}
    region = pick(_("Region"), places, "f-slot-region", at=middle, empty=_("Any"))
    band = right.text_input(_("Frequency band"), key="f-slot-band", max_chars=60)
    left, middle, right = st.columns(3)
    named = {name: _(word) for name, word in rules.FIGURES.items() if name != "band"}
    figure = pick(_("Figure"), named, "f-slot-figure", at=left, empty=_("Any"))
    least = _bound(middle, _("At least"), "f-slot-least")
    most = _bound(right, _("At most"), "f-slot-most")
    left, middle, right = st.columns(3)
    days = left.number_input(_("Whole days"), 0, 60, 0, key="f-slot-days")
    hours = middle.number_input(_("or hours"), 0.25, 240.0, 4.0, 0.25, key="f-slot-hours")
    until = right.date_input(
        _("Ends before"), clock.today() + timedelta(days=90), key="f-slot-before"
    )
    return Wanted(
        kind=kind or "",
        region=region or "",
        least={figure or "": least} if least is not None else {},
        most={figure or "": most} if most is not None else {},
        band=band.strip(),
        days=int(days),
        minutes=round(hours * 60),
        before=datetime.combine(until, time(), BEIJING) if isinstance(until, date) else None,
    )


def _bound(column: DeltaGenerator, head: str, key: str) -> Decimal | None:
    """A bound of a figure; None while the field is empty."""
    given = column.number_input(head, value=None, format="%g", key=key)
    return None if given is None else Decimal(str(given))


def rows_of(found: list[Slot]) -> pd.DataFrame:
    """Slots in words, each leading to its facility."""
    return pd.DataFrame(
        [
            {
                "code": one.code,
                "name": (one.name_en if i18n.language() == "en" else "") or one.name_zh,
                "window": wording.window(*one.window) if one.window else _("none"),
                "to": address("facility", id=one.code),
            }
            for one in found[:SHOWN]
        ]
    )


def columns() -> list[Column]:
    """The columns of the windows found."""
    return [
        Column("code", _("Code"), link="to"),
        Column("name", _("Facility")),
        Column("window", _("First free window")),
    ]


def keep(visit: Visit) -> None:
    """Entering facilities, closed until it is wanted."""
    said(AT)
    if visit.who.may("take_in_facilities"):
        from_file(visit)
    if visit.who.may("register_facility"):
        form(visit)


def from_file(visit: Visit) -> None:
    """Upload facilities; they go in whole or not at all."""
    with st.container(key="f-facilities-file"), st.expander(_("Take facilities in from a file")):
        words = _("Empty file to fill in (CSV)")
        download(visit, words, "facilities-empty", key="f-facilities-empty")
        given = st.file_uploader(
            _("Workbook or CSV file"), type=["xlsx", "csv"], key="f-facilities-upload"
        )
        if given is None:
            return
        words = _("Take in {count} facilities")
        taken(visit, given, exchange.take_in, words, key="f-facilities-in", at=AT)


def form(visit: Visit) -> None:
    """A facility nobody has entered."""
    words = _("Enter a facility")
    form = form_opened("f-facility-new", words, "f-form-facility")
    if form is None:
        return
    with form:
        given = fields()
        if st.form_submit_button(words, type="primary"):
            perform(
                visit,
                "f-act-facility",
                registering.register_facility,
                lambda: {"given": given},
                done=_("Recorded."),
                at=AT,
            )


USUAL = {"hours": "workday 08:00-20:00"}


def fields() -> dict[str, str]:
    """What is asked of a facility, two fields a row."""
    given: dict[str, str] = {}
    columns = st.columns(2)
    for place, (name, head) in enumerate(entry.HEADS.items()):
        column = columns[place % 2]
        if name in entry.CHOICES:
            options = {key: _(word) for key, word in entry.CHOICES[name].items()}
            given[name] = pick(_(head), options, f"f-facility-{name}", at=column) or ""
        else:
            usual = str(entry.NUMBERS[name][0]) if name in entry.NUMBERS else USUAL.get(name, "")
            key = f"f-facility-{name}"
            given[name] = column.text_input(_(head), usual, key=key, max_chars=300)
    return given
