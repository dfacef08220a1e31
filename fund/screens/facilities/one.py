"""One facility: two weeks as a picture with a table beside it, load by month, rules, prices, what
is closed; closing it, setting hours and prices.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.acts import Command
from fund.charts import facility as chart
from fund.clock import BEIJING
from fund.facilities import figures, opening, reach, registering, rules, wording
from fund.facilities.booking_rules import written
from fund.facilities.figures import Figures
from fund.facilities.rows import Condition, FacilityRow, PriceRow
from fund.facilities.tables import Facility
from fund.facilities.timetable import FOR_EVER, Shut
from fund.i18n import _
from fund.money import fen
from fund.ui import Column, address
from fund.ui.fields import form_opened, pick_word
from fund.ui.visit import Visit, act, download, perform, said

AT = "f-facility-done"


def about(row: FacilityRow) -> str:
    """What it is, in a sentence."""
    return _("{kind} of {owner}, {place}; booked by the {unit}.").format(
        kind=_(rules.KINDS[row["kind"]]),
        owner=row["owner"],
        place=row["place"] or row["region_code"],
        unit=_(rules.UNITS[row["unit"]]),
    )


def calendar(pieces: pd.DataFrame, first: date, code: str) -> None:
    """Two weeks as a picture, the table beside it, and the way to the weeks before and after."""
    days = [first + timedelta(days=step) for step in range(14)]
    with ui.block(
        _("Two weeks"), _("Beijing time; whose a booking is, its own people see"), key="fortnight"
    ):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            ui.legend(chart.classes(ui.look()))
            ui.chart(chart.fortnight(pieces, days, ui.look()), "fortnight", chart.alt(pieces))
            for words, step in ((_("Two weeks earlier"), -14), (_("Two weeks later"), 14)):
                day = first + timedelta(days=step)
                ui.more(words, address("facility", id=code, **{"from": day.isoformat()}))
        with right:
            rows = pieces.to_dict("records")
            shown = pd.DataFrame(
                [
                    {
                        "day": i18n.day(one["day"]),
                        "time": wording.span_of_day(one["first"], one["last"]),
                        "kind": _(chart.KINDS[one["kind"]]),
                        "words": one["words"] or "",
                    }
                    for one in rows
                ],
                columns=["day", "time", "kind", "words"],
            )
            heads = [
                Column("day", _("Day")),
                Column("time", _("Time")),
                Column("kind", _("What"), sub="words"),
            ]
            ui.table(shown, heads, _("Two weeks"), key="fortnight-table")


def load(months: list[tuple[date, Figures]]) -> None:
    """Month by month what was open, booked and used; nothing for whom it is none of theirs."""
    if not months:
        return
    frame = pd.DataFrame(
        [
            {
                "month": month,
                "available": i18n.number(found.available / 60, 1),
                "booked": i18n.number(found.booked / 60, 1),
                "used": i18n.number(found.used / 60, 1),
                "utilisation": found.utilisation,
                "commercial": found.commercial_share,
                "billed": found.billed_fen,
                "waived": found.waived_fen,
            }
            for month, found in months
        ]
    )
    with ui.block(_("Load by month"), _("Hours; income is the owner’s"), key="load"):
        ui.table(
            frame,
            [
                Column("month", _("Month"), "month"),
                Column("available", _("Available, h"), "figure"),
                Column("booked", _("Booked, h"), "figure"),
                Column("used", _("Used, h"), "figure"),
                Column("utilisation", _("Utilisation"), "share"),
                Column("commercial", _("Commercial share"), "share"),
                Column("billed", _("Billed"), "amount", "yuan"),
                Column("waived", _("Waived"), "amount", "yuan"),
            ],
            _("Load by month"),
            key="load",
        )


def facts(row: FacilityRow, shut: list[Shut]) -> None:
    """What is broken, the rules, safety conditions, prices."""
    for one in shut:
        last = _("until further notice") if one.is_open_ended else written(one.window.last)
        words = _("{kind} from {first}, {last}: {reason}").format(
            kind=_(rules.CLOSURES[one.kind]),
            first=written(one.window.first),
            last=last,
            reason=one.reason,
        )
        if one.expected_on:
            words += " · " + _("expected to end on {day}").format(day=i18n.day(one.expected_on))
        ui.error_box(_("Not open"), words, tone="warn")
    with ui.block(_("Rules of booking"), wording.hours(row["spans"]), key="rules"):
        ui.facts(
            [
                (_("Figures"), wording.figures(row["figures"]) or "—"),
                (_("Step, minutes"), str(row["step"])),
                (_("Set-up, minutes"), str(row["setup"])),
                (_("Clear-up, minutes"), str(row["clearup"])),
                (_("Notice, hours"), str(row["notice_hours"])),
                (_("Bookable days ahead"), str(row["horizon_days"])),
                (_("Late cancelling, hours"), f"{row['late_hours']} ({row['late_percent']} %)"),
                *(
                    (
                        _("Safety condition {code}").format(code=one["code"]),
                        condition(one),
                    )
                    for one in row["conditions"]
                ),
                *(
                    (
                        _("Price: {group}").format(group=_(rules.CLASSES[one["user_class"]])),
                        price(one, row["unit"]),
                    )
                    for one in row["prices"]
                ),
            ]
        )


def condition(one: Condition) -> str:
    """A safety condition, and what proves that it is kept."""
    if not one["proof"]:
        return str(one["words"])
    return _("{words}; to be shown: {proof}").format(words=one["words"], proof=one["proof"])


def price(one: PriceRow, unit: str) -> str:
    """A price with what it is for, from which day, by which document; how many units are charged at
    least.
    """
    words = _("{amount} by the {unit} from {day}, {document}").format(
        amount=i18n.amount(one["unit_fen"], "yuan"),
        unit=_(rules.UNITS[unit]),
        day=i18n.day(one["valid_from"]),
        document=one["document"],
    )
    if one["minimum_units"]:
        least = i18n.number(one["minimum_units"], 0)
        words += " · " + _("at least {units} are charged").format(units=least)
    return words


def kept(visit: Visit, row: FacilityRow, shut: list[Shut]) -> None:
    """The calendar to take along; closing, reopening, hours, prices for whoever may."""
    said(AT)
    with visit.reading() as session:
        facility = session.get_one(Facility, int(row["facility_id"]))
        of = reach.parts(session, facility)
    if reach.may(visit.who, "close_facility", of) or visit.who.may("see_bookings"):
        words = _("Calendar of the facility (.ics)")
        download(visit, words, "facility-ics", row["code"], key="f-facility-ics")
    if reach.may(visit.who, "close_facility", of):
        closing(visit, row)
        for one in shut:
            if one.window.last == FOR_EVER:
                ending(visit, one)
    if visit.who.may("set_price"):
        pricing(visit, row)
        hours(visit, row)


def moment(head: str, key: str, day: date, hour: int = 8, minute: int = 0) -> datetime:
    """An instant of Beijing that somebody types: day and time."""
    left, right = st.columns(2)
    on = left.date_input(_("{what}: day").format(what=head), day, key=f"{key}-day")
    at = right.time_input(
        _("{what}: time").format(what=head), time(hour, minute), key=f"{key}-time", step=900
    )
    return datetime.combine(on, at, BEIJING)  # type: ignore[arg-type]


def closing(visit: Visit, row: FacilityRow) -> None:
    """Close it for a time."""
    words = _("Close for a time")
    form = form_opened("f-close-place", words, "f-form-close")
    if form is None:
        return
    with form:
        kind = pick_word(_("Kind"), rules.CLOSURES, "f-close-kind")
        first = moment(_("From"), "f-close-from", clock.today() + timedelta(days=1))
        last = moment(_("To"), "f-close-to", clock.today() + timedelta(days=1), 20)
        is_open = st.checkbox(_("The end is not known yet"), key="f-close-open")
        reason = st.text_input(_("Reason"), key="f-close-why", max_chars=300)
        if st.form_submit_button(words):
            asked = {
                "facility_id": int(row["facility_id"]),
                "kind": kind,
                "starts_at": first,
                "ends_at": None if is_open else last,
                "reason": reason,
            }
            _do(visit, "close", registering.close_facility, lambda: asked)


def ending(visit: Visit, one: Shut) -> None:
    """Say that a closure is over."""
    act(
        visit,
        _("Open again: {reason}").format(reason=one.reason),
        registering.reopen_facility,
        key=f"f-reopen-{one.closure_id}",
        at=AT,
        closure_id=one.closure_id,
        ends_at=max(clock.now().replace(second=0, microsecond=0), one.window.first)
        + timedelta(minutes=1),
    )


def pricing(visit: Visit, row: FacilityRow) -> None:
    """Set a price from a day to come."""
    words = _("Set a price")
    form = form_opened("f-price-place", words, "f-form-price")
    if form is None:
        return
    with form:
        group = pick_word(_("Class"), rules.CLASSES, "f-price-class")
        left, right = st.columns(2)
        yuan = left.text_input(_("Yuan a unit"), key="f-price-yuan", max_chars=15)
        day = right.date_input(
            _("Valid from"), clock.today() + timedelta(days=1), key="f-price-from"
        )
        left, right = st.columns([1, 3])
        least = left.number_input(
            _("At least so many units are charged"), 0, 10_000, 0, key="f-price-least"
        )
        document = right.text_input(_("Document"), key="f-price-document", max_chars=200)
        if st.form_submit_button(words):
            key = int(row["facility_id"])
            _do(
                visit,
                "price",
                registering.set_price,
                lambda: {
                    "facility_id": key,
                    "user_class": group,
                    "unit_fen": fen(yuan),
                    "valid_from": day,
                    "document": document,
                    "minimum_units": int(least),
                },
            )


def hours(visit: Visit, row: FacilityRow) -> None:
    """Set the week from a day on."""
    words = _("Set opening hours")
    form = form_opened("f-hours-place", words, "f-form-hours")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        week = left.text_input(_("Week"), "workday 08:00-20:00", key="f-hours-week", max_chars=300)
        day = right.date_input(
            _("Valid from"), clock.today() + timedelta(days=1), key="f-hours-from"
        )
        st.caption(_(opening.RULE))
        if st.form_submit_button(words):
            key = int(row["facility_id"])
            asked = {"facility_id": key, "week": week, "valid_from": day}
            _do(visit, "hours", registering.set_hours, lambda: asked)


def _do(visit: Visit, name: str, command: Command, asked: Callable[[], dict[str, object]]) -> None:
    perform(visit, f"f-act-{name}", command, asked, done=_("Recorded."), at=AT)


def months_of(visit: Visit, facility_id: int) -> list[tuple[date, Figures]]:
    """The figures of a facility of this month and the five before; none of one beyond reach."""
    today = clock.today()
    found = []
    with visit.reading() as session:
        for back in range(5, -1, -1):
            first = figures.month_back(today, back)
            whole = figures.span(figures.month(first))
            frame = figures.by_facility(session, visit.who, whole, today, [facility_id])
            if frame.empty:
                return []
            found.append((first, figures.summed(frame)))
    return found
