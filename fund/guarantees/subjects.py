"""What a guarantee may secure, to choose among however much there is."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session

from fund import search
from fund.access.actors import Actor
from fund.columns import is_any_of, table_of
from fund.debris.tables import Spacecraft
from fund.ledger.rules import ENDED, KINDS
from fund.ledger.tables import Undertaking
from fund.listing.undertakings import numbers_of
from fund.procurement.tables import Process, ProcessTerm

UNDERTAKING, PROCESS, CRAFT = table_of(Undertaking), table_of(Process), table_of(Spacecraft)
TERM = table_of(ProcessTerm)


def subjects_to_choose(
    session: Session, actor: Actor, words: str = "", most: int = 0
) -> dict[tuple[str, int], str]:
    """Undertakings that have not ended, processes and spacecraft: (argument, number) -> code or
    number, and title. All, or those found by ``words`` of these; so many at most, the newest of
    each.
    """
    actor.must("see_portfolio")
    rows = (
        ((name, key), f"{code} {title}")
        for name, asking in _askings(session, words)
        for key, code, title in session.execute(asking.limit(most or None))
    )
    return dict(list(rows)[: most or None])


def _askings(session: Session, words: str) -> Iterator[tuple[str, sa.Select[tuple[int, str, str]]]]:
    """Of each kind of subject its argument, and what asks for number, code and title."""
    undertakings = sa.select(*UNDERTAKING.c["id", "code", "title"]).where(
        UNDERTAKING.c.status.not_in(ENDED)
    )
    processes = sa.select(*PROCESS.c["id", "code", "title"])
    crafts = sa.select(*CRAFT.c["id", "number", "name_zh"])
    if words:
        theirs = [key for kind in KINDS for key in numbers_of(session, kind, words) or ()]
        undertakings = undertakings.where(is_any_of(UNDERTAKING.c.id, theirs))
        named = search.matching(session, TERM, TERM.c.process_id, words)
        processes = processes.where(is_any_of(PROCESS.c.id, named))
        texts = CRAFT.c["number", "name_zh", "name_en"]
        crafts = crafts.where(sa.or_(*(text.icontains(words, autoescape=True) for text in texts)))
    yield "undertaking_id", undertakings.order_by(UNDERTAKING.c.id.desc())
    yield "process_id", processes.order_by(PROCESS.c.id.desc())
    yield "spacecraft_id", crafts.order_by(CRAFT.c.id.desc())
