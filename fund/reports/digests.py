"""The digest of a report's data: what its sheets say, whatever the language, the number and the day
they are written on. The same day asked for again gives the same digest.
"""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fund.reports.description import Column, Report
from fund.reports.signing import digest
from fund.reports.values import Value, all_of, day_of, is_missing, number_of


def of_data(report: Report, algorithm: str) -> str:
    """Over every column that is no wording: amounts, numbers, dates, codes, row by row; and over
    all boxes of paper forms, which are in Chinese always.
    """
    return digest(_lines(report), algorithm)


def _lines(report: Report) -> Iterator[str]:
    for sheet in report.sheets:
        yield json.dumps([sheet.name, len(sheet.frame)])
        for column in sheet.columns:
            if column.kind != "text":
                values = _plain(sheet.frame[column.key].tolist(), column)
                yield json.dumps([column.key, column.kind, values], ensure_ascii=False)
    for form in report.forms:
        boxes = [[row, column, str(box.value)] for row, column, box in form.placed()]
        yield json.dumps([form.name, boxes], ensure_ascii=False)


def _plain(values: Sequence[Value], column: Column) -> Sequence[int | str | None]:
    """A column's values as they enter the digest."""
    if column.kind in ("amount", "original", "integer", "year") and all_of(values, int):
        return values
    if column.kind == "date":  # few days, many rows
        said = {value: _one(value, column) for value in set(values)}
        return [said[value] for value in values]
    return [_one(value, column) for value in values]


def _one(value: Value, column: Column) -> int | str | None:
    if value is None or is_missing(value):
        return None
    if column.kind in ("amount", "original", "integer", "year"):
        return str(value) if isinstance(value, Decimal) else int(number_of(value))
    if column.kind in ("share", "number"):
        # twelve digits: what computed numbers agree in on every machine
        return f"{value:.12g}" if isinstance(value, float | Decimal) else str(value)
    if column.kind == "date":
        return day_of(value).isoformat()
    return str(value)
