"""One event: how it developed, its messages, its warnings and what was answered."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.charts import conjunction as chart
from fund.debris import rules, wording
from fund.debris.rows import Event, Message, Step
from fund.debris.rules import Thresholds
from fund.frames import rows_of
from fund.i18n import _
from fund.status import look_of
from fund.ui import Column
from fund.ui.visit import Visit, download
from fund.words import ACTS


def summary(row: Event) -> str:
    """The event in one sentence."""
    return _(
        "**{ours}** and **{other}** pass each other on {time} (Beijing) at **{miss} m**; level:"
        " {level}."
    ).format(
        ours=row["ours"],
        other=row["other"],
        time=wording.instant(row["tca"]),
        miss=i18n.number(float(row["miss_m"])),
        level=_(rules.LEVEL_WORDS[row["level"]]),
    )


def charts(messages: pd.DataFrame, limits: Thresholds) -> None:
    """Probability beside distance; the numbers are in the table of messages."""
    counted = messages.assign(
        line=[
            f"{one['originator']} · {_(rules.SOURCES[one['source']])}"
            for one in messages.to_dict("records")
        ]
    )
    rails = {
        _("Red"): limits.pc_red,
        _("Orange"): limits.pc_orange,
        _("Yellow"): limits.pc_yellow,
    }
    left, right = st.columns(2, gap="medium")
    with (
        left,
        ui.block(
            _("Probability of collision"),
            _("Stated: filled; our own over a circle: open; each source by itself"),
            key="event-probability",
        ),
    ):
        ui.chart(chart.development(counted, rails, ui.look()), "probability", chart.alt(counted))
    with (
        right,
        ui.block(
            _("Miss distance"),
            _("Seen from our spacecraft: radial, along and across the track"),
            key="event-distance",
        ),
    ):
        ui.chart(chart.distances(counted, ui.look()), "distance", chart.distances_alt(counted))


def listed(visit: Visit, row: Event, messages: pd.DataFrame) -> None:
    """Every message with its method, source and radius, and the files."""
    shown = said(messages)
    with ui.block(
        _("Messages"), _("In the order they were made; times in Beijing"), key="event-messages"
    ):
        ui.table(
            shown,
            [
                Column("created", _("Made at"), sub="of"),
                Column("miss", _("Miss distance, m"), "figure", sub="counts"),
                Column("stated_words", _("Stated"), sub="method"),
                Column("circle_words", _("Our own, circle"), sub="why"),
                Column("square_words", _("Our own, square")),
                Column("greatest_words", _("Greatest possible")),
                Column("radius", _("Radius")),
            ],
            _("Messages"),
            key="event-messages",
        )
        ui.source_note(
            _(
                "Our own: two-dimensional method, version {version}. The greatest possible one is"
                " information and sets no level."
            ).format(version=rules.CODE_VERSION)
        )
        files(visit, row, messages)


def said(messages: pd.DataFrame) -> pd.DataFrame:
    """The messages in words."""
    rows = rows_of(messages, Message)
    return messages.assign(
        created=[wording.instant(one["created_at"]) for one in rows],
        of=[f"{one['originator']} · {_(rules.SOURCES[one['source']])}" for one in rows],
        miss=[i18n.number(float(one["miss_m"]), 1) for one in rows],
        stated_words=[wording.probability(one["stated"], is_stated=True) for one in rows],
        circle_words=[wording.probability(one["circle"]) for one in rows],
        square_words=[wording.probability(one["square"]) for one in rows],
        greatest_words=[wording.probability(one["greatest"]) for one in rows],
        radius=[wording.radius(one) for one in rows],
        why=[wording.why(one) for one in rows],
        counts=["" if one["is_counted"] else _("History only") for one in rows],
    )


def files(visit: Visit, row: Event, messages: pd.DataFrame) -> None:
    """All messages as CSV, and each file as it came in."""
    if visit.who.may("export") or not visit.who.may("see_conjunctions"):
        download(visit, _("All messages as CSV"), "conjunction", row["number"], key="f-event-csv")
    if visit.who.may("see_portfolio"):
        for sha256 in dict.fromkeys(messages["sha256"]):
            words = _("File {name} as it came in").format(name=sha256[:8])
            facts = (row["number"], "", sha256)
            download(visit, words, "cdm", *facts, key=f"f-raw-{sha256[:8]}")


def record(warnings: pd.DataFrame, answers: pd.DataFrame) -> None:
    """The warnings with their clocks, then what was done, step by step."""
    if warnings.empty:
        ui.empty(_("No warning"), _("The duty officer issues a warning to the firm."))
        return
    rows = warnings.to_dict("records")
    shown = warnings.assign(
        level_state=[f"{one['level']}_level" for one in rows],
        status_words=[_(rules.WARNINGS[one["status"]]) for one in rows],
        issued=[wording.instant(one["issued_at"]) for one in rows],
        due=[wording.instant(one["due_at"]) for one in rows],
        seen=[
            wording.instant(one["acknowledged_at"]) if one["acknowledged_at"] else "—"
            for one in rows
        ],
        late=[_("Answered late") if one["breached_at"] else "" for one in rows],
    )
    with ui.block(_("Collision warnings"), _("Times in Beijing"), key="event-warnings"):
        ui.table(
            shown,
            [
                Column("craft", _("Spacecraft"), sub="firm"),
                Column("level_state", _("Level"), "tag"),
                Column("status", _("Status"), "tag", word="status_words"),
                Column("issued", _("Notified")),
                Column("due", _("Answer due")),
                Column("seen", _("Acknowledged"), sub="late"),
            ],
            _("Collision warnings"),
        )
        steps = rows_of(answers, Step)
        ui.history([(wording.instant(one["done_at"]), in_words(one), None) for one in steps])


def in_words(one: Step) -> str:
    """One step in words: what, by whom, why."""
    parts = [_(ACTS[one["act"]]), one["done_by"] or "—"]
    if one["told_by"]:
        called = wording.instant(one["told_at"])
        parts.append(
            _("by telephone from {name} at {time}").format(name=one["told_by"], time=called)
        )
    if one["reason"]:
        parts.append(_(rules.DECLINES[one["reason"]]))
    if one["said"]:
        parts.append(one["said"])
    return " · ".join(parts)


def mark(row: Event) -> None:
    """The level as a tag."""
    ui.status_tag(f"{row['level']}_level", look_of(f"{row['level']}_level")[2])
