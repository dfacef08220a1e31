"""What somebody may do about an event: warn, acknowledge, plan, decline, confirm, report, close;
raise its level.
"""

from datetime import datetime, time

import pandas as pd
import streamlit as st
from sqlmodel import col, select

from fund import clock
from fund.acts import Command
from fund.debris import answers, commands, rules
from fund.debris.rows import Event, Sent
from fund.debris.tables import EventCraft, Spacecraft
from fund.frames import rows_of
from fund.i18n import _
from fund.lifecycle import CYCLES
from fund.plan.tables import Organisation
from fund.ui.fields import folded, pick, pick_word
from fund.ui.visit import Visit, act, perform, said

STATES = CYCLES["conjunction_warning"]
AT = "f-warning-done"


def offered(visit: Visit, row: Event, warnings: pd.DataFrame) -> None:
    """Every act that is possible now, closed until it is wanted."""
    said(AT)
    issue(visit, row, warnings)
    for one in rows_of(warnings, Sent):
        answer(visit, row, one)
    raising(visit, row)


def issue(visit: Visit, row: Event, warnings: pd.DataFrame) -> None:
    """A button for each spacecraft of ours that nobody was warned about."""
    if not visit.who.may("issue_warning") or row["tca"] <= clock.now() or row["level"] == "info":
        return
    with visit.reading() as session:
        crafts = session.exec(
            select(Spacecraft.id, Spacecraft.name_zh, Organisation.name)
            .join(EventCraft, col(EventCraft.spacecraft_id) == Spacecraft.id)
            .join(Organisation, col(Organisation.id) == Spacecraft.organisation_id)
            .where(EventCraft.event_id == row["event_id"])
        ).all()
    warned = set(warnings["craft"])
    for key, name, firm in crafts:
        if name not in warned:
            act(
                visit,
                _("Warn {firm} about {craft}").format(firm=firm, craft=name),
                answers.issue_warning,
                key=f"f-issue-{key}",
                at=AT,
                event_id=int(row["event_id"]),
                spacecraft_id=int(key or 0),
            )


def answer(visit: Visit, row: Event, one: Sent) -> None:
    """What this person may answer to one warning."""
    key, scopes = int(one["warning_id"]), scopes_of(visit, int(one["warning_id"]))

    def possible(name: str) -> bool:
        return one["status"] in STATES[name][""] and visit.who.may(name, *scopes)

    if possible("acknowledge_warning"):
        if "spacecraft" in visit.who.roles_for("acknowledge_warning", *scopes):
            words = _("Acknowledge the warning")
            act(
                visit, words, answers.acknowledge_warning, key=f"f-ack-{key}", at=AT, warning_id=key
            )
        else:
            by_telephone(visit, key)
    if possible("plan_manoeuvre") and row["tca"] > clock.now():
        sentence_act(visit, key, "plan", _("Plan a manoeuvre"), answers.plan_manoeuvre)
    if possible("decline_manoeuvre"):
        decline(visit, key)
    if possible("confirm_decline"):
        words = _("Confirm that there is no manoeuvre")
        act(visit, words, answers.confirm_decline, key=f"f-confirm-{key}", at=AT, warning_id=key)
    if possible("report_manoeuvre"):
        sentence_act(visit, key, "report", _("Report the manoeuvre done"), answers.report_manoeuvre)
    if possible("close_warning"):
        sentence_act(visit, key, "close", _("Close the warning"), answers.close_warning)


def scopes_of(visit: Visit, warning_id: int) -> tuple[str, ...]:
    """Whose warning it is, as roles are held for."""
    from fund.debris.tables import ConjunctionWarning

    with visit.reading() as session:
        row = session.get(ConjunctionWarning, warning_id)
        if row is None:
            return ()
        return (session.get_one(Organisation, row.organisation_id).identifier,)


def sentence_act(visit: Visit, key: int, name: str, words: str, command: Command) -> None:
    """An act with a sentence."""
    with folded(f"f-{name}-place-{key}", words, f"f-form-{name}-{key}"):
        text = st.text_input(_("What is to be known"), key=f"f-{name}-{key}", max_chars=500)
        if st.form_submit_button(words):
            asked = {"warning_id": key, "said": text}
            perform(visit, f"f-act-{name}-{key}", command, lambda: asked, done=_("Done."), at=AT)


def decline(visit: Visit, key: int) -> None:
    """No manoeuvre, with a reason from the list and in words."""
    words = _("Decline a manoeuvre")
    with folded(f"f-decline-place-{key}", words, f"f-form-decline-{key}"):
        reason = pick_word(_("Reason"), rules.DECLINES, f"f-decline-why-{key}")
        text = st.text_input(_("Explanation"), key=f"f-decline-{key}", max_chars=500)
        if st.form_submit_button(words):
            asked = {"warning_id": key, "reason": reason, "said": text}
            perform(
                visit,
                f"f-act-decline-{key}",
                answers.decline_manoeuvre,
                lambda: asked,
                done=_("Done."),
                at=AT,
            )


def by_telephone(visit: Visit, key: int) -> None:
    """The duty officer notes who called and when."""
    words = _("Acknowledged by telephone")
    with folded(f"f-call-place-{key}", words, f"f-form-call-{key}"):
        name = st.text_input(_("Who called"), key=f"f-call-name-{key}", max_chars=120)
        left, right = st.columns(2)
        day = left.date_input(_("Day"), clock.today(), key=f"f-call-day-{key}")
        hour = right.time_input(_("Time (Beijing)"), time(0, 0), key=f"f-call-time-{key}", step=60)
        if st.form_submit_button(words):
            at = datetime.combine(day, hour, clock.BEIJING)  # type: ignore[arg-type]
            asked = {"warning_id": key, "told_by": name, "told_at": at}
            perform(
                visit,
                f"f-act-call-{key}",
                answers.acknowledge_warning,
                lambda: asked,
                done=_("Done."),
                at=AT,
            )


def raising(visit: Visit, row: Event) -> None:
    """Raise the level by hand."""
    higher = rules.LEVELS[rules.LEVELS.index(row["level"]) + 1 :]
    if not higher or not visit.who.may("raise_level") or row["tca"] <= clock.now():
        return
    words = _("Raise the level")
    with folded("f-raise-place", words, "f-form-raise"):
        named = {name: _(rules.LEVEL_WORDS[name]) for name in higher}
        level = pick(_("Level"), named, "f-raise-level")
        reason = st.text_input(_("Reason"), key="f-raise-why", max_chars=300)
        if st.form_submit_button(words):
            asked = {"event_id": int(row["event_id"]), "level": level or "", "reason": reason}
            perform(
                visit,
                "f-act-raise",
                commands.raise_level,
                lambda: asked,
                done=_("Done."),
                at=AT,
            )
