"""What waits for somebody of subsidies: decisions, and settlements to accept."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.ledger.sums import UNDERTAKING
from fund.ledger.waiting import (
    NOTHING,
    NUMBER,
    OF,
    WHERE,
    apart,
    entered_on,
    in_state,
    not_approved,
    not_mine,
)
from fund.rooms.waiting import Together, Waiting
from fund.subsidies import settling
from fund.subsidies.tables import Subsidy, SubsidySettlement

SUBSIDY = table_of(Subsidy)
SETTLEMENT = table_of(SubsidySettlement)


def _to_decide(_session: Session, actor: Actor) -> Asking:
    """Subsidies entered and not decided."""
    columns = (NUMBER, UNDERTAKING.c.version, *OF, NOTHING, *WHERE)
    statement = sa.select(*columns, sa.literal(0), entered_on()).select_from(UNDERTAKING)
    return statement.join(SUBSIDY, SUBSIDY.c.undertaking_id == UNDERTAKING.c.id).where(
        # of its kind: so an index of kind and state finds it
        UNDERTAKING.c.kind == "subsidy",
        in_state("decide"),
        apart(actor, "decide"),
        not_approved(actor),
    )


def _to_accept(_session: Session, actor: Actor) -> Asking:
    """Settlements computed by somebody else that nobody decided on."""
    days = sa.cast(SETTLEMENT.c.first_day, sa.String) + " – "
    columns = (SETTLEMENT.c.id, SETTLEMENT.c.version, *OF)
    return (
        sa.select(
            *columns,
            days + sa.cast(SETTLEMENT.c.last_day, sa.String),
            *WHERE,
            SETTLEMENT.c.computed_fen,
            SETTLEMENT.c.settled_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == SETTLEMENT.c.undertaking_id)
        .where(
            SETTLEMENT.c.outcome == "open",
            in_state("accept"),
            apart(actor, "accept", SETTLEMENT.c.undertaking_id),
            *not_mine(actor, SETTLEMENT.c.settled_by, SETTLEMENT.c.settled_for),
        )
    )


DECISIONS = Waiting(
    "decide",
    _to_decide,
    N_("Subsidies to decide"),
    N_("Entered by somebody else"),
    part="decide_subsidy",
    is_by_number=True,
)
SETTLEMENTS = Waiting(
    "accept",
    _to_accept,
    N_("Settlements to accept"),
    N_("Computed by the system for somebody else"),
    Together(
        N_("Accept those chosen"),
        settling.accept_settlement,
        lambda row: {"settlement_id": int(row["key"])},
    ),
    part="accept_settlement",
)
