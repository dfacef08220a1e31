"""The office's own workbook: handed in, looked through, approved; and the tables of what was handed
in.
"""

from dataclasses import replace

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, db, i18n, ui
from fund.access.actors import Actor
from fund.errors import N_, Issue, has_errors
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.office import commands as office
from fund.office import intake, trying
from fund.office import queries as office_queries
from fund.office.mending import changed as changed_cells
from fund.office.records import OfficeRecords
from fund.office.template import template
from fund.published import queries as published_queries
from fund.reports.description import Column as SheetColumn
from fund.reports.description import Kind as SheetKind
from fund.reports.description import Sheet
from fund.screens.office import mending
from fund.screens.office.approving import Opening, look_through
from fund.ui import Column, address
from fund.ui.table import Kind
from fund.ui.visit import Visit, act, said
from fund.workbook.guard import Workbook, open_workbook

SHOWN = 50
OPENED = "f-office-opened"


TABLES: dict[str, tuple[str, list[tuple[str, str, Kind]]]] = {
    "openings": (
        N_("The office’s own workbook"),
        [
            ("file_name", N_("File"), "text"),
            ("status", N_("Status"), "tag"),
            ("lines", N_("Budget lines"), "number"),
            ("grants", N_("Grants"), "number"),
            ("contracts", N_("Contracts"), "number"),
            ("tranches", N_("Tranches"), "number"),
            ("payments", N_("Payments"), "number"),
            ("holdings", N_("Holdings"), "number"),
            ("subsidies", N_("Subsidies"), "number"),
            ("guarantees", N_("Guarantees"), "number"),
            ("uploader", N_("Handed in by"), "text"),
            ("reason", N_("Reason"), "text"),
        ],
    ),
    "files": (
        N_("Published files"),
        [
            ("name", N_("File"), "text"),
            ("kind", N_("Format"), "text"),
            ("accepted", N_("Taken in"), "number"),
            ("unchanged", N_("Unchanged"), "number"),
            ("updated", N_("Updated"), "number"),
            ("warnings", N_("Warnings"), "number"),
            ("imported_at", N_("Imported on"), "date"),
            ("actor", N_("Person"), "text"),
        ],
    ),
    "totals": (
        N_("Published records by currency"),
        [
            ("currency", N_("Currency"), "text"),
            ("grants", N_("Grants"), "number"),
            ("awarded", N_("Awarded amount"), "text"),
            ("contracts", N_("Contracts"), "number"),
            ("value", N_("Contract value"), "text"),
        ],
    ),
}
"""The tables of this page: title, then column, head and kind, for the screen and for the
workbook.
"""


def workbook(visit: Visit) -> None:
    """Download the empty workbook, upload the filled one."""
    with ui.block(
        _("The office’s own workbook"),
        _("Budget and all undertakings, what was paid, what is held; a decider approves it"),
        key="office",
    ):
        language = i18n.language()
        st.download_button(
            _("Download the empty workbook"),
            lambda: template(language),
            _("office-workbook.xlsx"),
            ui.for_me(ui.XLSX),
            key="f-template",
            on_click="ignore",
        )
        if not visit.who.may("upload_opening"):
            ui.source_note(_("An officer uploads it."))
            return
        given = st.file_uploader(_("Filled workbook"), type=["xlsx"], key="f-office")
        if given is not None:
            hand_in(visit, given.name, given.getvalue(), given.file_id)


def hand_in(visit: Visit, name: str, content: bytes, file_id: str) -> None:
    """Read a filled workbook; say what is wrong in it and let a few cells be put right, or offer to
    hand it in.
    """
    typed = mending.typed_here(file_id)
    with ui.loading(80, _("Reading {name}").format(name=name)):
        book, issues = opened(content, file_id)
        records = OfficeRecords()
        if book is not None:
            changed = changed_cells(book, typed)
            records, issues = judged(visit, changed, (name, content))
    tell_issues(issues, name)
    if book is not None:
        mending.changed(book, file_id)
    if has_errors(issues):
        if book is not None:
            mending.mend(book, issues, file_id)
        return
    rows = sum(len(getattr(records, sheet)) for sheet in office.SHEETS)
    words = ngettext(
        "Hand in {count} row for approval", "Hand in {count} rows for approval", rows
    ).format(count=rows)
    act(
        visit,
        words,
        office.upload_opening,
        key="f-hand-in",
        done=_("Handed in. A decider approves it below."),
        file_name=name,
        content=content,
        records=records,
        mended=typed,
    )


def judged(
    visit: Visit, book: Workbook, file: tuple[str, bytes]
) -> tuple[OfficeRecords, list[Issue]]:
    """What a workbook says and what is wrong with it, tried as it would be approved."""
    with db.reading(visit.engine) as session:
        known = office.known(session)
    today = clock.today()
    records, issues = intake.read_book(book, replace(known, tranches=frozenset()), today)
    if not has_errors(issues):
        issues += trying.refusals(visit.engine, visit.who.id, records, file, today)
    return records, issues


