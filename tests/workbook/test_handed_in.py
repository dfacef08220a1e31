"""What people really hand in: whatever can mean one thing only is read and said so, whatever can
mean two is refused at its cell, and nothing else in the file changes.
"""

import copy
import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fund.centres import intake as centre_intake
from fund.centres import mending, paper
from fund.centres.form import form_of
from fund.centres.tables import Centre, ReportingPeriod
from fund.centres.verdict import Known as KnownOfCentre
from fund.errors import Issue
from fund.i18n import say, speaking
from fund.office.intake import NOTHING_KNOWN, read_book
from fund.office.records import OfficeRecords
from fund.published.reading import read as read_published
from fund.targets import given
from fund.workbook.guard import LIMITS, Cell, Sheet, Workbook, position
from fund.workbook.unpack import unpack
from tests.centres.reporting import FIGURES
from tests.office import sample as samples
from tests.published.samples import a_grant, a_package, a_release, as_bytes
from tests.workbook.handed_cases import AMOUNT_PLACES, DATES, Case, cases

TODAY = date(2026, 11, 23)
CASES = cases()
ENGLISH = ("Type ", "Write ", "This is", "The ")


def opened(content: bytes) -> Workbook:
    """A workbook as the guard reads it, without its process (test_guard shows that)."""
    book = Workbook()
    unpack(content, LIMITS, book.take)
    return book


OFFICE = opened(samples.sample())


def period() -> ReportingPeriod:
    return ReportingPeriod(
        code="2026-Q3",
        name_zh="2026 年第三季度",
        name_en="2026 Q3",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 9, 30),
        opens_on=date(2026, 9, 30),
        due_on=date(2026, 10, 15),
        closes_on=date(2026, 10, 31),
    )


def a_paper() -> paper.Paper:
    """A centre's workbook with sound figures, nothing known of before."""
    kind, of = "innovation_centre", "reusable_rocket"
    centre = Centre(
        code="SD-RR",
        kind=kind,
        field=of,
        name_zh="示例中心",
        name_en="Centre",
        region_code="370000",
        host_id=1,
        founded_on=date(2025, 5, 1),
        registered_on=date(2025, 5, 1),
    )
    form = form_of(kind, of, date(2026, 9, 30))
    cells = {
        one.code: Cell(
            "number" if one.is_number else "date" if one.type == "date" else "text",
            FIGURES[one.code],
        )
        for one in form
        if one.code in FIGURES and one.is_asked
    }
    return paper.Paper(centre, period(), form, cells, {}, KnownOfCentre(date(2026, 9, 30), {}, {}))


PAPER = a_paper()
REPORT = opened(paper.written(PAPER, "zh"))
ROWS = {
    cell.value: row for (row, column), cell in REPORT.sheets["填报"].cells.items() if column == 1
}


def office(place: str, cell: Cell | None) -> tuple[OfficeRecords, list[Issue]]:
    return changed_office({place: cell})


def changed_office(cells: dict[str, Cell | None]) -> tuple[OfficeRecords, list[Issue]]:
    book = copy.deepcopy(OFFICE)
    for place, cell in cells.items():
        sheet, _mark, name = place.partition("!")
        put(book.sheets[sheet], position(name), cell)
    return read_book(book, NOTHING_KNOWN, TODAY)


def put(sheet: Sheet, at: tuple[int, int], cell: Cell | None) -> None:
    if cell is None:
        sheet.cells.pop(at, None)
    else:
        sheet.cells[at] = cell


def report(code: str, cell: Cell | None) -> centre_intake.Taken:
    book = copy.deepcopy(REPORT)
    put(book.sheets["填报"], (ROWS[code], paper.VALUE), cell)
    return centre_intake.taken(book, PAPER)


HEAD = "target_code,observed_on,value,source\n"
TARGETS = "code,name_zh,name_en,unit_zh,unit_en,value,target_year,source\n"


def observed(day: str, value: str) -> tuple[Any, list[Issue]]:
    text = f'{HEAD}T1,"{day}","{value}",发射记录\n'
    rows, issues = given.read_observations(text.encode())
    return rows[0][1] if rows else None, issues


def at_the_office(case: Case) -> tuple[Any, list[Issue]]:
    cell = Cell(case.kind, case.written)
    if "day" in case.trait or case.value == date(2026, 1, 5):
        records, issues = office("资助!H3", cell)
        return records.grants[0].decided_on if len(records.grants) == 3 else None, of(
            issues, "资助!H3"
        )
    if case.door == "office, optional":
        records, issues = office("里程碑!F5", cell)
        return records.tranches[2].forecast_on or "", of(issues, "里程碑!F5")
    records, issues = office("支付!C3", cell)
    return next((row.paid for row in records.payments if row.cell("paid") == "支付!C3"), None), of(
        issues, "支付!C3"
    )


