"""Writing a self-evaluation: the words, the rows as a table to fill, handing in, and what another
person answers.
"""

import math
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypedDict

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from fund import ui
from fund.acts import Command
from fund.errors import N_, FundError
from fund.evaluation import commands
from fund.evaluation.figures import LINKS, TARGET
from fund.evaluation.queries import Form
from fund.evaluation.rows import EvaluationFacts, EvaluationSeen
from fund.evaluation.rules import BANDS, EXECUTION, LEVELS, SECONDS, Row
from fund.frames import row_of
from fund.i18n import _
from fund.reports.evaluation import plain
from fund.ui.fields import folded
from fund.ui.visit import Visit, act, perform, said

JUDGED = {">=": N_("At least"), "=": N_("Exactly"), "<=": N_("At most"), "band": N_("In bands")}
BEGIN = (
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic_cost",
    "economic",
    "social",
    "sustained",
    "served",
)
"""Second levels an empty form begins with, as far as its scheme has their level."""


class NotANumber(FundError):
    """A cell that is compared holds a number."""

    message = N_(
        "“{name}”: “{value}” is not a number. Write digits only, such as 12.5; the unit has its own"
        " column."
    )


def answer(visit: Visit, form: Form) -> None:
    """What this person may do with it now."""
    facts = form.facts
    said("f-eval-done")
    if facts["status"] == "draft" and visit.who.may("write_evaluation"):
        write(visit, form)
        act(
            visit,
            _("Hand it in"),
            commands.submit_evaluation,
            key="f-eval-submit",
            done=_("Handed in: every figure stands as it is today."),
            at="f-eval-done",
            is_primary=False,
            **version(form),
        )
    if facts["status"] == "submitted" and visit.who.may("approve_evaluation"):
        act(
            visit,
            _("Approve it"),
            commands.approve_evaluation,
            key="f-eval-approve",
            done=_("Approved."),
            at="f-eval-done",
            **version(form),
        )
        back(visit, "eval", commands.return_evaluation, version(form))


def version(form: Form) -> EvaluationSeen:
    """Which evaluation is meant, and the state in which it was looked at."""
    facts = form.facts
    return {"evaluation_id": facts["evaluation_id"], "expected_version": facts["version"]}


def back(visit: Visit, name: str, command: Command, which: Mapping[str, object]) -> None:
    """Give one back with a reason: ``name`` tells its fields apart, ``which`` says what is meant
    and the state in which it was looked at.
    """
    with folded(f"f-{name}-back", _("Give it back"), f"f-form-{name}-back"):
        reason = st.text_input(_("Reason"), key=f"f-{name}-why", max_chars=300)
        if st.form_submit_button(_("Give it back")):
            perform(
                visit,
                f"f-act-{name}-back",
                command,
                lambda: {**which, "reason": reason},
                done=_("Given back."),
                at=f"f-{name}-done",
            )


def write(visit: Visit, form: Form) -> None:
    """The words above, the rows beneath; saved together, whole or not at all."""
    about = _(
        "Linked figures fill themselves; a row below its points or far over its goal needs its"
        " reason"
    )
    with (
        st.container(key="f-eval-write"),
        ui.block(_("Write"), about, key="write"),
        st.form("f-form-eval"),
    ):
        head = head_of(form.facts)
        table = st.data_editor(
            begun(form),
            key=f"f-eval-rows-{form.facts['version']}",
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            placeholder="",
            column_config=columns(visit, form),
        )
        ui.source_note(scheme_words(form))
        if st.form_submit_button(_("Save the draft"), type="primary"):
            perform(
                visit,
                "f-act-eval",
                commands.write_evaluation,
                lambda: {**version(form), "head": head, "rows": rows(table)},
                done=_("Saved."),
                at="f-eval-done",
            )


def head_of(facts: EvaluationFacts) -> dict[str, str]:
    """The words of the form's head, to be written."""
    left, right = st.columns(2)
    return {
        "department": left.text_input(
            _("Department in charge"), facts["department"], key="f-eval-dept", max_chars=200
        ),
        "unit": right.text_input(
            _("Carried out by"), facts["unit"], key="f-eval-unit", max_chars=200
        ),
        "goal": left.text_area(
            _("Goal of the year"), facts["goal"], key="f-eval-goal", max_chars=2000, height=110
        ),
        "outcome": right.text_area(
            _("What was reached"),
            facts["outcome"],
            key="f-eval-outcome",
            max_chars=2000,
            height=110,
        ),
    }


def scheme_words(form: Form) -> str:
    """What the scheme gives each level."""
    parts = [
        f"{_(LEVELS[level]) if level != EXECUTION else _('Execution rate')} {plain(points)}"
        for level, points in form.weights.items()
    ]
    return _("Points of this scheme: {parts}.").format(parts=" · ".join(parts))


class Typed(TypedDict):
    """One row of the table as it was typed; "" where nothing was."""

    second: str
    name: str
    operator: str
    goal: str
    unit: str
    points: float | str
    linked: str
    actual: str
    band: str
    percent: float | str
    reason: str


