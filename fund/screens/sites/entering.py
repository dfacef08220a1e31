"""Entering sites, pads, capacity and launches; moving, scrubbing and ending a launch."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fund import clock
from fund.acts import Command
from fund.cooperation.rules import listed
from fund.i18n import N_, _, pgettext
from fund.plan import reference
from fund.sites import commands, launching, rules
from fund.sites.rows import Site
from fund.ui.fields import folded, form_opened, pick, pick_day, pick_word
from fund.ui.visit import Visit, perform, said

DONE = "f-site-done"
FIRST = date(1957, 1, 1)


def send(
    visit: Visit,
    words: str,
    name: str,
    command: Command,
    given: Callable[[], dict[str, object]],
) -> None:
    """The button of a form and the act behind it."""
    if st.form_submit_button(words, type="primary"):
        perform(visit, f"f-act-{name}", command, given, done=_("Recorded."), at=DONE)


def new_site(visit: Visit) -> None:
    """A launch site with the body that runs it."""
    said(DONE)
    if not visit.who.may("enter_site") or visit.view.as_of != clock.today():
        return
    form = form_opened("f-site-new", _("Enter a launch site"), "f-form-site")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        code = left.text_input(_("Code"), key="f-site-code", max_chars=40)
        name = right.text_input(_("Chinese name"), key="f-site-name", max_chars=200)
        english = left.text_input(_("English name"), key="f-site-english", max_chars=200)
        kind = pick_word(pgettext("launch site", "Kind"), rules.SITE_KINDS, "f-site-kind", at=right)
        operator = left.text_input(_("Run by"), key="f-site-operator", max_chars=200)
        regions = {row["code"]: row["name_zh"] for row in reference.regions()}
        region = pick(_("Province"), regions, "f-site-region", at=right)
        names = st.text_input(_("Names in lists of launches, with commas"), key="f-site-names")
        source = left.text_input(_("Source"), key="f-site-source", max_chars=300)
        day = pick_day(_("Source of"), "f-site-sourced", None, at=right, first=FIRST)
        commercial = st.checkbox(_("Commercial site"), key="f-site-commercial")
        send(
            visit,
            _("Enter the site"),
            "site",
            commands.enter_site,
            lambda: {
                "code": code,
                "name_zh": name,
                "name_en": english,
                "kind": kind,
                "operator": operator,
                "region_code": region or "",
                "names": [one.strip() for one in listed(names)],
                "source": source,
                "sourced_on": day if isinstance(day, date) else None,
                "is_commercial": commercial,
            },
        )


def keep(visit: Visit, site: Site, pads: pd.DataFrame, launches: pd.DataFrame) -> None:
    """What this person may do at a site, each closed until it is wanted."""
    said(DONE)
    if visit.view.as_of != clock.today():
        return
    code = str(site["code"])
    names = dict(zip(pads["code"], pads["name"], strict=True))
    if visit.who.may("enter_pad"):
        pad(visit, code)
        if names:
            pad_state(visit, code, names)
        capacity(visit, code, names)
        building(visit, code, names)
    if visit.who.may("plan_launch"):
        launch(visit, site, names)
    open_ = [row["tag"] for row in launches.to_dict("records") if not row["outcome"]]
    if open_ and visit.who.may("move_launch"):
        move(visit, open_)
        scrub(visit, open_)
    tags = list(launches["tag"])
    if tags and visit.who.may("report_outcome"):
        outcome(visit, tags[::-1])


def pad(visit: Visit, site: str) -> None:
    """A pad with its first name and state."""
    form = form_opened("f-pad-new", _("Enter a pad"), "f-form-pad")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        code = left.text_input(_("Code"), key="f-pad-code", max_chars=40)
        name = right.text_input(pgettext("pad", "Name"), key="f-pad-name", max_chars=120)
        state = pick_word(pgettext("pad", "State"), rules.PAD_STATES, "f-pad-state", at=left)
        since = pick_day(
            pgettext("pad", "Since"), "f-pad-since", clock.today(), at=right, first=FIRST
        )
        fits = left.text_input(_("Built for"), key="f-pad-fits", max_chars=300)
        source = right.text_input(_("Source"), key="f-pad-source", max_chars=300)
        send(
            visit,
            _("Enter the pad"),
            "pad",
            commands.enter_pad,
            lambda: {
                "site": site,
                "code": code,
                "name": name,
                "state": state,
                "since": since,
                "fits": fits,
                "source": source,
            },
        )


def pad_state(visit: Visit, site: str, names: dict[str, str]) -> None:
    """Another state of a pad, or another name."""
    with folded("f-pad-change", _("State of a pad"), "f-form-pad-state"):
        which = pick(pgettext("launch", "Pad"), names, "f-pad-which", first=next(iter(names)))
        state = pick_word(pgettext("pad", "State"), rules.PAD_STATES, "f-pad-next")
        since = pick_day(pgettext("pad", "Since"), "f-pad-changed", clock.today(), first=FIRST)
        source = st.text_input(_("Source"), key="f-pad-said", max_chars=300)
        send(
            visit,
            _("State it"),
            "pad-state",
            commands.state_pad,
            lambda: {
                "site": site,
                "pad": which,
                "state": state,
                "since": since,
                "source": source,
            },
        )
    with folded("f-pad-rename", _("Rename a pad"), "f-form-pad-name"):
        which_ = pick(pgettext("launch", "Pad"), names, "f-pad-named", first=next(iter(names)))
        name = st.text_input(pgettext("pad", "Name"), key="f-pad-called", max_chars=120)
        day = pick_day(pgettext("pad", "Since"), "f-pad-called-on", clock.today(), first=FIRST)
        send(
            visit,
            _("Rename it"),
            "pad-name",
            commands.rename_pad,
            lambda: {"site": site, "pad": which_, "name": name, "since": day},
        )


def capacity(visit: Visit, site: str, names: dict[str, str]) -> None:
    """Launches a year, of the site or one pad; another person confirms."""
    form = form_opened("f-capacity-new", _("State a capacity"), "f-form-capacity")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        which = pick(
            pgettext("launch", "Pad"), names, "f-capacity-pad", at=left, empty=_("the whole site")
        )
        kinds = rules.CAPACITY_KINDS
        kind = pick_word(pgettext("capacity", "Kind"), kinds, "f-capacity-kind", at=right)
        year = left.number_input(
            pgettext("launch", "Year"), 1957, 2100, clock.today().year, key="f-capacity-year"
        )
        many = right.number_input(_("Launches a year"), 0, 500, 0, key="f-capacity-many")
        source = left.text_input(_("Source"), key="f-capacity-source", max_chars=300)
        day = pick_day(_("Source of"), "f-capacity-sourced", None, at=right, first=FIRST)
        send(
            visit,
            _("State the capacity"),
            "capacity",
            commands.state_capacity,
            lambda: {
                "site": site,
                "pad": which or "",
                "kind": kind,
                "year": int(year),
                "launches": int(many),
                "source": source,
                "sourced_on": day if isinstance(day, date) else None,
            },
        )


def building(visit: Visit, site: str, names: dict[str, str]) -> None:
    """The grant or contract that builds it."""
    with folded("f-building-new", _("Name what builds it"), "f-form-building"):
        work = st.text_input(_("Code of the grant or contract"), key="f-building-code")
        which = pick(pgettext("launch", "Pad"), names, "f-building-pad", empty=_("the whole site"))
        send(
            visit,
            _("Name it"),
            "building",
            commands.link_site,
            lambda: {"site": site, "undertaking": work, "pad": which or ""},
        )


def launch(visit: Visit, site: Site, names: dict[str, str]) -> None:
    """A launch with its planned time, as exactly as it is known."""
    form = form_opened("f-launch-new", _("Plan a launch"), "f-form-launch")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        code = left.text_input(_("Code"), key="f-launch-code", max_chars=60)
        vehicle = right.text_input(
            pgettext("launch", "Rocket"), key="f-launch-vehicle", max_chars=120
        )
        mission = left.text_input(
            pgettext("launch", "Mission"), key="f-launch-mission", max_chars=300
        )
        which = pick(pgettext("launch", "Pad"), names, "f-launch-pad", at=right)
        day, precision, time = when("f-launch", left, right)
        service = pick_word(_("For whom"), rules.SERVICES, "f-launch-service", at=left)
        reused, payloads, delivery = loaded(left, right)
        texts = afloat(is_needed=site["kind"] == "sea")
        send(
            visit,
            _("Plan the launch"),
            "launch",
            launching.plan_launch,
            lambda: {
                "code": code,
                "site": site["code"],
                "vehicle": vehicle,
                "pad": which or "",
                "planned_on": day,
                "precision": precision,
                "time_of_day": time,
                "service": service,
                "reused_flights": reused,
                "payloads": payloads,
                "delivery_id": delivery or None,
                "texts": {"mission": mission, **texts},
            },
        )


PLACES = {"ship": N_("Ship"), "port": N_("Port"), "ascent": N_("Ascent from")}


def loaded(left: DeltaGenerator, right: DeltaGenerator) -> tuple[int, int, int]:
    """Earlier flights of the stage, payloads, the contract's delivery."""
    reused = right.number_input(_("Earlier flights of the stage"), 0, 100, 0, key="f-launch-reused")
    payloads = left.number_input(_("Payloads"), 0, 500, 1, key="f-launch-payloads")
    words = _("Number of the contract’s delivery, 0 for none")
    return int(reused), int(payloads), int(right.number_input(words, 0, key="f-launch-delivery"))