def at_the_centre(case: Case) -> tuple[Any, list[Issue]]:
    code = "last_test_on" if "day" in case.trait else "projects"
    if case.door == "centre, optional":
        code = "last_test_on"
    taken = report(code, Cell(case.kind, case.written))
    assert taken.verdict is not None
    where = f"填报!{taken.places[code]}"
    value = taken.verdict.values[code]
    return "" if value is None and "optional" in case.door else value, of(taken.issues, where)


def in_targets(case: Case) -> tuple[Any, list[Issue]]:
    text = f'{TARGETS}T1,发射次数,Launches,次,launches,"{case.written}",2027,计划\n'
    rows, issues = given.read_targets(text.encode())
    return rows[0][1]["value"], issues


def in_csv(case: Case) -> tuple[Any, list[Issue]]:
    is_day = "day" in case.trait
    row, issues = observed(
        case.written if is_day else "2026-01-05", "1" if is_day else case.written
    )
    return row and row["observed_on" if is_day else "value"], issues


def of(issues: list[Issue], where: str) -> list[Issue]:
    """What is said of one cell by itself."""
    sums = {
        "overpaid",
        "dates_in_wrong_order",
        "above_most",
        "after_period",
        "paid_before_accepted",
    }
    return [issue for issue in issues if issue.where == where and issue.code not in sums]


DOORS: dict[str, Callable[[Case], tuple[Any, list[Issue]]]] = {
    "office": at_the_office,
    "office, optional": at_the_office,
    "centre": at_the_centre,
    "centre, optional": at_the_centre,
    "csv": in_csv,
    "csv, targets": in_targets,
}


def test_there_are_more_than_three_hundred_cases_over_five_doors() -> None:
    """The office's workbook, the centre's, CSV, OCDS and 360Giving."""
    by_door = Counter(case.door.partition(",")[0] for case in CASES)
    by_door |= {"ocds": len(AMOUNT_PLACES) + len(DATES), "360giving": len(AMOUNT_PLACES)}
    assert len(by_door) == 5
    assert sum(by_door.values()) + len(TABLES) + len(CENTRE) > 300
    assert min(by_door.values()) > 25
    assert {case.door for case in CASES} == set(DOORS)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_each_writing_is_read_as_the_one_thing_it_means_or_refused_at_its_place(door: str) -> None:
    for case in (case for case in CASES if case.door == door):
        value, issues = DOORS[door](case)
        assert [issue.code for issue in issues] == [case.code], case.name
        assert value == case.value, case.name
        (issue,) = issues
        assert issue.severity == ("error" if case.value is None else "warning"), case.name
        must_be_said(issue)


def must_be_said(issue: Issue) -> None:
    """A whole sentence in either language; the Chinese one has no English in it."""
    with speaking("en"):
        english = say(issue)
    with speaking("zh"):
        chinese = say(issue)
    assert english != chinese
    for sentence in (english, chinese):
        assert sentence.strip()
        assert "{" not in sentence
    assert not any(word in chinese for word in ENGLISH), chinese


@pytest.mark.parametrize(("written", "code", "fen", "currency"), AMOUNT_PLACES)
def test_an_amount_in_json_is_read_or_refused(
    written: Any, code: str, fen: int | None, currency: str
) -> None:
    contract = a_release()["contracts"][0]
    value = {"amount": written, "currency": currency}
    for kind, content in (
        ("ocds", a_package(a_release(contracts=[contract | {"value": value}]))),
        ("360giving", [a_grant(amountAwarded=written, currency=currency)]),
    ):
        reading = read_published(kind, as_bytes(content))
        codes = [issue.code for issue in reading.issues]
        if code in ("", "number_as_text"):
            assert codes == [code] * bool(code)
        else:
            assert code in codes
        for issue in reading.issues:
            must_be_said(issue)
        if fen is None and reading.records:
            assert code == "empty_amount"
        elif fen is None:
            assert any(issue.severity == "error" for issue in reading.issues)
        else:
            record: Any = reading.records[0]
            found = record.contracts[0].value_fen if kind == "ocds" else record.awarded_fen
            assert found == fen


