"""What is kept beside the ledger so that lists need not read it through: statuses counted day by
day, and what waits, as an index says it.
"""

from datetime import date

from sqlmodel import Field, SQLModel

UNPAID = "tranche_balance.accepted_fen > tranche_balance.paid_fen"
UNEARNED = (
    "tranche_balance.obligated_fen > 0 AND (tranche_balance.accepted_fen <"
    " tranche_balance.obligated_fen OR tranche_balance.is_waived)"
)
COMMITTED = "undertaking_balance.unpaid_fen > 0"
OWED = "undertaking_balance.accepted_fen > undertaking_balance.paid_fen"
CARRIED = "act.kind = 'carry_over'"
RUNNING = "undertaking.status IN ('active', 'suspended')"
UNSIGNED = "undertaking.status IN ('awarded', 'pending')"
UNANSWERED = "amendment.answer = ''"
TAKEN_BACK = "posting.stage = 'committed' AND posting.amount_fen < 0"
"""What waits, word for word as an index says it: a query says it so too, and the index answers."""
UNDERTAKINGS_BY = {
    "status": ("status", "decided_on"),
    "measure": ("measure", "decided_on"),
    "region": ("region_code", "decided_on"),
    "body": ("organisation_id", "decided_on"),
    "kind_measure": ("measure",),
    "kind_region": ("region_code",),
}
"""The ways grants and contracts are read, each kind by itself, by their day of decision or in the
order they were entered.
"""

LIGHT_DAYS = ("green_until", "fired_from", "amber_until", "red_from")
JUDGED_BY = ("green_until", "fired_from", "red_from")
"""The days an index of what runs holds beside its order; what is amber has one of its own."""


class LightDays(SQLModel):
    """What triggers keep of a running grant or contract for the lists of one light: the day before
    which alone it can be green (``green_until``) or amber (``amber_until``), and from which alone
    anything fires or is red, while nothing more is recorded of it (fund.standing.days). And of any,
    for past days: ``quiet_until``, the day before which nothing of it can have fired, on whichever
    day one looks.
    """

    green_until: date = date.max
    fired_from: date = date.max
    amber_until: date = date.max
    red_from: date = date.max
    quiet_until: date = date.max


class StatusTotal(SQLModel, table=True):
    """How many grants or contracts came into a status (less those that left it) in one month, and
    on one day: StatusEvent added up, so that any day is a few rows away. Entered is the status of
    the day an undertaking was entered.

    cut/key: ``all``/"" · ``measure``/key · ``region``/code.
    """

    __tablename__ = "status_total"
    cut: str = Field(primary_key=True, max_length=8)
    key: str = Field(primary_key=True, max_length=8)
    kind: str = Field(primary_key=True, max_length=12)
    status: str = Field(primary_key=True, max_length=20)
    grain: str = Field(primary_key=True, max_length=5)
    starts_on: date = Field(primary_key=True)
    undertakings: int = 0
