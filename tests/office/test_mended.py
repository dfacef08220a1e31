"""A few bad cells of the office's workbook are put right without Excel: judged again as a whole,
kept beside the file, seen by whoever approves, and taken away as a workbook.
"""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from fund import db
from fund.access import actors
from fund.errors import has_errors
from fund.i18n import speaking
from fund.office import commands, looking, mending
from fund.office.intake import NOTHING_KNOWN, read_book
from fund.workbook.guard import LIMITS, Workbook, position
from fund.workbook.unpack import unpack
from tests.office import sample as samples
from tests.people import Office

DAY = date(2026, 11, 23)
BAD = {
    "预算!G3": "1亿",
    "资助!H3": "10/2/2026",
    "资助!E3": "火星",
    "支付!C3": "约100",
    "支付!D3": "待定",
}
"""Place -> what stands there; what the sound workbook has there is typed instead."""


def opened(content: bytes) -> Workbook:
    book = Workbook()
    unpack(content, LIMITS, book.take)
    return book


def spoiled(cells: dict[str, str]) -> bytes:
    book = load_workbook(io.BytesIO(samples.sample()))
    for where, text in cells.items():
        sheet, _mark, place = where.partition("!")
        book[sheet][place] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WHOLE = opened(samples.sample())
SOUND = {where: WHOLE.sheets[where[:2]].cells[position(where[3:])].value for where in BAD}


def test_five_kinds_are_mended_and_judged_again_as_the_sound_workbook_is() -> None:
    book = opened(spoiled(BAD))
    _records, issues = read_book(book, NOTHING_KNOWN, DAY)
    bad = mending.bad_cells(book, issues)
    assert set(BAD) <= {one.where for one in bad}
    assert {one.where: one.was for one in bad}["预算!G3"] == "1亿"
    typed = mending.changes(book, SOUND)
    mended = mending.changed(book, typed)
    records, issues = read_book(mended, NOTHING_KNOWN, DAY)
    assert not has_errors(issues)
    expected, _none = read_book(opened(samples.sample()), NOTHING_KNOWN, DAY)
    assert commands.frozen(records) == commands.frozen(expected)
    again, issues = read_book(opened(mending.remade(book, typed, "zh")), NOTHING_KNOWN, DAY)
    assert not has_errors(issues)
    assert commands.frozen(again) == commands.frozen(expected)
    with speaking("zh"):
        assert "预算!G3: 1亿 → 100000000" in mending.said(typed)


def fields() -> None:
    """The fields of two bad cells, by themselves."""
    from fund.screens.office import mending as here
    from tests.office.test_mended import DAY, NOTHING_KNOWN, mending, opened, read_book, spoiled

    book = opened(spoiled({"预算!G3": "1亿", "支付!C3": "约100"}))
    _records, issues = read_book(
        mending.changed(book, here.typed_here("a-file")), NOTHING_KNOWN, DAY
    )
    here.mend(book, issues, "a-file")


def test_a_cell_that_stays_bad_shows_what_stands_in_it_and_not_what_was_typed_in_another() -> None:
    seen = AppTest.from_function(fields, default_timeout=60).run()
    assert [field.value for field in seen.text_input] == ["1亿", "约100"]
    seen.text_input[0].set_value(SOUND["预算!G3"])
    seen.button[0].click().run()
    assert [(field.label, field.value) for field in seen.text_input] == [("支付!C3", "约100")]


def test_one_wrong_value_is_asked_for_again_and_the_first_stays_what_stood_there() -> None:
    book = opened(spoiled({"支付!C3": "约100"}))
    typed = mending.changes(book, {"支付!C3": "约200"})
    _records, issues = read_book(mending.changed(book, typed), NOTHING_KNOWN, DAY)
    bad = mending.bad_cells(mending.changed(book, typed), issues)
    assert [(one.where, one.was) for one in bad if one.where == "支付!C3"] == [("支付!C3", "约200")]
    typed = mending.changes(book, {where: now for where, (_was, now) in typed.items()} | SOUND)
    assert typed["支付!C3"] == ("约100", SOUND["支付!C3"])
    assert set(typed) == {"支付!C3"}, "what was sound is no change"


@pytest.mark.parametrize(
    "cells",
    [
        {"预算!G1": "下达金额（万元）"},
        {f"支付!F{row}": "=1" for row in range(3, 5)} | {"预算!B1": "专项"},
    ],
)
def test_what_is_wrong_with_a_sheet_itself_is_not_mended_by_a_cell(cells: dict[str, str]) -> None:
    book = opened(spoiled(cells))
    _records, issues = read_book(book, NOTHING_KNOWN, DAY)
    assert has_errors(issues)
    assert mending.bad_cells(book, issues) == []


def test_more_than_thirty_bad_cells_go_back_to_the_workbook() -> None:
    for count, is_mended in ((mending.MOST, True), (mending.MOST + 1, False)):
        content = load_workbook(io.BytesIO(samples.sample()))
        sheet = content["预算"]
        for row in range(10, 10 + count):
            for column in range(1, 9):
                sheet.cell(row, column, sheet.cell(3, column).value)
            sheet.cell(row, 1, f"YS-X-{row}")
            sheet.cell(row, 2, f"示例专项 {row}")
            sheet.cell(row, 7, "约1")
        out = io.BytesIO()
        content.save(out)
        book = opened(out.getvalue())
        _records, issues = read_book(book, NOTHING_KNOWN, DAY)
        places = {issue.where for issue in issues if issue.severity == "error"}
        assert len(places) == count
        assert bool(mending.bad_cells(book, issues)) is is_mended


def test_what_was_mended_is_kept_with_the_file_and_seen_by_whoever_approves(
    an_office: Office,
) -> None:
    content = spoiled({"支付!C3": "约100"})
    book = opened(content)
    typed = mending.changes(book, {"支付!C3": SOUND["支付!C3"]})
    records, issues = read_book(mending.changed(book, typed), NOTHING_KNOWN, DAY)
    assert not has_errors(issues)
    key = an_office.act(
        "officer",
        commands.upload_opening,
        on=DAY,
        file_name="本局.xlsx",
        content=content,
        records=records,
        mended=typed,
    )
    with db.reading(an_office.engine) as session:
        decider = actors.load(session, an_office.ids["decider"])
        found = looking.opening(session, decider, key)
        assert looking.FILE.make(session, decider, key).content == content
    assert {where: tuple(one) for where, one in found.mended.items()} == typed
    assert found.remarks == issues
    an_office.act(
        "decider",
        commands.approve_opening,
        on=DAY,
        opening_id=key,
        expected_version=1,
        rows_seen=records.rows,
    )
