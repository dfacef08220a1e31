"""The checklist of a month or a year, worked out from the records as they are; one function an
item.
"""

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.closing.rules import CHECKLIST, Finding
from fund.closing.tables import Closing, YearEnd
from fund.columns import Asking, table_of
from fund.ledger import sums
from fund.ledger.kept import COMMITTED, OWED
from fund.ledger.sums import LINE, UNDERTAKING
from fund.ledger.tables import Amendment, LineBalance, TrancheBalance, UndertakingBalance
from fund.ledger.view import View
from fund.listing.declared import ADDED
from fund.milestones import queries as milestones
from fund.milestones.tables import Evidence, EvidenceWaiting, WaiverProposal
from fund.period import Period, month
from fund.verify import verify

AMENDMENT = table_of(Amendment)
CLOSING = table_of(Closing)
EVIDENCE = table_of(Evidence)
FILED = table_of(EvidenceWaiting)
WAIVER = table_of(WaiverProposal)
YEAR_END = table_of(YearEnd)
LINES = table_of(LineBalance)
PARTS = table_of(TrancheBalance)
WHOLES = table_of(UndertakingBalance)
RENMINBI = "CNY"


def words(item: str) -> str:
    """What an item of the checklist is called, as a template of the catalogue."""
    return CHECKLIST[item].words


def findings(
    session: Session, actor: Actor, period: Period, *, is_whole: bool | None = None
) -> list[Finding]:
    """Every item that a period of this kind asks, in the order of the checklist; of what was there
    by its last day.

    ``is_whole`` spares the walk through the whole ledger where it was done already (a page that
    only shows); then what is more than ADDED is counted, and its renminbi not added up.
    """
    actor.must("see_portfolio")
    found = []
    for item, check in CHECKLIST.items():
        if check.is_yearly and period.kind != "year":
            continue
        if item == "whole" and is_whole is not None:
            found.append(Finding(item, 0 if is_whole else 1))
        elif is_whole is not None and item in MANY and (few := MANY[item](session, period)):
            found.append(Finding(item, few))
        else:
            found.append(Finding(item, *ITEMS[item](session, actor, period)))
    return found


def _over(_session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    return int(clock.today() <= period.last), 0


def _whole(session: Session, _actor: Actor, _period: Period) -> tuple[int, int]:
    return sum(1 for check in verify(session)["checks"] if not check["ok"]), 0


def _earlier(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    """Months since the first one ever closed that are not; for a year, its own months too."""
    closed = set(
        session.execute(
            sa.select(CLOSING.c.period).where(CLOSING.c.closed_on.is_not(None))
        ).scalars()
    )
    months = sorted(code for code in closed if len(code) == len("2026-01"))
    wanted = (
        {f"{period.last.year:04d}-{number:02d}" for number in range(1, 13)}
        if period.kind == "year" and months
        else set()
    )
    since = (
        {
            f"{year:04d}-{number:02d}"
            for year in range(int(months[0][:4]), period.last.year + 1)
            for number in range(1, 13)
        }
        if months
        else set()
    )
    before = {
        code
        for code in since | wanted
        if (months[0] if months else "") <= code < month(period.first).code
    }
    if period.kind == "year":
        before |= {code for code in wanted if code >= months[0]}
    return len(before - closed), 0


def _counted(
    session: Session,
    key: sa.ColumnElement[int],
    amount: sa.ColumnElement[int],
    *where: sa.ColumnElement[bool],
    joins: Callable[[Asking], Asking],
) -> tuple[int, int]:
    """How many different ones, and the renminbi behind them."""
    rows = (
        joins(
            sa.select(
                key, sa.func.max(sa.case((UNDERTAKING.c.currency == RENMINBI, amount), else_=0))
            )
        )
        .where(*where)
        .group_by(key)
    )
    inner = rows.subquery()
    count, amount_fen = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(inner.c[1]), 0)).select_from(inner)
    ).one()
    return int(count), int(amount_fen)


