"""The worked portfolio of holdings, act by act, beside two subsidies that only fill the ledger:
who does what on which day, and the fund's six figures after it.

Amounts in 万元, written as text where they have places; figures are compared to the fen.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from fund.access.actors import Actor
from fund.holdings import commands as holdings
from fund.holdings import leaving, subscribing
from fund.holdings.subscribing import Beside
from fund.ledger import amendments, clawback, undertakings
from fund.ledger import commands as ledger
from fund.ledger.tables import Act, Undertaking
from fund.ledger.undertakings import Terms
from tests.ledger.scenario import Step, Walk, appropriate
from tests.people import ACCOUNT

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAPER = {"file_name": "paper.pdf", "content": PDF}


def wan(value: str | int) -> int:
    """万元 as fen."""
    return int(Decimal(value) * 1_000_000)


def enter_subsidy(session: Session, actor: Actor, **asked: Any) -> Undertaking:
    """A subsidy as far as the ledger knows it."""
    actor.must("enter")
    return undertakings.enter(session, actor, kind="subsidy", category="subsidy", **asked)


def decide_subsidy(session: Session, actor: Actor, *, undertaking_id: int, amount_fen: int) -> Act:
    actor.must("decide")
    one = session.get_one(Undertaking, undertaking_id)
    return undertakings.commit(session, actor, "decide", one, amount_fen, "awarded")


def sign_subsidy(session: Session, actor: Actor, *, undertaking_id: int, terms: list[Terms]) -> Act:
    actor.must("sign")
    one = session.get_one(Undertaking, undertaking_id)
    return undertakings.sign(session, actor, one, terms, ACCOUNT)


def enter(walk: Walk, code: str, form: str, line: str = "E26") -> None:
    if code in walk.made:
        return
    walk.act(
        "officer",
        subscribing.enter,
        code,
        code=code,
        title=code,
        organisation_id=walk.office.organisation(code),
        region_code="610000",
        line_id=walk[line],
        form=form,
    )


def decide(code: str, form: str, amount: int, scheme: date | None = None) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        enter(walk, code, form)
        walk.act(
            "decider",
            subscribing.decide,
            undertaking_id=walk[code],
            amount_fen=wan(amount),
            scheme_confirmed_on=scheme,
        )

    return do


def sign(
    code: str, terms: list[Terms], others: list[Beside], set_up: date | None = None
) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        walk.act(
            "supervisor",
            subscribing.sign,
            undertaking_id=walk[code],
            terms=terms,
            others=others,
            set_up_on=set_up,
        )
        walk.find_tranches(code)
        find_investors(walk, code)

    return do


def find_investors(walk: Walk, code: str) -> None:
    """Remember the co-investors of a holding, as H1/X and so on."""
    from sqlmodel import select

    from fund import db
    from fund.holdings.tables import CoInvestor

    with db.reading(walk.office.engine) as session:
        rows = session.exec(select(CoInvestor).where(CoInvestor.undertaking_id == walk[code])).all()
        walk.made |= {f"{code}/{row.name}": row.id or 0 for row in rows}


def accept(tranche: str, amount: str | int | None = None) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        walk.evidence(tranche)
        walk.accept(tranche, amount_fen=None if amount is None else wan(amount))

    return do


def pay(tranche: str, amount: str | int, name: str = "") -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        walk.act(
            "finance",
            ledger.pay,
            name or f"pay {tranche}",
            tranche_id=walk[tranche],
            amount_fen=wan(amount),
        )

    return do


def others_paid(day: date, **paid: str | int) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        for who, amount in paid.items():
            walk.act(
                "officer",
                holdings.record_other_paid,
                co_investor_id=walk[who.replace("_", "/")],
                amount_fen=wan(amount),
                occurred_on=day,
                **PAPER,
            )

    return do


def units(code: str, count: int, day: date) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        walk.act(
            "officer",
            holdings.record_units,
            undertaking_id=walk[code],
            units=count,
            occurred_on=day,
        )

    return do


def value(code: str, amount: int, day: date) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        stated = walk.act(
            "officer",
            holdings.state_value,
            undertaking_id=walk[code],
            amount_fen=wan(amount),
            occurred_on=day,
            **PAPER,
        )
        walk.act("supervisor", holdings.confirm_value, fact_id=stated)

    return do


def both(*acts: Callable[[Walk], Any]) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        for one in acts:
            one(walk)

    return do


def on(day: date, act: Callable[[Walk], Any]) -> Callable[[Walk], Any]:
    """An act of an earlier day than the row's."""

    def do(walk: Walk) -> None:
        later, walk.day = walk.day, day
        act(walk)
        walk.day = later

    return do


