"""CSV: what a spreadsheet would calculate is a text, everything else is what it was."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from fund.workbook.delimited import cell, written


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\0=1"])
def test_what_would_be_calculated_begins_with_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_numbers_days_and_plain_texts_stay_and_nothing_is_empty() -> None:
    day = date(2026, 3, 1)
    assert [cell(value) for value in (-5, Decimal("1.5"), day, "a=b", None)] == [
        -5,
        Decimal("1.5"),
        day,
        "a=b",
        "",
    ]


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_table_is_read_back(is_marked: bool) -> None:
    content = written(["甲", "b"], [["x,y", None], ["=1", -2]], is_marked=is_marked)
    assert content.startswith(b"\xef\xbb\xbf") is is_marked
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["甲", "b"], ["x,y", ""], ["'=1", "-2"]]
