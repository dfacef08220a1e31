"""Everything that waits for somebody today, table by table, as the reminders' rules judge it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.clock import BEIJING
from fund.grants.tables import Call
from fund.ledger.pending import promised_now
from fund.ledger.rules import ENDED
from fund.ledger.sums import UNDERTAKING
from fund.ledger.tables import Amendment, Approval, Tranche, TrancheBalance
from fund.lifecycle import STATES
from fund.milestones.tables import Acceptance, Evidence, Milestone, WaiverProposal
from fund.office.tables import Opening
from fund.reminders.rules import Item
from fund.settings import values as settings

ACCEPTANCE: Any = Acceptance.__table__  # type: ignore[attr-defined]
AMENDMENT: Any = Amendment.__table__  # type: ignore[attr-defined]
BALANCE: Any = TrancheBalance.__table__  # type: ignore[attr-defined]
EVIDENCE: Any = Evidence.__table__  # type: ignore[attr-defined]
MILESTONE: Any = Milestone.__table__  # type: ignore[attr-defined]
OPENING: Any = Opening.__table__  # type: ignore[attr-defined]
TRANCHE: Any = Tranche.__table__  # type: ignore[attr-defined]
WAIVER: Any = WaiverProposal.__table__  # type: ignore[attr-defined]
FACTS = (UNDERTAKING.c.id, UNDERTAKING.c.code, UNDERTAKING.c.title, UNDERTAKING.c.currency, UNDERTAKING.c.entered_by)
OVER = ENDED - {"completed"}
"""Statuses in which no step is waited for; what is completed still has its steps judged before it is closed."""


class When(NamedTuple):
    """The day looked at and the thresholds: how long before, how long evidence may take, in days."""

    today: date
    ahead_days: int
    evidence_days: int


def when(session: Session, today: date) -> When:
    """The thresholds as set now."""
    return When(today, settings.value(session, "reminder_days"), settings.value(session, "evidence_days"))


def items(session: Session, at: When) -> list[Item]:
    """Everything that is due within the reminder's days, late, or waits for a second person."""
    parts = (milestones, tranches, evidence, payments, waivers, amendments, approvals, openings, calls)
    return [item for part in parts for item in part(session, at)]


def _waiting(at: When, since: date) -> dict[str, Any]:
    """What waits for somebody is late after as many days as a reminder goes out before something is due."""
    return {"anchor_on": since, "due_on": since + timedelta(days=at.ahead_days), "is_waiting": True}


def _facts(row: Any) -> dict[str, Any]:
    key, code, title, currency, entered_by = row[-5:]
    return {"undertaking_id": key, "code": code, "title": title, "currency": currency, "entered_by": entered_by}


def _in(act: str) -> Any:
    return UNDERTAKING.c.status.in_(sorted(STATES[act]))


def milestones(session: Session, at: When) -> Iterator[Item]:
    """Steps nobody has judged yet."""
    rows = session.execute(
        sa.select(MILESTONE.c.id, MILESTONE.c.due_on, MILESTONE.c.code, MILESTONE.c.title, MILESTONE.c.owner, *FACTS)
        .join(UNDERTAKING, UNDERTAKING.c.id == MILESTONE.c.undertaking_id)
        .where(MILESTONE.c.status == "scheduled", MILESTONE.c.due_on <= at.today + timedelta(days=at.ahead_days), UNDERTAKING.c.status.not_in(sorted(OVER)))
        .order_by(MILESTONE.c.due_on, MILESTONE.c.id)
    ).all()
    for row in rows:
        yield Item("milestone", row[0], row[1], row[1], step=_step(row[2], row[3]), owner=row[4], **_facts(row))


def _step(code: str, title: str) -> str:
    return code if title in ("", code) else f"{code} {title}"


