"""What the overview says, asked of one flat table of postings: the six blocks, each rival's SQL.

Nothing but the standard library: the rivals run in environments of their own.
"""

from typing import NamedTuple

TODAY = "2027-01-01"
"""The day after the load's last; nothing in it was recorded later."""
TABLE = """CREATE TABLE flat (
    posting INTEGER PRIMARY KEY, recorded_on DATE, month DATE, stage TEXT, amount_fen BIGINT,
    source TEXT, measure TEXT, measure_title TEXT, area TEXT, programme TEXT, fiscal_year INTEGER,
    kind TEXT, category TEXT, undertaking TEXT, title TEXT, organisation TEXT, province TEXT,
    due_on DATE, due_month DATE, met_on DATE)"""
INDEXES = {
    "stages": "stage, source, amount_fen",
    "paid": "stage, month, amount_fen",
    "promised": "stage, due_month, amount_fen",
    "measures": "stage, measure, measure_title, amount_fen",
    "provinces": "stage, province, amount_fen",
    "categories": "stage, kind, category, amount_fen",
    "open": "stage, met_on, due_on, undertaking, title, amount_fen",
}
"""One for each question: whoever asks SQL reads the index and never the table."""


class Question(NamedTuple):
    """One SELECT: what it groups by, what it adds up or counts, and which postings it reads."""

    by: tuple[str, ...]
    says: str
    where: str
    order: str = ""
    limit: int = 0

    def sql(self) -> str:
        """The statement as a person would write it."""
        columns = ", ".join((*self.by, self.says)) if self.says else ", ".join(self.by)
        told = f"SELECT {columns} FROM flat WHERE {self.where}"
        if self.by and self.says:
            told += f" GROUP BY {', '.join(self.by)} ORDER BY {', '.join(self.by)}"
        return told + (f" ORDER BY {self.order} LIMIT {self.limit}" if self.limit else "")


MONEY = "SUM(amount_fen) AS fen"
PROMISED = "stage = 'obligated'"
"""A tranche as it was agreed: its posting carries the day it is due and the day it was met."""
BLOCKS: dict[str, tuple[Question, ...]] = {
    "chain": (
        Question(
            ("source", "stage"),
            MONEY,
            "stage IN ('appropriated', 'committed', 'obligated', 'accepted', 'paid')",
        ),
    ),
    "curve": (
        Question(("due_month",), MONEY, PROMISED),
        Question(("month",), MONEY, "stage = 'paid'"),
    ),
    "measures": (
        Question(
            ("measure", "measure_title", "stage"),
            MONEY,
            "stage IN ('committed', 'paid')",
        ),
    ),
    "provinces": (Question(("province",), MONEY, "stage = 'committed'"),),
    "categories": (
        Question(
            ("category", "stage"),
            MONEY,
            "stage IN ('committed', 'paid') AND kind = 'contract'",
        ),
    ),
    "attention": (
        Question(
            (),
            f"COUNT(met_on) AS met, SUM(met_on IS NULL AND due_on < '{TODAY}') AS overdue,"
            f" SUM(met_on IS NULL AND due_on >= '{TODAY}') AS ahead",
            PROMISED,
        ),
        Question(
            ("undertaking", "title", "due_on", "amount_fen"),
            "",
            f"{PROMISED} AND met_on IS NULL AND due_on < '{TODAY}'",
            "due_on",
            6,
        ),
    ),
}
"""Block by block, what one page of figures asks."""
