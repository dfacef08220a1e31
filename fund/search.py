"""Search by the beginning of a word: each word of a text with what follows it is kept beside the
record, and a search is a range of an index.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from fund.statements import Statement

LONGEST = 40
FOUND = 500
"""Most matches of a search that are looked at: more words find fewer."""
TERM = sa.String(LONGEST).with_variant(sa.String(LONGEST, collation="C"), "postgresql")
"""Compared code point by code point on both databases, so that a beginning is a range of the
index.
"""


def terms_of(*texts: str) -> list[str]:
    """Where a search may begin: every word of the texts, every Han character, each with what
    follows; LONGEST long, lower case.

    >>> terms_of("B-7", "Two 卫星")
    ['7 two 卫星', 'b-7 two 卫星', 'two 卫星', '卫星', '星']
    """
    text = " ".join(" ".join(texts).lower().split())
    starts = (
        place
        for place, sign in enumerate(text)
        if sign.isalnum()
        and (place == 0 or not text[place - 1].isalnum() or not (sign + text[place - 1]).isascii())
    )
    return sorted({text[start : start + LONGEST] for start in starts})


def matching(session: Session, table: Any, key: Any, words: str, **only: str) -> list[int]:
    """Records with a word that begins so, FOUND and one at most. ``table``: term and ``key``, a
    column of it, and those of ``only``.
    """
    text = " ".join(words.lower().split())[:LONGEST]
    statement = (
        sa.select(key)
        .where(
            *(table.c[name] == value for name, value in only.items()),
            table.c.term >= text,
            table.c.term < text + chr(0x10FFFF),
        )
        .order_by(table.c.term, key)
        .limit(FOUND + 1)
    )
    return list(dict.fromkeys(number for (number,) in session.execute(statement)))


def put(
    session: Session,
    table: Any,
    key: Any,
    texts: Iterable[tuple[int, tuple[str, ...]]],
    **only: str,
) -> None:
    """The terms of some records in place of those they had."""
    clearing, writing = _putting(table, key, tuple(only))
    known = list(texts)
    clearing.run(session, [{"number": number} for number, _texts in known])
    rows = [
        {"term": term, key.name: number, **only}
        for number, words in known
        for term in terms_of(*words)
    ]
    if rows:
        writing.run(session, rows)


@cache
def _putting(table: Any, key: Any, only: tuple[str, ...]) -> tuple[Statement, Statement]:
    return (
        Statement(sa.delete(table).where(key == sa.bindparam("number", type_=key.type))),
        Statement(sa.insert(table).inline(), column_keys=["term", key.name, *only]),
    )
