"""The de-orbit guarantee of the worked portfolio and a bid security, act by act."""

from datetime import date
from typing import Any

import pytest

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.debris import commands as debris
from fund.errors import FundError
from fund.guarantees import changing, commands, queries
from tests.people import Office

WAN = 1_000_000
PAPER = {"file_name": "letter.pdf", "content": b"%PDF-1.4 letter"}
D1 = {
    "kind": "de_orbit",
    "form": "letter",
    "issuer": "Bank C",
    "number": "LG-2026-01",
    "face_fen": 800 * WAN,
    "valid_from": date(2026, 5, 18),
    "valid_to": date(2027, 5, 31),
    "duty": "re-entry of the satellite",
    "duty_due_on": date(2028, 3, 31),
}


class Walk:
    """The office, what it made so far by name, and the day."""

    def __init__(self, office: Office) -> None:
        self.office, self.day = office, date(2026, 5, 18)
        self.made: dict[str, int] = {}

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Perform a command on the day, remembered by a name."""
        made = self.office.act(part, command, on=self.day, **arguments)
        if name:
            self.made[name] = made
        return made

    def refused(self, code: str, part: str, command: Any, /, **arguments: Any) -> FundError:
        """The refusal of a command, with what is held as before."""
        before = self.held(self.day)
        with pytest.raises(FundError) as told:
            self.act(part, command, **arguments)
        assert told.value.code == code
        assert self.held(self.day) == before
        return told.value

    def satellite(self) -> int:
        """A spacecraft in the register of space debris."""
        return self.act(
            "officer",
            debris.register_spacecraft,
            "satellite",
            number="60001",
            name_zh="示例一号",
            organisation_id=self.office.organisation("operator"),
        )

    def lodge(self, name: str, given: dict[str, Any]) -> int:
        """A guarantee lodged by the officer and checked by the supervisor."""
        body = {"organisation_id": self.office.organisation("operator")}
        self.act("officer", commands.lodge_guarantee, name, **body, **PAPER, **given)
        return self.act(
            "supervisor",
            commands.check_guarantee,
            guarantee_id=self.made[name],
            is_genuine=True,
            words="the bank confirms it",
        )

    def change(self, name: str, kind: str, **asked: Any) -> None:
        """A change proposed by the officer and confirmed by the supervisor."""
        made = self.act(
            "officer",
            changing.propose_change,
            guarantee_id=self.made[name],
            kind=kind,
            reason="as agreed",
            **asked,
        )
        self.act("supervisor", changing.confirm_change, proposal_id=made)

    def held(self, day: date) -> int:
        """What is held in all as known on a day, in fen."""
        with db.reading(self.office.engine) as session:
            frame = queries.guarantees(session, OPERATOR, day)
        return int(frame["held_fen"].sum())

    def seen(self, name: str, day: date) -> dict[str, Any]:
        """A guarantee as known on a day."""
        with clock.at(clock.noon(day)), db.reading(self.office.engine) as session:
            return queries.guarantee(session, OPERATOR, self.made[name], day)


def until_released(walk: Walk) -> None:
    """Rows 15 to 37 of the table, as far as they are about the guarantee, with its refusals."""
    craft = walk.satellite()
    walk.lodge("D1", {**D1, "spacecraft_id": craft})
    key = {"guarantee_id": walk.made["D1"]}
    walk.day = date(2027, 4, 20)
    earlier = {"kind": "extend", "valid_to": date(2027, 5, 31), "reason": "x", **key}
    walk.refused("earlier_end", "officer", changing.propose_change, **earlier)
    walk.change("D1", "extend", valid_to=date(2028, 12, 31))
    walk.day = date(2028, 5, 10)
    walk.refused("duty_not_met", "supervisor", commands.release_guarantee, **key)
    walk.day = date(2028, 5, 15)
    claim = {"amount_fen": 120 * WAN, "reason": "a third party finished the de-orbit", **key}
    proposed = walk.act("supervisor", changing.propose_claim, **claim)
    walk.refused(
        "not_approved",
        "finance",
        changing.record_payout,
        **key,
        amount_fen=120 * WAN,
        occurred_on=walk.day,
        voucher="V",
    )
    walk.act("decider", changing.approve_claim, proposal_id=proposed)
    above = claim | {"amount_fen": 680 * WAN + 1}
    walk.refused("above_held", "supervisor", changing.propose_claim, **above)
    walk.day = date(2028, 5, 25)
    met = {"outcome": "met", "occurred_on": date(2028, 5, 20), "words": "re-entered", **key}
    walk.act("reviewer", commands.confirm_duty, **met)
    walk.act("supervisor", commands.release_guarantee, **key)
