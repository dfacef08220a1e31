"""One booking: its window, history and cost, and what may be done with it now."""

from datetime import datetime, timedelta

import streamlit as st

from fund import clock, i18n, ui
from fund.acts import Command
from fund.facilities import booking, queries, reach, rules, using, wording
from fund.facilities.booking_rules import written
from fund.facilities.rows import BookingRow, BookingStep
from fund.facilities.tables import AccessRequest, Facility
from fund.frames import rows_of
from fund.i18n import _, pgettext
from fund.lifecycle import CYCLES
from fund.money import fen
from fund.screens.facilities.one import moment
from fund.ui import address
from fund.ui.fields import folded, pick, pick_word
from fund.ui.visit import Visit, act, download, perform, said
from fund.words import ACTS

AT = "f-booking-done"
STATES = CYCLES["booking"]


def detail(visit: Visit, row: BookingRow) -> None:
    """The booking, then what may be done with it."""
    window = wording.window(row["starts_at"], row["ends_at"])
    with ui.block(f"{row['number']} · {row['code']} {wording.name(row)}", window, key="booking"):
        ui.status_tag(row["status"])
        ui.facts(known_of(row))
        steps = rows_of(row["events"], BookingStep)
        ui.history([(written(step["recorded_at"]), said_of(step), None) for step in steps])
        ui.more(_("The facility"), address("facility", id=row["code"]))
    said(AT)
    offered(visit, row)


def known_of(row: BookingRow) -> list[tuple[str, str]]:
    """What is known of a booking."""
    found = [
        (_("Applying body"), row["applicant"]),
        (_("Class"), _(rules.CLASSES[row["user_class"]])),
    ]
    if row["held_until"] and row["status"] == "held":
        found.append((_("Held until"), written(row["held_until"])))
    if row["started_at"] and row["outcome"]:
        found.append((_("Was used"), wording.window(row["started_at"], row["ended_at"])))
        found.append((_("Outcome"), _(rules.OUTCOMES[row["outcome"]])))
    if row["incident"]:
        found.append((_("Incident"), row["incident"]))
    if row["charge_id"]:
        found.append((_("Billed"), i18n.amount(int(row["billed_fen"] or 0), "yuan")))
        found.append((_("Waived"), i18n.amount(int(row["waived_fen"]), "yuan")))
    if row["score"]:
        found.append((_("Feedback"), str(row["score"])))
    return found


def said_of(step: BookingStep) -> str:
    """One step in words: what, by whom, why, what was offered."""
    parts = [_(ACTS[step["act"]]), step["recorded_by"] or "—"]
    parts += [said for said in (step["mission"], step["reason"]) if said]
    if step["offered_from"] and step["offered_to"]:
        window = wording.window(step["offered_from"], step["offered_to"])
        parts.append(_("offered instead: {window}").format(window=window))
    return " · ".join(parts)


def offered(visit: Visit, row: BookingRow) -> None:
    """Every act that is possible now."""
    key = int(row["booking_id"])
    with visit.reading() as session:
        facility = session.get_one(Facility, int(row["facility_id"]))
        request = session.get_one(AccessRequest, int(row["request_id"]))
        of = reach.parts(session, facility, request.applicant_id)

    until = row["held_until"]
    is_over = until is not None and until <= clock.now()
    if until is not None and is_over and row["status"] == "held":
        over = rules.HoldRunOut(time=written(until))
        ui.error_box(_("Held"), i18n.say(over), tone="warn")

    def may(name: str) -> bool:
        is_late = is_over and name in ("confirm_booking", "move_booking")
        is_open = row["status"] in STATES[name][""] and not is_late
        return is_open and reach.may(visit.who, name, of)

    is_ahead = row["starts_at"] > clock.now()
    if may("confirm_booking"):
        words = _("Confirm the booking")
        act(visit, words, booking.confirm_booking, key=f"f-confirm-{key}", at=AT, booking_id=key)
    if may("move_booking") and is_ahead:
        moving(visit, row)
    if may("cancel_booking") and is_ahead:
        cancelling(visit, key, is_owner=reach.may(visit.who, "confirm_booking", of))
    if visit.who.may("preempt_booking") and row["status"] in rules.LIVE and is_ahead:
        taking(visit, row)
    if may("record_facility_use") and not is_ahead:
        recording(visit, row)
    if may("record_no_show") and row["ends_at"] <= clock.now():
        words = _("Nobody came")
        act(visit, words, using.record_no_show, key=f"f-noshow-{key}", at=AT, booking_id=key)
    if may("give_feedback") and not row["score"]:
        scoring(visit, key)
    waivers(visit, row)


def moving(visit: Visit, row: BookingRow) -> None:
    """Give it another window."""
    words = _("Move the booking")
    with folded("f-move-place", words, "f-form-move"):
        day = clock.today() + timedelta(days=7)
        first = moment(_("From"), "f-move-from", day)
        last = moment(_("To"), "f-move-to", day, 12)
        reason = st.text_input(_("Reason"), key="f-move-why", max_chars=300)
        if st.form_submit_button(words):
            asked = {
                "booking_id": int(row["booking_id"]),
                "starts_at": first,
                "ends_at": last,
                "reason": reason,
            }
            _do(visit, "move", booking.move_booking, asked)


