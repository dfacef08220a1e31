"""What a workbook holds, said plainly: whoever builds a report describes it, the writer knows no
domain.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from fund.errors import N_, FundError
from fund.reports.look import Look

Kind = Literal["text", "code", "amount", "original", "date", "integer", "year", "share", "number"]
"""text: words, in the language of the run · code: a text that is the same in every language ·
amount: fen, shown in the report's unit · original: fen of whatever currency, shown in its own
unit · year: a whole number without separators · share: 0 to 1.
"""

State = Literal["", "draft", "issued"]
"""What a workbook is: "" carries no seal, as every Excel button of a page."""

FEN_PER = {
    ("zh", "yuan"): 100,
    ("zh", "wan"): 1_000_000,
    ("zh", "yi"): 10_000_000_000,
    ("en", "yuan"): 100,
    ("en", "wan"): 100_000_000,
    ("en", "yi"): 100_000_000_000,
}
"""Fen in the unit an amount is written in, by language: 万元 and 亿元 in Chinese, millions and billions
in English.
"""

MOST_FEN = 10**15
"""A cell keeps 15 significant digits: below this many fen (10 万亿元) every amount is exact in every
unit.
"""

LONGEST_TEXT = 32_767
LAST_ROW = 1_048_576 - 10
"""The last row of records a sheet holds, with place for totals and note below."""


class TextTooLong(FundError):
    """A text does not fit into a cell; cutting it silently would change the record."""

    message = N_(
        "A text in “{column}” has {length} characters; a cell holds 32,767. Shorten it at its"
        " source."
    )


class AmountTooLarge(FundError):
    """An amount would lose fen in a cell."""

    message = N_("An amount in “{column}” is too large to be exact in a workbook cell.")


class TooManyRows(FundError):
    """A table is longer than a sheet."""

    message = N_(
        "The table has {rows} rows; a sheet holds {most}. Choose a shorter period or a filter."
    )


@dataclass(frozen=True)
class Column:
    """One column: ``total`` adds it up; ``ratio`` (numerator, denominator keys) divides two totals
    in the totals row; ``rate`` (keys of amounts and days, the rate as we found it) is the yearly
    rate of its rows there, as the spreadsheet program finds it; ``meaning`` is a sentence of the
    sheet of definitions.
    """

    key: str
    head: str
    kind: Kind = "text"
    total: bool = False
    width: float | None = None
    ratio: tuple[str, str] | None = None
    meaning: str = ""
    rate: tuple[str, str, float] | None = None


@dataclass(frozen=True)
class ChartSpec:
    """A native chart of a sheet's rows: one series for each of ``series``, labelled by ``category``
    (column keys).

    kind: column, bar (lying), line, stacked, stacked_bar. ``colours`` are hex without #, one a
    series; ``most`` rows are drawn, the first ones, where a table has more.
    """

    kind: Literal["column", "bar", "line", "stacked", "stacked_bar"]
    title: str
    category: str
    series: Sequence[str]
    colours: Sequence[str] = ()
    most: int = LAST_ROW


@dataclass(frozen=True)
class Sheet:
    """A table: ``name`` is its key (ASCII, for defined names), ``title`` the tab; ``frame`` has the
    columns' keys.
    """

    name: str
    title: str
    columns: Sequence[Column]
    frame: pd.DataFrame
    chart: ChartSpec | None = None
    note: str = ""
    under: str = ""
    """The sheet (its name) under whose table it is printed, where both fit on a page; else, and
    where it is "", it has a page of its own.
    """


@dataclass(frozen=True)
class Check:
    """A figure as the workbook states it, a total's (sheet name, column key) or how many rows a
    sheet has (sheet name, ""), beside the database's own; a value says nothing of the rows.
    """

    name: str
    stated: int | tuple[str, str]
    database: int
    kind: Literal["amount", "integer"] = "amount"


@dataclass(frozen=True)
class Box:
    """One box of a form: how many columns and rows it takes; amount: fen, points: a Decimal or
    None, rate: 0 to 1 or None.
    """

    value: object = ""
    across: int = 1
    down: int = 1
    kind: Literal["text", "amount", "points", "rate"] = "text"
    is_head: bool = False


@dataclass(frozen=True)
class Form:
    """A paper form as rows of boxes, each row filling what boxes from above leave free; ``widths``
    are those of its columns.
    """

    name: str
    title: str
    heading: str
    subtitle: str
    widths: Sequence[float]
    rows: Sequence[Sequence[Box]]
    fen_per: int = FEN_PER["zh", "wan"]
    """Fen in the unit its headings name: 万元, whatever the unit of the report around it."""

    def placed(self) -> Iterator[tuple[int, int, Box]]:
        """Every box with its row and column, from 1."""
        taken: set[tuple[int, int]] = set()
        for row, boxes in enumerate(self.rows, 1):
            column = 1
            for box in boxes:
                while (row, column) in taken:
                    column += 1
                yield row, column, box
                taken |= {
                    (row + down, column + across)
                    for down in range(box.down)
                    for across in range(box.across)
                }
                column += box.across


@dataclass(frozen=True)
class Report:
    """A workbook: its cover, its sheets, its checks. Amounts are fen; ``unit`` is yuan, wan or
    yi.
    """

    title: str
    period: str
    as_of: date
    unit: Literal["yuan", "wan", "yi"] = "wan"
    language: str = "zh"
    filters: Mapping[str, str] = field(default_factory=dict)
    data_version: str = ""
    demonstration: bool = False
    corrections: Sequence[str] = ()
    identity_note: str = ""
    sheets: Sequence[Sheet] = ()
    forms: Sequence[Form] = ()
    checks: Sequence[Check] = ()
    state: State = ""
    number: str = ""
    fingerprint: str = ""
    data_digest: str = ""
    """Of the data (fund.reports.digests), shortened: the same whenever the report is made again."""
    signers: Mapping[str, tuple[str, date | None]] = field(default_factory=dict)
    """By act (prepared, reviewed, issued): whose name stands on the cover, and the day."""
    look: Look = field(default_factory=Look)
    issued_last: str = ""
    """What was issued of this report before, in words."""

    @property
    def fen_per(self) -> int:
        """Fen in the report's unit."""
        return FEN_PER[self.language, self.unit]


def file_name(title: str, period: str, as_of: date) -> str:
    """Title, period and day with a nonce, so that no store takes two exports for one:
    月度报告_2026-09_2026-09-30_1f9a2c.xlsx.
    """
    parts = [
        re.sub(r"[^\w.-]+", "_", part).strip("_.") for part in (title, period, as_of.isoformat())
    ]
    return "_".join([*filter(None, parts), secrets.token_hex(3)]) + ".xlsx"
