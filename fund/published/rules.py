"""Which versions of a file are new, and which version of a grant is current: the latest by its own
date, of equal dates the one imported last. A process is what its versions come to
(fund.published.compiling). Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fund.published.records import Grant, Release

Record = Release | Grant
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""A version without a date is older than any with one."""


@dataclass(slots=True)
class Standing:
    """What is stored of one thing: its row, its current version with that one's date, the digests
    of all its versions, those compiled here left out.
    """

    id: int
    current_id: int | None = None
    current_at: datetime | None = None
    digests: set[str] = field(default_factory=set)


@dataclass
class Arrivals:
    """The versions of a file: those to be stored, which of them becomes current (by key), and the
    counts to report.

    accepted: new things' versions, and versions that only add to the history of known ones;
    updated: versions that take the place of a known thing's; unchanged: seen before. The three add
    up to what the file holds.
    """

    fresh: list[Record]
    current: dict[str, Record]
    unchanged: int
    updated: int

    @property
    def accepted(self) -> int:
        """Stored, and not in another's place."""
        return len(self.fresh) - self.updated


def sort_out(records: Iterable[Record], standing: Mapping[str, Standing]) -> Arrivals:
    """Tell new versions from known ones, and find the current one of each thing."""
    fresh: list[Record] = []
    current: dict[str, Record] = {}
    seen = {(key, digest) for key, known in standing.items() for digest in known.digests}
    latest = {key: known.current_at or BEGINNING for key, known in standing.items()}
    unchanged = 0
    for record in records:
        if (record.key, record.digest) in seen:
            unchanged += 1
            continue
        seen.add((record.key, record.digest))
        fresh.append(record)
        at = record.at or BEGINNING
        if at >= latest.get(record.key, BEGINNING):
            latest[record.key], current[record.key] = at, record
    return Arrivals(fresh, current, unchanged, sum(key in standing for key in current))
