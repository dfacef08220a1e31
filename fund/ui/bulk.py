"""Several of one kind at once: each its own act with its own guards and its own transaction; what
was refused is said one by one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st

from fund import acts, db, i18n, ui
from fund.errors import FundError
from fund.i18n import _, ngettext
from fund.ui import once
from fund.ui.visit import Visit

K = TypeVar("K")
NAMED = 12
"""How many refusals are spelled out; the rest are counted."""


@dataclass
class Outcome:
    """What came of several: how many were done, what was refused and why; what the database said
    where it went away, and what was not tried or not answered then.
    """

    done: int = 0
    refusals: list[str] = field(default_factory=list)
    away: str = ""
    waiting: list[str] = field(default_factory=list)


def bulk(
    visit: Visit,
    name: str,
    choices: Mapping[K, str],
    words: str,
    command: acts.Command,
    arguments: Callable[[K], Mapping[str, object]],
    *,
    head: str = "",
    asks: tuple[str, str] | None = None,
) -> None:
    """Choose some of ``choices`` (label by key) and do ``command`` for each; ``asks`` is one more
    argument, the same for them all: its name and its head.
    """
    tell_last(name)
    if not choices:
        return
    key = once.token(name)
    with st.form(f"{name}-form-{key[:6]}"):
        chosen = st.multiselect(
            head or words,
            list(choices),
            format_func=lambda value: choices[value],
            key=f"{name}-chosen-{key[:6]}",
            placeholder=_("Choose one or more; “Select all” takes them all"),
        )
        more = (
            {asks[0]: st.text_input(asks[1], max_chars=500, key=f"{name}-asked-{key[:6]}")}
            if asks
            else {}
        )
        if not st.form_submit_button(words, type="primary"):
            return
    once.hold(name)
    outcome = one_by_one(
        visit,
        once.key_of(visit, name),
        {value: choices[value] for value in chosen},
        command,
        lambda value: {**arguments(value), **more},
    )
    tell(name, outcome)
    st.rerun()


def one_by_one(
    visit: Visit,
    key: str,
    chosen: Mapping[K, str],
    command: acts.Command,
    arguments: Callable[[K], Mapping[str, object]],
) -> Outcome:
    """Do each by itself, under a key of its own; where the database goes away the rest waits."""
    outcome, waiting = Outcome(), list(chosen.items())
    while waiting:
        value, label = waiting.pop(0)
        try:
            visit.do(command, key=f"{key}-{value}", again=False, **arguments(value))
        except (db.DatabaseAway, db.OutcomeUnknown) as away:
            outcome.away = i18n.say(away)
            outcome.waiting = [label, *(label for _value, label in waiting)]
            return outcome
        except FundError as refused:
            colon = "：" if i18n.language() == "zh" else ": "
            outcome.refusals.append(f"{label}{colon}{i18n.say(refused)}")
        else:
            outcome.done += 1
    return outcome


def tell(name: str, outcome: Outcome) -> None:
    """Keep what came of it to be told; where the database answered to the end, the next are
    others.
    """
    st.session_state[f"{name}-told"] = outcome
    if not outcome.away:
        once.renew(name)


def tell_last(name: str) -> None:
    """Say once what came of the last run."""
    outcome = st.session_state.pop(f"{name}-told", None)
    if outcome is None:
        return
    done, refusals = outcome.done, outcome.refusals
    if not done and not refusals and not outcome.away:
        ui.error_box(_("Nothing was chosen"), _("Choose at least one."), tone="warn")
        return
    if done:
        ui.error_box(
            _("Done"),
            ngettext("{count} act was recorded.", "{count} acts were recorded.", done).format(
                count=done
            ),
            tone="ok",
        )
    if refusals:
        title = ngettext("{count} was not done", "{count} were not done", len(refusals)).format(
            count=len(refusals)
        )
        more = len(refusals) - NAMED
        ui.error_box(
            title,
            " ".join(
                [
                    *refusals[:NAMED],
                    *([_("And {count} more.").format(count=more)] if more > 0 else []),
                ]
            ),
            tone="crit",
        )
    if outcome.away:
        _tell_away(outcome)


def _tell_away(outcome: Outcome) -> None:
    left = i18n.enumerated(outcome.waiting[:NAMED])
    ui.error_box(
        _("The database does not answer"),
        _(
            "{reason} The first of these may be recorded, the others are not: {left}. Press"
            " again: none is done twice."
        ).format(reason=outcome.away, left=left),
    )
