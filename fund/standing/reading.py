"""What the rules of standing go by, read in a few queries for one undertaking or for all of them,
as known on a day.
"""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.tables import Person
from fund.ledger.kept import CARRIED
from fund.ledger.pending import promised_now
from fund.ledger.queries import is_latest
from fund.ledger.sums import POSTING
from fund.ledger.tables import Act, Tranche, TrancheBalance
from fund.milestones.tables import Acceptance, Evidence, Milestone, MilestoneEvent
from fund.settings import values as settings
from fund.standing import rules
from fund.standing.rules import Facts, Part, Step
from fund.standing.tables import StatusAnswer, StatusReport

TRANCHE: Any = Tranche.__table__  # type: ignore[attr-defined]
BALANCE: Any = TrancheBalance.__table__  # type: ignore[attr-defined]
EVIDENCE: Any = Evidence.__table__  # type: ignore[attr-defined]
ACCEPTANCE: Any = Acceptance.__table__  # type: ignore[attr-defined]
MILESTONE: Any = Milestone.__table__  # type: ignore[attr-defined]
EVENT: Any = MilestoneEvent.__table__  # type: ignore[attr-defined]
LETTER: Any = StatusReport.__table__  # type: ignore[attr-defined]
ANSWER: Any = StatusAnswer.__table__  # type: ignore[attr-defined]
ACT: Any = Act.__table__  # type: ignore[attr-defined]
PERSON: Any = Person.__table__  # type: ignore[attr-defined]


class Letter(NamedTuple):
    """The latest letter of a recipient with its answer (None while there is none); ``rules`` is
    what had fired, as text.
    """

    id: int
    light: str
    note: str
    reported_on: date
    sha256: str | None
    recorded_on: date
    recorded_by: str
    answer: str | None
    answered_on: date | None
    answered_by: str | None
    rules: str | None


def thresholds(session: Session, as_of: date) -> dict[str, int]:
    """The thresholds of standing as they were set on a day."""
    return {key: settings.value(session, key, on=as_of) for key in rules.THRESHOLDS}


def facts(session: Session, as_of: date, undertaking_id: int | None = None) -> dict[int, Facts]:
    """What the rules look at, by undertaking; one that has neither part nor open step has empty
    facts.
    """
    parts, steps = _parts(session, as_of, undertaking_id), _steps(session, as_of, undertaking_id)
    found: dict[int, Facts] = defaultdict(lambda: Facts(as_of))
    found |= {
        key: Facts(as_of, parts.get(key, ()), steps.get(key, ()))
        for key in parts.keys() | steps.keys()
    }
    return found


def _parts(session: Session, as_of: date, undertaking_id: int | None) -> dict[int, list[Part]]:
    only = [] if undertaking_id is None else [TRANCHE.c.undertaking_id == undertaking_id]
    of = sa.select(TRANCHE.c.id).where(*only)

    def tranches(table: Any, *where: Any) -> set[int]:
        return set(
            session.execute(
                sa.select(table.c.tranche_id).where(
                    *where, *([table.c.tranche_id.in_(of)] if only else [])
                )
            ).scalars()
        )

    filed = tranches(EVIDENCE, EVIDENCE.c.filed_on <= as_of)
    opened, waived, evidenced = (
        tranches(ACCEPTANCE, ACCEPTANCE.c.basis == basis, ACCEPTANCE.c.recorded_on <= as_of)
        for basis in ("opening", "waiver", "evidence")
    )
    money = BALANCE if is_latest(session, as_of) else _as_posted(as_of, of if only else None)
    rows = session.execute(
        sa.select(
            *TRANCHE.c["undertaking_id", "id"],
            promised_now(session, TRANCHE, as_of),
            *money.c["obligated_fen", "paid_fen"],
        )
        .join(money, money.c.tranche_id == TRANCHE.c.id)
        .where(*only)
    ).all()
    found = defaultdict(list)
    for key, tranche, promised_on, obligated_fen, paid_fen in rows:
        found[key].append(
            Part(
                promised_on,
                int(obligated_fen),
                int(paid_fen),
                tranche in filed or tranche in opened,
                tranche in waived and tranche not in evidenced,
            )
        )
    return found