def tranches(session: Session, at: When) -> Iterator[Item]:
    """Parts promised, not earned or earned by waiver only, with no evidence that anybody could accept."""
    accepted = sa.select(ACCEPTANCE.c.id).where(ACCEPTANCE.c.tranche_id == TRANCHE.c.id)
    by_waiver = sa.exists(accepted.where(ACCEPTANCE.c.basis == "waiver")) & ~sa.exists(accepted.where(ACCEPTANCE.c.basis == "evidence"))
    promised_on = promised_now(session, TRANCHE, at.today)
    rows = session.execute(
        sa.select(TRANCHE.c.id, promised_on, TRANCHE.c.code, TRANCHE.c.title, BALANCE.c.obligated_fen, *FACTS)
        .join(BALANCE, BALANCE.c.tranche_id == TRANCHE.c.id).join(UNDERTAKING, UNDERTAKING.c.id == TRANCHE.c.undertaking_id)
        .where(
            promised_on <= at.today + timedelta(days=at.ahead_days - at.evidence_days), _in("file_evidence"), BALANCE.c.obligated_fen > 0,
            (BALANCE.c.accepted_fen < BALANCE.c.obligated_fen) | by_waiver, ~_open_evidence(TRANCHE.c.id),
        )
        .order_by(promised_on, TRANCHE.c.id)
    ).all()
    for row in rows:
        due_on = row[1] + timedelta(days=at.evidence_days)
        yield Item("tranche", row[0], row[1], due_on, step=_step(row[2], row[3]), amount_fen=row[4], **_facts(row))


def _open_evidence(tranche_id: Any) -> Any:
    filed = EVIDENCE.alias("filed")
    return sa.exists().where(filed.c.tranche_id == tranche_id, ~sa.exists().where(ACCEPTANCE.c.evidence_id == filed.c.id))


def evidence(session: Session, at: When) -> Iterator[Item]:
    """Documents filed and not accepted."""
    rows = session.execute(
        sa.select(EVIDENCE.c.id, EVIDENCE.c.filed_on, TRANCHE.c.code, EVIDENCE.c.title, BALANCE.c.obligated_fen - BALANCE.c.accepted_fen, *FACTS)
        .join(TRANCHE, TRANCHE.c.id == EVIDENCE.c.tranche_id).join(BALANCE, BALANCE.c.tranche_id == TRANCHE.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == EVIDENCE.c.undertaking_id)
        .where(_in("accept"), ~sa.exists().where(ACCEPTANCE.c.evidence_id == EVIDENCE.c.id)).order_by(EVIDENCE.c.filed_on, EVIDENCE.c.id)
    ).all()
    for row in rows:
        yield Item("evidence", row[0], step=_step(row[2], row[3]), amount_fen=row[4], **_waiting(at, row[1]), **_facts(row))


def payments(session: Session, at: When) -> Iterator[Item]:
    """Parts accepted and not wholly paid, since the latest acceptance."""
    since = sa.select(sa.func.max(ACCEPTANCE.c.recorded_on)).where(ACCEPTANCE.c.tranche_id == TRANCHE.c.id).correlate(TRANCHE).scalar_subquery()
    rows = session.execute(
        sa.select(TRANCHE.c.id, sa.func.coalesce(since, TRANCHE.c.promised_on), TRANCHE.c.code, TRANCHE.c.title, BALANCE.c.accepted_fen - BALANCE.c.paid_fen, *FACTS)
        .join(BALANCE, BALANCE.c.tranche_id == TRANCHE.c.id).join(UNDERTAKING, UNDERTAKING.c.id == TRANCHE.c.undertaking_id)
        .where(BALANCE.c.accepted_fen > BALANCE.c.paid_fen, _in("pay")).order_by(TRANCHE.c.id)
    ).all()
    for row in rows:
        yield Item("payment", row[0], step=_step(row[2], row[3]), amount_fen=row[4], **_waiting(at, row[1]), **_facts(row))


