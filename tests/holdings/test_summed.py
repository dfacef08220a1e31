"""What is kept of holdings equals what their facts say on every day, whatever was recorded."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.access.actors import OPERATOR
from fund.errors import FundError
from fund.holdings import commands as holdings
from fund.holdings import desk, leaving, queries, reading, summed
from fund.holdings.reading import FACT
from fund.holdings.returns import SUMMED, measured
from fund.holdings.rules import BREACHES, EVENTS, GROUNDS
from fund.holdings.summed import SUM
from fund.ledger import commands as ledger
from fund.ledger.sums import POSTING
from fund.verify import verify
from tests.holdings.doing import PAPER, wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office

ACTS = 150


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act."""
    return Walk(an_office)


def any_act(rng: random.Random, walk: Walk, rows: list[Any], acts: list[int]) -> tuple[Any, ...]:
    """Somebody's act with arguments that may or may not do: part, command, arguments."""
    of: dict[str, Any] = {"undertaking_id": walk[rng.choice(("H1", "H2"))]}
    one: dict[str, Any] = {"fact_id": rng.choice(rows).id}
    of_kind = {row.kind: row.id for row in rows}
    day = {"occurred_on": walk.day - timedelta(days=rng.randrange(200))}
    fen = {"amount_fen": wan(rng.randrange(1, 400))}
    paid = {"act_id": rng.choice(acts), "reason": "wrong"}
    breach = {"fact_id": of_kind.get("breach", 0), "words": "over"}
    exit_of = {"proposal_id": of_kind.get("proposal", 0)}
    leaves = rng.choice(({"cost_fen": wan(5)}, {"units": 300, "stays_fen": wan(90)}))
    known: tuple[tuple[Any, ...], ...] = (
        ("officer", holdings.record_units, of | day | {"units": rng.randrange(1, 9_000)}),
        (
            "officer",
            holdings.record_holding_event,
            of | day | fen | {"kind": rng.choice(EVENTS), "words": "x"},
        ),
        ("officer", holdings.state_value, of | day | fen | PAPER),
        ("supervisor", holdings.confirm_value, {"fact_id": of_kind.get("value", 0)}),
        ("supervisor", holdings.reject_value, {"fact_id": of_kind.get("value", 0), "reason": "no"}),
        ("officer", holdings.state_breach, of | {"ground": rng.choice(BREACHES), "words": "x"}),
        ("supervisor", holdings.end_breach, breach),
        ("finance", holdings.correct_fact, one | day | fen | {"reason": "a slip"}),
        ("officer", holdings.correct_fact, one | fen | {"reason": "a slip"}),
        (
            "officer",
            leaving.propose_exit,
            of | PAPER | {"ground": rng.choice(list(GROUNDS)), "words": "x", "units": 500},
        ),
        ("decider", leaving.approve_exit, {"fact_id": of_kind.get("proposal", 0)}),
        ("finance", leaving.record_proceeds, exit_of | day | fen | leaves),
        ("finance", leaving.record_income, of | day | fen),
        (
            "finance",
            leaving.remit,
            of | {"principal_fen": 0, "gain_fen": wan(2)} | {"voucher": f"W-{walk.day}"},
        ),
        ("supervisor", leaving.confirm_remittance, {"fact_id": of_kind.get("remittance", 0)}),
        (
            "finance",
            ledger.correct_payment,
            paid | {"right_amount_fen": wan(rng.randrange(700, 1_200))},
        ),
    )
    return rng.choice(known)


def lived(walk: Walk, rng: random.Random) -> Counter[str]:
    """So many acts on later and later days; which of them were taken, by command."""
    taken: Counter[str] = Counter()
    for _number in range(ACTS):
        walk.day += timedelta(days=rng.randrange(9))
        with db.reading(walk.office.engine) as session:
            rows = session.execute(sa.select(FACT.c["id", "kind"]).order_by(FACT.c.id)).all()
            paid = sa.select(POSTING.c.act_id).where(POSTING.c.stage == "paid")
            acts = sorted(set(session.execute(paid).scalars()))
        part, command, arguments = any_act(rng, walk, list(rows), acts)
        with suppress(FundError):
            walk.act(part, command, **arguments)
            taken[command.__name__] += 1
    return taken


