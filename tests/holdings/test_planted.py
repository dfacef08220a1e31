"""Faults planted behind the guards of the database: ``verify`` recomputes and finds each; nothing
of them stays.
"""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.holdings import commands as holdings
from fund.holdings.reading import FACT, HOLDING, INVESTOR, WORD
from fund.holdings.summed import FLOW, SUM
from fund.verify import verify
from tests.holdings.acts import CHECKS_TRIED_HERE
from tests.holdings.doing import wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act."""
    return Walk(an_office)


def last(kind: str) -> Any:
    """The latest fact of a kind."""
    same = FACT.alias("same")
    return (
        FACT.c.id == sa.select(sa.func.max(same.c.id)).where(same.c.kind == kind).scalar_subquery()
    )


def faults() -> dict[str, tuple[str, Any]]:
    """What is done -> the check that says so, and the statement."""
    fact, more = sa.update(FACT), 1
    exits, income = last("exit"), last("income")
    proposal = sa.select(FACT.c.proposal_id).where(exits).scalar_subquery()
    stater = (
        sa.select(FACT.c.stated_by)
        .where(FACT.c.id == WORD.c.fact_id)
        .correlate(WORD)
        .scalar_subquery()
    )
    other = sa.select(sa.func.max(INVESTOR.c.id)).scalar_subquery()
    first = sa.select(sa.func.min(FACT.c.id)).where(FACT.c.kind == "other_paid").scalar_subquery()
    return {
        "cost raised": ("holding_exits", fact.where(exits).values(cost_fen=FACT.c.cost_fen + more)),
        "gain as principal": (
            "holding_exits",
            fact.where(exits).values(
                principal_fen=FACT.c.principal_fen + more, gain_fen=FACT.c.gain_fen - more
            ),
        ),
        "more units left": (
            "holding_exits",
            fact.where(exits).values(units=FACT.c.units + more),
        ),
        "units never held": (
            "holding_units",
            fact.where(FACT.c.kind == "units").values(units=1),
        ),
        "never approved": (
            "holding_exits_approved",
            sa.delete(WORD).where(WORD.c.fact_id == proposal),
        ),
        "their own word": ("holding_words", sa.update(WORD).values(said_by=stater)),
        "more was sent": (
            "holding_treasury",
            fact.where(last("remittance")).values(
                gain_fen=FACT.c.gain_fen + wan(10), amount_fen=FACT.c.amount_fen + wan(10)
            ),
        ),
        "income that is no gain": (
            "holding_treasury",
            fact.where(income).values(
                principal_fen=FACT.c.principal_fen + more, gain_fen=FACT.c.gain_fen - more
            ),
        ),
        "of another day": (
            "holding_facts_of_their_acts",
            fact.where(income).values(recorded_on=STEPS[-1].day - timedelta(days=1)),
        ),
        "of another kind": (
            "holding_corrections",
            fact.where(FACT.c.corrects_id.is_not(None)).values(corrects_id=first),
        ),
        "of another holding": (
            "holding_investors",
            fact.where(FACT.c.id == first).values(co_investor_id=other),
        ),
        "another sum": ("holding_sums", sa.update(SUM).values(gain_fen=SUM.c.gain_fen + more)),
        "no alert watched": (
            "holding_sums",
            sa.update(SUM).values(is_watched=~SUM.c.is_watched),
        ),
        "a flow of another day": (
            "holding_sums",
            sa.update(FLOW).values(day=STEPS[0].day),
        ),
        "a flow taken away": ("holding_sums", sa.delete(FLOW).where(FLOW.c.is_payment)),
        "no row of sums": ("holding_sums", sa.delete(SUM)),
        "known of another day": (
            "holding_sums_known",
            sa.update(SUM).values(known_on=STEPS[0].day),
        ),
        "a flow known of another day": (
            "holding_sums_known",
            sa.update(FLOW).values(known_on=STEPS[0].day),
        ),
        "agreed of nothing": (
            "holdings_told",
            sa.delete(HOLDING).where(HOLDING.c.form == "sub_fund"),
        ),
    }


def found(office: Office, statement: Any) -> set[str]:
    """The checks that fail once it is done, guards asleep; then it is undone."""
    with office.engine.connect().execution_options(fund_writes=True) as connection:
        if connection.dialect.name == "sqlite":
            names = connection.execute(
                sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in list(names):
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(sa.text("SET session_replication_role = replica"))
        changed = connection.execute(statement)
        assert changed.rowcount > 0
        failing = {one["name"] for one in verify(Session(connection))["checks"] if not one["ok"]}
        connection.rollback()
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = DEFAULT"))
    return failing


def test_verify_finds_each_planted_fault(walk: Walk) -> None:
    for step in STEPS:
        perform(walk, step)
    walk.act(
        "finance",
        holdings.correct_fact,
        fact_id=walk["income"],
        amount_fen=wan(66),
        reason="the notice says 66",
    )
    with db.reading(walk.office.engine) as session:
        assert verify(session)["ok"]
    tried = set()
    for what, (check, statement) in faults().items():
        assert check in found(walk.office, statement), what
        tried.add(check)
    assert tried == CHECKS_TRIED_HERE
    with db.reading(walk.office.engine) as session:
        assert verify(session)["ok"]
