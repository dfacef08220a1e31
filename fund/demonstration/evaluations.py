"""Invented self-evaluations of programmes: one approved, one waiting to be approved, one being
written.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, select

from fund import clock
from fund.access.actors import OPERATOR
from fund.demonstration.programmes import FIRST_YEAR
from fund.demonstration.teller import Beginning, Book, Look, Story, deed
from fund.evaluation import commands, direction, figures
from fund.ledger.tables import Programme

DAYS = timedelta(days=1)
AUTUMN = 9
HEAD = {"department": "示例主管部门", "unit": "示例基金管理中心"}
WHY = "示例：受进度影响，已调整后续计划"


def _row(
    second: str, level: str, name: str, operator: str, points: int, goal: int, **more: object
) -> dict[str, object]:
    return {
        "level": level,
        "second": second,
        "name": name,
        "operator": operator,
        "points": Decimal(points),
        "goal": Decimal(goal),
        "reason": WHY,
        **more,
    }


ROWS = (
    _row("quantity", "output", "完成里程碑", ">=", 20, 30, unit="个", linked="milestones_met"),
    _row("quality", "output", "评审一次通过", ">=", 10, 12, unit="项", actual=Decimal(11)),
    _row(
        "timeliness",
        "output",
        "里程碑按期完成率",
        ">=",
        10,
        90,
        unit="%",
        linked="milestones_on_time",
    ),
    _row("cost", "output", "单次试验成本", "<=", 10, 500, unit="万元", actual=Decimal(550)),
    _row(
        "economic",
        "benefit",
        "年度火箭总装能力",
        ">=",
        20,
        14,
        unit="发",
        linked="target:demo-rockets",
    ),
    {
        "level": "benefit",
        "second": "sustained",
        "name": "形成可持续的批产能力",
        "operator": "band",
        "points": Decimal(10),
        "expected": "形成批产条件",
        "reached": "已建成首条产线",
        "band": "met",
        "percent": Decimal(85),
        "reason": WHY,
    },
    _row("served", "satisfaction", "受资助单位满意度", ">=", 10, 90, unit="%", actual=Decimal(95)),
)
CASES = (
    ("C1-F", "低成本火箭与卫星批产能力建设", "approved"),
    ("A1-F", "可重复使用火箭关键技术攻关", "submitted"),
    ("B1-S", "试验设施开放共享", "draft"),
)
"""Code of the programme, its goal, and how far its self-evaluation has come."""


def begins(today: date) -> date:
    """Some weeks ago, once the first year's work has something to show."""
    return max(date(FIRST_YEAR, 9, 15), today - 40 * DAYS)


def written(made: Mapping[str, int]) -> Story:
    """One officer writes them, another hands them in, a supervisor approves the first. Until autumn
    they are of the year before: this one has nothing to show yet.
    """
    year = clock.today().year - (clock.today().month < AUTUMN)
    for code, goal, far in CASES:
        if f"{code}-{year}" not in made:
            continue
        programme = yield _programme(code)
        key = yield deed(
            "officer1", commands.begin_evaluation, programme_id=programme, fiscal_year=year
        )
        head = {
            **HEAD,
            "goal": f"示例：{goal}按年度计划推进",
            "outcome": f"示例：{goal}总体按计划推进，个别指标有偏差",
        }
        yield deed("officer1", commands.write_evaluation, evaluation_id=key, head=head, rows=ROWS)
        if far == "draft" or not (
            yield _has_milestones(programme, year)
        ):  # a small portfolio's programme may have nothing to show yet
            continue
        yield clock.today() + 5 * DAYS
        yield deed("officer2", commands.submit_evaluation, evaluation_id=key)
        if far == "approved":
            yield clock.today() + 6 * DAYS
            yield deed("supervisor1", commands.approve_evaluation, evaluation_id=key)


def _has_milestones(programme_id: int, year: int) -> Look:
    """A look: whether milestones of the programme were due in the year so far."""
    return lambda session: (
        figures.filled(
            session, OPERATOR, "milestones_on_time", programme_id, year, clock.today()
        ).value
        is not None
    )


def _programme(code: str) -> Look:
    """A look: the number of a programme."""

    def find(session: Session) -> int:
        return int(session.exec(select(Programme.id).where(Programme.code == code)).one() or 0)

    return find


STATED = (
    ("results", 5, "示例：被投企业科技成果登记表"),
    ("transfer", 1, "示例：成果转化合同台账"),
    ("bottlenecks", 2, "示例：关键技术清单"),
    ("reinvestment", "0.4", "示例：投资协议"),
    ("no_relocation", 1, "示例：投资协议"),
    ("livelihood_fields", 0, "示例：项目说明"),
    ("region", 1, "示例：区域战略项目清单"),
    ("turnover", "0.86", "示例：被投企业年报"),
    ("experience", 6, "示例：管理人登记信息"),
)
"""What is stated of the year’s direction, with its source; the rest is not stated yet."""


def directed() -> Story:
    """One officer begins the evaluation of the year’s direction, another states what the ledger
    does not know.
    """
    key = yield deed("officer1", direction.begin_direction, fiscal_year=clock.today().year)
    yield clock.today() + 3 * DAYS
    for part, value, source in STATED:
        yield deed(
            "officer2",
            direction.state_direction,
            direction_id=key,
            part_key=part,
            value=Decimal(value),
            source=source,
        )


def chapter(book: Book) -> Iterator[Beginning]:
    """Programmes evaluate themselves, and the fund its direction."""
    yield Beginning(written(book.made), begins(book.today))
    yield Beginning(directed(), begins(book.today))
