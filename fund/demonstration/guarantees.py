"""Eight invented guarantees: a deposit given back late, a claim paid out, a letter nobody checked,
de-orbit guarantees that end before their duty. Every name says that it is invented.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.debris.tables import Spacecraft
from fund.demonstration.subsidies import PAPER, Numbered, some, wan
from fund.demonstration.teller import Beginning, Book, Look, Made, Story, deed, workday
from fund.guarantees import changing
from fund.guarantees import commands as guarantees
from fund.ledger.tables import Undertaking
from fund.plan.tables import Organisation
from fund.procurement.tables import Process

DAYS = timedelta(days=1)


def first_of(table: type[Numbered], count: int, *where: sa.ColumnElement[bool] | bool) -> Look:
    """The numbers of the first rows."""

    def look(session: Session) -> list[int]:
        rows = session.exec(select(table.id).where(*where).order_by(col(table.id)).limit(count))
        return [int(row or 0) for row in rows]

    return look


def lodged(number: int, place: int, given: Mapping[str, object]) -> Made:
    """A guarantee lodged by an officer, with what all of them have."""
    body = yield some(Organisation, place=place)
    made: int = yield deed(
        "officer1",
        guarantees.lodge_guarantee,
        **{
            "form": "letter",
            "issuer": "示例银行",
            "number": f"示例保函2026-{number:02}",
            "organisation_id": body,
            "beneficiary": "示例基金管理中心",
            **given,
            **PAPER,
        },
    )
    return made


def checked(key: int) -> Story:
    """Its issuer asked two days later."""
    yield workday(clock.today() + 2 * DAYS)
    yield deed(
        "supervisor1",
        guarantees.check_guarantee,
        guarantee_id=key,
        is_genuine=True,
        words="示例：电话核实并函证",
    )


def of_tenders() -> Story:
    """Two bid deposits of one procurement: one given back in time, one late."""
    process = yield some(Process)
    if not process:
        return
    bid = {
        "kind": "bid",
        "form": "deposit",
        "issuer": "示例基金管理中心账户",
        "face_fen": wan("1"),
        "process_id": process,
        "valid_from": clock.today(),
        "duty": "示例：投标有效期内不撤回投标",
    }
    keys = []
    for number in (1, 2):
        key = yield from lodged(number, number, bid)
        yield from checked(key)
        keys.append(key)
    yield date(2026, 9, 28)
    for key in keys:
        yield deed(
            "reviewer1",
            guarantees.confirm_duty,
            guarantee_id=key,
            outcome="met",
            occurred_on=date(2026, 9, 28),
            words="示例：中标通知书已发出",
        )
    yield date(2026, 10, 9)
    yield deed("supervisor1", guarantees.release_guarantee, guarantee_id=keys[0])


def of_contracts() -> Story:
    """Performance, advance and quality securities of contracts: one claimed on, one not checked."""
    running = (Undertaking.kind == "contract", Undertaking.status == "active")
    contracts = yield first_of(Undertaking, 4, *running)
    if len(contracts) < 4:
        return
    given = {"valid_from": clock.today(), "duty": "示例：按合同履约"}
    held = {"kind": "performance", "face_fen": wan("80"), "base_fen": wan("900")}
    first = yield from lodged(
        3,
        4,
        {**given, **held, "undertaking_id": contracts[0], "valid_to": clock.today() + 200 * DAYS},
    )
    yield from checked(first)
    advance = {"kind": "advance", "face_fen": wan("60"), "base_fen": wan("60")}
    second = yield from lodged(
        4,
        5,
        {
            **given,
            **advance,
            "form": "insurance",
            "issuer": "示例保险公司",
            "undertaking_id": contracts[1],
            "valid_to": clock.today() + 120 * DAYS,
            "duty_due_on": clock.today() + 150 * DAYS,
        },
    )
    yield from checked(second)
    quality = {"kind": "quality", "face_fen": wan("24"), "base_fen": wan("800")}
    third = yield from lodged(
        5,
        6,
        {
            **given,
            **quality,
            "undertaking_id": contracts[2],
            "valid_to": clock.today() + 700 * DAYS,
        },
    )
    yield from checked(third)
    yield clock.today() + 40 * DAYS
    yield from claimed_on(first)
    yield clock.today() + 30 * DAYS
    yield from lodged(
        6,
        7,
        {**given, **held, "undertaking_id": contracts[3], "valid_to": clock.today() + 300 * DAYS},
    )


def claimed_on(first: int) -> Story:
    """A claim proposed, approved and paid out."""
    claim = yield deed(
        "supervisor1",
        changing.propose_claim,
        guarantee_id=first,
        amount_fen=wan("12"),
        reason="示例：供应商未按期整改，另请单位完成",
    )
    yield workday(clock.today() + 2 * DAYS)
    yield deed("decider1", changing.approve_claim, proposal_id=claim)
    yield workday(clock.today() + 9 * DAYS)
    yield deed(
        "finance1",
        changing.record_payout,
        guarantee_id=first,
        amount_fen=wan("12"),
        occurred_on=clock.today(),
        voucher="示例凭证-保函-01",
    )


def of_spacecraft() -> Story:
    """De-orbit guarantees: a yearly letter that ends long before its duty, extended once; a
    deposit.
    """
    first, second = (yield some(Spacecraft)), (yield some(Spacecraft, place=1))
    if not (first and second):
        return
    duty = {"kind": "de_orbit", "duty": "示例：任务结束后离轨再入", "valid_from": clock.today()}
    letter = yield from lodged(
        7,
        8,
        {
            **duty,
            "spacecraft_id": first,
            "face_fen": wan("800"),
            "valid_to": clock.today() + 50 * DAYS,
            "duty_due_on": date(2031, 6, 30),
        },
    )
    yield from checked(letter)
    yield from lodged(
        8,
        9,
        {
            **duty,
            "form": "deposit",
            "issuer": "示例托管银行",
            "spacecraft_id": second,
            "face_fen": wan("300"),
            "duty_due_on": date(2032, 12, 31),
        },
    )


def chapter(book: Book) -> Iterator[Beginning]:
    """When there is something to secure."""
    yield Beginning(of_tenders(), max(book.first, date(2026, 8, 10)))
    yield Beginning(of_contracts(), max(book.first, date(2026, 7, 6)))
    yield Beginning(of_spacecraft(), book.today - 20 * DAYS)