def subsidy(code: str, amount: int, tranche: str, promised_on: date) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        walk.act(
            "officer",
            enter_subsidy,
            code,
            code=code,
            title=code,
            organisation_id=walk.office.organisation(code),
            region_code="610000",
            line_id=walk["S26"],
        )
        walk.act("decider", decide_subsidy, undertaking_id=walk[code], amount_fen=wan(amount))
        terms = [Terms(tranche, wan(amount), promised_on)]
        walk.act("supervisor", sign_subsidy, undertaking_id=walk[code], terms=terms)
        walk.find_tranches(code)

    return do


def settle_premium(walk: Walk) -> None:
    walk.act(
        "decider",
        amendments.propose_amendment,
        "amendment",
        tranche_id=walk["S2/PREMIUM"],
        change_fen=-wan("15.679015"),
        reason="settled",
    )
    walk.act(
        "supervisor", amendments.sign_amendment, amendment_id=walk["amendment"], expected_version=1
    )
    walk.act("supervisor", undertakings.complete, undertaking_id=walk["S2"])


def carry(walk: Walk) -> None:
    walk.line("E27", 2027, "C5", "fund", "E")
    walk.line("S27", 2027, "B4", "special", "S")
    walk.carry_over("H1", "E27")
    walk.carry_over("H2", "E27")
    walk.carry_over("S1", "S27")


def propose(code: str, ground: str, name: str, count: int | None = None) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        walk.act(
            "officer",
            leaving.propose_exit,
            name,
            undertaking_id=walk[code],
            ground=ground,
            words="as the minutes say",
            units=count,
            **PAPER,
        )

    return do


def approve(name: str) -> Callable[[Walk], Any]:
    return lambda walk: walk.act("decider", leaving.approve_exit, fact_id=walk[name])


def proceeds(name: str, amount: int, **more: Any) -> Callable[[Walk], Any]:
    return lambda walk: walk.act(
        "finance",
        leaving.record_proceeds,
        proposal_id=walk[name],
        amount_fen=wan(amount),
        occurred_on=walk.day,
        **more,
    )


def remit(code: str, principal: int, gain: int, voucher: str) -> Callable[[Walk], Any]:
    def do(walk: Walk) -> None:
        made = walk.act(
            "finance",
            leaving.remit,
            undertaking_id=walk[code],
            principal_fen=wan(principal),
            gain_fen=wan(gain),
            voucher=voucher,
        )
        walk.act("supervisor", leaving.confirm_remittance, fact_id=made)

    return do


def income(code: str, amount: int, day: date) -> Callable[[Walk], Any]:
    return lambda walk: walk.act(
        "finance",
        leaving.record_income,
        "income",
        undertaking_id=walk[code],
        amount_fen=wan(amount),
        occurred_on=day,
    )


def claw_back(walk: Walk) -> None:
    walk.act(
        "finance",
        clawback.claw_back,
        act_id=walk["pay S1 first"],
        amount_fen=wan("2.484247"),
        reason="not eligible",
    )


def nothing(_walk: Walk) -> None:
    """An act of the guarantees' own register, or a finding: the ledger does not know it."""


def after(*figures: str | int) -> tuple[int, ...]:
    """The six figures in fen."""
    return tuple(wan(figure) for figure in figures)


