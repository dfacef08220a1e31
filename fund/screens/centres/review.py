"""A report as its reviewer sees it: last approved, handed in before, now; changed cells first,
remarks on cells, the answer in one place.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.centres import commands, queries, reviewing
from fund.centres.filling import BY_CODE
from fund.centres.queries import Filing
from fund.centres.values import stored
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.lifecycle import may_report
from fund.screens.centres.filing import shown_in
from fund.targets import claims
from fund.ui import Column
from fund.ui.folding import behind
from fund.ui.visit import Visit, act, download, perform

AT = "f-review"
MOST_REMARKS = 6


def table_of(visit: Visit, made: Filing) -> None:
    """The cells of a report, those that changed or were remarked on first; the others folded
    away.
    """
    with visit.reading() as session:
        frame = queries.cells(
            session, visit.who, (made.submission.id if made.submission else 0) or 0
        )
    is_again = bool(made.submission and made.submission.round > 1)
    changed, is_first = frame[frame["is_changed"]], frame["is_changed"] | (frame["remark"] != "")
    first, same = frame[is_first], frame[~is_first]
    title = ngettext(
        "{count} of {all} figures differs from what was approved last",
        "{count} of {all} figures differ from what was approved last",
        len(changed),
    ).format(count=len(changed), all=len(frame))
    with ui.block(
        title if len(changed) else _("Nothing has changed: every figure is the one approved last"),
        _("What is approved, what was handed in before, what is handed in now"),
        key="cells",
    ):
        if not first.empty:
            ui.table(in_words(first), heads(is_again), _("Changed figures"), key="changed")
        if not same.empty:
            words = ngettext("{count} unchanged figure", "{count} unchanged figures", len(same))
            behind(
                "f-same",
                words.format(count=len(same)),
                lambda: ui.table(
                    in_words(same), heads(is_again), _("Unchanged figures"), key="same"
                ),
            )


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Values as people read them, remarks with their answers."""
    language = i18n.language()
    shown = {
        name: [
            shown_in(BY_CODE[code], stored(text, BY_CODE[code]))
            for code, text in zip(frame["indicator"], frame[name], strict=True)
        ]
        for name in ("approved", "before", "now")
    }
    return frame.assign(
        name=[BY_CODE[code].word("name", language) for code in frame["indicator"]],
        unit=[BY_CODE[code].word("unit", language) for code in frame["indicator"]],
        **shown,
        said=[
            f"{remark} → {answer}" if answer else remark
            for remark, answer in zip(frame["remark"], frame["answer"], strict=True)
        ],
    )


def heads(is_again: bool) -> list[Column]:
    """Columns of the diff; the round before only where there was one."""
    before = [Column("before", _("Handed in before"), "figure")] if is_again else []
    return [
        Column("name", _("Figure"), sub="unit"),
        Column("approved", _("Approved last"), "figure"),
        *before,
        Column("now", _("Now"), "figure", is_strong=True),
        Column("note", _("Note")),
        Column("said", _("Remark and answer")),
    ]


def twice(visit: Visit, made: Filing) -> None:
    """Say which figures a grant or contract claims as well, before anybody approves them."""
    with visit.reading() as session:
        found = claims.of_centre(session, visit.who, made.centre.code, made.period.code)
    if found.empty:
        return
    lines = [
        (BY_CODE[row["indicator"]].word("name", i18n.language()), claim(row))
        for row in rows_of(found, Claim)
    ]
    ui.issue_box(
        ngettext(
            "{count} output may be counted twice",
            "{count} outputs may be counted twice",
            len(lines),
        ).format(count=len(lines)),
        lines,
    )
    ui.source_note(
        _(
            "Agree which record counts before you approve: an output counts once, and the target’s"
            " page shows both."
        )
    )


def differing(made: Filing) -> None:
    """Say which figures differ from the bookings of the platform, and which of the two counts."""
    issues = made.verdict.issues if made.verdict else []
    lines = []
    for one in (found for found in issues if found.code == "bookings_differ"):
        indicator = BY_CODE[one.where]
        words = _("reported {value}, by the bookings {kept}: {note}").format(
            value=shown_in(indicator, stored(str(one.facts["value"]), indicator)),
            kept=shown_in(indicator, stored(str(one.facts["kept"]), indicator)),
            note=made.figures[one.where].note or "—",
        )
        lines.append((indicator.word("name", i18n.language()), words))
    if not lines:
        return
    ui.issue_box(
        ngettext(
            "{count} figure differs from the bookings of the platform",
            "{count} figures differ from the bookings of the platform",
            len(lines),
        ).format(count=len(lines)),
        lines,
    )
    ui.source_note(
        _("The reported figure counts once it is approved; the bookings are never added to it.")
    )