def columns(visit: Visit, form: Form) -> dict[str, ColumnConfig]:
    """The table's columns in the words people know."""
    levels = set(form.weights)
    seconds = [_(words) for words, of in SECONDS.values() if of & levels]
    config = st.column_config
    return {
        "second": config.SelectboxColumn(_("Kind"), options=seconds, required=True, width="medium"),
        "name": config.TextColumn(_("Third level"), required=True, max_chars=200, width="medium"),
        "operator": config.SelectboxColumn(
            _("Judged"), options=[_(words) for words in JUDGED.values()], width="small"
        ),
        "goal": config.TextColumn(_("Value aimed at"), max_chars=200, width="small"),
        "unit": config.TextColumn(_("Unit of measure"), max_chars=20, width="small"),
        "points": config.NumberColumn(
            _("Points to be had"), min_value=0.0, max_value=100.0, width="small"
        ),
        "linked": config.SelectboxColumn(
            _("Figure from"), options=list(linked(visit)), width="small"
        ),
        "actual": config.TextColumn(_("Value reached"), max_chars=200, width="small"),
        "band": config.SelectboxColumn(
            _("Band"), options=[_(words) for words in BANDS.values()], width="small"
        ),
        "percent": config.NumberColumn(_("Percent"), min_value=0.0, max_value=100.0, width="small"),
        "reason": config.TextColumn(_("Reasons for deviations"), max_chars=500, width="large"),
    }


def linked(visit: Visit) -> dict[str, str]:
    """Words of the figures a row may take by itself -> how they are stored."""
    from fund.ledger.view import View
    from fund.targets import queries as targets

    with visit.reading() as session:
        frame = targets.targets(session, visit.who, View(as_of=visit.view.as_of))
    return {_(words): key for key, words in LINKS.items()} | {
        _("Target {code}").format(code=code): f"{TARGET}{code}" for code in frame["code"]
    }


def words_of(value: str) -> str:
    """A stored link in the words the table shows."""
    return (
        _(LINKS[value])
        if value in LINKS
        else _("Target {code}").format(code=value.removeprefix(TARGET))
        if value
        else ""
    )


def begun(form: Form) -> pd.DataFrame:
    """The rows as the table shows them; an empty form begins with a row of each kind its scheme
    has.
    """
    held = [shown(row) for row in form.rows] or [
        shown(Row(next(iter(SECONDS[key][1])), key, "", ">=", Decimal(0)))
        for key in BEGIN
        if SECONDS[key][1] & set(form.weights)
    ]
    frame = pd.DataFrame(
        held,
        columns=[
            "second",
            "name",
            "operator",
            "goal",
            "unit",
            "points",
            "linked",
            "actual",
            "band",
            "percent",
            "reason",
        ],
    )
    return frame.astype({"points": "float64", "percent": "float64"})


def shown(row: Row) -> dict[str, object]:
    """One row as the table has it."""
    is_band = row.operator == "band"
    goal, actual = (
        (row.expected, row.reached)
        if is_band
        else (
            "" if row.goal is None else plain(row.goal),
            "" if row.actual is None else plain(row.actual),
        )
    )
    return {
        "second": _(SECONDS[row.second][0]),
        "name": row.name,
        "operator": _(JUDGED[row.operator]),
        "goal": goal,
        "unit": row.unit,
        "points": float(row.points) or None,
        "linked": words_of(row.linked),
        "actual": actual,
        "band": _(BANDS[row.band]) if row.band else "",
        "percent": None if row.percent is None else float(row.percent),
        "reason": row.reason,
    }


def rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """What was typed as the command takes it; rows without a name and a goal were never begun."""
    typed = [
        {
            str(name): (
                "" if value is None or (isinstance(value, float) and math.isnan(value)) else value
            )
            for name, value in given.items()
        }
        for given in table.to_dict("records")
    ]
    begun_ = [
        row_of(row, Typed) for row in typed if str(row["name"]).strip() or str(row["goal"]).strip()
    ]
    return [taken(row) for row in begun_]


def taken(row: Typed) -> dict[str, object]:
    """One row as the command takes it: words of the table back to what is stored."""
    stored = {_(pair[0]): key for key, pair in SECONDS.items()}
    second = stored.get(row["second"], "")
    operator = {_(words): key for key, words in JUDGED.items()}.get(row["operator"], ">=")
    link = {_(words): key for key, words in LINKS.items()}.get(row["linked"], "") or (
        TARGET + str(row["linked"]).split()[-1] if row["linked"] else ""
    )
    made = {
        "level": next(iter(SECONDS[second][1])) if second else "",
        "second": second,
        "name": str(row["name"]).strip(),
        "operator": operator,
        "points": decimal(row["points"], row["name"]) or Decimal(0),
        "unit": str(row["unit"]).strip(),
        "reason": str(row["reason"]).strip(),
        "linked": "" if operator == "band" else link,
    }
    if operator == "band":
        return made | {
            "expected": str(row["goal"]).strip(),
            "reached": str(row["actual"]).strip(),
            "band": {_(words): key for key, words in BANDS.items()}.get(row["band"], ""),
            "percent": decimal(row["percent"], row["name"]),
        }
    return made | {
        "goal": decimal(row["goal"], row["name"]),
        "actual": None if link else decimal(row["actual"], row["name"]),
    }


def decimal(value: object, name: object) -> Decimal | None:
    """A number as typed: full-width digits and separators between thousands are understood,
    anything else is refused by name.
    """
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise NotANumber(name=str(name), value=str(value)) from None
    if not found.is_finite():
        raise NotANumber(name=str(name), value=str(value))
    return found