def _as_posted(as_of: date, of: Any) -> Any:
    """What stood on each tranche on a past day, added up from the postings."""
    stages = [
        sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0)).label(
            f"{stage}_fen"
        )
        for stage in ("obligated", "paid")
    ]
    where = [
        POSTING.c.recorded_on <= as_of,
        POSTING.c.tranche_id.is_not(None) if of is None else POSTING.c.tranche_id.in_(of),
    ]
    return (
        sa.select(POSTING.c.tranche_id, *stages)
        .where(*where)
        .group_by(POSTING.c.tranche_id)
        .subquery("money")
    )


def _steps(session: Session, as_of: date, undertaking_id: int | None) -> dict[int, list[Step]]:
    only = [] if undertaking_id is None else [MILESTONE.c.undertaking_id == undertaking_id]
    latest = sa.select(sa.func.max(EVENT.c.id)).where(EVENT.c.recorded_on <= as_of)
    if only:
        latest = latest.where(EVENT.c.milestone_id.in_(sa.select(MILESTONE.c.id).where(*only)))
    rows = session.execute(
        sa.select(
            MILESTONE.c.undertaking_id,
            MILESTONE.c.first_due_on,
            sa.func.coalesce(EVENT.c.forecast_on, EVENT.c.due_on, type_=sa.Date),
        )
        .join(EVENT, EVENT.c.milestone_id == MILESTONE.c.id)
        .where(
            EVENT.c.id.in_(latest.group_by(EVENT.c.milestone_id)),
            EVENT.c.status == "scheduled",
            *only,
        )
    ).all()
    found = defaultdict(list)
    for key, first_due_on, expected_on in rows:
        found[key].append(Step(first_due_on, expected_on))
    return found


def letters(session: Session, as_of: date, undertaking_id: int | None = None) -> dict[int, Letter]:
    """The latest letter known on a day, by undertaking, with the answer known by then."""
    later = LETTER.alias("later")
    newer = (later.c.reported_on > LETTER.c.reported_on) | (
        (later.c.reported_on == LETTER.c.reported_on) & (later.c.id > LETTER.c.id)
    )
    superseded = sa.exists().where(
        later.c.undertaking_id == LETTER.c.undertaking_id, later.c.recorded_on <= as_of, newer
    )
    answerer = PERSON.alias("answerer")
    statement = (
        sa.select(
            LETTER.c.undertaking_id,
            LETTER.c.id,
            LETTER.c.light,
            LETTER.c.note,
            LETTER.c.reported_on,
            LETTER.c.letter_sha256,
            LETTER.c.recorded_on,
            PERSON.c.name,
            ANSWER.c.answer,
            ANSWER.c.answered_on,
            answerer.c.name,
            ANSWER.c.rules,
        )
        .outerjoin(PERSON, PERSON.c.id == LETTER.c.recorded_by)
        .outerjoin(
            ANSWER, (ANSWER.c.status_report_id == LETTER.c.id) & (ANSWER.c.answered_on <= as_of)
        )
        .outerjoin(answerer, answerer.c.id == ANSWER.c.answered_by)
        .where(LETTER.c.recorded_on <= as_of, ~superseded)
    )
    if undertaking_id is not None:
        statement = statement.where(LETTER.c.undertaking_id == undertaking_id)
    return {key: Letter(*row) for key, *row in session.execute(statement).all()}


def carried(session: Session, until: date) -> dict[int, tuple[int, int, date]]:
    """Money carried over by a day: (line it went to first, fen, day) of each undertaking's first
    carry-over.
    """
    rows = session.execute(
        sa.select(ACT.c.undertaking_id, POSTING.c.line_id, POSTING.c.amount_fen, ACT.c.recorded_on)
        .join(POSTING, POSTING.c.act_id == ACT.c.id)
        .where(
            sa.text(CARRIED),
            ACT.c.recorded_on <= until,
            POSTING.c.stage == "appropriated",
            POSTING.c.amount_fen > 0,
        )
        .order_by(ACT.c.id.desc())
    ).all()
    return {key: (line, int(amount_fen), day) for key, line, amount_fen, day in rows}
