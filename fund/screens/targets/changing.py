"""A target in words, what it was before, and the acts that change its value or the definition of
its indicator.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import _, ngettext
from fund.reports.targets import verdict_words
from fund.targets import changing, commands
from fund.ui import Column, blocks
from fund.ui.visit import Visit, perform, said


def digits(value: Any) -> str:
    """A number as it was written, grouped; nothing is a dash."""
    return (
        "—"
        if value is None or pd.isna(value)
        else i18n.number(value, max(0, -int(value.as_tuple().exponent)))
    )


def aim(row: Any) -> str:
    """The target as its document puts it: at least, above, exactly, about, at most."""
    return aimed(row["operator"], row["target"])


def former_aim(row: Any) -> str:
    """The target as it was before its change."""
    return aimed(row["operator"], row["former_value"])


def aimed(operator: str, value: Decimal) -> str:
    """A value with the sign of its operator."""
    signs = {">=": "≥", ">": "＞", "=": "", "~": _("about"), "<=": "≤"}
    return f"{signs[operator]}{i18n.NBSP}{digits(value)}".strip()


def changed(row: Any, changes: pd.DataFrame) -> None:
    """What the target was, when and why it changed; for four quarters how the same futures stand to
    the old one and to the new one.
    """
    if row["former_value"] is not None:
        blocks.lede(
            _(
                "Held against the target before, {former}: **{then}**; against the present one,"
                " {aim}: **{now}**."
            ).format(
                former=former_aim(row),
                then=verdict_words(row["former_verdict"], row["former_chance"]),
                aim=aim(row),
                now=verdict_words(row["verdict"], row["chance"]),
            )
        )
    for change in changes.to_dict("records"):
        blocks.source_note(
            _("Changed on {day} from {before} to {value}: {reason} (source: {source}).").format(
                day=i18n.day(change["recorded_on"]),
                before=aimed(row["operator"], change["before"]),
                value=aimed(row["operator"], change["value"]),
                reason=change["reason"],
                source=change["source"],
            )
        )


def change(visit: Visit, row: Any) -> None:
    """Give the target another value."""
    said("f-change-done")
    if not visit.who.may("change_target") or visit.view.as_of != clock.today():
        return
    with (
        st.container(key="f-change"),
        st.expander(_("Change the target")),
        st.form("f-form-change"),
    ):
        left, right = st.columns([1, 3])
        value = left.text_input(
            _("New target value"),
            key="f-change-value",
            max_chars=30,
            placeholder=digits(row["target"]),
        )
        reason = right.text_input(_("Reason"), key="f-change-reason", max_chars=300)
        source = st.text_input(
            _("Read from"),
            key="f-change-source",
            max_chars=300,
            help=_(
                "The document that changed it. The value before stays on record and stands beside"
                " the new one for four quarters."
            ),
        )
        if st.form_submit_button(_("Record the change"), type="primary"):
            perform(
                visit,
                "f-act-change",
                changing.change_target,
                _asked(row["code"], value, reason, source),
                done=_("Recorded."),
                at="f-change-done",
            )


def _asked(code: str, value: str, reason: str, source: str) -> Callable[[], dict[str, Any]]:
    """The arguments of the act; a value that is no number is refused by name."""

    def given() -> dict[str, Any]:
        try:
            number = Decimal(value.strip().replace(",", ""))
        except InvalidOperation:
            raise changing.NotAValue(value=value) from None
        return {"target_code": code, "value": number, "reason": reason, "source": source}

    return given


def define(visit: Visit, row: Any) -> None:
    """Say that its indicator is measured otherwise from a day on."""
    said("f-define-done")
    if not visit.who.may("change_definition") or visit.view.as_of != clock.today():
        return
    with (
        st.container(key="f-define"),
        st.expander(_("Its definition changed")),
        st.form("f-form-define"),
    ):
        left, right = st.columns([1, 3])
        changed_on = left.date_input(
            _("Measured otherwise from"),
            clock.today(),
            max_value=clock.today(),
            key="f-define-on",
            format="YYYY-MM-DD",
        )
        reason = right.text_input(
            _("Reason"),
            key="f-define-reason",
            max_chars=300,
            help=_("Values before that day are no longer compared with later ones."),
        )
        if st.form_submit_button(_("Record it"), type="primary"):
            day = changed_on if isinstance(changed_on, date) else clock.today()
            perform(
                visit,
                "f-act-define",
                commands.change_definition,
                lambda: {"indicator": row["indicator"], "changed_on": day, "reason": reason},
                done=_("Recorded."),
                at="f-define-done",
            )


def steps(known: pd.DataFrame, title: str) -> None:
    """Steps of the plan with what was stated of each and where; what nobody stated anything of says
    so.
    """
    met = int((known["status"] == "met").sum())
    with ui.block(
        title,
        ngettext(
            "{met} of {count} is met as stated; nothing is computed here",
            "{met} of {count} are met as stated; nothing is computed here",
            len(known),
        ).format(met=met, count=len(known)),
        key="steps",
    ):
        shown = known.assign(read_in=[text or "—" for text in known["read_in"]])
        ui.table(
            shown,
            [
                Column("title", _("Step"), sub="measure"),
                Column("status", _("Status"), "status"),
                Column("stated_on", _("As of"), "date"),
                Column("read_in", _("Read from")),
            ],
            title,
        )
        ui.source_note(
            _(
                "Steps read in copies and press reports of the plan (data/SOURCES.md); the wording"
                " is ours."
            )
        )
