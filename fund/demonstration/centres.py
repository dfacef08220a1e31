"""Invented centres and platforms with their reporters: every quarter reported, the last one on its
way in every state there is.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from fund import clock
from fund.access import actors as known
from fund.access import commands as access
from fund.access.actors import Actor
from fund.centres import commands, periods, registering, reviewing
from fund.centres.form import form_of
from fund.centres.tables import Centre, CentreFunding, PlatformOffer
from fund.demonstration.organisations import KINDS
from fund.demonstration.people import NOWHERE
from fund.demonstration.teller import Beginning, Book, Story, deed
from fund.ledger.tables import Posting, Undertaking
from fund.period import parse
from fund.plan.commands import register_organisation
from fund.plan.tables import Organisation

CENTRES = (
    (
        "SD-RR",
        "innovation_centre",
        "reusable_rocket",
        "示例山东可重复使用火箭技术创新中心",
        "Example centre for reusable rockets, Shandong",
        "370000",
        "济南市",
        "示例鲁箭研究院",
    ),
    (
        "HI-SS",
        "innovation_centre",
        "smart_satellite",
        "示例海南智能卫星技术创新中心",
        "Example centre for smart satellites, Hainan",
        "460000",
        "文昌市",
        "示例琼星研究院",
    ),
    (
        "SH-OP",
        "open_platform",
        "final_assembly_test",
        "示例上海卫星总装总测开放平台",
        "Example platform for final assembly and test, Shanghai",
        "310000",
        "上海市",
        "示例沪星总装",
    ),
    (
        "SC-AM",
        "open_platform",
        "advanced_manufacturing",
        "示例四川先进制造开放平台",
        "Example platform for advanced manufacturing, Sichuan",
        "510000",
        "成都市",
        "示例蜀箭制造",
    ),
)
"""Code, kind, field, names, province, city and host."""

REPORTERS = (
    ("local1", "示例地方一", "local", "SD-RR"),
    ("local2", "示例地方二", "local", "HI-SS"),
    ("local3", "示例地方三", "local", "SH-OP"),
    ("local4", "示例地方四", "local", "SC-AM"),
    ("province1", "示例省级一", "province", "370000"),
    ("province2", "示例省级二", "province", "460000"),
    ("province3", "示例省级三", "province", "310000"),
    ("province4", "示例省级四", "province", "510000"),
)
MEMBERS = (("industry", "rocket"), ("university", "college"), ("user", "satellite"))
"""Role in a consortium -> kind of invented organisation that has it, beside the host's research."""
FOUNDED = date(2025, 6, 18)
SCAN = b"%PDF-1.4 sample scan"
FIRST: Mapping[str, str] = {
    "stage": "operating",
    "projects": "12",
    "staff": "220",
    "senior_staff": "38",
    "patents_filed": "70",
    "patents_granted": "40",
    "readiness": "5",
    "stage_recoveries": "1",
    "stage_reuses": "1",
    "functions_on_orbit": "2",
    "last_test_on": "2026-01-20",
    "firms_served": "41",
    "test_days": "35",
    "accidents": "0",
    "platform_stage": "operating",
    "services": "9",
    "equipment_value": "5300",
    "service_staff": "28",
    "hours_offered": "1800",
    "users": "30",
    "small_users": "21",
    "rockets_assembled": "2",
    "satellites_assembled": "22",
    "parts_made": "400",
    "platform_accidents": "0",
}
GROWS = {
    "projects": 1,
    "staff": 4,
    "patents_filed": 5,
    "patents_granted": 3,
    "stage_recoveries": 1,
    "functions_on_orbit": 1,
    "firms_served": 6,
    "test_days": 12,
    "users": 5,
    "small_users": 4,
    "rockets_assembled": 1,
    "satellites_assembled": 6,
    "parts_made": 90,
}
FLOWS = {
    "research_spend": "1860",
    "shared_hours": "3120.5",
    "transfer_contracts": "980",
    "hours_used": "1420",
    "service_income": "210.5",
}


