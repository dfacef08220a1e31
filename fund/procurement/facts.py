"""What is known of one procurement, from the tables, before it is told as OCDS releases. Pure."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from fund import clock


class Body(NamedTuple):
    """An organisation as parties name it."""

    key: str
    name: str
    scheme: str = ""
    identifier: str = ""
    region: str = ""

    @property
    def reference(self) -> dict[str, str]:
        """Its id and name."""
        return {"id": self.key, "name": self.name}


class Facts(NamedTuple):
    """What an event of a process says beside itself, as far as a release tells it."""

    closes_at: str = ""
    bid_id: int | None = None
    bid_status: str = ""
    winners: tuple[int, ...] = ()


class Offered(NamedTuple):
    """A bid: whose, how much in fen, when it came, why it does not count."""

    body: Body
    amount_fen: int
    received_at: datetime
    reason: str


class Part(NamedTuple):
    """A deliverable as it is promised."""

    code: str
    title: str
    promised_on: date


class Happened(NamedTuple):
    """One step: an event of the process (facts) or an act on its contract (what it posted: stage,
    tranche, fen).
    """

    at: datetime
    id: str
    kind: str
    occurred_on: date
    reason: str = ""
    facts: Facts = Facts()
    posted: tuple[tuple[str, int | None, int], ...] = ()
    is_act: bool = False


@dataclass
class Told:
    """What is known of one procurement from the tables; bids and tranches by id."""

    ocid: str
    code: str
    title: str
    category: str
    category_name: str
    main_category: str
    method: str
    method_name: str
    rationale: str
    criteria: str
    region: str
    region_code: str
    currency: str
    budget_code: str
    estimate_fen: int | None
    buyer: Body
    notice_on: date | None = None
    framework_ocid: str = ""
    mission: str = ""
    outcome: str = "cancelled"
    """How a tender ended that awarded nothing: cancelled, unsuccessful."""
    supplier: Body | None = None
    bidders: int | None = None
    bids: dict[int, Offered] = field(default_factory=dict)
    tranches: dict[int, Part] = field(default_factory=dict)
    steps: list[Happened] = field(default_factory=list)


def instant(day: date) -> str:
    """The beginning of a day in Beijing."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.BEIJING).isoformat()


def facts(text: str) -> Facts:
    """The facts of an event, from how they are stored."""
    found = json.loads(text)
    return Facts(
        closes_at=found.get("closes_at", ""),
        bid_id=found.get("bid_id"),
        bid_status=found.get("bid_status", ""),
        winners=tuple(found.get("winners", ())),
    )
