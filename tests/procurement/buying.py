"""A procurement by its people, step by step, as tests of several rooms walk it."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from fund import clock, db
from fund.ledger import commands as ledger
from fund.ledger.undertakings import Terms
from fund.procurement import bidding, commands, planning
from fund.procurement.tables import ProcessContract
from tests.ledger.scenario import WAN, Walk


def nine(day: date) -> datetime:
    """Nine in the morning in Beijing: a deadline, or a bid before noon."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.BEIJING)


class Buying(Walk):
    """A walk that buys; everything it plans is on the line B26."""

    def begin(self, wan: int = 9000) -> "Buying":
        """The line with money on it."""
        self.day = date(2026, 3, 2)
        self.line("B26", 2026, "C6", "procurement", "B")
        self.act("finance", ledger.appropriate, line_id=self["B26"], amount_fen=wan * WAN)
        return self

    def plan(
        self,
        code: str,
        *,
        wan: int = 3000,
        category: str = "launch_vehicle",
        method: str = "open_tender",
        **more: object,
    ) -> int:
        return self.act(
            "officer",
            planning.plan,
            code,
            code=code,
            title=f"示例采购 {code}",
            category=category,
            method=method,
            line_id=self["B26"],
            region_code="610000",
            estimate_fen=wan * WAN,
            rationale="mission",
            **more,
        )

    def publish(self, code: str, days: int = 21) -> int:
        """The notice is out today; bids close so many days later at nine."""
        return self.act(
            "supervisor_2",
            planning.publish,
            process_id=self[code],
            closes_at=nine(self.day + timedelta(days=days)),
        )

    def bid(self, code: str, supplier: str, wan: int, *, days: int = 0, **more: object) -> int:
        """A bid received at nine, so many days after the walk's day; recorded on that day."""
        self.day += timedelta(days=days)
        return self.act(
            "officer",
            bidding.record_bid,
            f"{code} {supplier}",
            process_id=self[code],
            organisation_id=self.office.organisation(supplier),
            amount_fen=wan * WAN,
            received_at=nine(self.day),
            **more,
        )

    def tender(self, code: str, prices: dict[str, int], **more: object) -> None:
        """From the plan to the opening, on the day after the deadline."""
        self.plan(code, **more)
        self.publish(code)
        for supplier, wan in prices.items():
            self.bid(code, supplier, wan, days=1)
        self.day += timedelta(days=22 - len(prices))
        self.act("supervisor_2", bidding.open_bids, process_id=self[code])

    def evaluate(self, code: str, *suppliers: str, part: str = "reviewer", **more: object) -> int:
        """A reviewer without an interest names who wins."""
        self.act(part, bidding.declare_interest, process_id=self[code], has_interest=False)
        return self.act(
            part,
            bidding.evaluate,
            process_id=self[code],
            bid_ids=[self[f"{code} {supplier}"] for supplier in suppliers],
            reason="the best of them",
            **more,
        )

    def contract(self, code: str) -> int:
        """The number of the contract the evaluation entered."""
        with db.reading(self.office.engine) as session:
            key = session.exec(
                select(ProcessContract.undertaking_id).where(
                    ProcessContract.process_id == self[code]
                )
            ).one()
        self.made[f"contract {code}"] = key
        return key

    def award(self, code: str, wan: int, part: str = "decider") -> int:
        return self.act(
            part, commands.award, undertaking_id=self.contract(code), amount_fen=wan * WAN
        )

    def fulfil(self, code: str, wan: int) -> None:
        """Signed, delivered, accepted and paid, in one part."""
        self.act(
            "supervisor",
            commands.sign,
            undertaking_id=self[f"contract {code}"],
            terms=[Terms("T1", wan * WAN, self.day)],
        )
        self.made[code] = self[f"contract {code}"]
        self.find_tranches(code)
        self.evidence(f"{code}/T1")
        self.accept(f"{code}/T1")
        self.pay(f"{code}/T1", wan)
