"""Bad cells of a workbook put right where they are seen: a small form of exactly these cells."""

from collections.abc import Mapping

import streamlit as st

from fund import i18n, ui
from fund.centres import intake, mending
from fund.centres.intake import Taken
from fund.centres.paper import Paper
from fund.i18n import _

KEPT = "f-mended"
Typed = tuple[dict[str, str], dict[str, str]]
"""Figures and explanations by indicator."""


def mended_here(taken: Taken, of: Paper, file_id: str) -> Taken:
    """The workbook with what was put right on the page; as it came where nothing was."""
    kept: Mapping[str, Typed] = st.session_state.get(KEPT, {})
    if file_id not in kept or taken.verdict is None:
        return taken
    return mending.mended(taken, of, *kept[file_id], i18n.language())


def mend(taken: Taken, of: Paper, file_id: str) -> None:
    """A field for each bad cell: what stood there, what is wrong, and what it is to be."""
    bad = mending.bad_cells(taken, of, i18n.language())
    if not bad:
        return
    names = {one.code: one.word("name", i18n.language()) for one in of.form}
    with st.form(f"f-mend-{file_id[:8]}"):
        ui.source_note(_("Put these cells right here; the workbook is judged again as a whole."))
        typed = {
            one.code: st.text_input(
                f"{one.where} · {names[one.code]}",
                value="" if one.is_note else one.was,
                help=i18n.say(one.issue),
                placeholder=_("Explanation") if one.is_note else "",
                key=f"f-mend-{one.code}-{file_id[:8]}",
                max_chars=500,
            )
            for one in bad
        }
        is_sent = st.form_submit_button(_("Judge again"))
    if is_sent:
        kept: dict[str, Typed] = st.session_state.setdefault(KEPT, {})
        values, notes = kept.get(file_id, ({}, {}))
        values |= {one.code: typed[one.code] for one in bad if not one.is_note}
        notes |= {one.code: typed[one.code] for one in bad if one.is_note}
        kept[file_id] = (values, notes)
        st.rerun()


def changed(came: Taken, now: Taken, of: Paper, key: str = "f-workbook-mended") -> None:
    """What was changed on the page, and the mended workbook to take away."""
    words = mending.changes(came, now)
    if not words:
        return
    ui.source_note(_("Changed on this page: {cells}").format(cells=words))
    language = i18n.language()
    st.download_button(
        _("Download the mended workbook"),
        lambda: intake.remade(now, of, language),
        intake.title(of),
        ui.for_me(ui.XLSX),
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )
