"""A report as a workbook: down prefilled, up again with the same verdict as the form, and back with its bad cells marked."""

import streamlit as st

from fund import i18n, ui
from fund.centres import commands, intake, paper
from fund.centres.queries import Filing
from fund.errors import Issue
from fund.i18n import _, ngettext
from fund.ui.visit import Visit, perform

AT = "f-filing"
MOST = 30
"""Issues listed on the page; the marked workbook has them all."""


def upload(visit: Visit, made: Filing) -> None:
    """The workbook of this centre and period."""
    language = i18n.language()
    with visit.reading() as session:
        of = paper.paper(session, visit.who, made.centre.code, made.period.code)
    with st.container(key="f-workbook"), st.expander(_("Or with Excel")):
        st.download_button(_("Download the workbook, filled in"), lambda: paper.written(of, language), intake.title(of), ui.XLSX, key="f-workbook-down", on_click="ignore", icon=":material/download:")
        given = st.file_uploader(_("The workbook, filled in"), key="f-workbook-up", type=["xlsx"])
        if given is None:
            return
        content = given.getvalue()
        taken = intake.read(content, of)
        listed(taken.issues)
        if taken.is_ready:
            cells = {code: (cell.kind, cell.value) for code, cell in taken.cells.items()}
            if st.button(_("Hand the workbook in"), type="primary", key="f-workbook-send"):
                perform(visit, "f-act-workbook", commands.submit_workbook, lambda: {
                    "centre_code": of.centre.code, "period_code": of.period.code, "file_name": given.name, "content": content, "cells": cells, "notes": taken.notes,
                }, done=_("Handed in. You will see here when it is reviewed."), at=AT)  # fmt: skip
        else:
            ui.source_note(_("Nothing was stored. Put right what is marked, here or in the workbook below."))
            st.download_button(_("Download it with the cells marked"), lambda: intake.marked(content, of, language), intake.title(of), ui.XLSX, key="f-workbook-marked", on_click="ignore", icon=":material/download:")


def listed(issues: list[Issue]) -> None:
    """Each cell and what to do; errors and questions before what was only read in another way."""
    if not issues:
        ui.error_box(_("The workbook is sound"), _("Every cell was read, and nothing is open."), tone="ok")
        return
    ordered = sorted(issues, key=lambda issue: issue.severity != "error")
    title = ngettext("{count} thing to see in the workbook", "{count} things to see in the workbook", len(issues)).format(count=len(issues))
    ui.issue_box(title, [(issue.where or "—", i18n.say(issue)) for issue in ordered[:MOST]], tone="crit" if ordered[0].severity == "error" else "warn")
