"""Holdings beside their undertakings, who invests with the fund, and every dated fact: append-only,
put right by another that names it.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import money, one_of
from fund.holdings.rules import BASES, CHANNELS, FACTS, FIELDS, FORMS, GROUNDS, INVESTORS

WATCHED, STALE = sa.text("is_watched"), sa.text("is_stale")


class Holding(SQLModel, table=True):
    """What is agreed of a holding beside its undertaking (kind holding). Never changed."""

    __tablename__ = "holding"
    __table_args__ = (
        one_of("form", tuple(FORMS)),
        one_of("channel", tuple(CHANNELS)),
        sa.Index("ix_holding_form", "form", "undertaking_id"),
        sa.CheckConstraint("fund_size_fen >= 0", name="size"),
        sa.CheckConstraint("single_percent BETWEEN 0 AND 100", name="share"),
    )
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    form: str = Field(max_length=12)
    channel: str = Field(default="own", max_length=12)
    recommended_by: str = ""
    field: str = Field(default="", max_length=40)
    is_private: bool = False
    is_early: bool = False
    fund_size_fen: int = money(default=0)
    single_percent: int = 0
    """Most of a sub-fund that goes into one project, as the charter says; 0 where it says
    nothing.
    """
    pays_after_others: bool = True
    rolls_over: bool = False
    term_ends_on: date | None = None
    purpose: str = ""


class CoInvestor(SQLModel, table=True):
    """Somebody who invests beside the fund; what they subscribed and paid are facts."""

    __tablename__ = "co_investor"
    __table_args__ = (
        one_of("kind", tuple(INVESTORS)),
        sa.UniqueConstraint("undertaking_id", "name"),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    name: str = Field(max_length=200)
    kind: str = Field(max_length=20)
    recorded_on: date


class HoldingFact(SQLModel, table=True):
    """One dated fact. amount_fen: what others subscribed or paid, the value, the investment, the
    income, the proceeds, or what was remitted in all; of a proposal the least it must bring.

    ``needed``: how many others must say yes before it counts. principal, gain, loss, cost: of
    proceeds, and principal and gain of a remittance. ``stays_fen``: what is left is worth after an
    exit in part. ``units``: received, or leaving; of a proposal how many may leave, None for all.
    """

    __tablename__ = "holding_fact"
    __table_args__ = (
        one_of("kind", tuple(FACTS)),
        sa.CheckConstraint("occurred_on <= recorded_on", name="days"),
        sa.CheckConstraint(
            "amount_fen >= 0 AND principal_fen >= 0 AND gain_fen >= 0 AND loss_fen >= 0 AND"
            " cost_fen >= 0 AND (stays_fen IS NULL OR stays_fen >= 0) AND (units IS NULL OR"
            " units > 0)",
            name="amounts",
        ),
        sa.CheckConstraint(
            "kind NOT IN ('value', 'proposal') OR sha256 IS NOT NULL", name="document"
        ),
        sa.CheckConstraint("kind <> 'remittance' OR reference <> ''", name="voucher"),
        sa.CheckConstraint(
            "kind NOT IN ('exit', 'remittance', 'income') OR amount_fen = principal_fen + gain_fen",
            name="parts",
        ),
        sa.CheckConstraint(
            "(kind IN ('value', 'proposal', 'remittance')) = (needed > 0)", name="needed"
        ),
        sa.CheckConstraint("(kind = 'exit') = (proposal_id IS NOT NULL)", name="proposal"),
        sa.CheckConstraint(
            "ground IN ('', {})".format(", ".join(f"'{word}'" for word in GROUNDS)), name="ground"
        ),
        sa.CheckConstraint(
            "basis IN ('', {})".format(", ".join(f"'{word}'" for word in BASES)), name="basis"
        ),
        sa.Index("ix_holding_fact_of", "undertaking_id", "kind"),
        sa.Index(
            "ix_holding_fact_needed",
            "kind",
            sqlite_where=sa.text("needed > 0"),
            postgresql_where=sa.text("needed > 0"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    kind: str = Field(max_length=12)
    occurred_on: date
    recorded_on: date
    amount_fen: int = money(default=0)
    principal_fen: int = money(default=0)
    gain_fen: int = money(default=0)
    loss_fen: int = money(default=0)
    cost_fen: int = money(default=0)
    stays_fen: int | None = money(default=None)
    units: int | None = money(default=None)
    ground: str = Field(default="", max_length=20)
    basis: str = Field(default="", max_length=12)
    words: str = ""
    reference: str = Field(default="", max_length=80)
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    co_investor_id: int | None = Field(default=None, foreign_key="co_investor.id")
    proposal_id: int | None = Field(default=None, foreign_key="holding_fact.id", index=True)
    ends_id: int | None = Field(default=None, foreign_key="holding_fact.id", unique=True)
    """The breach this says is ended."""
    corrects_id: int | None = Field(default=None, foreign_key="holding_fact.id", index=True)
    """The fact this one stands for from the day it counts."""
    needed: int = 0
    act_id: int = Field(foreign_key="act.id")
    stated_by: int | None = Field(default=None, foreign_key="person.id")
    stated_for: int | None = Field(default=None, foreign_key="person.id")


class HoldingWord(SQLModel, table=True):
    """What another said to a fact that takes more than one person: yes or no. Never changed."""

    __tablename__ = "holding_word"
    __table_args__ = (
        one_of("verdict", ("yes", "no")),
        sa.UniqueConstraint("fact_id", "said_by"),
        sa.CheckConstraint("verdict = 'yes' OR reason <> ''", name="reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    fact_id: int = Field(foreign_key="holding_fact.id")
    verdict: str = Field(max_length=4)
    said_on: date
    reason: str = ""
    act_id: int = Field(foreign_key="act.id")
    said_by: int | None = Field(default=None, foreign_key="person.id")
    said_for: int | None = Field(default=None, foreign_key="person.id")


class HoldingMark(SQLModel, table=True):
    """What a holding is, as an evaluation of direction counts it: its field, whose it is, whether
    it is early and small, when its term ends. The latest counts; never changed.
    """

    __tablename__ = "holding_mark"
    __table_args__ = (
        one_of("field", tuple(FIELDS)),
        sa.CheckConstraint("source <> ''", name="sourced"),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    field: str = Field(max_length=20)
    is_private: bool
    is_early: bool
    term_ends_on: date | None = None
    source: str = Field(max_length=300)
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_for: int | None = Field(default=None, foreign_key="person.id")


class HoldingFlow(SQLModel, table=True):
    """Money that left for a holding (below zero) or came back, on its day, known since another:
    kept by triggers from payments of the ledger (``act_id``), exits and income; what is put right
    takes back the flow it corrects. Never changed.
    """

    __tablename__ = "holding_flow"
    __table_args__ = (
        sa.Index("ix_holding_flow_of", "undertaking_id", "day"),
        sa.Index("ix_holding_flow_day", "day", "is_payment", "known_on", "amount_fen"),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    act_id: int | None = Field(default=None, foreign_key="act.id")
    day: date
    known_on: date
    is_payment: bool
    amount_fen: int = money()


class HoldingSum(SQLModel, table=True):
    """What follows from all facts and payments of a holding, the last of them known on
    ``known_on``. A trigger marks it stale with every one of them; the act reckons it anew.

    ``state`` and ``foreign``: money of state-owned firms and foreigners, of which a setting says
    whether it is social. ``remit_since``: the day the oldest money came that is to be remitted.
    ``is_watched``: there is something a ground of an early exit may follow from.
    """

    __tablename__ = "holding_sum"
    __table_args__ = (
        sa.Index("ix_holding_sum_known", "known_on"),
        sa.Index("ix_holding_sum_remit", "remit_since", "undertaking_id"),
        sa.Index(
            "ix_holding_sum_watched",
            "undertaking_id",
            sqlite_where=WATCHED,
            postgresql_where=WATCHED,
        ),
        sa.Index(
            "ix_holding_sum_stale", "undertaking_id", sqlite_where=STALE, postgresql_where=STALE
        ),
    )
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    is_stale: bool = True
    known_on: date | None = None
    first_paid_on: date | None = None
    paid_in_fen: int = money(default=0)
    proceeds_fen: int = money(default=0)
    principal_fen: int = money(default=0)
    gain_fen: int = money(default=0)
    loss_fen: int = money(default=0)
    cost_left_fen: int = money(default=0)
    fair_value_fen: int = money(default=0)
    signed_fen: int = money(default=0)
    others_signed_fen: int = money(default=0)
    social_signed_fen: int = money(default=0)
    state_signed_fen: int = money(default=0)
    foreign_signed_fen: int = money(default=0)
    others_paid_fen: int = money(default=0)
    social_paid_fen: int = money(default=0)
    state_paid_fen: int = money(default=0)
    foreign_paid_fen: int = money(default=0)
    remit_principal_fen: int = money(default=0)
    remit_gain_fen: int = money(default=0)
    remit_since: date | None = None
    is_watched: bool = False