@pytest.mark.parametrize(("written", "code"), DATES)
def test_a_date_in_json_is_read_or_left_out_with_a_remark(written: Any, code: str) -> None:
    contract = a_release()["contracts"][0] | {"dateSigned": written}
    reading = read_published("ocds", as_bytes(a_package(a_release(contracts=[contract]))))
    assert [issue.code for issue in reading.issues] == [code] * bool(code)
    release: Any = reading.records[0]
    assert (release.contracts[0].signed_on == date(2026, 1, 5)) is not bool(code)
    reading = read_published("360giving", as_bytes([a_grant(awardDate=written)]))
    assert [issue.code for issue in reading.issues] == [code] * bool(code)


def moved(book: Workbook, name: str, rows: int = 0, columns: int = 0) -> Sheet:
    """A sheet's cells moved down or to the right."""
    sheet = book.sheets[name]
    sheet.cells = {
        (row + rows, column + columns): cell for (row, column), cell in sheet.cells.items()
    }
    return sheet


def titled(book: Workbook) -> None:
    moved(book, "预算", rows=1).cells[1, 1] = Cell("text", "二〇二六年预算下达情况表")


def numbered(book: Workbook) -> None:
    sheet = moved(book, "预算", columns=1)
    sheet.cells[1, 1] = Cell("text", "序号")
    for row in {row for row, _column in sheet.cells if row > 1}:
        sheet.cells[row, 1] = Cell("number", str(row - 1))


def at(sheet: str, place: str, text: str, kind: str = "text") -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        put(book.sheets[sheet], position(place), Cell(kind, text))

    return change


