"""What waits for somebody at the end of a month or a year."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.closing import commands
from fund.closing.tables import OPEN, Closing, YearEnd
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.ledger.sums import LINE, UNDERTAKING
from fund.ledger.waiting import NOTHING, apart, not_mine
from fund.rooms.waiting import Together, Waiting

CLOSING = table_of(Closing)
YEAR_END = table_of(YearEnd)


def _year_ends(kind: str, act: str) -> Callable[[Session, Actor], Asking]:
    def find(_session: Session, actor: Actor) -> Asking:
        kept_apart = sa.or_(UNDERTAKING.c.id.is_(None), apart(actor, act))
        kind_, code, title = (
            sa.func.coalesce(UNDERTAKING.c.kind, ""),
            sa.func.coalesce(UNDERTAKING.c.code, LINE.c.code),
            sa.func.coalesce(UNDERTAKING.c.title, ""),
        )
        return (
            sa.select(
                YEAR_END.c.id,
                YEAR_END.c.version,
                kind_,
                code,
                title,
                LINE.c.code,
                sa.func.coalesce(UNDERTAKING.c.region_code, ""),
                LINE.c.currency,
                YEAR_END.c.amount_fen,
                YEAR_END.c.proposed_on,
            )
            .join(LINE, LINE.c.id == YEAR_END.c.line_id)
            .outerjoin(UNDERTAKING, UNDERTAKING.c.id == YEAR_END.c.undertaking_id)
            .where(
                sa.text(OPEN),
                YEAR_END.c.kind == kind,
                kept_apart,
                *not_mine(actor, YEAR_END.c.proposed_by, YEAR_END.c.proposed_for),
            )
        )

    return find


def _closings(_session: Session, actor: Actor) -> Asking:
    later = CLOSING.alias("later")
    superseded = sa.exists().where(later.c.period == CLOSING.c.period, later.c.id > CLOSING.c.id)
    return sa.select(
        CLOSING.c.id,
        CLOSING.c.version,
        sa.literal("closing"),
        CLOSING.c.period,
        CLOSING.c.note,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        CLOSING.c.prepared_on,
    ).where(
        CLOSING.c.closed_on.is_(None),
        ~superseded,
        *not_mine(actor, CLOSING.c.prepared_by, CLOSING.c.prepared_for),
    )


def _leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """To the grant or contract; what is left on a line has none."""
    return (str(row["kind"]), {"id": str(row["code"])}) if row["kind"] else ("closing", {})


CARRY_OVERS = Waiting(
    "carry_over",
    _year_ends("carry_over", "carry_over"),
    N_("Carry-overs to agree to"),
    N_("Proposed by somebody else"),
    Together(
        N_("Agree to those chosen"),
        commands.carry_over,
        lambda row: {"proposal_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    _leads,
)
SURPLUSES = Waiting(
    "return_surplus",
    _year_ends("surplus", "return_surplus"),
    N_("Surpluses to agree to"),
    N_("Proposed by somebody else"),
    Together(
        N_("Agree to those chosen"),
        commands.return_surplus,
        lambda row: {"proposal_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    _leads,
)
CLOSINGS = Waiting(
    "close",
    _closings,
    N_("Months and years to close"),
    N_("Prepared by somebody else"),
    Together(
        N_("Close those chosen"),
        commands.close,
        lambda row: {"closing_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    lambda row: ("closing", {"close": str(row["code"])}),
)
