"""Four invented subsidies: a use for another purpose found and claimed back, a settlement that
waits, one by percentage points, a premium. Every name says that it is invented.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Protocol, TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.demonstration.teller import Beginning, Book, Deed, Look, Made, Story, deed, workday
from fund.demonstration.terms import account
from fund.ledger import clawback
from fund.ledger import commands as ledger
from fund.ledger.tables import Tranche, Undertaking
from fund.money import fen
from fund.plan.tables import Organisation
from fund.subsidies import commands, settling
from fund.subsidies.tables import SubsidyClaim, SubsidySettlement


class Document(TypedDict):
    """A file that is handed in with an act."""

    file_name: str
    content: bytes


LINE = "B4-Z"
PAPER: Document = {
    "file_name": "demo.pdf",
    "content": b"%PDF-1.4\n% invented for the demonstration\n%%EOF\n",
}
DAYS = timedelta(days=1)
BEGUN = date(2026, 3, 2)


def wan(amount: str) -> int:
    """万元 as fen."""
    return fen(amount, "wan")


class Numbered(Protocol):
    """A table whose rows have a number."""

    id: int | None


def some(table: type[Numbered], *where: sa.ColumnElement[bool] | bool, place: int = 0) -> Look:
    """The number of the first row after so many, 0 where there is none."""

    def look(session: Session) -> int:
        rows = session.exec(
            select(table.id).where(*where).order_by(col(table.id)).offset(place).limit(1)
        )
        return int(rows.first() or 0)

    return look


def part_of(code: str) -> Look:
    """The one part of a subsidy's agreement."""

    def look(session: Session) -> int:
        found = select(Tranche.id).join(Undertaking, col(Undertaking.id) == Tranche.undertaking_id)
        return int(session.exec(found.where(Undertaking.code == code)).one() or 0)

    return look


def line() -> Story:
    """A line of its own for subsidies, opened and filled."""
    line_id = yield deed(
        "finance1",
        ledger.open_line,
        code=f"{LINE}-2026",
        title="示例：贴息与保费补贴",
        measure="B4",
        source="special",
        fiscal_year=2026,
        programme_code=LINE,
    )
    yield deed(
        "finance1",
        ledger.appropriate,
        line_id=line_id,
        amount_fen=wan("900"),
        reason="示例：贴息与保费补贴下达",
    )
    yield clock.today() + 4 * DAYS
    yield [
        first_loan(line_id),
        second_loan(line_id),
        policy(line_id),
        asked_for(line_id),
    ]


def entered(line_id: int, place: int, terms: Mapping[str, object]) -> Made:
    """A subsidy entered by an officer."""
    body = yield some(Organisation, place=place)
    found: int = yield deed(
        "officer1",
        commands.enter,
        terms,
        region_code="610000",
        line_id=line_id,
        organisation_id=body,
    )
    return found


def signed(key: int, cap: str, promised_on: date) -> Story:
    """Decided two days on and signed four days after."""
    yield workday(clock.today() + 2 * DAYS)
    yield deed("decider1", commands.decide, undertaking_id=key, amount_fen=wan(cap))
    yield workday(clock.today() + 4 * DAYS)
    yield deed(
        "supervisor1",
        commands.sign,
        undertaking_id=key,
        cap_fen=wan(cap),
        promised_on=promised_on,
        account=account("示例受补贴企业"),
    )


def loan(number: int, title: str, **rule: object) -> dict[str, object]:
    """The terms of a loan's subsidy."""
    return {
        "code": f"TX-2026-0{number}",
        "title": title,
        "instrument": "interest",
        "contract_number": f"示例借字2026-0{number}号",
        "lender": "示例银行",
        "loan_fen": wan("4000"),
        "first_day": date(2026, 4, 1),
        "last_day": date(2027, 4, 1),
        **rule,
    }


def stretch(key: int, first: date, last: date, amount: str, rate: int) -> Deed:
    """A principal and its rate, from the bank's slip."""
    return deed(
        "officer1",
        commands.state_loan,
        undertaking_id=key,
        kind="principal",
        starts_on=first,
        ends_on=last,
        amount_fen=wan(amount),
        rate=rate,
        **PAPER,
    )


def settled(key: int, first: date, last: date) -> Deed:
    """Days computed for an officer."""
    of = {"undertaking_id": key, "first_day": first, "last_day": last}
    return deed("officer1", settling.settle_subsidy, of, PAPER)


def off_purpose(key: int) -> Deed:
    """Part of the first loan was put to another use."""
    return deed(
        "supervisor1",
        commands.find_off_purpose,
        undertaking_id=key,
        starts_on=date(2026, 4, 1),
        amount_fen=wan("300"),
        words="示例：部分贷款用于补充流动资金",
    )


