"""Taking a published file in, whole or not at all."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund import audit, clock, search
from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_, FundError, Issue, has_errors
from fund.published.arriving import Coming, coming, compiled_of
from fund.published.records import Contract, Reading, Release
from fund.published.rules import Arrivals, Standing
from fund.published.stored import SHELVES, Shelf, some, standing
from fund.published.tables import ImportFile, PublishedContract, PublishedRelease, PublishedTerm

Progress = Callable[[int, int], None]
"""Called with how many versions are stored and how many there are."""


class FileRefused(FundError):
    """A file with errors was handed to be stored; its issues say what they are."""

    message = N_("{name} was not taken: it has {errors} errors. Nothing of it was stored.")


def import_file(
    session: Session,
    actor: Actor,
    *,
    name: str,
    reading: Reading,
    on_progress: Progress | None = None,
) -> ImportFile:
    """Store what fund.published.reading.read found in a file: new versions, and which of them are
    current from today.

    The same file again stores no version and says that all are unchanged. Refuses a reading with
    errors.
    """
    actor.must("import_published")
    if has_errors(list(reading.issues)):
        raise FileRefused(
            name=name, errors=sum(issue.severity == "error" for issue in reading.issues)
        )
    _one_at_a_time(session)
    shelf = SHELVES[reading.kind]
    known, arrivals, told = compare(session, reading)
    file = _file(actor, name, [*reading.issues, *told], reading, arrivals)
    session.add(file)
    session.flush()
    _add_things(session, shelf, arrivals, known)
    _store(session, shelf, arrivals, known, file.id or 0, on_progress)
    audit.record(
        session,
        actor,
        "import_published",
        file,
        kind=file.kind,
        name=name,
        sha256=file.sha256,
        accepted=file.accepted,
        unchanged=file.unchanged,
        updated=file.updated,
    )
    return file


def compare(session: Session, reading: Reading) -> Coming:
    """What is stored of the file's things, what the file would change, and what is to be said of
    both; reads only.
    """
    return coming(session, reading)


def _one_at_a_time(session: Session) -> None:
    """Two imports at once would both think a process new; SQLite lets one write at a time
    anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE import_file IN EXCLUSIVE MODE"))


def _file(
    actor: Actor, name: str, issues: list[Issue], reading: Reading, arrivals: Arrivals
) -> ImportFile:
    return ImportFile(
        kind=reading.kind,
        name=name,
        sha256=reading.sha256,
        accepted=arrivals.accepted,
        unchanged=arrivals.unchanged,
        updated=arrivals.updated,
        warnings=len(issues),
        issues=json.dumps([asdict(issue) for issue in issues], ensure_ascii=False, default=str),
        imported_at=clock.now(),
        actor_id=actor.id,
    )


def _add_things(
    session: Session, shelf: Shelf, arrivals: Arrivals, known: dict[str, Standing]
) -> None:
    """Make a row for each thing the file names first."""
    new = list(dict.fromkeys(record.key for record in arrivals.fresh if record.key not in known))
    defaults = {"version": 1} if "version" in shelf.things.c else {}
    for part in some(new):
        session.execute(sa.insert(shelf.things), [{shelf.key.name: key} | defaults for key in part])
    known |= standing(session, shelf, new)


def _store(
    session: Session,
    shelf: Shelf,
    arrivals: Arrivals,
    known: dict[str, Standing],
    file_id: int,
    on_progress: Progress | None,
) -> None:
    """Insert the versions; those that become current push out the ones before them, and bring their
    contracts.
    """
    today, done = clock.today(), 0
    _push_out(session, shelf, [known[key].current_id for key in arrivals.current], today)
    winners = {id(record) for record in arrivals.current.values()}
    fresh = [*arrivals.fresh, *compiled_of(arrivals)]
    for part in some(fresh):
        rows = [
            shelf.row(
                record, known[record.key].id, file_id, today if id(record) in winners else None
            )
            for record in part
        ]
        session.execute(sa.insert(shelf.versions), rows)
        done += len(rows)
        if on_progress is not None:
            on_progress(done, len(fresh))
    if shelf is SHELVES["ocds"]:
        current = {
            known[key].id: record
            for key, record in arrivals.current.items()
            if isinstance(record, Release)
        }
        _add_contracts(session, file_id, current)
        _findable(session, current)


def _push_out(
    session: Session, shelf: Shelf, version_ids: Sequence[int | None], today: date
) -> None:
    """End the days of the versions that are current no longer; what was compiled today and is
    compiled again was current on no day, and goes.
    """
    for part in some([version_id for version_id in version_ids if version_id is not None]):
        if shelf is SHELVES["ocds"]:
            _forget(session, part, today)
        session.execute(
            sa.update(shelf.versions)
            .where(shelf.versions.c.id.in_(part))
            .values(current_until=today)
        )


def _forget(session: Session, version_ids: Sequence[int], today: date) -> None:
    table = table_of(PublishedRelease)
    contracts = table_of(PublishedContract)
    gone = sa.select(table.c.id).where(
        table.c.id.in_(version_ids), table.c.is_compiled, table.c.current_from == today
    )
    session.execute(sa.delete(contracts).where(contracts.c.published_release_id.in_(gone)))
    session.execute(sa.delete(table).where(table.c.id.in_(gone)))


def _add_contracts(session: Session, file_id: int, current: dict[int, Release]) -> None:
    """Insert the contracts of the releases this file made current."""
    table: sa.Table = PublishedRelease.__table__  # type: ignore[attr-defined]
    stored = session.execute(
        sa.select(table.c.id, table.c.published_process_id).where(
            table.c.import_file_id == file_id, table.c.current_from.is_not(None)
        )
    ).all()
    rows = [
        {name: getattr(contract, name) for name in Contract.__slots__}
        | {"published_release_id": release_id}
        for release_id, process_id in stored
        for contract in current[process_id].contracts
    ]
    for part in some(rows):
        session.execute(sa.insert(PublishedContract.__table__), part)  # type: ignore[attr-defined]


def _findable(session: Session, current: dict[int, Release]) -> None:
    """Let a search find the processes this file made current by the words they have now."""
    table = table_of(PublishedTerm)
    for part in some(list(current.items())):
        search.put(
            session,
            table,
            table.c.published_process_id,
            [(key, (record.ocid, record.title, record.buyer)) for key, record in part],
        )