H1_TERMS = [
    Terms("C1", wan(2_500), date(2026, 3, 31)),
    Terms("C2", wan(1_500), date(2026, 12, 15)),
]
H1_OTHERS = [
    Beside("X", "social", wan(6_000)),
    Beside("Y", "local_government", wan(2_000)),
]
H2_TERMS = [Terms("CALLS", wan(3_000), date(2026, 12, 31))]
H2_OTHERS = [
    Beside("Z", "social", wan(5_000)),
    Beside("Q", "local_government", wan(2_000)),
]
D = date
ROWS: list[tuple[date, Callable[[Walk], Any], tuple[Any, ...], str]] = [
    (D(2026, 1, 8), appropriate("E26", 2026, "C5", "fund", "E", 9_000), (9000, 0, 0, 0, 0, 0), ""),
    (D(2026, 1, 8), appropriate("S26", 2026, "B4", "special", "S", 600), (9600, 0, 0, 0, 0, 0), ""),
    (D(2026, 2, 12), decide("H1", "direct", 4_000), (9600, 4000, 0, 0, 0, 0), ""),
    (D(2026, 2, 26), decide("H2", "sub_fund", 5_500), (9600, 4000, 0, 0, 0, 0), "no_room"),
    (
        D(2026, 2, 27),
        decide("H2", "sub_fund", 3_000, D(2025, 6, 30)),
        (9600, 7000, 0, 0, 0, 0),
        "",
    ),
    (D(2026, 3, 16), sign("H1", H1_TERMS, H1_OTHERS), (9600, 7000, 4000, 0, 0, 0), ""),
    (D(2026, 3, 26), accept("H1/C1"), (9600, 7000, 4000, 2500, 0, 0), ""),
    (D(2026, 3, 27), pay("H1/C1", 2_500), (9600, 7000, 4000, 2500, 0, 0), "ahead_of_others"),
    (
        D(2026, 3, 30),
        both(
            others_paid(D(2026, 3, 28), H1_X=3_750, H1_Y=1_250),
            pay("H1/C1", 2_500),
            units("H1", 20_000_000, D(2026, 3, 30)),
        ),
        (9600, 7000, 4000, 2500, 2500, 0),
        "",
    ),
    (
        D(2026, 4, 10),
        sign("H2", H2_TERMS, H2_OTHERS, D(2026, 4, 8)),
        (9600, 7000, 7000, 2500, 2500, 0),
        "",
    ),
    (
        D(2026, 4, 20),
        both(others_paid(D(2026, 4, 17), H2_Z=2_000, H2_Q=800), accept("H2/CALLS", 1_200)),
        (9600, 7000, 7000, 3700, 2500, 0),
        "",
    ),
    (D(2026, 4, 22), pay("H2/CALLS", 1_200), (9600, 7000, 7000, 3700, 3700, 0), ""),
    (
        D(2026, 4, 28),
        subsidy("S1", 50, "SUBSIDY", D(2027, 5, 31)),
        (9600, 7050, 7050, 3700, 3700, 0),
        "",
    ),
    (
        D(2026, 5, 15),
        subsidy("S2", 300, "PREMIUM", D(2026, 9, 30)),
        (9600, 7350, 7350, 3700, 3700, 0),
        "",
    ),
    (D(2026, 5, 18), nothing, (9600, 7350, 7350, 3700, 3700, 0), ""),
    (D(2026, 9, 14), nothing, (9600, 7350, 7350, 3700, 3700, 0), ""),
    (
        D(2026, 9, 21),
        both(accept("S2/PREMIUM", "284.320985"), pay("S2/PREMIUM", "284.320985")),
        (9600, 7350, 7350, "3984.320985", "3984.320985", 0),
        "",
    ),
    (
        D(2026, 11, 12),
        both(accept("S1/SUBSIDY", "31.440411"), pay("S1/SUBSIDY", "31.440411", "pay S1 first")),
        (9600, 7350, 7350, "4015.761396", "4015.761396", 0),
        "",
    ),
    (D(2026, 11, 20), nothing, (9600, 7350, 7350, "4015.761396", "4015.761396", 0), ""),
    (
        D(2026, 12, 15),
        settle_premium,
        (9600, "7334.320985", "7334.320985", "4015.761396", "4015.761396", 0),
        "",
    ),
    (
        D(2026, 12, 31),
        value("H1", 2_750, D(2026, 12, 31)),
        (9600, "7334.320985", "7334.320985", "4015.761396", "4015.761396", 0),
        "",
    ),
    (
        D(2026, 12, 31),
        carry,
        (9600, "7334.320985", "7334.320985", "4015.761396", "4015.761396", 0),
        "",
    ),
    (
        D(2027, 3, 18),
        both(others_paid(D(2027, 3, 16), H1_X=2_250, H1_Y=750), accept("H1/C2")),
        (9600, "7334.320985", "7334.320985", "5515.761396", "4015.761396", 0),
        "",
    ),
    (
        D(2027, 3, 25),
        both(pay("H1/C2", 1_500), units("H1", 10_000_000, D(2027, 3, 25))),
        (9600, "7334.320985", "7334.320985", "5515.761396", "5515.761396", 0),
        "",
    ),
    (
        D(2027, 4, 15),
        nothing,
        (9600, "7334.320985", "7334.320985", "5515.761396", "5515.761396", 0),
        "",
    ),
    (
        D(2027, 4, 20),
        nothing,
        (9600, "7334.320985", "7334.320985", "5515.761396", "5515.761396", 0),
        "",
    ),
    (
        D(2027, 5, 20),
        both(on(D(2027, 5, 12), propose("H2", "not_investing", "exit H2")), approve("exit H2")),
        (9600, "5534.320985", "5534.320985", "5515.761396", "5515.761396", 0),
        "",
    ),
    (
        D(2027, 5, 27),
        accept("S1/SUBSIDY", "27.195616"),
        (9600, "5534.320985", "5534.320985", "5515.761396", "5515.761396", 0),
        "not_obligated",
    ),
    (
        D(2027, 5, 28),
        both(accept("S1/SUBSIDY", "18.559589"), pay("S1/SUBSIDY", "18.559589")),
        (9600, "5534.320985", "5534.320985", "5534.320985", "5534.320985", 0),
        "",
    ),
    (
        D(2027, 6, 10),
        claw_back,
        (9600, "5531.836738", "5531.836738", "5531.836738", "5531.836738", "2.484247"),
        "",
    ),
]
LATER = (9600, "5531.836738", "5531.836738", "5531.836738", "5531.836738", "2.484247")
ROWS += [
    (day, act, LATER, "")
    for day, act in (
        (D(2027, 6, 18), proceeds("exit H2", 1_176)),
        (D(2027, 6, 25), remit("H2", 1_176, 0, "V-1")),
        (D(2028, 2, 25), value("H1", 3_400, D(2027, 12, 31))),
        (D(2028, 4, 10), income("H1", 60, D(2028, 3, 15))),
        (D(2028, 5, 10), nothing),
        (D(2028, 5, 15), nothing),
        (D(2028, 5, 25), nothing),
        (
            D(2028, 6, 30),
            both(
                on(D(2028, 6, 1), propose("H1", "market", "exit H1", 12_000_000)),
                on(D(2028, 6, 12), approve("exit H1")),
                proceeds("exit H1", 2_080, units=12_000_000, stays_fen=wan(3_120)),
            ),
        ),
        (D(2028, 7, 7), remit("H1", 1_600, 540, "V-2")),
        (D(2028, 12, 31), value("H1", 3_300, D(2028, 12, 31))),
    )
]
STEPS = [
    Step(number, day, act, after(*figures), refused)  # type: ignore[arg-type]
    for number, (day, act, figures, refused) in enumerate(ROWS, start=1)
]

