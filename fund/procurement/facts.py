"""What is known of one procurement, from the tables, before it is told as OCDS releases. Pure."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

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


class Happened(NamedTuple):
    """One step: an event of the process (facts) or an act on its contract (what it posted: stage,
    tranche, fen).
    """

    at: datetime
    id: str
    kind: str
    occurred_on: date
    reason: str = ""
    facts: dict[str, Any] = {}  # noqa: RUF012  (never written to)
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
    bids: dict[int, dict[str, Any]] = field(default_factory=dict)
    tranches: dict[int, dict[str, Any]] = field(default_factory=dict)
    steps: list[Happened] = field(default_factory=list)


def instant(day: date) -> str:
    """The beginning of a day in Beijing."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.BEIJING).isoformat()


def facts(text: str) -> dict[str, object]:
    """The facts of an event as they are stored."""
    found: dict[str, object] = json.loads(text)
    return found
