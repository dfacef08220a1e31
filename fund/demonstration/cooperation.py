"""Eight invented projects with seven countries and an organisation, one of them an umbrella;
others' money, a result confirmed and one waiting, a milestone reached and one to come, one entry
into the channel admitted and one refused; one kept apart.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from fund import clock
from fund.cooperation import apart, bodies, channel, commands, giving, milestones
from fund.cooperation.rules import CRITERIA
from fund.demonstration.teller import Beginning, Book, Story, deed

DAYS = timedelta(days=1)
SOURCE = "示例：虚构来源"
COUNTRIES = ("LA", "PK", "ET", "KE", "EG", "BO", "TH")
WHOLE = 10_000
PROJECTS: tuple[tuple[str, str, str, str, dict[str, int], str, int], ...] = (
    (
        "DEMO-HZ-01",
        "示例：遥感监测应用示范",
        "Demonstration: remote sensing",
        "remote_sensing",
        {"LA": WHOLE},
        "implementation",
        300,
    ),
    (
        "DEMO-HZ-02",
        "示例：卫星通信远程教育",
        "Demonstration: distance learning",
        "communication",
        {"PK": WHOLE},
        "implementation",
        500,
    ),
    (
        "DEMO-HZ-03",
        "示例：水旱灾害遥感预警",
        "Demonstration: flood and drought",
        "disaster",
        {"KE": 6_000, "ET": 4_000},
        "implementation",
        400,
    ),
    (
        "DEMO-HZ-04",
        "示例：卫星数据接收站",
        "Demonstration: receiving station",
        "ground_segment",
        {"EG": WHOLE},
        "finalisation",
        620,
    ),
    (
        "DEMO-HZ-05",
        "示例：卫星应用人员培训",
        "Demonstration: training",
        "training",
        {"APSCO": WHOLE},
        "completed",
        80,
    ),
    (
        "DEMO-HZ-06",
        "示例：农业气象数据共享",
        "Demonstration: weather data",
        "data_sharing",
        {"BO": WHOLE},
        "pipeline",
        150,
    ),
    (
        "DEMO-HZ-07",
        "示例：导航增强服务试点",
        "Demonstration: navigation",
        "navigation",
        {"TH": WHOLE},
        "suspended",
        210,
    ),
    (
        "DEMO-HZ-08",
        "示例：区域卫星应用框架",
        "Demonstration: umbrella",
        "remote_sensing",
        {"LA": 5_000, "TH": 5_000},
        "implementation",
        900,
    ),
)
"""Code, titles, field, shares, stage, others' commitment in 万元."""
FIRM = {
    "name": "示例卫星应用公司",
    "role": "implementing",
    "organisation_type": "70",
}
UMBRELLA, ENTERING, REFUSED = "DEMO-HZ-08", "DEMO-HZ-02", "DEMO-HZ-07"


def cooperation() -> Story:
    """Partners and an agreement, the projects, money, results, and two ways into the channel."""
    for code in COUNTRIES:
        yield deed("officer1", commands.enter_partner, code=code, is_demonstration=True)
    yield deed(
        "officer1",
        commands.enter_partner,
        code="APSCO",
        kind="organisation",
        name_zh="亚太空间合作组织",
        name_en="Asia-Pacific Space Cooperation Organization",
        is_demonstration=True,
    )
    yield deed(
        "officer1",
        commands.enter_agreement,
        code="DEMO-XY-01",
        kind="memorandum",
        title_zh="示例：卫星应用合作谅解备忘录",
        parties=["LA", "TH"],
        signed_on=clock.today() - 200 * DAYS,
        source=SOURCE,
        is_demonstration=True,
    )
    for given in PROJECTS:
        yield from _project(*given)
    yield clock.today() + 40 * DAYS
    yield from _results()
    yield from _milestones()
    yield from _apart()
    yield from _channel(ENTERING, "示例商业卫星公司", is_taken=True)
    yield from _channel(REFUSED, "示例导航服务公司", is_taken=False)


