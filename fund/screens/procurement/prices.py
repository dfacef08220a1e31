"""What a kilogram to orbit, a satellite and a pass cost, like compared with like."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from fund import i18n, ui
from fund.i18n import _
from fund.ledger.rules import CATEGORIES
from fund.procurement import delivered
from fund.procurement.deliverables import ORBITS
from fund.procurement.prices import USABLE, Comparison, Price
from fund.ui import Column


def unit_prices(found: Sequence[Price], sets: Sequence[Comparison]) -> None:
    """What a kilogram to orbit, a satellite and a pass cost, like compared with like, with how many
    were compared.
    """
    with ui.block(
        _("Unit prices"),
        _(
            "Of contracts delivered and accepted whole among the newest {count} deliveries, as of"
            " today; no middle is told of fewer than {least}"
        ).format(count=i18n.number(delivered.WINDOW), least=USABLE),
        key="prices",
    ):
        if not found:
            ui.empty(
                _("No unit price yet"),
                _(
                    "It takes a contract whose whole agreement is accepted and whose deliveries are"
                    " recorded."
                ),
            )
            return
        ui.table(
            pd.DataFrame([price_row(one) for one in sets]),
            [
                Column("what", _("Category"), sub="of"),
                Column("sample", _("Compared"), "number"),
                Column("middle", _("Middle")),
                Column("range", _("Lowest to highest")),
                Column("trend", _("By quarter of signature")),
            ],
            _("Unit prices"),
        )


def price_row(one: Comparison) -> dict[str, object]:
    """What is alike in words: how many, their middle, their range, their way by quarter."""
    low, high = price(one.low_fen, one.measure), price(one.high_fen, one.measure)
    return {
        "what": _(CATEGORIES[one.category]),
        "of": kind_of(one),
        "sample": one.sample,
        "middle": price(one.median_fen, one.measure),
        "range": "—" if one.low_fen is None else f"{low} – {high}",
        "trend": " · ".join(
            _("{quarter}: {price} ({count})").format(
                quarter=quarter, price=price(middle, one.measure), count=count
            )
            for quarter, count, middle in one.trend
        ),
    }


def kind_of(one: Comparison) -> str:
    """What makes them alike: the orbit, the type of satellite."""
    return _(ORBITS[one.kind]) if one.kind in ORBITS else one.kind


def price(fen: int | None, measure: str) -> str:
    """A unit price: yuan to the fen a kilogram or pass; of satellites as amounts are written."""
    if fen is None:
        return "—"
    if measure == "satellite":
        return _("{amount} a satellite").format(amount=i18n.amount(fen))
    words = _("{yuan} yuan/kg") if measure == "kg" else _("{yuan} yuan a pass")
    return words.format(yuan=i18n.number(Decimal(fen) / 100, 2))
