"""The invented targets with what was observed so far; the centres' own figures come from their
approved reports.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from sqlmodel import Session, col, select

from fund.demonstration.suppliers import begins
from fund.demonstration.teller import Beginning, Book, Story, deed
from fund.ledger.tables import Undertaking
from fund.milestones.tables import Milestone
from fund.targets import commands, contributing, issuing

TARGETS = (
    (
        "demo-launches",
        "年度商业发射次数",
        "Commercial launches a year",
        "次",
        "launches",
        20,
        26,
        2.4,
    ),
    (
        "demo-rockets",
        "年度火箭总装能力",
        "Launch vehicles assembled a year",
        "发",
        "vehicles",
        12,
        18,
        1.0,
    ),
    (
        "demo-satellites",
        "年度卫星出厂数量",
        "Satellites delivered a year",
        "颗",
        "satellites",
        180,
        225,
        2.2,
    ),
    (
        "demo-centres",
        "建成的技术创新中心",
        "Innovation centres completed",
        "个",
        "centres",
        4,
        6,
        1.1,
    ),
    (
        "demo-standards",
        "发布的融合标准",
        "Merged standards published",
        "项",
        "standards",
        12,
        14,
        1.8,
    ),
    (
        "demo-shared-hours",
        "试验设施共享机时",
        "Shared hours of test facilities",
        "小时",
        "hours",
        3200,
        4300,
        1.0,
    ),
    (
        "demo-procurement",
        "商业航天政府采购合同额",
        "Government purchases of commercial space services",
        "亿元",
        "CNY 100m",
        6,
        12,
        0.6,
    ),
    ("demo-partners", "合作国家数量", "Partner countries", "个", "countries", 5, 7, 0.75),
)
"""Code, name and unit in both languages, the value of 2025, the value aimed at in 2027, the pace
towards it (1 arrives in time).
"""

TOLD = (
    (
        "launches_bought",
        "合同交付的发射次数",
        "Launches delivered under contracts",
        "次",
        "launches",
        24,
    ),
    ("launch_success", "合同发射成功率", "Launches under contracts that succeed", "%", "%", 90),
    (
        "satellites_bought",
        "合同交付的卫星",
        "Satellites delivered under contracts",
        "颗",
        "satellites",
        60,
    ),
)
"""Code, name and unit, and the value aimed at in 2027, of those the ledger tells."""
BASE_YEAR, YEAR = 2025, 2027
MEASURES = {
    "demo-launches": "C1",
    "demo-rockets": "C1",
    "demo-satellites": "B4",
    "demo-centres": "A3",
    "demo-standards": "B3",
    "demo-shared-hours": "B1",
    "demo-procurement": "C6",
    "demo-partners": "C7",
}
"""The measure each tells something of."""
RECORD, FROM = 8, 0.55
"""Quarters on record before the first of the plan, and the part of the base they begin with."""
SOURCE = "示例数据"
STARTS_ON = date(2026, 1, 6)


def set_targets(seed: int) -> Story:
    """Eight targets of the invented office, and a value a quarter for each, some behind."""
    yield STARTS_ON
    for code, name_zh, name_en, unit_zh, unit_en, base, value, _pace in TARGETS:
        yield deed(
            "officer1",
            commands.set_target,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            unit_zh=unit_zh,
            unit_en=unit_en,
            value=Decimal(value),
            target_year=YEAR,
            source=SOURCE,
            baseline=Decimal(base),
            baseline_year=BASE_YEAR,
            is_demonstration=True,
            measures=(MEASURES[code],),
        )
    yield from _fed_by_others()
    for code, _zh, _en, _unit_zh, _unit_en, base, _value, _pace in TARGETS:
        for quarter in range(1, RECORD + 1):
            share = FROM + (1 - FROM) * quarter / RECORD
            yield deed(
                "officer2",
                commands.observe,
                target_code=code,
                observed_on=_quarter_end(quarter),
                value=Decimal(max(1, round(base * share))),
                source=SOURCE,
            )
    for code, _zh, _en, _unit_zh, _unit_en, base, value, pace in TARGETS:
        yield [_observed(Random(f"{seed} {code}"), code, base, value, pace)]


def _fed_by_others() -> Story:
    """Targets whose values nobody types: told by the centres' reports, or by deliveries."""
    yield deed(
        "officer1",
        commands.set_target,
        code="stage_recoveries",
        name_zh="累计成功回收火箭子级",
        name_en="Rocket stages recovered, cumulative",
        unit_zh="次",
        unit_en="recoveries",
        value=Decimal(8),
        target_year=YEAR,
        source=SOURCE,
        baseline=Decimal(0),
        baseline_year=BASE_YEAR,
        is_demonstration=True,
        measures=("A3",),
    )  # fed by the centres' approved reports alone
    for code, name_zh, name_en, unit_zh, unit_en, value in TOLD:
        yield deed(
            "officer1",
            commands.set_target,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            unit_zh=unit_zh,
            unit_en=unit_en,
            value=Decimal(value),
            target_year=YEAR,
            source=SOURCE,
            baseline=None if code == "launch_success" else Decimal(0),
            baseline_year=None if code == "launch_success" else BASE_YEAR,
            is_demonstration=True,
            measures={"C6": 2, "C1": 1},
            plan_line="emerging_clusters",
        )  # told by the deliveries of contracts alone


