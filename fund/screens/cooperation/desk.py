"""The desk of the inter-governmental channel: applying, reviewing by criteria, deciding."""

import orjson
import pandas as pd
import streamlit as st

from fund import clock, ui
from fund.cooperation import channel
from fund.cooperation.rows import Entry
from fund.cooperation.rules import CHANNEL, CRITERIA
from fund.frames import named, rows_of
from fund.i18n import _, pgettext
from fund.screens.cooperation.entering import DONE, send
from fund.ui import Column, address
from fund.ui.fields import folded
from fund.ui.visit import Visit, perform, said

OPEN = ("channel_applied", "channel_reviewed", "admitted")


def entries(found: pd.DataFrame) -> None:
    """Every way into the channel with where it stands."""
    if found.empty:
        ui.empty(
            _("Nothing asks to enter the channel"),
            _("An officer applies for a firm’s project from the project’s page."),
        )
        return
    rows = found.to_dict("records")
    shown = named(found, "title").assign(
        to=[address("project", id=code) for code in found["project"]],
        word=[_(CHANNEL[one]) for one in found["outcome"]],
        who=[
            " · ".join(filter(None, [row["reviewed_by"], row["decided_by"]])) or "" for row in rows
        ],
    )
    with ui.block(
        _("Ways into the channel"), _("Reviewed by one person, decided by another"), key="channel"
    ):
        ui.table(
            shown,
            [
                Column("project", _("Project"), link="to", sub="title"),
                Column("firm", _("Firm"), sub="channel"),
                Column("outcome", _("Status"), "tag", word="word"),
                Column("recorded_on", _("Applied on"), "date"),
                Column("decided_on", pgettext("channel", "Decided on"), "date"),
                Column("who", _("Who")),
                Column("why", _("Reason")),
            ],
            _("Ways into the channel"),
            key="channel",
        )


def apply(visit: Visit, code: str) -> None:
    """Ask for a firm's project to enter a channel."""
    if not visit.who.may("apply_for_channel"):
        return
    with folded("f-channel-new", _("Apply for the channel"), "f-form-channel"):
        firm = st.text_input(_("Firm"), key="f-channel-firm", max_chars=200)
        name = st.text_input(pgettext("channel", "Channel"), key="f-channel-name", max_chars=200)
        send(
            visit,
            _("Apply for the channel"),
            "channel",
            channel.apply_for_channel,
            lambda: {"project": code, "firm": firm, "channel": name},
        )


def judge(visit: Visit, found: pd.DataFrame) -> None:
    """What this person may do with what is open."""
    said(DONE)
    for row in rows_of(found, Entry):
        if row["outcome"] == "channel_applied" and visit.who.may("review_for_channel"):
            review(visit, row)
        if row["outcome"] == "channel_reviewed" and visit.who.may("admit_to_channel"):
            decide(visit, row)
        if row["outcome"] == "admitted" and visit.who.may("remove_from_channel"):
            remove(visit, row)


def review(visit: Visit, row: Entry) -> None:
    """How each criterion is met."""
    key = row["entry_id"]
    head = _("Review: {project}, {firm}").format(**row)
    with folded(f"f-review-{key}", head, f"f-form-review-{key}"):
        findings = {
            name: st.text_input(_(words), key=f"f-review-{key}-{name}", max_chars=300)
            for name, words in CRITERIA.items()
        }
        is_recommended = st.checkbox(_("Recommended"), key=f"f-review-{key}-yes")
        send(
            visit,
            _("Record the review"),
            f"review-{key}",
            channel.review_for_channel,
            lambda: {
                "entry_id": key,
                "findings": findings,
                "is_recommended": is_recommended,
                "expected_version": row["version"],
            },
        )


def decide(visit: Visit, row: Entry) -> None:
    """Take it in or not, having read the review."""
    key = row["entry_id"]
    with ui.block(f"{row['project']} · {row['firm']}", "", key=f"decide-{key}"):
        findings: dict[str, str] = orjson.loads(row["review"])
        ui.facts([(_(CRITERIA[name]), words) for name, words in findings.items()])
        st.caption(_("Recommended") if row["is_recommended"] else _("Not recommended"))
        with st.form(f"f-form-decide-{key}"):
            reason = st.text_input(_("Reason"), key=f"f-decide-{key}", max_chars=300)
            left, right = st.columns(2)
            yes = left.form_submit_button(_("Take it into the channel"), type="primary")
            no = right.form_submit_button(_("Do not take it in"))
        if yes or no:
            perform(
                visit,
                f"f-act-decide-{key}",
                channel.admit_to_channel if yes else channel.refuse_channel,
                lambda: {"entry_id": key, "reason": reason, "expected_version": row["version"]},
                done=_("Recorded."),
                at=DONE,
            )


def remove(visit: Visit, row: Entry) -> None:
    """Take it out again."""
    key = row["entry_id"]
    head = _("Take out: {project}, {firm}").format(**row)
    with folded(f"f-remove-{key}", head, f"f-form-remove-{key}"):
        reason = st.text_input(_("Reason"), key=f"f-remove-{key}-why", max_chars=300)
        send(
            visit,
            _("Take it out of the channel"),
            f"remove-{key}",
            channel.remove_from_channel,
            lambda: {
                "entry_id": key,
                "reason": reason,
                "left_on": clock.today(),
                "expected_version": row["version"],
            },
        )
