"""The form for a new procurement, for whoever may plan."""

from collections.abc import Callable

import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import _
from fund.ledger.rules import CATEGORIES
from fund.money import fen
from fund.procurement import planning, processes
from fund.procurement.rules import CRITERIA, METHODS
from fund.screens.ledger.amounts import currency_of
from fund.screens.ledger.enter import rooms_of
from fund.ui.fields import opened, pick, pick_day, pick_word
from fund.ui.visit import Visit, perform, regions, said


def plan(visit: Visit) -> None:
    """The form for a new process, for whoever may plan; closed until it is wanted."""
    said("f-planned-done")
    if not visit.who.may("plan_procurement"):
        return
    inside = opened("f-plan", _("Plan a procurement"))
    if inside is None:
        return
    with inside:
        lines, places = rooms_of(visit), regions(visit)
        if not lines:
            ui.empty(_("No budget line is open"), _("Finance opens one under Budget and ledger."))
            return
        with visit.reading() as session:
            known = processes.frameworks(session, visit.who)
        with st.form("f-form-plan"):
            wanted = plan_fields(visit, known, lines, places)
            if st.form_submit_button(_("Plan the procurement"), type="primary"):
                perform(
                    visit,
                    "f-planned",
                    planning.plan,
                    wanted,
                    done=_("Planned. Somebody else publishes it."),
                    at="f-planned-done",
                )


def plan_fields(
    visit: Visit, known: dict[int, str], lines: dict[int, str], places: dict[str, str]
) -> Callable[[], dict[str, object]]:
    """What is asked of a new procurement, read when the form is sent."""
    left, right = st.columns([1, 3])
    given: dict[str, object] = {
        "code": left.text_input(_("Code"), key="f-plan-code", max_chars=40).strip(),
        "title": right.text_input(_("Title"), key="f-plan-title", max_chars=200).strip(),
    }
    given |= kind_of(known)
    left, right = st.columns([3, 1])
    line_id = pick(_("Budget line"), lines, "f-plan-line", at=left) or 0
    given["line_id"] = line_id
    region = pick(_("Province"), places, "f-plan-region", at=right)
    given["region_code"] = region or ""
    left, middle, right = st.columns([2, 1, 2])
    typed = left.text_input(
        _("Estimate; of a framework, its ceiling"), key="f-plan-estimate", max_chars=24
    )
    unit = middle.selectbox(
        _("Unit"), ["wan", "yuan"], format_func=i18n.unit_name, key="f-plan-unit"
    )
    given["mission_code"] = right.text_input(
        _("Code of the mission, where there is one"), key="f-plan-mission", max_chars=40
    ).strip()
    given["rationale"] = st.text_area(
        _("Why it is bought, and why so"), key="f-plan-why", max_chars=500, height=80
    )
    written = typed.replace(",", "").strip()
    return lambda: (
        given | {"estimate_fen": fen(written, unit or "wan", currency_of(visit, line_id))}
    )


def kind_of(known: dict[int, str]) -> dict[str, object]:
    """Category, method and criteria; a framework's end, or the framework it is called off from."""
    left, middle, right = st.columns(3)
    given: dict[str, object] = {
        "category": pick_word(_("Category"), CATEGORIES, "f-plan-category", at=left),
        "method": pick_word(_("Method"), METHODS, "f-plan-method", at=middle),
        "award_criteria": right.selectbox(
            _("Award criteria"),
            list(CRITERIA),
            index=list(CRITERIA).index("ratedCriteria"),
            format_func=lambda key: _(CRITERIA[key]),
            key="f-plan-criteria",
        ),
    }
    left, right = st.columns(2)
    given["ends_on"] = pick_day(
        _("Last day, of a framework only"), "f-plan-ends", None, at=left, first=clock.today()
    )
    words = _("Framework it is called off from")
    framework = pick(words, known, "f-plan-framework", at=right, empty=_("None"))
    given["framework_id"] = framework
    return given
