"""Amounts fit the currency of their line: ¥5 on a line in dollars means two things, and half a yen
is none.
"""

from decimal import Decimal
from functools import cache

from fund import money
from fund.office.findings import Findings
from fund.office.form import template_form
from fund.office.records import OfficeRecords, Payment, Record, Tranche

RENMINBI = "CNY"


def check(records: OfficeRecords, found: Findings) -> None:
    """Note amounts with 元, ¥ or CNY beside them whose line is in another currency, and those
    finer than their currency is counted.
    """
    currency = {row.line: row.currency for row in records.budget if row.line}
    lines = {row.code: row.line for row in records.undertakings if row.code}
    for row in records.budget:
        _row(row, row.currency, found)
    for undertaking in records.undertakings:
        _row(undertaking, currency.get(undertaking.line), found)
    parts: list[Tranche | Payment] = [*records.tranches, *records.payments]
    for part in parts:
        _row(part, currency.get(lines.get(part.undertaking, "")), found)


def _row(row: Record, currency: str | None, found: Findings) -> None:
    if currency in (None, RENMINBI):
        return
    _finer(row, currency, found)
    for where in row.cells.values():
        if where in found.renminbi:
            found.add("amount_other_currency", where, found.renminbi[where], currency=currency)


def _finer(row: Record, currency: str, found: Findings) -> None:
    """Amounts stand in hundredths of the unit; a currency of fewer decimals has no such part."""
    step = 10 ** max(0, money.USUAL_DECIMALS - money.decimals(currency))
    for name in _amounts():
        value = getattr(row, name, None)
        if value is not None and value % step:
            found.add(
                "amount_finer_than_unit",
                row.cell(name),
                f"{Decimal(value) / 100}",
                currency=currency,
                decimals=money.decimals(currency),
            )


@cache
def _amounts() -> frozenset[str]:
    """The fields of all sheets that are amounts."""
    return frozenset(
        column.key
        for form in template_form().forms
        for column in form.columns
        if column.kind == "money"
    )
