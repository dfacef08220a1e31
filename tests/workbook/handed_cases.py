"""What people really hand in, case by case: trait, door, what was written, what it is read as or
where it is refused. Built from a few lists of writings, each tried at every door it can come
through.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Case:
    """One writing at one door: ``value`` is what is read (with remark ``code``), or None where it
    is refused with ``code``. ``kind`` is the kind of the cell, for workbooks.
    """

    door: str
    trait: str
    written: str
    value: Any
    code: str
    kind: str = "text"

    @property
    def name(self) -> str:
        """What the test is called."""
        return f"{self.door}: {self.trait}: {self.written!a:.40}"


DAYS_READ = [
    "2026/1/5",
    "2026/01/05",
    "2026.1.5",
    "2026.01.05",
    "20260105",
    "2026 年 1 月 5 日",
    "2026年1月5日",
    "2026年01月05号",
    "２０２６／１／５",
    "２０２６－０１－０５",
    "2026–1–5",
    "2026-01-05 00:00",
    "2026/1/5 0:00:00",
    "2026-1-5",
    "\u200b2026-01-05",
    "46027",
]
DAYS_REFUSED = [
    ("5/1/2026", "two_ways"),
    ("26-1-5", "two_ways"),
    ("1-5-26", "two_ways"),
    ("2026年1月", "no_day"),
    ("2026-01", "no_day"),
    ("2026.1", "no_day"),
    ("二〇二六年一月五日", "unreadable"),
    ("二〇二六年", "unreadable"),
    ("2026年", "unreadable"),
    ("待定", "unreadable"),
    ("2026-1/5", "unreadable"),
    ("2026-01-05 14:30", "unreadable"),
    ("1月5日", "unreadable"),
    ("2026-02-30", "impossible"),
    ("20261305", "impossible"),
    ("1926/1/5", "implausible"),
    ("10000", "implausible"),
]
AMOUNTS_READ = [
    "1,234,567.50",
    "1234567.50元",
    "¥1,234,567.50",
    "￥1,234,567.50",
    "人民币1,234,567.50元",
    "人民币 1,234,567.50",
    "CNY 1234567.5",
    "1234567.5 CNY",
    "RMB1,234,567.50",
    "rmb 1234567.5",
    "1 234 567.50",
    "1\u00a0234\u00a0567.50",
    "1\u2009234\u2009567.50",
    "1，234，567.50",
    "１２３４５６７．５",
    "1234567.5人民币元",
    "\u200b1234567.5",
    "+1234567.5",
]
NUMBERS_READ = [
    ("1,234", "1234"),
    ("１２３４", "1234"),
    ("1 234", "1234"),
    ("1，234", "1234"),
    ("1,0000,0000", "100000000"),
    ("12,0000,0000", "1200000000"),
    ("\u200b14", "14"),
    ("１４", "14"),
    ("1\u00a0234", "1234"),
]
REFUSED = [
    "约100",
    "100左右",
    "10-12",
    "10~12",
    "10至12",
    "1O0",
    "l00",
    "1234,5",
    "1.234,50",
    "1,23",
    "1,2345",
    "100,0000",
    "(100)",
    "（100）",
    "10²",
    "①②",
    "½",
    "100 美元",
    "USD 100",
    "$100",
    "€100",
    "100公里",
    "1e5",
    "1_000",
    "0x10",
    "一百",
    "壹佰元整",
    "N/A",
    "待定",
    "100.",
    "1,,000",
    "10 0",
    "--5",
    "٣٤",
]
IN_WAN = ["12万", "1.2亿", "12 萬", "0.5億"]
STROKES = ["/", "／", "-", "—", "——", "无", " / "]


def cases() -> list[Case]:
    """All of them."""
    found = [*_days(), *_amounts(), *_numbers(), *_strokes()]
    assert len({case.name for case in found}) == len(found)
    return found


def _days() -> Iterator[Case]:
    for door, prefix in (("office", "date_"), ("centre", "date_"), ("csv", "day_")):
        for written in DAYS_READ:
            read = "read_as" if door == "csv" else "date_as_text"
            yield Case(door, "a day that means one thing", written, DAY, read)
        for written, problem in DAYS_REFUSED:
            code = f"{prefix}{problem}"
            if door == "csv" and problem in ("unreadable", "impossible", "implausible"):
                code = "not_a_day"
            yield Case(door, "a day that means two things or none", written, None, code)
    for door in ("office", "centre"):
        for written in ("46027", "20260105"):
            yield Case(door, "a day as a number", written, DAY, "date_as_number", "number")
        yield Case(door, "a number that is no day", "461", None, "date_unreadable", "number")


def _amounts() -> Iterator[Case]:
    for written in AMOUNTS_READ:
        yield Case("office", "an amount", written, 123456750, "amount_as_text")
    for written in ("1,0000,0000", "1，0000，0000.00", "¥1,0000,0000元"):
        yield Case("office", "grouped by four", written, 10**10, "amount_as_text")
    for written in REFUSED:
        yield Case("office", "no amount", written, None, "amount_unreadable")
    for written in IN_WAN:
        yield Case("office", "in 万 or 亿", written, None, "amount_in_wan")
    yield Case("office", "finer than a fen", "1.005", None, "amount_finer_than_fen", "number")
    yield Case("office", "below zero", "−5", None, "amount_negative")


def _numbers() -> Iterator[Case]:
    for written, digits in NUMBERS_READ:
        yield Case("centre", "a number", written, Decimal(digits), "number_read_as")
        yield Case("csv", "a number", written, Decimal(digits), "read_as")
    for written in ("14项", "14 项", "１４项", "14projects"):
        yield Case("centre", "its own unit behind", written, Decimal(14), "number_read_as")
    for written in ("14次", "14次 ", "14 launches"):
        yield Case("csv, targets", "its own unit behind", written, Decimal(14), "read_as")
    for written in ("14次", "14万次"):
        code = "not_a_number"  # an observation says no unit of its own
        yield Case("csv", "a unit where none is known", written, None, code)
    for written in ("14个", "14人", "14台", "项14", "14项目"):
        yield Case("centre", "another unit", written, None, "number_unreadable")
    for written in REFUSED:
        yield Case("centre", "no number", written, None, "number_unreadable")
        yield Case("csv", "no number", written, None, "not_a_number")
    for written in IN_WAN:
        yield Case("centre", "in 万 or 亿", written, None, "number_in_wan")
        yield Case("csv", "in 万 or 亿", written, None, "not_a_number")


def _strokes() -> Iterator[Case]:
    for written in STROKES:
        for door in ("office", "centre", "csv"):
            yield Case(door, "a stroke where a figure has to be", written, None, "nothing_written")
        yield Case("office, optional", "a stroke", written, "", "read_as_empty")
        yield Case("centre, optional", "a stroke", written, "", "read_as_empty")


AMOUNT_PLACES: list[tuple[Any, str, int | None, str]] = [
    (100, "", 10000, "CNY"),
    (100.5, "", 10050, "CNY"),
    ("100.50", "number_as_text", 10050, "CNY"),
    ("1e3", "number_as_text", 100000, "CNY"),
    (179334.00000000003, "float_noise", 17933400, "CNY"),
    (0.30000000000000004, "float_noise", 30, "CNY"),
    (10.125, "finer_than_fen", 1013, "CNY"),
    (-10.125, "finer_than_fen", -1013, "CNY"),
    (0.004, "finer_than_fen", 0, "CNY"),
    (0.005, "finer_than_fen", 1, "CNY"),
    (1.234, "", 1234, "KWD"),
    (1.2345, "finer_than_fen", 1235, "BHD"),
    (0.30000000000000004, "float_noise", 300, "OMR"),
    (100.5, "finer_than_fen", 101, "JPY"),
    (180941456, "", 180941456, "PYG"),
    (100, "", 100, "KRW"),
    (1.234, "finer_than_fen", 123, "USD"),
    ("1,234", "unreadable_amount", None, "CNY"),
    ("约100", "unreadable_amount", None, "CNY"),
    ("100元", "unreadable_amount", None, "CNY"),
    ("1O0", "unreadable_amount", None, "CNY"),
    ("/", "unreadable_amount", None, "CNY"),
    ("", "empty_amount", None, "CNY"),
    (True, "unreadable_amount", None, "CNY"),
    (10**18, "amount_too_large", None, "CNY"),
    (100, "unknown_currency", None, "RMB"),
    (100, "currency_case", 10000, "cny"),
]
"""An amount in JSON, its currency, what is said and how many fen it is."""
DATES: list[tuple[Any, str]] = [
    ("2026-01-05", ""),
    ("2026-01-05T08:00:00+08:00", ""),
    ("0001-01-01", "empty_date"),
    ("0001-01-01T00:00:00Z", "empty_date"),
    ("0000-01-01", "empty_date"),
    ("", "empty_date"),
    ("05/01/2026", "unreadable_date"),
    ("2026-13-01", "unreadable_date"),
    (20260105, "unreadable_date"),
    ("待定", "unreadable_date"),
]
"""A date in JSON and what is said of it."""

Change = Callable[[Any], None]
