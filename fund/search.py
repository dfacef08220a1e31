"""Search by the beginning of a word: each word of a text with what follows it is kept beside the
record, and a search is a range of an index.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from fund.columns import is_any_of, table_of
from fund.statements import Statement

LONGEST = 40
LAST_SIGN = chr(0x10FFFF)
FOUND = 500
"""Most matches of a search that are looked at: more words find fewer."""
TERM = sa.String(LONGEST).with_variant(sa.String(LONGEST, collation="C"), "postgresql")
"""Compared code point by code point on both databases, so that a beginning is a range of the
index.
"""


class SearchTerm(SQLModel, table=True):
    """Where a search for a record of a kind may begin: written beside it, read by ``looked_for``.
    For every room whose records have no table of terms of their own.
    """

    __tablename__ = "search_term"
    __table_args__ = (sa.Index("ix_search_term_record", "kind", "record_id"),)
    kind: str = Field(max_length=30, primary_key=True)
    term: str = Field(primary_key=True, sa_type=TERM)
    record_id: int = Field(primary_key=True)


TERMS = table_of(SearchTerm)


class Found(NamedTuple):
    """Which records match, in SQL; and how many of them a list counts at most, None for all."""

    where: sa.ColumnElement[bool]
    counted: int | None


def enter(session: Session, kind: str, texts: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    """Let records of a kind be found by their texts, in place of those they had."""
    put(session, TERMS, TERMS.c.record_id, texts, kind=kind)


def looked_for(
    session: Session, kind: str, key: sa.ColumnElement[int], *words: str, is_alone: bool
) -> Found:
    """Records of a kind with a word that begins as one of ``words`` does; ``key`` is their number.
    Where nothing else narrows a list, FOUND and one are looked at, and counted but for the last.
    """
    beginnings = {" ".join(one.lower().split())[:LONGEST] for one in words if one.strip()}
    if not is_alone:
        begins = sa.or_(
            *((TERMS.c.term >= one) & (TERMS.c.term < one + LAST_SIGN) for one in beginnings)
        )
        return Found(
            key.in_(sa.select(TERMS.c.record_id).where(TERMS.c.kind == kind, begins)), None
        )
    is_cut, keys = False, dict[int, None]()
    for one in sorted(beginnings):
        rows = _beginning(session, TERMS, TERMS.c.record_id, one, kind=kind)
        is_cut |= len(rows) > FOUND
        keys |= dict.fromkeys(rows)
    return Found(is_any_of(key, keys), len(keys) - 1 if is_cut else None)


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


def matching(
    session: Session, table: sa.Table, key: sa.ColumnElement[int], words: str, **only: str
) -> list[int]:
    """Records with a word that begins so, FOUND and one at most. ``table``: term and ``key``, a
    column of it, and those of ``only``.
    """
    return list(dict.fromkeys(_beginning(session, table, key, words, **only)))


def _beginning(
    session: Session, table: sa.Table, key: sa.ColumnElement[int], words: str, **only: str
) -> list[int]:
    text = " ".join(words.lower().split())[:LONGEST]
    statement = (
        sa.select(key)
        .where(
            *(table.c[name] == value for name, value in only.items()),
            table.c.term >= text,
            table.c.term < text + LAST_SIGN,
        )
        .order_by(table.c.term, key)
        .limit(FOUND + 1)
    )
    return list(session.execute(statement).scalars())


def put(
    session: Session,
    table: sa.Table,
    key: sa.ColumnElement[int],
    texts: Iterable[tuple[int, tuple[str, ...]]],
    **only: str,
) -> None:
    """The terms of some records in place of those they had."""
    clearing, writing = _putting(table, key, tuple(only))
    known = list(texts)
    clearing.run(session, [{"number": number, **only} for number, _texts in known])
    rows = [
        {"term": term, key.name: number, **only}
        for number, words in known
        for term in terms_of(*words)
    ]
    if rows:
        writing.run(session, rows)


@cache
def _putting(
    table: sa.Table, key: sa.ColumnElement[int], only: tuple[str, ...]
) -> tuple[Statement[()], Statement[()]]:
    theirs = [table.c[name] == sa.bindparam(name, type_=table.c[name].type) for name in only]
    return (
        Statement(sa.delete(table).where(key == sa.bindparam("number", type_=key.type), *theirs)),
        Statement(sa.insert(table).inline(), column_keys=["term", key.name, *only]),
    )
