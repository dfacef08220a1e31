"""What a published file says, format by format, in the shape it is stored in. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from fund.errors import Issue


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of a release; ``shown_id`` has the position appended where the process repeats the
    id.
    """

    contract_id: str
    shown_id: str
    position: int
    title: str
    supplier: str
    supplier_id: str
    currency: str
    value_fen: int | None
    paid_fen: int | None
    status: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a contracting process (OCDS), or what its versions come to (``is_compiled``).
    ``released_at`` orders versions; ``place`` is where it stood in its file.
    """

    ocid: str
    release_id: str
    released_at: datetime | None
    tags: str
    title: str
    buyer: str
    method: str
    tender_currency: str
    tender_fen: int | None
    contracts: tuple[Contract, ...]
    raw: bytes
    digest: str
    is_compiled: bool = False
    place: str = ""

    @property
    def key(self) -> str:
        """What its versions have in common."""
        return self.ocid

    @property
    def at(self) -> datetime | None:
        """What its versions are ordered by."""
        return self.released_at


@dataclass(frozen=True, slots=True)
class Grant:
    """One version of a grant (360Giving). ``modified_at`` orders versions."""

    grant_id: str
    modified_at: datetime | None
    title: str
    recipient: str
    recipient_id: str
    funder: str
    currency: str
    awarded_fen: int | None
    paid_fen: int | None
    awarded_on: date | None
    raw: bytes
    digest: str

    @property
    def key(self) -> str:
        """What its versions have in common."""
        return self.grant_id

    @property
    def at(self) -> datetime | None:
        """What its versions are ordered by."""
        return self.modified_at


@dataclass(frozen=True)
class Reading:
    """A file as read: its records in the order of the file, and every issue. With an error among
    them nothing is taken.
    """

    kind: str
    sha256: str
    records: tuple[Release | Grant, ...] = field(repr=False)
    issues: tuple[Issue, ...] = field(repr=False)


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal: how a file and a version are known again."""
    return hashlib.sha256(content).hexdigest()
