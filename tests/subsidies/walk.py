"""The subsidies of the worked portfolio, act by act: amounts in 万元 as the table has them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from fund import db
from fund.access.actors import OPERATOR
from fund.closing import commands as closing
from fund.errors import FundError
from fund.ledger import amendments, clawback, queries, undertakings
from fund.ledger import commands as ledger
from fund.ledger.rules import STAGES
from fund.ledger.tables import Tranche
from fund.ledger.view import View
from fund.subsidies import commands, settling
from tests.people import Office

PAPER = {"file_name": "slip.pdf", "content": b"%PDF-1.4 interest slip"}
MILLIONTHS = 10_000
S1 = {
    "code": "S1",
    "title": "Interest of a loan for a liquid engine line",
    "region_code": "610000",
    "instrument": "interest",
    "contract_number": "JK-2026-017",
    "lender": "Bank A",
    "method": "share",
    "share": 500_000,
    "day_base": 365,
    "first_day": date(2026, 4, 28),
    "last_day": date(2027, 5, 31),
}
S2 = {
    "code": "S2",
    "title": "Premium of a launch and in-orbit policy",
    "region_code": "610000",
    "instrument": "premium",
    "contract_number": "BX-2026-003",
    "lender": "Insurer B",
    "method": "share",
    "share": 350_000,
    "first_day": date(2026, 5, 15),
    "last_day": date(2027, 5, 15),
}


def wan(amount: str | int) -> int:
    """万元 as fen."""
    made = Decimal(amount) * 1_000_000
    assert made == made.to_integral_value()
    return int(made)


class Walk:
    """The office, what it made so far by name, and the day."""

    def __init__(self, office: Office) -> None:
        self.office, self.day = office, date(2026, 1, 8)
        self.made: dict[str, int] = {}

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Perform a command on the day, remembered by a name."""
        made = self.office.act(part, command, on=self.day, **arguments)
        if name:
            self.made[name] = made
        return made

    def refused(self, code: str, part: str, command: Any, /, **arguments: Any) -> FundError:
        """The refusal of a command, with everything else as before."""
        before = self.lines(self.day)
        with pytest.raises(FundError) as told:
            self.act(part, command, **arguments)
        assert told.value.code == code
        assert self.lines(self.day) == before
        return told.value

    def line(self, code: str, year: int, amount: str | int = 0) -> None:
        """A line of the programme, with what is appropriated to it."""
        self.act(
            "finance",
            ledger.open_line,
            code,
            code=code,
            title="S",
            measure="B4",
            source="special",
            fiscal_year=year,
            programme_code="S",
        )
        if amount:
            self.act("finance", ledger.appropriate, line_id=self.made[code], amount_fen=wan(amount))

    def sign(self, terms: dict[str, Any], loan: int, cap: int, promised_on: date) -> None:
        """Enter, decide and sign a subsidy in one day, by three people."""
        code = terms["code"]
        body = self.office.organisation(f"firm {code}")
        of = {"line_id": self.made["S26"], "organisation_id": body, "loan_fen": wan(loan)}
        self.act("officer", commands.enter, code, **terms, **of)
        key = self.made[code]
        self.act("decider", commands.decide, undertaking_id=key, amount_fen=wan(cap))
        signed = {"undertaking_id": key, "cap_fen": wan(cap), "promised_on": promised_on}
        self.act("supervisor", commands.sign, **signed)
        with db.reading(self.office.engine) as session:
            part = session.exec(select(Tranche.id).where(Tranche.undertaking_id == key)).one()
        self.made[f"{code} part"] = part or 0

    def state(
        self, code: str, kind: str, first: date, last: date | None, amount: str, rate: int = 0
    ) -> int:
        """A statement from a paper of the bank or insurer."""
        return self.act(
            "officer",
            commands.state_loan,
            undertaking_id=self.made[code],
            kind=kind,
            starts_on=first,
            ends_on=last,
            amount_fen=wan(amount),
            rate=rate,
            **PAPER,
        )

    def settle(self, code: str, name: str, first: date, last: date) -> int:
        """Have days computed."""
        of = {"undertaking_id": self.made[code], "first_day": first, "last_day": last}
        return self.act("officer", settling.settle_subsidy, name, **of, **PAPER)

    def accept(self, name: str, amount: str | None = None) -> int:
        """Accept a settlement, for an amount or all there is."""
        return self.act(
            "supervisor",
            settling.accept_settlement,
            settlement_id=self.made[name],
            amount_fen=None if amount is None else wan(amount),
        )

    def pay(self, code: str, amount: str, name: str) -> int:
        """Pay an amount of the agreement's one part."""
        of = {"tranche_id": self.made[f"{code} part"], "voucher": f"V {name}"}
        return self.act("finance", ledger.pay, name, amount_fen=wan(amount), **of)

    def lines(self, day: date) -> dict[str, tuple[Decimal, ...]]:
        """The six stages of each line as known on a day, in 万元."""
        with db.reading(self.office.engine) as session:
            rows = queries.line_table(session, OPERATOR, View(as_of=day)).to_dict("records")
        return {
            row["line"]: tuple(Decimal(int(row[f"{one}_fen"])) / 1_000_000 for one in STAGES)
            for row in rows
        }

    def fund(self, day: date) -> tuple[str, ...]:
        """The six stages of all lines together, as the table writes them."""
        sums = [sum(column, Decimal(0)) for column in zip(*self.lines(day).values(), strict=True)]
        return tuple(f"{amount.normalize():f}" for amount in sums)


