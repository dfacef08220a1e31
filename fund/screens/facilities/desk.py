"""The desk of requests: asking, checking safety, deciding, holding a window."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, i18n, ui
from fund.acts import Command
from fund.facilities import asking, booking, queries, reach, rules, wording
from fund.facilities.rows import FacilityRow, RequestRow, Verdict, WishRow
from fund.facilities.tables import Facility
from fund.i18n import _
from fund.lifecycle import CYCLES
from fund.screens.facilities.one import condition, moment
from fund.ui import Column, address
from fund.ui.choosing import BODY, to_choose
from fund.ui.fields import folded, opened, pick, pick_word
from fund.ui.visit import Visit, act, perform, said

AT = "f-request-done"
STATES = CYCLES["access_request"]


def ask(visit: Visit, row: FacilityRow) -> None:
    """Ask for a facility, from its page."""
    said(AT)
    facility = int(row["facility_id"])

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        return queries.applicants(session, visit.who, facility, words, most)

    with visit.reading() as session:
        if not looking(session, "", 1):
            return
    words = _("Ask for this facility")
    inside = opened("f-request-place", words)
    if inside is None:
        return
    with inside:
        firms = to_choose(visit, "f-request-firm", looking, BODY)
    with inside, st.form("f-form-request"):
        asked = _asked(row, firms)
        if st.form_submit_button(words, type="primary"):
            perform(
                visit,
                "f-act-request",
                asking.request_access,
                lambda: asked,
                done=_("Asked for: the request is on the desk."),
                at=AT,
            )


def _asked(row: FacilityRow, firms: dict[int, str]) -> dict[str, object]:
    """What is asked for, as it is filled in now; the first window is wanted most."""
    left, right = st.columns(2)
    only = next(iter(firms)) if len(firms) == 1 else None
    firm = pick(_("Applying body"), firms, "f-request-firm", at=left, first=only)
    group = pick_word(_("Class"), rules.CLASSES, "f-request-class", at=right)
    purpose = st.text_input(_("Purpose"), key="f-request-purpose", max_chars=500)
    left, right = st.columns(2)
    mission = left.text_input(_("Mission"), key="f-request-mission", max_chars=200)
    letter = right.text_input(_("Letter"), key="f-request-letter", max_chars=200)
    wished = _wished()
    hours = st.number_input(
        _("Hours asked for altogether"), 0.25, 10_000.0, 4.0, 0.25, key="f-request-hours"
    )
    papers = {
        one["code"]: st.text_input(
            f"{one['code']} · {condition(one)}",
            key=f"f-request-paper-{one['code']}",
            max_chars=200,
        )
        for one in row["conditions"]
    }
    return {
        "facility_id": int(row["facility_id"]),
        "applicant_id": int(firm or 0),
        "user_class": group,
        "purpose": purpose,
        "wishes": wished,
        "papers": papers,
        "minutes_asked": round(hours * 60),
        "mission": mission,
        "letter": letter,
    }


def _wished() -> list[tuple[datetime, datetime]]:
    """The windows asked for, the dearest first: one, and hours of up to two other days that would
    do as well.
    """
    day = clock.today() + timedelta(days=7)
    found = [
        (moment(_("From"), "f-request-from", day), moment(_("To"), "f-request-to", day, 12)),
    ]
    for rank in (2, 3):
        left, middle, right = st.columns(3)
        key = f"f-request-wish-{rank}"
        words = _("Wish {rank}: day (may stay empty)").format(rank=rank)
        other = left.date_input(words, None, key=f"{key}-day")
        first = middle.time_input(_("From"), time(8), key=f"{key}-from", step=900)
        last = right.time_input(_("To"), time(12), key=f"{key}-to", step=900)
        if isinstance(other, date) and first and last:
            begins, ends = (datetime.combine(other, one, clock.BEIJING) for one in (first, last))
            found.append((begins, ends))
    return found


def detail(visit: Visit, row: RequestRow) -> None:
    """A request with its wishes and who else wants them, checks and decision, then what may be
    done.
    """
    title = f"{row['number']} · {row['code']} {wording.name(row)}"
    with ui.block(title, row["applicant"], key="request"):
        ui.status_tag(row["status"])
        ui.facts(
            [
                (_("Class"), _(rules.CLASSES[row["user_class"]])),
                (_("Purpose"), row["purpose"]),
                (_("Mission"), row["mission"] or "—"),
                (_("Hours asked for"), i18n.number(row["minutes_asked"] / 60, 1)),
                (_("Asked for on"), i18n.day(row["requested_on"])),
                *((_("Proofs"), f"{code}: {document}") for code, document in row["papers"]),
                *((_("Safety"), checked(one)) for one in row["verdicts"]),
                *decision(row),
            ]
        )
        ui.table(wishes(row["wishes"]), columns(), _("Wishes"), key="wishes")
    said(AT)
    offered(visit, row)


def checked(one: Verdict) -> str:
    """One safety check: the verdict, by whom, under which conditions."""
    said = (_(rules.VERDICTS[one["verdict"]]), one["name"], one["conditions"])
    return " · ".join(filter(None, said))


def decision(row: RequestRow) -> list[tuple[str, str]]:
    """What was decided, in words."""
    if row["status"] == "granted":
        words = _("{hours} h until {day}").format(
            hours=i18n.number((row["minutes_allocated"] or 0) / 60, 1),
            day=i18n.day(row["valid_to"]),
        )
        return [(_("Granted"), words)]
    if row["status"] == "turned_down":
        return [(_("Not granted"), f"{_(rules.REASONS[row['reason'] or ''])} {row['words']}")]
    return []


def wishes(found: Sequence[WishRow]) -> pd.DataFrame:
    """The windows asked for, with what collides, by number."""
    return pd.DataFrame(
        [
            {
                "rank": one["rank"],
                "window": wording.window(one["starts_at"], one["ends_at"]),
                "wanted": ", ".join(one["wanted_by"]) or "—",
                "taken": ", ".join(one["taken_by"]) or "—",
            }
            for one in found
        ]
    )


def columns() -> list[Column]:
    """The columns of the wishes."""
    return [
        Column("rank", _("Rank"), "number"),
        Column("window", _("Window")),
        Column("wanted", _("Also wanted by")),
        Column("taken", _("Taken by")),
    ]


def offered(visit: Visit, row: RequestRow) -> None:
    """Every act on a request that is possible now."""
    key, status = int(row["request_id"]), row["status"]
    if visit.who.may("check_safety") and status in STATES["check_safety"][""]:
        checking(visit, key)
    if visit.who.may("grant_access") and status in STATES["grant_access"][""]:
        granting(visit, row)
    if visit.who.may("refuse_access") and status in STATES["refuse_access"][""]:
        refusing(visit, key)
    with visit.reading() as session:
        facility = session.get_one(Facility, int(row["facility_id"]))
        of = reach.parts(session, facility, int(row["applicant_id"]))
    if status == "granted" and reach.may(visit.who, "hold_booking", of):
        holding(visit, row)


def checking(visit: Visit, key: int) -> None:
    """Say whether it is safe."""
    words = _("Check the safety")
    with folded("f-check-place", words, "f-form-check"):
        verdict = pick_word(_("Safety verdict"), rules.VERDICTS, "f-check-verdict")
        text = st.text_input(_("Conditions"), key="f-check-words", max_chars=1000)
        if st.form_submit_button(words):
            asked = {"request_id": key, "verdict": verdict, "conditions": text}
            _do(visit, "check", asking.check_safety, asked)


def granting(visit: Visit, row: RequestRow) -> None:
    """Grant hours until a day."""
    words = _("Grant access")
    with folded("f-grant-place", words, "f-form-grant"):
        left, right = st.columns(2)
        hours = left.number_input(
            _("Hours allocated"),
            0.25,
            10_000.0,
            max(row["minutes_asked"] / 60, 0.25),
            0.25,
            key="f-grant-hours",
        )
        day = right.date_input(
            _("Valid until"), clock.today() + timedelta(days=180), key="f-grant-day"
        )
        if st.form_submit_button(words):
            asked = {
                "request_id": int(row["request_id"]),
                "minutes_allocated": round(hours * 60),
                "valid_to": day,
            }
            _do(visit, "grant", asking.grant_access, asked)


def refusing(visit: Visit, key: int) -> None:
    """Refuse with a reason."""
    words = _("Refuse access")
    with folded("f-refuse-place", words, "f-form-refuse"):
        reason = pick_word(_("Reason"), rules.REASONS, "f-refuse-reason")
        text = st.text_input(_("Remarks in words"), key="f-refuse-words", max_chars=1000)
        if st.form_submit_button(words):
            asked = {"request_id": key, "reason": reason, "words": text}
            _do(visit, "refuse", asking.refuse_access, asked)


def holding(visit: Visit, row: RequestRow) -> None:
    """Hold a wish with one click, or another window."""
    for wish in row["wishes"]:
        if not wish["taken_by"] and wish["starts_at"] > clock.now():
            act(
                visit,
                _("Hold {window}").format(
                    window=wording.window(wish["starts_at"], wish["ends_at"])
                ),
                booking.hold_booking,
                key=f"f-hold-{row['request_id']}-{wish['rank']}",
                at=AT,
                request_id=int(row["request_id"]),
                starts_at=wish["starts_at"],
                ends_at=wish["ends_at"],
                units=1,
            )
    words = _("Hold another window")
    with folded("f-hold-place", words, "f-form-hold"):
        day = clock.today() + timedelta(days=7)
        first = moment(_("From"), "f-hold-from", day)
        last = moment(_("To"), "f-hold-to", day, 12)
        units = st.number_input(_("Units"), 0, 100_000, 1, key="f-hold-units")
        if st.form_submit_button(words):
            asked = {
                "request_id": int(row["request_id"]),
                "starts_at": first,
                "ends_at": last,
                "units": int(units),
            }
            _do(visit, "hold", booking.hold_booking, asked)


def _do(visit: Visit, name: str, command: Command, asked: dict[str, object]) -> None:
    perform(visit, f"f-act-{name}", command, lambda: asked, done=_("Recorded."), at=AT)


def links(row: RequestRow) -> None:
    """From a request to its bookings."""
    for number in row["bookings"]["number"]:
        ui.more(number, address("bookings", id=number))
