"""Which milestone waits for which other. Nothing is moved by it: it says what moves along in a
forecast's "what changes it".
"""

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError, NeedsReason
from fund.ledger import book
from fund.milestones.tables import Milestone, MilestoneNeed


class WaitsForItself(FundError):
    """Milestones that wait for one another in a circle are never met."""

    message = N_("“{code}” would wait for itself: “{other}” waits for it already, if not directly.")


def need(
    session: Session,
    actor: Actor,
    *,
    milestone_id: int,
    needs_id: int,
    reason: str,
    is_needed: bool = True,
) -> MilestoneNeed:
    """Say that a milestone waits for another one to be met, or no longer does; with a reason.
    Circles are refused.
    """
    actor.must("need")
    known = {key: book.fetch(session, Milestone, key) for key in sorted({milestone_id, needs_id})}
    if not reason.strip():
        raise NeedsReason
    if is_needed and (milestone_id == needs_id or milestone_id in _needed_by(session, needs_id)):
        raise WaitsForItself(code=known[milestone_id].code, other=known[needs_id].code)
    row = MilestoneNeed(
        milestone_id=milestone_id,
        needs_id=needs_id,
        is_needed=is_needed,
        reason=reason.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "need",
        row,
        milestone_id=milestone_id,
        needs_id=needs_id,
        is_needed=is_needed,
        reason=row.reason,
    )
    return row


def _needed_by(session: Session, milestone_id: int) -> set[int]:
    """Everything a milestone waits for, directly or not."""
    holds = {
        (row.milestone_id, row.needs_id): row.is_needed
        for row in session.exec(select(MilestoneNeed).order_by(col(MilestoneNeed.id)))
    }
    found, open_ones = set[int](), [milestone_id]
    while open_ones:
        one = open_ones.pop()
        more = {
            needs for (waits, needs), is_needed in holds.items() if waits == one and is_needed
        } - found
        found |= more
        open_ones += more
    return found
