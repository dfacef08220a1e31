"""Taking in a list of launches as one file, and undoing it as a whole."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.columns import table_of
from fund.errors import NeedsReason, NotFound
from fund.sites import rules
from fund.sites.records import Flown
from fund.sites.tables import Launch, LaunchBatch, LaunchOutcome

LAUNCH = table_of(Launch)
OUTCOME = table_of(LaunchOutcome)


def take_in_launches(
    session: Session,
    actor: Actor,
    *,
    launches: Sequence[Flown],
    origin: str,
    sites: Mapping[str, int],
    file_name: str,
    sha256: str,
) -> LaunchBatch:
    """Store the launches of one file; ``sites``: place as written -> key of its site. What a list
    says of an own site's launch waits for two people like any other: it is only a report.
    """
    actor.must("take_in_launches")
    if not launches:
        raise rules.LiftOffMissing
    said = recorded(actor, "take_in_launches")
    batch = LaunchBatch(
        name=file_name[:200], sha256=sha256, origin=origin, launches=len(launches), **said
    )
    session.add(batch)
    session.flush()
    shared = {"batch_id": batch.id, "origin": origin, **said}
    rows = [_launch(one, sites[one.place], shared, file_name) for one in launches]
    session.execute(sa.insert(LAUNCH), rows)
    statement = sa.select(*LAUNCH.c["tag", "id"]).where(LAUNCH.c.batch_id == batch.id)
    keys = {row.tag: row.id for row in session.execute(statement)}
    told = [_outcome(one, keys[one.tag], said) for one in launches if one.outcome]
    if told:
        session.execute(sa.insert(OUTCOME), told)
    facts = {"file": batch.name, "sha256": sha256, "launches": len(launches)}
    audit.record(session, actor, "take_in_launches", batch, **facts)
    return batch


def _launch(one: Flown, site: int, shared: Mapping[str, object], source: str) -> dict[str, object]:
    return {
        **shared,
        "tag": one.tag,
        "site_id": site,
        "pad_text": one.pad[:120],
        "vehicle": one.vehicle[:120],
        "flight": one.flight[:120],
        "mission": one.mission[:300],
        "provider": one.provider[:120],
        "service": "",
        "payloads": one.payloads,
        "reused_flights": 0,
        "ship": one.ship[:120],
        "port": "",
        "ascent": one.ascent[:120],
        "shown_on": one.day,
        "source": f"{source}:{one.line}"[-300:],
        "is_demonstration": False,
        "version": 1,
    }


def _outcome(one: Flown, key: int, said: Mapping[str, object]) -> dict[str, object]:
    return {
        **said,
        "launch_id": key,
        "happened_on": one.day,
        "lifted_at": one.at if one.outcome != "pad_failure" else None,
        "precision": one.precision,
        "is_vague": one.is_vague,
        "outcome": one.outcome,
        "score": one.score,
        "code": one.code,
        "recovery": "",
        "zone": "",
        "reason": "",
    }


def undo_launches(session: Session, actor: Actor, *, batch_id: int, reason: str) -> LaunchBatch:
    """Undo a file as a whole: its launches stay to be seen and count no more."""
    actor.must("undo_launches")
    if not reason.strip():
        raise NeedsReason
    batch = session.exec(
        select(LaunchBatch).where(LaunchBatch.id == batch_id).with_for_update()
    ).first()
    if batch is None:
        raise NotFound(kind="launch_batch", key=batch_id)
    if batch.undone_on is not None:
        raise rules.BatchUndone(name=batch.name, date=batch.undone_on)
    today = clock.today()
    batch.undone_on, batch.undone_by, batch.undone_why = today, actor.id, reason.strip()
    session.add(batch)
    session.execute(sa.update(LAUNCH).where(LAUNCH.c.batch_id == batch_id).values(undone_on=today))
    audit.record(session, actor, "undo_launches", batch, file=batch.name, reason=batch.undone_why)
    return batch
