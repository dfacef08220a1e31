"""Budget lines, undertakings and their tranches, acts and postings, and the balances the database
keeps itself.

Act, Posting, DueEntry and StatusEvent are append-only: triggers refuse any change
(fund/migrations/sql). LineBalance, UndertakingBalance, TrancheBalance, Total and DueTotal are
written by triggers alone, in the posting's transaction.
"""

from datetime import date, datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.plan.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, money, one_of, partial
from fund.ledger import kept
from fund.ledger.rules import APPLYING, KINDS, OUTCOMES, SOURCES, STAGES, STATUSES
from fund.search import TERM


def _chain(*stages: str) -> sa.CheckConstraint:
    steps = [f"{upper}_fen >= {lower}_fen" for upper, lower in pairwise(stages)]
    return sa.CheckConstraint(
        " AND ".join([*steps, f"{stages[-1]}_fen >= 0", "returned_fen >= 0"]), name="chain"
    )


class Programme(SQLModel, table=True):
    """One purpose under one measure, with one source of money."""

    __tablename__ = "programme"
    __table_args__ = (one_of("source", tuple(SOURCES)),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    title: str
    measure: str = Field(foreign_key="measure.key", index=True)
    source: str = Field(max_length=20)


class Line(SQLModel, table=True):
    """A budget line: a programme in one fiscal year and one currency."""

    __tablename__ = "line"
    __table_args__ = (sa.UniqueConstraint("programme_id", "fiscal_year", "currency"),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    programme_id: int = Field(foreign_key="programme.id")
    fiscal_year: int
    currency: str = Field(default="CNY", max_length=3)


class LineBalance(SQLModel, table=True):
    """What a line's postings add up to, stage by stage; the CHECK is the chain."""

    __tablename__ = "line_balance"
    __table_args__ = (_chain("appropriated", "committed", "obligated", "accepted", "paid"),)
    line_id: int = Field(primary_key=True, foreign_key="line.id")
    appropriated_fen: int = money(default=0)
    committed_fen: int = money(default=0)
    obligated_fen: int = money(default=0)
    accepted_fen: int = money(default=0)
    paid_fen: int = money(default=0)
    returned_fen: int = money(default=0)


class Undertaking(kept.LightDays, table=True):
    """A grant or a contract: what money is promised to. ``line_id`` is the line that pays it now,
    ``measure`` that line's: a trigger keeps it, so that one index answers a filter and an order.
    """

    __tablename__ = "undertaking"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("status", ("entered", *APPLYING, *STATUSES)),
        sa.Index("ix_undertaking_kind", "kind", "id"),
        sa.Index("ix_undertaking_category", "kind", "category", "id"),
        sa.Index("ix_undertaking_holder", "kind", "organisation_id", "id"),
        sa.Index("ix_undertaking_decided", "kind", "decided_on", "id"),
        sa.Index("ix_undertaking_code", "kind", "code", "id"),
        sa.Index("ix_undertaking_quiet", "decided_on", "id", "quiet_until"),
        partial("ix_undertaking_unsigned", kept.UNSIGNED, "decided_on", "id"),
        *(
            sa.Index(f"ix_undertaking_{name}", "kind", *columns, "id")
            for name, columns in kept.UNDERTAKINGS_BY.items()
        ),
        partial("ix_undertaking_running", kept.RUNNING, "decided_on", "id", *kept.JUDGED_BY),
        partial("ix_undertaking_running_fired", kept.RUNNING, "fired_from", "id", "amber_until"),
        partial("ix_undertaking_running_measure", kept.RUNNING, "measure", "decided_on", "id"),
        partial("ix_undertaking_running_region", kept.RUNNING, "region_code", "decided_on", "id"),
        partial("ix_undertaking_running_body", kept.RUNNING, "organisation_id", "decided_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    code: str = Field(unique=True, max_length=60)
    title: str
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    region_code: str = Field(max_length=6, index=True)
    category: str = Field(default="", max_length=20)
    line_id: int = Field(foreign_key="line.id", index=True)
    measure: str = Field(default="", max_length=8)
    currency: str = Field(default="CNY", max_length=3)
    status: str = Field(default="entered", max_length=20)
    version: int = 1
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    signed_on: date | None = None


class UndertakingTerm(SQLModel, table=True):
    """Where a search among grants and contracts may begin: each word of a code or title with what
    follows it, in lower case.
    """

    __tablename__ = "undertaking_term"
    kind: str = Field(primary_key=True, max_length=12)
    term: str = Field(primary_key=True, sa_type=TERM)
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id", index=True)


class UndertakingBalance(SQLModel, table=True):
    """What an undertaking's postings add up to over all lines; the CHECK is the chain. What is
    committed and not paid on the line that pays it now (``unpaid_fen``) is kept by triggers.
    """

    __tablename__ = "undertaking_balance"
    __table_args__ = (
        _chain("committed", "obligated", "accepted", "paid"),
        partial("ix_undertaking_balance_unpaid", kept.COMMITTED, "unpaid_fen", "undertaking_id"),
        partial("ix_undertaking_balance_owed", kept.OWED, "undertaking_id"),
    )
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    committed_fen: int = money(default=0)
    obligated_fen: int = money(default=0)
    accepted_fen: int = money(default=0)
    paid_fen: int = money(default=0)
    returned_fen: int = money(default=0)
    unpaid_fen: int = money(default=0)


class StatusEvent(SQLModel, table=True):
    """A status an undertaking took, on the day it was recorded."""

    __tablename__ = "status_event"
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    status: str = Field(max_length=20)
    recorded_on: date
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class Tranche(SQLModel, table=True):
    """A part of an agreement that is accepted and paid on its own: a grant's tranche, a contract's
    deliverable.
    """

    __tablename__ = "tranche"
    __table_args__ = (sa.UniqueConstraint("undertaking_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    code: str = Field(max_length=40)
    title: str = ""
    promised_on: date
    """The first promise: it is never overwritten; a later date is a signed amendment."""
    is_advance: bool = False
    """Paid before anything is delivered: such parts together stay within a set share of the
    agreement.
    """


class TrancheBalance(SQLModel, table=True):
    """What a tranche's postings add up to; obligated is its amount as agreed now.

    Kept by triggers beside it, so that an index says what waits: ``due_on`` the day it is promised
    for now, ``accepted_on`` the day something of it was accepted last, ``is_waived`` accepted by
    waiver and without accepted evidence.
    """

    __tablename__ = "tranche_balance"
    __table_args__ = (
        _chain("obligated", "accepted", "paid"),
        partial("ix_tranche_balance_unpaid", kept.UNPAID, "accepted_on", "tranche_id"),
        partial("ix_tranche_balance_unearned", kept.UNEARNED, "due_on", "tranche_id"),
    )
    tranche_id: int = Field(primary_key=True, foreign_key="tranche.id")
    obligated_fen: int = money(default=0)
    accepted_fen: int = money(default=0)
    paid_fen: int = money(default=0)
    returned_fen: int = money(default=0)
    due_on: date | None = None
    accepted_on: date | None = None
    is_waived: bool = False


class Act(SQLModel, table=True):
    """Something somebody did that moved or judged money: its postings stand or fall together.

    ``entries`` is how many postings it wrote, so that a missing one is noticed.
    """

    __tablename__ = "act"
    __table_args__ = (
        sa.Index("ix_act_hand", "undertaking_id", "kind"),
        partial("ix_act_carried", kept.CARRIED, "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    recorded_on: date = Field(index=True)
    recorded_at: datetime = instant()
    occurred_on: date
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    """Who lent the role the act was done by."""
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id")
    tranche_id: int | None = Field(default=None, foreign_key="tranche.id")
    reverses_id: int | None = Field(default=None, foreign_key="act.id", unique=True)
    payment_id: int | None = Field(default=None, foreign_key="act.id", index=True)
    """The payment that came back. Claw-backs of before revision 0028 name none."""
    entries: int = 0
    reason: str = ""
    reference: str = ""


class ClawBackCorrection(SQLModel, table=True):
    """Which payment a claw-back (``act_id``) is of, proposed by one person and decided by another;
    only then it moves to that payment's line.
    """

    __tablename__ = "claw_back_correction"
    __table_args__ = (
        one_of("outcome", tuple(OUTCOMES)),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        sa.Index(
            "uq_claw_back_correction_open",
            "act_id",
            unique=True,
            sqlite_where=sa.text("outcome = 'open'"),
            postgresql_where=sa.text("outcome = 'open'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    act_id: int = Field(foreign_key="act.id")
    payment_id: int = Field(foreign_key="act.id")
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    reason: str
    outcome: str = Field(default="open", max_length=10)
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_for: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1


class Approval(SQLModel, table=True):
    """One decider's yes to an amount that takes more than one; the last of them commits. Another
    amount begins anew. Never changed.
    """

    __tablename__ = "approval"
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    act: str = Field(max_length=40)
    amount_fen: int = money()
    approved_on: date
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    approved_for: int | None = Field(default=None, foreign_key="person.id")


class Posting(SQLModel, table=True):
    """One signed amount on one stage of one line."""

    __tablename__ = "posting"
    __table_args__ = (
        one_of("stage", tuple(STAGES)),
        sa.CheckConstraint("amount_fen <> 0", name="amount"),
        sa.CheckConstraint(
            "(stage = 'appropriated' AND undertaking_id IS NULL AND tranche_id IS NULL) OR (stage ="
            " 'committed' AND undertaking_id IS NOT NULL AND tranche_id IS NULL) OR (stage NOT IN"
            " ('appropriated', 'committed') AND undertaking_id IS NOT NULL AND tranche_id IS NOT"
            " NULL)",
            name="names",
        ),
        sa.Index("ix_posting_line_day", "line_id", "recorded_on"),
        sa.Index("ix_posting_tranche", "tranche_id"),
        sa.Index("ix_posting_undertaking", "undertaking_id", "recorded_on"),
        sa.Index("ix_posting_day", "recorded_on", "id", "undertaking_id"),
        partial("ix_posting_taken_back", kept.TAKEN_BACK, "stage", "recorded_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    act_id: int = Field(foreign_key="act.id", index=True)
    line_id: int = Field(foreign_key="line.id")
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id")
    tranche_id: int | None = Field(default=None, foreign_key="tranche.id")
    stage: str = Field(max_length=12)
    amount_fen: int = money()
    recorded_on: date


class DueEntry(SQLModel, table=True):
    """Something that falls due on a day, as known since another: promised money, milestones
    planned, met or open.

    Rows are never changed: moving a due date writes the old one with a minus sign and the new one
    with a plus.
    """

    __tablename__ = "due_entry"
    __table_args__ = (one_of("kind", ("promised_fen", "planned", "met", "open", *KINDS)),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    tranche_id: int | None = Field(default=None, foreign_key="tranche.id")
    recorded_on: date
    due_on: date
    value: int = money()


class Total(SQLModel, table=True):
    """Stage sums of one cut of the postings in one month, and in one day, so that any day is a few
    rows away.

    The key's order is what keeps a page's queries short: the months before a day's, then the days
    of its month.

    cut/key: ``line``/"" · ``region``/region code · ``organisation``/id · ``category``/category,
    each by line; ``map``/region code, ``category_all``/category and ``category_region``/"category
    region" over all lines (line_id 0).
    """

    __tablename__ = "total"
    __table_args__ = (sa.Index("ix_total_line", "line_id", "cut", "grain", "starts_on"),)
    cut: str = Field(primary_key=True, max_length=16)
    key: str = Field(primary_key=True, max_length=40)
    grain: str = Field(primary_key=True, max_length=5)
    starts_on: date = Field(primary_key=True)
    line_id: int = Field(primary_key=True)
    appropriated_fen: int = money(default=0)
    committed_fen: int = money(default=0)
    obligated_fen: int = money(default=0)
    accepted_fen: int = money(default=0)
    paid_fen: int = money(default=0)
    returned_fen: int = money(default=0)


class DueTotal(SQLModel, table=True):
    """What falls due in a month (or day, or ``ever``: on whatever day), as known since a month (or
    day): DueEntry summed, cut by cut. ``ever`` stands on the calendar's first day.

    cut/key: ``all``/"" · ``measure``/key · ``region``/code · ``organisation``/id, and contracts by
    ``category``, ``category_region``/"category region" and ``category_measure``/"category measure".
    """

    __tablename__ = "due_total"
    cut: str = Field(primary_key=True, max_length=16)
    key: str = Field(primary_key=True, max_length=40)
    kind: str = Field(primary_key=True, max_length=12)
    grain: str = Field(primary_key=True, max_length=5)
    due_grain: str = Field(primary_key=True, max_length=5)
    due_on: date = Field(primary_key=True)
    starts_on: date = Field(primary_key=True)
    value: int = money(default=0)


class Amendment(SQLModel, table=True):
    """A change of an agreement, proposed by one person; another signs it, and only then it holds,
    or rejects it with a reason.

    ``was`` and ``becomes`` are an amount in fen, a date as YYYY-MM-DD, a title, an organisation's
    number or an account (holder, bank and number, a line each), by ``kind``.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        one_of("kind", ("amount", "dates", "scope", "recipient", "account")),
        one_of("answer", ("", "signed", "rejected")),
        sa.CheckConstraint(
            "(kind IN ('amount', 'dates')) = (tranche_id IS NOT NULL)", name="names"
        ),
        partial("ix_amendment_waiting", kept.UNANSWERED, "proposed_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    kind: str = Field(default="amount", max_length=10)
    tranche_id: int | None = Field(default=None, foreign_key="tranche.id", index=True)
    change_fen: int = money(default=0)
    was: str
    becomes: str
    reason: str
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    answer: str = Field(default="", max_length=10)
    answered_on: date | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answer_reason: str = ""
    act_id: int | None = Field(default=None, foreign_key="act.id")
    """The act of the answer: amendments take effect in the order of theirs."""
    version: int = 1
