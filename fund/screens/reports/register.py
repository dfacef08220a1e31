"""The register of reports on its page: what waits for whom to sign, what is issued."""

import streamlit as st

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import _
from fund.listing.wording import period_words
from fund.reports import catalogue, commands, issuing, queries
from fund.reports.rows import Registered
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
    """The newest reports with who signed when, all or those issued; the act that is next for one of
    them, or its file beside what was issued last time.
    """
    said("f-register-done")
    with ui.block(
        _("Register of reports"),
        _("Drafted, prepared, reviewed and issued by three people; the newest first"),
        key="register",
    ):
        words = {"": _("All"), "issued": _("Issued")}
        state = st.segmented_control(
            _("Which reports"),
            list(words),
            format_func=words.__getitem__,
            default="",
            required=True,
            key="f-register-state",
        )
        with visit.reading() as session:
            frame = queries.register(session, visit.who, state=state or "", most=50)
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
        rows = {row["number"]: row for row in rows_of(frame, Registered)}
        titles = dict(zip(frame["number"], frame["title"], strict=True))
        asked = st.query_params.get("number", "")
        number = st.selectbox(
            _("Report number"),
            list(rows),
            index=list(rows).index(asked) if asked in rows else 0,
            format_func=lambda key: f"{key} · {titles[key]} · {rows[key]['period']}",
            key="f-registered",
        )
        chosen(visit, rows[number])


def chosen(visit: Visit, row: Registered) -> None:
    """What may be done with one report now."""
    by = issuing.By(visit.engine, visit.who.id, visit.do)
    if row["state"] == "issued":
        _files(visit, by, row)
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


def _files(visit: Visit, by: issuing.By, row: Registered) -> None:
    """An issued report's file, and beside it the one that was issued last time."""
    with visit.reading() as session:
        last = queries.issued_last(
            session, row["report"], row["language"], row["as_of"], row["report_id"]
        )
    left, right = st.columns(2)
    with left:
        _file(by, row, _("Download the issued report"), "f-issued")
    with right:
        if last is None:
            ui.source_note(_("It is the first of its kind that was issued."))
        else:
            words = _("Issued last time: {number}, {period}").format(
                number=last["number"], period=period_words(last["period"])
            )
            _file(by, last, words, "f-issued-last")


def _file(by: issuing.By, row: Registered, words: str, key: str) -> None:
    report = catalogue.reports().get(row["report"])
    with i18n.speaking(row["language"]):
        title = _(report.title) if report else row["report"]
    st.download_button(
        words,
        lambda: issuing.file(by, row["number"]),
        f"{title}_{row['period']}_{row['number']}.xlsx",
        ui.for_me(ui.XLSX),
        key=key,
        on_click="ignore",
    )


def _arguments(by: issuing.By, act: str, row: Registered) -> dict[str, object]:
    given: dict[str, object] = {"report_id": row["report_id"], "expected_version": row["version"]}
    if act == "issue_report":
        with i18n.speaking(row["language"]):
            given["data_digest"] = issuing.data_now(by, row)
    return given
