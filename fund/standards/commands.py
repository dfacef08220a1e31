"""Entering standards, stating what became of them, deciding reviews; proposing, by one person, and
deciding, by another, that two are merged.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from fund import audit, clock, search
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.errors import N_, FourEyes, FundError, NeedsReason, WrongState
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture
from fund.lifecycle import CYCLES
from fund.standards import entry, numbers, rules
from fund.standards.behind import work_out
from fund.standards.entry import DAYS, Entry
from fund.standards.rules import Dated
from fund.standards.tables import (
    Standard,
    StandardAdoption,
    StandardEvent,
    StandardMerging,
    StandardReplacement,
)

MOST = 20_000
"""Texts taken in at once."""


class NothingNew(FundError):
    """A register that holds nothing new changes nothing."""

    message = N_("Every standard of this file is in the register already. Nothing was stored.")


def enter_standard(
    session: Session, actor: Actor, *, given: Mapping[str, str], is_demonstration: bool = False
) -> Standard:
    """Enter one text, said in words by the names of ``entry.GIVEN``."""
    actor.must("enter_standard")
    held, slips = entry.judged(given)
    refused = next((one.error for one in slips if one.is_error), None)
    if refused is not None:
        raise refused
    if _known(session, held.columns["number"]):
        raise rules.StandardKnown(number=held.columns["number"])
    row = _added(session, actor, "enter_standard", held, is_demonstration=is_demonstration)
    audit.record(
        session,
        actor,
        "enter_standard",
        row,
        number=row.number,
        status=row.status,
        source=row.source,
    )
    return row


def take_in(
    session: Session, actor: Actor, *, texts: Sequence[Mapping[str, str]], file_name: str
) -> Standard:
    """Enter what a file holds, all of it or none; texts in the register already stay as they are.
    The last one entered is given back.
    """
    actor.must("take_in_standards")
    known = set(session.exec(select(Standard.number)).all())
    made: list[tuple[Standard, Entry]] = []
    for given in texts[:MOST]:
        held, slips = entry.judged(given)
        refused = next((one.error for one in slips if one.is_error), None)
        if refused is not None:
            raise refused
        if held.columns["number"] not in known:
            known.add(held.columns["number"])
            made.append((_row(actor, "take_in_standards", held), held))
    if not made:
        raise NothingNew
    session.add_all([row for row, _held in made])
    session.flush()
    for row, held in made:
        _say(session, actor, "take_in_standards", row, held)
    work_out(session)
    _findable(session, [row for row, _held in made])
    last = made[-1][0]
    audit.record(session, actor, "take_in_standards", last, file=file_name, standards=len(made))
    return last


def state_status(
    session: Session,
    actor: Actor,
    *,
    standard_id: int,
    status: str,
    source: str,
    happened_on: date | None = None,
    expected_version: int | None = None,
) -> Standard:
    """State what became of a text, with the source that says so; the day it was withdrawn goes with
    it, and a text back in force has none.
    """
    actor.must("state_status")
    if status not in rules.STATUSES:
        raise rules.UnknownChoice(value=status, field=entry.HEADS["status"])
    if not source.strip():
        raise rules.NoSource
    if happened_on is not None and happened_on > clock.today():
        raise InTheFuture(date=happened_on)
    row = fetch(session, Standard, standard_id, expected_version)
    if row.status == status:
        raise rules.SameState
    row.status = status
    row.stage = row.stage if rules.STAGES.get(row.stage) == status else ""
    ended = Dated(happened_on, "day") if happened_on else Dated()
    withdrawn = ended if status in ("superseded", "abolished") else Dated()
    if withdrawn.on and row.issued_on and withdrawn.on < row.issued_on:
        raise rules.DatesContradict
    _dated(row, withdrawn=withdrawn)
    _note(session, actor, row, "state_status", source.strip(), happened_on=happened_on)
    work_out(session, [row.family])
    return row


def decide_review(
    session: Session,
    actor: Actor,
    *,
    standard_id: int,
    verdict: str,
    decided_on: date,
    source: str,
    expected_version: int | None = None,
) -> Standard:
    """Record how the review of a text in force ended; confirmed, the next one is due five years
    after.
    """
    actor.must("decide_review")
    if verdict not in rules.REVIEWS:
        raise rules.UnknownChoice(value=verdict, field=N_("Outcome"))
    if not source.strip():
        raise rules.NoSource
    if decided_on > clock.today():
        raise InTheFuture(date=decided_on)
    row = fetch(session, Standard, standard_id, expected_version)
    if row.status not in CYCLES["standard"]["decide_review"][""]:
        raise WrongState(act="decide_review", status=row.status)
    if row.issued_on and decided_on < row.issued_on:
        raise rules.DatesContradict
    if verdict == "confirmed":
        _dated(row, confirmed=Dated(decided_on, "day"))
    _note(
        session,
        actor,
        row,
        "decide_review",
        source.strip(),
        verdict=verdict,
        happened_on=decided_on,
    )
    return row


def propose_merging(
    session: Session,
    actor: Actor,
    *,
    standard_id: int,
    other_id: int,
    subject: str,
    verdict: str,
    words: str = "",
) -> StandardMerging:
    """Say how two texts on one subject stand to each other; nothing counts until another person
    confirms.
    """
    actor.must("propose_merging")
    if verdict not in rules.VERDICTS:
        raise rules.UnknownChoice(value=verdict, field=N_("How they stand"))
    if not subject.strip():
        raise NeedsReason
    if standard_id == other_id:
        raise rules.OneStandard
    one, other = (fetch(session, Standard, key) for key in sorted((standard_id, other_id)))
    waits = select(StandardMerging.id).where(
        StandardMerging.one_id == one.id,
        StandardMerging.other_id == other.id,
        StandardMerging.outcome == "open",
    )
    if session.exec(waits).first() is not None:
        raise rules.MergingWaits
    row = StandardMerging(
        one_id=one.id or 0,
        other_id=other.id or 0,
        subject=subject.strip(),
        verdict=verdict,
        words=words.strip(),
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind("propose_merging"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "propose_merging",
        row,
        one=one.number,
        other=other.number,
        verdict=verdict,
        subject=row.subject,
    )
    return row


def confirm_merging(
    session: Session, actor: Actor, *, merging_id: int, expected_version: int | None = None
) -> StandardMerging:
    """Confirm what was proposed of two texts; not by whoever proposed it."""
    actor.must("confirm_merging")
    return _decided(session, actor, "confirm_merging", merging_id, expected_version, "confirmed")


def reject_merging(
    session: Session,
    actor: Actor,
    *,
    merging_id: int,
    reason: str,
    expected_version: int | None = None,
) -> StandardMerging:
    """Turn the proposal down, with the reason; not by whoever made it."""
    actor.must("reject_merging")
    if not reason.strip():
        raise NeedsReason
    return _decided(
        session, actor, "reject_merging", merging_id, expected_version, "rejected", reason.strip()
    )


def _decided(
    session: Session,
    actor: Actor,
    act: str,
    merging_id: int,
    expected_version: int | None,
    outcome: str,
    why: str = "",
) -> StandardMerging:
    row = fetch(session, StandardMerging, merging_id, expected_version)
    if row.outcome not in CYCLES["standard_merging"][act][""]:
        raise rules.MergingDecided
    if "propose_merging" in excluded_by(act) and actor.hands & (
        {row.proposed_by, row.proposed_for} - {None}
    ):
        raise FourEyes(earlier="propose_merging", act=act)
    row.outcome, row.why, row.version = outcome, why, row.version + 1
    row.decided_on, row.decided_by = clock.today(), actor.id
    session.add(row)
    one, other = (session.get_one(Standard, key).number for key in (row.one_id, row.other_id))
    audit.record(session, actor, act, row, one=one, other=other, reason=why)
    return row


def _known(session: Session, number: str) -> bool:
    return (
        session.exec(select(Standard.id).where(col(Standard.number) == number)).first() is not None
    )


def _row(actor: Actor, act: str, held: Entry, *, is_demonstration: bool = False) -> Standard:
    return Standard(
        **held.columns,
        is_demonstration=is_demonstration,
        recorded_on=clock.today(),
        recorded_by=actor.id,
        recorded_for=actor.behind(act),
    )


def _added(
    session: Session, actor: Actor, act: str, held: Entry, *, is_demonstration: bool
) -> Standard:
    row = _row(actor, act, held, is_demonstration=is_demonstration)
    session.add(row)
    session.flush()
    _say(session, actor, act, row, held)
    work_out(session, [row.family])
    _findable(session, [row])
    return row


def _findable(session: Session, rows: Sequence[Standard]) -> None:
    """Let a search find texts by number and title, which stay as they were entered."""
    search.enter(
        session,
        "standard",
        [(row.id or 0, (row.number, row.title_zh, row.title_en)) for row in rows],
    )


def _say(session: Session, actor: Actor, act: str, row: Standard, held: Entry) -> None:
    """What a text says of itself: its state, what it adopts, what it replaces."""
    # a confirmation somebody knew of is told as one, so that a past day can be worked out
    verdict = "confirmed" if row.confirmed_on else ""
    _event(session, actor, row, act, row.source, verdict=verdict, happened_on=row.confirmed_on)
    for adopted, degree in held.adopts:
        of = numbers.taken_apart(adopted)
        session.add(
            StandardAdoption(
                standard_id=row.id or 0,
                adopted=adopted,
                adopted_family=of.family,
                adopted_edition=of.edition,
                degree=degree,
                recorded_on=clock.today(),
                recorded_by=actor.id,
            )
        )
    for said in held.says:
        session.add(
            StandardReplacement(**said._asdict(), recorded_on=clock.today(), recorded_by=actor.id)
        )


def _dated(row: Standard, **days: Dated) -> None:
    """Another day of a text, and with it the day of its next review."""
    held = {
        name: Dated(getattr(row, f"{name}_on"), getattr(row, f"{name}_precision")) for name in DAYS
    }
    for name, value in entry.dates(row.status, row.level, held | days).items():
        setattr(row, name, value)


def _note(
    session: Session,
    actor: Actor,
    row: Standard,
    act: str,
    source: str,
    *,
    verdict: str = "",
    happened_on: date | None = None,
) -> None:
    row.version += 1
    session.add(row)
    _event(session, actor, row, act, source, verdict=verdict, happened_on=happened_on)
    audit.record(
        session,
        actor,
        act,
        row,
        number=row.number,
        status=row.status,
        source=source,
        verdict=verdict,
    )


def _event(
    session: Session,
    actor: Actor,
    row: Standard,
    act: str,
    source: str,
    *,
    verdict: str = "",
    happened_on: date | None = None,
) -> None:
    session.add(
        StandardEvent(
            standard_id=row.id or 0,
            act=act,
            status=row.status,
            verdict=verdict,
            happened_on=happened_on,
            source=source,
            recorded_on=clock.today(),
            recorded_by=actor.id,
            recorded_for=actor.behind(act),
        )
    )
