"""Alerts to the authority: writing one about an event, looking it through, clearing it."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.acts import Command
from fund.debris import alerting, rules, wording
from fund.debris.rows import Alert, Event
from fund.i18n import N_, _
from fund.lifecycle import CYCLES
from fund.reports import alert as report
from fund.ui import Column, address
from fund.ui.fields import folded, form_opened
from fund.ui.form import paper, printing
from fund.ui.visit import Visit, perform, said

STATES = CYCLES["debris_alert"]
AT = "f-alert-done"
ASKED = {
    "impact": N_("What it may mean"),
    "guidance": N_("What to do"),
    "national": N_("Risk to other national objects"),
    "informed": N_("Who was told"),
}
LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}


def listed(frame: pd.DataFrame) -> None:
    """The alerts about an event."""
    if frame.empty:
        return
    rows = frame.to_dict("records")
    shown = frame.assign(
        words=[_("Alert {number}").format(number=one["alert_id"]) for one in rows],
        to=[address("alert", id=one["alert_id"]) for one in rows],
        level_state=[f"{one['level']}_level" for one in rows],
        written=[wording.instant(one["written_at"]) for one in rows],
    )
    with ui.block(_("Alerts to the authority"), _("The latest first"), key="event-alerts"):
        ui.table(
            shown,
            [
                Column("words", _("Alert"), link="to"),
                Column("level_state", _("Level"), "tag"),
                Column("outcome", _("Status"), "tag"),
                Column("written", _("Written at"), sub="written_by"),
                Column("why", _("Reason")),
            ],
            _("Alerts to the authority"),
        )


def write(visit: Visit, row: Event) -> None:
    """Write an alert about an event: only what the message cannot say."""
    said(AT)
    if not visit.who.may("write_alert"):
        return
    words = _("Write an alert to the authority")
    form = form_opened("f-alert-place", words, "f-form-alert")
    if form is None:
        return
    with form:
        texts = {}
        for name, head in ASKED.items():
            for place, (language, of) in zip(st.columns(2), LANGUAGES.items(), strict=True):
                texts[f"{name}_{language}"] = place.text_area(
                    f"{_(head)} · {_(of)}", key=f"f-alert-{name}-{language}", max_chars=1_000
                )
        if st.form_submit_button(words):
            asked = {"event_id": int(row["event_id"]), "texts": texts}
            perform(
                visit,
                "f-act-alert",
                alerting.write_alert,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )


def shown(one: Alert) -> None:
    """The alert in both languages, the reader's own first."""
    own = i18n.language()
    for language in (own, *(code for code in ("zh", "en") if code != own)):
        with i18n.speaking(language):
            form = report.form(one)
        paper(form)
    printing()


def review(visit: Visit, one: Alert) -> None:
    """Look it through as a second person, clear it as a third."""
    said(AT)
    if one["outcome"] == "returned":
        ui.source_note(_("Sent back: {why}").format(why=one["why"]))
    for act, command, words in (
        ("check_alert", alerting.check_alert, _("Looked through")),
        ("clear_alert", alerting.clear_alert, _("Clear the alert")),
    ):
        if one["outcome"] in STATES[act][""] and visit.who.may(act):
            judge(visit, one, command, words)


def judge(visit: Visit, one: Alert, command: Command, words: str) -> None:
    """On, or back with a reason."""
    key = int(one["alert_id"])
    with folded(f"f-judge-place-{key}", words, f"f-form-judge-{key}"):
        sound = st.radio(
            _("Verdict"),
            [True, False],
            format_func=lambda value: _("Sound") if value else _("Send back"),
            key=f"f-judge-{key}",
            horizontal=True,
        )
        why = st.text_input(_("Reason, if it goes back"), key=f"f-judge-why-{key}", max_chars=300)
        if st.form_submit_button(words):
            asked = {"alert_id": key, "is_sound": bool(sound), "why": why}
            perform(visit, f"f-act-judge-{key}", command, lambda: asked, done=_("Recorded."), at=AT)


def state(one: Alert) -> str:
    """Where it stands, in a sentence."""
    return _("About event **{number}**: **{state}**.").format(
        number=one["number"], state=_(rules.ALERTS[one["outcome"]])
    )
