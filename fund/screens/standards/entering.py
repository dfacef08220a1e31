"""Keeping the register: taking one in from a file, entering a text, stating what became of it,
deciding its review.
"""

from datetime import date

import streamlit as st

from fund import clock, ui
from fund.i18n import _
from fund.standards import commands, entry, exchange
from fund.standards.rows import StandardRow
from fund.standards.rules import (
    DEGREES,
    FIELDS,
    LEVELS,
    REVIEWS,
    SIDES,
    STATUSES,
    STEPS,
    ClassifiedText,
)
from fund.ui.fields import folded, form_opened, pick, pick_day, pick_word
from fund.ui.taking_in import taken
from fund.ui.visit import Visit, download, perform, said

FILES = ["xlsx", "csv", "yaml", "yml", "zip"]


def keep(visit: Visit) -> None:
    """What this person may do to the register, each closed until it is wanted."""
    said("f-standards-done")
    if visit.who.may("take_in_standards"):
        from_file(visit)
    if visit.who.may("enter_standard"):
        text(visit)


def from_file(visit: Visit) -> None:
    """Upload a register; it goes in whole or not at all."""
    with st.container(key="f-standards-file"), st.expander(_("Take a register in from a file")):
        download(
            visit, _("Empty file to fill in (CSV)"), "standards-empty", key="f-standards-empty"
        )
        words = _("Workbook, CSV file, relaton file or a zip of them")
        given = st.file_uploader(words, type=FILES, key="f-standards-upload")
        if given is None:
            return
        words = _("Take in {count} standards")
        if not taken(
            visit, given, exchange.take_in, words, key="f-standards-in", at="f-standards-done"
        ):
            ui.empty(_("Nothing new"), _("The register has all of these standards already."))


def text(visit: Visit) -> None:
    """A text nobody has entered."""
    form = form_opened("f-standard-new", _("Enter a standard"), "f-form-standard")
    if form is None:
        return
    with form:
        st.caption(_("Military standards (GJB) and classified texts do not belong here."))
        given = words_of() | choices_of()
        if st.form_submit_button(_("Enter the standard"), type="primary"):
            perform(
                visit,
                "f-act-standard",
                commands.enter_standard,
                lambda: {"given": open_(given)},
                done=_("Recorded."),
                at="f-standards-done",
            )


def open_(given: dict[str, str]) -> dict[str, str]:
    """What was typed; what is classified is turned away here, so that not even the refusal on
    record repeats it.
    """
    for slip in entry.judged(given)[1]:
        if isinstance(slip.error, ClassifiedText):
            raise slip.error
    return given


def words_of() -> dict[str, str]:
    """What is typed of a text, two fields a row."""
    names = ("number", "title_zh", "title_en", "issued", "effective", "committee")
    more = ("ics", "ccs", "adopts", "replaces", "replaced_by", "source")
    left, right = st.columns(2)
    return {
        name: (left if place % 2 == 0 else right).text_input(
            _(entry.HEADS[name]), key=f"f-standard-{name}", max_chars=300
        )
        for place, name in enumerate((*names, *more))
    }


def choices_of() -> dict[str, str]:
    """What is chosen of a text."""
    chosen: dict[str, str] = {}
    columns = st.columns(3)
    offered: tuple[tuple[str, dict[str, str]], ...] = (
        ("level", LEVELS),
        ("status", STATUSES),
        ("side", SIDES),
        ("field", FIELDS),
        ("step", STEPS),
        ("degree", DEGREES),
    )
    for place, (name, words) in enumerate(offered):
        options = {key: _(word) for key, word in words.items()}
        head = _(entry.HEADS[name])
        chosen[name] = pick(head, options, f"f-standard-{name}", at=columns[place % 3]) or ""
    return chosen


def change(visit: Visit, one: StandardRow) -> None:
    """State what became of a text; decide its review."""
    said("f-standard-done")
    if visit.who.may("state_status"):
        state(visit, one)
    if visit.who.may("decide_review") and one["status"] == "in_force":
        review(visit, one)


def state(visit: Visit, one: StandardRow) -> None:
    """Another state, with its source."""
    others = {key: word for key, word in STATUSES.items() if key != one["status"]}
    with folded("f-standard-state", _("State what became of it"), "f-form-state"):
        status = pick_word(_("Status"), others, "f-state-status")
        on = pick_day(_("Since"), "f-state-on", None, last=clock.today())
        source = st.text_input(_("Source"), key="f-state-source", max_chars=300)
        if st.form_submit_button(_("Record the state"), type="primary"):
            perform(
                visit,
                "f-act-state",
                commands.state_status,
                lambda: {
                    "standard_id": one["standard_id"],
                    "status": status,
                    "source": source,
                    "happened_on": on if isinstance(on, date) else None,
                    "expected_version": one["version"],
                },
                done=_("Recorded."),
                at="f-standard-done",
            )


def review(visit: Visit, one: StandardRow) -> None:
    """How the review of a text in force ended."""
    with folded("f-standard-review", _("Decide the review"), "f-form-review"):
        verdict = pick_word(_("Outcome"), REVIEWS, "f-review-verdict")
        on = pick_day(_("Decided on"), "f-review-on", clock.today(), last=clock.today())
        source = st.text_input(_("Source"), key="f-review-source", max_chars=300)
        if st.form_submit_button(_("Record the review"), type="primary"):
            perform(
                visit,
                "f-act-review",
                commands.decide_review,
                lambda: {
                    "standard_id": one["standard_id"],
                    "verdict": verdict,
                    "decided_on": on if isinstance(on, date) else clock.today(),
                    "source": source,
                    "expected_version": one["version"],
                },
                done=_("Recorded."),
                at="f-standard-done",
            )
