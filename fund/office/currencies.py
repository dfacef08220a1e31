"""An amount that names renminbi belongs to a line in renminbi: ¥5 on a line in dollars means two
things.
"""

from fund.office.findings import Findings
from fund.office.records import OfficeRecords, Payment, Record, Tranche

RENMINBI = "CNY"


def check(records: OfficeRecords, found: Findings) -> None:
    """Note amounts with 元, ¥ or CNY beside them whose line is in another currency."""
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
    for where in row.cells.values():
        if where in found.renminbi:
            found.add("amount_other_currency", where, found.renminbi[where], currency=currency)
