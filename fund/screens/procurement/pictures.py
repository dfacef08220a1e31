"""What is commercial, how it is bought and from whom, as pictures."""

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import i18n, ui
from fund.charts import categories as chart
from fund.charts import methods, shares
from fund.charts import suppliers as holding
from fund.i18n import _
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.missions import queries as missions
from fund.missions.rules import Share
from fund.portfolio import queries as portfolio
from fund.procurement import flagged, queries
from fund.procurement.concentration import LEVELS, Concentration
from fund.screens.procurement.flags import raised
from fund.suppliers import queries as suppliers
from fund.ui import Column, address
from fund.ui.still import still
from fund.ui.visit import Visit

Asked = TypeVar("Asked")


def with_pictures(visit: Visit, session: Session, view: View) -> None:
    """What is commercial, how it is bought, from whom, what somebody should look at, and what of it
    is paid; all of it stands still.
    """
    asked = (session, visit.who, view)

    def block(name: str, ask: Callable[[], Asked], draw: Callable[[Asked], None]) -> None:
        still(visit, session, f"procurement {name}", ask, draw, view)

    left, right = st.columns([4.4, 7.6], gap="medium")
    with left:
        block("share", lambda: missions.shares(session, visit.who, View(as_of=view.as_of)), share)
    with right:
        block("ways", lambda: queries.by_method(*asked), ways)
    left, right = st.columns([4.4, 7.6], gap="medium")
    with left:
        block("holders", lambda: suppliers.holders(*asked), lambda found: who_holds(*found))
    with right:
        block("raised", lambda: flagged.flags(session, visit.who), lambda found: raised(*found))
    block("bought", lambda: portfolio.categories(*asked), paid)


def paid(bought: pd.DataFrame) -> None:
    """What is committed by category, and what of it is paid."""
    with ui.block(
        chart.title(bought), _("Committed to contracts; the solid part is paid"), key="bought"
    ):
        ui.chart(chart.bars(bought, ui.look()), "bought", chart.alt(bought))


def share(found: list[Share]) -> None:
    """What part of the national missions’ purchases is commercial; of all of them, whatever is
    filtered.
    """
    with ui.block(
        shares.title(found),
        _("Commercial part of the money of national missions’ purchases; filters do not narrow it"),
        key="share",
    ):
        if found:
            ui.chart(shares.line(found, ui.look()), "share", shares.alt(found))
        else:
            ui.empty(
                _("The register is empty"),
                _("An officer enters missions and what they bought, by hand or from a workbook."),
            )
        ui.more(_("Register of national missions"), address("missions"))


def who_holds(held: pd.DataFrame, concentrated: list[Concentration]) -> None:
    """The largest suppliers, and by category how concentrated what is committed is."""
    with ui.block(
        holding.title(held),
        _("Share of the renminbi committed to contracts; merged organisations count as one"),
        key="holders",
    ):
        ui.chart(holding.bars(held, ui.look()), "holders", holding.alt(held))
        frame = pd.DataFrame(
            [
                {
                    "name": _(CATEGORIES[one.category]),
                    "suppliers": one.suppliers,
                    "hhi": round(one.hhi),
                    "look": {"high": "at_risk", "moderate": "active", "low": "met"}[one.level],
                    "word": _(LEVELS[one.level]),
                }
                for one in concentrated
            ]
        )
        ui.table(
            frame,
            [
                Column("name", _("Category")),
                Column("suppliers", _("Suppliers"), "number"),
                Column("hhi", _("HHI index"), "number"),
                Column("look", _("Judgement"), "tag", word="word"),
            ],
            _("Concentration by category"),
        )
        ui.source_note(
            _(
                "HHI: the sum of squared shares, 10,000 where one supplier has all; from 1,500"
                " moderate, from 2,500 high (a foreign yardstick, no Chinese threshold)."
            )
        )


def ways(frame: pd.DataFrame) -> None:
    """How it is bought: category by method, committed renminbi."""
    about = _(
        "Committed by category and procurement method, {unit}, and its part of the category"
    ).format(unit=i18n.unit_name(methods.grid(frame).unit))
    with ui.block(methods.title(frame), about, key="ways"):
        ui.chart(methods.cells(frame, ui.look()), "ways", methods.alt(frame))
