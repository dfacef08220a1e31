"""Paying with open eyes: an agreement names the account it is paid to, two people change it, and a
payment has its voucher or says why there is none.
"""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from fund import db
from fund.access import commands as access
from fund.access.actors import OPERATOR, Actor
from fund.access.tables import Person
from fund.errors import FundError
from fund.grants import commands as grants
from fund.ledger import account_changes, accounts, amendments, paying
from fund.ledger import commands as ledger
from fund.ledger.accounts import Account, PayeeAccount
from fund.ledger.tables import Act, Amendment
from fund.verify import verify
from tests.clicks import twice
from tests.ledger.scenario import G1_TERMS, WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import ACCOUNT, Office

OTHER = Account("示例收款单位", "示例银行二支行", "6222-0000-0000-0002")
KEPT = Account("示例收款单位", "示例银行", "6222000000000001")
LATER = KEPT._replace(bank="示例银行二支行", number="6222000000000002")
ASKED = {"account": OTHER, "reason": "the firm moved its account"}


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed, T1 accepted and not paid."""
    return until(Walk(an_office), 6)


def refused(code: str, walk: Walk, part: str, command: Any, **arguments: Any) -> FundError:
    with pytest.raises(FundError) as error:
        walk.act(part, command, **arguments)
    assert error.value.code == code
    return error.value


def who(walk: Walk) -> Actor:
    """Whoever pays."""
    return Actor(walk.office.ids["finance"], "finance", "finance", frozenset({("finance", "")}))


def in_force(walk: Walk, day: date = date.max) -> Account | None:
    with db.reading(walk.office.engine) as session:
        return accounts.known(session, OPERATOR, walk["G1"], day)


def test_an_agreement_names_its_account_and_the_number_is_kept_as_banks_write_it(
    an_office: Office,
) -> None:
    walk = until(Walk(an_office), 3)
    asked = {"undertaking_id": walk["G1"], "terms": G1_TERMS}
    for code, account in {
        "needs_account": None,
        "wrong_account": ACCOUNT._replace(number="6222 12"),
    }.items():
        refused(code, walk, "supervisor", grants.sign, **asked, account=account)
    refused("needs_account", walk, "supervisor", grants.sign, **asked, account=("x", " ", "1" * 9))
    walk.act("supervisor", grants.sign, **asked)
    assert in_force(walk) == KEPT


def test_a_payment_has_its_voucher_or_says_why_there_is_none(walk: Walk) -> None:
    of = {"tranche_id": walk["G1/T2"], "amount_fen": WAN}
    walk.evidence("G1/T2")
    walk.accept("G1/T2")
    for given in ({"voucher": " "}, {"voucher": "V-1", "without": "both"}):
        refused("needs_voucher_or_reason", walk, "finance", ledger.pay, **of, **given)
    made = [
        walk.act("finance", ledger.pay, **of, voucher=" V-1 "),
        walk.act("finance", ledger.pay, **of, voucher="", without="paid by the treasury itself"),
    ]
    with db.reading(walk.office.engine) as session:
        rows = session.exec(select(Act).where(Act.id.in_(made)).order_by(Act.id)).all()
        said = [(row.reference, row.reason) for row in rows]
        assert verify(session)["ok"]
    assert said == [("V-1", ""), ("", "paid by the treasury itself")]


def test_who_pays_sees_amount_payee_account_and_line_and_pays_just_that(walk: Walk) -> None:
    walk.evidence("G1/T2")
    walk.accept("G1/T2")
    of = {"tranche_id": walk["G1/T2"], "amount_fen": WAN, "voucher": "V-1"}
    with db.reading(walk.office.engine) as session:
        seen = paying.before_paying(session, who(walk), **of)
    assert (seen.undertaking, seen.tranche, seen.amount_fen) == ("G1", "T2", WAN)
    assert (seen.payee, seen.account, seen.line) == ("G1", KEPT, "A26")
    proposed = walk.act(
        "officer", account_changes.propose_account, undertaking_id=walk["G1"], **ASKED
    )
    looked_at = {"account_id": seen.account_id, "line_id": seen.line_id}
    walk.act("finance", ledger.pay, **of, **looked_at)  # what is only proposed changes nothing
    answer = {"amendment_id": proposed, "expected_version": 1}
    walk.act("supervisor_2", account_changes.sign_account, **answer)
    refused("account_changed", walk, "finance", ledger.pay, **of, **looked_at)
    refused("account_changed", walk, "finance", ledger.pay, **of, line_id=seen.line_id + 1)
    with db.reading(walk.office.engine) as session:
        assert paying.before_paying(session, who(walk), **of).account == LATER


def test_another_account_takes_two_people_and_each_day_knows_its_own(walk: Walk) -> None:
    day, of = walk.day, {"undertaking_id": walk["G1"]}
    walk.day = date(2026, 6, 1)
    office = walk.office
    office.ids["both"] = office.enter("both", "officer", "supervisor", "finance")
    office.ids["deputy"] = office.enter("deputy", "supervisor", "finance")
    refused(
        "nothing_changes",
        walk,
        "officer",
        account_changes.propose_account,
        **of,
        **ASKED | {"account": ACCOUNT},
    )
    propose = {**of, **ASKED}
    made = twice(office, "both", account_changes.propose_account, walk.day, **propose)
    answer = {"amendment_id": made, "expected_version": 1}
    refused("four_eyes", walk, "both", account_changes.sign_account, **answer)
    refused("not_found", walk, "supervisor", amendments.sign_amendment, **answer)
    assert in_force(walk) == KEPT
    twice(office, "deputy", account_changes.sign_account, walk.day, **answer)
    assert in_force(walk) == LATER
    assert in_force(walk, day) == KEPT
    with db.reading(office.engine) as session:
        row = session.get_one(Amendment, made)
        assert (row.was, row.becomes, row.answer) == (KEPT.words, LATER.words, "signed")
        assert verify(session)["ok"]
    walk.evidence("G1/T2")
    walk.accept("G1/T2")
    to_pay = {"tranche_id": walk["G1/T2"], "amount_fen": WAN}
    refused("four_eyes", walk, "deputy", ledger.pay, **to_pay)
    walk.act("finance", ledger.pay, **to_pay)
    office.act("security", access.assign_role, person_id=office.ids["finance"], role="supervisor")
    back = walk.act(
        "officer", account_changes.propose_account, **of, account=ACCOUNT, reason="back"
    )
    once_more = {"amendment_id": back, "expected_version": 1}
    refused("four_eyes", walk, "finance", account_changes.sign_account, **once_more)
    walk.act("supervisor_2", amendments.reject_amendment, **once_more, reason="by no letter")
    assert in_force(walk) == LATER


def test_the_database_itself_keeps_accounts_and_asks_for_the_voucher(walk: Walk) -> None:
    with db.reading(walk.office.engine) as session:
        person = session.exec(select(Person.id)).first()
    now = {"recorded_on": walk.day, "recorded_at": sa.func.now(), "occurred_on": walk.day}
    act = {**now, "kind": "pay", "actor_id": person, "entries": 1, "reason": "", "reference": "V"}
    row = {"act_id": walk["pay G1/T1"], "undertaking_id": walk["G1"], "recorded_on": walk.day}
    table, acts = PayeeAccount.__table__, Act.__table__
    for guard, statement in {
        "append_only": sa.update(table).values(number="1" * 10),
        "append_only ": sa.delete(table),
        "account_is_signed": sa.insert(table).values(**row, **KEPT._asdict()),
        "payment_has_voucher": sa.insert(acts).values(
            **act | {"reference": "", "undertaking_id": walk["G1"]}
        ),
        "payment_has_account": sa.insert(acts).values(**act | {"undertaking_id": None}),
    }.items():

        def raw(session: Session, told: Any = statement) -> None:
            session.execute(told)

        with pytest.raises(DBAPIError, match=guard.strip()):
            db.write(walk.office.engine, raw)
