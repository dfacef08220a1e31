"""An invented register of national missions: a few purchases a quarter, stated complete by somebody
else some weeks after; the last quarter stays open.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from fund import clock
from fund.demonstration.programmes import FIRST_YEAR
from fund.demonstration.teller import Beginning, Book, Story, deed, later
from fund.missions import commands
from fund.money import fen

DAYS = timedelta(days=1)
SOURCE = "示例：任务采购备案表"


class Draft(NamedTuple):
    """A mission: code, title, who ordered it, and the (category, item, 万元) it keeps buying."""

    code: str
    title: str
    agency: str
    bought: tuple[tuple[str, str, int], ...]


MISSIONS = (
    Draft(
        "DEMO-M-01",
        "示例任务：气象补充观测",
        "示例气象主管单位",
        (
            ("launch_vehicle", "示例：一次发射服务", 3200),
            ("satellite", "示例：观测卫星一颗", 2600),
            ("ttc", "示例：测控圈次", 300),
        ),
    ),
    Draft(
        "DEMO-M-02",
        "示例任务：空间站货物运输",
        "示例载人航天主管单位",
        (
            ("launch_vehicle", "示例：货运发射服务", 5400),
            ("launch_site", "示例：发射工位使用", 900),
        ),
    ),
    Draft(
        "DEMO-M-03",
        "示例任务：应急通信保障",
        "示例应急主管单位",
        (
            ("satellite", "示例：通信卫星一颗", 3400),
            ("launch_vehicle", "示例：搭载发射", 1200),
            ("ttc", "示例：在轨管理服务", 450),
        ),
    ),
)
QUARTERS = 6
FROM, STEP = 0.25, 0.1
"""What share of the first quarter's purchases is commercial, about, and how much more each
quarter.
"""


def register(seed: int) -> Story:
    """The missions, then quarter after quarter what they bought, and that nothing is missing."""
    keys = {}
    for one in MISSIONS:
        keys[one.code] = yield deed(
            "officer1",
            commands.register_mission,
            code=one.code,
            title=one.title,
            agency=one.agency,
            source=SOURCE,
            is_demonstration=True,
        )
    for number in range(QUARTERS):
        yield [_quarter(seed, number, keys)]


def _quarter(seed: int, number: int, keys: dict[str, int]) -> Story:
    rng = Random(f"{seed} missions {number}")
    year, first = FIRST_YEAR + number // 4, number % 4 * 3 + 1
    last = date(year + (first + 3 > 12), (first + 2) % 12 + 1, 1) - DAYS
    yield max(date(year, first, 1), date(FIRST_YEAR, 1, 12))
    bought = [draft for one in MISSIONS for draft in ((one.code, *what) for what in one.bought)]
    commercial = round(len(bought) * min(0.9, FROM + STEP * number))
    origins = rng.sample(
        ["commercial"] * commercial + ["state"] * (len(bought) - commercial), len(bought)
    )
    for (code, category, item, wan), origin in zip(bought, origins, strict=True):
        yield later(rng, 1, 8)
        yield deed(
            "officer1",
            commands.record_mission_purchase,
            mission_id=keys[code],
            category=category,
            item=f"{item}（{year} 年第 {number % 4 + 1} 批）",
            bought_on=clock.today(),
            origin=origin,
            amount_fen=fen(round(wan * rng.uniform(0.8, 1.2)), "wan"),
            source=SOURCE,
        )
    yield last + 20 * DAYS
    yield deed(
        "supervisor2",
        commands.state_register,
        period=f"{year}-Q{number % 4 + 1}",
        is_complete=True,
        reason="示例：已与主管单位的备案表逐笔核对",
    )


def chapter(book: Book) -> Iterator[Beginning]:
    """The register of national missions is kept."""
    yield Beginning(register(book.seed), book.first)
