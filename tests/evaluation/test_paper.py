"""The form on paper and on screen: the same boxes, in the layout offices hand in, whole in a
workbook LibreOffice reads.
"""

import io
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import openpyxl
import pytest

from fund import clock, db, period
from fund.access.actors import OPERATOR
from fund.evaluation import queries
from fund.i18n import speaking
from fund.reports import evaluation
from fund.reports.catalogue import described_report
from fund.reports.description import Form
from fund.reports.workbook import write
from fund.ui.form import _cell, written
from tests.evaluation.test_evaluation import begun, walk  # noqa: F401  walk is a fixture
from tests.ledger.scenario import Walk
from tests.reports.building import build

HEADS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
MONEY = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


@pytest.fixture
def form(walk: Walk) -> queries.Form:  # noqa: F811
    key = begun(walk)
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        return queries.form(session, OPERATOR, key)


def texts(made: Form) -> list[list[str]]:
    return [[written(box) for box in row] for row in made.rows]


def test_every_box_has_its_place_and_none_is_left_over(form: queries.Form) -> None:
    for made in evaluation.on_paper([form]):
        taken = [
            (row + down, column + across)
            for row, column, box in made.placed()
            for down in range(box.down)
            for across in range(box.across)
        ]
        assert len(taken) == len(set(taken))
        assert set(taken) == {
            (row, column)
            for row in range(1, len(made.rows) + 1)
            for column in range(1, len(made.widths) + 1)
        }


def test_the_layout_is_the_offices(form: queries.Form) -> None:
    goals, made = evaluation.on_paper([form])
    rows = texts(made)
    assert (goals.heading, made.heading) == ("项目支出绩效目标表", "项目支出绩效自评表")
    heads = {box for row in texts(goals) for box in row}
    assert {
        "项目名称",
        "主管部门",
        "实施单位",
        "项目负责人及电话",
        "项目属性",
        "新增",
        "起止时间",
        "2026 至 2026",
        "实施期目标",
        "年度总体目标",
    } <= heads, heads
    assert made.subtitle == "（2026 年度） · 草稿"
    assert rows[2][2:] == MONEY
    assert [row[0] for row in rows[3:7]] == [
        "年度资金总额",
        "其中：当年财政拨款",
        "上年结转资金",
        "其他资金",
    ]
    assert rows[3][1:5] == ["10,000.00", "10,000.00", "4,100.00", "10.00"]
    assert rows[3][5:] == ["41.00%", "4.10"]
    assert rows[4][4:] == ["—", "—", "—"]
    assert next(row for row in rows if row[0] == "绩效指标")[1:] == HEADS
    assert rows[-1][0] == "总分"
    assert [row[-5:-1] for row in rows if "合格率" in row] == [["≥10 次", "8 次", "30.00", "24.00"]]


def test_page_and_workbook_say_the_same(walk: Walk) -> None:  # noqa: F811
    key = begun(walk)
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)), speaking("zh"):
        one = queries.form(session, OPERATOR, key)
        content = build(session, OPERATOR, "self-assessment", period.parse("2026"), walk.day)
        page = [
            unescape(re.sub("<[^>]+>", "", _cell(box)))
            for _row, _column, box in evaluation.assessment(one).placed()
        ]
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet: Any = book["自评表 A"]
    cells = [
        spelt(cell) for row in sheet.iter_rows(min_row=4) for cell in row if cell.value is not None
    ]
    assert cells.pop().startswith("填报人：")  # the line to sign on stands on paper only
    assert cells == [text for text in page if text]
    assert book["绩效自评"]["A5"].value == "A"


@pytest.mark.parametrize(("language", "unit"), [("zh", "wan"), ("en", "wan"), ("zh", "yi")])
def test_a_form_is_in_the_unit_its_headings_name_whatever_the_report_is_in(
    walk: Walk,  # noqa: F811
    language: str,
    unit: Any,
) -> None:
    key = begun(walk)
    with (
        db.reading(walk.office.engine) as session,
        clock.at(clock.noon(walk.day)),
        speaking(language),
    ):
        fen = queries.form(session, OPERATOR, key).money.adjusted_fen
        report = described_report(
            session, OPERATOR, "self-assessment", period.parse("2026"), walk.day
        )
    book = openpyxl.load_workbook(io.BytesIO(write(replace(report, unit=unit))))
    goals = book["目标表 A"]
    beside = {row[0].value: row[2].value for row in goals.iter_rows() if len(row) > 2}
    assert fen
    assert Decimal(str(beside["年度资金总额（万元）"])) * 1_000_000 == fen


def spelt(cell: Any) -> str:
    """A cell as it is shown."""
    forms = {
        "#,##0.00": lambda value: f"{value:,.2f}",
        "0.00": lambda value: f"{Decimal(str(value)):.2f}",
        "0.00%": lambda value: f"{value:.2%}",
    }
    return str(cell.value) if isinstance(cell.value, str) else forms[cell.number_format](cell.value)
