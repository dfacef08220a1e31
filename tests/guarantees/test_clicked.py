"""Each act of guarantees clicked twice has one effect, on both databases."""

from typing import Any

from fund import db
from fund.guarantees import changing
from fund.verify import verify
from tests.clicks import twice
from tests.guarantees.acts import CLICKED_HERE
from tests.guarantees.walk import D1, WAN, Walk, until_released
from tests.people import Office


class Clicking(Walk):
    """A walk in which everybody clicks each button of the room twice."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.clicked: set[str] = set()

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Both clicks make one thing."""
        if not command.__module__.startswith("fund.guarantees."):
            return super().act(part, command, name, **arguments)
        made = twice(self.office, part, command, self.day, **arguments)
        self.clicked.add(command.__name__)
        if name:
            self.made[name] = made
        return made


def test_an_act_clicked_twice_has_one_effect(an_office: Office) -> None:
    walk = Clicking(an_office)
    until_released(walk)
    money = {"amount_fen": 120 * WAN, "occurred_on": walk.day, "voucher": "V-1"}
    walk.act("finance", changing.record_payout, guarantee_id=walk.made["D1"], **money)
    again = {**D1, "number": "LG-2028-02", "valid_from": walk.day}
    again |= {"valid_to": walk.day.replace(year=2030), "spacecraft_id": walk.made["satellite"]}
    walk.lodge("D2", again)
    wish = {"guarantee_id": walk.made["D2"], "amount_fen": WAN, "reason": "x"}
    raised = walk.act("officer", changing.propose_change, kind="raise", **wish)
    walk.act("supervisor", changing.reject_change, proposal_id=raised, reason="no need")
    claim = walk.act("supervisor", changing.propose_claim, **wish)
    walk.act("decider", changing.reject_claim, proposal_id=claim, reason="not ours")
    assert walk.clicked == CLICKED_HERE
    assert walk.held(walk.day) == 800 * WAN
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