def _project(
    code: str, title: str, english: str, field: str, shares: dict[str, int], state: str, wan: int
) -> Story:
    is_umbrella = code == UMBRELLA
    yield deed(
        "officer1",
        commands.enter_cooperation,
        code=code,
        title_zh=title,
        field=field,
        shares=shares,
        state=state,
        counts=not is_umbrella,
        counts_why="示例：框架，其下项目分别计入" if is_umbrella else "示例：单独立项的项目",
        agreement="DEMO-XY-01" if "LA" in shares else "",
        is_umbrella=is_umbrella,
        planned_start=clock.today() - 30 * DAYS,
        planned_end=clock.today() + 400 * DAYS,
        texts={"title_en": english},
        is_demonstration=True,
    )
    given: dict[str, object] = {
        "project": code,
        "stage": "commitment",
        "provider": "示例出资机构",
        "amount": Decimal(wan * 10_000),
        "happened_on": clock.today(),
        "source": SOURCE,
    }
    yield deed("officer1", giving.state_others_money, given)
    if state != "pipeline":
        spent = given | {"stage": "implementation", "amount": Decimal(wan * 3_000)}
        yield deed("officer1", giving.state_others_money, spent)
        yield deed("officer1", bodies.name_body, FIRM, project=code)


def _results() -> Story:
    """One figure confirmed, one that waits."""
    for place, (title, actual) in enumerate((("示例：受训人数", 40), ("示例：监测面积", 1_200))):
        indicator = yield deed(
            "officer1",
            giving.enter_indicator,
            project="DEMO-HZ-01",
            title_zh=title,
            unit="人" if place == 0 else "平方千米",
        )
        report = yield deed(
            "officer1",
            giving.report_result,
            indicator_id=indicator,
            starts_on=clock.today() - 39 * DAYS,
            ends_on=clock.today() - DAYS,
            target=Decimal(actual + 10),
            actual=Decimal(actual),
            source=SOURCE,
        )
        if place == 0:
            yield deed("supervisor1", giving.confirm_result, result_id=report)


def _milestones() -> Story:
    """Two of one project: one reached late, one still to come."""
    for place, (title, english, days) in enumerate(
        (
            ("示例：地面站验收", "Demonstration: station accepted", -20),
            ("示例：首批数据产品交付", "Demonstration: first products", 60),
        )
    ):
        milestone = yield deed(
            "officer1",
            milestones.enter_abroad_milestone,
            project="DEMO-HZ-01",
            title_zh=title,
            title_en=english,
            due_on=clock.today() + days * DAYS,
            source=SOURCE,
        )
        if place == 0:
            yield deed(
                "officer1",
                milestones.state_abroad_milestone,
                milestone_id=milestone,
                reached_on=clock.today() - 5 * DAYS,
                source=SOURCE,
            )


def _apart() -> Story:
    """A project with a region of China, as a file named it."""
    yield deed(
        "officer1",
        apart.keep_apart,
        code="DEMO-GA-01",
        title_zh="示例：粤港卫星遥感应用合作",
        title_en="Demonstration: remote sensing with Hong Kong, China",
        field="remote_sensing",
        regions="HK",
        partners="香港",
        source=SOURCE,
    )


def _channel(project: str, firm: str, *, is_taken: bool) -> Story:
    entry = yield deed(
        "officer1",
        channel.apply_for_channel,
        project=project,
        firm=firm,
        channel="示例：双边航天合作机制",
    )
    yield deed(
        "reviewer1",
        channel.review_for_channel,
        entry_id=entry,
        findings=dict.fromkeys(CRITERIA, "示例：符合" if is_taken else "示例：材料不全"),
        is_recommended=is_taken,
    )
    yield deed(
        "decider1",
        channel.admit_to_channel if is_taken else channel.refuse_channel,
        entry_id=entry,
        reason="示例：同意" if is_taken else "示例：项目已暂停",
    )


def chapter(book: Book) -> Iterator[Beginning]:
    """It begins in the second spring, after the register of standards."""
    yield Beginning(cooperation(), max(book.first, date(2026, 3, 9)))
