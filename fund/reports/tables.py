"""The register of reports: which was drafted, prepared, reviewed and issued by whom, with its
digests; the public keys they are sealed with; the files as issued.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import one_of, partial

STATES = ("draft", "prepared", "reviewed", "issued")


class SealKey(SQLModel, table=True):
    """A public key (base64 of 32 bytes) reports were sealed with; one is in use, the others are
    retired and stay, so that what they sealed is still known. The private half is never here.
    """

    __tablename__ = "seal_key"
    __table_args__ = (
        sa.Index(
            "uq_seal_key_active",
            "use",
            unique=True,
            sqlite_where=sa.text("retired_on IS NULL"),
            postgresql_where=sa.text("retired_on IS NULL"),
        ),
    )
    fingerprint: str = Field(primary_key=True, max_length=39)
    public: str = Field(max_length=44)
    use: str = Field(default="seal", max_length=10)
    made_on: date
    made_by: int | None = Field(default=None, foreign_key="person.id")
    retired_on: date | None = None
    retired_by: int | None = Field(default=None, foreign_key="person.id")


class RegisteredReport(SQLModel, table=True):
    """A report of a period as of a day on its way from draft to issue. ``data_digest`` is over its
    data (fund.reports.digests), ``draft_digest`` and ``issued_digest`` over all the two files show.
    """

    __tablename__ = "registered_report"
    __table_args__ = (
        one_of("state", STATES),
        sa.CheckConstraint(
            "reviewed_by <> prepared_by AND (issued_by IS NULL OR (issued_by <> prepared_by AND"
            " issued_by <> reviewed_by))",
            name="four_eyes",
        ),
        sa.CheckConstraint(
            "(state <> 'draft') = (prepared_on IS NOT NULL) AND (state IN ('reviewed', 'issued')) ="
            " (reviewed_on IS NOT NULL) AND (state = 'issued') = (issued_on IS NOT NULL)",
            name="signed_in_order",
        ),
        partial("ix_registered_report_open", "registered_report.state <> 'issued'", "state", "id"),
        sa.Index("ix_registered_report_of", "report", "period", "language", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    report: str = Field(max_length=40)
    period: str = Field(max_length=7)
    as_of: date
    language: str = Field(max_length=2)
    unit: str = Field(max_length=4)
    state: str = Field(default="draft", max_length=10)
    algorithm: str = Field(max_length=10)
    data_digest: str = Field(max_length=64)
    draft_digest: str | None = Field(default=None, max_length=64)
    issued_digest: str | None = Field(default=None, max_length=64)
    drafted_on: date
    drafted_by: int | None = Field(default=None, foreign_key="person.id")
    prepared_on: date | None = None
    prepared_by: int | None = Field(default=None, foreign_key="person.id")
    prepared_for: int | None = Field(default=None, foreign_key="person.id")
    reviewed_on: date | None = None
    reviewed_by: int | None = Field(default=None, foreign_key="person.id")
    reviewed_for: int | None = Field(default=None, foreign_key="person.id")
    issued_on: date | None = None
    issued_by: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class IssuedFile(SQLModel, table=True):
    """An issued report as it was written, kept once."""

    __tablename__ = "issued_file"
    report_id: int = Field(primary_key=True, foreign_key="registered_report.id")
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)


class ReportLook(SQLModel, table=True):
    """One change of how this office's reports look (fund.reports.look); rows are only added, the
    latest of a key holds.
    """

    __tablename__ = "report_look"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=20, index=True)
    value: str
    reason: str
    set_on: date
    set_by: int | None = Field(default=None, foreign_key="person.id")
