"""Each act of holdings clicked twice has one effect, on both databases."""

from typing import Any

from fund import db
from fund.holdings import commands as holdings
from fund.holdings import leaving, subscribing
from fund.verify import verify
from tests.clicks import twice
from tests.holdings.acts import CLICKED_HERE
from tests.holdings.doing import PAPER, propose, wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office


class Clicking(Walk):
    """A walk in which everybody clicks each button of the room twice."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.clicked: set[str] = set()

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Both clicks make one thing."""
        if not command.__module__.startswith("fund.holdings."):
            return super().act(part, command, name, **arguments)
        made = twice(self.office, part, command, self.day, **arguments)
        self.clicked.add(command.__name__)
        self.made[name or f"last {part}"] = made
        return made


def more(walk: Walk) -> None:
    """The acts the worked portfolio has no need of: what is found wrong, put right, turned down."""
    of: dict[str, Any] = {"undertaking_id": walk["H1"]}
    on: dict[str, Any] = {"occurred_on": walk.day}
    late = {"name": "W", "kind": "social", "subscribed_fen": wan(100)}
    mark = {"field": "launch", "is_private": True, "is_early": False, "source": "its charter"}
    walk.act("officer", holdings.mark_holding, **of, **mark)
    walk.act("supervisor", subscribing.add_co_investor, **of, **on, **late)
    walk.act("officer", holdings.record_holding_event, kind="note", words="a visit", **of, **on)
    found = walk.act("officer", holdings.state_breach, ground="off_policy", words="a loan", **of)
    walk.act("supervisor", holdings.end_breach, fact_id=found, words="it is repaid")
    stated = walk.act("officer", holdings.state_value, amount_fen=1, **of, **on, **PAPER)
    walk.act("supervisor", holdings.reject_value, fact_id=stated, reason="not audited")
    propose("H1", "market", "another exit", 1_000_000)(walk)
    walk.act("decider", leaving.reject_exit, fact_id=walk["another exit"], reason="too early")
    right = {"fact_id": walk["income"], "amount_fen": wan(66), "reason": "the notice says 66"}
    walk.act("finance", holdings.correct_fact, **right)
    paid = {"principal_fen": 0, "gain_fen": wan(6), "voucher": "V-3"}
    made = walk.act("finance", leaving.remit, **of, **paid)
    walk.act("supervisor", leaving.reject_remittance, fact_id=made, reason="wrong account")


def test_an_act_clicked_twice_has_one_effect(an_office: Office) -> None:
    walk = Clicking(an_office)
    for step in STEPS:
        perform(walk, step)
    more(walk)
    assert walk.clicked >= CLICKED_HERE
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
