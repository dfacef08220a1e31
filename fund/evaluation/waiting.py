"""What waits for somebody of evaluations of direction: years another promised the truth of."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.earlier import by_hand_of
from fund.access.rules import excluded_by
from fund.columns import Asking
from fund.errors import N_
from fund.evaluation.directions import DIRECTION, EVENT
from fund.ledger.waiting import NOTHING
from fund.rooms.waiting import Waiting


def _to_approve(_session: Session, actor: Actor) -> Asking:
    """Promised years nobody approved, in which this person did nothing that forbids it."""
    of_year = EVENT.c.direction_id == DIRECTION.c.id
    excluding = EVENT.c.kind.in_(excluded_by("approve_direction"))
    own = sa.exists().where(of_year, by_hand_of(actor, EVENT), excluding)
    promised = sa.select(sa.func.max(EVENT.c.recorded_on)).where(
        of_year, EVENT.c.kind == "promise_direction"
    )
    year = sa.cast(DIRECTION.c.fiscal_year, sa.String)
    return sa.select(
        DIRECTION.c.id,
        DIRECTION.c.version,
        sa.literal("direction"),
        year,
        NOTHING,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        promised.scalar_subquery(),
    ).where(DIRECTION.c.status == "submitted", ~own)


APPROVALS = Waiting(
    "approve_direction",
    _to_approve,
    N_("Evaluations of direction to approve"),
    N_("Their truth was promised by somebody else"),
    is_by_number=True,
)
