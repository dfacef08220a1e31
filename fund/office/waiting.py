"""What waits for somebody of the office's own workbook."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.ledger.waiting import NOTHING, not_mine
from fund.office import commands
from fund.office.tables import Opening
from fund.rooms.waiting import Together, Waiting

OPENING = table_of(Opening)


def _openings(_session: Session, actor: Actor) -> Asking:
    return sa.select(
        OPENING.c.id,
        OPENING.c.version,
        sa.literal("opening"),
        OPENING.c.file_name,
        NOTHING,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        OPENING.c.uploaded_at,
    ).where(
        OPENING.c.status == "waiting",
        *not_mine(actor, OPENING.c.uploaded_by, OPENING.c.uploaded_for),
    )


WORKBOOKS = Waiting(
    "approve_opening",
    _openings,
    N_("The office’s workbooks to approve"),
    N_("Handed in by somebody else"),
    Together(
        N_("Approve those chosen"),
        commands.approve_opening,
        lambda row: {"opening_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    lambda _row: ("imports", {}),
    is_by_number=True,
)
