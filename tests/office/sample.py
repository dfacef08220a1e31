"""A filled-in workbook of invented records (示例…), for data/samples and for tests: `python -m
tests.office.sample FILE`.
"""

import io
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fund.office.form import template_form
from fund.office.template import FORMATS, template

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "budget": [
        (
            "YS-2026-A3",
            "示例：商业航天科技创新平台专项",
            "A3",
            "special",
            2026,
            "CNY",
            "100000000.00",
            date(2026, 1, 5),
        ),
        (
            "YS-2026-C6",
            "示例：商业发射服务采购",
            "C6",
            "procurement",
            2026,
            "CNY",
            "80000000.00",
            date(2026, 1, 5),
        ),
        (
            "YS-2026-C5",
            "示例：引导基金直投",
            "C5",
            "fund",
            2026,
            "CNY",
            "60000000.00",
            date(2026, 2, 1),
        ),
        (
            "YS-2027-A3",
            "示例：商业航天科技创新平台专项",
            "A3",
            "special",
            2027,
            "CNY",
            "30000000.00",
            date(2026, 9, 1),
        ),
    ],
    "grants": [
        (
            "ZZ-2026-001",
            "示例：可重复使用火箭技术创新中心",
            "示例火箭科技有限公司",
            "91999999MA0000001N",
            "110000",
            "YS-2026-A3",
            "43000000.00",
            date(2026, 2, 10),
            "41000000.00",
            date(2026, 3, 2),
        ),
        (
            "ZZ-2026-002",
            "示例：智能卫星技术创新中心",
            "示例卫星智造有限公司",
            "91999999MA0000002R",
            "310000",
            "YS-2026-A3",
            "52000000.50",
            date(2026, 4, 21),
            "52000000.50",
            date(2026, 5, 20),
        ),
        (
            "ZZ-2026-003",
            "示例：液体发动机试验共享平台",
            "示例动力试验有限公司",
            "91999999MA0000003W",
            "610000",
            "YS-2026-C5",
            "15000000.00",
            date(2026, 8, 18),
        ),
    ],
    "contracts": [
        (
            "HT-2026-001",
            "示例：两次商业发射服务",
            "示例发射服务有限公司",
            "91999999MA00000040",
            "launch_vehicle",
            "open_tender",
            "460000",
            "YS-2026-C6",
            "54000000.00",
            date(2026, 5, 15),
            "54000000.00",
            date(2026, 6, 1),
        ),
        (
            "HT-2026-002",
            "示例：测控站网年度服务",
            "示例测控服务有限公司",
            "91999999MA00000053",
            "ttc",
            "competitive_consultation",
            "650000",
            "YS-2026-C6",
            "6000000.00",
            date(2026, 7, 1),
        ),
    ],
    "tranches": [
        (
            "ZZ-2026-001",
            "T1",
            "示例：协议生效并提交保函",
            "12000000.00",
            date(2026, 3, 10),
            None,
            date(2026, 3, 8),
            "12000000.00",
            date(2026, 3, 10),
        ),
        (
            "ZZ-2026-001",
            "T2",
            "示例：百公里级飞行试验",
            "14000000.00",
            date(2026, 6, 30),
            None,
            date(2026, 6, 28),
            "14000000.00",
            date(2026, 6, 30),
        ),
        (
            "ZZ-2026-001",
            "T3",
            "示例：一子级回收",
            "15000000.00",
            date(2026, 12, 15),
            date(2027, 3, 31),
        ),
        (
            "ZZ-2026-002",
            "T1",
            "示例：总装线建成",
            "20000000.50",
            date(2026, 7, 31),
            None,
            date(2026, 7, 29),
            "20000000.50",
            date(2026, 8, 3),
        ),
        ("ZZ-2026-002", "T2", "示例：年产能达到一百颗", "32000000.00", date(2027, 6, 30)),
        (
            "HT-2026-001",
            "F1",
            "示例：第一次发射入轨",
            "27000000.00",
            date(2026, 8, 31),
            None,
            date(2026, 8, 28),
            "27000000.00",
            date(2026, 8, 30),
        ),
        ("HT-2026-001", "F2", "示例：第二次发射入轨", "27000000.00", date(2027, 2, 28)),
    ],
    "payments": [
        ("ZZ-2026-001", "T1", "12000000.00", date(2026, 3, 15), None, None, "示例-0001"),
        (
            "ZZ-2026-001",
            "T2",
            "14000000.00",
            date(2026, 7, 3),
            "2000000.00",
            date(2026, 9, 20),
            "示例-0002",
        ),
        ("ZZ-2026-002", "T1", "12000000.50", date(2026, 8, 10), None, None, "示例-0003"),
        ("ZZ-2026-002", "T1", "8000000.00", date(2026, 9, 9), None, None, "示例-0004"),
        ("HT-2026-001", "F1", "26500000.00", date(2026, 9, 10), None, None, "示例-0005"),
    ],
}
"""Rows in the order of the form's columns; amounts in yuan, choices by key. Everything in them is
invented; no region has the code 999999, so no credit code here is anybody's.
"""


def sample(language: str = "zh", rows: Mapping[str, list[tuple[Any, ...]]] = ROWS) -> bytes:
    """The template filled in with rows below its examples."""
    book = load_workbook(io.BytesIO(template(language)))
    form = template_form()
    for described in form.forms:
        sheet = book[described.title(language)]
        for row, values in enumerate(rows.get(described.name, []), 3):
            for number, (column, given) in enumerate(
                zip(described.columns, values, strict=False), 1
            ):
                value = (
                    form.offered(column.list, given, language)
                    if column.kind == "choice" and given
                    else given
                )
                sheet.cell(
                    row, number, Decimal(value) if column.kind == "money" and value else value
                ).number_format = FORMATS.get(column.kind, "@")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(sample())
