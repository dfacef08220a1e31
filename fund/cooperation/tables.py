"""Partners with dated flags, agreements, projects abroad with their shares, bodies, money of
others, results, and their way into the inter-governmental channel. What is stated is only added.
"""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import Exact, money, one_of
from fund.cooperation.rules import (
    AGREEMENT_KINDS,
    CHANNEL,
    FIELDS,
    LISTS,
    MEASURES,
    MONEY_STAGES,
    ORGANISATION_TYPES,
    PARTNER_KINDS,
    ROLES,
    STATES,
)

PERSON = "person.id"
PROJECT = "cooperation.id"
REACHED = sa.text("reached_on IS NOT NULL")
RUNNING = sa.text("outcome IN ('channel_applied', 'channel_reviewed', 'admitted')")


class Recorded(SQLModel):
    """Who stated it, for whom, and the day it was known from."""

    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key=PERSON)
    recorded_for: int | None = Field(default=None, foreign_key=PERSON)


class Partner(Recorded, table=True):
    """A country by ISO 3166, or an international organisation by its short name."""

    __tablename__ = "partner"
    __table_args__ = (
        one_of("kind", tuple(PARTNER_KINDS)),
        sa.CheckConstraint("code NOT IN ('CN', 'HK', 'MO', 'TW')", name="abroad"),
        sa.CheckConstraint("name_zh <> ''", name="named"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=12)
    name_zh: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    region: str = Field(default="", max_length=3, index=True)
    is_demonstration: bool = False


class PartnerFlag(Recorded, table=True):
    """That a country is on a list from a day to a day, as a source says it; of one list the last
    statement known on a day holds.
    """

    __tablename__ = "partner_flag"
    __table_args__ = (
        one_of("listed", tuple(LISTS)),
        sa.CheckConstraint("source <> ''", name="sourced"),
        sa.CheckConstraint("until IS NULL OR since IS NULL OR since <= until", name="days"),
    )
    id: int | None = Field(default=None, primary_key=True)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    listed: str = Field(max_length=10)
    since: date | None = None
    until: date | None = None
    source: str = Field(max_length=300)


class CooperationAgreement(Recorded, table=True):
    """An agreement with one or more partners."""

    __tablename__ = "cooperation_agreement"
    __table_args__ = (one_of("kind", tuple(AGREEMENT_KINDS)),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    kind: str = Field(max_length=12)
    title_zh: str = Field(max_length=300)
    title_en: str = Field(default="", max_length=300)
    signed_on: date | None = None
    in_force_on: date | None = None
    ends_on: date | None = None
    source: str = Field(max_length=300)
    is_demonstration: bool = False


class CooperationParty(SQLModel, table=True):
    """A partner of an agreement."""

    __tablename__ = "cooperation_party"
    agreement_id: int = Field(foreign_key="cooperation_agreement.id", primary_key=True)
    partner_id: int = Field(foreign_key="partner.id", primary_key=True)


class Cooperation(Recorded, table=True):
    """A project abroad. ``counts`` and its reason say whether totals hold it."""

    __tablename__ = "cooperation"
    __table_args__ = (
        one_of("field", tuple(FIELDS)),
        one_of("state", tuple(STATES)),
        sa.CheckConstraint("counts_why <> ''", name="reasoned"),
        sa.CheckConstraint("NOT (is_umbrella AND counts)", name="umbrella"),
        sa.Index("ix_cooperation_state", "state", "code", "id"),
        sa.Index("ix_cooperation_field", "field", "code", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    title_zh: str = Field(max_length=300)
    title_en: str = Field(default="", max_length=300)
    title_other: str = Field(default="", max_length=300)
    other_language: str = Field(default="", max_length=8)
    description: str = Field(default="", max_length=2000)
    field: str = Field(max_length=16)
    state: str = Field(max_length=16)
    agreement_id: int | None = Field(default=None, foreign_key="cooperation_agreement.id")
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    is_umbrella: bool = False
    counts: bool
    counts_why: str = Field(max_length=300)
    is_demonstration: bool = False
    version: int = 1


class CooperationState(Recorded, table=True):
    """What was known of a project's stage, days and counting from a day on; rows are only added."""

    __tablename__ = "cooperation_state"
    __table_args__ = (one_of("state", tuple(STATES)),)
    id: int | None = Field(default=None, primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)
    state: str = Field(max_length=16)
    actual_start: date | None = None
    actual_end: date | None = None
    counts: bool
    counts_why: str = Field(max_length=300)


class CooperationShare(SQLModel, table=True):
    """The share of a partner in a project, in hundredths of a per cent."""

    __tablename__ = "cooperation_share"
    __table_args__ = (sa.CheckConstraint("share > 0 AND share <= 10000", name="share"),)
    cooperation_id: int = Field(foreign_key=PROJECT, primary_key=True)
    partner_id: int = Field(foreign_key="partner.id", primary_key=True, index=True)
    share: int


class CooperationBody(Recorded, table=True):
    """A firm or institution of a project and what it does there."""

    __tablename__ = "cooperation_body"
    __table_args__ = (
        one_of("role", tuple(ROLES)),
        one_of("organisation_type", tuple(ORGANISATION_TYPES)),
    )
    id: int | None = Field(default=None, primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)
    name: str = Field(max_length=200)
    identifier: str = Field(default="", max_length=60)
    role: str = Field(max_length=12)
    organisation_type: str = Field(max_length=2)


class CooperationUndertaking(Recorded, table=True):
    """The undertaking of the ledger that pays for a project."""

    __tablename__ = "cooperation_undertaking"
    undertaking_id: int = Field(foreign_key="undertaking.id", primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)


class CooperationMoney(Recorded, table=True):
    """Money of others as a source says it: never a posting. ``amount`` is in the currency's minor
    unit, ``amount_fen`` the same at ``rate``; a correction takes back the statement it names.
    """

    __tablename__ = "cooperation_money"
    __table_args__ = (
        one_of("stage", tuple(MONEY_STAGES)),
        sa.CheckConstraint("source <> ''", name="sourced"),
        sa.CheckConstraint("(amount > 0) = (corrects_id IS NULL)", name="sign"),
        sa.CheckConstraint("(currency = 'CNY') = (rate IS NULL)", name="rate"),
    )
    id: int | None = Field(default=None, primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)
    stage: str = Field(max_length=16)
    provider: str = Field(max_length=200)
    amount: int = money()
    currency: str = Field(max_length=3)
    rate: Decimal | None = Field(default=None, sa_type=Exact)
    rate_on: date | None = None
    rate_source: str = Field(default="", max_length=300)
    amount_fen: int = money()
    happened_on: date
    source: str = Field(max_length=300)
    corrects_id: int | None = Field(default=None, foreign_key="cooperation_money.id", unique=True)


class CooperationIndicator(Recorded, table=True):
    """What a project is to achieve, and from where."""

    __tablename__ = "cooperation_indicator"
    __table_args__ = (one_of("measure", tuple(MEASURES)),)
    id: int | None = Field(default=None, primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)
    title_zh: str = Field(max_length=300)
    title_en: str = Field(default="", max_length=300)
    measure: str = Field(max_length=1)
    unit: str = Field(default="", max_length=40)
    baseline: Decimal | None = Field(default=None, sa_type=Exact)


class CooperationResult(Recorded, table=True):
    """A figure of a period, reported by one and confirmed by another; of one period the last
    confirmed report holds.
    """

    __tablename__ = "cooperation_result"
    __table_args__ = (
        sa.CheckConstraint("starts_on <= ends_on", name="days"),
        sa.CheckConstraint("confirmed_by <> recorded_by", name="four_eyes"),
        sa.CheckConstraint("actual IS NOT NULL OR words <> ''", name="something"),
    )
    id: int | None = Field(default=None, primary_key=True)
    indicator_id: int = Field(foreign_key="cooperation_indicator.id", index=True)
    starts_on: date
    ends_on: date
    target: Decimal | None = Field(default=None, sa_type=Exact)
    actual: Decimal | None = Field(default=None, sa_type=Exact)
    words: str = Field(default="", max_length=300)
    source: str = Field(max_length=300)
    confirmed_on: date | None = None
    confirmed_by: int | None = Field(default=None, foreign_key=PERSON)


class ChannelEntry(Recorded, table=True):
    """A commercial project's way into the inter-governmental channel."""

    __tablename__ = "channel_entry"
    __table_args__ = (
        one_of("outcome", tuple(CHANNEL)),
        sa.CheckConstraint("decided_by <> reviewed_by", name="four_eyes"),
        sa.Index(
            "uq_channel_entry_running",
            "cooperation_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)
    firm: str = Field(max_length=200)
    channel: str = Field(max_length=200)
    outcome: str = Field(default="channel_applied", max_length=20)
    review: str = Field(default="", max_length=2000)
    is_recommended: bool | None = None
    reviewed_on: date | None = None
    reviewed_by: int | None = Field(default=None, foreign_key=PERSON)
    reviewed_for: int | None = Field(default=None, foreign_key=PERSON)
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key=PERSON)
    why: str = Field(default="", max_length=300)
    left_on: date | None = None
    version: int = 1


class CooperationApart(Recorded, table=True):
    """Cooperation with a region of China, as a file named it: in no sum by country."""

    __tablename__ = "cooperation_apart"
    __table_args__ = (
        one_of("field", tuple(FIELDS)),
        sa.CheckConstraint("regions <> '' AND title_zh <> '' AND source <> ''", name="told"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    title_zh: str = Field(max_length=300)
    title_en: str = Field(default="", max_length=300)
    regions: str = Field(max_length=8)
    field: str = Field(max_length=16)
    partners: str = Field(max_length=300)
    source: str = Field(max_length=300)


class CooperationMilestone(Recorded, table=True):
    """What a project is to reach, with the day first promised; rows are only added."""

    __tablename__ = "cooperation_milestone"
    id: int | None = Field(default=None, primary_key=True)
    cooperation_id: int = Field(foreign_key=PROJECT, index=True)
    title_zh: str = Field(max_length=300)
    title_en: str = Field(default="", max_length=300)
    due_on: date


class CooperationMilestoneState(Recorded, table=True):
    """When a milestone is due or was reached, as a source says it; rows are only added, none after
    the one that says it was reached.
    """

    __tablename__ = "cooperation_milestone_state"
    __table_args__ = (
        sa.CheckConstraint("source <> ''", name="sourced"),
        sa.Index(
            "uq_cooperation_milestone_reached",
            "milestone_id",
            unique=True,
            sqlite_where=REACHED,
            postgresql_where=REACHED,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="cooperation_milestone.id", index=True)
    due_on: date
    reached_on: date | None = None
    source: str = Field(max_length=300)
