"""Titles of records in an English report: those on record in Chinese only are marked."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fund import i18n
from fund.i18n import _
from fund.reports.description import Column, Sheet

CHINESE = re.compile("[\u3400-\u9fff]")
MARK = "[ZH]"
"""Behind a title that has no other words than Chinese ones."""


def marked(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with such titles marked, and the mark told of below the table."""
    return list(sheets) if i18n.language() == "zh" else [_marked(sheet) for sheet in sheets]


def _marked(sheet: Sheet) -> Sheet:
    found: dict[str, list[Any]] = {
        column.key: [_said(value) for value in sheet.frame[column.key]]
        for column in sheet.columns
        if _is_title(column) and any(map(_is_chinese, sheet.frame[column.key]))
    }
    if not found:
        return sheet
    told = _("{mark}: a title on record in Chinese only.").format(mark=MARK)
    note = " ".join(filter(None, (sheet.note, told)))
    return replace(sheet, frame=sheet.frame.assign(**found), note=note)


def _is_title(column: Column) -> bool:
    """By its key, as all tables name them: title, undertaking_title, mission_title."""
    return column.kind == "text" and (column.key == "title" or column.key.endswith("_title"))


def _is_chinese(value: object) -> bool:
    return isinstance(value, str) and bool(CHINESE.search(value))


def _said(value: object) -> object:
    return f"{value} {MARK}" if _is_chinese(value) else value
