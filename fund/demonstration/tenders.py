"""Invented procurements from their plan on: one in each stage, some gone the whole way to payment,
a framework with a call-off.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlmodel import Session, select

from fund import clock
from fund.demonstration import lookups
from fund.demonstration.programmes import CONTRACTS, FIRST_YEAR
from fund.demonstration.teller import Beginning, Book, Deed, Look, Story, deed, workday
from fund.demonstration.terms import account
from fund.ledger import commands as ledger
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.money import fen
from fund.procurement import bidding, commands, planning, reviewing
from fund.procurement.tables import ProcessContract

WAN = fen(1, "wan")
DAYS = timedelta(days=1)
OPENS = date(FIRST_YEAR, 1, 12)
"""Nothing is planned before there is money on a line."""


class Tender(NamedTuple):
    """One procurement: its number, category, method, title, days ago it was planned, estimate and
    bids in 万元, the kind of supplier.
    """

    number: int
    category: str
    method: str
    title: str
    days_ago: int
    wan: int
    prices: tuple[int, ...]
    kind: str
    days_open: int = 22
    of: int = 0
    """The number of the framework it is called off from."""

    @property
    def code(self) -> str:
        """Its code, which its contract bears too."""
        return f"DEMO-B-{self.number:03d}"


TENDERS = (
    Tender(
        1,
        "launch_vehicle",
        "open_tender",
        "示例采购：太阳同步轨道发射服务",
        200,
        3200,
        (3050, 2880, 3190, 2990),
        "ROCKET",
    ),
    Tender(
        2,
        "satellite",
        "invited_tender",
        "示例采购：气象补充观测卫星",
        180,
        2600,
        (2550, 2490, 2580),
        "SATELLITE",
    ),
    Tender(3, "ttc", "framework", "示例采购：低轨测控服务框架协议", 175, 1500, (60, 62, 65), "TTC"),
    Tender(
        4,
        "satellite",
        "open_tender",
        "示例采购：科学试验卫星",
        150,
        4100,
        (4000, 4080),
        "SATELLITE",
    ),
    Tender(
        5, "ttc", "framework", "示例采购：年度测控圈次（框架订单）", 110, 420, (400,), "TTC", 5, 3
    ),
    Tender(
        6,
        "launch_site",
        "competitive_consultation",
        "示例采购：发射工位使用服务",
        78,
        900,
        (860, 880, 880),
        "SITE",
        14,
    ),
    Tender(
        7,
        "ttc",
        "competitive_negotiation",
        "示例采购：在轨管理服务",
        44,
        500,
        (480, 470, 495),
        "TTC",
        10,
    ),
    Tender(
        8,
        "satellite",
        "open_tender",
        "示例采购：应急通信卫星",
        40,
        3600,
        (3500, 3420, 3590, 3390),
        "SATELLITE",
    ),
    Tender(
        9,
        "launch_vehicle",
        "open_tender",
        "示例采购：一箭多星发射服务",
        37,
        5200,
        (5100, 4950, 5100),
        "ROCKET",
    ),
    Tender(
        10,
        "launch_site",
        "open_tender",
        "示例采购：推进剂加注保障",
        33,
        700,
        (680, 690, 660),
        "SITE",
        25,
    ),
    Tender(
        11,
        "launch_vehicle",
        "open_tender",
        "示例采购：货物运输发射服务",
        18,
        800,
        (790, 780),
        "ROCKET",
    ),
    Tender(12, "ttc", "inquiry", "示例采购：遥测数据接收服务", 4, 260, (), "TTC", 9),
)
"""In the order they were planned. The fourth has too few bids; the late one of the eighth is not
valid; in the sixth and the ninth two bid the same.
"""
EXTRA_LATE, ANSWERED = 8, 6


def tenders(made: dict[str, int], today: date) -> Iterator[tuple[date, Story]]:
    """Each with the day it begins, those that would begin before there is money left out."""
    for one in TENDERS:
        start = today - one.days_ago * DAYS
        if start >= OPENS:
            yield start, life_of(one, made)


def life_of(one: Tender, made: dict[str, int]) -> Story:
    """From the plan as far as the days reach."""
    line_id = made[CONTRACTS[one.category].line(clock.today().year)]
    if (yield lookups.line_room(line_id)) < one.wan * WAN or (
        one.of and f"tender {one.of}" not in made
    ):
        return
    more = (
        {"ends_on": clock.today() + 365 * DAYS} if one.method == "framework" and not one.of else {}
    )
    process_id = yield deed(
        "officer1",
        planning.plan,
        more,
        keep=f"tender {one.number}",
        code=one.code,
        title=one.title,
        category=one.category,
        method=one.method,
        line_id=line_id,
        region_code="610000",
        estimate_fen=one.wan * WAN,
        rationale="国家任务需要，按商业采购实施",
        framework_id=made.get(f"tender {one.of}"),
    )
    yield clock.today() + 5 * DAYS
    days = bid_days(one, clock.today())
    closes_at = at_nine(
        workday(
            max(
                clock.today() + one.days_open * DAYS,
                *(day + DAYS for day in days),
                clock.today() + DAYS,
            )
        )
    )
    yield deed("decider1", planning.publish, process_id=process_id, closes_at=closes_at)
    yield from _bids(one, made, process_id, closes_at, days)
    yield from _judged(one, made, process_id)


def in_time(one: Tender) -> tuple[int, ...]:
    """The prices that come in before the deadline."""
    return one.prices[:-1] if one.number == EXTRA_LATE else one.prices


def bid_days(one: Tender, notice_on: date) -> list[date]:
    """The days they come in, which holidays push on; the deadline waits for the last."""
    days: list[date] = []
    for _price in in_time(one):
        days.append(workday((days[-1] if days else notice_on) + 3 * DAYS))
    return days


def at_nine(day: date) -> datetime:
    """Nine in the morning in Beijing."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.BEIJING)


