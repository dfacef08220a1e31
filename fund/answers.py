"""Answers kept between two acts: what was worked out for one page is not worked out again for the
next one that asks the same.

An answer rests on the database, the last entry of the audit log that moves a figure (by its hash,
which covers its number and all entries before it; read in the same moment as the answer would be),
the day, the language, the rights of who asks, and the question with its arguments: all of them are
its key, so that an act of another process, a restored copy, a role taken away or midnight ask anew
by themselves.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, i18n
from fund.access.actors import Actor
from fund.audit import AuditEntry
from fund.columns import table_of
from fund.shelf import SHELF
from fund.statements import Statement

Query = TypeVar("Query", bound=Callable[..., object])
Answer = TypeVar("Answer")
KEEPS = "keeps answers"
"""Where a session says that it may give kept answers, and then at which head it reads."""
UNMOVING = ("sign_in", "sign_out")
"""Entries that move no figure; so do readings at the command line (cli.…)."""
_ENTRY = table_of(AuditEntry)
HEAD = Statement(
    sa.select(_ENTRY.c.hash)
    .where(
        _ENTRY.c.act != UNMOVING[0], _ENTRY.c.act != UNMOVING[1], ~_ENTRY.c.act.startswith("cli.")
    )
    .order_by(_ENTRY.c.id.desc())
    .limit(1)
)


def may_keep(session: Session) -> None:
    """Let this session, which reads one moment and writes nothing, give kept answers."""
    session.info[KEEPS] = None


def kept(query: Query) -> Query:
    """A query whose answer rests on the ledger and on the asker's rights, and on nobody's person:
    kept where its session may (``may_keep``), asked anew everywhere else.
    """

    @wraps(query)
    def answered(session: Session, actor: Actor, *args: object, **kwargs: object) -> object:
        name = f"{query.__module__}.{query.__qualname__}"
        kept_as = key(session, actor, name, (args, tuple(sorted(kwargs.items()))))
        return answer(kept_as, lambda: query(session, actor, *args, **kwargs))

    return cast("Query", answered)


def answer(key: tuple[object, ...] | None, ask: Callable[[], Answer]) -> Answer:
    """What is kept under a key, else what is asked now and kept from now on; asked always where
    there is no key.
    """
    return ask() if key is None else cast("Answer", SHELF.answer(key, ask))


def key(
    session: Session, actor: Actor, name: str, facts: tuple[object, ...] = ()
) -> tuple[object, ...] | None:
    """All that an answer named so rests on, its ``facts`` among it; None where the session may give
    none.
    """
    if KEEPS not in session.info:
        return None
    return (*_moment(session), *place(actor, name, facts))


def place(actor: Actor, name: str, facts: tuple[object, ...] = ()) -> tuple[object, ...]:
    """All that an answer named so rests on but the database and its moment."""
    return (clock.today(), i18n.language(), *_rights(actor), name, facts)


def _moment(session: Session) -> tuple[str, str]:
    """The database and the head it is read at; asked once a session, which sees one moment."""
    moment: tuple[str, str] | None = session.info[KEEPS]
    if moment is None:
        head = HEAD.run(session, {}).scalar() or ""
        moment = session.info[KEEPS] = (str(session.get_bind().engine.url), head)
    return moment


def _rights(actor: Actor) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    lent = {(role, scope) for role, scope, _lender in actor.lent}
    return tuple(sorted(actor.roles)), tuple(sorted(lent))
