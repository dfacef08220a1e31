"""A report's form: every field kept as it is typed, judged at once, questions and remarks beside
the field they are about.
"""

from collections.abc import Mapping
from decimal import Decimal
from html import escape

import streamlit as st

from fund import i18n, ui
from fund.centres import commands
from fund.centres.filling import KEPT, is_kept
from fund.centres.form import Indicator
from fund.centres.queries import Filing
from fund.centres.tables import Remark
from fund.centres.values import Value, shown
from fund.centres.verdict import ASKS, worded
from fund.errors import Issue
from fund.i18n import _
from fund.ui import net
from fund.ui.visit import Visit, perform

AT = "f-filing"
SPLIT = (4.6, 2, 3.4)


def place(made: Filing) -> dict[str, object]:
    """The centre and period an act on this report names."""
    return {"centre_code": made.centre.code, "period_code": made.period.code}


def fields(visit: Visit, made: Filing) -> None:
    """All fields by group; on a wide screen a line each, on a narrow one a block each."""
    found = issues_of(made)
    remarks = {row.indicator: row for row in made.remarks}
    everything = st.toggle(_("A note to any figure"), key=f"f-notes-{made.centre.code}")
    heads()
    group = ""
    for one in made.form:
        if one.word("group", i18n.language()) != group:
            group = one.word("group", i18n.language())
            st.html(f'<h3 class="f-h3">{escape(group)}</h3>')
        line(visit, made, one, found.get(one.code, []), remarks.get(one.code), everything)


def heads() -> None:
    """What the three columns are, where they stand beside one another."""
    with st.container(key="f-fill-head"):
        left, middle, right = st.columns(SPLIT, vertical_alignment="bottom")
        for place, words, side in (
            (left, _("Figure"), ""),
            (middle, _("Last time and change"), " f-right"),
            (right, _("This time"), " f-right"),
        ):
            place.html(f'<div class="f-head{side}">{escape(words)}</div>')


def changed(now: object, before: object) -> str:
    """By how much a number moved, with its sign; empty where that says nothing."""
    if not isinstance(now, Decimal) or not isinstance(before, Decimal) or now == before:
        return ""
    return ("+" if now > before else "") + i18n.share((now - before) / before) if before else ""


def issues_of(made: Filing) -> dict[str, list[Issue]]:
    """Indicator -> what is said about it, in words of this run's language."""
    found: dict[str, list[Issue]] = {}
    for issue in worded(made.verdict.issues if made.verdict else [], made.form, i18n.language()):
        found.setdefault(issue.where, []).append(issue)
    return found


def line(
    visit: Visit,
    made: Filing,
    one: Indicator,
    issues: list[Issue],
    remark: Remark | None,
    everything: bool,
) -> None:
    """One indicator: its name and unit, the figure before, the field, what is said about it, its
    note, the reviewer's remark.
    """
    row = made.figures[one.code]
    revision = made.submission.revision if made.submission else 0
    key = f"{made.centre.code}-{made.period.code}-{revision}-{one.code}"
    with st.container(key=f"f-line-{one.code}"):
        left, middle, right = st.columns(SPLIT, vertical_alignment="center")
        left.html(name_of(one))
        middle.html(last_time(made, one))
        with right:
            field(visit, made, one, row.written, key)
        answered = row.note.strip()
        if is_locked(made, one):
            st.html(f'<div class="f-say f-neutral" role="status">{escape(_(KEPT))}</div>')
        for issue in issues:
            tone = tone_of(issue, is_answered=bool(answered))
            st.html(f'<div class="f-say f-{tone}" role="status">{escape(i18n.say(issue))}</div>')
        asks = one.code in made.booked or any(issue.code in ASKS for issue in issues)
        if everything or answered or asks:
            note(visit, made, one, row.note, key)
        if remark:
            answer(visit, made, remark)


def is_locked(made: Filing, one: Indicator) -> bool:
    """Whether the bookings keep a figure."""
    row = made.figures[one.code]
    return is_kept(made.booked.get(one.code), row.written, row.note)


def name_of(one: Indicator) -> str:
    """The name of an indicator with its unit and how it is counted, as HTML."""
    language = i18n.language()
    unit = one.word("unit", language)
    below = f" <span>{escape(unit)}</span>" if unit else ""
    return (
        f'<label class="f-name">{escape(one.word("name", language))}{below}</label>'
        f'<div class="f-2">{escape(one.word("how", language))}</div>'
    )


def last_time(made: Filing, one: Indicator) -> str:
    """The figure before and by how much it moved, as HTML."""
    head, before = _("Last time"), made.before.get(one.code)
    now = made.verdict.values.get(one.code) if made.verdict else None
    moved = changed(now if one.aggregation != "ratio" else None, before)
    return (
        f'<div class="f-last"><span>{escape(head)}</span> {escape(shown_in(one, before))}</div>'
        + (f'<div class="f-change">{escape(moved)}</div>' if moved else "")
    )


