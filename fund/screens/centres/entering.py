"""Acts on centres and periods: entering them and what belongs to them, locking; and what reporting
costs the centres.
"""

from datetime import date, timedelta
from html import escape
from typing import TypedDict

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.centres import burden, periods, registering, registry
from fund.centres.rules import FIELDS, FIELDS_OF, KINDS
from fund.frames import named
from fund.i18n import _
from fund.period import NotAPeriod, parse
from fund.ui import Column
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import folded, form_opened, opened, pick, pick_day
from fund.ui.folding import behind
from fund.ui.visit import Visit, perform, regions

AT, OF = "f-centres", "f-centre"


def enter(visit: Visit) -> None:
    """What this person may enter: centres, periods, the lock of one."""
    if visit.who.may("register_centre"):
        register(visit)
        open_period(visit)
    if visit.who.may("lock_period"):
        lock_period(visit)


def register(visit: Visit) -> None:
    """The form for a new centre."""
    inside = opened("f-new-centre", _("Enter a centre"))
    if inside is None:
        return
    places = regions(visit)
    with inside:
        bodies = bodies_to_choose(visit, "f-centre-host")
    with inside, st.form("f-form-centre"):
        wanted = centre_fields(places, bodies)
        if st.form_submit_button(_("Enter a centre"), type="primary"):
            perform(
                visit,
                "f-centre",
                registering.register_centre,
                lambda: wanted | {"is_demonstration": visit.is_demonstration},
                done=_("Entered. Give its reporter the role “Local centre” for this code."),
                at=AT,
            )


def centre_fields(places: dict[str, str], bodies: dict[int, str]) -> dict[str, object]:
    """What is asked of a new centre."""
    left, right = st.columns(2)
    kind, of = left.selectbox(
        _("Kind and field"),
        [(kind, of) for kind in KINDS for of in FIELDS_OF[kind]],
        format_func=lambda pair: f"{_(KINDS[pair[0]])} · {_(FIELDS[pair[1]])}",
        key="f-centre-kind",
    )
    given = {
        "kind": kind,
        "field": of,
        "code": right.text_input(_("Code"), key="f-centre-code", max_chars=40),
        "name_zh": left.text_input(_("Chinese name"), key="f-centre-zh", max_chars=120),
        "name_en": right.text_input(_("English name"), key="f-centre-en", max_chars=120),
    }
    named_places = {key: name for key, name in places.items() if key}
    return given | {
        "region_code": pick(_("Province"), named_places, "f-centre-region", at=left) or "",
        "city": right.text_input(_("City"), key="f-centre-city", max_chars=80),
        "host_id": pick(_("Host"), bodies, "f-centre-host", at=left) or 0,
        "founded_on": pick_day(_("Founded on"), "f-centre-founded", clock.today(), at=right),
    }


def open_period(visit: Visit) -> None:
    """The form for a period: a code like 2026-Q4 names its days by itself."""
    form = form_opened("f-new-period", _("Open a reporting period"), "f-form-period")
    if form is None:
        return
    with form:
        wanted = period_fields()
        ui.source_note(
            _(
                "A code of a quarter, half or year takes that period’s days, whatever days stand"
                " above."
            )
        )
        if st.form_submit_button(_("Open it"), type="primary"):
            perform(
                visit,
                "f-period",
                periods.open_period,
                lambda: {
                    **wanted,
                    **_days(wanted["code"], wanted["starts_on"], wanted["ends_on"]),
                },
                done=_("Opened."),
                at=AT,
            )