AS_OF = {
    D(2026, 3, 31): after(9600, 7000, 4000, 2500, 2500, 0),
    D(2026, 6, 30): after(9600, 7350, 7350, 3700, 3700, 0),
    D(2026, 12, 31): after(9600, "7334.320985", "7334.320985", "4015.761396", "4015.761396", 0),
    D(2027, 3, 31): after(9600, "7334.320985", "7334.320985", "5515.761396", "5515.761396", 0),
    D(2027, 5, 31): after(9600, "5534.320985", "5534.320985", "5534.320985", "5534.320985", 0),
    D(2027, 6, 30): after(*LATER),
    D(2028, 12, 31): after(*LATER),
}
LINES_AT_END = {
    "E26": after(5700, 3700, 3700, 3700, 3700, 0),
    "E27": after(3300, 1500, 1500, 1500, 1500, 0),
    "S26": after("581.440411", "313.277149", "313.277149", "313.277149", "313.277149", "2.484247"),
    "S27": after("18.559589", "18.559589", "18.559589", "18.559589", "18.559589", 0),
}
UNDERTAKINGS_AT_END = {
    "H1": after(4000, 4000, 4000, 4000, 0),
    "H2": after(1200, 1200, 1200, 1200, 0),
    "S1": after("47.515753", "47.515753", "47.515753", "47.515753", "2.484247"),
    "S2": after("284.320985", "284.320985", "284.320985", "284.320985", 0),
}

