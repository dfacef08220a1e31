"""A year's evaluation of direction, 投向评价, begun, stated, promised and approved by different
people; and the scheme it is scored by.
"""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.access.earlier import must_be_apart
from fund.attachments import commands as attachments
from fund.columns import table_of
from fund.errors import N_, FundError, NeedsReason, WrongState
from fund.evaluation import bands, directions
from fund.evaluation.bands import Part
from fund.evaluation.rules import EvaluationThere
from fund.evaluation.tables import (
    Direction,
    DirectionEvent,
    DirectionFigure,
    DirectionScheme,
    DirectionStatement,
)
from fund.holdings.rules import NeedsDocument, sourced
from fund.ledger import book
from fund.ledger.commands import UnknownWord

EARLIEST = 2001
"""The first year that may be evaluated."""


class LedgerKnows(FundError):
    """What the ledger knows is not stated beside it."""

    message = N_("“{part}” is filled from the ledger: put right what it is made of instead.")


class NotOfThisUnit(FundError):
    """A value fits what its part is measured in."""

    message = N_("{value} is no value of “{part}”: {unit}.")


class YearNotClosed(FundError):
    """Nobody promises the figures of a year that can still change."""

    message = N_("{year} is not closed yet: its figures are promised once the year is closed.")


class YearNotBegun(FundError):
    """A year is evaluated once there is something of it."""

    message = N_("{year} has not begun: begin its evaluation in that year or later.")


class YearBeforeRecords(FundError):
    """A year nobody can mean."""

    message = N_("{year} is before anything recorded here. Correct the year.")


class NeedsSignatory(FundError):
    """A promise names who signed it."""

    message = N_("Name who signed the promise.")


