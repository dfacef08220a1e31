"""Raising, lowering and extending a guarantee, and claiming on it: proposed by one person, decided
by another; only then it changes.
"""

from datetime import date

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import N_, FourEyes, NeedsReason
from fund.guarantees import rules
from fund.guarantees.recording import change, note, standing
from fund.guarantees.tables import Guarantee, GuaranteeEvent, GuaranteeProposal
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture, positive
from fund.ledger.tables import Undertaking
from fund.milestones.tables import Milestone

DONE = {"raise": "raised", "lower": "lowered", "extend": "extended", "claim": "claimed"}


def propose_change(
    session: Session,
    actor: Actor,
    *,
    guarantee_id: int,
    kind: str,
    reason: str,
    amount_fen: int = 0,
    valid_to: date | None = None,
    milestone_id: int | None = None,
    file_name: str = "",
    content: bytes = b"",
) -> GuaranteeProposal:
    """Propose to raise, extend or lower a guarantee (naming the step met); another confirms."""
    actor.must("propose_change")
    if kind not in rules.CHANGES:
        raise rules.UnknownWord(value=kind, field=N_("Change"))
    row = standing(session, "propose_change", guarantee_id, None)
    if kind == "extend":
        amount_fen = 0
        _must_be_later(row, valid_to)
    else:
        valid_to = None
        positive(amount_fen)
    if kind == "lower":
        _must_be_met(session, row, milestone_id)
        _must_be_held(row, amount_fen)
    return _propose(
        session,
        actor,
        "propose_change",
        row,
        kind,
        reason,
        (file_name, content),
        amount_fen=amount_fen,
        valid_to=valid_to,
        milestone_id=milestone_id if kind == "lower" else None,
    )


def confirm_change(
    session: Session, actor: Actor, *, proposal_id: int, expected_version: int | None = None
) -> GuaranteeEvent:
    """Confirm a change somebody else proposed: it holds from today."""
    actor.must("confirm_change")
    proposal, row = _open(session, actor, "confirm_change", proposal_id, expected_version)
    if proposal.kind == "extend":
        _must_be_later(row, proposal.valid_to)
    if proposal.kind == "lower":
        _must_be_held(row, proposal.amount_fen)
    _decide(session, actor, proposal, "approved")
    made = _happened(session, actor, "confirm_change", row, proposal)
    audit.record(
        session, actor, "confirm_change", proposal, number=row.number, change=proposal.kind
    )
    return made


def reject_change(
    session: Session,
    actor: Actor,
    *,
    proposal_id: int,
    reason: str,
    expected_version: int | None = None,
) -> GuaranteeProposal:
    """Turn a change down, with a reason: everything stays as it is."""
    actor.must("reject_change")
    return _reject(session, actor, "reject_change", proposal_id, reason, expected_version)


def propose_claim(
    session: Session,
    actor: Actor,
    *,
    guarantee_id: int,
    amount_fen: int,
    reason: str,
    file_name: str = "",
    content: bytes = b"",
) -> GuaranteeProposal:
    """Propose to claim an amount of what is held, with what happened and its paper."""
    actor.must("propose_claim")
    row = standing(session, "propose_claim", guarantee_id, None)
    _must_run(row)
    _must_be_held(row, positive(amount_fen))
    return _propose(
        session,
        actor,
        "propose_claim",
        row,
        "claim",
        reason,
        (file_name, content),
        amount_fen=amount_fen,
    )


def approve_claim(
    session: Session, actor: Actor, *, proposal_id: int, expected_version: int | None = None
) -> GuaranteeEvent:
    """Approve a claim somebody else proposed, while the guarantee runs and as far as it is held."""
    actor.must("approve_claim")
    proposal, row = _open(session, actor, "approve_claim", proposal_id, expected_version)
    _must_run(row)
    _must_be_held(row, proposal.amount_fen)
    _decide(session, actor, proposal, "approved")
    made = _happened(session, actor, "approve_claim", row, proposal)
    audit.record(
        session,
        actor,
        "approve_claim",
        proposal,
        number=row.number,
        amount_fen=proposal.amount_fen,
    )
    return made


def reject_claim(
    session: Session,
    actor: Actor,
    *,
    proposal_id: int,
    reason: str,
    expected_version: int | None = None,
) -> GuaranteeProposal:
    """Turn a claim down, with a reason."""
    actor.must("reject_claim")
    return _reject(session, actor, "reject_claim", proposal_id, reason, expected_version)


def record_payout(
    session: Session,
    actor: Actor,
    *,
    guarantee_id: int,
    amount_fen: int,
    occurred_on: date,
    voucher: str,
) -> GuaranteeEvent:
    """Record that the issuer paid what was claimed, by the bank's voucher. It is no posting: whose
    loss it makes good is told by the claim.
    """
    actor.must("record_payout")
    row = standing(session, "record_payout", guarantee_id, None)
    if not voucher.strip():
        raise NeedsReason
    if occurred_on > clock.today():
        raise InTheFuture(date=occurred_on)
    claims = select(GuaranteeEvent.id).where(
        GuaranteeEvent.guarantee_id == guarantee_id, GuaranteeEvent.kind == "claimed"
    )
    if session.exec(claims).first() is None:
        raise rules.NotApproved
    open_fen = unpaid(session, guarantee_id)
    if positive(amount_fen) > open_fen:
        raise rules.AbovePayout(open_fen=open_fen, asked_fen=amount_fen)
    made = note(
        session,
        actor,
        row,
        "paid_out",
        "record_payout",
        amount_fen=amount_fen,
        words=voucher,
        occurred_on=occurred_on,
    )
    audit.record(session, actor, "record_payout", made, number=row.number, amount_fen=amount_fen)
    return made


