"""A target in words, what it was before, and the acts that change its value or the definition of
its indicator.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, i18n
from fund.errors import N_
from fund.i18n import _
from fund.milestones import finding, ordering
from fund.reports.targets import verdict_words
from fund.screens.targets.wording import aim, aimed, digits, former_aim
from fund.targets import changing, commands, contributing
from fund.targets.rows import TargetShown
from fund.ui import blocks
from fund.ui.choosing import Sought, to_choose
from fund.ui.fields import folded, opened, pick, pick_day
from fund.ui.visit import Visit, perform, said

STEP = Sought(
    N_("Find milestones by the code, title or holder of their grant or contract"),
    N_("Write a part of it here; the milestones found can be chosen below"),
    N_("No milestone is found by this"),
)


def changed(row: TargetShown, changes: pd.DataFrame) -> None:
    """What the target was, when and why it changed; for four quarters how the same futures stand to
    the old one and to the new one.
    """
    if row["former_value"] is not None:
        blocks.lede(
            _(
                "Held against the target before, {former}: **{then}**; against the present one,"
                " {aim}: **{now}**."
            ).format(
                former=former_aim(row),
                then=verdict_words(row["former_verdict"] or "", row["former_chance"]),
                aim=aim(row),
                now=verdict_words(row["verdict"], row["chance"]),
            )
        )
    for change in changes.to_dict("records"):
        blocks.source_note(
            _("Changed on {day} from {before} to {value}: {reason} (source: {source}).").format(
                day=i18n.day(change["recorded_on"]),
                before=aimed(row["operator"], change["before"]),
                value=aimed(row["operator"], change["value"]),
                reason=change["reason"],
                source=change["source"],
            )
        )


def change(visit: Visit, row: TargetShown) -> None:
    """Give the target another value."""
    said("f-change-done")
    if not visit.who.may("change_target") or visit.view.as_of != clock.today():
        return
    with folded("f-change", _("Change the target"), "f-form-change"):
        left, right = st.columns([1, 3])
        value = left.text_input(
            _("New target value"),
            key="f-change-value",
            max_chars=30,
            placeholder=digits(row["target"]),
        )
        reason = right.text_input(_("Reason"), key="f-change-reason", max_chars=300)
        source = st.text_input(
            _("Read from"),
            key="f-change-source",
            max_chars=300,
            help=_(
                "The document that changed it. The value before stays on record and stands beside"
                " the new one for four quarters."
            ),
        )
        if st.form_submit_button(_("Record the change"), type="primary"):
            perform(
                visit,
                "f-act-change",
                changing.change_target,
                value_said(row["code"], value, reason, source),
                done=_("Recorded."),
                at="f-change-done",
            )


def value_said(code: str, value: str, reason: str, source: str) -> Callable[[], dict[str, object]]:
    """The arguments of the act; a value that is no number is refused by name."""

    def given() -> dict[str, object]:
        try:
            number = Decimal(value.strip().replace(",", ""))
        except InvalidOperation:
            raise changing.NotAValue(value=value) from None
        return {"target_code": code, "value": number, "reason": reason, "source": source}

    return given


def define(visit: Visit, row: TargetShown) -> None:
    """Say that its indicator is measured otherwise from a day on."""
    said("f-define-done")
    if not visit.who.may("change_definition") or visit.view.as_of != clock.today():
        return
    with folded("f-define", _("Its definition changed"), "f-form-define"):
        left, right = st.columns([1, 3])
        changed_on = pick_day(
            _("Measured otherwise from"), "f-define-on", clock.today(), at=left, last=clock.today()
        )
        reason = right.text_input(
            _("Reason"),
            key="f-define-reason",
            max_chars=300,
            help=_("Values before that day are no longer compared with later ones."),
        )
        if st.form_submit_button(_("Record it"), type="primary"):
            day = changed_on if isinstance(changed_on, date) else clock.today()
            perform(
                visit,
                "f-act-define",
                commands.change_definition,
                lambda: {"indicator": row["indicator"], "changed_on": day, "reason": reason},
                done=_("Recorded."),
                at="f-define-done",
            )


def order(visit: Visit, row: TargetShown) -> None:
    """Say which of the milestones waits for which other."""
    said("f-order-done")
    names = {
        share.step.milestone_id: f"{share.step.undertaking} {share.step.code} {share.step.title}"
        for share in row["parts"].shares
    }
    if len(names) < 2 or not visit.who.may("need") or visit.view.as_of != clock.today():
        return
    with folded("f-order", _("Say which milestone waits for another"), "f-form-order"):
        left, right = st.columns(2)
        key = pick(_("Milestone"), names, "f-order-step", at=left)
        needs = pick(_("Waits for"), names, "f-order-needs", at=right)
        is_needed = st.checkbox(
            _("It waits (clear the mark where it no longer does)"), value=True, key="f-order-is"
        )
        reason = st.text_input(_("Reason"), key="f-order-reason", max_chars=300)
        if st.form_submit_button(_("Record it"), type="primary"):
            perform(
                visit,
                "f-act-order",
                ordering.need,
                lambda: {
                    "milestone_id": key or 0,
                    "needs_id": needs or 0,
                    "is_needed": is_needed,
                    "reason": reason,
                },
                done=_("Recorded."),
                at="f-order-done",
            )


def share(visit: Visit, row: TargetShown) -> None:
    """Say what part a milestone brings, or what comes from work not listed yet."""
    said("f-part-done")
    if (
        not visit.who.may("set_contribution")
        or visit.view.as_of != clock.today()
        or row["baseline"] is None
        or row["is_level"]
    ):
        return
    inside = opened("f-part", _("Say what a milestone brings"))
    if inside is None:
        return

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        return finding.milestones_to_choose(session, visit.who, words, most)

    with inside:
        known = to_choose(visit, "f-part-step", looking, STEP)
    with inside, st.form("f-form-part"):
        key = pick(_("Milestone"), known, "f-part-step", empty=_("What is not listed yet"))
        left, right = st.columns([1, 3])
        percent = left.text_input(_("Part, %"), key="f-part-percent", max_chars=8)
        source = right.text_input(_("Read from"), key="f-part-source", max_chars=300)
        if st.form_submit_button(_("Record the part"), type="primary"):
            perform(
                visit,
                "f-act-part",
                contributing.set_contribution,
                part_said(row["code"], key, percent, source),
                done=_("Recorded."),
                at="f-part-done",
            )


def part_said(
    code: str, key: int | None, percent: str, source: str
) -> Callable[[], dict[str, object]]:
    """The arguments of the act; a percentage that is none is refused by name."""

    def given() -> dict[str, object]:
        try:
            part = Decimal(percent.strip().removesuffix("%"))
        except InvalidOperation:
            raise contributing.NotAPart(percent=percent) from None
        return {"target_code": code, "milestone_id": key, "percent": part, "source": source}

    return given
