"""Entering an application, a procurement or a candidate holding: an officer records what a letter
says; bodies nobody knows yet are registered on the way.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from fund import clock, ui
from fund.grants import commands as grants
from fund.holdings import subscribing
from fund.holdings.rules import CHANNELS, FORMS
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger.rules import CATEGORIES
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.procurement import commands as procurement
from fund.procurement.rules import METHODS
from fund.screens.ledger.amounts import money
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import opened, pick, pick_word
from fund.ui.visit import Visit, perform, regions, said


def enter(visit: Visit, kind: str) -> None:
    """The form, for whoever may enter; closed until it is wanted."""
    if not visit.who.may("enter") or visit.view.as_of != clock.today():
        return
    words = {
        "grant": _("Enter an application without a call"),
        "contract": _("Enter a procurement"),
        "holding": _("Enter a candidate holding"),
    }[kind]
    said(f"f-entered-{kind}-done")
    inside = opened(f"f-enter-{kind}", words)
    if inside is None:
        return
    with inside:
        bodies = bodies_to_choose(visit, f"f-{kind}-body")
        lines = rooms_of(visit)
        if not lines:
            ui.empty(_("No budget line is open"), _("Finance opens one under Budget and ledger."))
            return
        with st.form(f"f-form-enter-{kind}"):
            label = {
                "grant": _("Applicant"),
                "contract": _("Supplier"),
                "holding": _("Firm or fund"),
            }[kind]
            given = about(visit, kind, label, bodies)
            line_id = pick(_("Budget line"), lines, f"f-{kind}-line")
            given["line_id"] = line_id or 0
            given |= OWN[kind](kind)
            if st.form_submit_button(words, type="primary"):
                perform(
                    visit,
                    f"f-entered-{kind}",
                    COMMANDS[kind],
                    lambda: given,
                    done=_("Entered."),
                    at=f"f-entered-{kind}-done",
                )


def rooms_of(visit: Visit) -> dict[int, str]:
    """Budget lines by number, each with what is free on it today."""
    with visit.reading() as session:
        lines = ledger.line_table(session, visit.who, View(as_of=clock.today())).to_dict("records")
    return {
        row["line_id"]: (
            _("{line} {title}, {amount} free").format(
                line=row["line"], title=row["title"], amount=money(row["room_fen"], row)
            )
        )
        for row in lines
    }


def about(visit: Visit, kind: str, label: str, bodies: dict[int, str]) -> dict[str, object]:
    """What every undertaking has: code, title, body, province."""
    left, right = st.columns([1, 3])
    given: dict[str, object] = {
        "code": left.text_input(_("Code"), key=f"f-{kind}-code", max_chars=40).strip()
    }
    given["title"] = right.text_input(_("Title"), key=f"f-{kind}-title", max_chars=200).strip()
    body = pick(label, bodies, f"f-{kind}-body")
    given["organisation_id"] = body or 0
    left, right = st.columns([3, 1])
    given["new_name"] = left.text_input(
        _("If it is not listed: its name"), key=f"f-{kind}-name", max_chars=200
    ).strip()
    given["new_identifier"] = (
        right.text_input(_("Unified social credit code"), key=f"f-{kind}-uscc", max_chars=18)
        .strip()
        .upper()
    )
    places = regions(visit)
    region = pick(_("Province"), places, f"f-{kind}-region")
    given["region_code"] = region or ""
    return given


def application(kind: str) -> dict[str, object]:
    """What only a grant has."""
    return {
        "purpose": st.text_area(_("Purpose"), key=f"f-{kind}-purpose", max_chars=500, height=80)
    }


def tender(kind: str) -> dict[str, object]:
    """What only a procurement has."""
    left, middle, right = st.columns(3)
    return {
        "category": pick_word(_("Category"), CATEGORIES, f"f-{kind}-category", at=left),
        "method": pick_word(_("Method"), METHODS, f"f-{kind}-method", at=middle),
        "bidders": int(right.number_input(_("Bidders"), 1, 500, 3, key=f"f-{kind}-bidders")),
    }


def candidate(kind: str) -> dict[str, object]:
    """What only a holding has."""
    left, middle, right = st.columns(3)
    given: dict[str, object] = {
        "form": pick_word(_("Form"), FORMS, f"f-{kind}-form", at=left),
        "channel": pick_word(_("Channel"), CHANNELS, f"f-{kind}-channel", at=middle),
        "recommended_by": right.text_input(
            _("If recommended: by whom"), key=f"f-{kind}-by", max_chars=200
        ).strip(),
    }
    given["pays_after_others"] = st.checkbox(
        _("Pays after the others"), value=True, key=f"f-{kind}-after"
    )
    given["rolls_over"] = st.checkbox(
        _("What comes back is invested again, not remitted"), key=f"f-{kind}-rolls"
    )
    return given | application(kind)


OWN = {
    "grant": application,
    "contract": tender,
    "holding": candidate,
}
"""By kind of undertaking, what the form asks beyond what every one has."""
COMMANDS: Mapping[str, Callable[..., Undertaking]] = {
    "grant": grants.enter,
    "contract": procurement.enter,
    "holding": subscribing.enter,
}
"""By kind of undertaking, the act the form does."""