def waivers(session: Session, at: When) -> Iterator[Item]:
    """Waivers one decider proposed."""
    rows = session.execute(
        sa.select(WAIVER.c.id, WAIVER.c.proposed_on, WAIVER.c.proposed_by, TRANCHE.c.code, TRANCHE.c.title, BALANCE.c.obligated_fen - BALANCE.c.accepted_fen, *FACTS)
        .join(TRANCHE, TRANCHE.c.id == WAIVER.c.tranche_id).join(BALANCE, BALANCE.c.tranche_id == TRANCHE.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == WAIVER.c.undertaking_id).where(WAIVER.c.is_open, _in("grant_waiver")).order_by(WAIVER.c.id)
    ).all()
    for row in rows:
        yield Item("waiver", row[0], step=_step(row[3], row[4]), amount_fen=row[5], by=frozenset({row[2]}), **_waiting(at, row[1]), **_facts(row))


def amendments(session: Session, at: When) -> Iterator[Item]:
    """Amendments one decider proposed."""
    rows = session.execute(
        sa.select(AMENDMENT.c.id, AMENDMENT.c.proposed_on, AMENDMENT.c.proposed_by, TRANCHE.c.code, TRANCHE.c.title, AMENDMENT.c.change_fen, *FACTS)
        .outerjoin(TRANCHE, TRANCHE.c.id == AMENDMENT.c.tranche_id).join(UNDERTAKING, UNDERTAKING.c.id == AMENDMENT.c.undertaking_id)
        .where(AMENDMENT.c.answer == "", _in("sign_amendment")).order_by(AMENDMENT.c.id)
    ).all()
    for row in rows:
        yield Item("amendment", row[0], step=_step(row[3], row[4]) if row[3] else "", amount_fen=row[5], by=frozenset({row[2]}), **_waiting(at, row[1]), **_facts(row))


def approvals(session: Session, at: When) -> Iterator[Item]:
    """Large amounts that some of the deciders they take have said yes to: the latest amount, since the first yes to it."""
    for kind, act in (("decision", "decide"), ("award", "award")):
        rows = session.execute(
            sa.select(Approval, *FACTS).join(UNDERTAKING, UNDERTAKING.c.id == Approval.undertaking_id)  # type: ignore[call-overload]
            .where(col(Approval.act) == act, _in(act)).order_by(UNDERTAKING.c.id, col(Approval.id).desc())
        ).all()
        by_undertaking: dict[int, list[Any]] = {}
        for row in rows:
            by_undertaking.setdefault(row[1], []).append(row)
        for key, found in by_undertaking.items():
            given = [row[0] for row in takewhile(lambda row, latest=found[0][0].amount_fen: row[0].amount_fen == latest, found)]  # type: ignore[misc]
            said = frozenset(person for one in given for person in (one.approved_by, one.approved_for)) - {None}
            yield Item(kind, key, amount_fen=given[0].amount_fen, by=said, **_waiting(at, given[-1].approved_on), **_facts(found[0]))


def openings(session: Session, at: When) -> Iterator[Item]:
    """The office's own workbooks, handed in and not decided on."""
    columns = [OPENING.c[name] for name in ("id", "file_name", "uploaded_at", "uploaded_by", "uploaded_for")]
    for key, name, uploaded_at, *hands in session.execute(sa.select(*columns).where(OPENING.c.status == "waiting").order_by(OPENING.c.id)).all():
        yield Item("opening", key, code=f"#{key}", title=name, by=frozenset(hands) - {None}, **_waiting(at, uploaded_at.astimezone(BEIJING).date()))


def calls(session: Session, at: When) -> Iterator[Item]:
    """Calls drafted, not published and not over: late once they should be open."""
    for call in session.exec(select(Call).where(col(Call.published_on).is_(None), Call.closes_on >= at.today).order_by(col(Call.opens_on), col(Call.id))).all():
        by = frozenset({call.drafted_by, call.drafted_for}) - {None}
        yield Item("call", call.id or 0, call.opens_on, call.opens_on, call.code, call.title, by=by, is_waiting=True)
