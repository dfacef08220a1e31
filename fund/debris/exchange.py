"""Conjunction messages in, from a page, the command line or a watched folder: read first, outside
any transaction, then stored message by message.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col, select

from fund import acts, db
from fund.debris import commands, intake, reading, rules, sayings
from fund.debris.intake import Incoming
from fund.debris.records import Read
from fund.debris.tables import CdmIntake
from fund.errors import Issue

BATCH_FILES, BATCH_BYTES = 100, 5_000_000
"""What goes into one transaction at most: so many files, or so many bytes."""
HALF_WRITTEN = (".part", ".tmp", ".partial", ".crdownload")
"""Names of files somebody is still writing; a sender renames them when they are whole."""


def take_in(
    engine: sa.Engine,
    person_id: int | None,
    name: str,
    content: bytes,
    *,
    through: str = "command",
    dry_run: bool = False,
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and store its messages: how many were accepted, known, in conflict, refused, and
    why. A file too large to read is refused and not kept.
    """
    read = reading.read(content)
    issues = [one for read_one in read for one in read_one.issues]
    if dry_run or len(content) > reading.LARGEST:
        return _foreseen(engine, read), issues
    made = store(engine, person_id, [Incoming(name, content, read)], through)
    issues += _conflicts(made[0])
    return {kind: getattr(made[0], kind) for kind in rules.OUTCOMES}, issues


def _conflicts(made: CdmIntake) -> list[Issue]:
    found = Issue("warning", "conflict", made.file_name, "", sayings.CONFLICT)
    return [found] * made.conflict


def _foreseen(engine: sa.Engine, read: Sequence[Read]) -> dict[str, int]:
    with db.reading(engine) as session:
        found = [outcome for _read, outcome, _id in intake.foreseen(session, read)]
    return {kind: found.count(kind) for kind in rules.OUTCOMES}


def store(
    engine: sa.Engine, person_id: int | None, files: Sequence[Incoming], through: str
) -> list[CdmIntake]:
    """Store a batch of files that were read: all of it or, if the act is refused, nothing."""
    last = acts.perform(engine, person_id, commands.take_in_cdm, files=files, through=through)
    with db.reading(engine) as session:
        rows = session.exec(
            select(CdmIntake)
            .where(col(CdmIntake.id) <= int(last.id))
            .order_by(col(CdmIntake.id).desc())
            .limit(len(files))
        ).all()
        return list(reversed(rows))


def whole_files(folder: Path) -> list[Path]:
    """The files of a folder, by name: no links, nothing hidden, nothing half written."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file()
        and not file.is_symlink()
        and not file.name.startswith(".")
        and file.suffix.lower() not in HALF_WRITTEN
    )


def batches(files: Iterable[Path]) -> Iterator[list[tuple[Path, Incoming]]]:
    """Files read, in batches that go into one transaction each."""
    batch: list[tuple[Path, Incoming]] = []
    size = 0
    for file in files:
        content = _bytes(file)
        one = (file, Incoming(file.name, content, reading.read(content)))
        if batch and (len(batch) == BATCH_FILES or size + len(content) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(content)
    if batch:
        yield batch


def _bytes(file: Path) -> bytes:
    """The content of a file, not more of it than tells that it is too large."""
    with file.open("rb") as stream:
        return stream.read(reading.LARGEST + 1)


def watched(engine: sa.Engine, person_id: int | None, folder: Path) -> dict[str, int]:
    """Take in every whole file of a folder once, and move it into its folder ``done``: how many
    messages became what, and how many files there were. A file too large goes to ``refused``.
    """
    counts = dict.fromkeys(("files", *rules.OUTCOMES), 0)
    for batch in batches(whole_files(folder)):
        small = [(file, one) for file, one in batch if len(one.content) <= reading.LARGEST]
        if small:
            for row in store(engine, person_id, [one for _file, one in small], "folder"):
                for kind in rules.OUTCOMES:
                    counts[kind] += getattr(row, kind)
        for file, one in batch:
            is_kept = len(one.content) <= reading.LARGEST
            counts["refused"] += not is_kept
            _put_away(file, folder / ("done" if is_kept else "refused"))
        counts["files"] += len(batch)
    return counts


def _put_away(file: Path, place: Path) -> None:
    """Move a file away under its own name; one that is there already keeps its place."""
    place.mkdir(exist_ok=True)
    target, number = place / file.name, 1
    while target.exists():
        number += 1
        target = place / f"{file.stem}-{number}{file.suffix}"
    file.rename(target)
