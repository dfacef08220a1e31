"""Bad cells of the office's workbook put right where they are seen: a small form of exactly these
cells.
"""

import streamlit as st

from fund import i18n, ui
from fund.errors import Issue
from fund.i18n import _
from fund.office import mending
from fund.office.mending import Change
from fund.workbook.guard import Workbook

KEPT = "f-office-mended"


def typed_here(file_id: str) -> dict[str, Change]:
    """What was put right on the page in this file so far."""
    kept: dict[str, dict[str, Change]] = st.session_state.get(KEPT, {})
    return kept.get(file_id, {})


def mend(book: Workbook, issues: list[Issue], file_id: str) -> None:
    """A field for each bad cell: what stands there, what is wrong, and what it is to be."""
    bad = mending.bad_cells(mending.changed(book, typed_here(file_id)), issues)
    if not bad:
        return
    with st.form(f"f-office-mend-{file_id[:8]}"):
        ui.source_note(_("Put these cells right here; the workbook is judged again as a whole."))
        typed = {
            one.where: st.text_input(
                one.where,
                value=one.was,
                help=" ".join(i18n.say(issue) for issue in one.issues),
                key=f"f-office-mend-{file_id[:8]}-{one.where}",
                max_chars=500,
            )
            for one in bad
        }
        is_sent = st.form_submit_button(_("Judge again"))
    if is_sent:
        kept: dict[str, dict[str, Change]] = st.session_state.setdefault(KEPT, {})
        before = {where: now for where, (_was, now) in typed_here(file_id).items()}
        kept[file_id] = mending.changes(book, before | typed)
        st.rerun()


def changed(book: Workbook, file_id: str) -> None:
    """What was changed on the page, and the mended workbook to take away."""
    typed = typed_here(file_id)
    if not typed:
        return
    ui.source_note(_("Changed on this page: {cells}").format(cells=mending.said(typed)))
    language = i18n.language()
    st.download_button(
        _("Download the mended workbook"),
        lambda: mending.remade(book, typed, language),
        _("office-workbook.xlsx"),
        ui.for_me(ui.XLSX),
        key="f-office-mended-down",
        on_click="ignore",
        icon=":material/download:",
    )
