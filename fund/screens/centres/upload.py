"""A report as a workbook: down prefilled, up again with the same verdict as the form, and back with
its bad cells marked; one, or a province's together.
"""

import hashlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from fund import audit, db, i18n, ui
from fund.centres import bundle, commands, intake, mending, paper
from fund.centres.bundle import Judged, Opened
from fund.centres.queries import Filing
from fund.errors import FundError, Issue
from fund.frames import named
from fund.i18n import _, ngettext
from fund.screens.centres.mending import changed, mend, mended_here
from fund.ui import Column, once
from fund.ui.bulk import one_by_one, tell, tell_last
from fund.ui.fields import opened
from fund.ui.visit import Visit, download, perform

AT = "f-filing"
MOST = 30
"""Issues listed on the page; the marked workbook has them all."""


def upload(visit: Visit, made: Filing) -> None:
    """The workbook of this centre and period."""
    with visit.reading() as session:
        of = paper.paper(session, visit.who, made.centre.code, made.period.code)
    with st.container(key="f-workbook"), st.expander(_("Or with Excel")):
        download(
            visit,
            _("Download the workbook, filled in"),
            "workbook",
            made.centre.code,
            made.period.code,
            i18n.language(),
            key="f-workbook-down",
        )
        given = st.file_uploader(_("The workbook, filled in"), key="f-workbook-up", type=["xlsx"])
        if given is None:
            return
        one = unpacked(given)[0]
        taken = (
            intake.taken(one.book, of) if one.book else intake.Taken({}, {}, None, one.refused, {})
        )
        came, taken = taken, mended_here(taken, of, given.file_id)
        listed(taken.issues)
        if came is not taken:
            changed(came, taken, of)
        if not taken.is_ready:
            mend(taken, of, given.file_id)
            marked_again(taken, of)
        elif st.button(_("Hand the workbook in"), type="primary", key="f-workbook-send"):
            perform(
                visit,
                "f-act-workbook",
                commands.submit_workbook,
                lambda: handed(Judged(one.file, of, taken), mending.changes(came, taken)),
                done=_("Handed in. You will see here when it is reviewed."),
                at=AT,
            )


def marked_again(taken: intake.Taken, of: paper.Paper) -> None:
    """The workbook to be put right, with its cells marked."""
    ui.source_note(
        _("Nothing was stored. Put right what is marked, here or in the workbook below.")
    )
    language = i18n.language()
    st.download_button(
        _("Download it with the cells marked"),
        lambda: intake.remade(taken, of, language),
        intake.title(of),
        ui.for_me(ui.XLSX),
        key="f-workbook-marked",
        on_click="ignore",
        icon=":material/download:",
    )


def listed(issues: list[Issue], file: str = "") -> None:
    """Each cell and what to do; errors and questions before what was only read in another way.
    ``file`` names one among several.
    """
    if not issues:
        ui.error_box(
            _("The workbook is sound"), _("Every cell was read, and nothing is open."), tone="ok"
        )
        return
    ordered = sorted(issues, key=lambda issue: issue.severity != "error")
    title = ngettext(
        "{count} thing to see in the workbook", "{count} things to see in the workbook", len(issues)
    ).format(count=len(issues))
    ui.issue_box(
        f"{file} · {title}" if file else title,
        [(issue.where or "—", i18n.say(issue)) for issue in ordered[:MOST]],
        tone="crit" if ordered[0].severity == "error" else "warn",
    )


def unpacked(given: UploadedFile) -> list[Opened]:
    """An uploaded file, read by the guard once and not again with every click beside it."""
    kept: dict[str, list[Opened]] = st.session_state.setdefault("f-opened", {})
    if given.file_id not in kept:
        kept[given.file_id] = [
            bundle.opened(file) for file in bundle.unpacked(given.name, given.getvalue())
        ]
    return kept[given.file_id]


def handed(one: Judged, mended: str = "") -> dict[str, object]:
    """What a judged workbook hands in; ``mended`` says what was changed on the page."""
    of = one.of
    if of is None:
        raise ValueError(one.file.name)
    cells = {code: (cell.kind, cell.value) for code, cell in one.taken.cells.items()}
    return {
        "centre_code": of.centre.code,
        "period_code": of.period.code,
        "file_name": one.file.name,
        "content": one.file.content,
        "cells": cells,
        "notes": one.taken.notes,
        "mended": mended,
    }


