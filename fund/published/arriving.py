"""What a published file brings to what is stored: new versions, what becomes current, and what is
to be said of both. Reads only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from fund.errors import Issue
from fund.published.compiling import Conflict, Stated, compiled, in_order, merged, stated
from fund.published.issues import Findings
from fund.published.records import Reading, Release
from fund.published.rules import Arrivals, Record, Standing, sort_out
from fund.published.stored import SHELVES, standing, statements

Coming = tuple[dict[str, Standing], Arrivals, list[Issue]]
SHORT = 12
"""Characters of a digest by which people tell two versions apart."""


def coming(session: Session, reading: Reading) -> Coming:
    """What is stored of the file's things by key, what the file would change, and remarks beside
    those of the reading.
    """
    known = standing(
        session, SHELVES[reading.kind], list({record.key for record in reading.records})
    )
    arrivals = sort_out(reading.records, known)
    if reading.kind != "ocds":
        return known, arrivals, []
    return _processes(session, known, arrivals)


def compiled_of(arrivals: Arrivals) -> list[Release]:
    """What is to become current and was handed in by nobody: processes compiled here."""
    return [
        one for one in arrivals.current.values() if isinstance(one, Release) and one.is_compiled
    ]


def _processes(session: Session, known: dict[str, Standing], arrivals: Arrivals) -> Coming:
    """Of a process with one version that one is current, of others what all of them come to."""
    fresh: dict[str, list[Release]] = {}
    for record in arrivals.fresh:
        if not isinstance(record, Release):
            raise TypeError(record)
        fresh.setdefault(record.key, []).append(record)
    held = statements(session, [known[key].id for key in fresh if key in known])
    current: dict[str, Record] = {}
    updated, findings = 0, Findings()
    for ocid, records in fresh.items():
        before = held.get(known[ocid].id, []) if ocid in known else []
        after = [*before, *map(stated, records)]
        current[ocid] = records[0] if len(after) == 1 else compiled(ocid, after)
        updated += bool(before) and _differs(ocid, before, after)
        _tell(ocid, in_order(after)[1], {one.digest for one in before}, findings)
    return known, replace(arrivals, current=current, updated=updated), findings.all()


def _differs(ocid: str, before: Sequence[Stated], after: Sequence[Stated]) -> bool:
    """Whether a process says something else now."""
    old, new = (merged(ocid, in_order(versions)[0]) for versions in (before, after))
    return old != new


def _tell(ocid: str, conflicts: Iterable[Conflict], before: set[str], findings: Findings) -> None:
    """Remark on two contents of one release where at least one of them is new."""
    for one in conflicts:
        if before >= {one.counts.digest, one.kept.digest}:
            continue
        findings.add(
            "two_contents",
            one.kept.place or one.counts.place,
            one.kept.release_id,
            release=one.kept.release_id,
            ocid=ocid,
            counts=_named(one.counts),
            kept=_named(one.kept),
        )


def _named(one: Stated) -> str:
    return f"{one.place or '/'} ({one.digest[:SHORT]})"
