"""Answers kept between two acts: what was worked out for one page is not worked out again for the
next one that asks the same.

An answer rests on the database, the last entry of the audit log that moves a figure (its number and
its hash, read in the same moment as the answer would be), the day, the language, the rights of who
asks, and the question with its arguments: all of them are its key, so that an act of another
process, a restored copy, a role taken away or midnight ask anew by themselves. Kept as bytes: who
gets one may do with it what they like.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import TypeVar, cast

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, i18n
from fund.access.actors import Actor
from fund.audit import AuditEntry
from fund.columns import table_of
from fund.statements import Statement

Query = TypeVar("Query", bound=Callable[..., object])
ROOM = 64 << 20
"""Bytes a process keeps at most; the answers asked for longest ago go first."""
LARGEST = ROOM >> 4
"""Bytes of the largest answer that is kept."""
KEEPS = "keeps answers"
"""Where a session says that it may give kept answers, and then at which head it reads."""
UNMOVING = ("sign_in", "sign_out")
"""Entries that move no figure; so do readings at the command line (cli.…)."""
_ENTRY = table_of(AuditEntry)
HEAD = Statement(
    sa.select(_ENTRY.c.id, _ENTRY.c.hash)
    .where(
        _ENTRY.c.act != UNMOVING[0], _ENTRY.c.act != UNMOVING[1], ~_ENTRY.c.act.startswith("cli.")
    )
    .order_by(_ENTRY.c.id.desc())
    .limit(1)
)


class Shelf:
    """Answers by their keys, at most so many bytes of them; shared by all sessions of a process."""

    def __init__(self, room: int) -> None:
        self.room, self.bytes, self.given, self.made = room, 0, 0, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        """The answer kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                self.given += 1
            return found

    def put(self, key: Hashable, answer: bytes) -> None:
        """Keep an answer, and let those go for which there is no room."""
        with self._lock:
            self.made += 1
            self.bytes += len(answer) - len(self._kept.pop(key, b""))
            self._kept[key] = answer
            while self.bytes > self.room:
                _key, gone = self._kept.popitem(last=False)
                self.bytes -= len(gone)


SHELF = Shelf(ROOM)


def may_keep(session: Session) -> None:
    """Let this session, which reads one moment and writes nothing, give kept answers."""
    session.info[KEEPS] = None


def kept(query: Query) -> Query:
    """A query whose answer rests on the ledger and on the asker's rights, and on nobody's person:
    kept where its session may (``may_keep``), asked anew everywhere else.
    """

    @wraps(query)
    def answered(session: Session, actor: Actor, *args: object, **kwargs: object) -> object:
        if KEEPS not in session.info:
            return query(session, actor, *args, **kwargs)
        question = (query.__module__, query.__qualname__, args, tuple(sorted(kwargs.items())))
        key = (*_moment(session), clock.today(), i18n.language(), _rights(actor), question)
        found = SHELF.get(key)
        if found is not None:
            return pickle.loads(found)  # noqa: S301 — our own bytes, in our own memory
        answer = query(session, actor, *args, **kwargs)
        if len(packed := pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)) <= LARGEST:
            SHELF.put(key, packed)
        return answer

    return cast("Query", answered)


def _moment(session: Session) -> tuple[str, int, str]:
    """The database and the head it is read at; asked once a session, which sees one moment."""
    moment: tuple[str, int, str] | None = session.info[KEEPS]
    if moment is None:
        last = HEAD.run(session, {}).first()
        where = str(session.get_bind().engine.url)
        moment = session.info[KEEPS] = (where, *(last or (0, "")))
    return moment


def _rights(actor: Actor) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    return actor.roles, frozenset((role, scope) for role, scope, _lender in actor.lent)
