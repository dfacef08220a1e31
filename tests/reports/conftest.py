"""A small report of invented figures, sealed by a key of these tests."""

from datetime import date
from decimal import Decimal

import pandas as pd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fund.reports.description import ChartSpec, Check, Column, Report, Sheet
from fund.reports.signing import Sealing, fingerprint, public_text
from fund.reports.workbook import write

KEY = Ed25519PrivateKey.from_private_bytes(b"key of tests".ljust(32))
KEYS = {fingerprint(public_text(KEY.public_key())): public_text(KEY.public_key())}


def sealed(described: Report, state: str = "issued") -> bytes:
    """A report as it is issued, by the key of these tests."""
    return write(described, Sealing({"state": state, "number": "2026-0001"}, KEY))


CHAIN = pd.DataFrame(
    {
        "source": ["基金", "专项资金", "政府采购预算"],
        "appropriated": [600_000_000_001, 1_000_000_000_050, 800_000_000_000],
        "committed": [1_500_000_00, 430_000_000_033, 600_000_000_009],
        "paid": [0, 12_345_678_901, 265_000_000_000],
    },
)
AWARDS = pd.DataFrame(
    {
        "code": ["ZZ-1", "ZZ-2", "ZZ-3"],
        "title": ["示例：甲", "示例：乙", None],
        "decided_on": [date(2026, 9, 1), date(2026, 9, 30), None],
        "amount": [841, 995, 123_456_789_012_345],
        "steps": [1, 0, 7],
    },
)


def report(language: str = "zh", **changes: object) -> Report:
    """Two tables, two charts, one empty table, two checks."""
    chain = Sheet(
        "sources",
        "资金来源" if language == "zh" else "Sources",
        [
            Column("source", "来源"),
            Column("appropriated", "预算下达", "amount", total=True),
            Column("committed", "立项承诺", "amount", total=True),
            Column("paid", "资金拨付", "amount", total=True),
            Column("rate", "执行率", "share", ratio=("paid", "appropriated")),
        ],
        CHAIN.assign(rate=CHAIN.paid / CHAIN.appropriated),
        ChartSpec("column", "资金链", "source", ["appropriated", "committed", "paid"]),
        "注：说明",
    )
    awards = Sheet(
        "awards",
        "新增立项" if language == "zh" else "Awards",
        [
            Column("code", "编号"),
            Column("title", "名称", width=40),
            Column("decided_on", "日期", "date"),
            Column("amount", "金额", "amount", total=True),
            Column("steps", "里程碑数", "integer", total=True),
        ],
        AWARDS,
        ChartSpec("line", "走势", "code", ["amount"]),
    )
    empty = Sheet(
        "none",
        "逾期" if language == "zh" else "Overdue",
        [Column("code", "编号"), Column("amount", "金额", "amount", total=True)],
        AWARDS.iloc[:0],
    )
    described = {
        "title": "示例月度报告" if language == "zh" else "Sample monthly report",
        "period": "2026-09",
        "as_of": date(2026, 9, 30),
        "language": language,
        "filters": {"省份": "全部"},
        "data_version": "1203",
        "sheets": [chain, awards, empty],
        "checks": [
            Check("预算下达合计", ("sources", "appropriated"), 2_400_000_000_051),
            Check("立项数", 3, 3, "integer"),
        ],
    }
    return Report(**{**described, **changes})


ODD = pd.DataFrame(
    {
        "text": ["示例：甲", "=1+1", None, "a_x0041_b", " 两\r\n行\t<&>\"'", "-"],
        "amount": [841, -995, 0, 123_456_789_012_345, 100, 1],
        "original": [1, None, -7, 10, 99_999_999_999_999, 5_050],
        "day": [
            date(2026, 9, 1),
            None,
            date(1999, 12, 31),
            pd.Timestamp("2026-01-01"),
            None,
            date.max,
        ],
        "count": [1, 0, None, -7, 12_345, 10**9],
        "rate": [0.1, 1 / 3, None, Decimal("0.25"), 0.0, -1.0],
        "score": [2.5, None, Decimal("88.40"), 1e-7, 123_456_789.123456, 4],
    }
).astype({"original": "Int64", "count": "Int64"})


def every_kind(language: str = "zh") -> Report:
    """One table with a column of every kind, values at their edges and missing ones in each."""
    columns = [
        Column("text", "=文本", width=30),
        Column("amount", "金额", "amount", total=True),
        Column("original", "原币", "original"),
        Column("day", "日期", "date"),
        Column("count", "数", "integer", total=True),
        Column("rate", "率", "share", ratio=("count", "amount")),
        Column("score", "分", "number"),
    ]
    picture = ChartSpec("column", "图", "text", ["amount"])
    sheet = Sheet("odd", "各类", columns, ODD.copy(), picture, "注：说明")
    return report(language, sheets=[sheet], checks=[], demonstration=True)