def _quarter_end(quarter: int) -> date:
    """The last day of a quarter, the first of the year before the base year being 1."""
    year, month = BASE_YEAR - 1 + quarter * 3 // 12, quarter * 3 % 12 + 1
    return date.fromordinal(date(year, month, 1).toordinal() - 1)


def _observed(rng: Random, code: str, base: int, value: int, pace: float) -> Story:
    for quarter in range(1, 9):
        year, month = BASE_YEAR + 1 + (quarter * 3) // 12, quarter * 3 % 12 + 1
        yield date(year, month, 12)
        reached = base + (value - base) * min(1.2, pace * quarter / 8 * rng.uniform(0.9, 1.1))
        last_day = date.fromordinal(date(year, month, 1).toordinal() - 1)
        yield deed(
            "officer2",
            commands.observe,
            target_code=code,
            observed_on=last_day,
            value=Decimal(round(reached)),
            source=SOURCE,
        )


CARRIED = ("demo-satellites", "demo-shared-hours")
"""Targets whose milestones are known, with what each brings; the rest of the way is not listed
yet.
"""
STEPS, EACH = 5, Decimal(16)


def contributions() -> Story:
    """Say which open milestones bring what part of two targets."""
    for place, code in enumerate(CARRIED):
        keys = yield partial(_open_steps, place)
        for key in keys:
            yield deed(
                "officer1",
                contributing.set_contribution,
                target_code=code,
                milestone_id=key,
                percent=EACH,
                source=SOURCE,
            )
        yield deed(
            "officer1",
            contributing.set_contribution,
            target_code=code,
            percent=100 - EACH * len(keys),
            source=SOURCE,
        )


def issues(today: date) -> Story:
    """After each quarter the forecasts are kept as they were."""
    for number in range(12):
        first = date(BASE_YEAR + 1 + number // 4, number % 4 * 3 + 1, 1)
        last = date(first.year + (first.month > 9), (first.month + 2) % 12 + 1, 1) - timedelta(
            days=1
        )
        if last + timedelta(days=25) >= today:
            return
        yield last + timedelta(days=20)
        yield deed("supervisor1", issuing.issue_forecasts, period=f"{first.year}-Q{number % 4 + 1}")


def _open_steps(place: int, session: Session) -> list[int]:
    """Some milestones of grants that are not met, the last due first."""
    found = session.exec(
        select(Milestone.id)
        .join(Undertaking, col(Undertaking.id) == Milestone.undertaking_id)
        .where(
            Milestone.status == "scheduled",
            Milestone.due_on <= date(YEAR, 9, 30),
            Undertaking.kind == "grant",
            Undertaking.status == "active",
        )
        .order_by(col(Milestone.due_on).desc(), col(Milestone.id))
        .limit(STEPS * (place + 1))
    ).all()
    return [key for key in found[place * STEPS :] if key]


def chapter(book: Book) -> Iterator[Beginning]:
    """The targets are set and observed."""
    yield Beginning(set_targets(book.seed), book.first)


def later_chapter(book: Book) -> Iterator[Beginning]:
    """Their parts are set, and forecasts issued."""
    yield Beginning(contributions(), max(book.first, begins(book.today)))
    yield Beginning(issues(book.today), book.first)
