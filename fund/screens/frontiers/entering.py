"""Entering undertakings, elements and levels; licences, clauses, demonstrations."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from fund import clock
from fund.frames import records
from fund.frontiers import assessing, commands, exchange, rules
from fund.frontiers.rows import FrontierRow
from fund.i18n import _, pgettext
from fund.reports.values import is_missing
from fund.screens.sites.entering import DONE, send
from fund.ui.fields import folded, form_opened, pick, pick_day, pick_word
from fund.ui.taking_in import taken
from fund.ui.visit import Visit, said


def new(visit: Visit) -> None:
    """An undertaking of a new field."""
    said(DONE)
    if not visit.who.may("enter_frontier") or visit.view.as_of != clock.today():
        return
    form = form_opened("f-frontier-new", _("Enter an undertaking"), "f-form-frontier")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        code = left.text_input(_("Code"), key="f-frontier-code", max_chars=60)
        title = right.text_input(_("Chinese title"), key="f-frontier-title", max_chars=300)
        field = pick_word(_("Field"), rules.FIELDS, "f-frontier-field", at=left)
        scale = pick_word(_("Scale"), rules.SCALES, "f-frontier-scale", at=right)
        lead = left.text_input(_("Led by"), key="f-frontier-lead", max_chars=200)
        source = right.text_input(_("Source"), key="f-frontier-source", max_chars=300)
        english = left.text_input(_("English title"), key="f-frontier-english", max_chars=300)
        partners = right.text_input(_("Partners"), key="f-frontier-partners", max_chars=500)
        days = {
            "starts": pick_day(_("Begins on"), "f-frontier-starts", None, at=left),
            "ends": pick_day(_("Goal reached by"), "f-frontier-ends", None, at=right),
        }
        begin = left.text_input(_("Level at the beginning"), key="f-frontier-begin", max_chars=4)
        goal = right.text_input(_("Level aimed at"), key="f-frontier-goal", max_chars=4)
        send(
            visit,
            _("Enter the undertaking"),
            "frontier",
            commands.enter_frontier,
            lambda: {
                "code": code,
                "title_zh": title,
                "field": field,
                "scale": scale,
                "source": source,
                "texts": {"lead": lead, "title_en": english, "partners": partners},
                "days": {name: (day, "day") for name, day in days.items() if isinstance(day, date)},
                "levels": {
                    name: rules.level_of(text)
                    for name, text in (("begin", begin), ("goal", goal))
                    if text.strip()
                },
            },
        )


def upload(visit: Visit) -> None:
    """Records of TechPort for comparison; nothing is stored before their issues were seen."""
    if not visit.who.may("take_in_frontiers") or visit.view.as_of != clock.today():
        return
    with st.container(key="f-techport"), st.expander(_("Take in records of “TechPort”")):
        st.caption(_("They stand apart for comparison: in no total, accepted by nobody."))
        given = st.file_uploader(_("JSON file"), type=["json"], key="f-techport-file")
        if given is not None:
            words = _("Take in {count} records")
            taken(visit, given, exchange.take_in, words, key="f-techport-take", at=DONE)


def keep(
    visit: Visit,
    one: FrontierRow,
    elements: pd.DataFrame,
    known: pd.DataFrame,
    shown: pd.DataFrame,
) -> None:
    """What this person may do, each closed until it is wanted."""
    said(DONE)
    if visit.view.as_of != clock.today():
        return
    turning_back(visit, known[known["outcome"].isin(("proposed", "half_accepted"))])
    if not visit.who.may("enter_element"):
        return
    code = str(one["code"])
    element(visit, code)
    names = dict(zip(elements["element_id"], elements["name"], strict=True))
    if names:
        level(visit, names, rungs(one, elements))
        use(visit, names)
    licence(visit, code)
    if one["field"] in rules.CHECKED:
        clause(visit, code)
    showing(visit, code)
    held(visit, code, shown[shown["held_on"].isna()])
    paying(visit, code)
    with folded("f-frontier-right", _("Confirm the record"), "f-form-right"):
        send(
            visit,
            _("The record is right as it stands"),
            "right",
            commands.confirm_frontier,
            lambda: {"frontier": code},
        )


def element(visit: Visit, code: str) -> None:
    """A part whose readiness is assessed."""
    with folded("f-element-new", _("Enter an element"), "f-form-element"):
        name = st.text_input(_("Element"), key="f-element-name", max_chars=200)
        use_ = st.text_input(_("Meant for"), key="f-element-use", max_chars=300)
        is_critical = st.checkbox(_("critical"), value=True, key="f-element-critical")
        send(
            visit,
            _("Enter the element"),
            "element",
            commands.enter_element,
            lambda: {"frontier": code, "name": name, "use": use_, "is_critical": is_critical},
        )


def use(visit: Visit, names: dict[int, str]) -> None:
    """Another use of an element."""
    with folded("f-use-new", _("Change what an element is meant for"), "f-form-use"):
        key = pick(_("Element"), names, "f-use-element", first=next(iter(names)))
        text = st.text_input(_("Meant for"), key="f-use-text", max_chars=300)
        send(
            visit,
            _("Change it"),
            "use",
            commands.change_use,
            lambda: {"element_id": int(key or 0), "use": text},
        )


def turning_back(visit: Visit, waiting: pd.DataFrame) -> None:
    """A proposal turned back, with the reason."""
    if waiting.empty or not visit.who.may("turn_back_level"):
        return
    words = {
        int(row["assessment_id"]): f"{row['name']} · {row['level']}"
        for row in waiting.to_dict("records")
    }
    with folded("f-level-back", _("Turn a proposal back"), "f-form-back"):
        key = pick(_("Proposal"), words, "f-back-which", first=next(iter(words)))
        reason = st.text_input(_("Reason"), key="f-back-why", max_chars=300)
        send(
            visit,
            _("Turn it back"),
            "back",
            assessing.turn_back_level,
            lambda: {"assessment_id": int(key or 0), "reason": reason},
        )


def rungs(one: FrontierRow, elements: pd.DataFrame) -> list[dict[str, str]]:
    """A line for each level still to be proven, with the kind of document it needs: from the least
    level of an element up to the goal.
    """
    least = min(0 if pd.isna(now) else int(now) for now in elements["level"])
    goal = rules.MOST if pd.isna(one["goal_level"]) else int(one["goal_level"])
    return [
        {**EMPTY, "level": str(level), "kind": rules.NEEDS.get(level, EMPTY["kind"])}
        for level in range(least + 1, max(goal, least + 1) + 1)
    ]


def level(visit: Visit, names: dict[int, str], lines: list[dict[str, str]]) -> None:
    """A level with a document for each step gained."""
    form = form_opened("f-level-new", _("Propose a level"), "f-form-level")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        key = pick(_("Element"), names, "f-level-element", first=next(iter(names)), at=left)
        wanted = right.text_input(_("Level"), key="f-level-level", max_chars=8)
        by = left.text_input(_("Assessed by"), key="f-level-by", max_chars=200)
        day = pick_day(_("Assessed on"), "f-level-day", clock.today(), at=right, last=clock.today())
        is_self = left.checkbox(_("by itself"), key="f-level-self")
        reason = right.text_input(_("Reason, where it goes down"), key="f-level-why", max_chars=300)
        st.caption(_("Name a document for each level gained; lines without one are left out."))
        papers = st.data_editor(
            pd.DataFrame(lines),
            num_rows="dynamic",
            key="f-level-papers",
            column_config=_columns(),
            hide_index=True,
            placeholder="",
        )
        send(
            visit,
            _("Propose the level"),
            "level",
            assessing.propose_level,
            lambda: {
                "element_id": int(key or 0),
                "level": wanted,
                "assessed_on": day,
                "assessor": by,
                "is_self": is_self,
                "reason": reason,
                "evidence": documents(papers),
            },
        )


def documents(papers: pd.DataFrame) -> list[dict[str, str]]:
    """The lines of the table that name a document; a cell nobody filled is empty."""
    cells = [
        {name: EMPTY[name] if is_missing(text) else str(text) for name, text in line.items()}
        for line in records(papers)
    ]
    return [line for line in cells if line["document"].strip()]


EMPTY = {"level": "", "kind": "report", "environment": "", "document": "", "launch": ""}


def _columns() -> Mapping[str, ColumnConfig]:
    return {
        "level": st.column_config.TextColumn(_("Level")),
        "kind": st.column_config.SelectboxColumn(
            _("Kind"),
            options=list(rules.EVIDENCE),
            format_func=lambda one: _(rules.EVIDENCE[str(one)]),
        ),
        "environment": st.column_config.SelectboxColumn(
            _("Environment"),
            options=list(rules.ENVIRONMENTS),
            format_func=lambda one: _(rules.ENVIRONMENTS[str(one)]),
        ),
        "document": st.column_config.TextColumn(_("Document")),
        "launch": st.column_config.TextColumn(_("Launch")),
    }


def licence(visit: Visit, code: str) -> None:
    """Where a licence stands, and on which basis."""
    form = form_opened("f-licence-new", _("State a licence"), "f-form-licence")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        kind = pick_word(_("Licence"), rules.LICENCES, "f-licence-kind", at=left)
        state = pick_word(_("Status"), rules.LICENCE_STATES, "f-licence-state", at=right)
        basis = left.text_input(
            _("Basis, empty where none was found"), key="f-licence-basis", max_chars=300
        )
        number = right.text_input(
            pgettext("licence", "Number"), key="f-licence-number", max_chars=80
        )
        needed = pick_day(_("Needed by"), "f-licence-needed", None, at=left)
        expires = pick_day(_("Expires on"), "f-licence-expires", None, at=right)
        send(
            visit,
            _("State the licence"),
            "licence",
            commands.state_licence,
            lambda: {
                "frontier": code,
                "kind": kind,
                "state": state,
                "basis": basis,
                "number": number,
                "needed_on": needed if isinstance(needed, date) else None,
                "expires_on": expires if isinstance(expires, date) else None,
            },
        )


def clause(visit: Visit, code: str) -> None:
    """How a clause of ISO 24330 is met."""
    with folded("f-clause-new", _("Check a clause"), "f-form-clause"):
        words = {key: f"{key} {_(text)}" for key, text in rules.CLAUSES.items()}
        which = pick(_("Clause"), words, "f-clause-which", first=next(iter(words)))
        state = pick_word(_("Status"), rules.CHECKS_STATES, "f-clause-state")
        reason = st.text_input(_("Reason"), key="f-clause-reason", max_chars=300)
        send(
            visit,
            _("Check it"),
            "clause",
            commands.check_clause,
            lambda: {"frontier": code, "clause": which, "state": state, "reason": reason},
        )


def showing(visit: Visit, code: str) -> None:
    """A demonstration, planned or held."""
    with folded("f-showing-new", _("State a demonstration"), "f-form-showing"):
        what = st.text_input(_("What is shown"), key="f-showing-what", max_chars=300)
        place = st.text_input(pgettext("showing", "Place"), key="f-showing-place", max_chars=200)
        day = pick_day(_("Planned for"), "f-showing-day", None)
        criteria = st.text_input(_("Shown when"), key="f-showing-criteria", max_chars=300)
        send(
            visit,
            _("State it"),
            "showing",
            commands.state_demonstration,
            lambda: {
                "frontier": code,
                "what": what,
                "place": place,
                "planned_on": day if isinstance(day, date) else None,
                "criteria": criteria,
            },
        )


def held(visit: Visit, code: str, planned: pd.DataFrame) -> None:
    """What came of a planned demonstration, in place of its plan."""
    if planned.empty:
        return
    rows = {int(row["showing_id"]): row for row in planned.to_dict("records")}
    with folded("f-showing-held", _("State the result of a demonstration"), "f-form-held"):
        words = {key: str(row["what"]) for key, row in rows.items()}
        key = pick(_("What is shown"), words, "f-held-which", first=next(iter(words)))
        day = pick_day(_("Held on"), "f-held-day", clock.today(), last=clock.today())
        result = st.text_input(_("Result"), key="f-held-result", max_chars=300)
        send(
            visit,
            _("State the result"),
            "held",
            commands.state_demonstration,
            lambda: {
                "frontier": code,
                **{
                    name: rows[key or 0][name]
                    for name in ("what", "place", "planned_on", "criteria")
                },
                "held_on": day,
                "result": result,
                "replaces_id": key,
            },
        )


def paying(visit: Visit, code: str) -> None:
    """The grant or contract that pays for it."""
    with folded("f-paying-new", _("Name what pays for it"), "f-form-paying"):
        work = st.text_input(_("Code of the grant or contract"), key="f-paying-code")
        send(
            visit,
            _("Name it"),
            "paying",
            commands.link_frontier,
            lambda: {"frontier": code, "undertaking": work},
        )