def tone_of(issue: Issue, *, is_answered: bool) -> str:
    """How loudly something is said about a figure: a question less once a note answers it."""
    if issue.severity == "error":
        return "crit"
    if issue.code in ASKS:
        return "ok" if is_answered else "warn"
    return "neutral"


def shown_in(one: Indicator, value: Value | None) -> str:
    """A value as people read it: numbers grouped, a choice by its word."""
    if value is None:
        return "—"
    if isinstance(value, Decimal):
        return i18n.number(value, max(0, -int(value.normalize().as_tuple().exponent)))
    words = {key: (zh, en) for key, zh, en in one.offered}
    if not isinstance(value, str) or value not in words:
        return shown(value)
    return words[value][0 if i18n.language() == "zh" else 1]


def field(visit: Visit, made: Filing, one: Indicator, written: str, key: str) -> None:
    """The field itself; what is typed is kept on the server as soon as the field is left."""
    name, head = f"f-in-{key}", one.word("name", i18n.language())
    told = (visit, made, one.code, name, "figures")
    if not one.is_asked:
        st.html(f'<div class="f-told">{escape(written or computed(made, one))}</div>')
    elif one.type == "choice":
        words = {code: zh if i18n.language() == "zh" else en for code, zh, en in one.offered}
        st.session_state.setdefault(name, written if written in words else None)
        st.selectbox(
            head,
            list(words),
            format_func=words.__getitem__,
            placeholder=_("Choose an option"),
            key=name,
            label_visibility="collapsed",
            on_change=keep,
            args=told,
        )
    elif one.type == "words":
        st.session_state.setdefault(name, written)
        st.text_area(
            head,
            height=70,
            max_chars=int(one.most or 500),
            key=name,
            label_visibility="collapsed",
            on_change=keep,
            args=told,
        )
    else:
        st.session_state.setdefault(name, written)
        st.text_input(
            head,
            max_chars=60,
            placeholder="2026-09-18" if one.type == "date" else "",
            disabled=is_locked(made, one),
            key=name,
            label_visibility="collapsed",
            on_change=keep,
            args=told,
        )


def computed(made: Filing, one: Indicator) -> str:
    """What the system computes, as it stands now."""
    return shown_in(one, made.verdict.values.get(one.code) if made.verdict else None)


def note(visit: Visit, made: Filing, one: Indicator, written: str, key: str) -> None:
    """A word to the figure."""
    name = f"f-note-{key}"
    st.session_state.setdefault(name, written)
    st.text_input(
        _("Note"),
        key=name,
        max_chars=commands.LONGEST_NOTE,
        placeholder=_("Note: a word or two"),
        label_visibility="collapsed",
        on_change=keep,
        args=(visit, made, one.code, name, "notes"),
    )


def keep(visit: Visit, made: Filing, code: str, name: str, what: str) -> None:
    """Keep one field as it was left. What cannot be kept is said, and stays in the field."""
    ui.speak()
    with net.catching("filling in") as caught:
        arguments = {**place(made), what: {code: st.session_state[name] or ""}}
        visit.do(commands.fill_in, key=None, again=False, **arguments)
    if caught.error is not None:
        st.session_state[f"{AT}-said"] = (caught.tone, caught.line)


def answer(visit: Visit, made: Filing, remark: Remark) -> None:
    """The reviewer's remark, and the answer to it."""
    asks, answers = _("Reviewer asks"), _("Answer")
    st.html(f'<div class="f-say f-info"><b>{escape(asks)}</b> {escape(remark.remark)}</div>')
    if remark.answer:
        st.html(
            f'<div class="f-say f-neutral"><b>{escape(answers)}</b> {escape(remark.answer)}</div>'
        )
    elif (
        made.submission
        and made.submission.status == "returned"
        and visit.who.may("answer_remark", made.centre.code, made.centre.region_code)
    ):
        with st.form(f"f-form-answer-{remark.id}", border=False):
            left, right = st.columns([5, 1], vertical_alignment="bottom")
            words = left.text_input(
                _("Your answer"), key=f"f-answer-{remark.id}", max_chars=commands.LONGEST_NOTE
            )
            if right.form_submit_button(_("Answer"), width="stretch"):
                perform(
                    visit,
                    f"f-act-answer-{remark.id}",
                    commands.answer_remark,
                    lambda: {"remark_id": remark.id, "answer": words},
                    done=_("Answered."),
                    at=AT,
                )


def open_lines(made: Filing) -> list[tuple[str, str]]:
    """What keeps the report back: (name of the figure, what to do)."""
    if made.verdict is None:
        return []
    names = {one.code: one.word("name", i18n.language()) for one in made.form}
    notes: Mapping[str, str] = {code: row.note for code, row in made.figures.items()}
    return [
        (names[issue.where], i18n.say(issue))
        for issue in worded(made.verdict.open(notes), made.form, i18n.language())
    ]
