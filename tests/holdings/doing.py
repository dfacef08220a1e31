"""What people do in the worked portfolio, each an act of the walk; amounts in 万元, written as text
where they have places.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from fund.debris import commands as debris
from fund.guarantees import changing
from fund.guarantees import commands as guarantees
from fund.holdings import commands as holdings
from fund.holdings import leaving, subscribing
from fund.holdings.subscribing import Beside
from fund.ledger import amendments, clawback, undertakings
from fund.ledger import commands as ledger
from fund.ledger.undertakings import Terms
from fund.subsidies import commands as subsidies
from fund.subsidies import settling
from tests.guarantees.walk import D1
from tests.ledger.scenario import Walk

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAPER = {"file_name": "paper.pdf", "content": PDF}


def wan(value: str | int) -> int:
    """万元 as fen."""
    return int(Decimal(value) * 1_000_000)


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


def subsidy(terms: dict[str, Any], loan: int, cap: int, promised_on: date) -> Callable[[Walk], Any]:
    """Entered, decided and signed in one day, by three people."""

    def do(walk: Walk) -> None:
        code = terms["code"]
        of = {"line_id": walk["S26"], "organisation_id": walk.office.organisation(code)}
        walk.act("officer", subsidies.enter, code, **terms, **of, loan_fen=wan(loan))
        key = walk[code]
        walk.act("decider", subsidies.decide, undertaking_id=key, amount_fen=wan(cap))
        signed = {"undertaking_id": key, "cap_fen": wan(cap), "promised_on": promised_on}
        walk.act("supervisor", subsidies.sign, **signed)
        walk.find_tranches(code)

    return do


def stated(
    code: str, kind: str, first: date, last: date | None, amount: str, rate: int = 0
) -> Callable[[Walk], Any]:
    """What a paper of the bank or insurer says."""
    return lambda walk: walk.act(
        "officer",
        subsidies.state_loan,
        undertaking_id=walk[code],
        kind=kind,
        starts_on=first,
        ends_on=last,
        amount_fen=wan(amount),
        rate=rate,
        **PAPER,
    )


def settle(code: str, name: str, first: date, last: date) -> Callable[[Walk], Any]:
    """Have days computed."""
    of = {"first_day": first, "last_day": last, **PAPER}
    return lambda walk: walk.act(
        "officer", settling.settle_subsidy, name, undertaking_id=walk[code], **of
    )


def settled(name: str, amount: str | None = None) -> Callable[[Walk], Any]:
    """Accept what was computed, for an amount or all there is."""
    return lambda walk: walk.act(
        "supervisor",
        settling.accept_settlement,
        settlement_id=walk[name],
        amount_fen=None if amount is None else wan(amount),
    )


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


def find_off_purpose(walk: Walk) -> None:
    walk.act(
        "supervisor",
        subsidies.find_off_purpose,
        undertaking_id=walk["S1"],
        starts_on=date(2026, 5, 8),
        amount_fen=wan(300),
        words="working capital",
    )


def claw_back(walk: Walk) -> None:
    walk.act(
        "supervisor",
        settling.claim_back,
        "claim",
        settlement_id=walk["first"],
        reason="300 served another purpose",
    )
    walk.act(
        "finance",
        clawback.claw_back,
        act_id=walk["pay S1 first"],
        amount_fen=wan("2.484247"),
        reason="not eligible",
    )


def lodge(walk: Walk) -> None:
    body = walk.office.organisation("operator")
    craft = walk.act(
        "officer",
        debris.register_spacecraft,
        number="60001",
        name_zh="示例一号",
        organisation_id=body,
    )
    of = {"organisation_id": body, "spacecraft_id": craft, **PAPER}
    walk.act("officer", guarantees.lodge_guarantee, "D1", **of, **D1)
    walk.act(
        "supervisor",
        guarantees.check_guarantee,
        guarantee_id=walk["D1"],
        is_genuine=True,
        words="the bank confirms it",
    )


def extend(walk: Walk) -> None:
    made = walk.act(
        "officer",
        changing.propose_change,
        guarantee_id=walk["D1"],
        kind="extend",
        valid_to=date(2028, 12, 31),
        reason="as agreed",
    )
    walk.act("supervisor", changing.confirm_change, proposal_id=made)


def claim(walk: Walk) -> None:
    made = walk.act(
        "supervisor",
        changing.propose_claim,
        guarantee_id=walk["D1"],
        amount_fen=wan(120),
        reason="a third party finished the de-orbit",
    )
    walk.act("decider", changing.approve_claim, proposal_id=made)


def confirm_duty(walk: Walk) -> None:
    walk.act(
        "reviewer",
        guarantees.confirm_duty,
        guarantee_id=walk["D1"],
        outcome="met",
        occurred_on=date(2028, 5, 20),
        words="re-entered",
    )


def release(walk: Walk) -> None:
    walk.act("supervisor", guarantees.release_guarantee, guarantee_id=walk["D1"])
