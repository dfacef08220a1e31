"""What the rules of standing go by, read in a few queries for one undertaking, for some or for all
of them, as known on a day.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Literal, NamedTuple, NotRequired, TypedDict

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.tables import Person
from fund.columns import Asking, is_any_in, numbered, table_of, unsought
from fund.frames import read
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
from fund.statements import Statement

TRANCHE = table_of(Tranche)
BALANCE = table_of(TrancheBalance)
EVIDENCE = table_of(Evidence)
ACCEPTANCE = table_of(Acceptance)
MILESTONE = table_of(Milestone)
EVENT = table_of(MilestoneEvent)
LETTER = table_of(StatusReport)
ANSWER = table_of(StatusAnswer)
ACT = table_of(Act)
PERSON = table_of(Person)
AS_OF = sa.bindparam("as_of", type_=sa.Date)
ONE = sa.bindparam("undertaking_id", type_=sa.Integer)
SOME = sa.bindparam("keys", type_=sa.String)
"""The places in the statements here, which stand built: they are asked for one undertaking after
another.
"""
Which = Literal["all", "one", "some"]
PARTS: dict[tuple[Which, bool, str], Asking] = {}


class Places(TypedDict):
    """What fills the places: the day, and the undertaking or those it is asked of."""

    as_of: date
    undertaking_id: NotRequired[int]
    keys: NotRequired[str]


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


def facts(
    session: Session,
    as_of: date,
    undertaking_id: int | None = None,
    keys: Sequence[int] | None = None,
) -> dict[int, Facts]:
    """What the rules look at, by undertaking; one that has neither part nor open step has empty
    facts. Of one, of some (``keys``), or of all.
    """
    which, asked = _asked(as_of, undertaking_id, keys)
    parts, steps = _parts(session, which, asked), _steps(session, which, asked)
    found: dict[int, Facts] = defaultdict(lambda: Facts(as_of))
    found |= {
        key: Facts(as_of, parts.get(key, ()), steps.get(key, ()))
        for key in parts.keys() | steps.keys()
    }
    return found


def _asked(
    as_of: date, undertaking_id: int | None, keys: Sequence[int] | None
) -> tuple[Which, Places]:
    """Which undertakings a statement is about, and what fills its places."""
    if undertaking_id is not None:
        return "one", {"as_of": as_of, "undertaking_id": undertaking_id}
    if keys is None:
        return "all", {"as_of": as_of}
    return "some", {"as_of": as_of, "keys": numbered(keys)}


def _parts(session: Session, which: Which, asked: Places) -> dict[int, list[Part]]:
    filed = set(_filed(which).run(session, asked).scalars())
    accepted = defaultdict(set)
    for tranche, basis in _accepted(which).run(session, asked):
        accepted[basis].add(tranche)
    opened, waived, evidenced = (accepted[basis] for basis in ("opening", "waiver", "evidence"))
    # a statement depends on the database by how it reads the day a part is promised for now
    is_now, dialect = is_latest(session, asked["as_of"]), session.get_bind().dialect.name
    asking = PARTS.get((which, is_now, dialect))
    if asking is None:
        asking = PARTS[which, is_now, dialect] = _promised(session, which, is_now=is_now)
    found = defaultdict(list)
    rows = zip(*read(session, asking, asked), strict=True)
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


def _only(column: sa.ColumnElement[int], which: Which) -> list[sa.ColumnElement[bool]]:
    return {"all": [], "one": [column == ONE], "some": [is_any_in(column, SOME)]}[which]


def _of(column: sa.ColumnElement[int], which: Which) -> list[sa.ColumnElement[bool]]:
    only = _only(TRANCHE.c.undertaking_id, which)
    return [column.in_(sa.select(TRANCHE.c.id).where(*only))] if only else []


@cache
def _filed(which: Which) -> Statement[int]:
    column = EVIDENCE.c.tranche_id
    return Statement(sa.select(column).where(EVIDENCE.c.filed_on <= AS_OF, *_of(column, which)))


@cache
def _accepted(which: Which) -> Statement[int, str]:
    column = ACCEPTANCE.c.tranche_id
    return Statement(
        sa.select(column, ACCEPTANCE.c.basis).where(
            ACCEPTANCE.c.recorded_on <= AS_OF, *_of(column, which)
        )
    )


def _promised(session: Session, which: Which, *, is_now: bool) -> Asking:
    money = BALANCE if is_now else _as_posted(which)
    return (
        sa.select(
            TRANCHE.c.undertaking_id,
            TRANCHE.c.id,
            promised_now(session, TRANCHE, AS_OF),
            money.c.obligated_fen,
            money.c.paid_fen,
        )
        .join(money, money.c.tranche_id == TRANCHE.c.id)
        .where(*_only(TRANCHE.c.undertaking_id, which))
    )


def _as_posted(which: Which) -> sa.Subquery:
    """What stood on each tranche on a past day, added up from the postings."""
    stages = [
        sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0)).label(
            f"{stage}_fen"
        )
        for stage in ("obligated", "paid")
    ]
    column = POSTING.c.tranche_id
    return (
        sa.select(column, *stages)
        .where(POSTING.c.recorded_on <= AS_OF, *(_of(column, which) or [column.is_not(None)]))
        .group_by(POSTING.c.tranche_id)
        .subquery("money")
    )


def _steps(session: Session, which: Which, asked: Places) -> dict[int, list[Step]]:
    found = defaultdict(list)
    rows = zip(*read(session, _expected(which), asked), strict=True)
    for key, first_due_on, expected_on in rows:
        found[key].append(Step(first_due_on, expected_on))
    return found


@cache
def _expected(which: Which) -> Asking:
    only = _only(MILESTONE.c.undertaking_id, which)
    latest = sa.select(sa.func.max(EVENT.c.id)).where(EVENT.c.recorded_on <= AS_OF)
    if only:
        latest = latest.where(EVENT.c.milestone_id.in_(sa.select(MILESTONE.c.id).where(*only)))
    return (
        sa.select(
            MILESTONE.c.undertaking_id,
            MILESTONE.c.first_due_on,
            sa.func.coalesce(EVENT.c.forecast_on, EVENT.c.due_on, type_=sa.Date),
        )
        .join(EVENT, EVENT.c.milestone_id == MILESTONE.c.id)
        .where(
            EVENT.c.id.in_(latest.group_by(EVENT.c.milestone_id)),
            unsought(EVENT.c.status) == "scheduled",
            *only,
        )
    )


def letters(
    session: Session,
    as_of: date,
    undertaking_id: int | None = None,
    keys: Sequence[int] | None = None,
) -> dict[int, Letter]:
    """The latest letter known on a day, by undertaking, with the answer known by then."""
    which, asked = _asked(as_of, undertaking_id, keys)
    rows = session.execute(_latest_letters(which), asked)
    return {key: Letter(*row) for key, *row in rows}


@cache
def _latest_letters(which: Which) -> Asking:
    later = LETTER.alias("later")
    newer = (later.c.reported_on > LETTER.c.reported_on) | (
        (later.c.reported_on == LETTER.c.reported_on) & (later.c.id > LETTER.c.id)
    )
    superseded = sa.exists().where(
        later.c.undertaking_id == LETTER.c.undertaking_id, later.c.recorded_on <= AS_OF, newer
    )
    answerer = PERSON.alias("answerer")
    return (
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
            ANSWER, (ANSWER.c.status_report_id == LETTER.c.id) & (ANSWER.c.answered_on <= AS_OF)
        )
        .outerjoin(answerer, answerer.c.id == ANSWER.c.answered_by)
        .where(LETTER.c.recorded_on <= AS_OF, ~superseded, *_only(LETTER.c.undertaking_id, which))
    )


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