def told(session: Session, day: date) -> Iterator[Any]:
    """What is put together on a day: returns, remittances, others' money, signed; who owes the
    treasury what since when; who meets which ground.
    """
    whole = queries.whole(session, OPERATOR, day)
    yield whole.returns
    yield (whole.holdings, whole.remit_principal_fen, whole.remit_gain_fen, whole.alerts)
    yield (whole.others_paid_fen, whole.social_paid_fen, whole.subscribed_fen)
    frame = desk.treasury(session, OPERATOR, day)
    yield sorted(zip(frame["principal_fen"], frame["gain_fen"], frame["since"], strict=True))
    met = desk.alerts(session, OPERATOR, day)
    yield sorted(zip(met["ground"], met["since"], strict=True))


def judged(session: Session, day: date) -> Iterator[Any]:
    """The same from every fact and payment known on the day."""
    known = queries.known(session, None, day)
    ones = [(one, known.terms[key]) for key, one in known.standings.items()]
    sums = {name: sum(one.sums[name] for one, _terms in ones) for name in SUMMED}
    yield measured(sums, [flow for one, _terms in ones for flow in one.flows], day)
    remit = [(*one.to_remit(terms), one.remit_since(terms)) for one, terms in ones]
    alerts = [alert for one, terms in ones for alert in one.alerts(terms)]
    yield (
        sum(one.first_paid_on is not None for one, _terms in ones),
        sum(row[0] for row in remit),
        sum(row[1] for row in remit),
        len(alerts),
    )
    yield (
        sum(one.others("other_paid") for one, _terms in ones),
        sum(one.others("other_paid", known.counted) for one, _terms in ones),
        sum(summed.signed(session, None, day).values()),
    )
    yield sorted(row for row in remit if row[0] or row[1])
    yield sorted((alert.ground, alert.since) for alert in alerts)


@pytest.mark.parametrize("seed", [20])
def test_what_is_kept_equals_the_facts_on_every_day(walk: Walk, seed: int) -> None:
    for step in STEPS[:24]:
        perform(walk, step)
    rng = random.Random(seed)
    begun, taken = walk.day, lived(walk, rng)
    assert {"correct_fact", "correct_payment", "record_proceeds", "confirm_value"} <= set(taken)
    assert {"end_breach", "record_income", "confirm_remittance"} <= set(taken)
    days = [STEPS[place].day for place in (3, 9, 15)]
    days += [begun + (walk.day - begun) * part / 12 for part in range(13)]
    with db.reading(walk.office.engine) as session:
        assert reading.facts(session, None)
        for day in [*days, walk.day + timedelta(days=400)]:
            for kept, recomputed in zip(told(session, day), judged(session, day), strict=True):
                assert kept == recomputed, day
        assert verify(session)["ok"]
        assert not session.execute(sa.select(SUM).where(SUM.c.is_stale)).all()


def test_what_is_stale_is_judged_by_its_facts_until_an_act_reckons_it(walk: Walk) -> None:
    for step in STEPS[:24]:
        perform(walk, step)
    wrong = sa.update(SUM).values(is_stale=True, gain_fen=1, remit_since=walk.day)
    db.write(walk.office.engine, lambda session: session.execute(wrong))
    with db.reading(walk.office.engine) as session:
        for kept, recomputed in zip(
            told(session, walk.day), judged(session, walk.day), strict=True
        ):
            assert kept == recomputed
        assert verify(session)["ok"]
    walk.act(
        "officer", holdings.record_units, undertaking_id=walk["H1"], occurred_on=walk.day, units=1
    )
    with db.reading(walk.office.engine) as session:
        assert not session.execute(sa.select(SUM).where(SUM.c.is_stale)).all()
        assert verify(session)["ok"]
