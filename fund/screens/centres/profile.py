"""One centre: its figures over time, its members, equipment and services."""

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.centres import registry
from fund.centres.filling import BY_CODE
from fund.centres.form import Indicator
from fund.centres.rules import MEMBERS
from fund.centres.values import stored
from fund.charts import spark
from fund.i18n import _
from fund.screens.centres.filing import shown_in
from fund.ui import Column

LAST = 8
"""Periods shown side by side."""


def figures(trend: pd.DataFrame) -> None:
    """Approved figures, a column a period, with the way each one went."""
    known = trend[trend["indicator"].isin(BY_CODE)]
    codes = list(dict.fromkeys(known.sort_values("ends_on")["period_code"]))[-LAST:]
    held = {
        (row["indicator"], row["period_code"]): row["value"] for row in known.to_dict("records")
    }
    shown = [
        one
        for one in BY_CODE.values()
        if one.code in set(known["indicator"]) and one.type != "words"
    ]
    with ui.block(
        finding(shown, codes, held),
        _(
            "Approved figures by reporting period; only approved reports count, and a revision"
            " takes the place of what it revises"
        ),
        key="trend",
    ):
        if trend.empty:
            ui.empty(_("Nothing is approved yet"), _("The first approved report stands here."))
            return
        columns = [
            Column("name", _("Figure"), sub="unit"),
            Column("picture", _("Over time"), "picture"),
            *(Column(code, code, "figure", is_strong=code == codes[-1]) for code in codes),
        ]
        rows = pd.DataFrame([over_time(one, codes, held) for one in shown])
        ui.table(rows, columns, _("Approved figures over time"), key="trend", per_page=40)


def over_time(
    one: Indicator, codes: list[str], held: Mapping[tuple[str, str], str]
) -> dict[str, object]:
    """One figure in every period."""
    values = {code: held.get((one.code, code), "") for code in codes}
    return {
        "name": one.word("name", i18n.language()),
        "unit": one.word("unit", i18n.language()),
        "picture": picture(one, list(values.values())),
        **{code: shown_in(one, stored(value, one)) for code, value in values.items()},
    }


def finding(shown: list[Indicator], codes: list[str], held: dict[tuple[str, str], str]) -> str:
    """How many figures rose and fell from the period before; a plain title where there is nothing
    to compare.
    """
    if len(codes) < 2:
        return _("Approved figures over time")
    pairs = [
        tuple(stored(held.get((one.code, code), ""), one) for code in codes[-2:])
        for one in shown
        if one.is_number
    ]
    moves = [
        (now > before) - (now < before)
        for before, now in pairs
        if isinstance(before, Decimal) and isinstance(now, Decimal)
    ]
    return _("{period}: {rose} figures rose, {fell} fell, {same} stayed").format(
        period=codes[-1], rose=moves.count(1), fell=moves.count(-1), same=moves.count(0)
    )


def picture(one: Indicator, texts: list[str]) -> tuple[str, str] | None:
    """A number over time as a line, and what it says."""
    values = [stored(text, one) for text in texts]
    numbers = [value for value in values if isinstance(value, Decimal)]
    if not one.is_number or not numbers:
        return None
    drawn = spark.line(
        [float(value) if isinstance(value, Decimal) else None for value in values], ui.look()
    )
    return drawn, spark.alt(shown_in(one, numbers[0]), shown_in(one, numbers[-1]), len(texts))


def what_it_has(profile: registry.Profile) -> None:
    """Members, equipment, services."""
    left, right = st.columns(2, gap="medium")
    with left:
        members(profile)
    with right:
        equipment(profile)


def members(profile: registry.Profile) -> None:
    """The bodies of the consortium."""
    with ui.block(_("Consortium"), _("Industry, universities, research and users"), key="members"):
        if profile.members.empty:
            ui.empty(
                _("No member is entered"), _("An officer enters the bodies of the consortium.")
            )
            return
        ui.table(
            profile.members.assign(role=[_(MEMBERS[role]) for role in profile.members["role"]]),
            [
                Column("name", _("Member")),
                Column("role", _("Role")),
                Column("joined_on", _("Since"), "date"),
            ],
            _("Consortium"),
            key="members",
        )


def equipment(profile: registry.Profile) -> None:
    """Equipment with its cost, services with their use."""
    with ui.block(
        _("Equipment and services"),
        _("Large equipment with its cost; services with what they can do in a year and their use"),
        key="equipment",
    ):
        if profile.equipment.empty and profile.services.empty:
            ui.empty(_("Nothing is entered"), _("An officer enters equipment and services."))
        if not profile.equipment.empty:
            ui.table(
                profile.equipment,
                [
                    Column("name", _("Equipment")),
                    Column("pieces", _("Pieces"), "number"),
                    Column("cost_fen", _("Purchase cost"), "amount", unit="wan"),
                ],
                _("Equipment"),
                key="equipment",
            )
        if not profile.services.empty:
            ui.table(
                profile.services,
                [
                    Column("name", _("Service"), sub="unit"),
                    Column("capacity", _("A year"), "number"),
                    Column("used", _("Used"), "number"),
                    Column("period_code", _("Reporting period")),
                ],
                _("Services"),
                key="services",
            )