def together(visit: Visit, tasks: pd.DataFrame) -> None:
    """All workbooks of a period in one zip, and back again together with a verdict a file.
    ``tasks`` are fund.centres.queries.tasks.
    """
    tell_last("f-together")
    names: dict[str, str] = dict(
        named(tasks, "period")
        .drop_duplicates("period_code")[["period_code", "period"]]
        .itertuples(index=False)
    )
    inside = opened("f-together", _("Excel for several centres at once"))
    if inside is None:
        return
    with inside:
        chosen = st.selectbox(
            _("Reporting period"),
            list(reversed(names)),
            format_func=names.__getitem__,
            key="f-together-period",
        )
        with visit.reading() as session:
            papers = bundle.papers(session, visit.who, chosen)
        if papers:
            words = ngettext(
                "Download {count} workbook as a zip, filled in",
                "Download {count} workbooks as a zip, filled in",
                len(papers),
            ).format(count=len(papers))
            download(visit, words, "bundle", chosen, i18n.language(), key="f-together-down")
        else:
            ui.source_note(_("Every report of this period is handed in already."))
        key = once.token("f-together")
        given = st.file_uploader(
            _("The workbooks, one by one or as a zip"),
            key=f"f-together-up-{key[:6]}",
            type=["xlsx", "zip"],
            accept_multiple_files=True,
        )
        if given:
            verdicts(visit, [one for file in given for one in unpacked(file)])


def verdicts(visit: Visit, files: Sequence[Opened]) -> None:
    """A line a file, what is to be put right in each, and one button for the sound ones."""
    with visit.reading() as session:
        came = bundle.judged_each(session, visit.who, files)
    note_denied(visit, came)
    found = [
        one._replace(taken=mended_here(one.taken, one.of, _name_of(one))) if one.of else one
        for one in came
    ]
    rows = pd.DataFrame([{"file": one.file.name, **verdict_of(one)} for one in found])
    ui.table(
        rows,
        [
            Column("file", _("File"), sub="centre"),
            Column("look", _("Verdict"), "tag", word="word"),
            Column("open", _("To be put right"), "number"),
        ],
        _("Verdicts"),
        key="verdicts",
    )
    to_put_right(list(zip(came, found, strict=True)))
    ready = {place: one for place, one in enumerate(found) if one.taken.is_ready}
    words = ngettext(
        "Hand in {count} sound workbook", "Hand in {count} sound workbooks", len(ready)
    ).format(count=len(ready))
    if ready and st.button(words, type="primary", key="f-together-send"):
        once.hold("f-together")
        outcome = one_by_one(
            visit,
            once.key_of(visit, "f-together"),
            {place: one.file.name for place, one in ready.items()},
            commands.submit_workbook,
            lambda place: handed(
                ready[place], mending.changes(came[place].taken, ready[place].taken)
            ),
        )
        tell("f-together", outcome)
        st.rerun()


def _name_of(one: Judged) -> str:
    """What a file among several is known by, however often it is sent."""
    return hashlib.sha256(one.file.content).hexdigest()


def to_put_right(files: Sequence[tuple[Judged, Judged]]) -> None:
    """What is wrong in each file with a form for its few bad cells, and all of them again with
    their cells marked; each as it came and as it is now. A file sent twice has one form.
    """
    drawn: set[str] = set()
    bad = [now for _came, now in files if not now.taken.is_ready]
    for came, now in files:
        name = _name_of(now)
        if not now.taken.is_ready:
            listed(now.taken.issues, now.file.name)
        if now.of is None or name in drawn:
            continue
        drawn.add(name)
        if now.taken is not came.taken:
            changed(came.taken, now.taken, now.of, f"f-mended-{name[:8]}")
        if not now.taken.is_ready:
            mend(now.taken, now.of, name)
    if bad:
        ui.source_note(
            _("Nothing of these was stored. Put right what is marked, and hand them in again.")
        )
    language = i18n.language()
    if pack := [(intake.title(of), one.taken, of) for one in bad if (of := one.of)]:
        st.download_button(
            _("Download them with the cells marked"),
            lambda: bundle.packed(
                (name, intake.remade(taken, of, language)) for name, taken, of in pack
            ),
            "marked.zip",
            ui.for_me("application/zip"),
            key="f-together-marked",
            on_click="ignore",
            icon=":material/download:",
        )


def verdict_of(one: Judged) -> dict[str, object]:
    """A file's verdict in words, and how many things are to be put right."""
    open_count = sum(issue.severity == "error" for issue in one.taken.issues) + (
        len(
            [
                issue
                for issue in one.taken.verdict.open(one.taken.notes)
                if issue.severity != "error"
            ]
        )
        if one.taken.verdict
        else 0
    )
    look, word = (
        ("approved", _("Sound"))
        if one.taken.is_ready
        else ("returned", _("To be put right"))
        if one.taken.verdict
        else ("missing", _("Not read"))
    )
    return {
        "look": look,
        "word": word,
        "open": open_count,
        "centre": f"{one.of.centre.code} · {one.of.period.code}" if one.of else "",
    }


def note_denied(visit: Visit, found: Sequence[Judged]) -> None:
    """Put on record, once a file, that somebody handed in what is not theirs."""
    noted: set[str] = st.session_state.setdefault("f-denied", set())
    for one in found:
        mark = hashlib.sha256(one.file.content).hexdigest()
        if one.denied is not None and mark not in noted:
            noted.add(mark)
            note_refusal(visit, one.denied, one.file.name)


def note_refusal(visit: Visit, refused: FundError, file: str) -> None:
    """One such attempt."""
    db.note(
        visit.engine,
        lambda session: audit.refusal(
            session, visit.who.id, "see_centres", refused, {"file": file}
        ),
    )