def until_carried(walk: Walk) -> None:
    """Rows 2 to 22 of the table, as far as they are about subsidies, with their refusals."""
    walk.line("S26", 2026, 600)
    walk.day = date(2026, 4, 28)
    walk.sign(S1, 4_000, 50, date(2027, 5, 31))
    walk.day = date(2026, 5, 15)
    walk.sign(S2, 80_000, 300, date(2026, 9, 30))
    walk.day = date(2026, 9, 14)
    walk.state("S2", "premium", date(2026, 9, 1), None, "812.34567")
    walk.settle("S2", "premium", S2["first_day"], S2["last_day"])
    for asked in ("300", "284.320986"):
        of = {"settlement_id": walk.made["premium"], "amount_fen": wan(asked)}
        told = walk.refused("above_computed", "supervisor", settling.accept_settlement, **of)
        assert told.facts["computed_fen"] == wan("284.320985")
    walk.day = date(2026, 9, 21)
    walk.accept("premium")
    walk.pay("S2", "284.320985", "paid premium")
    walk.day = date(2026, 11, 12)
    loan = (
        (date(2026, 5, 8), date(2026, 8, 20), "4000", 34_500),
        (date(2026, 8, 20), date(2026, 9, 21), "3500", 34_500),
        (date(2026, 9, 21), date(2026, 11, 1), "3500", 33_000),
    )
    for first, last, amount, rate in loan:
        walk.state("S1", "principal", first, last, amount, rate)
    walk.settle("S1", "first", date(2026, 5, 8), date(2026, 11, 1))
    walk.accept("first")
    walk.pay("S1", "31.440411", "paid first")
    walk.day = date(2026, 11, 20)
    days = {"first_day": date(2026, 10, 1), "last_day": date(2026, 12, 1)}
    told = walk.refused(
        "days_overlap",
        "officer",
        settling.settle_subsidy,
        undertaking_id=walk.made["S1"],
        **days,
        **PAPER,
    )
    overlap = (told.facts["last"] - told.facts["first"]).days
    assert (told.facts["first"], overlap) == (date(2026, 10, 1), 31)
    walk.day = date(2026, 12, 15)
    made = walk.act(
        "decider",
        amendments.propose_amendment,
        tranche_id=walk.made["S2 part"],
        change_fen=-wan("15.679015"),
        reason="settled",
    )
    walk.act("supervisor", amendments.sign_amendment, amendment_id=made, expected_version=1)
    walk.act("supervisor", undertakings.complete, undertaking_id=walk.made["S2"])
    walk.day = date(2026, 12, 31)
    walk.line("S27", 2027)
    of = {"undertaking_id": walk.made["S1"], "to_line_id": walk.made["S27"]}
    proposed = walk.act("finance", closing.propose_carry_over, **of)
    walk.act("decider", closing.carry_over, proposal_id=proposed)


def until_clawed_back(walk: Walk) -> None:
    """Rows 25 to 30: the finding, the capped settlement, what came back of the first payment."""
    walk.day = date(2027, 4, 15)
    walk.act(
        "supervisor",
        commands.find_off_purpose,
        undertaking_id=walk.made["S1"],
        starts_on=date(2026, 5, 8),
        amount_fen=wan(300),
        words="working capital",
    )
    walk.day = date(2027, 5, 27)
    walk.state("S1", "principal", date(2026, 11, 1), date(2027, 5, 8), "3500", 33_000)
    walk.settle("S1", "second", date(2026, 11, 1), date(2027, 5, 8))
    for asked in ("27.195616", "18.559590"):
        of = {"settlement_id": walk.made["second"], "amount_fen": wan(asked)}
        told = walk.refused("not_obligated", "supervisor", settling.accept_settlement, **of)
        assert told.facts["open_fen"] == wan("18.559589")
    walk.day = date(2027, 5, 28)
    walk.accept("second")
    walk.pay("S1", "18.559589", "paid second")
    walk.day = date(2027, 6, 10)
    of = {"settlement_id": walk.made["first"], "reason": "300 served another purpose"}
    walk.act("supervisor", settling.claim_back, "claim", **of)
    walk.act(
        "finance",
        clawback.claw_back,
        "came back",
        act_id=walk.made["paid first"],
        amount_fen=wan("2.484247"),
        reason="claimed",
    )


WALKED: tuple[Callable[[Walk], None], ...] = (until_carried, until_clawed_back)
