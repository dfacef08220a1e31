"""Calls: drafted with their criteria, published by somebody else, and the applications received
under them.
"""

from collections.abc import Callable
from datetime import timedelta

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.grants import applications, queries
from fund.grants.lists import CALLS
from fund.grants.rules import Yardstick
from fund.grants.tables import Call
from fund.i18n import _, ngettext
from fund.money import fen
from fund.screens.ledger.amounts import currency_of
from fund.screens.ledger.enter import about, rooms_of
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import document, opened, pick, pick_day
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit, act, perform, said

MOST_CRITERIA = 8


def calls(visit: Visit, seen: Seen, running: int) -> None:
    """The calls with what came in under each, page by page; deciders publish here, officers draft
    and receive.
    """
    title = (
        ngettext("{count} call is open", "{count} calls are open", running).format(count=running)
        if running
        else _("No call is open")
    )
    with ui.block(
        title,
        _("Drafted by one person, published by another; each pays from one budget line"),
        key="calls",
    ):
        if seen.page.totals.rows or seen.asked.only:
            filters_of(CALLS)
        if seen.page.totals.rows:
            listing(visit, seen, _("Calls"))
        elif seen.asked.only:
            ui.empty(_("No call is in this state"), _("Choose another status."))
        else:
            ui.empty(
                _("No call is drafted"), _("An officer drafts one below; a decider publishes it.")
            )
        if visit.view.as_of == clock.today():
            publish(visit)
            draft(visit)


def publish(visit: Visit) -> None:
    """One button for each draft, for whoever may publish."""
    said("f-published")
    if not visit.who.may("publish_call"):
        return
    with visit.reading() as session:
        drafts = queries.calls(session, visit.who, visit.view, state="draft")
    for row in drafts.to_dict("records"):
        act(
            visit,
            _("Publish {code} {title}").format(code=row["code"], title=row["title"]),
            applications.publish_call,
            key=f"f-publish-{row['call_id']}",
            done=_("Published."),
            at="f-published",
            call_id=row["call_id"],
        )


def draft(visit: Visit) -> None:
    """The form for a call: what it is, its days, its line, and what reviewers will score."""
    said("f-drafted-done")
    if not visit.who.may("draft_call"):
        return
    inside = opened("f-draft-call", _("Draft a call"))
    if inside is None:
        return
    with inside:
        lines = rooms_of(visit)
        count = int(st.number_input(_("How many criteria"), 1, MOST_CRITERIA, 3, key="f-criteria"))
        with st.form("f-form-draft"):
            left, right = st.columns([1, 3])
            given: dict[str, object] = {
                "code": left.text_input(_("Code"), key="f-call-code", max_chars=40).strip()
            }
            given["title"] = right.text_input(_("Title"), key="f-call-title", max_chars=200).strip()
            line_id = pick(_("Budget line"), lines, "f-call-line")
            given["line_id"] = line_id or 0
            left, middle, right = st.columns(3)
            given["opens_on"] = pick_day(_("Opens on"), "f-call-opens", clock.today(), at=left)
            given["closes_on"] = pick_day(
                _("Closes on"), "f-call-closes", clock.today() + timedelta(days=30), at=middle
            )
            given["needed_reviews"] = int(
                right.number_input(_("Reviews needed"), 1, 9, 2, key="f-call-needed")
            )
            yardsticks = [yardstick(place) for place in range(1, count + 1)]
            if st.form_submit_button(_("Draft the call"), type="primary"):
                perform(
                    visit,
                    "f-drafted",
                    applications.draft_call,
                    lambda: given | {"criteria": [one() for one in yardsticks]},
                    done=_("Drafted. Somebody else publishes it."),
                    at="f-drafted-done",
                )


def yardstick(place: int) -> Callable[[], Yardstick]:
    """One criterion: what is judged, its weight in percent, its most points."""
    title, weight, most = st.columns([4, 1, 1])
    name = title.text_input(
        _("Criterion {place}").format(place=place), key=f"f-criterion-{place}", max_chars=100
    )
    heavy = weight.number_input(_("Weight, %"), 0, 100, 0, key=f"f-weight-{place}")
    points = most.number_input(_("Most points"), 1, 100, 10, key=f"f-most-{place}")
    return lambda: Yardstick(f"K{place}", name.strip(), int(heavy), int(points))


def _currency(visit: Visit, call_id: int) -> str:
    """What an application under this call is counted in: the currency of the call's line."""
    with visit.reading() as session:
        call = session.get(Call, call_id)
    return currency_of(visit, call.line_id if call else 0)


def receive(visit: Visit, announced: pd.DataFrame) -> None:
    """An application under an open call, recorded from the applicant's letter; closed until it is
    wanted.
    """
    running = {
        row["call_id"]: f"{row['code']} {row['title']}" for row in announced.to_dict("records")
    }
    if not running or not visit.who.may("enter") or visit.view.as_of != clock.today():
        return
    said("f-received-done")
    inside = opened("f-receive", _("Record an application under a call"))
    if inside is None:
        return
    with inside:
        bodies = bodies_to_choose(visit, "f-received-body")
        with st.form("f-form-receive"):
            wanted = application_fields(visit, running, bodies)
            if st.form_submit_button(_("Record the application"), type="primary"):
                perform(
                    visit,
                    "f-received",
                    applications.receive,
                    wanted,
                    done=_("Entered."),
                    at="f-received-done",
                )


def application_fields(
    visit: Visit, running: dict[int, str], bodies: dict[int, str]
) -> Callable[[], dict[str, object]]:
    """What is asked of an application, read when the form is sent."""
    only = next(iter(running)) if len(running) == 1 else None
    call_id = pick(_("Call"), running, "f-receive-call", first=only) or 0
    given = about(visit, "received", _("Applicant"), bodies)
    left, middle, right = st.columns([2, 1, 2])
    typed = left.text_input(_("Amount requested"), key="f-receive-amount", max_chars=24)
    unit = middle.selectbox(
        _("Unit"), ["wan", "yuan"], format_func=i18n.unit_name, key="f-receive-unit"
    )
    received_on = pick_day(
        _("Received on"), "f-receive-on", clock.today(), at=right, last=clock.today()
    )
    purpose = st.text_area(_("Purpose"), key="f-receive-purpose", max_chars=500, height=80)
    letter = document(_("The applicant’s letter"), "f-receive-letter")
    return lambda: (
        given
        | letter()
        | {
            "purpose": purpose,
            "call_id": call_id,
            "requested_fen": fen(
                typed.replace(",", "").strip(), unit or "wan", _currency(visit, call_id)
            ),
            "received_on": received_on,
        }
    )