def set_direction_scheme(
    session: Session, actor: Actor, *, parts: Sequence[Part], reason: str
) -> DirectionScheme:
    """Score drafts, and every year promised from now on, by another scheme."""
    actor.must("set_direction_scheme")
    bands.must_be_scheme(parts)
    if not reason.strip():
        raise NeedsReason
    row = DirectionScheme(
        parts=bands.written(parts),
        reason=reason.strip(),
        **recorded(actor, "set_direction_scheme"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "set_direction_scheme", row, parts=len(parts), reason=row.reason)
    return row


def begin_direction(session: Session, actor: Actor, *, fiscal_year: int) -> Direction:
    """Begin the evaluation of a year; each year once."""
    actor.must("begin_direction")
    if session.exec(select(Direction.id).where(Direction.fiscal_year == fiscal_year)).first():
        raise EvaluationThere(year=fiscal_year)
    if fiscal_year > clock.today().year:
        raise YearNotBegun(year=fiscal_year)
    if fiscal_year < EARLIEST:
        raise YearBeforeRecords(year=fiscal_year)
    row = Direction(fiscal_year=fiscal_year)
    session.add(row)
    session.flush()
    return _noted(session, actor, "begin_direction", row, fiscal_year=fiscal_year)


def state_direction(
    session: Session,
    actor: Actor,
    *,
    direction_id: int,
    part_key: str,
    value: Decimal | None,
    source: str,
    file_name: str = "",
    content: bytes = b"",
    expected_version: int | None = None,
) -> Direction:
    """State what the ledger does not know of a part, and where it was read; None takes back what
    was stated.
    """
    actor.must("state_direction")
    row = _in(session, actor, "state_direction", direction_id, "draft", expected_version)
    found = directions.year(session, actor, row.fiscal_year)
    one = next((one for one in found.rows if one.part.key == part_key), None)
    if one is None:
        raise UnknownWord(kind=N_("part of an indicator"), value=part_key)
    if one.known.value is not None:
        raise LedgerKnows(part=one.part.name_zh)
    if value is not None:
        _must_fit(one.part, value)
    statement = DirectionStatement(
        direction_id=direction_id,
        part=part_key,
        value=value,
        source=sourced(source),
        sha256=_document(session, actor, file_name, content),
        **recorded(actor, "state_direction"),
    )
    session.add(statement)
    session.flush()
    return _noted(session, actor, "state_direction", row, part=part_key, value=value, source=source)


def promise_direction(
    session: Session,
    actor: Actor,
    *,
    direction_id: int,
    signatory: str,
    file_name: str = "",
    content: bytes = b"",
    expected_version: int | None = None,
) -> Direction:
    """Record the signed promise that the figures are true: they stand from now on as they are known
    for the last day of the year, which is closed.
    """
    actor.must("promise_direction")
    row = _in(session, actor, "promise_direction", direction_id, "draft", expected_version)
    if not signatory.strip():
        raise NeedsSignatory
    if not directions.is_closed(session, row.fiscal_year):
        raise YearNotClosed(year=row.fiscal_year)
    paper = _document(session, actor, file_name, content)
    if paper is None:
        raise NeedsDocument
    found = directions.year(session, actor, row.fiscal_year)
    row.scheme, row.status = bands.written([one.part for one in found.rows]), "submitted"
    event = _event(session, actor, "promise_direction", row, "", signatory.strip(), paper)
    session.add_all(
        DirectionFigure(
            event_id=event.id or 0,
            part=one.part.key,
            value=one.value,
            part_fen=one.known.part_fen,
            whole_fen=one.known.whole_fen,
            points=one.points,
            statement_id=one.statement_id,
        )
        for one in found.rows
        if one.points is not None and one.value is not None
    )
    return _recorded(session, actor, "promise_direction", row, signatory=signatory.strip())


def approve_direction(
    session: Session, actor: Actor, *, direction_id: int, expected_version: int | None = None
) -> Direction:
    """Approve what another promised: it is never changed again."""
    actor.must("approve_direction")
    row = _in(session, actor, "approve_direction", direction_id, "submitted", expected_version)
    row.status = "approved"
    return _noted(session, actor, "approve_direction", row)


def return_direction(
    session: Session,
    actor: Actor,
    *,
    direction_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Direction:
    """Give it back with a reason: it is a draft again, and its promise stands for nothing."""
    actor.must("return_direction")
    row = _in(session, actor, "return_direction", direction_id, "submitted", expected_version)
    if not reason.strip():
        raise NeedsReason
    row.status, row.scheme = "draft", ""
    return _noted(session, actor, "return_direction", row, reason=reason.strip())


def _must_fit(part: Part, value: Decimal) -> None:
    most = {"yes": Decimal(1), "points": part.most, "share": MOST_SHARE}.get(part.unit)
    is_fitting = (
        value.is_finite()
        and (value >= 0 or part.unit == "share")
        and (most is None or value <= most)
        and (part.unit not in ("yes", "number") or value == value.to_integral_value())
    )
    if not is_fitting:
        raise NotOfThisUnit(value=value, part=part.name_zh, unit=bands.UNITS[part.unit])


MOST_SHARE = Decimal(10)
"""A share above ten times the whole was typed in percent."""


def _document(session: Session, actor: Actor, file_name: str, content: bytes) -> str | None:
    if not content:
        return None
    return attachments.keep(session, actor, file_name=file_name, content=content).sha256


def _in(
    session: Session,
    actor: Actor,
    act: str,
    direction_id: int,
    status: str,
    expected_version: int | None,
) -> Direction:
    """The year, locked, in the state the act needs, if no earlier act of this person in it forbids
    the act.
    """
    row = book.fetch(session, Direction, direction_id, expected_version)
    events = table_of(DirectionEvent)
    must_be_apart(session, actor, act, events, events.c.direction_id == direction_id)
    if row.status != status:
        raise WrongState(act=act, status=row.status)
    return row


def _event(
    session: Session,
    actor: Actor,
    act: str,
    row: Direction,
    reason: str = "",
    signatory: str = "",
    sha256: str | None = None,
) -> DirectionEvent:
    """Who did it; the year is another version of itself from then on."""
    row.version += act != "begin_direction"
    event = DirectionEvent(
        direction_id=row.id or 0,
        kind=act,
        recorded_on=clock.today(),
        recorded_at=clock.now(),
        actor_id=actor.id,
        on_behalf_of=actor.behind(act),
        reason=reason,
        signatory=signatory,
        sha256=sha256,
    )
    session.add(event)
    session.flush()
    return event


def _noted(
    session: Session, actor: Actor, act: str, row: Direction, *, reason: str = "", **facts: object
) -> Direction:
    _event(session, actor, act, row, reason)
    return _recorded(session, actor, act, row, reason=reason, **facts)


def _recorded(
    session: Session, actor: Actor, act: str, row: Direction, **facts: object
) -> Direction:
    """Write down who did it."""
    session.add(row)
    audit.record(session, actor, act, row, status=row.status, **facts)
    return row
