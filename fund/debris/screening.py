"""A catalogue looked through for what passes our spacecraft: begun once, then part by part, each
part kept as it is done, so that a run that was stopped goes on where it stood.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import acts, audit, clock, db
from fund.access.actors import Actor
from fund.debris import approach, elements, rules
from fund.debris.approach import Part
from fund.debris.elements import Orbit
from fund.debris.kept import ElementCatalogue, ScreeningHit, ScreeningPart, ScreeningRun
from fund.debris.tables import Spacecraft
from fund.errors import NotFound
from fund.ledger import book

MOST_DAYS, MOST_M = 14, 100_000
Progress = Callable[[int, int], None]
"""Called with how many parts are done, of how many."""
A_DAY = timedelta(days=1)


def begin_screening(
    session: Session, actor: Actor, *, file_name: str, content: bytes, days: int, distance_m: int
) -> ScreeningRun:
    """Begin to look through a catalogue for our spacecraft, from now on. One of the same catalogue
    that was asked the same and is not through yet goes on instead.
    """
    actor.must("begin_screening")
    if not (1 <= days <= MOST_DAYS and 1 <= distance_m <= MOST_M):
        raise rules.OddScreening(days=MOST_DAYS, km=MOST_M // 1_000)
    catalogue = elements.read(content)
    sha256 = hashlib.sha256(content).hexdigest()
    ours = sorted(session.exec(select(Spacecraft.number)).all(), key=lambda one: (len(one), one))
    there = {one.number for one in catalogue.orbits}
    numbers = [one for one in ours if one in there]
    if not numbers:
        raise rules.NothingOfOurs(count=len(ours))
    if (open_one := _open(session, sha256, days, distance_m, numbers)) is not None:
        return open_one
    if session.get(ElementCatalogue, sha256) is None:
        _keep(session, file_name, content, sha256, catalogue)
    start = clock.now().replace(second=0, microsecond=0)
    row = ScreeningRun(
        sha256=sha256,
        starts_at=start,
        days=days,
        distance_m=distance_m,
        parts=len(approach.parts(start, days)),
        numbers=json.dumps(numbers),
        missing=json.dumps([one for one in ours if one not in there]),
        too_old=len(catalogue.orbits) - len(approach.young(catalogue.orbits, start)),
        begun_at=clock.now(),
        begun_by=actor.id,
    )
    session.add(row)
    session.flush()
    facts = {"days": days, "distance_m": distance_m, "spacecraft": len(numbers)}
    audit.record(session, actor, "begin_screening", row, sha256=sha256, **facts)
    return row


def _keep(
    session: Session, file_name: str, content: bytes, sha256: str, catalogue: elements.Catalogue
) -> None:
    row = ElementCatalogue(
        sha256=sha256,
        file_name=file_name[-200:],
        form=catalogue.form,
        size_bytes=len(content),
        objects=len(catalogue.orbits),
        odd=sum(catalogue.odd.values()),
        oldest_at=catalogue.oldest,
        newest_at=catalogue.newest,
        content=content,
    )
    session.add(row)
    session.flush()


def _open(
    session: Session, sha256: str, days: int, distance_m: int, numbers: list[str]
) -> ScreeningRun | None:
    """The latest run of the same question, if it was begun within a day and is not through."""
    row = session.exec(
        select(ScreeningRun)
        .where(
            ScreeningRun.sha256 == sha256,
            ScreeningRun.days == days,
            ScreeningRun.distance_m == distance_m,
            ScreeningRun.numbers == json.dumps(numbers),
            ScreeningRun.begun_at > clock.now() - A_DAY,
        )
        .order_by(col(ScreeningRun.id).desc())
        .limit(1)
    ).first()
    return row if row is not None and len(done(session, row.id or 0)) < row.parts else None


def done(session: Session, run_id: int) -> set[int]:
    """The parts of a run that are there."""
    return set(session.exec(select(ScreeningPart.part).where(ScreeningPart.run_id == run_id)).all())


def record_screening(
    session: Session,
    actor: Actor,
    *,
    run_id: int,
    number: int,
    positions: int,
    failed: int,
    hits: Sequence[Mapping[str, object]],
) -> ScreeningPart:
    """Keep one part of a run with what passes in it; a part is kept once."""
    actor.must("record_screening")
    run = book.fetch(session, ScreeningRun, run_id)
    if not 0 <= number < run.parts or number in done(session, run_id):
        raise rules.PartThere(part=number + 1)
    row = ScreeningPart(
        run_id=run_id,
        part=number,
        positions=positions,
        failed=failed,
        hits=len(hits),
        done_at=clock.now(),
    )
    session.add(row)
    session.flush()
    if hits:
        session.execute(sa.insert(ScreeningHit), [{"run_id": run_id, **one} for one in hits])
    audit.record(session, actor, "record_screening", row, part=number, hits=len(hits))
    return row


def run(
    engine: sa.Engine, person_id: int | None, run_id: int, on_progress: Progress | None = None
) -> None:
    """Work out every part of a run that is not there yet, each kept as it is done. Another process
    at the same run costs only its own time.
    """
    with db.reading(engine) as session:
        row = session.get(ScreeningRun, run_id)
        if row is None:
            raise NotFound(kind="screening_run", key=run_id)
        session.expunge(row)
        catalogue = elements.read(session.get_one(ElementCatalogue, row.sha256).content)
        statement = select(Spacecraft.number, Spacecraft.id)
        crafts: dict[str, int | None] = dict(session.exec(statement).all())
        there = done(session, run_id)
    worked = by_part(catalogue, row, crafts)
    for number in range(row.parts):
        if number not in there:
            _kept(engine, person_id, worked(number))
        if on_progress is not None:
            on_progress(number + 1, row.parts)


class Worked(TypedDict):
    """What ``record_screening`` takes of a part of a run."""

    run_id: int | None
    number: int
    positions: int
    failed: int
    hits: list[dict[str, object]]


def by_part(
    catalogue: elements.Catalogue, row: ScreeningRun, crafts: dict[str, int | None]
) -> Callable[[int], Worked]:
    """What ``record_screening`` takes of a part of a run, by the number of the part; what all parts
    have in common is worked out here. ``crafts``: keys of our spacecraft by catalogue number.
    """
    young = approach.young(catalogue.orbits, row.starts_at)
    wanted = set(json.loads(row.numbers))
    ours = [one for one in young if one.number in wanted]
    km = row.distance_m / 1_000
    sieve = approach.may_meet(ours, young, km)
    spans = approach.parts(row.starts_at, row.days)

    def worked(number: int) -> Worked:
        found = approach.within(ours, young, sieve, spans[number], km)
        return {
            "run_id": row.id,
            "number": number,
            "positions": found.positions,
            "failed": len(found.failed),
            "hits": hits_of(found, ours, young, crafts),
        }

    return worked


def _kept(engine: sa.Engine, person_id: int | None, part: Worked) -> None:
    """Keep a part; one another process kept meanwhile is there."""
    try:
        acts.perform(engine, person_id, record_screening, **part)
    except rules.PartThere:
        return


def hits_of(
    found: Part, ours: Sequence[Orbit], others: Sequence[Orbit], crafts: dict[str, int | None]
) -> list[dict[str, object]]:
    """What is kept of each approach; two of ours pass each other once."""
    own = {one.number for one in ours}
    return [
        {
            "spacecraft_id": crafts[ours[one.ours].number],
            "number": others[one.other].number,
            "name": others[one.other].name,
            "at": one.at,
            "miss_mm": round(one.miss_km * 1e6),
            "speed_mm_s": round(one.speed_km_s * 1e6),
            "own_age_days": (one.at - ours[one.ours].epoch) / A_DAY,
            "other_age_days": (one.at - others[one.other].epoch) / A_DAY,
        }
        for one in found.passings
        if others[one.other].number not in own
        or (len(ours[one.ours].number), ours[one.ours].number)
        < (len(others[one.other].number), others[one.other].number)
    ]


def in_background(run_id: int, login: str) -> int:
    """Let a screening go on in a process of its own, which outlives this one, and give its id; how
    far it is stands in its parts.
    """
    asked = ["screen", "--resume", str(run_id), *(["--as", login] if login else [])]
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    running = subprocess.Popen(  # noqa: S603  our own program, and words of our own
        [sys.executable, "-m", "fund", *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path},
        start_new_session=True,
    )
    threading.Thread(target=running.wait, daemon=True).start()
    return running.pid
