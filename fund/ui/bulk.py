"""Several of one kind at once: each its own act with its own guards and its own transaction; what
was refused is said one by one.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from fund import i18n, ui
from fund.errors import FundError
from fund.i18n import _, ngettext
from fund.ui.visit import Visit

NAMED = 12
"""How many refusals are spelled out; the rest are counted."""


def bulk(
    visit: Visit,
    name: str,
    choices: Mapping[Any, str],
    words: str,
    command: Any,
    arguments: Callable[[Any], dict[str, Any]],
    *,
    head: str = "",
    asks: tuple[str, str] | None = None,
) -> None:
    """Choose some of ``choices`` (label by key) and do ``command`` for each; ``asks`` is one more
    argument, the same for them all: its name and its head.
    """
    told(name)
    if not choices:
        return
    key = st.session_state.setdefault(f"{name}-key", uuid.uuid4().hex)
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
    outcome = one_by_one(
        visit,
        key,
        {value: choices[value] for value in chosen},
        command,
        lambda value: arguments(value) | more,
    )
    st.session_state[f"{name}-told"] = outcome
    st.session_state[f"{name}-key"] = uuid.uuid4().hex
    st.rerun()


def one_by_one(
    visit: Visit,
    key: str,
    chosen: Mapping[Any, str],
    command: Any,
    arguments: Callable[[Any], dict[str, Any]],
) -> tuple[int, list[str]]:
    """Do each by itself, under a key of its own: how many were done, and what was refused and
    why.
    """
    done, refusals = 0, []
    for value, label in chosen.items():
        try:
            visit.do(command, key=f"{key}-{value}", **arguments(value))
        except FundError as refused:
            refusals.append(
                f"{label}: {i18n.say(refused)}"
                if i18n.language() != "zh"
                else f"{label}：{i18n.say(refused)}"
            )
        else:
            done += 1
    return done, refusals


def told(name: str) -> None:
    """Say once what came of the last run."""
    outcome = st.session_state.pop(f"{name}-told", None)
    if outcome is None:
        return
    done, refusals = outcome
    if not done and not refusals:
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