class PeriodAsked(TypedDict):
    """What is asked of a reporting period."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    starts_on: date
    ends_on: date
    due_on: date
    closes_on: date


def period_fields() -> PeriodAsked:
    """What is asked of a period; without names its code names it."""
    today = clock.today()
    left, right = st.columns(2)
    code = left.text_input(_("Code, such as 2026-Q4"), key="f-period-code", max_chars=20)
    kind = right.selectbox(
        _("For"),
        ["", *KINDS],
        format_func=lambda word: _(KINDS[word]) if word else _("every kind"),
        key="f-period-kind",
    )
    month = today + timedelta(days=30)
    fortnight = today + timedelta(days=15)
    return {
        "code": code.strip(),
        "kind": kind,
        "name_zh": left.text_input(_("Chinese name"), key="f-period-zh", max_chars=80) or code,
        "name_en": right.text_input(_("English name"), key="f-period-en", max_chars=80) or code,
        "starts_on": pick_day(_("From"), "f-period-from", today, at=left),
        "ends_on": pick_day(_("Until"), "f-period-until", today, at=right),
        "due_on": pick_day(_("Due on"), "f-period-due", fortnight, at=left),
        "closes_on": pick_day(_("Taken until"), "f-period-closes", month, at=right),
    }


def _days(code: str, starts: object, ends: object) -> dict[str, object]:
    """A regular code names its own days; an irregular one those that were given."""
    try:
        known = parse(code.strip())
    except NotAPeriod:
        return {"starts_on": starts, "ends_on": ends}
    return {"starts_on": known.first, "ends_on": known.last}


def due_line(words: str, button: str, to: str) -> None:
    """One thing to do: a sentence and the one way to it."""
    st.html(
        f'<div class="f-due"><span>{escape(words)}</span><a class="f-go f-button"'
        f' href="{escape(to, quote=True)}" target="_self">{escape(button)}</a></div>'
    )


def lock_period(visit: Visit) -> None:
    """No more reports on a period; what is approved changes by a reviewed revision only."""
    with visit.reading() as session:
        known = registry.unlocked(session, visit.who)
    if not known:
        return
    with folded("f-lock-period", _("Lock a reporting period"), "f-form-lock"):
        ui.source_note(
            _(
                "After the lock no report is taken any more; what is approved changes by a reviewed"
                " revision only. A lock is not taken back."
            )
        )
        names = {
            row.id or 0: row.name_zh if i18n.language() == "zh" else row.name_en for row in known
        }
        key = pick(_("Reporting period"), names, "f-lock-which") or 0
        if st.form_submit_button(_("Lock it")):
            perform(
                visit,
                "f-lock",
                periods.lock_period,
                lambda: {"period_id": key},
                done=_("Locked."),
                at=AT,
            )


def costs(visit: Visit) -> None:
    """How many cells a report takes: our figure to bring down."""
    with visit.reading() as session:
        frame = burden.burden(session, visit.who)
    with ui.block(
        _("What reporting costs the centres"),
        _(
            "Cells a person typed, of those asked for: counted when a report is handed in, against"
            " what it was filled in with"
        ),
        key="burden",
    ):
        if frame.empty:
            ui.empty(
                _("Nothing is handed in yet"), _("The first report handed in is counted here.")
            )
            return
        each = named(frame, "name", "period")
        burden_by_period(each)
        behind("f-burden-each", _("Centre by centre"), lambda: burden_by_centre(each))


def burden_by_centre(each: pd.DataFrame) -> None:
    """Each report of each centre."""
    columns = [
        Column("name", _("Centre"), sub="centre_code"),
        Column("period", _("Reporting period")),
        Column("rounds", _("Times handed in"), "number"),
        Column("typed", _("Cells typed"), "number"),
        Column("asked", _("Cells asked for"), "number"),
        Column("share", _("Share typed"), "share", is_strong=True),
    ]
    ui.table(
        each.rename(columns={"typed_cells": "typed", "asked_cells": "asked"}),
        columns,
        _("Centre by centre"),
        key="burden-each",
    )


def burden_by_period(each: pd.DataFrame) -> None:
    """All reports of a period added up, the latest period first."""
    whole = (
        each.groupby(["ends_on", "period"], as_index=False)
        .agg(
            reports=("centre_code", "count"),
            typed=("typed_cells", "sum"),
            asked=("asked_cells", "sum"),
        )
        .sort_values("ends_on", ascending=False)
    )
    rows = whole.assign(
        share=whole["typed"] / whole["asked"].clip(lower=1), each=whole["typed"] / whole["reports"]
    )
    columns = [
        Column("period", _("Reporting period")),
        Column("reports", _("Reports handed in"), "number"),
        Column("typed", _("Cells typed"), "number"),
        Column("asked", _("Cells asked for"), "number"),
        Column("each", _("Typed a report"), "number", places=1),
        Column("share", _("Share typed"), "share", is_strong=True),
    ]
    ui.table(rows, columns, _("What reporting costs the centres"), key="burden")
