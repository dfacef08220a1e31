"""Several processes at once on one holding: the last units leave once, and what came back goes to
the treasury once.
"""

from collections import Counter
from datetime import date

from fund import db
from fund.access.actors import OPERATOR
from fund.holdings import leaving, queries
from fund.verify import verify
from tests.holdings.doing import approve, propose, wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office
from tests.racing import at_once

DAY = date(2029, 1, 8)


def test_the_last_units_leave_once_and_are_remitted_once(an_office: Office) -> None:
    walk, count = Walk(an_office), 16
    for step in STEPS:
        perform(walk, step)
    walk.day = DAY
    propose("H1", "market", "rest")(walk)
    approve("rest")(walk)
    leave = {"proposal_id": walk["rest"], "amount_fen": wan(3_000), "occurred_on": DAY}
    leave |= {"units": 18_000_000}
    answers = at_once(an_office, DAY, "finance", leaving.record_proceeds, [leave] * count)
    assert answers == Counter({"done": 1, "cost_above_remaining": count - 1})
    send = {"undertaking_id": walk["H1"], "principal_fen": wan(2_400), "gain_fen": wan(600)}
    sent = [send | {"voucher": f"V-{number}"} for number in range(9, 9 + count)]
    answers = at_once(an_office, DAY, "finance", leaving.remit, sent)
    assert answers == Counter({"done": 1, "above_to_remit": count - 1})
    with db.reading(walk.office.engine) as session:
        told = queries.whole(session, OPERATOR, DAY)
        assert told.returns.proceeds_fen == wan(3_316 + 3_000)
        assert told.returns.cost_left_fen == 0
        assert told.remit_principal_fen == wan(2_400)
        assert verify(session)["ok"]