def enter(session: Session, actors: dict[str, Actor]) -> None:
    """Register the centres with their hosts, then their reporters, each for their part alone."""
    officer = actors["officer1"]
    for code, kind, field, name_zh, name_en, region, city, host in CENTRES:
        body = register_organisation(
            session,
            officer,
            scheme="DEMO",
            identifier=f"DEMO-{code}",
            name=host,
            region_code=region,
            is_demonstration=True,
        )
        made = registering.register_centre(
            session,
            officer,
            code=code,
            kind=kind,
            field=field,
            name_zh=name_zh,
            name_en=name_en,
            region_code=region,
            city=city,
            host_id=body.id or 0,
            founded_on=FOUNDED,
            is_demonstration=True,
        )
        _furnish(session, officer, made, kind, region)
    for login, name, role, scope in REPORTERS:
        _report_for(session, actors, login, name, role, scope)


def _report_for(
    session: Session, actors: dict[str, Actor], login: str, name: str, role: str, scope: str
) -> None:
    """Enter a reporter with a role for a part alone."""
    person = access.add_person(
        session,
        actors["system"],
        login=login,
        name=name,
        roles=[],
        email=f"{login}@{NOWHERE}",
        is_demonstration=True,
    )
    key, security = person.id or 0, actors["security"]
    access.assign_role(session, security, person_id=key, role=role, scope=scope)
    actors[login] = known.load(session, person.id)


def _furnish(session: Session, officer: Actor, made: Centre, kind: str, region: str) -> None:
    """The members of a centre, its equipment, and what an open platform offers."""
    centre = {"centre_id": made.id or 0}
    partners = [(role, _partner(session, kind_of, region)) for role, kind_of in MEMBERS]
    for role, body in (("research", made.host_id), *partners):
        if body:
            registering.add_member(
                session, officer, **centre, organisation_id=body, role=role, joined_on=FOUNDED
            )
    registering.add_equipment(
        session,
        officer,
        **centre,
        name="示例振动试验台",
        cost_fen=1_860_000_000,
        since=FOUNDED,
    )
    if kind == "open_platform":
        registering.add_offer(
            session,
            officer,
            **centre,
            name="示例整星试验",
            unit="小时",
            capacity=Decimal(6000),
            since=FOUNDED,
        )


def _partner(session: Session, kind: str, region: str) -> int | None:
    """An invented organisation of a kind, of the centre's own province where there is one."""
    statement = (
        select(Organisation.id)
        .where(col(Organisation.name).startswith(KINDS[kind][0]))
        .order_by(col(Organisation.region_code) != region, col(Organisation.id))
        .limit(1)
    )
    return session.exec(statement).first()


def _paid_for(session: Session, region: str) -> int | None:
    """A grant of the province that was paid something and that no centre has yet."""
    paid = select(Posting.undertaking_id).where(Posting.stage == "paid")
    taken = select(CentreFunding.undertaking_id)
    statement = (
        select(Undertaking.id)
        .where(
            Undertaking.kind == "grant",
            Undertaking.region_code == region,
            col(Undertaking.id).in_(paid),
            col(Undertaking.id).not_in(taken),
        )
        .order_by(col(Undertaking.id))
        .limit(1)
    )
    return session.exec(statement).first()


def entered(actors: dict[str, Actor]) -> Story:
    """The centres and their reporters, once every other organisation is there."""

    def look(session: Session) -> int:
        enter(session, actors)
        return len(CENTRES)

    yield look


def quarters(today: date) -> list[str]:
    """Codes of the quarters of 2026 that are over."""
    return [
        code
        for code in (
            f"{year}-Q{quarter}" for year in range(2026, today.year + 1) for quarter in range(1, 5)
        )
        if parse(code).last < today
    ]


def reported(today: date) -> list[tuple[date, Story]]:
    """One story a quarter."""
    codes = quarters(today)
    return [
        (parse(code).last, _quarter(code, number, code == codes[-1]))
        for number, code in enumerate(codes)
    ]


