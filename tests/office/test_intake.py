"""The office's workbook: what is filled in rightly is read exactly, what is not is named by its
cell.
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from fund.errors import Issue, has_errors
from fund.i18n import say, speaking
from fund.office.form import template_form
from fund.office.intake import NOTHING_KNOWN, read, read_book
from fund.office.records import Known, OfficeRecords
from fund.office.template import template
from fund.workbook.guard import LIMITS
from fund.workbook.guard import Workbook as Read
from fund.workbook.unpack import unpack
from tests.office import sample as samples

pytestmark = pytest.mark.dear

TODAY = date(2026, 11, 23)
SAMPLE = samples.sample()

at = datetime.fromisoformat


def changed(change: Callable[[Workbook], None]) -> tuple[OfficeRecords, list[Issue]]:
    """The sample, opened, changed and saved as a spreadsheet program would, then read."""
    book = load_workbook(io.BytesIO(SAMPLE))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), today=TODAY)


OPEN = load_workbook(io.BytesIO(SAMPLE))


def with_cell(place: str, value: Any) -> tuple[OfficeRecords, list[Issue]]:
    """The sample with one cell changed."""
    sheet, _, name = place.partition("!")
    cell = OPEN[sheet][name]
    before, number_format = cell.value, cell.number_format
    try:
        cell.value = value
        out = io.BytesIO()
        OPEN.save(out)
    finally:
        cell.value, cell.number_format = before, number_format
    book = Read()
    unpack(out.getvalue(), LIMITS, book.take)  # what the guard does is shown in test_guard
    return read_book(book, NOTHING_KNOWN, TODAY)


def put(cell: str, value: Any, number_format: str | None = None) -> Callable[[Workbook], None]:
    sheet, _, place = cell.partition("!")

    def change(book: Workbook) -> None:
        book[sheet][place] = value
        if number_format:
            book[sheet][place].number_format = number_format

    return change


AMOUNT_CELLS = [
    "预算!G3",
    "资助!G3",
    "资助!I3",
    "合同!I3",
    "合同!K3",
    "里程碑!D3",
    "里程碑!H3",
    "支付!C3",
    "支付!E4",
]
DATE_CELLS = [
    "预算!H3",
    "资助!H3",
    "资助!J3",
    "合同!J3",
    "合同!L3",
    "里程碑!E3",
    "里程碑!F5",
    "里程碑!G3",
    "里程碑!I3",
    "支付!D3",
    "支付!F4",
]
REQUIRED_CELLS = [
    *("预算!" + column + "3" for column in "ABCDEFGH"),
    *("资助!" + column + "3" for column in "ABCDEFGH"),
    *("合同!" + column + "3" for column in "ABCDEFGHIJ"),
    *("里程碑!" + column + "3" for column in "ABCDE"),
    *("支付!" + column + "3" for column in "ABCD"),
]

BAD_AMOUNTS = [
    ("约四千元", "amount_unreadable"),
    ("4,000万", "amount_in_wan"),
    ("0.4亿元", "amount_in_wan"),
    ("12.34.56", "amount_unreadable"),
    ("1,23,456.00", "amount_unreadable"),
    (1234.567, "amount_finer_than_fen"),
    ("1234.567", "amount_finer_than_fen"),
    (-5, "amount_negative"),
    (10**18, "amount_too_large"),
    ("=40000000*1", "formula"),
    (True, "amount_unreadable"),
    (at("2026-03-01"), "amount_unreadable"),
    ("#REF!", "cell_error"),
]
BAD_DATES = [
    ("3/1/2026", "date_two_ways"),
    ("3月1日", "date_unreadable"),
    ("去年", "date_unreadable"),
    (20261301, "date_impossible"),
    ("2026-02-30", "date_impossible"),
    ("2026年13月1日", "date_impossible"),
    (at("1926-03-01"), "date_implausible"),
    ("2206-03-01", "date_implausible"),
    ("=TODAY()", "formula"),
]
SINGLE = [
    ("预算!C3", "Z9", "unknown_choice"),
    ("预算!C3", "A3 推进产业结构优化", "unknown_choice"),
    ("预算!D3", "私募", "unknown_choice"),
    ("预算!D4", "专项", "unknown_choice"),
    ("预算!E3", 1926, "year_unreadable"),
    ("预算!E3", "二〇二六", "year_unreadable"),
    ("预算!E3", 2026.5, "year_unreadable"),
    ("预算!F3", "人民幣元", "unknown_currency"),
    ("预算!F3", "XQZ", "unknown_currency"),
    ("资助!E3", "陕山省", "unknown_choice"),
    ("资助!E3", "999999", "unknown_choice"),
    ("合同!E3", "火箭", "unknown_choice"),
    ("合同!F3", "抽签", "unknown_choice"),
    ("合同!G3", 46, "unknown_choice"),
    ("资助!D3", "9199999900", "uscc_shape"),
    ("资助!D3", "91350100M000100Y4Z", "uscc_shape"),
    ("资助!D3", 914403001922038216, "code_lost_digits"),
    ("合同!D3", "91999999MA0000004O", "uscc_shape"),
    ("资助!A3", "ZZ-2026-002", "duplicate"),
    ("资助!A3", "HT-2026-001", "duplicate"),
    ("合同!A4", "ht-2026-001", "duplicate"),
    ("预算!A3", "YS-2026-C6", "duplicate"),
    ("里程碑!B4", "T1", "duplicate"),
    ("预算!E6", 2026, "duplicate_line"),
    ("预算!C6", "A2", "programme_conflict"),
    ("预算!D6", "基金", "programme_conflict"),
    ("资助!F3", "YS-1999-A3", "unknown_line"),
    ("合同!H3", "ys-2026-c6", "unknown_line"),
    ("里程碑!A5", "ZZ-2026-009", "unknown_undertaking"),
    ("支付!A3", "HT-2026-009", "unknown_undertaking"),
    ("支付!B3", "T9", "unknown_tranche"),
    ("预算!A3", "YS-2026-A3X", "nothing_refers_to_it"),
    ("合同!A3", "HT-2026-001X", "nothing_refers_to_it"),
    ("里程碑!B8", "F9", "nothing_refers_to_it"),
    ("资助!A3", at("2026-01-01"), "code_became_date"),
    ("里程碑!B3", at("2026-01-02"), "code_became_date"),
    ("预算!A3", 1234567890123456789, "code_lost_digits"),
    ("资助!A3", "ZZ\u200b-2026-001", "code_odd_characters"),
    ("资助!B3", "长" * 201, "too_long"),
    ("资助!A3", "Z" * 61, "too_long"),
    ("预算!I3", "注" * 501, "too_long"),
    ("预算!G3", 94000000, "over_appropriated"),
    ("资助!G5", 60000000.01, "over_appropriated"),
    ("合同!I4", 26000001, "over_appropriated"),
    ("资助!G3", 40999999.99, "over_committed"),
    ("资助!I4", 52000000.51, "over_committed"),
    ("资助!I3", 41000000.01, "tranches_do_not_add_up"),
    ("里程碑!D3", 12000001, "tranches_do_not_add_up"),
    ("里程碑!D8", 0.01, "tranches_do_not_add_up"),
    ("里程碑!A9", "HT-2026-002", "tranche_before_signing"),
    ("里程碑!H3", 12000000.01, "over_accepted"),
    ("里程碑!D3", 11000000, "over_accepted"),
    ("里程碑!H8", 26499999.99, "overpaid"),
    ("支付!C3", 12000000.01, "overpaid"),
    ("支付!C6", 8000000.01, "overpaid"),
    ("支付!E4", 14000000.01, "over_returned"),
    ("支付!C4", 1999999, "over_returned"),
    ("资助!I3", None, "half_filled"),
    ("资助!J3", None, "half_filled"),
    ("合同!M3", "=1+1", "formula"),
    ("里程碑!H3", None, "half_filled"),
    ("里程碑!I3", None, "half_filled"),
    ("支付!E4", None, "half_filled"),
    ("支付!F4", None, "half_filled"),
    ("资助!J3", at("2026-02-09"), "dates_in_wrong_order"),
    ("资助!H3", at("2026-03-03"), "dates_in_wrong_order"),
    ("支付!F4", at("2026-07-02"), "dates_in_wrong_order"),
    ("预算!H3", at("2026-11-24"), "date_in_the_future"),
    ("里程碑!G5", at("2027-03-01"), "date_in_the_future"),
    ("支付!D3", at("2027-03-01"), "date_in_the_future"),
    ("预算!J3", "在表外", "outside_the_table"),
    ("支付!M9", 5, "outside_the_table"),
    ("资助!B3", '=HYPERLINK("x")', "formula"),
]
HEADINGS = [
    (f"{form.zh}!{letter}1", heading)
    for form in template_form().forms
    for letter, heading in (("A", "编号"), ("C", "C 列"), ("D", None))
]

MUTATIONS = [
    *((cell, None, "empty") for cell in REQUIRED_CELLS),
    *((cell, value, code) for cell in AMOUNT_CELLS for value, code in BAD_AMOUNTS[:3]),
    *(
        (AMOUNT_CELLS[place % len(AMOUNT_CELLS)], value, code)
        for place, (value, code) in enumerate(BAD_AMOUNTS)
    ),
    *((cell, value, code) for cell in DATE_CELLS for value, code in BAD_DATES[:1]),
    *(
        (DATE_CELLS[place % len(DATE_CELLS)], value, code)
        for place, (value, code) in enumerate(BAD_DATES)
    ),
    *SINGLE,
    *((cell, heading, "column_missing") for cell, heading in HEADINGS),
]
WARNED = {"nothing_refers_to_it"}
"""Mutations whose own cell is right by itself: it gets a warning, the cells that refer to it the
error.
"""


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    MUTATIONS,
    ids=[f"{cell}={str(value)[:20]}" for cell, value, _code in MUTATIONS],
)
def test_a_spoilt_cell_is_named_by_its_place(cell: str, value: Any, code: str) -> None:
    _records, issues = with_cell(cell, value)
    named = [issue for issue in issues if issue.where == cell]
    for language in ("zh", "en"):
        with speaking(language):
            assert not any("{" in say(issue) for issue in issues)
    assert code in {issue.code for issue in named}, [(issue.code, issue.where) for issue in issues]
    assert has_errors(issues)
    assert code in WARNED or any(issue.severity == "error" for issue in named)


def test_there_are_more_than_a_hundred_ways_of_spoiling_it() -> None:
    assert len({(cell, str(value)) for cell, value, _code in MUTATIONS}) > 150


READ_ALL_THE_SAME = [
    ("资助!G3", "43,000,000.00", "amount_as_text"),
    ("资助!G3", "４３００００００．００", "amount_as_text"),
    ("资助!G3", "43000000", "amount_as_text"),
    ("资助!H3", "2026-02-10", "date_as_text"),
    ("资助!H3", "2026年2月10日", "date_as_text"),
    ("资助!H3", at("2026-02-10T14:30"), "date_with_time"),
    ("预算!E3", "2026年", "year_as_text"),
    ("预算!F3", "cny", "currency_lower_case"),
    ("资助!D3", "91999999MA00000010", "uscc_check"),
    ("资助!D3", "91999999ma0000001n", "odd_characters"),
    ("资助!A5", "ＺＺ-2026-003", "odd_characters"),
    ("资助!B3", "示例：\u202e火箭", "odd_characters"),
    ("里程碑!G3", None, "accepted_not_met"),
    ("支付!D3", at("2026-03-09"), "paid_before_accepted"),
    ("资助!D4", "91999999MA0000001N", "name_differs"),
    ("资助!C4", "示例火箭科技有限公司", "code_differs"),
    ("预算!J1", "我们自己的列", "column_unknown"),
    ("支付!A8", "示例-G7", "example_ignored"),
]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    READ_ALL_THE_SAME,
    ids=[f"{cell}={str(value)[:20]}" for cell, value, _code in READ_ALL_THE_SAME],
)
def test_what_can_mean_only_one_thing_is_read_with_a_warning(
    cell: str, value: Any, code: str
) -> None:
    records, issues = with_cell(cell, value)
    assert {(issue.severity, issue.code) for issue in issues if issue.where == cell} == {
        ("warning", code)
    }
    assert not has_errors(issues)
    assert len(records.grants) == 3
    assert records.grants[0].committed == 4_300_000_000
    assert records.grants[0].decided_on == date(2026, 2, 10)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_is_read_to_the_fen_in_both_languages(language: str) -> None:
    records, issues = read(samples.sample(language), today=TODAY)
    assert issues == []
    assert sum(row.appropriated for row in records.budget) == 27_000_000_000
    assert records.grants[1].obligated == 5_200_000_050
    assert records.grants[2].obligated is None
    assert records.tranches[2].forecast_on == date(2027, 3, 31)
    assert records.payments[1].returned == 200_000_000
    assert records.contracts[0].method == "open_tender"
    assert [row.region for row in records.undertakings] == [
        "110000",
        "310000",
        "610000",
        "460000",
        "650000",
    ]


def test_the_sample_in_the_repository_is_the_one_the_code_makes() -> None:
    shipped = Path(__file__).parents[2] / "data" / "samples" / "office-sample.xlsx"
    assert read(shipped.read_bytes(), today=TODAY) == read(SAMPLE, today=TODAY)


def test_an_empty_template_holds_no_records_and_its_examples_are_not_read() -> None:
    records, issues = read(template(), today=TODAY)
    assert records == OfficeRecords()
    assert [(issue.code, issue.where) for issue in issues] == [("nothing_in_it", "预算!A3")]


def test_a_missing_sheet_is_named_and_a_strange_one_remarked_on() -> None:
    def rename(book: Workbook) -> None:
        book["支付"].title = "付款"

    _records, issues = changed(rename)
    assert {(issue.code, issue.where) for issue in issues} == {
        ("sheet_missing", "支付!A1"),
        ("sheet_unknown", "付款!A1"),
    }


def test_columns_may_stand_in_another_order() -> None:
    def swap(book: Workbook) -> None:
        sheet = book["支付"]
        for row in range(1, 8):
            sheet.cell(row, 3).value, sheet.cell(row, 4).value = (
                sheet.cell(row, 4).value,
                sheet.cell(row, 3).value,
            )
            sheet.cell(row, 3).number_format, sheet.cell(row, 4).number_format = (
                "yyyy-mm-dd",
                "0.00",
            )

    records, issues = changed(swap)
    assert issues == []
    assert records.payments[2].paid == 1_200_000_050


def test_merged_cells_are_refused_where_they_stand() -> None:
    _records, issues = changed(lambda book: book["资助"].merge_cells("K3:K4"))
    assert [(issue.code, issue.where) for issue in issues if issue.severity == "error"] == [
        ("merged_cells", "资助!K3")
    ]


def test_what_the_database_knows_may_be_referred_to_but_not_entered_again() -> None:
    book = load_workbook(io.BytesIO(SAMPLE))
    book["预算"].delete_rows(5)
    out = io.BytesIO()
    book.save(out)
    assert {issue.code for issue in read(out.getvalue(), today=TODAY)[1]} >= {"unknown_line"}
    assert read(out.getvalue(), Known(lines=frozenset({"YS-2026-C5"})), TODAY)[1] == []
    _records, issues = read(
        SAMPLE,
        Known(lines=frozenset({"YS-2026-C5"}), undertakings=frozenset({"HT-2026-002"})),
        TODAY,
    )
    assert {(issue.code, issue.where) for issue in issues} == {
        ("already_recorded", "预算!A5"),
        ("already_recorded", "合同!A4"),
    }


def test_an_amount_is_read_as_the_spreadsheet_shows_it_not_as_the_double_behind_it() -> None:
    records, issues = changed(put("资助!G5", 0.1 + 0.2))
    assert not has_errors(issues)
    assert records.grants[2].committed == 30


def test_every_amount_of_fifteen_digits_survives_the_workbook() -> None:
    for yuan in ("9999999999999.99", "1234567890123.45", "0.01", "8.41", "9.95"):
        records, _issues = changed(put("预算!G5", Decimal(yuan)))
        assert records.budget[2].appropriated == int(Decimal(yuan) * 100)


def test_a_spoilt_row_does_not_raise_issues_about_sums_it_belongs_to() -> None:
    _records, issues = changed(put("里程碑!D3", "约一千元"))
    assert [(issue.code, issue.where) for issue in issues] == [("amount_unreadable", "里程碑!D3")]


def test_a_repeated_payment_is_remarked_on() -> None:
    def repeat(book: Workbook) -> None:
        for column, value in enumerate(["HT-2026-001", "F1", 10000, at("2026-09-11")] * 2):
            book["支付"].cell(8 + column // 4, 1 + column % 4, value)

    _records, issues = changed(repeat)
    assert {(issue.code, issue.where) for issue in issues} == {
        ("repeated_payment", "支付!C8"),
        ("repeated_payment", "支付!C9"),
    }
