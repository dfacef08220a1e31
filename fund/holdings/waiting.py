"""What waits for somebody of holdings: decisions, and what others stated and takes two."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import Asking
from fund.errors import N_
from fund.holdings.reading import FACT, HOLDING, WORD
from fund.ledger.sums import UNDERTAKING
from fund.ledger.waiting import (
    NO_VERSION,
    NOTHING,
    NUMBER,
    OF,
    WHERE,
    apart,
    entered_on,
    hands_of,
    in_state,
    not_approved,
    not_mine,
)
from fund.rooms.waiting import Waiting

TAKES = {"value": "confirm_value", "proposal": "approve_exit", "remittance": "confirm_remittance"}
"""kind of fact that takes a second word -> the act that says yes."""


def _to_decide(_session: Session, actor: Actor) -> Asking:
    """Candidates entered and not decided."""
    columns = (NUMBER, UNDERTAKING.c.version, *OF, NOTHING, *WHERE)
    statement = sa.select(*columns, sa.literal(0), entered_on()).select_from(UNDERTAKING)
    return statement.join(HOLDING, HOLDING.c.undertaking_id == UNDERTAKING.c.id).where(
        # of its kind: so an index of kind and state finds it
        UNDERTAKING.c.kind == "holding",
        in_state("decide"),
        apart(actor, "decide"),
        not_approved(actor),
    )


def _to_answer(kind: str) -> Callable[[Session, Actor], Asking]:
    def find(_session: Session, actor: Actor) -> Asking:
        """Facts of a kind others stated, that nobody turned down and this person did not answer."""
        words = sa.select(WORD.c.id).where(WORD.c.fact_id == FACT.c.id)
        hands = hands_of(actor)
        closing = WORD.c.said_by.in_(hands) | WORD.c.said_for.in_(hands) | (WORD.c.verdict == "no")
        given = words.with_only_columns(sa.func.count()).scalar_subquery()
        day = sa.cast(FACT.c.occurred_on, sa.String)
        return (
            sa.select(
                FACT.c.id, NO_VERSION, *OF, day, *WHERE, FACT.c.amount_fen, FACT.c.recorded_on
            )
            .join(UNDERTAKING, UNDERTAKING.c.id == FACT.c.undertaking_id)
            .where(
                FACT.c.kind == kind,
                sa.text("holding_fact.needed > 0"),  # as the index that serves it says
                given < FACT.c.needed,
                ~words.where(closing).exists(),
                apart(actor, TAKES[kind], FACT.c.undertaking_id),
                *not_mine(actor, FACT.c.stated_by, FACT.c.stated_for),
            )
        )

    return find


def of(session: Session, actor: Actor, undertaking_id: int) -> set[int]:
    """Facts of one holding that wait for this person's word, by number."""
    found: set[int] = set()
    for kind, act in TAKES.items():
        if actor.may(act):
            asking = _to_answer(kind)(session, actor)
            own = asking.where(FACT.c.undertaking_id == undertaking_id)
            found |= set(session.execute(own).scalars())
    return found


DECISIONS = Waiting(
    "decide",
    _to_decide,
    N_("Holdings to decide"),
    N_("Candidates entered by somebody else"),
    part="decide_holding",
    is_by_number=True,
)


def _second_word(kind: str, title: str, why: str) -> Waiting:
    return Waiting(TAKES[kind], _to_answer(kind), title, why, is_by_number=True)


VALUATIONS = _second_word("value", N_("Valuations to confirm"), N_("Stated by somebody else"))
EXITS = _second_word(
    "proposal",
    N_("Exits to approve"),
    N_("Proposed by somebody else; the amount is the least they must bring"),
)
REMITTANCES = _second_word(
    "remittance", N_("Remittances to confirm"), N_("Sent to the treasury by somebody else")
)
