"""Published records as stored: who they are, every version of them, and from when until when each
version was current.

A version is never changed but for the day another took its place. What was current on a day is
``current_from <= day < current_until``. Of a process with one version that version is current; of
one with several, what they come to together (``is_compiled``), a row of its own that no publisher
handed in.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, money, one_of
from fund.ledger.rules import CATEGORIES
from fund.search import TERM


def _one_current(table: str, owner: str) -> sa.Index:
    """Among the versions of one thing at most one is current."""
    is_current = sa.text("current_from IS NOT NULL AND current_until IS NULL")
    return sa.Index(
        f"uq_{table}_current",
        owner,
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )


class ImportFile(SQLModel, table=True):
    """One file that went in: how many of its versions were new, seen before, or took the place of
    another.

    ``issues`` is the JSON of its warnings, as fund.published.queries.issues gives them back.
    """

    __tablename__ = "import_file"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    name: str
    sha256: str = Field(max_length=64, index=True)
    accepted: int = 0
    unchanged: int = 0
    updated: int = 0
    warnings: int = 0
    issues: str = "[]"
    imported_at: datetime = instant(index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class PublishedProcess(SQLModel, table=True):
    """A contracting process published elsewhere, by its ocid; ``category`` is empty until somebody
    sets it.
    """

    __tablename__ = "published_process"
    __table_args__ = (
        one_of("category", tuple(CATEGORIES)),
        sa.Index("ix_published_process_category", "category", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ocid: str = Field(unique=True, max_length=250)
    category: str | None = Field(default=None, max_length=20)
    version: int = 1


class PublishedTerm(SQLModel, table=True):
    """Where a search among published processes may begin: each word of an ocid, title or buyer, as
    they stand, with what follows it.
    """

    __tablename__ = "published_term"
    term: str = Field(primary_key=True, sa_type=TERM)
    published_process_id: int = Field(
        primary_key=True, foreign_key="published_process.id", index=True
    )


class ClassificationRule(SQLModel, table=True):
    """A rule that was applied once: what it looked for, the category it gave, how many processes it
    found. Never changed.
    """

    __tablename__ = "classification_rule"
    __table_args__ = (one_of("category", tuple(CATEGORIES)),)
    id: int | None = Field(default=None, primary_key=True)
    words: str
    buyer: str
    currency: str = Field(max_length=3)
    category: str = Field(max_length=20)
    processes: int
    reason: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class Classification(SQLModel, table=True):
    """That a published process belongs to a category from a day on, or to none again; the latest
    row is mirrored in the process. Never changed.
    """

    __tablename__ = "classification"
    __table_args__ = (
        one_of("category", ("", *CATEGORIES)),
        sa.Index("ix_classification_process", "published_process_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    published_process_id: int = Field(foreign_key="published_process.id")
    category: str = Field(max_length=20)
    rule_id: int | None = Field(default=None, foreign_key="classification_rule.id")
    reason: str
    recorded_on: date = Field(index=True)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class PublishedRelease(SQLModel, table=True):
    """One version of a process: a release, by the digest of its canonical JSON, which ``raw``
    holds; or, compiled here, what its versions come to, by the digest of theirs.
    """

    __tablename__ = "published_release"
    __table_args__ = (
        sa.UniqueConstraint("published_process_id", "digest"),
        _one_current("published_release", "published_process_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    published_process_id: int = Field(foreign_key="published_process.id")
    import_file_id: int = Field(foreign_key="import_file.id", index=True)
    release_id: str = Field(max_length=250)
    released_at: datetime | None = instant(default=None)
    tags: str
    title: str
    buyer: str
    method: str
    tender_currency: str = Field(max_length=3)
    tender_fen: int | None = money(default=None)
    digest: str = Field(max_length=64)
    raw: bytes = Field(sa_type=sa.LargeBinary)
    is_compiled: bool = False
    current_from: date | None = None
    current_until: date | None = None


class PublishedContract(SQLModel, table=True):
    """A contract of a release that is or was current; ``shown_id`` has the position where the
    process repeats the id.
    """

    __tablename__ = "published_contract"
    __table_args__ = (
        sa.UniqueConstraint("published_release_id", "position"),
        sa.Index("ix_published_contract_signed_on", "signed_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    published_release_id: int = Field(foreign_key="published_release.id")
    position: int
    contract_id: str = Field(max_length=250)
    shown_id: str = Field(max_length=260)
    title: str
    supplier: str
    supplier_id: str
    currency: str = Field(max_length=3)
    value_fen: int | None = money(default=None)
    paid_fen: int | None = money(default=None)
    status: str
    signed_on: date | None = None


class PublishedGrant(SQLModel, table=True):
    """A grant published elsewhere, by its id."""

    __tablename__ = "published_grant"
    id: int | None = Field(default=None, primary_key=True)
    grant_id: str = Field(unique=True, max_length=250)


class PublishedGrantVersion(SQLModel, table=True):
    """One version of a published grant, by the digest of its canonical JSON, which ``raw``
    holds.
    """

    __tablename__ = "published_grant_version"
    __table_args__ = (
        sa.UniqueConstraint("published_grant_id", "digest"),
        _one_current("published_grant_version", "published_grant_id"),
        sa.Index("ix_published_grant_version_awarded_on", "awarded_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    published_grant_id: int = Field(foreign_key="published_grant.id")
    import_file_id: int = Field(foreign_key="import_file.id", index=True)
    modified_at: datetime | None = instant(default=None)
    title: str
    recipient: str
    recipient_id: str
    funder: str
    currency: str = Field(max_length=3)
    awarded_fen: int | None = money(default=None)
    paid_fen: int | None = money(default=None)
    awarded_on: date | None = None
    digest: str = Field(max_length=64)
    raw: bytes = Field(sa_type=sa.LargeBinary)
    current_from: date | None = None
    current_until: date | None = None
