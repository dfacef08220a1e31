"""What is kept of holdings, brought up to date at the end of an act. Most acts leave nothing stale:
they are asked one thing, and what judges is imported only where something is.
"""

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import table_of
from fund.holdings.tables import HoldingSum

AT_ONCE = 200
"""So many stale ones an act reckons at most: after a move of everything the next acts go on."""
SUM = table_of(HoldingSum)
STALE = sa.select(SUM.c.undertaking_id).where(sa.text("holding_sum.is_stale")).limit(AT_ONCE)
FREE = STALE.with_for_update(skip_locked=True)


def reckon(session: Session) -> None:
    """Keep anew what is stale, some at once. What another act holds is left to it: whoever reads
    meanwhile judges stale ones by their facts.
    """
    connection = session.connection()
    if connection.execute(STALE).first() is None:
        return
    from fund.holdings import summed

    summed.keep(session, list(connection.execute(FREE).scalars()))
