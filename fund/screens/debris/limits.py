"""Thresholds of warnings: those in force, proposing others, deciding having seen what they would
have said of the messages stored.
"""

from datetime import date

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.debris import deciding, rules, thresholds, wording
from fund.debris.rules import Thresholds
from fund.debris.thresholds import Trial
from fund.i18n import N_, _, ngettext
from fund.ui import Column
from fund.ui.fields import folded, form_opened
from fund.ui.visit import Visit, perform, said

AT = "f-limits-done"
LEVELS = ("red", "orange", "yellow")
HEADS = {
    "pc": N_("Probability from"),
    "miss": N_("Distance below, m, where there is no probability"),
    "answer": N_("Hours to answer"),
}
UNITS = {"pc": "", "miss": "_m", "answer": "_h"}


def table_of_limits(limits: Thresholds) -> pd.DataFrame:
    """A row a level."""
    return pd.DataFrame(
        [
            {
                "level": f"{level}_level",
                "pc": f"{getattr(limits, f'pc_{level}'):.2E}",
                "miss": i18n.number(getattr(limits, f"miss_{level}_m")),
                "answer": i18n.number(getattr(limits, f"answer_{level}_h")),
            }
            for level in LEVELS
        ]
    )


def in_force(limits: Thresholds) -> None:
    """The set that counts now."""
    sub = _("Red and orange within {hours} hours before the closest approach").format(
        hours=limits.near_hours
    )
    with ui.block(_("In force"), sub, key="limits"):
        ui.table(
            table_of_limits(limits),
            [
                Column("level", _("Level"), "tag"),
                *(Column(name, _(head), "figure") for name, head in HEADS.items()),
            ],
            _("In force"),
        )


def history(frame: pd.DataFrame) -> None:
    """Every set with who proposed and decided it, and from when it counts."""
    if frame.empty:
        ui.empty(_("Nobody set others"), _("The usual values of NASA and ESA count until then."))
        return
    rows = frame.to_dict("records")
    shown = frame.assign(
        set_words=[str(row["set_id"]) for row in rows],
        pcs=[" / ".join(f"{row[f'pc_{level}']:.1E}" for level in LEVELS) for row in rows],
        word=[_(rules.SETS[row["outcome"]]) for row in rows],
        proposed=[wording.instant(row["proposed_at"]) for row in rows],
        decided=[wording.instant(row["decided_at"]) if row["decided_at"] else "—" for row in rows],
        since=[wording.instant(row["valid_from"]) if row["valid_from"] else "—" for row in rows],
    )
    with ui.block(_("All sets"), _("The latest first; times in Beijing"), key="limit-sets"):
        ui.table(
            shown,
            [
                Column("set_words", _("Set of thresholds")),
                Column("pcs", _("Probability: red / orange / yellow"), sub="reason"),
                Column("proposed", _("Proposed at"), sub="proposed_by"),
                Column("word", _("Status")),
                Column("decided", _("Decided at"), sub="decided_by"),
                Column("since", _("In force from")),
            ],
            _("All sets"),
        )


def would_have_said(trial: Trial) -> None:
    """How many stored events would have which level under another set."""
    frame = pd.DataFrame(
        [
            {
                "level": f"{name}_level",
                "now": trial.now[place],
                "then": trial.then[place],
            }
            for place, name in reversed(list(enumerate(rules.LEVELS)))
        ]
    )
    ui.table(
        frame,
        [
            Column("level", _("Level"), "tag"),
            Column("now", _("Events now"), "number"),
            Column("then", _("Under the new set"), "number"),
        ],
        _("What the new set would have said of the stored messages"),
    )
    ui.source_note(
        ngettext(
            "{changed} event would have another level, near its closest approach.",
            "{changed} events would have another level, near their closest approach.",
            trial.changed,
        ).format(changed=trial.changed)
    )


def propose(visit: Visit, limits: Thresholds) -> None:
    """Propose another set; each field begins with what is in force."""
    said(AT)
    if not visit.who.may("propose_thresholds"):
        return
    words = _("Propose other thresholds")
    form = form_opened("f-limits-place", words, "f-form-limits")
    if form is None:
        return
    with form:
        figures = fields(limits)
        reason = st.text_input(_("Reason"), key="f-limits-why", max_chars=300)
        if st.form_submit_button(words):
            asked = {"figures": figures, "reason": reason}
            perform(
                visit,
                "f-act-limits",
                deciding.propose_thresholds,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )


def fields(limits: Thresholds) -> dict[str, object]:
    """What is asked, level by level."""
    figures = {}
    for level in LEVELS:
        places = st.columns(3)
        for place, (kind, head) in zip(places, HEADS.items(), strict=True):
            name = f"{kind}_{level}{UNITS[kind]}"
            words = f"{_(rules.LEVEL_WORDS[level])} · {_(head)}"
            value = getattr(limits, name)
            if kind == "pc":
                figures[name] = place.number_input(
                    words, 0.0, 1.0, value, format="%.2e", step=1e-7, key=f"f-limits-{name}"
                )
            else:
                figures[name] = int(
                    place.number_input(words, 1, 1_000_000, value, key=f"f-limits-{name}")
                )
    figures["near_hours"] = int(
        st.number_input(
            _("Red and orange so many hours before the closest approach"),
            1,
            240,
            limits.near_hours,
            key="f-limits-near",
        )
    )
    return figures


def decide(visit: Visit, frame: pd.DataFrame) -> None:
    """Decide on each open set, with what it would have said beside it."""
    rows = frame[frame["outcome"] == "open"].to_dict("records")
    for row in rows:
        limits = Thresholds(**{name: row[name] for name in Thresholds._fields[:-1]})
        with visit.reading() as session:
            trial = thresholds.tried(session, limits)
        title = _("Set {number}, proposed by {name}").format(
            number=row["set_id"], name=row["proposed_by"] or "—"
        )
        with ui.block(title, str(row["reason"]), key=f"limits-{row['set_id']}"):
            would_have_said(trial)
            mine = row["proposed_by_id"] in visit.who.hands
            if visit.who.may("decide_thresholds") and not mine:
                verdict(visit, int(row["set_id"]), trial.changed)


def verdict(visit: Visit, key: int, changed: int) -> None:
    """Approve the set from now or a later day on, or turn it down."""
    words = _("Decide on the set")
    with folded(f"f-limits-decide-{key}", words, f"f-form-limits-{key}"):
        is_approved = st.radio(
            _("Verdict"),
            [True, False],
            format_func=lambda value: _("Approve") if value else _("Turn down"),
            key=f"f-limits-verdict-{key}",
            horizontal=True,
        )
        on = st.date_input(
            _("In force from"),
            clock.today(),
            min_value=clock.today(),
            key=f"f-limits-from-{key}",
            format="YYYY-MM-DD",
        )
        if st.form_submit_button(words):
            begins = clock.noon(on) if isinstance(on, date) and on > clock.today() else None
            asked = {
                "set_id": key,
                "is_approved": bool(is_approved),
                "changed_seen": changed,
                "valid_from": begins,
            }
            perform(
                visit,
                f"f-act-limits-{key}",
                deciding.decide_thresholds,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )
