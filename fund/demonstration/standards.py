"""A register of sixty standards: a few real ones with the source each fact was read from, the rest
invented and marked so; a lag, a chain, a gap, one merging confirmed, one rejected, one open.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from fund import clock
from fund.demonstration.teller import Beginning, Book, Story, deed
from fund.standards import commands
from fund.standards.rules import FIELDS, STEPS

DAYS = timedelta(days=1)
DEBRIS = "Space systems — Space debris mitigation requirements"
DEBRIS_SOURCE = "standards.globalspec.com/std/14603343/24113; relaton-data-iso 87c31d31"
ITEH = "standards.iteh.ai; relaton-data-iso 87c31d31"


def iso(
    number: str, title: str, issued: str, stage: str, source: str, **more: str
) -> dict[str, str]:
    """What is known of an international text."""
    given = {"number": number, "title_en": title, "issued": issued, "source": source, **more}
    return given | ({"stage": stage} if stage else {})


REAL: tuple[dict[str, str], ...] = (
    iso(
        "ISO 24113:2010",
        DEBRIS,
        "2010-07-01",
        "",
        DEBRIS_SOURCE,
        status="superseded",
        replaced_by="ISO 24113:2011",
    ),
    iso(
        "ISO 24113:2011", DEBRIS, "2011-05-15", "95.99", DEBRIS_SOURCE, replaced_by="ISO 24113:2019"
    ),
    iso(
        "ISO 24113:2019",
        DEBRIS,
        "2019-07",
        "95.99",
        DEBRIS_SOURCE,
        replaces="ISO 24113:2011",
        replaced_by="ISO 24113:2023",
    ),
    iso(
        "ISO 24113:2023",
        DEBRIS,
        "2023-05",
        "60.60",
        DEBRIS_SOURCE,
        replaces="ISO 24113:2019",
        field="debris",
        step="general",
        side="both",
        ics="49.140",
    ),
    iso(
        "ISO 19389:2014",
        "Space data and information transfer systems — Conjunction data message",
        "2014-06-23",
        "90.60",
        ITEH,
        field="debris",
        step="operation",
        side="both",
    ),
    iso(
        "ISO 26900:2024",
        "Space data and information transfer systems — Orbit data messages",
        "2024-02",
        "60.60",
        ITEH,
        field="ground",
        step="operation",
        side="both",
    ),
    {
        "number": "GB/T 34513-2017",
        "title_zh": "空间碎片减缓要求",
        "title_en": "Space debris mitigation requirements",
        "status": "in_force",
        "issued": "2017-11-01",
        "effective": "2018-05-01",
        "ics": "49.140",
        "ccs": "V",
        "committee": "TC425",
        "adopts": "ISO 24113:2011",
        "degree": "IDT",
        "field": "debris",
        "step": "design",
        "side": "civil",
        "source": "std.samr.gov.cn",
    },
    {
        "number": "GB/T 45621-2025",
        "title_zh": "航天术语 空间碎片",
        "title_en": "Space terminology — Space debris",
        "status": "in_force",
        "issued": "2025-05-30",
        "effective": "2025-09-01",
        "ics": "49.140",
        "ccs": "V70",
        "field": "debris",
        "step": "general",
        "side": "both",
        "source": "boteman.cn/paper/435379365",
    },
    {
        "number": "GB/T 40518-2021",
        "title_zh": "航天工程技术成熟度评价指南",
        "status": "in_force",
        "issued": "2021",
        "ics": "49.020",
        "committee": "TC425",
        "field": "management",
        "step": "general",
        "side": "civil",
        "source": "std.samr.gov.cn",
    },
)
"""Real texts, each with where its facts were read."""
INVENTED = 60 - len(REAL)
GAPS = {("launch_site", "disposal"), ("application", "disposal"), ("launch_vehicle", "disposal")}
"""Fields and steps without a text."""
WORDS = {
    "launch_vehicle": "运载火箭",
    "spacecraft": "卫星",
    "launch_site": "发射场",
    "ground": "测控接收",
    "debris": "空间碎片",
    "application": "遥感数据",
    "management": "质量管理",
}
STEP_WORDS = {
    "design": "设计",
    "manufacture": "制造",
    "test": "试验",
    "launch": "发射",
    "operation": "在轨运行",
    "disposal": "寿命末期处置",
    "general": "通则",
}
SOURCE = "示例：虚构条目，非真实标准"


def invented() -> list[dict[str, str]]:
    """Texts that do not exist, under a prefix nobody has: the first two chains replace one another,
    a few are still drafted.
    """
    places = [place for place in product(FIELDS, STEPS) if place not in GAPS]
    rows = []
    for number in range(1, INVENTED + 1):
        field, step = places[(number * 5) % len(places)]
        year = 2016 + number % 9
        rows.append(
            {
                "number": f"T/DEMO {number:03}-{year}",
                "title_zh": f"示例：{WORDS[field]}{STEP_WORDS[step]}要求（{number:02}）",
                "status": "drafting" if number % 12 == 0 else "in_force",
                "issued": "" if number % 12 == 0 else f"{year}-03-01",
                "effective": "" if number % 12 == 0 else f"{year}-09-01",
                "field": field,
                "step": step,
                "side": ("commercial", "civil", "both")[number % 3],
                "source": SOURCE,
            }
        )
    for older, newer in ((1, 2), (2, 3), (4, 5)):
        rows[older - 1] |= {"status": "superseded", "replaced_by": rows[newer - 1]["number"]}
        rows[newer - 1] |= {"replaces": rows[older - 1]["number"]}
    return rows


def register() -> Story:
    """An officer enters them; a reviewer proposes what is one, a supervisor decides."""
    keys: dict[str, int] = {}
    texts: list[tuple[dict[str, str], bool]] = [
        *((one, False) for one in REAL),
        *((one, True) for one in invented()),
    ]
    for given, is_invented in texts:
        keys[given["number"]] = yield deed(
            "officer1", commands.enter_standard, given=given, is_demonstration=is_invented
        )
    numbers = [given["number"] for given, is_invented in texts if is_invented]
    yield clock.today() + 20 * DAYS
    proposals: list[int] = []
    for place, (verdict, words) in enumerate(
        (("merged", "示例：两份要求合为一份"), ("differs", "示例：试验量级不同"), ("identical", ""))
    ):
        made = yield deed(
            "reviewer1",
            commands.propose_merging,
            standard_id=keys[numbers[6 + 2 * place]],
            other_id=keys[numbers[7 + 2 * place]],
            subject="示例：同一对象的民用与商业要求",
            verdict=verdict,
            words=words,
        )
        proposals.append(made)
    yield clock.today() + 10 * DAYS
    yield deed("supervisor1", commands.confirm_merging, merging_id=proposals[0])
    yield deed(
        "supervisor1", commands.reject_merging, merging_id=proposals[1], reason="示例：依据不足"
    )


def chapter(book: Book) -> Iterator[Beginning]:
    """The register begins in the second spring."""
    yield Beginning(register(), max(book.first, date(2026, 3, 2)))
