"""Where a table ended up in a workbook: for the checks, the chart and the defined names."""

from dataclasses import dataclass, field
from decimal import Decimal

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
    first_row: int = FIRST_ROW
    totals: dict[str, int | Decimal] = field(default_factory=dict)
    results: dict[str, Decimal] = field(default_factory=dict)
    """Of each formula of the totals, by its cell."""
    styles: list[tuple[int, ...]] = field(default_factory=list)
    """Of each column: the numbers of its cells' style, and of that of texts that look like
    formulas.
    """

    pages: int = 1
    """Pages it takes on paper; 0 where nobody measured."""

    @property
    def end(self) -> int:
        """The last row taken, by a row, the totals or the note."""
        return (self.total_row or self.last_row) + (2 if self.sheet.note else 0)

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
            f"{quoted(self.title)}!${letter}${self.first_row}:${letter}"
            f"${max(self.last_row, self.first_row)}"
        )
