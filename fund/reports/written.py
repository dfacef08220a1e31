"""Where a table ended up in a workbook: for the checks, the chart and the defined names."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from fund.reports.description import Sheet
from fund.reports.style import FIRST_ROW


def quoted(title: str) -> str:
    """A sheet's title as formulas quote it."""
    return "'" + title.replace("'", "''") + "'"


@dataclass
class Written:
    """Where a table's rows and totals ended up: for the checks, the chart and the defined names."""

    sheet: Sheet
    title: str
    last_row: int
    total_row: int | None
    totals: dict[str, Any] = field(default_factory=dict)
    results: dict[str, Decimal] = field(default_factory=dict)
    """Of each formula of the totals, by its cell."""
    styles: list[tuple[int, ...]] = field(default_factory=list)
    """Of each column: the numbers of its cells' style, and of that of texts that look like
    formulas.
    """

    def letter(self, key: str) -> str:
        """The column letter of a key."""
        return str(get_column_letter(1 + [column.key for column in self.sheet.columns].index(key)))

    def total_cell(self, key: str) -> str:
        """The address of a total, to be used in a formula on another sheet."""
        return f"{quoted(self.title)}!${self.letter(key)}${self.total_row}"

    def rows_of(self, key: str) -> str:
        """The address of a column's rows, without the total."""
        letter = self.letter(key)
        return (
            f"{quoted(self.title)}!${letter}${FIRST_ROW}:${letter}${max(self.last_row, FIRST_ROW)}"
        )
