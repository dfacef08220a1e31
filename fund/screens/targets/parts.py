"""The milestones that bring a target forward with their parts, what each changes, and what if one
moved.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.screens.targets.wording import POINT, reach
from fund.status import look_of
from fund.targets import queries, rules
from fund.targets.queries import WhatIf
from fund.targets.rows import TargetFound, TargetShown
from fund.targets.slips import Lever
from fund.targets.steps import Parts, Share, Step
from fund.ui import Column, address
from fund.ui.fields import pick_day
from fund.ui.folding import behind
from fund.ui.visit import Visit


def slip(step: Step, as_of: date) -> str:
    """Days against the first promise, and how often another date was approved: a new baseline hides
    nothing.
    """
    days = step.late(as_of)
    words = (
        ngettext("{count} day late", "{count} days late", days).format(count=days)
        if days > 0
        else (
            ngettext("{count} day early", "{count} days early", -days).format(count=-days)
            if days < 0
            else _("on the day")
        )
    )
    return words + (
        " · " + ngettext("moved once", "moved {count} times", step.moved).format(count=step.moved)
        if step.moved
        else ""
    )


def unmoved(step: Step, as_of: date) -> str:
    """That nobody looked at its date for nine months; else how it stands against the date now
    approved.
    """
    if step.is_unmoved(as_of) and step.revised_on:
        return _("not revised since {day}").format(day=i18n.day(step.revised_on))
    variance = step.variance(as_of)
    return (
        ""
        if not variance
        else _("{share} against the approved date").format(share=i18n.share(variance))
    )


def parts(row: TargetShown, as_of: date) -> None:
    """The milestones with their parts, and what each changes: the strongest first."""
    given = row["parts"]
    with ui.block(
        _("What brings it forward"),
        _(
            "Part of the way from baseline to target; what it changes: on its promised day against"
            " a quarter later than expected, all else the same"
        ),
        key="parts",
    ):
        if not given.percent:
            ui.empty(
                _("No milestone is tied to this target"),
                _(
                    "The forecast goes by its values alone. An officer says which milestones bring"
                    " what part."
                ),
            )
            return
        listed(row, as_of)
        under_parts(row)


def listed(row: TargetShown, as_of: date) -> None:
    """A row a milestone that is tied to it."""
    given: Parts = row["parts"]
    levers = {lever.key: (place, lever) for place, lever in enumerate(row["levers"])}
    last = len(levers)
    shares = sorted(
        given.shares,
        key=lambda share: (
            levers[key][0] if (key := share.step.milestone_id) in levers else last,
            share.step.due,
        ),
    )
    if not shares:
        return
    ui.table(
        pd.DataFrame([part_row(share, given, levers, as_of) for share in shares]),
        [
            Column("title", _("Milestone"), link="to", sub="sub"),
            Column("promised", _("First promised"), "date"),
            Column("due", _("Due now"), "date"),
            Column("met", _("Met on"), "date"),
            Column("slip", _("Against the first promise"), sub="unmoved"),
            Column("part", _("Part"), "figure", sub="waits"),
            Column("lever", _("What it changes")),
            Column("source", _("Read from")),
        ],
        _("What brings it forward"),
    )


def part_row(
    share: Share, given: Parts, levers: Mapping[int, tuple[int, Lever]], as_of: date
) -> dict[str, object]:
    """One milestone in words."""
    step = share.step
    return {
        "title": step.title,
        "sub": f"{step.undertaking} {step.code}",
        "to": address("grant" if step.kind == "grant" else "contract", id=step.undertaking),
        "promised": step.promised,
        "due": step.due,
        "met": step.met_on,
        "slip": slip(step, as_of),
        "unmoved": unmoved(step, as_of),
        "part": i18n.share(share.percent / 100),
        "waits": waits(step, given),
        "lever": lever_words(share, levers),
        "source": share.source,
    }


def under_parts(row: TargetShown) -> None:
    """What moves together, parts said before a change, and what is not listed yet."""
    given: Parts = row["parts"]
    for moved in row["together"]:
        ui.source_note(
            _(
                "All open milestones of {undertaking} moved together: {points} points of"
                " chance, {value} at stake."
            ).format(
                undertaking=moved.undertaking,
                points=i18n.number(moved.chance * 100, 0),
                value=i18n.number(moved.value, 1),
            )
        )
    if any(share.factor != 1 for share in given.shares):
        ui.source_note(
            _(
                "Parts said before the target was changed are of the way as it was then and"
                " keep their amount; say them anew to tell them of the way as it is now."
            )
        )
    ui.source_note(
        _("Not listed yet: {unlisted}; together {together}.").format(
            unlisted=i18n.share(given.unlisted / 100), together=i18n.share(given.percent / 100)
        )
    )


def waits(step: Step, given: Parts) -> str:
    """Which of the milestones shown it waits for."""
    names = [
        f"{share.step.undertaking} {share.step.code}"
        for share in given.shares
        if share.step.milestone_id in step.waits_for
    ]
    return _("after {milestones}").format(milestones=i18n.enumerated(names)) if names else ""


def lever_words(share: Share, levers: Mapping[int, tuple[int, Lever]]) -> str:
    """Points of chance and value at stake; that even on time it comes too late; or a dash for what
    is met.
    """
    if share.step.milestone_id not in levers:
        return "—"
    lever = levers[share.step.milestone_id][1]
    if lever.is_after:
        return _("even on time it comes after the date")
    if abs(lever.chance) < POINT and not lever.value:
        return _("by itself it moves nothing")
    return _("{points} points of chance, {value} at stake").format(
        points=i18n.number(lever.chance * 100, 0), value=i18n.number(lever.value, 1)
    )


def ask(visit: Visit, view: View, row: TargetShown) -> None:
    """What if a milestone finished on a day, or brought another part: answered beside what is
    expected now, and nothing is stored.
    """
    steps = {
        share.step.milestone_id: share for share in row["parts"].shares if share.step.met_on is None
    }
    if not steps:
        return

    def draw() -> None:
        given = supposed(steps)
        if given is None:
            return
        with visit.reading() as session:
            then = queries.target(session, visit.who, view, row["code"], given)
        ui.source_note(
            _("Now: {now}").format(now=answer(row)),
            _("If so: {then}").format(then=answer(then)),
            _("Nothing of this is stored."),
        )

    behind("f-what-if", _("What if"), draw)


def supposed(steps: Mapping[int, Share]) -> WhatIf | None:
    """What is supposed of which milestone; None while none is chosen."""
    left, middle, right = st.columns([2, 1, 1])
    key = left.selectbox(
        _("Milestone"),
        list(steps),
        format_func=lambda number: (
            f"{steps[number].step.undertaking} {steps[number].step.code} {steps[number].step.title}"
        ),
        key="f-if-step",
    )
    on = pick_day(_("Finishes on"), f"f-if-day-{key}", None, at=middle, first=clock.today())
    if key is None:
        return None
    part = right.number_input(
        _("Part, %"), 0.0, 100.0, float(steps[key].percent), key=f"f-if-part-{key}"
    )
    return WhatIf({key: on.toordinal()} if isinstance(on, date) else {}, {key: Decimal(str(part))})


def answer(row: TargetFound) -> str:
    """A range with its chance, or why there is none."""
    if row["refusal"] is not None:
        return i18n.say(row["refusal"])
    return f"{reach(row)} ({look_of(row['verdict'])[2]}, {rules.percent(row['chance'] or 0)}%)"
