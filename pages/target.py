"""One target: the values seen and where they lead, the milestones that bring it forward and what
each changes, what-ifs, sources.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.charts import fan
from fund.errors import NotFound
from fund.i18n import _, ngettext
from fund.ledger.view import View
from fund.milestones import ordering
from fund.milestones import queries as milestones
from fund.plan import reference
from fund.reports.targets import with_words
from fund.screens.targets.changing import aim, change, changed, define, digits
from fund.status import look_of
from fund.targets import commands, issued, queries, rules, versions
from fund.targets.queries import WhatIf
from fund.targets.shares import parted
from fund.targets.steps import Parts, Step
from fund.ui import Column, address
from fund.ui.visit import Visit, perform, regions, said
from pages.targets import POINT, backtested, own_past, reach, short


def render(visit: Visit) -> None:
    """The page of the target the address names by its code."""
    view = View(as_of=visit.view.as_of)
    try:
        with visit.reading() as session:
            row = queries.one(session, visit.who, view, st.query_params.get("code", ""))
            sources = queries.sources(session, visit.who, view, row["code"])
            kept = issued.issued(session, visit.who, view, row["code"])
            changes = versions.changes(session, visit.who, view, row["target_id"])
    except NotFound as missing:
        ui.header(_("Target"))
        ui.empty(
            i18n.say(missing),
            _("The address may be mistyped."),
            (_("All targets"), address("targets")),
        )
        return
    words: dict[str, Any] = {
        str(name): value
        for name, value in (
            with_words(pd.DataFrame([row]), regions(visit)).to_dict("records")[0].items()
        )
    }
    ui.header(words["name"], [_("Oversight"), (_("2027 targets"), address("targets")), row["code"]])
    ui.lede(sentence(words))
    changed(words, changes)
    ui.meta(
        as_of=view.as_of,
        is_demonstration=bool(row["is_demonstration"]) or visit.is_demonstration,
        is_verified=visit.is_verified,
    )
    left, right = st.columns([7.4, 4.6], gap="medium")
    with left:
        picture(words)
    with right:
        facts(words)
    parts(words, view.as_of)
    ask(visit, view, words)
    trust(words)
    past(kept)
    told(sources)
    share(visit, words)
    order(visit, words)
    change(visit, words)
    define(visit, words)


def sentence(row: dict[str, Any]) -> str:
    """Where it will be and how sure; or why nothing can be told."""
    if row["refusal"] is not None and row["low"] is not None:
        return _("At the end of {year} between **{range}** {unit}, target {aim}. {reason}").format(
            year=row["target_year"],
            range=reach(row),
            unit=row["unit"],
            aim=aim(row),
            reason=i18n.say(row["refusal"]),
        )
    if row["refusal"] is not None:
        return _("Nothing can be told: {reason}").format(reason=i18n.say(row["refusal"]))
    if row["verdict"] in rules.SETTLED:
        return _("**{verdict}**: {actual} {unit} on record, target {aim}.").format(
            verdict=look_of(row["verdict"])[2],
            actual=short(row["actual"]),
            unit=row["unit"],
            aim=aim(row),
        )
    verdict = look_of(row["verdict"])[2]
    return _(
        "At the end of {year} between **{range}** {unit}, target {aim}: **{verdict}** ({chance})."
    ).format(
        year=row["target_year"],
        range=reach(row),
        unit=row["unit"],
        aim=aim(row),
        verdict=verdict,
        chance=row["chance_"],
    )


def picture(row: dict[str, Any]) -> None:
    """Values and range over time."""
    values = [(day, float(value)) for day, value in row["running"]]
    ahead = None if row["low"] is None else (row["low"], row["median"], row["high"])
    ends_on = date(int(row["target_year"]), 12, 31)
    with ui.block(
        _("Seen and ahead"),
        _("{unit}; pale: the 80 % range at the end of its year").format(unit=row["unit"]),
        key="fan",
    ):
        ui.chart(
            fan.fan(values, ahead, float(row["target"]), ends_on, ui.look()),
            "fan",
            fan.alt(values, ahead, float(row["target"]), ends_on),
        )


def facts(row: dict[str, Any]) -> None:
    """Baseline, actual, target, whose number it is."""
    ui.facts(
        [
            (_("Baseline"), f"{digits(row['baseline'])} ({row['baseline_year'] or '—'})"),
            (_("Actual"), short(row["actual"])),
            (_("Observed on"), i18n.day(row["observed_on"]) if row["observed_on"] else "—"),
            (_("Target"), f"{aim(row)} ({row['target_year']})"),
            (_("Place"), row["where"]),
            (_("Standing"), look_of(row["standing"])[2]),
            (_("Issuer"), row["issuer"] or "—"),
            (_("Source"), row["from_"] or "—"),
            (
                _("Kind of number"),
                (
                    f"{_(rules.KIND_WORDS[row['kind']])} ·"
                    f" {_(rules.AGGREGATION_WORDS[row['aggregation']])}"
                ),
            ),
            (_("Counted under"), counted(row)),
            (_("Line of the five-year plan"), line_words(row["plan_line"])),
        ]
    )


def counted(row: dict[str, Any]) -> str:
    """The measures it tells of, with the part of the actual that counts under each where there are
    several.
    """
    weights: dict[str, int] = row["measures"]
    if len(weights) < 2 or row["actual"] is None or row["aggregation"] == "ratio":
        return " · ".join(weights) or "—"
    return " · ".join(
        f"{key} {digits(part)}" for key, part in parted(row["actual"], weights).items()
    )


def line_words(key: str) -> str:
    """The line of the five-year plan in words."""
    return next(
        (
            str(line[f"title_{i18n.language()}"])
            for line in reference.plan_lines()
            if line["key"] == key
        ),
        "—",
    )


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


def parts(row: dict[str, Any], as_of: date) -> None:
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
        levers = {lever.key: (place, lever) for place, lever in enumerate(row["levers"])}
        shares = sorted(
            given.shares,
            key=lambda share: (
                levers.get(share.step.milestone_id, (len(levers), None))[0],
                share.step.due,
            ),
        )
        frame = pd.DataFrame(
            [
                {
                    "title": share.step.title,
                    "sub": f"{share.step.undertaking} {share.step.code}",
                    "to": address(
                        "grant" if share.step.kind == "grant" else "contract",
                        id=share.step.undertaking,
                    ),
                    "promised": share.step.promised,
                    "due": share.step.due,
                    "met": share.step.met_on,
                    "slip": slip(share.step, as_of),
                    "unmoved": unmoved(share.step, as_of),
                    "part": i18n.share(share.percent / 100),
                    "waits": waits(share.step, given),
                    "lever": lever_words(share, levers),
                    "source": share.source,
                }
                for share in shares
            ]
        )
        if len(frame):
            ui.table(
                frame,
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
        for one in row["together"]:
            ui.source_note(
                _(
                    "All open milestones of {undertaking} moved together: {points} points of"
                    " chance, {value} at stake."
                ).format(
                    undertaking=one.undertaking,
                    points=i18n.number(one.chance * 100, 0),
                    value=i18n.number(one.value, 1),
                )
            )
        if any(share.factor != 1 for share in shares):
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
    return (
        _("after {milestones}").format(
            milestones="、".join(names) if i18n.language() == "zh" else ", ".join(names)
        )
        if names
        else ""
    )


def order(visit: Visit, row: dict[str, Any]) -> None:
    """Say which of the milestones waits for which other."""
    said("f-order-done")
    names = {
        share.step.milestone_id: f"{share.step.undertaking} {share.step.code} {share.step.title}"
        for share in row["parts"].shares
    }
    if len(names) < 2 or not visit.who.may("need") or visit.view.as_of != clock.today():
        return
    with (
        st.container(key="f-order"),
        st.expander(_("Say which milestone waits for another")),
        st.form("f-form-order"),
    ):
        left, right = st.columns(2)
        key = left.selectbox(
            _("Milestone"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Choose an option"),
            key="f-order-step",
        )
        needs = right.selectbox(
            _("Waits for"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Choose an option"),
            key="f-order-needs",
        )
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


def lever_words(share: Any, levers: dict[int, Any]) -> str:
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


def ask(visit: Visit, view: View, row: dict[str, Any]) -> None:
    """What if a milestone finished on a day, or brought another part: answered beside what is
    expected now, and nothing is stored.
    """
    steps = {
        share.step.milestone_id: share for share in row["parts"].shares if share.step.met_on is None
    }
    if not steps:
        return
    with st.container(key="f-what-if"), st.expander(_("What if")):
        left, middle, right = st.columns([2, 1, 1])
        key = left.selectbox(
            _("Milestone"),
            list(steps),
            format_func=lambda number: (
                f"{steps[number].step.undertaking} {steps[number].step.code} {steps[number].step.title}"
            ),
            key="f-if-step",
        )
        on = middle.date_input(
            _("Finishes on"),
            None,
            min_value=clock.today(),
            key=f"f-if-day-{key}",
            format="YYYY-MM-DD",
        )
        part = (
            right.number_input(
                _("Part, %"), 0.0, 100.0, float(steps[key].percent), key=f"f-if-part-{key}"
            )
            if key is not None
            else 0.0
        )
        if key is None:
            return
        given = WhatIf(
            {key: on.toordinal()} if isinstance(on, date) else {}, {key: Decimal(str(part))}
        )
        with visit.reading() as session:
            asked = queries.one(session, visit.who, view, row["code"], given)
        ui.source_note(
            _("Now: {now}").format(now=answer(row)),
            _("If so: {then}").format(then=answer(asked)),
            _("Nothing of this is stored."),
        )


def answer(row: dict[str, Any]) -> str:
    """A range with its chance, or why there is none."""
    if row["refusal"] is not None:
        return i18n.say(row["refusal"])
    return f"{reach(row)} ({look_of(row['verdict'])[2]}, {rules.percent(row['chance'])}%)"


def trust(row: dict[str, Any]) -> None:
    """The method's own past error on this indicator, on those like it, and over all; the reference
    data where there are too few.
    """
    with ui.block(
        _("How far this can be trusted"),
        _("Forecasts of ours that have been scored; the straight line beside them"),
        key="trust",
    ):
        for words, past in (
            (_("this target"), row["here"]),
            (_("forecasts like this one"), row["like"]),
            (_("all forecasts issued here"), row["all"]),
        ):
            ui.source_note(own_past(past, words))
        if row["like"].scored < rules.ENOUGH:
            ui.source_note(backtested())


def past(kept: pd.DataFrame) -> None:
    """Forecasts as they were issued, and what came of them; the worst misses are named first."""
    if kept.empty:
        return
    scored = kept[kept["is_inside"].notna()]
    title = _("Forecasts as they were issued")
    words = (
        _(
            "Of {count} whose actual has come, {inside} lay in the range; average miss {miss}, of"
            " the straight line {line}."
        ).format(
            count=len(scored),
            inside=int(scored["is_inside"].sum()),
            miss=i18n.number(float(scored["miss"].mean()), 1),
            line=i18n.number(float(scored["line_miss"].astype(float).mean()), 1),
        )
        if len(scored)
        else _("None of them is due yet: the actual at the end of its year scores it.")
    )
    with ui.block(title, words, key="past"):
        worst = scored.sort_values("miss", ascending=False).head(3)
        if len(worst):
            ui.source_note(
                _("Worst misses: {misses}.").format(
                    misses="；".join(
                        f"{row['quarter']} {i18n.number(row['miss'], 1)}"
                        for row in worst.to_dict("records")
                    )
                )
            )
        rows: list[Any] = kept.to_dict("records")
        shown = kept.assign(
            range=[
                (
                    "—"
                    if row["low"] is None
                    else f"{i18n.number(row['low'], 1)}–{i18n.number(row['high'], 1)}"
                )
                for row in rows
            ],
            chance_=[
                "—" if row["chance"] is None else f"{rules.percent(row['chance'])}%" for row in rows
            ],
            line_=["—" if row["line"] is None else i18n.number(row["line"], 1) for row in rows],
            came=["—" if row["actual"] is None else i18n.number(row["actual"], 1) for row in rows],
            inside=[
                (
                    ""
                    if row["is_inside"] is None
                    else _("in the range")
                    if row["is_inside"]
                    else _("outside the range")
                )
                for row in rows
            ],
        )
        ui.table(
            shown,
            [
                Column("quarter", _("Quarter")),
                Column("issued_on", _("Issued on"), "date"),
                Column("range", _("Forecast range"), "figure"),
                Column("verdict", _("Chance"), "status", sub="chance_"),
                Column("line_", _("Straight line"), "figure"),
                Column("came", _("Actual"), "figure", sub="inside"),
            ],
            title,
            key="past",
        )


def told(sources: pd.DataFrame) -> None:
    """Every value with where it was read."""
    if sources.empty:
        return
    with ui.block(
        _("Values and their sources"),
        _("The newest first; a value recorded later for the same day takes its place"),
        key="sources",
    ):
        rows: list[Any] = sources.to_dict("records")
        shown = sources.assign(
            number=[short(value) for value in sources["value"]],
            work=[row["undertaking"] or "—" for row in rows],
            to=[
                (
                    address(row["undertaking_kind"], id=row["undertaking"])
                    if row["undertaking"]
                    else ""
                )
                for row in rows
            ],
            parts=[
                (
                    ""
                    if row["numerator"] is None
                    else _("{met} of {planned}").format(
                        met=digits(row["numerator"]), planned=digits(row["denominator"])
                    )
                )
                for row in rows
            ],
        )
        ui.table(
            shown,
            [
                Column("observed_on", _("Observed on"), "date"),
                Column("number", _("Value"), "figure"),
                Column("source", _("Source"), sub="parts"),
                Column("work", _("Grant or contract"), link="to"),
                Column("recorded_on", _("Recorded on"), "date"),
                Column("by", _("Who")),
            ],
            _("Values and their sources"),
            key="sources",
        )


def share(visit: Visit, row: dict[str, Any]) -> None:
    """Say what part a milestone brings, or what comes from work not listed yet."""
    said("f-part-done")
    if (
        not visit.who.may("set_contribution")
        or visit.view.as_of != clock.today()
        or row["baseline"] is None
        or row["is_level"]
    ):
        return
    with visit.reading() as session:
        plan: list[Any] = milestones.plan(session, visit.who, View(as_of=clock.today())).to_dict(
            "records"
        )
    known = {
        one["milestone_id"]: f"{one['undertaking']} {one['code']} {one['title']}" for one in plan
    }
    with (
        st.container(key="f-part"),
        st.expander(_("Say what a milestone brings")),
        st.form("f-form-part"),
    ):
        key = st.selectbox(
            _("Milestone"),
            list(known),
            index=None,
            format_func=known.__getitem__,
            placeholder=_("What is not listed yet"),
            key="f-part-step",
        )
        left, right = st.columns([1, 3])
        percent = left.text_input(_("Part, %"), key="f-part-percent", max_chars=8)
        source = right.text_input(_("Read from"), key="f-part-source", max_chars=300)
        if st.form_submit_button(_("Record the part"), type="primary"):
            perform(
                visit,
                "f-act-part",
                commands.set_contribution,
                asked(row["code"], key, percent, source),
                done=_("Recorded."),
                at="f-part-done",
            )


def asked(code: str, key: int | None, percent: str, source: str) -> Callable[[], dict[str, Any]]:
    """The arguments of the act; a percentage that is none is refused by name."""

    def given() -> dict[str, Any]:
        try:
            part = Decimal(percent.strip().removesuffix("%"))
        except InvalidOperation:
            raise commands.NotAPart(percent=percent) from None
        return {"target_code": code, "milestone_id": key, "percent": part, "source": source}

    return given


if __name__ == "__main__":
    st.switch_page("dashboard.py")
