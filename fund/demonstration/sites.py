"""Four invented launch sites with their pads, capacity and 30 launches: flown ones with a failure,
a partial failure and one that ended on the pad, slips and scrubs, planned ones known to the day,
the quarter and the year; the grants that build them, and a target their launches tell.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from fund import clock
from fund.demonstration import lookups
from fund.demonstration.teller import Beginning, Book, Deed, Story, deed
from fund.sites import commands, launching
from fund.targets.commands import set_target

DAYS = timedelta(days=1)
SOURCE = "示例：虚构来源"


class Site(NamedTuple):
    """A site: code, names, kind, province, who runs it, its pads (code, name, state, since, what
    for), launches a year permitted.
    """

    code: str
    name_zh: str
    name_en: str
    kind: str
    region: str
    operator: str
    pads: tuple[tuple[str, str, str, date, str], ...]
    capacity: int


SITES = (
    Site(
        "DEMO-FS-01",
        "示例：南部商业航天发射场",
        "Demonstration: southern spaceport",
        "land",
        "460000",
        "示例南部发射场公司",
        (
            ("1", "一号工位", "active", date(2024, 11, 1), "示例一号中型火箭"),
            ("2", "二号工位", "active", date(2025, 3, 1), "多型中型液体火箭"),
            ("3", "三号工位", "building", date(2026, 1, 15), "可重复使用火箭"),
        ),
        16,
    ),
    Site(
        "DEMO-FS-02",
        "示例：西北商业发射区",
        "Demonstration: north-western range",
        "land",
        "620000",
        "示例西北发射公司",
        (
            ("A", "甲工位", "active", date(2023, 6, 1), "固体小火箭"),
            ("B", "乙工位", "retired", date(2025, 9, 30), "早期液体火箭"),
        ),
        12,
    ),
    Site(
        "DEMO-FS-03",
        "示例：东部海上发射母港",
        "Demonstration: eastern sea-launch port",
        "sea",
        "370000",
        "示例海上发射公司",
        (("S", "示例发射船", "active", date(2024, 5, 1), "固体火箭"),),
        8,
    ),
    Site(
        "DEMO-FS-04",
        "示例：机动发射阵地",
        "Demonstration: mobile launches",
        "mobile",
        "140000",
        "示例机动发射公司",
        (("M", "机动一号", "active", date(2025, 6, 1), "车载固体火箭"),),
        6,
    ),
)
ROCKETS = {"1": "示例一号", "2": "示例二号", "A": "示例快舟", "S": "示例海射", "M": "示例机动"}
SEA = {"ship": "示例发射船", "port": "示例母港", "ascent": "示例海域"}
BEFORE: tuple[tuple[int, str, date, str, str, int], ...] = (
    (0, "1", date(2024, 12, 3), "success", "CO", 0),
    (0, "1", date(2025, 2, 11), "success", "CO", 0),
    (0, "2", date(2025, 3, 30), "success", "C", 0),
    (1, "A", date(2025, 4, 9), "success", "C", 0),
    (2, "S", date(2025, 4, 27), "success", "C", 0),
    (0, "1", date(2025, 5, 20), "success", "CX", 0),
    (1, "A", date(2025, 6, 12), "failure", "C", 0),
    (3, "M", date(2025, 7, 8), "success", "", 0),
    (0, "2", date(2025, 7, 21), "success", "C", 0),
    (2, "S", date(2025, 8, 16), "success", "C", 0),
    (0, "1", date(2025, 9, 5), "success", "CO", 0),
    (1, "A", date(2025, 10, 14), "success", "C", 0),
    (0, "2", date(2025, 11, 2), "partial", "C", 0),
    (3, "M", date(2025, 11, 28), "success", "G", 0),
    (0, "1", date(2025, 12, 9), "success", "CX", 0),
    (2, "S", date(2026, 1, 18), "success", "C", 0),
    (0, "2", date(2026, 2, 3), "success", "C", 1),
    (1, "A", date(2026, 2, 24), "pad_failure", "C", 0),
)
"""Site, pad, day, outcome, for whom, earlier flights of the stage: entered when the register
begins.
"""
SINCE = ((0, "1", 30), (2, "S", 45), (0, "2", 62), (1, "A", 80), (3, "M", 100), (0, "1", 118))
"""Site, pad, days from the beginning it was planned for: each slips a week, every other one is
scrubbed once.
"""
TO_COME = (
    (0, "2", date(2026, 12, 18), "day"),
    (2, "S", date(2027, 1, 1), "month"),
    (0, "3", date(2027, 4, 1), "quarter"),
    (1, "A", date(2027, 1, 1), "half"),
    (3, "M", date(2027, 1, 1), "year"),
)

PROGRAMME = "B2-S"
"""What pays for the building of sites."""
BUILT = {"回收场区道路": ((0, "3"), (1, "")), "海上回收平台": ((2, ""),)}
"""Words in the title of the programme's grants -> site and pad ("" the site as a whole) they build,
one after another.
"""
LINKED_AFTER = 170 * DAYS


def sites() -> Story:
    """The sites with their pads and capacity, then the launches."""
    for site in SITES:
        yield deed(
            "officer1",
            commands.enter_site,
            code=site.code,
            name_zh=site.name_zh,
            name_en=site.name_en,
            kind=site.kind,
            region_code=site.region,
            operator=site.operator,
            is_commercial=True,
            source=SOURCE,
            sourced_on=date(2026, 1, 31),
            is_demonstration=True,
        )
        yield from _pads(site)
    yield _aimed_at()
    yield [_built()]
    for number, given in enumerate(BEFORE, 1):
        yield from _flown_before(number, *given)
    for number, (place, pad, ahead) in enumerate(SINCE, len(BEFORE) + 1):
        yield [_followed(number, SITES[place], pad, clock.today() + ahead * DAYS)]
    for number, given_ in enumerate(TO_COME, len(BEFORE) + len(SINCE) + 1):
        yield from _to_come(number, *given_)
    yield from _unconfirmed()


def _aimed_at() -> Deed:
    """A target of the southern site's province that nobody types values of."""
    return deed(
        "officer1",
        set_target,
        code="launches_flown",
        name_zh="省内商业发射场发射次数",
        name_en="Launches from the province’s commercial sites",
        unit_zh="次",
        unit_en="launches",
        value=Decimal(14),
        target_year=2027,
        source=SOURCE,
        baseline=Decimal(0),
        baseline_year=2025,
        region_code=SITES[0].region,
        is_demonstration=True,
        measures=("B2",),
    )


