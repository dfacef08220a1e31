"""Screenings: how far each is, how old its catalogue is, what passes nearest; beginning one."""

from datetime import timedelta

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from fund import clock, i18n, ui
from fund.debris import screening, wording
from fund.debris.rows import Run
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.ui import Column, address
from fund.ui.fields import folded
from fund.ui.visit import Visit, perform, said

AT = "f-screening-done"
STILL = timedelta(minutes=2)
"""A screening of which nothing came for so long has stopped."""


def in_words(row: Run) -> dict[str, str]:
    """A screening's figures as people read them."""
    age = (row["starts_at"] - row["oldest_at"]) / timedelta(days=1)
    is_over = row["done"] >= row["parts"]
    return {
        "name": _("Screening {number}").format(number=row["run_id"]),
        "begun": wording.instant(row["begun_at"]),
        "far": (
            _("through")
            if is_over
            else _("{done} of {parts} parts").format(done=row["done"], parts=row["parts"])
        ),
        "asked": ngettext("{days} day, {km} km", "{days} days, {km} km", row["days"]).format(
            days=row["days"], km=i18n.number(row["distance_m"] / 1_000, 1)
        ),
        "catalogue": _("{count} objects, elements up to {age} days old, {odd} not used").format(
            count=i18n.number(row["objects"]),
            age=i18n.number(max(age, 0.0), 1),
            odd=row["odd"] + row["too_old"],
        ),
        "to": address("screenings", id=row["run_id"]),
    }


def listed(frame: pd.DataFrame) -> None:
    """The latest screenings."""
    rows = rows_of(frame, Run)
    said_of = [in_words(row) for row in rows]
    shown = frame.assign(**{name: [one[name] for one in said_of] for name in said_of[0]})
    with ui.block(_("Screenings"), _("The latest first; times in Beijing"), key="screenings"):
        ui.table(
            shown,
            [
                Column("name", _("Screening"), link="to", sub="asked"),
                Column("begun", _("Begun at"), sub="begun_by"),
                Column("far", _("Parts done")),
                Column("file_name", _("Catalogue of elements"), sub="catalogue"),
                Column("hits", _("Approaches"), "number"),
            ],
            _("Screenings"),
            key="screenings",
        )


def nearest(visit: Visit, row: Run, hits: pd.DataFrame) -> None:
    """What passes nearest in one screening, and going on with one that stopped."""
    words = in_words(row)
    sub = f"{words['far']} · {words['asked']} · {words['catalogue']}"
    with ui.block(words["name"], sub, key="screening"):
        if row["missing"]:
            listed_numbers = ", ".join(row["missing"])
            ui.source_note(_("Not in the catalogue: {numbers}").format(numbers=listed_numbers))
        if row["failed"]:
            lacking = ngettext(
                "{count} object has no position at some of the times: it was not looked at then.",
                "{count} objects have no position at some of the times: they were not looked at"
                " then.",
                row["failed"],
            )
            ui.source_note(lacking.format(count=i18n.number(row["failed"])))
        if hits.empty:
            ui.empty(_("Nothing yet"), _("Nothing passes that near, as far as it was looked."))
        else:
            approaches(hits, int(row["hits"]))
        ui.source_note(
            _(
                "Elements have no covariance and are off by kilometres after days: a place to look"
                " at, no probability and no warning."
            )
        )
    latest = row["latest_at"] or row["begun_at"]
    is_still = row["done"] < row["parts"] and clock.now() - latest > STILL
    if is_still:
        ui.source_note(_("Nothing came of it for two minutes: it may have been stopped."))
    may = is_still and visit.who.may("record_screening")
    if may and st.button(_("Go on with it"), key="f-screening-on"):
        screening.in_background(int(row["run_id"]), visit.who.login)
        st.rerun()


def approaches(hits: pd.DataFrame, total: int) -> None:
    """The nearest ones, as a table."""
    rows = hits.to_dict("records")
    shown = hits.assign(
        when=[wording.instant(one["at"]) for one in rows],
        km=[i18n.number(one["miss_m"] / 1_000, 2) for one in rows],
        speed=[i18n.number(one["speed_km_s"], 1) for one in rows],
        ages=[
            f"{i18n.number(one['own_age_days'], 1)} / {i18n.number(one['other_age_days'], 1)}"
            for one in rows
        ],
        other=[one["name"] or "—" for one in rows],
    )
    title = ngettext("{count} approach", "{count} approaches", total).format(count=total)
    ui.table(
        shown,
        [
            Column("craft", _("Spacecraft"), sub="craft_number"),
            Column("number", _("Other object"), sub="other"),
            Column("when", _("Closest approach")),
            Column("km", _("Distance, km"), "figure"),
            Column("speed", _("Relative speed, km/s"), "figure"),
            Column("ages", _("Age of elements, days: ours / other"), "figure"),
        ],
        title,
        key="screening",
    )


def begin(visit: Visit) -> None:
    """Look through a catalogue somebody uploads; it runs on its own."""
    said(AT)
    if not visit.who.may("begin_screening"):
        return
    words = _("Look through a catalogue")
    with folded("f-screening-place", words, "f-form-screening"):
        given = st.file_uploader(
            _("Elements: TLE, or OMM as CSV, JSON, XML, KVN"),
            type=["tle", "txt", "csv", "json", "xml", "kvn", "omm"],
            key="f-screening-file",
        )
        left, right = st.columns(2)
        days = left.number_input(
            _("Days ahead"), min_value=1, max_value=14, value=7, key="f-screening-days"
        )
        km = right.number_input(
            _("Nearer than, km"), min_value=0.1, max_value=100.0, value=5.0, key="f-screening-km"
        )
        if st.form_submit_button(words, type="primary"):
            start(visit, given, int(days), float(km))


def start(visit: Visit, given: UploadedFile | None, days: int, km: float) -> None:
    """Begin it, and let the very screening that was begun run in a process of its own."""

    def asked() -> dict[str, object]:
        return {
            "file_name": given.name if given is not None else "",
            "content": given.getvalue() if given is not None else b"",
            "days": days,
            "distance_m": round(km * 1_000),
        }

    perform(
        visit,
        "f-act-screening",
        screening.begin_screening,
        asked,
        done=_("Begun: it runs by itself, and this page says how far it is."),
        at=AT,
        then=lambda made: screening.in_background(int(made.id), visit.who.login),
    )