def afloat(*, is_needed: bool) -> dict[str, str]:
    """Ship, port and place of ascent of a launch at sea."""
    return {
        name: st.text_input(_(words), key=f"f-launch-{name}", max_chars=120)
        for name, words in PLACES.items()
        if is_needed
    }


def when(key: str, left: DeltaGenerator, right: DeltaGenerator) -> tuple[date | None, str, str]:
    """A planned time: its day, how exactly it is known, Beijing time."""
    day = pick_day(_("Planned for"), f"{key}-day", clock.today(), at=left)
    precision = right.selectbox(
        _("How exactly"),
        list(rules.PRECISIONS),
        list(rules.PRECISIONS).index("day"),
        format_func=lambda name: _(rules.PRECISIONS[name]),
        key=f"{key}-precision",
    )
    time = left.text_input(_("Time in Beijing, as 10:30"), key=f"{key}-time", max_chars=8)
    return day, str(precision), time.strip()


def move(visit: Visit, tags: list[str]) -> None:
    """Another planned time."""
    form = form_opened("f-launch-move", _("Change a planned time"), "f-form-move")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        tag = left.selectbox(_("Launch"), tags, key="f-move-launch")
        reason = right.text_input(_("Reason"), key="f-move-reason", max_chars=300)
        day, precision, time = when("f-move", left, right)
        send(
            visit,
            _("Change the time"),
            "move",
            launching.move_launch,
            lambda: {
                "launch": tag,
                "planned_on": day,
                "precision": precision,
                "time_of_day": time,
                "reason": reason,
            },
        )


