"""Ten invented undertakings in the five fields: levels accepted by one and by two, one lowered, a
self-assessment that raises nothing, one that waits, licences with and without a basis, the grants
that pay for some.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlmodel import col, select

from fund import clock
from fund.demonstration import lookups
from fund.demonstration.teller import Beginning, Book, Look, Story, deed
from fund.frontiers import assessing, commands, rules
from fund.frontiers.tables import Frontier, FrontierElement

SOURCE = "示例：虚构来源"
ASSESSOR = "示例评价中心"
UNDERTAKINGS: tuple[tuple[str, str, str, str, str, int, int, tuple[int, ...]], ...] = (
    (
        "DEMO-XLY-01",
        "resources",
        "gbt_hardware",
        "示例：月壤原位取样",
        "Sampling of regolith",
        2,
        5,
        (4, 3),
    ),
    (
        "DEMO-XLY-02",
        "resources",
        "gbt_experiment",
        "示例：小行星光谱勘查",
        "Asteroid survey",
        3,
        6,
        (5,),
    ),
    (
        "DEMO-XLY-03",
        "servicing",
        "gbt_hardware",
        "示例：在轨加注演示",
        "On-orbit refuelling",
        4,
        8,
        (7, 6),
    ),
    (
        "DEMO-XLY-04",
        "servicing",
        "gbt_operations",
        "示例：在轨检查星",
        "Inspection craft",
        3,
        7,
        (6,),
    ),
    ("DEMO-XLY-05", "removal", "gbt_hardware", "示例：绳网捕获", "Capture by net", 3, 7, (5, 4)),
    ("DEMO-XLY-06", "removal", "gbt_hardware", "示例：离轨帆", "De-orbit sail", 5, 8, (7,)),
    ("DEMO-XLY-07", "tourism", "gbt_launch", "示例：亚轨道载人舱", "Suborbital cabin", 2, 6, (4,)),
    ("DEMO-XLY-08", "tourism", "iso_16290", "示例：逃逸系统", "Escape system", 3, 7, (5,)),
    (
        "DEMO-XLY-09",
        "bio",
        "gbt_manufacturing",
        "示例：空间蛋白结晶",
        "Protein crystals",
        2,
        5,
        (3,),
    ),
    ("DEMO-XLY-10", "bio", "gbt_experiment", "示例：空间类器官培养", "Organoids", 1, 4, ()),
)
"""Code, field, scale, titles, levels at the beginning and aimed at, levels of its elements."""
PROGRAMME = "C3-F"
PAID_FOR = {
    "在轨维护演示": ("DEMO-XLY-03", "DEMO-XLY-04"),
    "碎片清除演示": ("DEMO-XLY-06", "DEMO-XLY-05"),
    "太空生物制造": ("DEMO-XLY-09",),
}
"""Words in the title of the programme's grants -> the undertakings they pay for, in this order."""
LATE = "DEMO-XLY-06"
"""Its permit is needed so soon that the application is overdue."""
CONFIRMED = ("DEMO-XLY-01", "DEMO-XLY-03", "DEMO-XLY-04", "DEMO-XLY-06", "DEMO-XLY-09")
PARTS = ("示例：主体单元", "示例：控制单元")


def frontiers() -> Story:
    """Everything entered, then levels accepted one after another."""
    for given in UNDERTAKINGS:
        yield from _entered(*given)
    yield clock.today() + timedelta(days=60)
    yield from _lowered()
    yield from _waiting()
    yield clock.today() + timedelta(days=100)
    yield from _paid_for()
    for code in CONFIRMED:
        yield deed("officer1", commands.confirm_frontier, frontier=code)


def _entered(
    code: str,
    field: str,
    scale: str,
    title: str,
    english: str,
    begin: int,
    goal: int,
    levels: tuple[int, ...],
) -> Story:
    yield deed(
        "officer1",
        commands.enter_frontier,
        code=code,
        title_zh=title,
        field=field,
        scale=scale,
        source=SOURCE,
        levels={"begin": begin, "goal": goal},
        texts={"title_en": f"Demonstration: {english}", "lead": f"示例单位 {code[-2:]}"},
        days={"starts": (date(2025, 9, 1), "month"), "ends": (date(2028, 8, 1), "month")},
        is_demonstration=True,
    )
    for name, level in zip(PARTS, levels, strict=False):
        element = yield deed(
            "officer1", commands.enter_element, frontier=code, name=name, use="示例：低轨演示"
        )
        yield from _reached(element, level)
    yield from _around(code, field)


