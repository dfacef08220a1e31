"""Six invented holdings: one steady, one valued up and left in part with a gain, one left at a
loss, one sub-fund that does not invest, one that is not set up, one with breaches; and a candidate.
Together they meet each ground of an early exit.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from fund import clock
from fund.demonstration import lookups
from fund.demonstration.subsidies import Document
from fund.demonstration.teller import Beginning, Book, Story, deed
from fund.demonstration.terms import account
from fund.holdings import commands, leaving, recording, subscribing
from fund.holdings.subscribing import Beside
from fund.holdings.tables import HoldingFact
from fund.ledger import commands as ledger
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.money import fen

DAYS = timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAMME, YI = "C5-E", "6"


def wan(amount: int) -> int:
    """万元 as fen."""
    return fen(str(amount), "wan")


def paper(name: str) -> Document:
    """An invented document."""
    return {"file_name": f"示例-{name}.pdf", "content": PDF + name.encode()}


class Plan(NamedTuple):
    """One invented holding: what is signed and called (万元), what others subscribed, the day its
    scheme was confirmed, whether it is set up, when its money arrived if that was before.
    """

    code: str
    title: str
    body: str
    form: str
    signed: int
    called: int
    others: int
    scheme: date | None = None
    is_set_up: bool = True
    arrived_on: date | None = None
    channel: str = "own"


PLANS = (
    Plan("DEMO-EQ-1", "示例：可复用火箭企业股权", "DEMO-ROCKET-01", "direct", 9_000, 9_000, 21_000),
    Plan("DEMO-EQ-2", "示例：卫星制造企业股权", "DEMO-SATELLITE-02", "direct", 6_000, 6_000, 9_000),
    Plan("DEMO-EQ-3", "示例：测控服务企业股权", "DEMO-TTC-01", "direct", 2_000, 2_000, 2_400),
    Plan(
        "DEMO-EQ-4",
        "示例：商业航天子基金（甲）",
        "DEMO-SERVICE-01",
        "sub_fund",
        8_000,
        3_200,
        20_000,
        date(2025, 8, 15),
        arrived_on=date(2025, 10, 20),
    ),
    Plan(
        "DEMO-EQ-5",
        "示例：商业航天子基金（乙）",
        "DEMO-SERVICE-02",
        "sub_fund",
        5_000,
        0,
        12_000,
        date(2025, 3, 20),
        is_set_up=False,
    ),
    Plan(
        "DEMO-EQ-6",
        "示例：发射服务共同投资平台",
        "DEMO-SITE-01",
        "platform",
        7_000,
        3_500,
        14_000,
        date(2025, 11, 5),
        channel="recommended",
    ),
)
"""The invented holdings, in the order they are decided."""
MARKS = {
    "DEMO-EQ-1": ("launch", True, False, date(2034, 2, 1)),
    "DEMO-EQ-2": ("spacecraft", True, False, date(2033, 6, 30)),
    "DEMO-EQ-3": ("ground", True, True, date(2031, 12, 31)),
    "DEMO-EQ-4": ("application", True, True, date(2032, 10, 31)),
    "DEMO-EQ-6": ("sites", False, False, date(2031, 3, 31)),
}
"""Of those that are paid for: field, whether private, whether early and small, end of the term."""


def budget(made: dict[str, int]) -> Story:
    """Finance opens the line they are paid from and fills it."""
    code = f"{PROGRAMME}-2026"
    yield deed(
        "finance1",
        ledger.open_line,
        keep=code,
        code=code,
        title="示例：股权投资",
        measure=PROGRAMME.split("-", maxsplit=1)[0],
        source="fund",
        fiscal_year=2026,
        programme_code=PROGRAMME,
    )
    yield deed(
        "finance1",
        ledger.appropriate,
        line_id=made[code],
        amount_fen=fen(YI, "yi"),
        reason="2026 年股权投资预算下达（示例）",
    )


def entered(made: dict[str, int], plan: Plan) -> Story:
    """Entered by an officer; it waits for a decision."""
    yield deed(
        "officer1",
        subscribing.enter,
        keep=plan.code,
        code=plan.code,
        title=plan.title,
        organisation_id=made[plan.body],
        region_code="610000",
        line_id=made[f"{PROGRAMME}-2026"],
        form=plan.form,
        channel=plan.channel,
        recommended_by="示例省发展改革部门" if plan.channel == "recommended" else "",
        fund_size_fen=wan(plan.signed + plan.others),
        single_percent=20 if plan.form == "sub_fund" else 0,
        purpose="示例",
    )


def held(made: dict[str, int], plan: Plan) -> Story:
    """Decided, signed in one part called on notice, paid after the others, as far as called."""
    yield from entered(made, plan)
    yield clock.today() + 12 * DAYS
    yield deed(
        "decider1",
        subscribing.decide,
        undertaking_id=made[plan.code],
        amount_fen=wan(plan.signed),
        scheme_confirmed_on=plan.scheme,
    )
    yield clock.today() + 14 * DAYS
    yield deed(
        "supervisor1",
        subscribing.sign,
        undertaking_id=made[plan.code],
        terms=[Terms("CALLS", wan(plan.signed), clock.today() + 200 * DAYS, "按通知缴款")],
        others=[
            Beside(f"示例社会资本（{plan.code[-1]}）", "social", wan(plan.others * 3 // 4)),
            Beside("示例地方引导基金", "local_government", wan(plan.others // 4)),
        ],
        account=account(f"示例被投单位（{plan.code[-1]}）"),
        set_up_on=clock.today() - 3 * DAYS if plan.is_set_up else None,
    )
    if plan.called:
        yield from paid(made, plan)


def paid(made: dict[str, int], plan: Plan) -> Story:
    """The others pay, the call is accepted, the fund pays as large a part."""
    key = made[plan.code]
    yield clock.today() + 10 * DAYS
    investors = yield lambda session: _investors(session, key)
    for number, subscribed_fen in investors:
        yield deed(
            "officer1",
            commands.record_other_paid,
            co_investor_id=number,
            amount_fen=subscribed_fen * plan.called // plan.signed,
            occurred_on=plan.arrived_on or clock.today() - 2 * DAYS,
            **paper(f"出资凭证-{number}"),
        )
    parts = yield lookups.tranches(key)
    tranche_id = parts["CALLS"]
    evidence = yield deed(
        "officer2",
        milestones.hand_in_evidence,
        tranche_id=tranche_id,
        title="缴款通知与先决条件确认",
        **paper(f"缴款通知-{plan.code}"),
    )
    yield deed("supervisor2", milestones.accept, evidence_id=evidence, amount_fen=wan(plan.called))
    yield clock.today() + 2 * DAYS
    yield deed(
        "finance1",
        ledger.pay,
        tranche_id=tranche_id,
        amount_fen=wan(plan.called),
        occurred_on=plan.arrived_on,
        voucher=f"DEMO-{plan.code[-1]}-1",
    )
    if plan.form == "direct":
        yield from _first_units(key, plan)


def _first_units(key: int, plan: Plan) -> Story:
    """What was paid for is written down as units."""
    yield deed(
        "officer1",
        commands.record_units,
        undertaking_id=key,
        units=plan.called * 10_000,
        occurred_on=clock.today(),
        **paper(f"股权证-{plan.code}"),
    )


def _investors(session: Session, undertaking_id: int) -> list[tuple[int, int]]:
    rows = session.exec(
        select(HoldingFact).where(
            HoldingFact.undertaking_id == undertaking_id, HoldingFact.kind == "subscribed"
        )
    )
    return [(row.co_investor_id or 0, row.amount_fen) for row in rows]


def valued(made: dict[str, int], code: str, amount: int) -> Story:
    """An officer states what it is worth, a supervisor confirms."""
    stated = yield deed(
        "officer1",
        commands.state_value,
        undertaking_id=made[code],
        amount_fen=wan(amount),
        occurred_on=clock.today(),
        words="示例估值",
        **paper(f"估值报告-{code}"),
    )
    yield clock.today() + 3 * DAYS
    yield deed("supervisor1", commands.confirm_value, fact_id=stated)


def left(
    made: dict[str, int], code: str, amount: int, units: int | None, stays: int | None
) -> Story:
    """Proposed, approved, the money recorded, and most of it remitted."""
    of = {"DEMO-EQ-2": "market", "DEMO-EQ-3": "target_reached"}
    proposal = yield deed(
        "officer2",
        leaving.propose_exit,
        undertaking_id=made[code],
        ground=of[code],
        words="示例：见会议纪要",
        units=units,
        **paper(f"退出方案-{code}"),
    )
    yield clock.today() + 8 * DAYS
    yield deed("decider2", leaving.approve_exit, fact_id=proposal)
    yield clock.today() + 20 * DAYS
    held_units = yield lambda session: _units(session, made[code])
    proceeds = yield deed(
        "finance1",
        leaving.record_proceeds,
        proposal_id=proposal,
        amount_fen=wan(amount),
        occurred_on=clock.today(),
        units=units or held_units,
        stays_fen=None if stays is None else wan(stays),
    )
    yield clock.today() + 6 * DAYS
    principal_fen = yield lambda session: _principal(session, proceeds)
    sent = yield deed(
        "finance1",
        leaving.remit,
        undertaking_id=made[code],
        principal_fen=principal_fen,
        gain_fen=0,
        voucher=f"DEMO-国库-{code[-1]}",
    )
    yield clock.today() + 1 * DAYS
    yield deed("supervisor2", leaving.confirm_remittance, fact_id=sent)


def _units(session: Session, undertaking_id: int) -> int:
    return recording.stands(session, undertaking_id).units


def _principal(session: Session, fact_id: int) -> int:
    return int(session.get_one(HoldingFact, fact_id).principal_fen)


def breaches(made: dict[str, int]) -> Story:
    """A reviewer finds what is off policy, off the charter, or another breach; one ends."""
    key = made["DEMO-EQ-6"]
    for ground, words in (
        ("off_policy", "示例：一个项目不属于支持方向"),
        ("off_charter", "示例：单一项目占比超过章程约定"),
        ("other_breach", "示例：未按期报送季度报告"),
    ):
        stated = yield deed(
            "reviewer1", commands.state_breach, undertaking_id=key, ground=ground, words=words
        )
    yield clock.today() + 9 * DAYS
    ended = yield deed("supervisor1", commands.end_breach, fact_id=stated, words="示例：已补报")
    yield clock.today() + 4 * DAYS
    yield deed(
        "reviewer1",
        commands.state_breach,
        undertaking_id=key,
        ground="other_breach",
        words=f"示例：再次逾期报送（上次见第 {ended} 条）",
    )


def marked(made: dict[str, int]) -> Story:
    """What each is, as the evaluation of direction counts it."""
    for code, (field, is_private, is_early, ends) in MARKS.items():
        yield deed(
            "officer1",
            commands.mark_holding,
            undertaking_id=made[code],
            field=field,
            is_private=is_private,
            is_early=is_early,
            term_ends_on=ends,
            source="示例：投资协议与登记信息",
        )


def six_holdings(made: dict[str, int]) -> Story:
    """All six, then what became of them."""
    yield from budget(made)
    yield [held(made, plan) for plan in PLANS]
    yield date(2026, 4, 20)
    candidate = Plan(
        "DEMO-EQ-7", "示例：遥感数据企业股权（拟投）", "DEMO-SERVICE-03", "direct", 3_000, 0, 0
    )
    yield from entered(made, candidate)
    yield date(2026, 6, 25)
    yield deed(
        "finance1",
        leaving.record_income,
        undertaking_id=made["DEMO-EQ-1"],
        amount_fen=wan(120),
        occurred_on=clock.today() - 2 * DAYS,
        words="示例分红",
    )
    yield [valued(made, "DEMO-EQ-1", 9_900), breaches(made)]
    yield date(2026, 7, 6)
    yield [
        left(made, "DEMO-EQ-2", 2_900, 20_000_000, 5_600),
        left(made, "DEMO-EQ-3", 1_850, None, None),
    ]
    yield date(2026, 10, 12)
    yield [valued(made, "DEMO-EQ-1", 10_400), valued(made, "DEMO-EQ-2", 5_450), marked(made)]


def chapter(book: Book) -> Iterator[Beginning]:
    """The holdings begin in the first January."""
    yield Beginning(six_holdings(book.made), max(book.first, date(2026, 1, 12)))
