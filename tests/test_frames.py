"""Frames read column by column hold what the session reads row by row, on both databases."""

import random

import pandas as pd
import sqlalchemy as sa

from fund import db
from fund.audit import AuditEntry
from fund.columns import is_any_of, table_of
from fund.frames import added, framed, records, typed
from tests.people import Office

ENTRY = table_of(AuditEntry)
NAMES = ["id", "at", "act", "actor_id"]


def test_numbers_texts_and_instants_are_what_the_session_reads(an_office: Office) -> None:
    asking = sa.select(*ENTRY.c[*NAMES]).order_by(ENTRY.c.id)
    with db.reading(an_office.engine) as session:
        rows = session.execute(asking).all()
        found = framed(session, asking, NAMES)
    assert len(rows) > 2
    for place, name in enumerate(NAMES):
        values = [None if pd.isna(value) else value for value in found[name].tolist()]
        assert values == [row[place] for row in rows]


def test_without_rows_the_columns_stand_alone(an_office: Office) -> None:
    with db.reading(an_office.engine) as session:
        found = framed(session, sa.select(*ENTRY.c[*NAMES]).where(sa.false()), NAMES)
    assert list(found.columns) == NAMES
    assert found.empty
    assert set(map(str, found.dtypes)) == {"object"}


def test_numbers_in_one_place_find_what_in_finds(an_office: Office) -> None:
    with db.reading(an_office.engine) as session:
        keys = list(session.execute(sa.select(ENTRY.c.id).order_by(ENTRY.c.id)).scalars())
        for some in ([], keys[:1], keys[1:], [*keys, 10**9]):
            asking = sa.select(ENTRY.c.id).where(is_any_of(ENTRY.c.id, some))
            assert sorted(session.execute(asking).scalars()) == [
                key for key in keys if key in set(some)
            ]


def test_rows_one_by_one_are_those_pandas_gives() -> None:
    frame = pd.DataFrame(
        {
            "whole": [1, 2**53 + 1],
            "part": [0.5, float("nan")],
            "text": ["星舟", None],
            "maybe": pd.array([3, None], dtype="Int64"),
            "is_so": [True, False],
            "day": pd.to_datetime(["2026-09-30", None]),
            "list": [[1], []],
        }
    ).assign(mixed=pd.Series([None, "x"], dtype=object))
    known, found = frame.to_dict("records"), records(frame)
    assert [[type(cell) for cell in row.values()] for row in found] == [
        [type(cell) for cell in row.values()] for row in known
    ]
    assert pd.DataFrame(found).equals(pd.DataFrame(known))
    assert found[1]["maybe"] is None
    assert records(frame.iloc[:0]) == []


def test_amounts_are_added_up_as_pandas_groups_them() -> None:
    rng = random.Random(3)
    rows = [
        (rng.choice("ab"), rng.choice("xyz"), rng.randrange(10**15), -place) for place in range(60)
    ]
    frame = pd.DataFrame(rows, columns=["one", "two", "fen", "other"])
    for by in (["one"], ["one", "two"]):
        expected = frame.groupby(by, as_index=False)[["fen", "other"]].sum()
        found = added(frame, by, ["fen", "other"])
        assert found.to_dict("records") == expected.to_dict("records")
        assert str(found["fen"].dtype) == "int64"
    none = added(frame[:0], ["one"], ["fen"])
    assert (list(none.columns), len(none)) == (["one", "fen"], 0)


def test_columns_are_turned_into_their_kinds() -> None:
    frame = pd.DataFrame({"fen": [1, 2], "share": [0.5, None], "word": ["a", None]}, dtype=object)
    found = typed(frame.copy(), {"fen": "int64", "share": "float64"})
    assert list(map(str, found.dtypes)) == ["int64", "float64", "object"]
    assert found["fen"].tolist() == [1, 2]
