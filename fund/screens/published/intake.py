"""Files other people published: checked, taken in, listed with what they come to."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from fund import i18n, ui
from fund.errors import FundError, has_errors
from fund.i18n import _, ngettext
from fund.published import intake as published
from fund.screens.office.handing_in import columns, tell_issues
from fund.ui.visit import Visit

PUBLISHED = {"ocds": ("json", "jsonl"), "360giving": ("json",)}


def elsewhere(visit: Visit) -> None:
    """Published files: checked as soon as they are chosen, stored when asked for."""
    with ui.block(
        _("Published records"),
        _("Listed, counted and totalled by currency; they write nothing in the ledger"),
        key="published",
    ):
        if not visit.who.may("import_published"):
            ui.source_note(_("An officer imports them."))
            return
        names = {"ocds": "OCDS", "360giving": "360Giving"}
        kind = st.segmented_control(
            _("Format"),
            list(names),
            format_func=names.__getitem__,
            default="ocds",
            required=True,
            key="f-kind",
        )
        given = st.file_uploader(
            _("Published files"),
            type=[*PUBLISHED[kind or "ocds"]],
            accept_multiple_files=True,
            key=f"f-published-{kind}",
        )
        words = ngettext("Import {count} file", "Import {count} files", len(given)).format(
            count=len(given)
        )
        if given and st.button(words, type="primary", key="f-import"):
            take_in(visit, kind or "ocds", given)


def take_in(visit: Visit, kind: str, given: Sequence[UploadedFile]) -> None:
    """One file after the other, with how far it is."""
    bar = st.progress(0.0)
    for number, file in enumerate(given):

        def show(done: int, total: int, number: int = number, name: str = file.name) -> None:
            bar.progress(
                (number + done / max(total, 1)) / len(given),
                _("{name}: {done} of {total}").format(name=name, done=done, total=total),
            )

        take_one(visit, kind, file, show)
    bar.progress(1.0)


def take_one(visit: Visit, kind: str, file: UploadedFile, show: Callable[[int, int], None]) -> None:
    """Take one file in and say what came of it."""
    try:
        counts, issues = published.take_in(
            visit.engine, visit.who.id, kind, file.name, file.getvalue(), on_progress=show
        )
    except FundError as refused:
        ui.error_box(file.name, i18n.say(refused))
        return
    tell_issues(issues, file.name)
    if not has_errors(issues):
        ui.error_box(
            file.name,
            _("{accepted} taken in, {unchanged} unchanged, {updated} updated").format(**counts),
            tone="ok",
        )


def files(frame: pd.DataFrame) -> None:
    """Published files taken in, latest first."""
    if frame.empty:
        return
    with ui.block(
        ngettext(
            "{count} published file was taken in",
            "{count} published files were taken in",
            len(frame),
        ).format(count=len(frame)),
        key="files",
    ):
        ui.table(frame, columns("files"), _("Published files"), key="files")


def totals(frame: pd.DataFrame) -> None:
    """What the published records come to, each currency by itself."""
    if frame.empty:
        return
    with ui.block(
        _("Published records by currency"),
        _("Never added up over currencies; each amount in its own"),
        key="totals",
    ):
        ui.table(frame, columns("totals"), _("Published records by currency"), key="totals")