def _built() -> Story:
    """Grants that are signed by then are named as what builds the sites."""
    yield clock.today() + LINKED_AFTER
    for words, parts in BUILT.items():
        codes = yield lookups.under_way(PROGRAMME, words)
        for code, (place, pad) in zip(codes, parts, strict=False):
            built = {"site": SITES[place].code, "undertaking": code, "pad": pad}
            yield deed("officer1", commands.link_site, **built)


def _pads(site: Site) -> Story:
    for code, name, state, since, fits in site.pads:
        first = "active" if state == "retired" else state
        yield deed(
            "officer1",
            commands.enter_pad,
            site=site.code,
            code=code,
            name=name,
            state=first,
            since=since if first == state else date(2021, 3, 1),
            source=SOURCE,
            fits=fits,
        )
        if state == "retired":
            yield deed(
                "officer1",
                commands.state_pad,
                site=site.code,
                pad=code,
                state=state,
                since=since,
                source=SOURCE,
            )
    stated = yield deed(
        "officer1",
        commands.state_capacity,
        site=site.code,
        year=2026,
        kind="permitted",
        launches=site.capacity,
        source=SOURCE,
        sourced_on=date(2026, 1, 31),
    )
    yield deed("supervisor1", commands.confirm_capacity, statement_id=stated)


def _planned(
    number: int, site: Site, pad: str, day: date, precision: str, service: str, reused: int
) -> Deed:
    texts = {"mission": f"示例任务 {number}", **(SEA if site.kind == "sea" else {})}
    return deed(
        "officer1",
        launching.plan_launch,
        code=f"DEMO-F-{number:02d}",
        site=site.code,
        vehicle=ROCKETS.get(pad, "示例三号"),
        planned_on=day,
        precision=precision,
        pad=pad,
        service=service,
        payloads=1 + number % 7,
        reused_flights=reused,
        texts=texts,
        is_demonstration=True,
    )


def _ended(number: int, day: date, outcome: str, recovery: str = "") -> Story:
    told = yield deed(
        "officer1",
        launching.report_outcome,
        launch=f"DEMO-F-{number:02d}",
        outcome=outcome,
        happened_on=day,
        time_of_day="" if outcome == "pad_failure" else f"{8 + number % 12:02d}:{number:02d}",
        recovery=recovery,
        zone="示例回收场" if recovery else "",
    )
    yield deed("supervisor1", launching.confirm_outcome, outcome_id=told)


def _flown_before(
    number: int, place: int, pad: str, day: date, outcome: str, service: str, reused: int
) -> Story:
    yield _planned(number, SITES[place], pad, day, "day", service, reused)
    yield from _ended(number, day, outcome, "recovered" if reused else "")


def _followed(number: int, site: Site, pad: str, day: date) -> Story:
    """Planned to the month, then to the day; a week later, sometimes scrubbed, and flown."""
    tag = f"DEMO-F-{number:02d}"
    yield _planned(number, site, pad, day.replace(day=1), "month", "C", number % 2)
    yield clock.today() + 12 * DAYS
    yield deed("officer1", launching.move_launch, launch=tag, planned_on=day, precision="day")
    later = day + 7 * DAYS
    yield deed(
        "officer1",
        launching.move_launch,
        launch=tag,
        planned_on=later,
        precision="minute",
        time_of_day="10:30",
        reason="示例：火箭出厂推迟",
    )
    yield later
    if number % 2:
        yield deed(
            "officer1",
            launching.record_scrub,
            launch=tag,
            scrubbed_on=clock.today(),
            reason="weather" if number % 4 == 1 else "vehicle",
            before_lift_off="T-00:15:00",
            words="示例：高空风超限" if number % 4 == 1 else "示例：传感器读数异常",
            recycle_hours=48,
        )
        yield clock.today() + 2 * DAYS
    yield from _ended(number, clock.today(), "success", "recovered" if number % 3 else "lost")


def _to_come(number: int, place: int, pad: str, day: date, precision: str) -> Story:
    yield _planned(number, SITES[place], pad, day, precision, "C", 0)


def _unconfirmed() -> Story:
    """The last of thirty: its time passes, and nobody has said how it ended."""
    number = len(BEFORE) + len(SINCE) + len(TO_COME) + 1
    day = clock.today() + 140 * DAYS
    yield _planned(number, SITES[1], "A", day, "day", "C", 0)


def chapter(book: Book) -> Iterator[Beginning]:
    """It begins in the second spring, after cooperation abroad."""
    yield Beginning(sites(), max(book.first, date(2026, 3, 16)))
