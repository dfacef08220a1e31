"""Messages coming in: the files somebody uploads, what became of each message, and the decision
where two disagree.
"""

import json

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.debris import commands, exchange, rules, wording
from fund.debris.rows import Outcome
from fund.errors import has_errors
from fund.frames import Columns, rows_of
from fund.i18n import _, ngettext
from fund.ui import Column
from fund.ui.fields import folded
from fund.ui.visit import Visit, download, perform, said

FILES = 50
SHOWN = 20


def upload(visit: Visit) -> None:
    """Take files in: each message by itself."""
    said("f-cdm-done")
    if not visit.who.may("take_in_cdm"):
        return
    with st.container(key="f-cdm-upload"), st.expander(_("Take in messages")):
        given = st.file_uploader(
            _("Files: KVN, XML or Space-Track JSON"),
            type=["cdm", "kvn", "txt", "xml", "json"],
            accept_multiple_files=True,
            key="f-cdm-files",
        )
        if not given or not st.button(_("Take in"), type="primary", key="f-cdm-in"):
            return
        for file in given[:FILES]:
            counts, issues = exchange.take_in(
                visit.engine, visit.who.id, file.name, file.getvalue(), through="page"
            )
            ui.issue_box(
                sentence(file.name, counts),
                [(issue.where, i18n.say(issue)) for issue in issues[:SHOWN]],
                tone="crit" if has_errors(issues) else "warn",
            )


def sentence(name: str, counts: dict[str, int]) -> str:
    """What became of the messages of a file."""
    return _(
        "{file}: {accepted} taken in, {known} already here, {conflict} in conflict, {refused}"
        " refused"
    ).format(file=name, **counts)


def file_of(visit: Visit, intake: Columns, outcomes: pd.DataFrame) -> None:
    """One file: every message with what became of it, and the file itself."""
    rows = outcomes.to_dict("records")
    shown = outcomes.assign(
        words=[_(rules.OUTCOMES[one["outcome"]]) for one in rows],
        why=[
            wording.refusal(one["code"], json.loads(one["facts"]), one["place"])
            if one["code"]
            else ""
            for one in rows
        ],
        named=[one["name"] or "—" for one in rows],
    )
    title = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
    with ui.block(str(intake["file_name"]), title, key="intake-file"):
        ui.table(
            shown,
            [
                Column("place", _("Place")),
                Column("words", _("Outcome")),
                Column("named", _("Message")),
                Column("why", _("Reason")),
            ],
            _("Messages of the file"),
            key="intake-file",
        )
        facts = ("", str(intake["intake_id"]), intake["sha256"])
        download(visit, _("The file as it came in"), "cdm", *facts, key="f-intake-raw")
    for one in rows_of(outcomes, Outcome):
        if one["outcome"] == "conflict" and not one["is_decided"]:
            decide(visit, one)


def decide(visit: Visit, one: Outcome) -> None:
    """Which of two messages of one number holds."""
    if not visit.who.may("resolve_cdm"):
        return
    key = int(one["cdm_message_id"] or 0)
    words = _("Decide on {name}").format(name=one["name"])
    with folded(f"f-resolve-place-{key}", words, f"f-form-resolve-{key}"):
        second = st.radio(
            _("Which one holds"),
            [False, True],
            format_func=lambda value: _("This one") if value else _("The one that was here first"),
            key=f"f-resolve-{key}",
            horizontal=True,
        )
        reason = st.text_input(_("Reason"), key=f"f-resolve-why-{key}", max_chars=300)
        if st.form_submit_button(_("Decide")):
            asked = {"cdm_message_id": key, "takes_second": bool(second), "reason": reason}
            perform(
                visit,
                f"f-act-resolve-{key}",
                commands.resolve_cdm,
                lambda: asked,
                done=_("Done."),
                at="f-cdm-done",
            )
