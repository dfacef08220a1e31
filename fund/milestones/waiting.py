"""What waits for somebody of milestones, evidence and waivers, and to be paid."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import Asking, frequent, table_of, unsought
from fund.errors import N_
from fund.ledger.kept import UNEARNED, UNPAID
from fund.ledger.rules import ENDED
from fund.ledger.sums import UNDERTAKING
from fund.ledger.tables import Tranche, TrancheBalance
from fund.ledger.waiting import (
    NO_VERSION,
    OF,
    WHERE,
    apart,
    mine,
    named,
    not_mine,
    of_state,
    status_of,
    untouched,
)
from fund.milestones import commands, waiving
from fund.milestones.tables import (
    PROPOSED,
    UNJUDGED,
    Evidence,
    EvidenceWaiting,
    Milestone,
    WaiverProposal,
)
from fund.rooms.waiting import Together, Waiting
from fund.settings import values as settings

FILED = table_of(EvidenceWaiting)
EVIDENCE = table_of(Evidence)
MILESTONE = table_of(Milestone)
PART = table_of(Tranche)
PARTS = table_of(TrancheBalance)
WAIVER = table_of(WaiverProposal)


def _soon(session: Session) -> date:
    return clock.today() + timedelta(days=settings.value(session, "reminder_days"))


def _to_forecast(session: Session, actor: Actor) -> Asking:
    """Steps due by now or soon that nobody has judged: will they be met, and on which day."""
    whose = sa.case((MILESTONE.c.owner == "", ""), else_=" · " + MILESTONE.c.owner)
    return (
        sa.select(
            MILESTONE.c.id,
            NO_VERSION,
            *OF,
            named(MILESTONE.c.code, MILESTONE.c.title) + whose,
            *WHERE,
            sa.literal(0),
            MILESTONE.c.due_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == MILESTONE.c.undertaking_id)
        .where(
            frequent(MILESTONE.c.status == "scheduled"),
            MILESTONE.c.due_on <= _soon(session),
            status_of(MILESTONE.c.undertaking_id).not_in(sorted(ENDED - {"completed"})),
            *mine(actor, "forecast"),
        )
    )


def _to_file(session: Session, actor: Actor) -> Asking:
    """Parts promised by now or soon, not earned or by waiver only, with nothing filed that anybody
    could accept.
    """
    waiting = sa.exists().where(
        EVIDENCE.c.tranche_id == PART.c.id,
        sa.exists().where(FILED.c.evidence_id == EVIDENCE.c.id),
    )
    return (
        sa.select(
            PARTS.c.tranche_id,
            NO_VERSION,
            *OF,
            named(PART.c.code, PART.c.title),
            *WHERE,
            PARTS.c.obligated_fen,
            PARTS.c.due_on,
        )
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == PART.c.undertaking_id)
        .where(
            sa.text(UNEARNED),
            PARTS.c.due_on <= _soon(session),
            ~waiting,
            *mine(actor, "file_evidence"),
            of_state(PART.c.undertaking_id, "file_evidence"),
            apart(actor, "file_evidence", PART.c.undertaking_id),
        )
    )


def _to_accept(_session: Session, actor: Actor) -> Asking:
    return (
        sa.select(
            FILED.c.evidence_id,
            NO_VERSION,
            *OF,
            named(PART.c.code, EVIDENCE.c.title),
            *WHERE,
            PARTS.c.obligated_fen - PARTS.c.accepted_fen,
            FILED.c.filed_on,
        )
        .select_from(FILED)
        .join(EVIDENCE, EVIDENCE.c.id == unsought(FILED.c.evidence_id))
        .join(PART, PART.c.id == EVIDENCE.c.tranche_id)
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == EVIDENCE.c.undertaking_id)
        .where(
            of_state(EVIDENCE.c.undertaking_id, "accept"),
            apart(actor, "accept", EVIDENCE.c.undertaking_id),
        )
    )


def _to_waive(_session: Session, actor: Actor) -> Asking:
    return (
        sa.select(
            WAIVER.c.id,
            NO_VERSION,
            *OF,
            PART.c.code,
            *WHERE,
            PARTS.c.obligated_fen - PARTS.c.accepted_fen,
            WAIVER.c.proposed_on,
        )
        .join(PART, PART.c.id == WAIVER.c.tranche_id)
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == WAIVER.c.undertaking_id)
        .where(
            sa.text(PROPOSED),
            PARTS.c.obligated_fen > PARTS.c.accepted_fen,
            of_state(WAIVER.c.undertaking_id, "grant_waiver"),
            untouched(actor, WAIVER.c.undertaking_id),
            *not_mine(actor, WAIVER.c.proposed_by),
        )
    )


def _to_settle(_session: Session, actor: Actor) -> Asking:
    """Steps no tranche waits for, past their day and not judged."""
    return (
        sa.select(
            MILESTONE.c.id,
            NO_VERSION,
            *OF,
            MILESTONE.c.title,
            *WHERE,
            sa.literal(0),
            MILESTONE.c.due_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == MILESTONE.c.undertaking_id)
        .where(
            sa.text(UNJUDGED),
            MILESTONE.c.due_on < clock.today(),
            status_of(MILESTONE.c.undertaking_id) == "active",
            apart(actor, "settle", MILESTONE.c.undertaking_id),
        )
    )


def _to_pay(_session: Session, actor: Actor) -> Asking:
    return (
        sa.select(
            PARTS.c.tranche_id,
            NO_VERSION,
            *OF,
            PART.c.code,
            *WHERE,
            PARTS.c.accepted_fen - PARTS.c.paid_fen,
            PARTS.c.accepted_on,
        )
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == PART.c.undertaking_id)
        .where(
            sa.text(UNPAID),
            of_state(PART.c.undertaking_id, "pay"),
            apart(actor, "pay", PART.c.undertaking_id),
        )
    )


FORECASTS = Waiting(
    "forecast",
    _to_forecast,
    N_("Milestones due"),
    N_(
        "Due by now or soon and not judged: hand in what they ask for, or say when they are"
        " expected"
    ),
)
EVIDENCE_TO_FILE = Waiting(
    "file_evidence",
    _to_file,
    N_("Evidence to hand in"),
    N_("Promised by now or soon, and nothing filed that waits to be accepted"),
)
EVIDENCE_TO_ACCEPT = Waiting(
    "accept",
    _to_accept,
    N_("Evidence to accept"),
    N_("Filed by somebody else; all that is left of the part is accepted"),
    Together(
        N_("Accept those chosen"), commands.accept, lambda row: {"evidence_id": int(row["key"])}
    ),
)
WAIVERS = Waiting(
    "grant_waiver",
    _to_waive,
    N_("Waivers to grant"),
    N_("You had no hand in any of them"),
    Together(
        N_("Grant those chosen"),
        waiving.grant_waiver,
        lambda row: {"proposal_id": int(row["key"])},
    ),
)
JUDGEMENTS = Waiting(
    "settle",
    _to_settle,
    N_("Milestones to judge"),
    N_("Past their day, and no money waits for them"),
)
PAYMENTS = Waiting(
    "pay",
    _to_pay,
    N_("Payments to make"),
    N_("Accepted and unpaid; you did not accept them. Each is paid where its account is seen"),
)
