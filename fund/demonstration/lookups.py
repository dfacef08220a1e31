"""What the people of the demonstration look up before they act: each takes a session and gives a
plain value.
"""

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.columns import table_of
from fund.demonstration.teller import Look
from fund.ledger.tables import (
    Line,
    LineBalance,
    Tranche,
    TrancheBalance,
    Undertaking,
    UndertakingBalance,
)
from fund.settings import values as settings
from fund.standing import reading as standing
from fund.standing.rules import computed, fired
from fund.statements import Statement

LINE = table_of(LineBalance)
PART = table_of(TrancheBalance)
WHOLE = table_of(UndertakingBalance)
UNDERTAKING = table_of(Undertaking)
TRANCHE = table_of(Tranche)
BUDGET = table_of(Line)


KEY = sa.bindparam("key", type_=sa.Integer)
LINE_ROOM = Statement(
    sa.select(LINE.c.appropriated_fen - LINE.c.committed_fen).where(LINE.c.line_id == KEY)
)
ROOM = Statement(
    sa.select(LINE.c.appropriated_fen - LINE.c.committed_fen)
    .join(UNDERTAKING, UNDERTAKING.c.line_id == LINE.c.line_id)
    .where(UNDERTAKING.c.id == KEY)
)
TO_PAY = Statement(sa.select(PART.c.accepted_fen - PART.c.paid_fen).where(PART.c.tranche_id == KEY))
TO_ACCEPT = Statement(
    sa.select(PART.c.obligated_fen - PART.c.accepted_fen).where(PART.c.tranche_id == KEY)
)
STATUS = Statement(sa.select(UNDERTAKING.c.status).where(UNDERTAKING.c.id == KEY))
LEFT = Statement(
    sa.select(WHOLE.c.committed_fen - WHOLE.c.paid_fen).where(WHOLE.c.undertaking_id == KEY)
)
TRANCHES = Statement(sa.select(TRANCHE.c.code, TRANCHE.c.id).where(TRANCHE.c.undertaking_id == KEY))


def _one(statement: Statement[object], key: int) -> Look:
    return lambda session: statement.run(session, {"key": key}).scalar_one()


def line_room(line_id: int) -> Look:
    """What a line has left to commit, in fen."""
    return _one(LINE_ROOM, line_id)


def deciders(amount_fen: int) -> Look:
    """How many deciders an amount takes."""
    return lambda session: settings.deciders(session, amount_fen)


def room(undertaking_id: int) -> Look:
    """What an undertaking's line has left to commit, in fen."""
    return _one(ROOM, undertaking_id)


def to_pay(tranche_id: int) -> Look:
    """What a tranche has accepted and unpaid, in fen."""
    return _one(TO_PAY, tranche_id)


def to_accept(tranche_id: int) -> Look:
    """What a tranche has signed and not accepted, in fen."""
    return _one(TO_ACCEPT, tranche_id)


def under_way(programme: str, words: str = "") -> Look:
    """Codes of a programme's undertakings that are signed, those with such words in their title,
    the first entered first.
    """
    statement = (
        sa.select(UNDERTAKING.c.code)
        .join(BUDGET, BUDGET.c.id == UNDERTAKING.c.line_id)
        .where(
            BUDGET.c.code.startswith(f"{programme}-"),
            UNDERTAKING.c.title.contains(words),
            UNDERTAKING.c.status == "active",
        )
        .order_by(UNDERTAKING.c.id)
    )
    return lambda session: list(session.execute(statement).scalars())


def status(undertaking_id: int) -> Look:
    """An undertaking's status."""
    return _one(STATUS, undertaking_id)


def lights(undertaking_id: int) -> Look:
    """The computed light of an undertaking, and the number of its latest letter (None before
    any).
    """

    def find(session: Session) -> tuple[str, int | None]:
        today = clock.today()
        letter = standing.letters(session, today, undertaking_id).get(undertaking_id)
        facts = standing.facts(session, today, undertaking_id)[undertaking_id]
        return computed(fired(facts, standing.thresholds(session, today))), (
            letter.id if letter else None
        )

    return find


def is_paid(undertaking_id: int) -> Look:
    """Whether everything promised to an undertaking is paid."""
    return lambda session: LEFT.run(session, {"key": undertaking_id}).scalar_one() == 0


def tranches(undertaking_id: int) -> Look:
    """The tranches of an undertaking: code -> number."""
    return lambda session: dict(TRANCHES.run(session, {"key": undertaking_id}).all())