def opened(content: bytes, file_id: str) -> tuple[Workbook | None, list[Issue]]:
    """An uploaded workbook, read by the guard once and not again with every click beside it; one
    at a time is kept.
    """
    kept: dict[str, tuple[Workbook | None, list[Issue]]] = st.session_state.get(OPENED, {})
    if file_id not in kept:
        kept = {file_id: open_workbook(content)}
        st.session_state[OPENED] = kept
    return kept[file_id]


def tell_issues(issues: list[Issue], name: str) -> None:
    """The problems of a file, errors first, each with place, value and what to do."""
    errors = [issue for issue in issues if issue.severity == "error"]
    if errors:
        title = ngettext(
            "{name}: {count} error, nothing was stored",
            "{name}: {count} errors, nothing was stored",
            len(errors),
        )
        ui.issue_box(
            title.format(name=name, count=len(errors)),
            [line(issue) for issue in errors[:SHOWN]],
            tone="crit",
        )
    warnings = [issue for issue in issues if issue.severity == "warning"]
    if warnings:
        title = ngettext("{name}: {count} warning", "{name}: {count} warnings", len(warnings))
        ui.issue_box(
            title.format(name=name, count=len(warnings)),
            [line(issue) for issue in warnings[:SHOWN]],
        )


def line(issue: Issue) -> tuple[str, str]:
    """Place, and value with what to do."""
    if not issue.value:
        return issue.where, i18n.say(issue)
    return issue.where, _("“{value}”: {problem}").format(value=issue.value, problem=i18n.say(issue))


def openings(visit: Visit, frame: pd.DataFrame) -> None:
    """Workbooks handed in; a decider who did not upload them approves or rejects."""
    if frame.empty:
        return
    waiting = frame[frame["status"] == "waiting"]
    title = ngettext(
        "{count} workbook is waiting", "{count} workbooks are waiting", len(waiting)
    ).format(count=len(waiting))
    with ui.block(
        title,
        _("Approving writes every row into the ledger as opening acts, recorded today"),
        key="openings",
    ):
        said("f-openings")
        if (frame["status"] == "approved").any():
            words = _("To the ledger")
            st.html(f'<a class="f-go" href="{address("budget")}" target="_self">{words}</a>')
        ui.table(frame, columns("openings"), title, key="openings")
        if visit.who.may("approve_opening"):
            for row in rows_of(waiting, Opening):
                decide(visit, row)


def decide(visit: Visit, row: Opening) -> None:
    """Look through one workbook, then approve it; or reject it."""
    key = f"f-opening-{row['opening_id']}"
    rows_seen = look_through(visit, row, key)
    with st.container(horizontal=True, vertical_alignment="bottom", key=key):
        if rows_seen:
            act(
                visit,
                _("Approve {name}").format(name=row["file_name"]),
                office.approve_opening,
                key=f"{key}-yes",
                done=_("Approved: the opening acts are in the ledger. See them under Budget."),
                at="f-openings",
                rows_seen=rows_seen,
                opening_id=row["opening_id"],
                expected_version=row["version"],
            )
        reason = st.text_input(_("Reason for rejecting"), key=f"{key}-reason", max_chars=500)
        act(
            visit,
            _("Reject"),
            office.reject_opening,
            key=f"{key}-no",
            is_primary=False,
            at="f-openings",
            reason=reason,
            opening_id=row["opening_id"],
            expected_version=row["version"],
        )


def columns(name: str) -> list[Column]:
    """The columns of one of this page's tables."""
    return [Column(key, _(head), kind) for key, head, kind in TABLES[name][1]]


def recorded(session: Session, actor: Actor, view: View) -> dict[str, pd.DataFrame]:
    """What was handed in, taken in, and comes to, as the tables show it; amounts written to the
    fen, since sums by currency know no bound.
    """
    sums = published_queries.totals(session, actor, view.as_of)
    sums = sums.assign(
        currency=[code or _("none named, not totalled") for code in sums["currency"]],
        awarded=_in_units(sums, "awarded_fen"),
        value=_in_units(sums, "value_fen"),
    )
    return {
        "openings": office_queries.openings(session, actor),
        "files": published_queries.files(session, actor),
        "totals": sums,
    }


def _in_units(sums: pd.DataFrame, name: str) -> list[str]:
    """Amounts of several currencies, each with its own decimals."""
    return [i18n.units(fen, code) for fen, code in zip(sums[name], sums["currency"], strict=True)]


def sheets_here(session: Session, actor: Actor, view: View) -> list[Sheet]:
    """The tables of this page as sheets."""
    kinds: dict[str, SheetKind] = {"number": "integer", "date": "date"}
    return [
        Sheet(
            name,
            _(TABLES[name][0]),
            [
                SheetColumn(column.name, column.head, kinds.get(column.kind, "text"))
                for column in columns(name)
            ],
            frame,
        )
        for name, frame in recorded(session, actor, view).items()
    ]
