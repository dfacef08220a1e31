"""What bodies have committed under a measure: of a large measure only those that may hold enough of
it, found by all they hold, so that the work does not grow with the portfolio.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import is_any_of, table_of, unsought
from fund.ledger import queries as ledger
from fund.ledger import stage_sums, sums
from fund.ledger.kept import TAKEN_BACK
from fund.ledger.rules import KINDS
from fund.ledger.sums import POSTING, RENMINBI, UNDERTAKING
from fund.ledger.tables import UndertakingBalance
from fund.ledger.view import View
from fund.plan import identity
from fund.plan.tables import OrganisationTotal

BALANCE = table_of(UndertakingBalance)
HELD = table_of(OrganisationTotal)
FEW, FEW_PAST = 500, 100
"""A measure of so many undertakings, or fewer, is added up whole: by what stands on
them, or by their postings up to a past day.
"""
Committed = Counter[tuple[str, int]]


def held(
    session: Session, view: View, percent: int, few: int | None = None
) -> tuple[Committed, Counter[str]]:
    """Renminbi committed on the view's last day by (measure, body), at least of each body with more
    than so many percent of a measure, and by measure. Two entries of one body are one body's money.
    """
    known = View(as_of=view.last, measure=view.measure)
    past = None if ledger.is_latest(session, view.last) else view.last
    if few is None:
        few = FEW if past is None else FEW_PAST
    whole = _whole(session, known)
    small = _small(session, whole, few)
    large = [measure for measure in whole if measure not in small]
    found = _added(session, past, _of(small)) if small else Committed()
    if large:
        least = min(whole[measure] for measure in large) * percent
        where = [
            UNDERTAKING.c.measure.in_(large),
            is_any_of(UNDERTAKING.c.organisation_id, _able(session, past, least)),
        ]
        found += _added(session, past, where)
    return found, whole


def _small(session: Session, measures: Collection[str], few: int) -> list[str]:
    """Which measures have so many undertakings, or fewer; none is counted further than that."""
    counted = [
        sa.select(
            sa.literal(measure),
            sa.select(sa.func.count())
            .select_from(
                sa.select(UNDERTAKING.c.id).where(*_of([measure])).limit(few + 1).subquery()
            )
            .scalar_subquery(),
        )
        for measure in measures
    ]
    if not counted:
        return []
    return [measure for measure, count in session.execute(sa.union_all(*counted)) if count <= few]


def _of(measures: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    """What is of some measures, kind by kind: so the index of both is read and not the whole."""
    return [UNDERTAKING.c.kind.in_(KINDS), UNDERTAKING.c.measure.in_(measures)]


def _whole(session: Session, view: View) -> Counter[str]:
    """Renminbi committed by measure, from the totals of lines."""
    held = stage_sums.by_line(session, view)
    committed = dict(zip(held["line_id"].tolist(), held["committed_fen"].tolist(), strict=True))
    whole = Counter[str]()
    lines = sums.lines(session)
    for line_id, currency, measure in zip(
        *(lines[name].tolist() for name in ("line_id", "currency", "measure")), strict=True
    ):
        fen = committed.get(line_id, 0)
        if currency == "CNY" and fen > 0:
            whole[measure] += fen
    return whole


def _able(session: Session, past: date | None, least: int) -> list[int]:
    """Bodies that hold, or on a past day can have held, more than a hundredth of ``least`` in all,
    each with its other entries.
    """
    ends, whole = identity.merged(session), Counter[int]()
    back = [] if past is None else _taken_back(session, past)
    held = sa.func.sum(HELD.c.committed_fen)
    # what several entries hold together is added up here, the rest is left to the database
    some = ends.keys() | set(ends.values()) | {body for body, _fen in back}
    entries = session.execute(
        sa.select(HELD.c.organisation_id, held)
        .group_by(HELD.c.organisation_id)
        .having(sa.or_(held * 100 > least, is_any_of(HELD.c.organisation_id, some)))
    ).all()
    for body, fen in [*entries, *back]:
        whole[ends.get(body, body)] += int(fen)
    return [body for body, _fen in entries if whole[ends.get(body, body)] * 100 > least]


def _taken_back(session: Session, past: date) -> list[tuple[int, int]]:
    """What was committed to bodies on a past day and was taken back since: few such postings, found
    before whose they are.
    """
    whose = sa.select(UNDERTAKING.c.organisation_id).where(
        UNDERTAKING.c.id == POSTING.c.undertaking_id
    )
    rows = session.execute(
        sa.select(whose.scalar_subquery(), -POSTING.c.amount_fen).where(
            sa.text(TAKEN_BACK), POSTING.c.recorded_on > past
        )
    )
    return [(body, int(fen)) for body, fen in rows]


def _added(
    session: Session, past: date | None, where: Sequence[sa.ColumnElement[bool]]
) -> Committed:
    """Renminbi committed by measure and body, now or on a past day, of some undertakings."""
    by, amount = UNDERTAKING.c["measure", "organisation_id"], BALANCE.c.committed_fen
    rows = UNDERTAKING.join(BALANCE, BALANCE.c.undertaking_id == UNDERTAKING.c.id)
    if past is not None:
        amount = POSTING.c.amount_fen
        rows = POSTING.join(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        stage, day = unsought(POSTING.c.stage), unsought(POSTING.c.recorded_on)
        where = [*where, stage == "committed", day <= past]
    found = session.execute(
        sa.select(*by, sa.func.sum(amount)).select_from(rows).where(RENMINBI, *where).group_by(*by)
    )
    ends, committed = identity.merged(session), Committed()
    for measure, body, fen in found:
        if fen:
            committed[measure, ends.get(body, body)] += int(fen)
    return committed
