"""Each act of subsidies clicked twice has one effect, on both databases."""

from datetime import date
from typing import Any

from fund import db
from fund.subsidies import settling
from fund.verify import verify
from tests.clicks import twice
from tests.people import Office
from tests.subsidies.acts import CLICKED_HERE
from tests.subsidies.test_walk import AS_OF
from tests.subsidies.walk import Walk, until_carried, until_clawed_back


class Clicking(Walk):
    """A walk in which everybody clicks each button of the room twice."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.clicked: set[str] = set()

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Both clicks make one thing."""
        if not command.__module__.startswith("fund.subsidies."):
            return super().act(part, command, name, **arguments)
        made = twice(self.office, part, command, self.day, **arguments)
        self.clicked.add(command.__name__)
        if name:
            self.made[name] = made
        return made

    def settle(self, code: str, name: str, first: date, last: date) -> int:
        """The first settlement is turned down once, and computed again."""
        if name == "first":
            hasty = super().settle(code, "hasty", first, last)
            of = {"settlement_id": hasty, "reason": "the slip is unsigned"}
            self.act("supervisor", settling.reject_settlement, **of)
        return super().settle(code, name, first, last)


def test_an_act_clicked_twice_has_one_effect(an_office: Office) -> None:
    walk = Clicking(an_office)
    until_carried(walk)
    until_clawed_back(walk)
    assert walk.clicked >= CLICKED_HERE
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    assert walk.fund(walk.day) == AS_OF[date(2027, 6, 30)]
