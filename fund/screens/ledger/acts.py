"""What a person may do here and now on a grant or a contract: one form an act, offered only where
role, state and four eyes let it be done.
"""

from inspect import signature

import streamlit as st

from fund import clock, lifecycle, ui
from fund.access.rules import excluded_by
from fund.i18n import _
from fund.ledger.rows import Facts
from fund.screens.ledger.choices import LOOKED_FOR, Choices
from fund.screens.ledger.deeds import DEEDS, TERMS, Deed
from fund.screens.ledger.undertaking import Found
from fund.ui import fields
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import Choice, ask
from fund.ui.visit import Visit, perform, said

MOST_PARTS = 12
REVIEWED = frozenset({"review", "declare_conflict"})
"""One word a reviewer: whoever gave one gives no second."""
WAIVERS = ("propose_waiver", "grant_waiver")
"""Acts for which one must have had no hand in the undertaking at all."""


def acts(visit: Visit, kind: str, one: Facts, found: Found) -> None:
    """The acts this person may do now, one form at a time; nothing where there is none."""
    if visit.view.as_of != clock.today():
        return
    choices = Choices(visit, one, found)
    offered = {deed.name: deed for deed in DEEDS[kind] if is_offered(visit, one, deed, choices)}
    said(f"f-deed-{one['undertaking_id']}")
    if not offered:
        return
    with ui.block(
        _("What you can do here"),
        _("Your role, the state and four eyes allow it; each act is recorded today"),
        key="acts",
    ):
        chosen = st.pills(
            _("Act"),
            list(offered),
            format_func=lambda name: _(offered[name].words),
            default=next(iter(offered)) if len(offered) == 1 else None,
            key="f-deed",
            label_visibility="collapsed",
        )
        if chosen:
            form(visit, one, offered[chosen], choices)


def is_offered(visit: Visit, one: Facts, deed: Deed, choices: Choices) -> bool:
    """Whether role, state, four eyes and something to do it on are there, asked in this order:
    what the first rules out asks for nothing more.
    """
    if not visit.who.may(deed.act, one["region"]):
        return False
    if not lifecycle.may_follow(deed.act, one["status"]):
        return False
    hands = set(choices["hands"])
    if hands if deed.act in WAIVERS else hands & excluded_by(deed.act):
        return False
    if deed.act in REVIEWED and hands & REVIEWED:
        return False
    return all(
        field.of in LOOKED_FOR or choices[field.of]
        for field in deed.fields
        if field.kind in ("choice", "points")
    )


def form(visit: Visit, one: Facts, deed: Deed, choices: dict[str, Choice]) -> None:
    """Ask what the act needs and do it once; a refusal stands above the form, which keeps what was
    typed.
    """
    name = f"{deed.name}-{one['undertaking_id']}"
    parts = (
        int(st.number_input(_("How many parts"), 1, MOST_PARTS, 3, key=f"f-parts-{name}"))
        if TERMS in deed.fields
        else 0
    )
    said(f"f-act-{name}")
    if any(field.of in LOOKED_FOR for field in deed.fields):
        choices["bodies"] = dict(bodies_to_choose(visit, f"f-body-{name}").items())
    with st.form(f"f-form-{name}"):
        fill(visit, one, deed, choices, at=f"f-deed-{one['undertaking_id']}", parts=parts)


def fill(
    visit: Visit,
    one: Facts,
    deed: Deed,
    choices: fields.Choices,
    *,
    at: str,
    done: str = "",
    parts: int = 0,
) -> None:
    """The inside of the form of an act: its fields, its button, and the act once it is pressed;
    what may be left empty, and is, is not said.
    """
    name = f"{deed.name}-{one['undertaking_id']}"
    answers = {
        field: ask(field, f"{name}-{field.name}", choices, one, parts) for field in deed.fields
    }
    if not st.form_submit_button(_(deed.words), type="primary"):
        return

    def arguments() -> dict[str, object]:
        read = ((field, answer()) for field, answer in answers.items())
        given = {
            field.name: value
            for field, value in read
            if not (value is None and field.kind.endswith("?"))
        }
        content = given.pop("content", None)
        given |= content if isinstance(content, dict) else {}
        key = given.get("amendment_id")
        if isinstance(key, int):
            given["expected_version"] = int(str(choices["versions"][key]))
        if "undertaking_id" in signature(deed.command).parameters:
            given["undertaking_id"] = one["undertaking_id"]
        return given | ({"expected_version": one["version"]} if deed.is_versioned else {})

    perform(visit, f"f-act-{name}", deed.command, arguments, done=done, at=at)