def _evidence(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    return _counted(
        session,
        EVIDENCE.c.tranche_id,
        PARTS.c.obligated_fen - PARTS.c.accepted_fen,
        FILED.c.filed_on <= period.last,
        UNDERTAKING.c.status == "active",
        joins=lambda rows: (
            rows.select_from(FILED)
            .join(EVIDENCE, EVIDENCE.c.id == FILED.c.evidence_id)
            .join(PARTS, PARTS.c.tranche_id == EVIDENCE.c.tranche_id)
            .join(UNDERTAKING, UNDERTAKING.c.id == EVIDENCE.c.undertaking_id)
        ),
    )


def _unpaid(session: Session, _actor: Actor, _period: Period) -> tuple[int, int]:
    """Accepted and unpaid: on no undertaking less is accepted than paid, so the lines' own sums say
    how much.
    """
    count = session.execute(
        sa.select(sa.func.count()).select_from(WHOLES).where(sa.text(OWED))
    ).scalar_one()
    amount_fen = session.execute(
        sa.select(sa.func.coalesce(sa.func.sum(LINES.c.accepted_fen - LINES.c.paid_fen), 0))
        .join(LINE, LINE.c.id == LINES.c.line_id)
        .where(LINE.c.currency == RENMINBI)
    ).scalar_one()
    return int(count), int(amount_fen)


def _overdue(session: Session, actor: Actor, period: Period) -> tuple[int, int]:
    view = View(as_of=min(period.last, clock.today()))
    frame = milestones.plan(session, actor, view, overdue=True)
    return len(frame), int(
        frame[frame["currency"] == RENMINBI]
        .drop_duplicates(["undertaking", "tranche"])["amount_fen"]
        .sum()
    )


def _waivers(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    return _counted(
        session,
        WAIVER.c.id,
        PARTS.c.obligated_fen - PARTS.c.accepted_fen,
        WAIVER.c.is_open,
        WAIVER.c.proposed_on <= period.last,
        joins=lambda rows: rows.join(PARTS, PARTS.c.tranche_id == WAIVER.c.tranche_id).join(
            UNDERTAKING, UNDERTAKING.c.id == WAIVER.c.undertaking_id
        ),
    )


def _ahead(session: Session, actor: Actor, period: Period) -> tuple[int, int]:
    amount_fen = milestones.paid_ahead_fen(
        session, actor, View(as_of=min(period.last, clock.today()))
    )
    return int(amount_fen > 0), amount_fen


def _amendments(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    return _counted(
        session,
        AMENDMENT.c.id,
        sa.func.abs(AMENDMENT.c.change_fen),
        AMENDMENT.c.answer == "",
        AMENDMENT.c.proposed_on <= period.last,
        joins=lambda rows: rows.join(UNDERTAKING, UNDERTAKING.c.id == AMENDMENT.c.undertaking_id),
    )


def _proposals(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    rows = session.execute(
        sa.select(YEAR_END.c.amount_fen, LINE.c.currency)
        .join(LINE, LINE.c.id == YEAR_END.c.line_id)
        .where(YEAR_END.c.outcome == "open", LINE.c.fiscal_year <= period.last.year)
    ).all()
    return len(rows), sum(amount_fen for amount_fen, currency in rows if currency == RENMINBI)


def _carry_over(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    """What stands committed and unpaid on the line that pays an undertaking now, on lines of the
    year or before.
    """
    renminbi = sa.case((UNDERTAKING.c.currency == RENMINBI, WHOLES.c.unpaid_fen), else_=0)
    count, amount_fen = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(renminbi), 0))
        .select_from(WHOLES)
        .join(UNDERTAKING, UNDERTAKING.c.id == WHOLES.c.undertaking_id)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .where(sa.text(COMMITTED), LINE.c.fiscal_year <= period.last.year)
    ).one()
    return int(count), int(amount_fen)


def _surplus(session: Session, _actor: Actor, period: Period) -> tuple[int, int]:
    room = LINES.c.appropriated_fen - LINES.c.committed_fen
    rows = session.execute(
        sa.select(room, LINE.c.currency)
        .join(LINE, LINE.c.id == LINES.c.line_id)
        .where(LINE.c.fiscal_year <= period.last.year, room > 0)
    ).all()
    return len(rows), sum(int(amount_fen) for amount_fen, currency in rows if currency == RENMINBI)


def _many_overdue(session: Session, period: Period) -> int:
    """How many are overdue, where they are too many to add up; else 0."""
    count = sums.due_before(session, View(as_of=min(period.last, clock.today())), "open")
    return count if count > ADDED else 0


def _many_to_carry(session: Session, _period: Period) -> int:
    """How many undertakings have something unpaid, where they are too many to add up; else 0."""
    inner = sa.select(sa.literal(1)).select_from(WHOLES).where(sa.text(COMMITTED))
    some = inner.order_by(WHOLES.c.unpaid_fen).limit(ADDED + 1).subquery()
    if session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one() <= ADDED:
        return 0
    return int(
        session.execute(sa.select(sa.func.count()).select_from(inner.subquery())).scalar_one()
    )


MANY: dict[str, Callable[[Session, Period], int]] = {
    "overdue": _many_overdue,
    "carry_over": _many_to_carry,
}
"""Items of which a large fund has so many that a page only counts them."""
ITEMS: dict[str, Callable[[Session, Actor, Period], tuple[int, int]]] = {
    "over": _over,
    "whole": _whole,
    "earlier": _earlier,
    "evidence": _evidence,
    "unpaid": _unpaid,
    "overdue": _overdue,
    "waivers": _waivers,
    "ahead": _ahead,
    "amendments": _amendments,
    "proposals": _proposals,
    "carry_over": _carry_over,
    "surplus": _surplus,
}
"""Item -> how many are open and the renminbi in them; 0 where it is in order."""