RETURNS = """
2026-12-31 H1   2500 0    0    0   0  2500 2750 1.100000 0.000000 1.100000 -
2026-12-31 H2   1200 0    0    0   0  1200 1200 1.000000 0.000000 1.000000 -
2026-12-31 both 3700 0    0    0   0  3700 3950 1.067568 0.000000 1.067568 -
2027-06-30 H1   4000 0    0    0   0  4000 4250 1.062500 0.000000 1.062500 0.070498
2027-06-30 H2   1200 1176 1176 0   24 0    0    0.980000 0.980000 0.000000 -0.017322
2027-06-30 both 5200 1176 1176 0   24 4000 4250 1.043462 0.226154 0.817308 0.045793
2027-12-31 H1   4000 0    0    0   0  4000 4250 1.062500 0.000000 1.062500 0.044539
2027-12-31 H2   1200 1176 1176 0   24 0    0    0.980000 0.980000 0.000000 -0.017322
2027-12-31 both 5200 1176 1176 0   24 4000 4250 1.043462 0.226154 0.817308 0.032186
2028-03-31 H1   4000 0    0    0   0  4000 3400 0.850000 0.000000 0.850000 -0.095222
2028-03-31 both 5200 1176 1176 0   24 4000 3400 0.880000 0.226154 0.653846 -0.081637
2028-04-30 H1   4000 60   0    60  0  4000 3400 0.865000 0.015000 0.850000 -0.081502
2028-04-30 both 5200 1236 1176 60  24 4000 3400 0.891538 0.237692 0.653846 -0.070745
2028-06-30 H1   4000 2140 1600 540 0  2400 3120 1.315000 0.535000 0.780000 0.155224
2028-06-30 both 5200 3316 2776 540 24 2400 3120 1.237692 0.637692 0.600000 0.128401
2028-12-31 H1   4000 2140 1600 540 0  2400 3300 1.360000 0.535000 0.825000 0.150094
2028-12-31 H2   1200 1176 1176 0   24 0    0    0.980000 0.980000 0.000000 -0.017322
2028-12-31 both 5200 3316 2776 540 24 2400 3300 1.272308 0.637692 0.634615 0.127123
"""
"""As of, holding, paid in, proceeds, principal, gain, loss, cost left, fair value, TVPI, DPI, RVPI,
IRR.
"""
LEVERAGE = {
    D(2026, 3, 31): ("1.500000", "2.000000", None, None, "1.500000", "2.000000"),
    D(2026, 12, 31): ("1.500000", "2.000000", "1.666667", "2.333333", "1.554054", "2.108108"),
    D(2027, 6, 30): ("1.500000", "2.000000", "1.666667", "2.333333", "1.538462", "2.076923"),
    D(2028, 12, 31): ("1.500000", "2.000000", "1.666667", "2.333333", "1.538462", "2.076923"),
}
"""As of: H1 social and all, H2 social and all, both social and all; on what was paid."""
TREASURY = {
    D(2026, 12, 31): (0, 0),
    D(2027, 6, 20): (1176, 0),
    D(2027, 6, 30): (0, 0),
    D(2028, 4, 30): (0, 60),
    D(2028, 6, 30): (1600, 540),
    D(2028, 12, 31): (0, 0),
}
