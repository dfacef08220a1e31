"""Saying what became of a red flag."""

import json

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, NeedsReason
from fund.ledger.commands import UnknownWord
from fund.procurement import events
from fund.procurement.flagged import looked_through
from fund.procurement.rules import DISPOSITIONS, NotRaised
from fund.procurement.tables import FlagDisposition
from fund.procurement.tenders import Finding


def _raised(session: Session, which: tuple[str, int | None, int | None]) -> Finding:
    """A flag (its code, its process, its supplier) as it is raised now."""
    findings, _known, _looked_at = looked_through(session)
    for finding in findings:
        if (finding.flag, finding.process_id, finding.supplier_id) == which:
            return finding
    raise NotRaised


def dispose_flag(
    session: Session,
    actor: Actor,
    *,
    flag: str,
    process_id: int | None,
    supplier_id: int | None,
    outcome: str,
    reason: str,
) -> FlagDisposition:
    """Say of a flag raised now what becomes of it, and why; not by whoever had a hand in the
    tender. What had raised it is kept with it.
    """
    actor.must("dispose_flag")
    if outcome not in DISPOSITIONS:
        raise UnknownWord(kind=N_("outcome"), value=outcome)
    if not reason.strip():
        raise NeedsReason
    if process_id is not None:
        events.must_be_apart(session, actor, "dispose_flag", process_id)
    finding = _raised(session, (flag, process_id, supplier_id))
    made = FlagDisposition(
        flag=flag,
        process_id=process_id,
        organisation_id=supplier_id,
        outcome=outcome,
        reason=reason.strip(),
        facts=json.dumps(finding.facts | {"sample": finding.sample}, default=str, sort_keys=True),
        recorded_on=clock.today(),
        recorded_at=clock.now(),
        actor_id=actor.id,
    )
    session.add(made)
    audit.record(
        session,
        actor,
        "dispose_flag",
        made,
        flag=flag,
        process_id=process_id,
        supplier_id=supplier_id,
        outcome=outcome,
        reason=made.reason,
    )
    return made