def _quarter(code: str, number: int, is_last: bool) -> Story:
    days = parse(code)
    yield deed(
        "officer1",
        periods.open_period,
        code=code,
        name_zh=f"{days.last.year} 年第{'一二三四'[int(code[-1]) - 1]}季度",
        name_en=f"Quarter {code[-1]} of {days.last.year}",
        starts_on=days.first,
        ends_on=days.last,
        opens_on=days.last,
        due_on=days.last + timedelta(days=15),
        closes_on=days.last + timedelta(days=90),
    )
    if number == 1:  # by then the first grants have been paid
        yield [_linked(place) for place in range(len(CENTRES))]
    yield [_report(place, code, number, is_last) for place in range(len(CENTRES))]


def _linked(place: int) -> Story:
    """What pays for a centre, and how much its services were used."""
    centre, _kind, _field, _zh, _en, region = CENTRES[place][:6]
    grant = yield lambda session: _paid_for(session, region)
    key = yield lambda session: session.exec(select(Centre.id).where(Centre.code == centre)).one()
    if grant:
        yield deed("officer1", registering.link_funding, centre_id=key, undertaking_id=grant)
    offers = yield lambda session: list(
        session.exec(select(PlatformOffer.id).where(PlatformOffer.centre_id == key))
    )
    for offer in offers:
        yield deed(
            f"local{place + 1}",
            registering.record_use,
            offer_id=offer,
            period_code="2026-Q1",
            used=Decimal(1420),
        )


def _figures(place: int, kind: str, code: str, number: int, *, is_partial: bool) -> dict[str, str]:
    """What a centre reports of a quarter; of a partial report the flows are still missing."""
    figures = {
        key: str(int(value) + GROWS.get(key, 0) * number) if key in GROWS else value
        for key, value in FIRST.items()
    } | FLOWS
    figures["last_test_on"] = (parse(code).last - timedelta(days=12)).isoformat()
    asked = {one.code for one in form_of(kind, CENTRES[place][2], parse(code).last) if one.is_asked}
    return {
        key: text
        for key, text in figures.items()
        if key in asked and not (is_partial and key in FLOWS)
    }


NOTES = dict.fromkeys(("hours_used", "users"), "示例：含未经本系统预订的服务")
"""Where a platform's own count differs from its bookings, it says why."""


def _report(place: int, code: str, number: int, is_last: bool) -> Story:
    """A centre's quarter; in the last one each centre has come to another point."""
    centre, kind = CENTRES[place][:2]
    local, province = f"local{place + 1}", f"province{place + 1}"
    yield clock.today() + timedelta(days=3 + place)
    if is_last and place == 3:
        return
    given = _figures(place, kind, code, number, is_partial=is_last and place == 2)
    notes = NOTES if kind == "open_platform" else {}
    key = yield deed(
        local, commands.fill_in, centre_code=centre, period_code=code, figures=given, notes=notes
    )
    if is_last and place == 2:
        return
    yield clock.today() + timedelta(days=1)
    yield deed(local, commands.submit, submission_id=key)
    yield clock.today() + timedelta(days=2)
    yield deed(
        province,
        reviewing.forward,
        submission_id=key,
        file_name=f"示例{centre}-{code}.pdf",
        content=SCAN + f" {centre} {code}".encode(),
    )
    if is_last and place == 1:
        return
    yield clock.today() + timedelta(days=4)
    if is_last and place == 0:
        yield deed(
            "reviewer2",
            reviewing.send_back,
            submission_id=key,
            remarks={
                "staff": "示例：是否含兼职人员？",
                "transfer_contracts": "示例：请核对是否含意向合同。",
            },
        )
        return
    yield deed("reviewer1", reviewing.approve_submission, submission_id=key)


def chapter(book: Book) -> Iterator[Beginning]:
    """Centres are entered, and report quarter by quarter."""
    yield Beginning(entered(book.actors), book.first)
    for start, story in reported(book.today):
        yield Beginning(story, start)
