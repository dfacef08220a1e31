"""What an undertaking has not been paid moves to a later year's line: 结转. Two people agree to it
first, in fund.closing.commands.
"""

from sqlmodel import Session

from fund import audit
from fund.access.actors import Actor
from fund.errors import N_, NotFound
from fund.ledger import book
from fund.ledger.rules import AnotherProgramme, Entry
from fund.ledger.tables import Act, Line, Undertaking


def carry_over(
    session: Session, actor: Actor, undertaking: Undertaking, to_line_id: int, reason: str
) -> Act:
    """Post the move. It is no spending: every stage falls on the old line by what it rises on the
    new one.
    """
    must_be_later(session, undertaking, to_line_id)
    for line_id in sorted((undertaking.line_id, to_line_id)):
        book.line_balance(session, line_id)
    entries = []
    for (tranche_id, stage), amount_fen in _unpaid(session, undertaking).items():
        entries += [
            Entry(undertaking.line_id, stage, -amount_fen, tranche_id),
            Entry(to_line_id, stage, amount_fen, tranche_id),
        ]
    act = book.post(session, actor, "carry_over", entries, undertaking=undertaking, reason=reason)
    undertaking.line_id = to_line_id
    undertaking.version += 1
    session.add(undertaking)
    audit.record(
        session, actor, "carry_over", act, undertaking_id=undertaking.id, to_line_id=to_line_id
    )
    return act


def must_be_later(session: Session, undertaking: Undertaking, to_line_id: int) -> None:
    """Refuse a line that is not of a later year of the same programme and currency."""
    here, there = session.get_one(Line, undertaking.line_id), session.get(Line, to_line_id)
    if there is None:
        raise NotFound(kind=N_("line"), key=to_line_id)
    if (here.programme_id, here.currency) != (
        there.programme_id,
        there.currency,
    ) or there.fiscal_year <= here.fiscal_year:
        raise AnotherProgramme


def unpaid_fen(session: Session, undertaking: Undertaking) -> int:
    """What its present line holds promised to an undertaking and unpaid, in fen."""
    return _unpaid(session, undertaking)[None, "committed"]


def _unpaid(session: Session, undertaking: Undertaking) -> dict[tuple[int | None, str], int]:
    """What its present line holds unpaid, by (tranche, stage), with the appropriation that covers
    it.
    """
    sums = {
        (tranche_id, stage): amount_fen
        for (line_id, tranche_id, stage), amount_fen in book.standing(
            session, undertaking.id or 0
        ).items()
        if line_id == undertaking.line_id and stage != "returned"
    }
    paid = {
        tranche_id: amount_fen
        for (tranche_id, stage), amount_fen in sums.items()
        if stage == "paid"
    }
    unpaid = {
        (tranche_id, stage): amount_fen - paid.get(tranche_id, 0)
        for (tranche_id, stage), amount_fen in sums.items()
        if stage in ("obligated", "accepted")
    }
    committed = sums.get((None, "committed"), 0) - sum(paid.values())
    return unpaid | {(None, "committed"): committed, (None, "appropriated"): committed}
