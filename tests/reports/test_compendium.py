"""The compendium of centres: a sheet a province, only what is approved, as known on the day."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fund import db
from fund.access.actors import OPERATOR
from fund.i18n import speaking
from fund.period import parse
from tests.centres.reporting import DAY, World, world
from tests.reports.building import build


def sheets(made: World, as_of: date) -> dict[str, list[tuple[object, ...]]]:
    with db.reading(made.office.engine) as session, speaking("zh"):
        content = build(session, OPERATOR, "centres", parse("2026-Q3"), as_of)
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_each_province_has_a_sheet_with_what_is_approved_of_its_centres(tmp_path: Path) -> None:
    made = world(f"sqlite:///{tmp_path}/fund.db")
    made.approved("SD-RR", "2026-Q3", DAY)
    made.filled("local HI-SS", "HI-SS")
    before, after = sheets(made, DAY.replace(day=7)), sheets(made, DAY)
    assert "山东省" not in before
    assert "海南省" not in after
    rows = {(row[0], row[2]): row[4] for row in after["山东省"] if row[1] == "2026-Q3"}
    assert rows["示例SD-RR中心", "在研项目数"] == 14
    assert rows["示例SD-RR中心", "高级职称人员占比"] == pytest.approx(16.95)
    states = {
        row[0]: row[8] for row in after["创新中心与平台"] if row[0] in ("SD-RR", "HI-SS", "SD-OP")
    }
    assert states == {"SD-RR": "已批准", "HI-SS": "待提交", "SD-OP": "待提交"}
