"""Thresholds of warnings, changed by two people: one proposes, another decides, having seen what
the new set would have said of the messages stored now. And open data, cleared by a second person.
"""

from datetime import date, datetime
from typing import TypedDict

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.debris import rules, thresholds
from fund.debris.rules import Thresholds
from fund.debris.tables import DatasetLook, DebrisPublication, OpenDataset, ThresholdSet
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
from fund.ledger import book

MOST_DAYS = 3_650


class Figures(TypedDict):
    """A set of thresholds as it is proposed: the fields of Thresholds but its number."""

    near_hours: int
    pc_red: float
    pc_orange: float
    pc_yellow: float
    miss_red_m: int
    miss_orange_m: int
    miss_yellow_m: int
    answer_red_h: int
    answer_orange_h: int
    answer_yellow_h: int


def propose_thresholds(
    session: Session,
    actor: Actor,
    *,
    reason: str,
    figures: Figures,
) -> ThresholdSet:
    """Propose another set of thresholds, with a reason."""
    actor.must("propose_thresholds")
    if set(figures) != set(Thresholds._fields) - {"id"} or not Thresholds(**figures).is_in_order:
        raise rules.OddThresholds
    if not reason.strip():
        raise NeedsReason
    row = ThresholdSet(
        reason=reason.strip()[: rules.LONGEST_SAID],
        proposed_at=clock.now(),
        proposed_by=actor.id,
        **figures,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "propose_thresholds", row, reason=row.reason, **figures)
    return row


def decide_thresholds(
    session: Session,
    actor: Actor,
    *,
    set_id: int,
    is_approved: bool,
    changed_seen: int,
    valid_from: datetime | None = None,
) -> ThresholdSet:
    """Approve a set, in force from now or a later instant on, or turn it down; not by whoever
    proposed it, and only having seen how many events would have another level.
    """
    actor.must("decide_thresholds")
    row = book.fetch(session, ThresholdSet, set_id)
    if row.outcome != "open":
        raise WrongState(act="decide_thresholds", status=row.outcome)
    if row.proposed_by in actor.hands:
        raise FourEyes(earlier="propose_thresholds", act="decide_thresholds")
    if is_approved:
        changed = thresholds.tried(session, thresholds.of_row(row)).changed
        if changed != changed_seen:
            raise rules.SeenOtherwise(changed=changed)
    now = clock.now()
    row.outcome = "approved" if is_approved else "rejected"
    row.decided_at, row.decided_by = now, actor.id
    row.valid_from = max(now, valid_from or now) if is_approved else None
    row.version += 1
    session.add(row)
    audit.record(session, actor, "decide_thresholds", row, outcome=row.outcome, seen=changed_seen)
    return row


def register_dataset(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title_zh: str,
    provider: str,
    coverage: str,
    format: str,  # noqa: A002  the word of the catalogue
    licence: str,
    refresh_days: int,
    title_en: str = "",
    address: str = "",
) -> OpenDataset:
    """Enter a data set others offer."""
    actor.must("register_dataset")
    wanted = (code, title_zh, provider, coverage, format, licence)
    if not all(text.strip() for text in wanted) or not 1 <= refresh_days <= MOST_DAYS:
        raise NeedsReason
    if address and not address.startswith(("https://", "http://")):
        raise rules.OddAddress
    if session.exec(select(OpenDataset.id).where(OpenDataset.code == code)).first() is not None:
        raise rules.DatasetKnown(code=code)
    row = OpenDataset(
        code=code.strip()[:40],
        title_zh=title_zh.strip()[:200],
        title_en=title_en.strip()[:200],
        provider=provider.strip()[:200],
        coverage=coverage.strip()[:300],
        format=format.strip()[:80],
        licence=licence.strip()[:120],
        address=address.strip()[:300],
        refresh_days=refresh_days,
        registered_on=clock.today(),
        registered_by=actor.id,
    )
    return _entered(session, actor, row)


def _entered(session: Session, actor: Actor, row: OpenDataset) -> OpenDataset:
    session.add(row)
    session.flush()
    audit.record(session, actor, "register_dataset", row, code=row.code, title=row.title_zh)
    return row


def look_at_dataset(
    session: Session,
    actor: Actor,
    *,
    dataset_id: int,
    data_of: date | None = None,
    was_fetched: bool = False,
) -> DatasetLook:
    """Record that a data set was looked at or fetched, and of which day its data were."""
    actor.must("look_at_dataset")
    book.fetch(session, OpenDataset, dataset_id)
    if data_of is not None and data_of > clock.today():
        raise rules.NotYet(day=data_of)
    row = DatasetLook(
        dataset_id=dataset_id,
        data_of=data_of,
        was_fetched=was_fetched,
        looked_at=clock.now(),
        looked_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "look_at_dataset", row, dataset_id=dataset_id, was_fetched=was_fetched
    )
    return row


def propose_publication(session: Session, actor: Actor, *, kind: str) -> DebrisPublication:
    """Propose that our own data up to now go out."""
    actor.must("propose_publication")
    if kind not in rules.PUBLISHED:
        raise NotFound(kind="debris_publication", key=kind[:40])
    now = clock.now()
    row = DebrisPublication(kind=kind, up_to=now, proposed_at=now, proposed_by=actor.id)
    session.add(row)
    session.flush()
    audit.record(session, actor, "propose_publication", row, kind=kind)
    return row


def clear_publication(
    session: Session, actor: Actor, *, publication_id: int, is_approved: bool, why: str = ""
) -> DebrisPublication:
    """Clear our own data to go out, or not, as another person than who proposed it."""
    actor.must("clear_publication")
    row = book.fetch(session, DebrisPublication, publication_id)
    if row.outcome != "open":
        raise WrongState(act="clear_publication", status=row.outcome)
    if row.proposed_by in actor.hands:
        raise FourEyes(earlier="propose_publication", act="clear_publication")
    if not is_approved and not why.strip():
        raise NeedsReason
    row.outcome = "approved" if is_approved else "rejected"
    row.decided_at, row.decided_by = clock.now(), actor.id
    row.why = why.strip()[: rules.LONGEST_SAID]
    session.add(row)
    audit.record(session, actor, "clear_publication", row, outcome=row.outcome)
    return row
