"""Titles of records in an English report: those on record in Chinese only are marked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from fund import i18n
from fund.frames import assigned
from fund.i18n import _
from fund.reports.description import Column, Sheet

CHINESE = re.compile("[\u3400-\u9fff]")
MARK = "[ZH]"
"""Behind a title that has no other words than Chinese ones, or the head of a column of such."""


def marked(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with such titles marked, and the mark told of below the table."""
    return list(sheets) if i18n.language() == "zh" else [_marked(sheet) for sheet in sheets]


def _marked(sheet: Sheet) -> Sheet:
    """A column whose titles all are of that kind is marked at its head, once."""
    found: dict[str, list[str | None]] = {}
    columns = list(sheet.columns)
    for at, column in enumerate(columns):
        values: list[str | None] = sheet.frame[column.key].tolist() if _is_title(column) else []
        given = [value for value in values if isinstance(value, str) and value]
        if given and all(map(_is_chinese, given)):
            columns[at] = replace(column, head=f"{column.head} {MARK}")
        elif any(map(_is_chinese, given)):
            found[column.key] = [_said(value) for value in values]
    if not found and columns == list(sheet.columns):
        return sheet
    told = _("{mark}: a title on record in Chinese only.").format(mark=MARK)
    note = " ".join(filter(None, (sheet.note, told)))
    return replace(sheet, columns=columns, frame=assigned(sheet.frame, found), note=note)


def _is_title(column: Column) -> bool:
    """By its key, as all tables name them: title, undertaking_title, mission_title."""
    return column.kind == "text" and (column.key == "title" or column.key.endswith("_title"))


def _is_chinese(value: object) -> bool:
    return isinstance(value, str) and bool(CHINESE.search(value))


def _said(value: str | None) -> str | None:
    return f"{value} {MARK}" if _is_chinese(value) else value