class Claim(TypedDict):
    """An output of a centre that a grant or contract claims as well: of
    fund.targets.claims.of_centre.
    """

    indicator: str
    undertaking: str
    milestone: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    percent: Decimal | None
    value: Decimal
    observed_on: date


def claim(row: Claim) -> str:
    """Who claims it as well, and how."""
    is_zh, value = i18n.language() == "zh", row["value"]
    facts = {
        "undertaking": row["undertaking"],
        "target": row["name_zh"] if is_zh else row["name_en"],
        "milestone": row["milestone"],
        "unit": row["unit_zh"] if is_zh else row["unit_en"],
    }
    if isinstance(row["percent"], Decimal):
        return _("{undertaking}, milestone {milestone}, brings {percent} % of “{target}”.").format(
            percent=i18n.number(row["percent"], 0), **facts
        )
    return _("{undertaking} claims {value} {unit} of “{target}” on {day}.").format(
        value=i18n.number(value, max(0, -int(value.as_tuple().exponent))),
        day=i18n.day(row["observed_on"]),
        **facts,
    )


def decide(visit: Visit, made: Filing) -> None:
    """What this person may do with it now: forward, approve, give back."""
    submission = made.submission
    if submission is None:
        return
    scopes = (made.centre.code, made.centre.region_code)
    version = {"submission_id": submission.id, "expected_version": submission.version}
    if may_report(
        "approve_submission", visit.who.roles_for("approve_submission", *scopes), submission.status
    ):
        act(
            visit,
            _("Approve the report"),
            reviewing.approve_submission,
            key=f"f-approve-{submission.id}",
            done=_("Approved: its figures count from now on."),
            at=AT,
            submission_id=submission.id,
            expected_version=submission.version,
        )
    if may_report("forward", visit.who.roles_for("forward", *scopes), submission.status):
        with st.form("f-form-forward"):
            given = st.file_uploader(
                _("Stamped scan"), key="f-scan", type=["pdf", "png", "jpg", "jpeg", "ofd"]
            )
            if st.form_submit_button(_("Forward it to the fund"), type="primary"):
                scan = {"file_name": given.name, "content": given.getvalue()} if given else {}
                perform(
                    visit,
                    "f-act-forward",
                    reviewing.forward,
                    lambda: {**version, **scan},
                    done=_("Forwarded to the fund."),
                    at=AT,
                )
    if may_report("send_back", visit.who.roles_for("send_back", *scopes), submission.status):
        give_back(visit, made, version)


def give_back(visit: Visit, made: Filing, version: Mapping[str, object]) -> None:
    """Remarks on cells, or a reason for the whole."""
    names = {one.code: one.word("name", i18n.language()) for one in made.form}
    with st.container(key="f-give-back"), st.expander(_("Give it back with remarks")):
        chosen = st.multiselect(
            _("Figures to be changed"),
            list(names),
            format_func=names.__getitem__,
            max_selections=MOST_REMARKS,
            key="f-back-cells",
            placeholder=_("Choose options"),
        )
        with st.form("f-form-back"):
            said = {
                code: st.text_input(
                    _("Remark on “{name}”").format(name=names[code]),
                    key=f"f-back-{code}",
                    max_chars=commands.LONGEST_NOTE,
                )
                for code in chosen
            }
            reason = st.text_input(
                _("For the whole report"), key="f-back-reason", max_chars=commands.LONGEST_NOTE
            )
            if st.form_submit_button(_("Give it back")):
                perform(
                    visit,
                    "f-act-back",
                    reviewing.send_back,
                    lambda: {**version, "remarks": said, "reason": reason},
                    done=_("Given back."),
                    at=AT,
                )


def files(visit: Visit, made: Filing) -> None:
    """The files of a report, each through a query that asks who wants it."""
    if not made.files or made.submission is None:
        return
    key = made.submission.id or 0
    roles = {
        "scan": _("Stamped scan"),
        "letter": _("The centre’s letter"),
        "proof": _("Proof"),
        "workbook": _("Workbook"),
    }
    with ui.block(
        _("Files"),
        _("Kept by what is in them; whoever may see the report may open them"),
        key="files",
    ):
        for row in made.files:
            download(
                visit,
                f"{roles[row.role]} · {row.file_name}",
                "file",
                key,
                row.sha256,
                key=f"f-file-{row.sha256[:12]}",
            )