def _reached(element: int, level: int) -> Story:
    key = yield deed(
        "officer1",
        assessing.propose_level,
        element_id=element,
        level=level,
        assessed_on=clock.today(),
        assessor=ASSESSOR,
        evidence=proof(range(1, level + 1)),
    )
    yield deed("reviewer1", assessing.accept_level, assessment_id=key)
    if level >= rules.TWO_FROM:
        yield deed("decider1", assessing.second_level, assessment_id=key)


def proof(levels: Iterable[int]) -> list[dict[str, object]]:
    """A document for each level, of the kind and from where that level needs it."""
    return [
        {
            "level": level,
            "kind": rules.NEEDS.get(level, "report"),
            "environment": rules.PLACES.get(level, ("laboratory",))[0],
            "document": f"示例报告-{level:02d}",
        }
        for level in levels
    ]


def _around(code: str, field: str) -> Story:
    """Licences, clauses, a demonstration."""
    yield deed(
        "officer1",
        commands.state_licence,
        frontier=code,
        kind="launch",
        state="needed",
        basis="民用航天发射项目许可证管理暂行办法（国防科工委令第 12 号）",
        needed_on=date(2027, 3, 1) if code == LATE else date(2028, 3, 1),
    )
    yield deed("officer1", commands.state_licence, frontier=code, kind="activity", state="no_basis")
    if field in rules.CHECKED:
        for clause, state in (("4.1.2", "met"), ("5.2.5", "planned"), ("4.2.2", "planned")):
            yield deed("officer1", commands.check_clause, frontier=code, clause=clause, state=state)
        yield deed(
            "officer1",
            commands.state_demonstration,
            frontier=code,
            what="示例：在轨演示",
            place="示例：低轨",
            planned_on=date(2027, 6, 1),
            criteria="示例：达到演示大纲要求",
        )


def _lowered() -> Story:
    """A level goes down with its reason."""
    element = yield _element("DEMO-XLY-05", 1)
    key = yield deed(
        "officer1",
        assessing.propose_level,
        element_id=element,
        level=3,
        assessed_on=clock.today(),
        assessor=ASSESSOR,
        reason="示例：用途改为更大目标，原试验不再适用",
    )
    yield deed("reviewer1", assessing.accept_level, assessment_id=key)


def _waiting() -> Story:
    """A self-assessment that nobody may accept, and a proposal that waits."""
    for code, level, is_self in (("DEMO-XLY-07", 5, True), ("DEMO-XLY-02", 6, False)):
        element = yield _element(code, 0)
        yield deed(
            "officer1",
            assessing.propose_level,
            element_id=element,
            level=level,
            assessed_on=clock.today(),
            assessor="示例单位" if is_self else ASSESSOR,
            is_self=is_self,
            evidence=proof([level]),
        )


def _paid_for() -> Story:
    """Grants that are signed by then are named as what pays for undertakings."""
    for words, frontiers_ in PAID_FOR.items():
        codes = yield lookups.under_way(PROGRAMME, words)
        for grant, code in zip(codes, frontiers_, strict=False):
            yield deed("officer1", commands.link_frontier, frontier=code, undertaking=grant)


def _element(code: str, place: int) -> Look:
    """The key of an element of an undertaking, looked up."""
    return lambda session: session.exec(
        select(FrontierElement.id)
        .join(Frontier, col(Frontier.id) == FrontierElement.frontier_id)
        .where(Frontier.code == code)
        .order_by(col(FrontierElement.id))
        .offset(place)
        .limit(1)
    ).one()


def chapter(book: Book) -> Iterator[Beginning]:
    """It begins in the second spring, after the launch sites."""
    yield Beginning(frontiers(), max(book.first, date(2026, 3, 23)))
