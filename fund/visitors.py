"""Visitors where nobody signs in: the secret of this start, the cookies given out for it, and whom
each visitor said they are.

A demonstration, and a new database, open by their plain address. Over any other database a visitor
needs the secret that stands in the address printed at start, once; a cookie remembers it. All of it
is of this process: with the next start there is a new secret, and no cookie of before holds.
"""

import hashlib
import logging
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from fund import db
from fund.errors import FundError

SETTING, YES = "FUND_WITHOUT_SIGN_IN", "yes"
"""The environment setting by which an office says that a real database is served without
sign-in.
"""
OPEN = ("new", "demonstration")
"""Kinds of database that open by their plain address: nothing of them is anybody's secret."""
MARK = "x-fund-mark"
"""The header by which the shell (fund.asgi) tells the application whose request it is. One that
comes from outside is taken away first.
"""
SECRET = secrets.token_urlsafe(32)
"""New with each start, as Jupyter's token is."""
MOST = 1_000
"""Visitors remembered; beyond that the oldest has to come in again."""

_known: dict[str, "Visitor"] = {}
_kinds: dict[str, str] = {}
_lock = threading.Lock()


@dataclass
class Visitor:
    """Somebody with a cookie of ours; ``has_secret`` once they showed the secret of this start."""

    mark: str
    has_secret: bool
    person_id: int | None = None


def cookie_name(port: int | None) -> str:
    """The cookie's name: a browser gives the cookies of one port of a machine to every other."""
    return f"fund-{port}"


def admit(*, has_secret: bool) -> str:
    """Remember a new visitor; the value of their cookie."""
    value = secrets.token_urlsafe(32)
    mark = _mark(value)
    with _lock:
        _known[mark] = Visitor(mark, has_secret)
        while len(_known) > MOST:
            _known.pop(next(iter(_known)))
    return value


def of(value: str | None) -> Visitor | None:
    """The visitor of a cookie; None for one this process has not given out."""
    return _known.get(_mark(value)) if value else None


def is_secret(text: str) -> bool:
    """Whether this is the secret of this start."""
    return secrets.compare_digest(text.encode(), SECRET.encode())


def person(mark: str) -> int | None:
    """Whom a visitor said they are."""
    visitor = _known.get(mark)
    return visitor.person_id if visitor else None


def choose(mark: str, person_id: int) -> None:
    """Keep whom a visitor says they are: it outlasts a reload of the page."""
    if visitor := _known.get(mark):
        visitor.person_id = person_id


def trust(mark: str) -> None:
    """Let the visitor who has just made a new database real go on: its plain address closes."""
    if visitor := _known.get(mark):
        visitor.has_secret = True


def shut(kind: str, visitor: Visitor | None) -> str:
    """Why a visitor at this machine may not see a database of this kind: no ``setting`` that lets
    it be served without sign-in, or no ``secret`` shown; empty where they may.
    """
    if kind in OPEN:
        return ""
    if not is_said():
        return "setting"
    return "" if visitor is not None and visitor.has_secret else "secret"


def marked(mark: str) -> Visitor | None:
    """The visitor of a mark that the shell has set."""
    return _known.get(mark)


def is_said() -> bool:
    """Whether the office said that a real database is served without sign-in."""
    return os.environ.get(SETTING) == YES


def kind() -> str:
    """What the database is, by fund.db.kind: new also where there is none yet, "unknown" where it
    does not answer. Asked of the database until it is something for good.
    """
    address = db.url()
    if address not in _kinds:
        try:
            found = _kind(db.engine(address))
        except (sa.exc.SQLAlchemyError, FundError) as error:
            why = str(error).partition("\n")[0]
            logging.getLogger("fund").warning("The database does not answer: %s", why)
            return "unknown"
        if found == "new":
            return found
        _kinds[address] = found
    return _kinds[address]


def _kind(made: sa.Engine) -> str:
    file = made.url.database or ""
    if made.dialect.name == "sqlite" and not Path(file).exists():
        return "new"
    with db.reading(made, patience=0) as session:
        is_made = sa.inspect(session.connection()).has_table("mark")
        return db.kind(session) if is_made else "new"


def _mark(value: str) -> str:
    return hashlib.sha256(f"visitor {value}".encode()).hexdigest()[:20]
