"""How reports look, on the page of settings: each part as it is, set anew with a reason."""

import base64

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from fund import ui
from fund.i18n import _
from fund.reports import commands, queries
from fund.reports.look import KEYS, RULES
from fund.ui import Column
from fund.ui.visit import Visit, perform, said


def look(visit: Visit) -> None:
    """Every part of the look with what is set; the form for one of them."""
    with visit.reading() as session:
        values = queries.looks(session)
    with ui.block(
        _("How reports look"),
        _("Cover, number, unit and order of sheets; drafts made from now on follow it"),
        key="look",
    ):
        rows = pd.DataFrame(
            {
                "name": [_(words) for words, _kind in KEYS.values()],
                "value": [_shown(key, values.get(key, "")) for key in KEYS],
            }
        )
        columns = [Column("name", _("Setting")), Column("value", _("Now"))]
        ui.table(rows, columns, _("How reports look"), key="looks")
        said("f-look-done")
        if visit.who.may("set_look"):
            change(visit)


def _shown(key: str, value: str) -> str:
    if KEYS[key][1] == "logo" and value:
        return _("{count} bytes").format(count=len(base64.b64decode(value)))
    return value or "—"


def change(visit: Visit) -> None:
    """The form for one part; an empty text takes it back."""
    key = st.selectbox(
        _("Part of the look"),
        list(KEYS),
        format_func=lambda name: _(KEYS[name][0]),
        key="f-look-key",
    )
    kind = KEYS[key][1]
    with st.form(f"f-form-look-{key}"):
        given = (
            st.file_uploader(_("Logo"), type=["png"], key="f-look-logo")
            if kind == "logo"
            else st.text_input(
                _("Value"), key=f"f-look-value-{key}", max_chars=200, help=_(RULES[kind])
            )
        )
        reason = st.text_area(_("Reason"), key=f"f-look-reason-{key}", max_chars=500, height=80)
        if st.form_submit_button(_("Set"), type="primary"):
            perform(
                visit,
                "f-look",
                commands.set_look,
                lambda: {"setting": key, "value": _text(given), "reason": reason},
                done=_("Set. Drafts made from now on follow it."),
                at="f-look-done",
            )


def _text(given: UploadedFile | str | None) -> str:
    """What is kept of what was given: a file as base64."""
    if given is None or isinstance(given, str):
        return given or ""
    return base64.b64encode(given.getvalue()).decode()
