"""Writing a fact of a holding: the undertaking locked, an act without postings, so that history and
four eyes see it.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import FourEyes, NotFound
from fund.holdings import reading
from fund.holdings.reading import WORD
from fund.holdings.rules import CorrectedAlready, NeedsDocument, NotWaiting
from fund.holdings.standing import Fact, Standing, Terms, counting
from fund.holdings.tables import HoldingFact, HoldingWord
from fund.ledger import book
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking
from fund.statements import write


def held(session: Session, undertaking_id: int, expected_version: int | None = None) -> Undertaking:
    """The undertaking of a holding, locked: who records on it queues here."""
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    if undertaking.kind != "holding":
        raise NotFound(kind="holding", key=undertaking.code)
    return undertaking


def stands(session: Session, undertaking_id: int) -> Standing:
    """How it stands now, in this transaction."""
    return reading.standings(session, [undertaking_id], clock.today())[undertaking_id]


def agreed(session: Session, undertaking_id: int) -> Terms:
    """What is agreed of it."""
    return reading.terms(session, [undertaking_id])[undertaking_id]


def fact_of(session: Session, fact_id: int) -> tuple[Fact, Undertaking]:
    """A fact as it stands now, its holding locked."""
    row = session.get(HoldingFact, fact_id)
    if row is None:
        raise NotFound(kind="holding_fact", key=fact_id)
    undertaking = held(session, row.undertaking_id)
    known = reading.facts(session, [row.undertaking_id])[row.undertaking_id]
    return next(one for one in known if one.id == fact_id), undertaking


def must_count(session: Session, fact: Fact) -> None:
    """Refuse a fact that was put right, or never counted."""
    known = reading.facts(session, [fact.undertaking_id])[fact.undertaking_id]
    if fact.id not in {one.id for one in counting(known, clock.today())}:
        raise CorrectedAlready


def past(day: date) -> date:
    """The day, if it is not in the future."""
    if day > clock.today():
        raise InTheFuture(date=day)
    return day


def document(session: Session, actor: Actor, file_name: str, content: bytes) -> str | None:
    """The SHA-256 of a document that was given, kept by it."""
    if not content:
        return None
    return attachments.keep(session, actor, file_name=file_name, content=content).sha256


def needed(sha256: str | None) -> str:
    """The document, if there is one."""
    if sha256 is None:
        raise NeedsDocument
    return sha256


def note(
    session: Session,
    actor: Actor,
    act: str,
    undertaking: Undertaking,
    kind: str,
    occurred_on: date,
    **values: object,
) -> HoldingFact:
    """Write one fact with its act; ``values`` are columns of HoldingFact."""
    posted = book.post(
        session,
        actor,
        act,
        [],
        undertaking=undertaking,
        occurred_on=past(occurred_on),
        reason=str(values.get("words", "")),
        reference=str(values.get("reference", "")),
    )
    made = write(
        session,
        HoldingFact,
        undertaking_id=undertaking.id or 0,
        kind=kind,
        occurred_on=occurred_on,
        recorded_on=posted.recorded_on,
        act_id=posted.id or 0,
        stated_by=actor.id,
        stated_for=actor.behind(act),
        **values,
    )
    told = {name: value for name, value in values.items() if value not in (None, "", 0)}
    audit.record(
        session, actor, act, made, undertaking=undertaking.code, occurred_on=occurred_on, **told
    )
    return made


def answer(
    session: Session,
    actor: Actor,
    act: str,
    fact: Fact,
    undertaking: Undertaking,
    verdict: str,
    reason: str = "",
) -> HoldingWord:
    """Say yes or no to a fact that waits for it; nobody says it to their own, nor twice by hands
    that count as one.
    """
    if fact.is_refused or fact.counts_on is not None:
        raise NotWaiting
    said = sa.select(*WORD.c["said_by", "said_for"]).where(WORD.c.fact_id == fact.id)
    if any({*row} & (actor.hands - {None}) for row in session.execute(said)):
        raise FourEyes(earlier=act, act=act)
    book.must_be_apart(session, actor, act, undertaking.id or 0)
    posted = book.post(session, actor, act, [], undertaking=undertaking, reason=reason)
    made = write(
        session,
        HoldingWord,
        fact_id=fact.id,
        verdict=verdict,
        said_on=posted.recorded_on,
        reason=reason,
        act_id=posted.id or 0,
        said_by=actor.id,
        said_for=actor.behind(act),
    )
    audit.record(session, actor, act, made, undertaking=undertaking.code, fact=fact.id)
    return made
