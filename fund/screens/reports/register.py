"""The register of reports on its page: what waits for whom to sign, what is issued."""

from typing import Any

import streamlit as st

from fund import i18n, ui
from fund.i18n import _
from fund.reports import catalogue, commands, issuing, queries
from fund.status import look_of
from fund.ui import Column
from fund.ui.visit import Visit, perform, said

NEXT: dict[str, str] = {
    "draft": "prepare_report",
    "prepared": "review_report",
    "reviewed": "issue_report",
}
"""state -> the act that comes next."""


def register(visit: Visit) -> None:
    """The newest reports with who signed when; the act that is next for one of them, or its
    file.
    """
    with visit.reading() as session:
        frame = queries.register(session, visit.who, most=50)
    said("f-register-done")
    with ui.block(
        _("Register of reports"),
        _("Drafted, prepared, reviewed and issued by three people; the newest first"),
        key="register",
    ):
        if frame.empty:
            ui.empty(_("No report is on record yet"), _("The first draft made is the first."))
            return
        known = catalogue.reports()
        frame = frame.assign(
            title=[_(known[name].title) if name in known else name for name in frame["report"]],
            word=[look_of(state)[2] for state in frame["state"]],
        )
        columns = [
            Column("number", _("Number")),
            Column("title", _("Report"), sub="period"),
            Column("as_of", _("As of"), "date"),
            Column("state", _("Status"), "tag", word="word"),
            Column("prepared_by", _("Prepared by")),
            Column("reviewed_by", _("Reviewed by")),
            Column("issued_by", _("Approved by")),
            Column("issued_on", _("Issued on"), "date"),
        ]
        ui.table(frame, columns, _("Register of reports"), key="registered")
        rows = {row["number"]: row for row in frame.to_dict("records")}
        number = st.selectbox(
            _("Report number"),
            list(rows),
            format_func=lambda key: f"{key} · {rows[key]['title']} · {rows[key]['period']}",
            key="f-registered",
        )
        chosen(visit, {str(name): value for name, value in rows[number].items()})


def chosen(visit: Visit, row: dict[str, Any]) -> None:
    """What may be done with one report now."""
    by = issuing.By(visit.engine, visit.who.id, visit.do)
    if row["state"] == "issued":
        st.download_button(
            _("Download the issued report"),
            lambda: issuing.file(by, row["number"]),
            f"{row['report']}_{row['period']}_{row['number']}.xlsx",
            ui.for_me(ui.XLSX),
            key="f-issued",
            on_click="ignore",
        )
        return
    act = NEXT[row["state"]]
    if not visit.who.may(act):
        return
    words = {
        "prepare_report": _("Prepare the report"),
        "review_report": _("Review the report"),
        "issue_report": _("Issue the report"),
    }[act]
    asked = st.button(words, key=f"f-{act}", type="primary")
    if asked:
        perform(
            visit,
            f"f-{act}-{row['report_id']}",
            getattr(commands, act),
            lambda: _arguments(by, act, row),
            done=_("Report {number}: done.").format(number=row["number"]),
            at="f-register-done",
        )


def _arguments(by: issuing.By, act: str, row: dict[str, Any]) -> dict[str, object]:
    given = {"report_id": row["report_id"], "expected_version": row["version"]}
    if act == "issue_report":
        with i18n.speaking(row["language"]):
            given["data_digest"] = issuing.data_now(by, row)
    return given
