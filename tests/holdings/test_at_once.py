"""Several processes at once on one holding: the last units leave once, and what came back goes to
the treasury once.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fund import acts, clock, db
from fund.access.actors import OPERATOR
from fund.errors import FundError
from fund.holdings import leaving, queries
from fund.verify import verify
from tests.holdings.scenario import STEPS, approve, propose, wan
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office

DAY = date(2029, 1, 8)


def one(
    url: str,
    actor_id: int,
    command: Callable[..., Any],
    arguments: dict[str, Any],
    gate: Any,
    out: Any,
) -> None:
    """One process: waits for the others, acts, says how it went."""
    engine = db.engine(url)
    gate.wait()
    try:
        with clock.at(clock.noon(DAY)):
            acts.perform(engine, actor_id, command, **arguments)
        out.put("done")
    except FundError as refused:
        out.put(refused.code)


def at_once(walk: Walk, count: int, command: Any, arguments: dict[str, Any]) -> Counter[str]:
    """How many did it, and what the others were told."""
    url = walk.office.engine.url.render_as_string(hide_password=False)
    walk.office.engine.dispose()
    ways = multiprocessing.get_context("spawn")
    gate, out = ways.Barrier(count), ways.Queue()
    asked = (url, walk.office.ids["finance"], command, arguments, gate, out)
    started = [ways.Process(target=one, args=asked) for _number in range(count)]
    for process in started:
        process.start()
    answers = Counter(out.get(timeout=300) for _process in started)
    for process in started:
        process.join()
    return answers


@pytest.mark.parametrize("count", [3, pytest.param(16, marks=pytest.mark.long)])
def test_the_last_units_leave_once_and_are_remitted_once(an_office: Office, count: int) -> None:
    walk = Walk(an_office)
    for step in STEPS:
        perform(walk, step)
    walk.day = DAY
    propose("H1", "market", "rest")(walk)
    approve("rest")(walk)
    leave = {"proposal_id": walk["rest"], "amount_fen": wan(3_000), "occurred_on": DAY}
    answers = at_once(walk, count, leaving.record_proceeds, leave | {"units": 18_000_000})
    assert answers == Counter({"done": 1, "cost_above_remaining": count - 1})
    send = {"undertaking_id": walk["H1"], "principal_fen": wan(2_400), "gain_fen": wan(600)}
    answers = at_once(walk, count, leaving.remit, send | {"voucher": "V-9"})
    assert answers == Counter({"done": 1, "above_to_remit": count - 1})
    with db.reading(walk.office.engine) as session:
        told = queries.whole(session, OPERATOR, DAY)
        assert told.returns.proceeds_fen == wan(3_316 + 3_000)
        assert told.returns.cost_left_fen == 0
        assert told.remit_principal_fen == wan(2_400)
        assert verify(session)["ok"]