def _bids(
    one: Tender, made: dict[str, int], process_id: int, closes_at: datetime, days: list[date]
) -> Story:
    """The bids as they come in, the opening, and one that came late."""

    def bid(place: int, wan: int) -> Deed:
        supplier = made[f"DEMO-{one.kind}-{place + 1:02d}"]
        return deed(
            "officer1",
            bidding.record_bid,
            keep=f"bid {one.number} {place}",
            process_id=process_id,
            organisation_id=supplier,
            amount_fen=wan * WAN,
            received_at=clock.now(),
            is_small_entity=place == 2,
        )

    for place, (day, wan) in enumerate(zip(days, in_time(one), strict=True)):
        yield day
        yield bid(place, wan)
    yield closes_at.date() + DAYS
    if one.number == EXTRA_LATE:
        yield bid(len(days), one.prices[-1])
    yield deed("supervisor1", bidding.open_bids, process_id=process_id)


def _answered(process_id: int) -> Deed:
    """A flag explained: both offered by a public list of prices."""
    return deed(
        "supervisor2",
        reviewing.dispose_flag,
        flag="R028",
        process_id=process_id,
        supplier_id=None,
        outcome="explained",
        reason="两家均按公开的机时价目表报价，已核对价目表",
    )


def _judged(one: Tender, made: dict[str, int], process_id: int) -> Story:
    """Evaluated and awarded, or unsuccessful; a framework is concluded instead."""
    yield clock.today() + 6 * DAYS
    yield deed("reviewer1", bidding.declare_interest, process_id=process_id, has_interest=False)
    on_time = in_time(one)
    if len(on_time) < 3 and not one.of:
        why = "有效投标不足三家"
        yield deed(
            "decider2", planning.end, process_id=process_id, outcome="unsuccessful", reason=why
        )
        return
    best = min(range(len(on_time)), key=on_time.__getitem__)
    is_framework = one.method == "framework" and not one.of
    places = range(len(on_time)) if is_framework else (best,)
    winners, why = [made[f"bid {one.number} {place}"] for place in places], "综合评分第一，报价合理"
    yield deed("reviewer1", bidding.evaluate, process_id=process_id, bid_ids=winners, reason=why)
    yield clock.today() + 7 * DAYS
    if one.number == ANSWERED:
        yield _answered(process_id)
    if is_framework:
        yield deed("decider2", commands.conclude, process_id=process_id)
        return
    undertaking_id = yield contract_of(process_id)
    if (yield lookups.room(undertaking_id)) < on_time[best] * WAN:
        return
    yield deed(
        "decider2", commands.award, undertaking_id=undertaking_id, amount_fen=on_time[best] * WAN
    )
    yield from _fulfilled(undertaking_id, on_time[best])


def _fulfilled(undertaking_id: int, wan: int) -> Story:
    """Signed in two deliverables; each delivered, accepted and paid."""
    yield clock.today() + 18 * DAYS
    first = wan // 2
    terms = [
        Terms("D1", first * WAN, clock.today() + 40 * DAYS, "首批交付"),
        Terms("D2", (wan - first) * WAN, clock.today() + 200 * DAYS, "全部交付"),
    ]
    yield deed(
        "supervisor2",
        commands.sign,
        undertaking_id=undertaking_id,
        terms=terms,
        account=account("示例中标供应商"),
    )
    parts: dict[str, int] = yield lookups.tranches(undertaking_id)
    yield clock.today() + 35 * DAYS
    title = "首批交付验收报告"
    evidence_id = yield deed(
        "officer2",
        milestones.file_evidence,
        tranche_id=parts["D1"],
        title=title,
        sha256=sha256(title.encode()).hexdigest(),
    )
    yield clock.today() + 6 * DAYS
    yield deed("supervisor2", milestones.accept, evidence_id=evidence_id)
    yield clock.today() + 7 * DAYS
    yield deed(
        "finance1",
        ledger.pay,
        tranche_id=parts["D1"],
        amount_fen=first * WAN,
        without="示例：年底集中支付，凭证次日补录",
    )


def contract_of(process_id: int) -> Look:
    """A look: the contract a process led to."""

    def find(session: Session) -> int:
        return session.exec(
            select(ProcessContract.undertaking_id).where(ProcessContract.process_id == process_id)
        ).one()

    return find


def chapter(book: Book) -> Iterator[Beginning]:
    """Each tender from its plan to its contract."""
    for start, story in tenders(book.made, book.today):
        yield Beginning(story, start)