def renamed(old: str, new: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book.sheets = {new if name == old else name: found for name, found in book.sheets.items()}

    return change


def hidden(book: Workbook) -> None:
    book.sheets["预算"].hidden_rows = [3, 4]


def hidden_sheet(book: Workbook) -> None:
    book.sheets["资助"].hidden = True


def merged(book: Workbook) -> None:
    book.sheets["预算"].merged = ["B3:B4"]


def merged_title(book: Workbook) -> None:
    titled(book)
    book.sheets["预算"].merged = ["A1:I1"]


def twice(book: Workbook) -> None:
    book.sheets["Budget"] = copy.deepcopy(book.sheets["预算"])


def signed(book: Workbook) -> None:
    last = max(row for row, _column in book.sheets["预算"].cells)
    sheet = book.sheets["预算"]
    sheet.cells[last + 2, 1] = Cell("text", "填表人：")
    sheet.cells[last + 2, 5] = Cell("text", "审核人：")
    sheet.cells[last + 3, 1] = Cell("text", "注：金额以元为单位")


def summed(book: Workbook) -> None:
    last = max(row for row, _column in book.sheets["预算"].cells)
    book.sheets["预算"].cells[last + 1, 1] = Cell("text", "合计")
    book.sheets["预算"].cells[last + 1, 7] = Cell("formula", "5")


def no_serial(book: Workbook) -> None:
    book.sheets["资助"].is_from_1904 = True
    put(book.sheets["资助"], position("H3"), Cell("number", "46027"))


def in_dollars(book: Workbook) -> None:
    put(book.sheets["预算"], position("F3"), Cell("text", "USD"))
    put(book.sheets["资助"], position("G3"), Cell("text", "¥43000000.00"))


TABLES: list[tuple[str, Callable[[Workbook], None], set[str], bool]] = [
    ("half-width brackets", at("预算", "G1", "下达金额(元)"), set(), True),
    ("a line break in a heading", at("预算", "G1", "下达金额\n（元）"), set(), True),
    ("blanks in a heading", at("预算", "G1", " 下达 金额 （元） "), set(), True),
    ("an invisible blank in a heading", at("预算", "B1", "专项\u200b名称"), set(), True),
    ("another unit in a heading", at("预算", "G1", "下达金额（万元）"), {"heading_unit"}, False),
    ("another heading", at("预算", "G1", "金额"), {"column_missing"}, False),
    ("stray blanks in a sheet's name", renamed("预算", " 预算 "), set(), True),
    ("another name of a sheet", renamed("预算", "预算表"), {"sheet_missing"}, False),
    ("a title above", titled, {"around_the_table"}, True),
    ("a merged title above", merged_title, {"around_the_table"}, True),
    ("a column of numbers before", numbered, {"around_the_table"}, True),
    ("a row that adds up", summed, {"around_the_table"}, True),
    ("signatures and a note below", signed, {"around_the_table"}, True),
    ("a note beside", at("预算", "L3", "请核对"), {"around_the_table"}, True),
    ("text right beside", at("预算", "J3", "请核对"), {"outside_the_table"}, False),
    ("a number beside", at("预算", "L3", "5", "number"), {"outside_the_table"}, False),
    ("hidden rows", hidden, {"hidden_parts"}, True),
    ("a hidden sheet", hidden_sheet, {"sheet_hidden"}, True),
    ("merged data", merged, {"merged_cells"}, False),
    ("both languages of a sheet", twice, {"sheet_twice"}, False),
    ("a day counted from 1904", no_serial, {"date_counted"}, False),
    ("renminbi on a line in dollars", in_dollars, {"amount_other_currency"}, False),
    (
        "a copy beside",
        lambda book: book.sheets.update({"预算 (2)": copy.deepcopy(book.sheets["预算"])}),
        {"sheet_unknown"},
        True,
    ),
]


@pytest.mark.parametrize(
    ("change", "codes", "is_read"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES]
)
def test_a_table_is_found_where_it_stands_and_what_is_around_it_named_once(
    change: Callable[[Workbook], None], codes: set[str], is_read: bool
) -> None:
    book = copy.deepcopy(OFFICE)
    change(book)
    records, issues = read_book(book, NOTHING_KNOWN, TODAY)
    said = [issue for issue in issues if issue.code in codes]
    assert {issue.code for issue in said} == codes
    assert not is_read or {issue.code for issue in issues} == codes
    assert len(said) <= max(1, len(codes))
    for issue in issues:
        must_be_said(issue)
    errors = [issue for issue in issues if issue.severity == "error"]
    assert bool(errors) is not is_read
    if is_read:
        assert figures(records) == figures(BASE)


def figures(records: OfficeRecords) -> list[Any]:
    """Every value of every record, without the cells they stood in."""
    return [
        {name: value for name, value in vars(row).items() if name != "cells"}
        for sheet in vars(records).values()
        for row in sheet
    ]


BASE = read_book(copy.deepcopy(OFFICE), NOTHING_KNOWN, TODAY)[0]

CENTRE: list[tuple[str, tuple[str, int], str, str]] = [
    ("another unit beside", ("research_spend", paper.UNIT), "元", "unit_changed"),
    ("hours turned into days", ("shared_hours", paper.UNIT), "天", "unit_changed"),
    ("another name beside", ("projects", paper.NAME), "在研课题数", "name_changed"),
]


@pytest.mark.parametrize(
    ("place", "written", "code"), [case[1:] for case in CENTRE], ids=[case[0] for case in CENTRE]
)
def test_a_figure_whose_unit_or_name_was_changed_beside_it_is_refused_there(
    place: tuple[str, int], written: str, code: str
) -> None:
    indicator, column = place
    book = copy.deepcopy(REPORT)
    put(book.sheets["填报"], (ROWS[indicator], column), Cell("text", written))
    taken = centre_intake.taken(book, PAPER)
    where = f"填报!{'ABCDE'[column - 1]}{ROWS[indicator]}"
    assert [(issue.code, issue.where) for issue in taken.issues] == [(code, where)]
    assert not taken.is_ready
    assert indicator not in taken.cells  # nothing is taken under the old unit
    must_be_said(taken.issues[0])
    back = opened(centre_intake.remade(taken, PAPER, "zh"))
    assert (ROWS[indicator], paper.VALUE) not in back.sheets["填报"].cells
    for other in ("zh", "en"):  # its own unit in either language is its unit
        own = next(one for one in PAPER.form if one.code == indicator)
        word = own.word("unit" if column == paper.UNIT else "name", other)
        put(book.sheets["填报"], (ROWS[indicator], column), Cell("text", f" {word} "))
        assert centre_intake.taken(book, PAPER).is_ready


@pytest.mark.parametrize("words", ["/", "无", "-", "——", " ", "\u200b"])
def test_a_stroke_explains_nothing(words: str) -> None:
    known = PAPER.known._replace(before={"staff": Decimal(20)})
    of = PAPER._replace(known=known)
    book = copy.deepcopy(REPORT)
    for said, is_ready in ((words, False), ("新增一条生产线", True)):
        put(book.sheets["填报"], (ROWS["staff"], paper.NOTE), Cell("text", said))
        assert centre_intake.taken(book, of).is_ready is is_ready


def test_a_report_that_lost_its_properties_is_known_by_its_own_cells() -> None:
    book = copy.deepcopy(REPORT)
    book.properties = {}
    assert [issue.code for issue in centre_intake.taken(book, PAPER).issues] == ["properties_lost"]
    other = period()
    other.name_zh = "2026 年第二季度"
    found = centre_intake.taken(book, PAPER._replace(period=other))
    assert [issue.code for issue in found.issues] == ["not_a_report"]


def test_headings_of_a_report_may_stand_lower_and_be_written_otherwise() -> None:
    book = copy.deepcopy(REPORT)
    sheet = moved(book, "填报", rows=2)
    sheet.cells[5, paper.VALUE] = Cell("text", "本期\n值")
    taken = centre_intake.taken(book, PAPER)
    assert taken.issues == []
    assert taken.verdict is not None
    plain = centre_intake.taken(copy.deepcopy(REPORT), PAPER).verdict
    assert plain is not None
    assert taken.verdict.values == plain.values


def test_what_is_hidden_in_a_report_is_read_and_said() -> None:
    book = copy.deepcopy(REPORT)
    book.sheets["填报"].hidden_rows = [ROWS["staff"]]
    taken = centre_intake.taken(book, PAPER)
    assert [issue.code for issue in taken.issues] == ["hidden_parts"]
    assert taken.is_ready


READ = [case for case in CASES if case.door == "office" and case.value is not None]


def combined(count: int) -> None:
    """Remarks here and there, never another cell's value."""
    chance = random.Random(18)
    days = ["资助!H3", "资助!H4", "资助!J3"]
    for _time in range(count):
        chosen = chance.sample(days, chance.randint(1, 3))
        written = {}
        for place in chosen:
            sheet, _mark, name = place.partition("!")
            cell = OFFICE.sheets[sheet].cells[position(name)]
            day = date.fromisoformat(cell.value)
            form = chance.choice(["{0.year}/{0.month}/{0.day}", "{0:%Y%m%d}", "{0:%Y年%m月%d号}"])
            written[place] = Cell("text", form.format(day))
        cell = OFFICE.sheets["资助"].cells[position("G3")]
        amount = f"{Decimal(cell.value):,.2f}"
        mark = chance.choice(["{}元", "¥{}", "CNY {}", "{}"])
        written["资助!G3"] = Cell("text", mark.format(amount))
        records, issues = changed_office(dict(written))
        assert {issue.where for issue in issues} == set(written)
        assert all(issue.severity == "warning" for issue in issues)
        assert figures(records) == figures(BASE)


def test_remarks_never_change_the_value_of_another_cell() -> None:
    combined(30)


@pytest.mark.long
def test_remarks_never_change_the_value_of_another_cell_three_hundred_times() -> None:
    combined(300)


def spoilt() -> tuple[centre_intake.Taken, paper.Paper]:
    """A report with a unit changed, a figure in 万, a stroke, a day in two ways, a question."""
    known = PAPER.known._replace(before={"staff": Decimal(20)})
    book = copy.deepcopy(REPORT)
    sheet = book.sheets["填报"]
    put(sheet, (ROWS["research_spend"], paper.UNIT), Cell("text", "元"))
    put(sheet, (ROWS["shared_hours"], paper.VALUE), Cell("text", "0.3万"))
    put(sheet, (ROWS["projects"], paper.VALUE), Cell("text", "/"))
    put(sheet, (ROWS["last_test_on"], paper.VALUE), Cell("text", "9/8/2026"))
    of_it = PAPER._replace(known=known)
    return centre_intake.taken(book, of_it), of_it


def test_a_few_bad_cells_are_put_right_on_the_page_and_what_was_changed_is_kept() -> None:
    taken, of_it = spoilt()
    bad = {one.code: one for one in mending.bad_cells(taken, of_it, "zh")}
    assert set(bad) == {"research_spend", "shared_hours", "projects", "last_test_on", "staff"}
    assert {code for code, one in bad.items() if one.is_note} == {"staff"}
    values = {"research_spend": "1860", "shared_hours": "3000", "last_test_on": "2026-09-08"}
    half = mending.mended(taken, of_it, values, {}, "zh")
    assert {one.code for one in mending.bad_cells(half, of_it, "zh")} == {"projects", "staff"}
    whole = mending.mended(taken, of_it, values | {"projects": "14"}, {"staff": "新增产线"}, "zh")
    assert whole.is_ready
    assert mending.changes(taken, whole).count("→") == 4
    assert "0.3万 → 3000" in mending.changes(taken, whole)
    again = opened(centre_intake.remade(whole, of_it, "zh"))
    back = centre_intake.taken(again, of_it)  # the mended workbook, taken away and handed in
    assert back.is_ready
    assert whole.verdict is not None
    assert back.verdict is not None
    assert back.verdict.values == whole.verdict.values


def test_a_file_that_is_wrong_itself_or_in_too_many_cells_is_not_mended_on_the_page() -> None:
    book = copy.deepcopy(REPORT)
    put(book.sheets["填报"], (ROWS["projects"], paper.CODE), None)
    assert mending.bad_cells(centre_intake.taken(book, PAPER), PAPER, "zh") == []
