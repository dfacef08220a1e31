"""A centre's report on a period: where it stands, the one button, its files, more time, a
revision.
"""

from datetime import timedelta
from typing import Literal

import streamlit as st

from fund import clock, i18n, ui
from fund.centres import commands, periods, queries
from fund.centres.queries import Filing
from fund.centres.rules import DONE, WITH_US
from fund.frames import named
from fund.i18n import _, ngettext
from fund.lifecycle import may_report
from fund.screens.centres.filing import AT, fields, open_lines, place
from fund.screens.centres.upload import upload
from fund.ui import address
from fund.ui.fields import folded, pick_day
from fund.ui.visit import Visit, act, perform


def choose(visit: Visit, made: Filing) -> None:
    """Another period of the same centre, for whoever reports for it."""
    if not visit.who.roles_for("fill_in", made.centre.code, made.centre.region_code):
        return
    with visit.reading() as session:
        every = queries.tasks(session, visit.who, with_locked=True)
    mine = named(every[every["centre_code"] == made.centre.code], "period").sort_values(
        "due_on", ascending=False
    )
    names = dict(zip(mine["period_code"], mine["period"], strict=True))
    if len(names) > 1 and made.period.code in names:
        key = f"f-period-{made.centre.code}-{made.period.code}"
        st.selectbox(
            _("Reporting period"),
            list(names),
            list(names).index(made.period.code),
            format_func=names.__getitem__,
            key=key,
            width=280,
            on_change=go,
            args=(key,),
        )


def go(key: str) -> None:
    """To the report on the period chosen."""
    st.query_params["report"] = st.session_state[key]


def may(visit: Visit, made: Filing, what: str) -> bool:
    """Whether this person may do it on this report now."""
    roles = visit.who.roles_for(what, made.centre.code, made.centre.region_code)
    return may_report(what, roles, made.submission.status if made.submission else "draft")


def lead(made: Filing, period: str) -> str:
    """What to do, in a sentence."""
    status = made.submission.status if made.submission else ""
    if status == "returned":
        return _(
            "**{period}** was given back. Change what is marked, answer each remark, then hand it"
            " in again."
        ).format(period=period)
    if status in WITH_US:
        return _("**{period}** is handed in and being reviewed. Nothing is to be done.").format(
            period=period
        )
    if status in DONE:
        return _("**{period}** is approved.").format(period=period)
    if clock.today() > made.due.closes_on or made.due.is_locked:
        return _(
            "**{period}** was due on {day} and is not taken any more. Ask for more time, with a"
            " reason."
        ).format(period=period, day=i18n.day(made.due.due_on))
    if clock.today() > made.due.due_on:
        return _(
            "**{period}** was due on {day}. It is taken until {last}: please hand it in soon."
        ).format(period=period, day=i18n.day(made.due.due_on), last=i18n.day(made.due.closes_on))
    return _(
        "**{period}**: due on {day}. Last time’s figures are filled in; change only what has"
        " changed."
    ).format(period=period, day=i18n.day(made.due.due_on))


def who_last(made: Filing) -> list[str]:
    """When it was last kept."""
    saved = max((row.saved_at for row in made.figures.values()), default=None)
    return [_("Kept at {moment}").format(moment=i18n.moment(saved))] if saved else []


def way(made: Filing) -> list[tuple[str, str, str, Literal["done", "now", "next"]]]:
    """The steps from filling in to approval with who and when."""
    status = made.submission.status if made.submission else "draft"
    at = {
        "draft": 0,
        "returned": 0,
        "submitted": 1,
        "resubmitted": 1,
        "forwarded": 2,
        "approved": 3,
        "locked": 3,
    }[status]
    last: dict[str, str] = {
        event.kind: f"{i18n.day(event.recorded_on)} {who}" for event, who in made.events
    }
    steps = [
        (
            "returned" if status == "returned" else "draft",
            _("Give back: change it") if status == "returned" else _("Fill in"),
            last.get("send_back" if status == "returned" else "fill_in", ""),
        ),
        (
            "submitted",
            _("Handed in"),
            last.get("submit", _("by {day}").format(day=i18n.day(made.due.due_on))),
        ),
        ("forwarded", _("Forwarded by the province"), last.get("forward", "")),
        ("approved", _("Approved"), last.get("approve_submission", "")),
    ]
    return [
        (
            state if place == at else "approved" if place < at else "not_started",
            words,
            sub if place <= at or place == 1 else "",
            "done" if place < at else "now" if place == at else "next",
        )
        for place, (state, words, sub) in enumerate(steps)
    ]


def write(visit: Visit, made: Filing) -> None:
    """Begin it with one click, then the fields."""
    if made.submission is None:
        act(
            visit,
            _("Begin, with last time’s figures"),
            commands.fill_in,
            key="f-begin",
            done=_("Begun. Whatever you type is kept at once."),
            at=AT,
            centre_code=made.centre.code,
            period_code=made.period.code,
        )
        upload(visit, made)
        more_time(visit, made)
        return
    lines = open_lines(made)
    tried = st.session_state.get(f"f-tried-{made.submission.id}")
    if made.submission.status == "returned" or tried:
        to_see_to(made, lines)
    with ui.block(
        _("{count} figures, filled in from last time; change only what has changed").format(
            count=sum(one.is_asked for one in made.form)
        ),
        _(
            "Type digits only. Each field is kept as soon as you leave it; checks remind and never"
            " block a draft."
        ),
        key="fields",
    ):
        fields(visit, made)
    words = _("Hand in the report") if made.submission.status == "draft" else _("Hand it in again")
    still = len(lines) + sum(not row.answered_on for row in made.remarks)
    if still:
        words = _("{words} ({count} open)").format(words=words, count=still)
    send(visit, made, words)
    on_behalf(visit, made)
    upload(visit, made)
    more_time(visit, made)


