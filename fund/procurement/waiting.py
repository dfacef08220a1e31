"""What waits for somebody of tenders and awards, and to be signed."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.ledger.kept import UNSIGNED
from fund.ledger.sums import UNDERTAKING
from fund.ledger.tables import UndertakingBalance
from fund.ledger.waiting import (
    NOTHING,
    NUMBER,
    OF,
    WHERE,
    apart,
    entered_on,
    in_state,
    not_approved,
)
from fund.procurement import buying
from fund.rooms.waiting import Waiting

WHOLES = table_of(UndertakingBalance)


def _agreements(
    actor: Actor, act: str, statement: Asking, *where: sa.ColumnElement[bool] | sa.TextClause
) -> Asking:
    """Of grants or contracts those in a state that lets the act be done, with no hand of this
    person in it, nor in the process a contract came from.
    """
    return statement.where(
        in_state(act),
        apart(actor, act),
        buying.untouched_contract(actor, UNDERTAKING.c.id, act),
        *where,
    )


def _to_award(_session: Session, actor: Actor) -> Asking:
    won_fen = sa.func.coalesce(buying.won_fen(UNDERTAKING.c.id), 0)
    columns = (NUMBER, UNDERTAKING.c.version, *OF, NOTHING, *WHERE)
    entered = sa.select(*columns, won_fen, entered_on()).select_from(UNDERTAKING)
    is_contract = UNDERTAKING.c.kind == "contract"
    return _agreements(actor, "award", entered, is_contract, not_approved(actor))


def _to_sign(_session: Session, actor: Actor) -> Asking:
    columns = (UNDERTAKING.c.id, UNDERTAKING.c.version, *OF, NOTHING, *WHERE)
    promised_fen = sa.func.coalesce(WHOLES.c.committed_fen, 0)
    decided = (
        sa.select(*columns, promised_fen, UNDERTAKING.c.decided_on)
        .select_from(UNDERTAKING)
        .join(WHOLES, WHOLES.c.undertaking_id == UNDERTAKING.c.id)
        .with_hint(UNDERTAKING, "INDEXED BY ix_undertaking_unsigned", "sqlite")
    )
    return _agreements(actor, "sign", decided, sa.text(UNSIGNED))


TENDERS = Waiting(
    "publish_tender",
    lambda _session, actor: buying.to_publish(actor),
    N_("Tenders to publish"),
    N_("Planned by somebody else"),
    is_by_number=True,
)
OPENINGS = Waiting(
    "open_bids",
    lambda _session, actor: buying.to_open(actor),
    N_("Bids to open"),
    N_("Past their deadline, and recorded by somebody else"),
    is_by_number=True,
)
EVALUATIONS = Waiting(
    "evaluate",
    lambda _session, actor: buying.to_evaluate(actor),
    N_("Bids to evaluate"),
    N_("Opened; you declared no interest in a bidder"),
    is_by_number=True,
)
AWARDS = Waiting(
    "award",
    _to_award,
    N_("Contracts to award"),
    N_("Entered and not awarded"),
    is_by_number=True,
)
FRAMEWORKS = Waiting(
    "award",
    lambda _session, actor: buying.to_conclude(actor),
    N_("Frameworks to award"),
    N_("Their suppliers are named"),
    is_by_number=True,
    part="award_framework",
)
SIGNATURES = Waiting(
    "sign", _to_sign, N_("Agreements to sign"), N_("Decided or awarded by somebody else")
)
