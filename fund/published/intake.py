"""Taking in a published file from either door: read first, outside any transaction; then one act
stores it, or nothing.
"""

import json
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import select

from fund import acts, db
from fund.errors import Issue, has_errors
from fund.published import commands
from fund.published.commands import Progress
from fund.published.reading import read
from fund.published.tables import ImportFile

NOTHING = {"accepted": 0, "unchanged": 0, "updated": 0}


def take_in(
    engine: sa.Engine,
    person_id: int | None,
    kind: str,
    name: str,
    source: bytes | Path,
    *,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and store it: how many versions were accepted, unchanged, updated, and every
    issue.

    With an error among the issues nothing is stored; ``dry_run`` says what would happen and stores
    nothing either.
    """
    reading = read(kind, source)
    issues = list(reading.issues)
    if has_errors(issues):
        return dict(NOTHING), issues
    if dry_run:
        with db.reading(engine) as session:
            _known, arrivals, told = commands.compare(session, reading)
        counts = {name: getattr(arrivals, name) for name in NOTHING}
        return counts, [*issues, *told]
    outcome = acts.perform(
        engine, person_id, commands.import_file, name=name, reading=reading, on_progress=on_progress
    )
    with db.reading(engine) as session:
        row = session.exec(select(ImportFile).where(ImportFile.id == int(outcome.id))).one()
        counts = {name: getattr(row, name) for name in NOTHING}
        return counts, [Issue(**issue) for issue in json.loads(row.issues)]
