"""Reports that wait for a reviewer: the longest first, unchanged ones together, more time asked
for, one by itself.
"""

from datetime import date
from html import escape
from typing import TypedDict

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.centres import periods, queries, reviewing
from fund.centres.lists import QUEUE
from fund.centres.queries import Filing
from fund.centres.rules import stays
from fund.centres.wording import stay_words
from fund.frames import named, rows_of
from fund.i18n import _, ngettext
from fund.screens.centres.review import AT, decide, differing, files, table_of, twice
from fund.targets import claims
from fund.ui import address
from fund.ui.bulk import bulk
from fund.ui.listing import listing, look, workbook
from fund.ui.visit import Visit, act, perform, said, stamp


def queue(visit: Visit) -> None:
    """What waits, the longest first, page by page; unchanged ones of a page together."""
    seen = look(visit, QUEUE)
    with visit.reading() as session:
        asked = (
            queries.extensions(session, visit.who)
            if visit.who.may("decide_extension")
            else pd.DataFrame()
        )
    count = seen.page.totals.rows
    ui.header(_("Review of reports"), workbook(visit, seen, _("Review of reports")))
    ui.lede(
        ngettext(
            "**{count}** report waits for you.", "**{count}** reports wait for you.", count
        ).format(count=count)
    )
    stamp(visit)
    said(AT)
    if not count:
        ui.empty(
            _("Nothing is waiting"),
            _("Reports come here when a centre hands them in, or its province forwards them."),
        )
    else:
        with ui.block(
            _("Waiting"), _("Days since it came here; in grey where it lay before"), key="waiting"
        ):
            listing(visit, seen, _("Waiting"), has_excel=True)
    together(visit, seen.page.frame)
    extensions(visit, asked)


def together(visit: Visit, waiting: pd.DataFrame) -> None:
    """Reports of this page in which nothing has changed are approved together, each with every
    guard of its own.
    """
    if waiting.empty or not visit.who.may("approve_submission"):
        return
    with visit.reading() as session:  # what a grant claims as well is looked at by itself
        is_single = pd.Series(
            [
                claims.of_centre(session, visit.who, row["centre_code"], row["period_code"]).empty
                for row in waiting.to_dict("records")
            ],
            index=waiting.index,
        )
    same = waiting[(waiting["changed"] == 0) & is_single].to_dict("records")
    choices = {int(row["submission_id"]): f"{row['name']} · {row['period_code']}" for row in same}
    versions = {int(row["submission_id"]): int(row["version"]) for row in same}
    bulk(
        visit,
        "f-approve-same",
        choices,
        _("Approve those chosen"),
        reviewing.approve_submission,
        lambda key: {
            "submission_id": key,
            "expected_version": versions[key],
            "only_unchanged": True,
        },
        head=_("Reports in which no figure has changed"),
    )


def extensions(visit: Visit, asked: pd.DataFrame) -> None:
    """More time that is asked for."""
    if asked.empty:
        return
    with ui.block(
        _("More time asked for"),
        _("Granted, it moves the due day of this centre alone"),
        key="extensions",
    ):
        for row in rows_of(named(asked, "name"), Wish):
            extension(visit, row)


class Wish(TypedDict):
    """More time that is asked for: of fund.centres.lists, with the centre's name."""

    extension_id: int
    name: str
    period_code: str
    until: date
    reason: str


def extension(visit: Visit, row: Wish) -> None:
    """One wish for more time: granted with a click, or not, with the reason."""
    words = _("{name}, {period}, until {day}: {reason}").format(
        name=row["name"],
        period=row["period_code"],
        day=i18n.day(row["until"]),
        reason=row["reason"],
    )
    st.html(f'<p class="f-2">{escape(words)}</p>')
    key = int(row["extension_id"])
    act(
        visit,
        _("Grant it"),
        periods.decide_extension,
        key=f"f-grant-{key}",
        at=AT,
        extension_id=key,
        is_granted=True,
        done=_("Granted."),
    )
    with st.form(f"f-form-deny-{key}", border=False):
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        why = left.text_input(_("Why it is not granted"), key=f"f-deny-why-{key}", max_chars=300)
        if right.form_submit_button(_("Do not grant it"), width="stretch"):
            perform(
                visit,
                f"f-deny-{key}",
                periods.decide_extension,
                lambda: {"extension_id": key, "is_granted": False, "why": why},
                done=_("Not granted."),
                at=AT,
            )


def alone(visit: Visit) -> None:
    """A report by itself."""
    with visit.reading() as session:
        made = queries.filing(
            session, visit.who, st.query_params.get("centre", ""), st.query_params.get("report", "")
        )
    begun(visit, made)
    said(AT)
    if made.submission is None or made.submission.round == 0:
        ui.empty(_("Not handed in yet"), _("The centre is still filling it in."))
        return
    table_of(visit, made)
    twice(visit, made)
    differing(made)
    decide(visit, made)
    files(visit, made)
    with ui.block(_("History"), key="history"):
        ui.history(
            [
                (
                    f"{i18n.moment(event.recorded_at)} · {who}",
                    i18n.fact("act", event.kind) + (f": {event.reason}" if event.reason else ""),
                    None,
                )
                for event, who in reversed(made.events)
            ]
        )
    ui.more(_("Back to the queue"), address("review"))


def begun(visit: Visit, made: Filing) -> None:
    """Whose report on what it is, how long it lay where, and how it stands."""
    is_chinese = i18n.language() == "zh"
    centre = made.centre.name_zh if is_chinese or not made.centre.name_en else made.centre.name_en
    ui.header(
        f"{centre} · {made.period.name_zh if is_chinese else made.period.name_en}",
        crumb=[(_("Review of reports"), address("review"))],
    )
    steps = [
        (event.recorded_on, event.status)
        for event, _who in made.events
        if event.kind in ("submit", "forward", "send_back", "approve_submission")
    ]
    ui.lede(stay_words(stays(steps, clock.today())))
    ui.meta(
        *([made.submission.why] if made.submission and made.submission.why else []),
        as_of=clock.today(),
        is_demonstration=visit.is_demonstration,
        is_verified=visit.is_verified,
    )
    if made.submission:
        ui.status_tag(made.submission.status)