def cancelling(visit: Visit, key: int, *, is_owner: bool) -> None:
    """Cancel it; the owner says that it is the owner who does."""
    words = _("Cancel the booking")
    with folded("f-cancel-place", words, "f-form-cancel"):
        reason = st.text_input(_("Reason"), key="f-cancel-why", max_chars=300)
        by_owner = is_owner and st.checkbox(
            _("The owner cancels: nothing is charged"), key="f-cancel-owner"
        )
        if st.form_submit_button(words):
            asked = {"booking_id": key, "reason": reason, "by_owner": bool(by_owner)}
            _do(visit, "cancel", booking.cancel_booking, asked)


def taking(visit: Visit, row: BookingRow) -> None:
    """Take it for a national mission whose request was granted."""
    words = _("Take for national need")
    with visit.reading() as session:
        found = queries.national(session, visit.who, int(row["facility_id"]))
    if not found:
        return
    with folded("f-take-place", words, "f-form-take"):
        request = pick(_("Request"), found, "f-take-request")
        mission = st.text_input(_("Mission"), key="f-take-mission", max_chars=200)
        reason = st.text_input(_("Reason"), key="f-take-why", max_chars=500)
        if st.form_submit_button(words):
            asked = {
                "booking_id": int(row["booking_id"]),
                "request_id": int(request or 0),
                "mission": mission,
                "reason": reason,
            }
            _do(visit, "take", booking.preempt_booking, asked)


def recording(visit: Visit, row: BookingRow) -> None:
    """Record what was used."""
    words = _("Record the use")
    with folded("f-use-place", words, "f-form-use"):
        first = _moment(_("Started"), "f-use-from", row["starts_at"])
        last = _moment(pgettext("facility", "Ended"), "f-use-to", row["ends_at"])
        outcome = pick_word(_("Outcome"), rules.OUTCOMES, "f-use-outcome")
        columns = st.columns(4)
        passes = {
            name: int(columns[place].number_input(_(head), 0, 10_000, 0, key=f"f-use-{name}"))
            for place, (name, head) in enumerate(using.PASSES.items())
        }
        left, right = st.columns(2)
        size = left.number_input(_("Megabytes"), 0, 10**12, 0, key="f-use-megabytes")
        incident = right.text_input(_("Incident"), key="f-use-incident", max_chars=500)
        if st.form_submit_button(words):
            asked = {
                "booking_id": int(row["booking_id"]),
                "started_at": first,
                "ended_at": last,
                "outcome": outcome,
                "passes": passes,
                "megabytes": int(size),
                "incident": incident,
            }
            _do(visit, "use", using.record_facility_use, asked)


def _moment(head: str, key: str, usual: datetime) -> datetime:
    local = usual.astimezone(clock.BEIJING)
    return moment(head, key, local.date(), local.hour, local.minute)


def scoring(visit: Visit, key: int) -> None:
    """Say how it went."""
    words = _("Give feedback")
    with folded("f-score-place", words, "f-form-score"):
        score = st.slider(_("Score, 1 to 5"), 1, 5, 4, key="f-score")
        text = st.text_input(_("Remarks in words"), key="f-score-words", max_chars=500)
        if st.form_submit_button(words):
            asked = {"booking_id": key, "score": score, "words": text}
            _do(visit, "score", using.give_feedback, asked)


def waivers(visit: Visit, row: BookingRow) -> None:
    """Let off part of a charge: proposed by one decider, agreed to by another."""
    if row["charge_id"] is None or not visit.who.may("propose_charge_waiver"):
        return
    if row["waiver"] == "open":
        key = int(row["waiver_id"] or 0)
        words = _("Agree to the waiver")
        act(visit, words, using.consent_charge_waiver, key=f"f-consent-{key}", at=AT, waiver_id=key)
    elif row["waiver"] is None and row["billed_fen"]:
        words = _("Propose to let off a charge")
        with folded("f-waive-place", words, "f-form-waive"):
            yuan = st.text_input(_("Yuan"), key="f-waive-yuan", max_chars=15)
            reason = st.text_input(_("Reason"), key="f-waive-why", max_chars=500)
            if st.form_submit_button(words):
                key = int(row["charge_id"])
                perform(
                    visit,
                    "f-act-waive",
                    using.propose_charge_waiver,
                    lambda: {"charge_id": key, "amount_fen": fen(yuan), "reason": reason},
                    done=_("Recorded."),
                    at=AT,
                )


def _do(visit: Visit, name: str, command: Command, asked: dict[str, object]) -> None:
    perform(visit, f"f-act-{name}", command, lambda: asked, done=_("Recorded."), at=AT)


def taken_along(visit: Visit) -> None:
    """Bookings as a file, and a firm's own calendar."""
    download(visit, _("Bookings as CSV"), "bookings", key="f-bookings-csv")
    for code in reach.codes(visit.who, "applicant"):
        words = _("My calendar (.ics)")
        download(visit, words, "applicant-ics", code, key=f"f-bookings-ics-{code}")
