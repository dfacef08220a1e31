"""A table as people keep one on a sheet: where its headings stand, and what stands around it
without being part of it. The one reader of tables for every form.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from fund.workbook.guard import Cell, Sheet, letters
from fund.workbook.plain import heading, visible

SEARCHED = 10
"""Rows in which headings are looked for: titles, units and dates stand above."""
NUMBERING = frozenset(map(heading, ("序号", "编次", "No.", "No")))
"""A column people put before a table."""
SUMS = ("合计", "总计", "小计", "累计", "total", "sum")
AROUND = re.compile(
    r"(填表人|填报人|制表人|制表|经办人|联系人|联系电话|负责人|单位负责人|财务负责人|审核人|审核|复核人"
    r"|填报单位|单位盖章|盖章|签字|签章|填报日期|制表日期|注|备注|说明|note|signed|prepared by)"
    r" *(\d* *[:：(（]|$)",
    re.IGNORECASE,
)
"""How a row of signatures or a note below a table begins."""
FAR = 2
"""Columns beyond the last heading from which text is a note beside the table, not a lost cell."""
SHOWN = 24
"""Characters of a passed cell that are told."""


class Passed(NamedTuple):
    """What stands around a table and was read past: its place and its first words."""

    where: str
    words: str

    @property
    def told(self) -> str:
        """Place and words, for a remark."""
        cell = self.where.rpartition("!")[2]
        return f"{cell} {self.words[:SHOWN]}".strip()


def heading_row(sheet: Sheet, wanted: Collection[str], usual: int) -> int:
    """The row with the most of the ``wanted`` headings (as fund.workbook.plain.heading compares
    them); the usual one unless another has more than it, and half of all.
    """
    counts: dict[int, int] = {}
    for (row, _column), cell in sheet.cells.items():
        if row <= SEARCHED and heading(cell.value) in wanted:
            counts[row] = counts.get(row, 0) + 1
    best = max(counts, key=lambda row: (counts[row], -row), default=usual)
    enough = counts.get(best, 0) > counts.get(usual, 0) and 2 * counts[best] >= len(wanted)
    return best if enough else usual


def is_sum(cells: Mapping[int, Cell]) -> bool:
    """Whether a row adds up those above: one of its first two filled cells says so."""
    first = [heading(cells[column].value) for column in sorted(cells)[:2]]
    return any(text.startswith(SUMS) for text in first)


def is_around(cells: Mapping[int, Cell]) -> bool:
    """Whether a row holds signatures or a note: only text, and it begins so."""
    first = visible(cells[min(cells)].value)
    texts = all(cell.kind in ("text", "date") for cell in cells.values())
    return texts and AROUND.match(first) is not None


def passed(name: str, row: int, cells: Mapping[int, Cell]) -> Passed:
    """A row that is read past."""
    column = min(cells)
    return Passed(f"{name}!{letters(column)}{row}", visible(cells[column].value))


def is_beside(column: int, cell: Cell, headed: Iterable[int]) -> bool:
    """Whether a cell under no heading is a note beside the table: text, with a gap between."""
    return cell.kind == "text" and column >= max(headed, default=0) + FAR