def first_loan(line_id: int) -> Story:
    """Settled for a quarter and paid; part of the loan served another purpose, claimed back."""
    terms = loan(1, "示例：液体发动机产线贷款贴息", share=500_000)
    key = yield from entered(line_id, 0, terms)
    yield from signed(key, "80", date(2027, 4, 30))
    yield date(2026, 7, 8)
    yield stretch(key, date(2026, 4, 1), date(2026, 6, 1), "4000", 34_500)
    yield stretch(key, date(2026, 6, 1), date(2026, 7, 1), "3500", 34_500)
    made = yield settled(key, date(2026, 4, 1), date(2026, 7, 1))
    yield date(2026, 7, 10)
    yield deed("supervisor1", settling.accept_settlement, settlement_id=made)
    part = yield part_of(str(terms["code"]))
    yield date(2026, 7, 14)
    paid_fen = yield accepted(made)
    paid = yield deed(
        "finance1", ledger.pay, tranche_id=part, amount_fen=paid_fen, voucher="示例凭证-071"
    )
    yield date(2026, 9, 9)
    yield off_purpose(key)
    yield date(2026, 9, 11)
    claim = yield deed(
        "supervisor1", settling.claim_back, settlement_id=made, reason="示例：用途不符部分应退回"
    )
    back_fen = yield claimed(claim)
    yield date(2026, 9, 24)
    yield deed(
        "finance1",
        clawback.claw_back,
        act_id=paid,
        amount_fen=back_fen,
        reason="示例：企业退回用途不符部分的贴息",
    )
    yield date(2026, 10, 14)
    yield stretch(key, date(2026, 7, 1), date(2026, 10, 1), "3500", 33_000)
    yield settled(key, date(2026, 7, 1), date(2026, 10, 1))


def accepted(settlement_id: int) -> Look:
    """What was accepted of a settlement, in fen."""
    return lambda session: session.get_one(SubsidySettlement, settlement_id).accepted_fen


def claimed(claim_id: int) -> Look:
    """What was claimed, in fen."""
    return lambda session: session.get_one(SubsidyClaim, claim_id).amount_fen


def second_loan(line_id: int) -> Story:
    """By percentage points; half a year accepted and paid."""
    terms = loan(2, "示例：卫星批产线贷款贴息", method="points", points=15_000, day_base=360)
    key = yield from entered(line_id, 1, terms)
    yield from signed(key, "60", date(2027, 4, 30))
    yield date(2026, 10, 12)
    yield stretch(key, date(2026, 4, 1), date(2026, 10, 1), "2600", 36_000)
    made = yield settled(key, date(2026, 4, 1), date(2026, 10, 1))
    yield date(2026, 10, 15)
    yield deed("supervisor2", settling.accept_settlement, settlement_id=made)
    part = yield part_of(str(terms["code"]))
    yield date(2026, 10, 19)
    paid_fen = yield accepted(made)
    yield deed("finance1", ledger.pay, tranche_id=part, amount_fen=paid_fen, voucher="示例凭证-102")


def policy(line_id: int) -> Story:
    """A premium, its subsidy accepted and paid in one."""
    first, last = date(2026, 5, 15), date(2027, 5, 15)
    terms = {
        "code": "BF-2026-01",
        "title": "示例：发射与在轨保险保费补贴",
        "instrument": "premium",
        "contract_number": "示例保单2026-03号",
        "lender": "示例保险公司",
        "loan_fen": wan("80000"),
        "share": 350_000,
        "first_day": first,
        "last_day": last,
    }
    key = yield from entered(line_id, 2, terms)
    yield from signed(key, "300", date(2026, 12, 31))
    yield date(2026, 9, 14)
    yield deed(
        "officer1",
        commands.state_loan,
        undertaking_id=key,
        kind="premium",
        starts_on=date(2026, 9, 1),
        amount_fen=fen("8123456.70"),
        **PAPER,
    )
    made = yield settled(key, first, last)
    yield date(2026, 9, 18)
    yield deed("supervisor1", settling.accept_settlement, settlement_id=made)
    part = yield part_of(str(terms["code"]))
    yield date(2026, 9, 21)
    paid_fen = yield accepted(made)
    yield deed("finance1", ledger.pay, tranche_id=part, amount_fen=paid_fen, voucher="示例凭证-091")


def asked_for(line_id: int) -> Story:
    """One that waits for its decision."""
    yield date(2026, 10, 20)
    terms = loan(3, "示例：测控站建设贷款贴息", share=300_000)
    terms |= {"first_day": date(2026, 10, 1), "last_day": date(2027, 10, 1)}
    yield from entered(line_id, 3, terms)


def chapter(book: Book) -> Iterator[Beginning]:
    """From the spring on."""
    yield Beginning(line(), max(book.first, BEGUN))