def unpaid(session: Session, guarantee_id: int) -> int:
    """What was claimed and not paid out yet, in fen."""
    rows = session.exec(
        select(GuaranteeEvent.kind, GuaranteeEvent.amount_fen).where(
            GuaranteeEvent.guarantee_id == guarantee_id
        )
    ).all()
    signs = {"claimed": 1, "paid_out": -1}
    return sum(signs.get(kind, 0) * amount_fen for kind, amount_fen in rows)


def _must_be_later(row: Guarantee, valid_to: date | None) -> None:
    if valid_to is None or (row.valid_until is not None and valid_to <= row.valid_until):
        raise rules.EarlierEnd(valid_until=row.valid_until or row.valid_from)


def _must_run(row: Guarantee) -> None:
    if row.valid_until is not None and row.valid_until < clock.today():
        raise rules.GuaranteeExpired(valid_until=row.valid_until)


def _must_be_held(row: Guarantee, amount_fen: int) -> None:
    if amount_fen > row.held_fen:
        raise rules.AboveHeld(held_fen=row.held_fen, asked_fen=amount_fen)


def _must_be_met(session: Session, row: Guarantee, milestone_id: int | None) -> None:
    """Of a guarantee for a grant or contract, one of its milestones that was met; others are
    lowered on the paper that is handed in.
    """
    if row.undertaking_id is None:
        return
    step = session.get(Milestone, milestone_id) if milestone_id is not None else None
    if step is None or step.undertaking_id != row.undertaking_id or step.status != "met":
        undertaking = session.get_one(Undertaking, row.undertaking_id)
        raise rules.StepNotMet(undertaking=undertaking.code)


def _propose(
    session: Session,
    actor: Actor,
    act: str,
    row: Guarantee,
    kind: str,
    reason: str,
    paper: tuple[str, bytes],
    *,
    amount_fen: int = 0,
    valid_to: date | None = None,
    milestone_id: int | None = None,
) -> GuaranteeProposal:
    if not reason.strip():
        raise NeedsReason
    waits = select(GuaranteeProposal.id).where(
        GuaranteeProposal.guarantee_id == row.id,
        GuaranteeProposal.kind == kind,
        GuaranteeProposal.outcome == "open",
    )
    if session.exec(waits).first() is not None:
        raise rules.ProposalWaits
    name, content = paper
    kept = attachments.keep(session, actor, file_name=name, content=content) if content else None
    made = GuaranteeProposal(
        guarantee_id=row.id or 0,
        kind=kind,
        amount_fen=amount_fen,
        valid_to=valid_to,
        milestone_id=milestone_id,
        reason=reason.strip(),
        sha256=kept.sha256 if kept else None,
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind(act),
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, act, made, number=row.number, change=kind, amount_fen=amount_fen)
    return made


def _open(
    session: Session, actor: Actor, act: str, proposal_id: int, expected_version: int | None
) -> tuple[GuaranteeProposal, Guarantee]:
    """An open proposal of the kind the act decides on, locked with its guarantee, if the actor had
    no hand in it.
    """
    proposal = fetch(session, GuaranteeProposal, proposal_id, expected_version)
    is_claim = proposal.kind == "claim"
    if is_claim != act.endswith("_claim") or proposal.outcome != "open":
        raise rules.ProposalDecided
    if actor.hands & {proposal.proposed_by, proposal.proposed_for} - {None}:
        earlier = "propose_claim" if is_claim else "propose_change"
        raise FourEyes(earlier=earlier, act=act)
    if act.startswith("reject"):
        return proposal, fetch(session, Guarantee, proposal.guarantee_id)
    return proposal, standing(session, act, proposal.guarantee_id, None)


def _reject(
    session: Session,
    actor: Actor,
    act: str,
    proposal_id: int,
    reason: str,
    expected_version: int | None,
) -> GuaranteeProposal:
    if not reason.strip():
        raise NeedsReason
    proposal, row = _open(session, actor, act, proposal_id, expected_version)
    _decide(session, actor, proposal, "rejected", reason.strip())
    audit.record(session, actor, act, proposal, number=row.number, reason=reason)
    return proposal


def _decide(
    session: Session, actor: Actor, proposal: GuaranteeProposal, outcome: str, why: str = ""
) -> None:
    proposal.outcome, proposal.why = outcome, why
    proposal.version += 1
    proposal.decided_on, proposal.decided_by = clock.today(), actor.id
    session.add(proposal)
    session.flush()


def _happened(
    session: Session, actor: Actor, act: str, row: Guarantee, proposal: GuaranteeProposal
) -> GuaranteeEvent:
    """The event a decided proposal leads to, and what it leaves of the guarantee."""
    made = note(
        session,
        actor,
        row,
        DONE[proposal.kind],
        act,
        amount_fen=proposal.amount_fen,
        valid_until=proposal.valid_to,
        words=proposal.reason,
        sha256=proposal.sha256,
        proposal_id=proposal.id,
    )
    values: dict[str, object] = {}
    if proposal.kind == "extend":
        values["valid_until"] = proposal.valid_to
    elif proposal.kind in ("lower", "claim") and row.held_fen == 0:
        values["state"] = "used_up" if proposal.kind == "claim" else "given_back"
    change(session, row, **values)
    return made
