"""What another stated waits in the inbox of whoever may answer it and of nobody else; one hand says
one word, whoever lends it; the database guards what the commands refuse.
"""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.errors import FourEyes, FundError
from fund.holdings import commands as holdings
from fund.holdings import leaving, queries, waiting
from fund.holdings.reading import FACT, HOLDING, WORD
from fund.inbox import queries as inbox
from fund.ledger import commands as ledger
from fund.ledger import undertakings
from fund.ledger.sums import POSTING
from fund.ledger.tables import Act
from fund.ledger.view import View
from fund.screens.holdings.acting import choices_of
from fund.settings import commands as settings
from tests.holdings.doing import PAPER, enter, propose, wan
from tests.holdings.test_refusals import guarded, refuse, until
from tests.ledger.scenario import Walk
from tests.people import Office

D = date


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act."""
    return Walk(an_office)


def waits(walk: Walk, part: str) -> set[tuple[str, str]]:
    """What waits for somebody of holdings: act and code."""
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        found = inbox.waiting(session, actors.load(session, walk.office.ids[part]))
    return {(row.act, row.code) for row in found.itertuples() if row.kind == "holding"}


def on_page(walk: Walk, part: str) -> set[int]:
    """The facts of H1 its page lets somebody answer."""
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        return waiting.of(session, actors.load(session, walk.office.ids[part]), walk["H1"])


def test_what_another_stated_waits_for_whoever_may_answer_it(walk: Walk) -> None:
    until(walk, 2)
    walk.day = D(2026, 2, 11)
    enter(walk, "H1", "direct")
    assert ("decide", "H1") in waits(walk, "decider")
    assert ("decide", "H1") not in waits(walk, "officer")
    until(walk, 9, since=2)
    assert ("decide", "H1") not in waits(walk, "decider_2")
    stated = walk.act(
        "officer",
        holdings.state_value,
        undertaking_id=walk["H1"],
        amount_fen=wan(2_750),
        occurred_on=walk.day,
        **PAPER,
    )
    assert ("confirm_value", "H1") in waits(walk, "supervisor")
    assert (on_page(walk, "supervisor"), on_page(walk, "officer")) == ({stated}, set())
    walk.act("supervisor", holdings.reject_value, fact_id=stated, reason="not audited")
    assert ("confirm_value", "H1") not in waits(walk, "supervisor")
    walk.act(
        "system", settings.change, threshold="second_approval_from_fen", value=1, reason="test"
    )
    propose("H1", "market", "exit H1")(walk)
    walk.act("decider", leaving.approve_exit, fact_id=walk["exit H1"])
    assert ("approve_exit", "H1") not in waits(walk, "decider")
    assert on_page(walk, "decider") == set()
    assert ("approve_exit", "H1") in waits(walk, "decider_2")
    lent = {"role": "decider", "starts_on": walk.day, "ends_on": walk.day + timedelta(days=7)}
    walk.act(
        "decider",
        access.delegate,
        person_id=walk.office.ids["viewer"],
        reason="on a mission",
        **lent,
    )
    assert on_page(walk, "viewer") == set()
    with pytest.raises(FourEyes):
        walk.act("viewer", leaving.approve_exit, fact_id=walk["exit H1"])
    word = {"fact_id": walk["exit H1"], "verdict": "yes", "said_on": walk.day, "reason": ""}
    by = {"said_by": walk.office.ids["viewer"], "said_for": walk.office.ids["decider"]}
    guarded(walk, "four_eyes", sa.insert(WORD).values(**word, **by, act_id=1))
    walk.act("decider_2", leaving.approve_exit, fact_id=walk["exit H1"])
    assert on_page(walk, "decider_3") == set()


def choices(walk: Walk) -> dict[str, dict[Any, str]]:
    """What the forms of H1 offer today."""
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        who = actors.load(session, walk.office.ids["officer"])
        one = queries.holding(session, who, "H1", View(as_of=walk.day))
        found: pd.DataFrame = queries.facts(session, who, walk["H1"], walk.day)
        others = queries.co_investors(session, who, walk["H1"], walk.day)
        return choices_of(one, found, others)


def test_a_breach_that_is_over_is_not_offered_again(walk: Walk) -> None:
    until(walk, 9)
    of = {"undertaking_id": walk["H1"]}
    found = walk.act("officer", holdings.state_breach, ground="off_policy", words="a loan", **of)
    assert list(choices(walk)["open_breaches"]) == [found]
    walk.act("supervisor", holdings.end_breach, fact_id=found, words="it is repaid")
    assert choices(walk)["open_breaches"] == {}


def test_nothing_overtakes_the_others_not_even_a_payment_put_right(walk: Walk) -> None:
    until(walk, 9)
    paid = {"act_id": walk["pay H1/C1"], "reason": "the voucher says so"}
    walk.act("finance", ledger.correct_payment, right_amount_fen=wan(2_000), **paid)
    (payment,) = walk.office.one(
        sa.select(sa.func.max(POSTING.c.act_id)).where(POSTING.c.stage == "paid")
    )
    walk.act("officer", holdings.correct_fact, fact_id=first(walk), amount_fen=0, reason="never")
    right = {"act_id": payment, "right_amount_fen": wan(2_001), "reason": "once more"}
    with pytest.raises(FundError) as error:
        walk.act("finance", ledger.correct_payment, **right)
    assert error.value.code == "ahead_of_others"
    columns = POSTING.c["line_id", "tranche_id"]
    (line_id, tranche_id) = walk.office.one(
        sa.select(*columns).where(POSTING.c.act_id == payment, POSTING.c.amount_fen > 0)
    )

    def pay(session: Session) -> None:
        act = Act(
            kind="pay",
            reference="past the commands",
            recorded_on=walk.day,
            recorded_at=clock.noon(walk.day),
            occurred_on=walk.day,
            undertaking_id=walk["H1"],
            tranche_id=tranche_id,
            entries=1,
        )
        session.add(act)
        session.flush()
        more = {"undertaking_id": walk["H1"], "stage": "paid", "amount_fen": 1}
        more |= {"act_id": act.id, "line_id": line_id, "tranche_id": tranche_id}
        session.execute(sa.insert(POSTING).values(**more, recorded_on=walk.day))

    with pytest.raises(DBAPIError, match="ahead_of_others"):
        db.write(walk.office.engine, pay)


def first(walk: Walk) -> int:
    """The first payment of another."""
    return int(
        walk.office.one(sa.select(sa.func.min(FACT.c.id)).where(FACT.c.kind == "other_paid"))[0]
    )


def test_a_voucher_of_a_holding_says_one_remittance(walk: Walk) -> None:
    until(walk, 34)
    of = {"undertaking_id": walk["H1"], "gain_fen": wan(30)}
    sent = walk.act("finance", leaving.remit, voucher="V-9", **of)
    refuse(walk, ("voucher_taken", "finance", leaving.remit, {**of, "voucher": " V-9"}))
    columns = [one for one in FACT.c if one.name != "id"]
    again = sa.select(*columns).where(FACT.c.id == sent)
    names = [one.name for one in columns]
    guarded(walk, "voucher_once", sa.insert(FACT).from_select(names, again))
    walk.act("supervisor", leaving.reject_remittance, fact_id=sent, reason="wrong account")
    walk.act("finance", leaving.remit, voucher="V-9", **of)


def test_a_holding_is_in_renminbi(walk: Walk) -> None:
    until(walk, 2)
    walk.act(
        "finance",
        ledger.open_line,
        "USD",
        code="USD",
        title="abroad",
        measure="C5",
        source="fund",
        fiscal_year=2026,
        currency="USD",
    )
    with pytest.raises(FundError) as error:
        enter(walk, "H9", "direct", "USD")
    assert error.value.code == "not_in_renminbi"
    made = walk.act(
        "officer",
        undertakings.enter,
        kind="holding",
        category="equity",
        code="H9",
        title="H9",
        organisation_id=walk.office.organisation("H9"),
        region_code="610000",
        line_id=walk["USD"],
    )
    own = sa.select(sa.literal(made), sa.literal("direct"), sa.literal("own"))
    blank = {name: sa.literal("") for name in ("recommended_by", "field", "purpose")}
    blank |= dict.fromkeys(("fund_size_fen", "single_percent"), sa.literal(0))
    flags = ("is_private", "is_early", "pays_after_others", "rolls_over")
    blank |= {name: sa.false() for name in flags}
    names = ["undertaking_id", "form", "channel", *blank]
    into = sa.insert(HOLDING).from_select(names, own.add_columns(*blank.values()))
    guarded(walk, "in_renminbi", into)