def scrub(visit: Visit, tags: list[str]) -> None:
    """A launch called off on its day."""
    form = form_opened("f-launch-scrub", _("Record a scrub"), "f-form-scrub")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        tag = left.selectbox(_("Launch"), tags, key="f-scrub-launch")
        why = pick_word(pgettext("scrub", "Reason"), rules.REASONS, "f-scrub-reason", at=right)
        day = pick_day(_("Date"), "f-scrub-day", clock.today(), at=left, last=clock.today())
        before = right.text_input(_("Before lift-off"), key="f-scrub-before", max_chars=20)
        words = left.text_input(_("In words"), key="f-scrub-words", max_chars=300)
        hours = right.number_input(_("Next try after, hours"), 0, 2000, 24, key="f-scrub-hours")
        send(
            visit,
            _("Record the scrub"),
            "scrub",
            launching.record_scrub,
            lambda: {
                "launch": tag,
                "scrubbed_on": day,
                "reason": why,
                "before_lift_off": before,
                "words": words,
                "recycle_hours": int(hours),
            },
        )


def outcome(visit: Visit, tags: list[str]) -> None:
    """Lift-off and outcome; another person confirms it."""
    form = form_opened("f-launch-outcome", _("Report an outcome"), "f-form-outcome")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        tag = left.selectbox(_("Launch"), tags, key="f-outcome-launch")
        ended = pick_word(pgettext("launch", "Outcome"), rules.OUTCOMES, "f-outcome-what", at=right)
        day = pick_day(_("Date"), "f-outcome-day", clock.today(), at=left, last=clock.today())
        words = _("Lift-off in Beijing, as 10:30")
        time = right.text_input(words, key="f-outcome-time", max_chars=8)
        recovery = pick_word(
            _("Recovery of stages"), rules.RECOVERIES, "f-outcome-recovery", at=left
        )
        zone = right.text_input(_("Recovery zone"), key="f-outcome-zone", max_chars=120)
        reason = st.text_input(
            _("Reason, where it corrects an outcome"), key="f-outcome-reason", max_chars=300
        )
        send(
            visit,
            _("Report the outcome"),
            "outcome",
            launching.report_outcome,
            lambda: {
                "launch": tag,
                "outcome": ended,
                "happened_on": day,
                "time_of_day": time.strip(),
                "recovery": recovery,
                "zone": zone,
                "reason": reason,
            },
        )
