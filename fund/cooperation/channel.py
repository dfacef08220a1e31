"""A commercial project's way into the inter-governmental channel: applied for, reviewed by
criteria, decided by another person, and taken out again.
"""

from collections.abc import Mapping
from datetime import date

import orjson
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.cooperation import rules
from fund.cooperation.commands import of_code
from fund.cooperation.tables import ChannelEntry, Cooperation
from fund.errors import FourEyes, NeedsReason, WrongState
from fund.ledger.book import fetch
from fund.lifecycle import CYCLES

RUNNING = ("channel_applied", "channel_reviewed", "admitted")


def apply_for_channel(
    session: Session, actor: Actor, *, project: str, firm: str, channel: str
) -> ChannelEntry:
    """Ask for a firm's project to enter a channel between governments."""
    actor.must("apply_for_channel")
    if not firm.strip() or not channel.strip():
        raise rules.NameMissing
    held = of_code(session, Cooperation, project)
    running = select(ChannelEntry.id).where(
        ChannelEntry.cooperation_id == held.id, col(ChannelEntry.outcome).in_(RUNNING)
    )
    if session.exec(running).first() is not None:
        raise rules.ChannelOpen
    row = ChannelEntry(
        cooperation_id=held.id or 0,
        firm=firm.strip(),
        channel=channel.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
        recorded_for=actor.behind("apply_for_channel"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "apply_for_channel", row, project=held.code, firm=row.firm, channel=channel
    )
    return row


def review_for_channel(
    session: Session,
    actor: Actor,
    *,
    entry_id: int,
    findings: Mapping[str, str],
    is_recommended: bool,
    expected_version: int | None = None,
) -> ChannelEntry:
    """Say how each criterion is met, and whether the project is recommended."""
    actor.must("review_for_channel")
    missing = [
        _words for key, _words in rules.CRITERIA.items() if not findings.get(key, "").strip()
    ]
    if missing:
        raise rules.CriteriaMissing(missing=missing)
    row = _in_state(session, "review_for_channel", entry_id, expected_version)
    kept = {key: findings[key].strip() for key in rules.CRITERIA}
    row.review = orjson.dumps(kept).decode()
    row.is_recommended = is_recommended
    row.reviewed_on, row.reviewed_by = clock.today(), actor.id
    row.reviewed_for = actor.behind("review_for_channel")
    return _kept(session, actor, "review_for_channel", row, "channel_reviewed")


def admit_to_channel(
    session: Session,
    actor: Actor,
    *,
    entry_id: int,
    reason: str,
    expected_version: int | None = None,
) -> ChannelEntry:
    """Take the project into the channel; not by whoever reviewed it."""
    actor.must("admit_to_channel")
    return _decided(session, actor, "admit_to_channel", entry_id, reason, expected_version)


def refuse_channel(
    session: Session,
    actor: Actor,
    *,
    entry_id: int,
    reason: str,
    expected_version: int | None = None,
) -> ChannelEntry:
    """Do not take it in, with the reason; not by whoever reviewed it."""
    actor.must("refuse_channel")
    return _decided(session, actor, "refuse_channel", entry_id, reason, expected_version)


def remove_from_channel(
    session: Session,
    actor: Actor,
    *,
    entry_id: int,
    reason: str,
    left_on: date,
    expected_version: int | None = None,
) -> ChannelEntry:
    """Take a project out of the channel, with the day and the reason."""
    actor.must("remove_from_channel")
    if not reason.strip():
        raise NeedsReason
    row = _in_state(session, "remove_from_channel", entry_id, expected_version)
    if row.decided_on is not None and left_on < row.decided_on:
        raise rules.DaysInOrder(start=row.decided_on, end=left_on)
    row.left_on, row.why = left_on, reason.strip()
    return _kept(session, actor, "remove_from_channel", row, "removed")


OUTCOMES = {"admit_to_channel": "admitted", "refuse_channel": "not_admitted"}


def _decided(
    session: Session,
    actor: Actor,
    act: str,
    entry_id: int,
    reason: str,
    expected_version: int | None,
) -> ChannelEntry:
    if not reason.strip():
        raise NeedsReason
    row = _in_state(session, act, entry_id, expected_version)
    if "review_for_channel" in excluded_by(act) and actor.hands & (
        {row.reviewed_by, row.reviewed_for} - {None}
    ):
        raise FourEyes(earlier="review_for_channel", act=act)
    row.decided_on, row.decided_by, row.why = clock.today(), actor.id, reason.strip()
    return _kept(session, actor, act, row, OUTCOMES[act])


def _in_state(
    session: Session, act: str, entry_id: int, expected_version: int | None
) -> ChannelEntry:
    row = fetch(session, ChannelEntry, entry_id, expected_version)
    if row.outcome not in CYCLES["channel_entry"][act][""]:
        raise WrongState(act=act, status=row.outcome)
    return row


def _kept(
    session: Session, actor: Actor, act: str, row: ChannelEntry, outcome: str
) -> ChannelEntry:
    row.outcome, row.version = outcome, row.version + 1
    session.add(row)
    audit.record(session, actor, act, row, firm=row.firm, outcome=outcome, reason=row.why)
    return row