def to_see_to(made: Filing, lines: list[tuple[str, str]]) -> None:
    """What the reviewer said last, remarks nobody answered, and what keeps the report back."""
    reasons = [
        (_("Reviewer"), event.reason)
        for event, _who in made.events
        if event.kind == "send_back" and event.reason
    ][-1:]
    names = {one.code: one.word("name", i18n.language()) for one in made.form}
    unanswered = [
        (names.get(row.indicator, _("Remark")), _("Remark: {words}").format(words=row.remark))
        for row in made.remarks
        if not row.answered_on
    ]
    if not (lines or reasons or unanswered):
        return
    count = len(lines) + len(unanswered)
    title = (
        ngettext(
            "Please see to {count} thing, then hand it in",
            "Please see to {count} things, then hand it in",
            count,
        ).format(count=count)
        if count
        else _("What the reviewer said")
    )
    ui.issue_box(title, [*reasons, *unanswered, *lines])


def send(visit: Visit, made: Filing, words: str) -> None:
    """The one button; never disabled, and it says what is still open."""
    submission = made.submission
    if submission is None:
        return
    if st.button(words, type="primary", key="f-send"):
        st.session_state[f"f-tried-{submission.id}"] = True
        perform(
            visit,
            "f-act-send",
            commands.submit,
            lambda: {"submission_id": submission.id, "expected_version": submission.version},
            done=_("Handed in. You will see here when it is reviewed."),
            at=AT,
        )


def on_behalf(visit: Visit, made: Filing) -> None:
    """Files to a report: whoever hands in for a centre keeps its letter."""
    submission = made.submission
    if submission is None:
        return
    mine = not visit.who.roles_for("submit", made.centre.code, made.centre.region_code) & {
        "local",
        "province",
    }
    with (
        st.container(key="f-files"),
        st.expander(
            _("Files to this report ({count})").format(count=len(made.files)),
            expanded=mine and not any(row.role == "letter" for row in made.files),
        ),
        st.form("f-form-file", clear_on_submit=True),
    ):
        role = st.selectbox(
            _("What it is"),
            ["letter", "proof"] if mine else ["proof", "letter"],
            format_func=lambda word: {"letter": _("The centre’s letter"), "proof": _("Proof")}[
                word
            ],
            key="f-file-role",
        )
        given = st.file_uploader(
            _("File"), key="f-file", type=["pdf", "png", "jpg", "jpeg", "docx", "xlsx", "ofd"]
        )
        if st.form_submit_button(_("Attach it")) and given:
            perform(
                visit,
                "f-act-file",
                commands.attach,
                lambda: {
                    "submission_id": submission.id,
                    "role": role,
                    "file_name": given.name,
                    "content": given.getvalue(),
                },
                done=_("Attached."),
                at=AT,
            )


def more_time(visit: Visit, made: Filing) -> None:
    """Ask for more time, with a reason."""
    for row in made.extensions:
        state = (
            _("waits for an answer")
            if row.is_granted is None
            else _("granted")
            if row.is_granted
            else _("not granted: {why}").format(why=row.why)
        )
        ui.source_note(
            _("More time until {day} ({reason}): {state}").format(
                day=i18n.day(row.until), reason=row.reason, state=state
            )
        )
    if not visit.who.may("ask_extension", made.centre.code, made.centre.region_code):
        return
    with folded("f-more-time", _("Ask for more time"), "f-form-time"):
        until = pick_day(_("Until"), "f-time-until", made.due.closes_on + timedelta(days=7))
        reason = st.text_input(_("Reason"), key="f-time-reason", max_chars=300)
        if st.form_submit_button(_("Ask")):
            perform(
                visit,
                "f-act-time",
                periods.ask_extension,
                lambda: {**place(made), "until": until, "reason": reason},
                done=_("Asked. A reviewer of the fund answers."),
                at=AT,
            )


def revise(visit: Visit, made: Filing) -> None:
    """What is approved changes by a reviewed revision."""
    if made.submission and may(visit, made, "revise"):
        key = made.submission.id
        with folded("f-revise", _("Something was wrong: begin a revision"), "f-form-revise"):
            reason = st.text_input(_("Reason"), key="f-revise-reason", max_chars=300)
            if st.form_submit_button(_("Begin the revision")):
                perform(
                    visit,
                    "f-act-revise",
                    commands.revise,
                    lambda: {"submission_id": key, "reason": reason},
                    done=_("Begun. What was approved stands until the revision is approved too."),
                    at=AT,
                )
    ui.more(
        _("The centre’s profile and figures over time"), address("centre", code=made.centre.code)
    )
    ui.more(_("Back to all reports"), address("centres"))
