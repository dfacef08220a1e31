"""Behind a pooling proxy every writer gets its own answer, whoever else was on the connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from fund import db
from tests.servers import pooling, postgresql


def mixed(engine: sa.Engine, threads: int, times: int) -> tuple[int, list[str], list[str]]:
    """Answers, errors and wrong answers of writers that each ask four different things in turn."""
    wrong: list[str] = []
    errors: list[str] = []
    meet = threading.Barrier(threads)

    def one(thread: int) -> int:
        answered = 0
        meet.wait()
        for turn in range(times):
            which = (turn + thread) % 4
            answered += asked(which, 1 + turn)
        return answered

    def asked(which: int, number: int) -> int:
        words = (
            "select kind, cast(:n as int) from word",
            "select name, cast(:n as int) from person_name",
            "select 'three', cast(:n as int)",
            "update counter set total = total + 1 returning 'four', cast(:n as int)",
        )[which]
        wanted = (("kind", "person", "three", "four")[which], number)
        try:
            found = tuple(
                db.write(
                    engine, lambda session: session.execute(sa.text(words), {"n": number}).one()
                )
            )
        except Exception as error:  # noqa: BLE001  every kind is counted, none is expected
            errors.append(f"{type(error).__name__}: {error}"[:120])
            return 0
        if found != wanted:
            wrong.append(f"{wanted} -> {found}")
        return 1

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(one, range(threads))), errors, wrong


@pytest.mark.postgres
@pytest.mark.long
@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_mixed_writers_through_a_pooling_proxy_get_their_own_answers(
    mode: str, record_property: Callable[[str, object], None]
) -> None:
    with postgresql(has_port=True) as server:
        server.administer("create database pool")
        for statement in (
            "create table word as select 'kind' as kind",
            "create table person_name as select 'person' as name",
            "create table counter as select 0 as total",
        ):
            server.administer(statement, "pool")
        with pooling(server, mode) as pattern:
            engine = db.engine(pattern.replace("NAME", "pool"))
            answers, errors, wrong = mixed(engine, 4, 200)
            record_property(mode, f"{answers} answers, {len(errors)} errors, {len(wrong)} wrong")
            engine.dispose()
            assert (answers, errors, wrong) == (800, [], [])
            assert server.administer("select total from counter", "pool") == [(200,)]
