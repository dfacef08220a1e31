"""Kept answers are what the database says: after every act, in every process, on every day, for
every right.
"""

import inspect
import multiprocessing
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import answers, audit, clock, db, i18n
from fund.access import actors
from fund.access import commands as access
from fund.access.actors import OPERATOR, Actor
from fund.charts import chain, theme
from fund.errors import NotAllowed
from fund.ledger import commands as ledger
from fund.ledger import queries as lines
from fund.ledger.view import View
from fund.portfolio import by_measure, queries
from fund.shelf import SHELF, Shelf
from tests.ledger.histories import begin
from tests.people import Office

FORK: Any = multiprocessing.get_context("fork")
QUESTIONS: tuple[Any, ...] = (
    queries.stages,
    queries.curve,
    queries.allocation,
    queries.counts,
    queries.ahead,
    lines.line_table,
)
DAY = date(2026, 4, 20)
STEPS = 60 if os.environ.get("FUND_LONG") == "1" else 25


@contextmanager
def keeping(engine: sa.Engine) -> Iterator[Session]:
    """A reading that may give kept answers, as a page's may."""
    with db.reading(engine) as session:
        answers.may_keep(session)
        yield session


def equal(session: Session, actor: Actor, view: View) -> None:
    """Every question: what is kept, asked twice, is what the database says in the same moment."""
    for question in QUESTIONS:
        first, again = question(session, actor, view), question(session, actor, view)
        plain = question.__wrapped__(session, actor, view)
        for found in (first, again):
            if isinstance(plain, (int, dict)):
                assert found == plain, question
            else:
                assert found.equals(plain), question


def views(day: date) -> list[View]:
    """A view of everything, a filtered one and one of a past day."""
    today = View(as_of=day)
    return [today, today.only(measure="A3"), View(as_of=day - timedelta(days=30))]


def test_no_answer_outlives_an_act_of_any_kind(an_office: Office) -> None:
    history, given = begin(an_office, 7), SHELF.given
    for step in range(STEPS):
        history.run(1)
        with clock.at(clock.noon(history.day)), keeping(an_office.engine) as session:
            # everything after each act, the filtered view and the past day in turn
            everything, *others = views(history.day)
            for view in (everything, others[step % 2]):
                equal(session, OPERATOR, view)
    assert SHELF.given - given > STEPS * len(QUESTIONS), "answers were given from what is kept"


def counted(engine: sa.Engine, work: Any) -> list[str]:
    """The statements some work sends."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return sent


def test_the_same_question_asked_again_costs_the_head_and_no_other_statement(
    an_office: Office,
) -> None:
    begin(an_office, 3).run(20)

    def ask() -> None:
        with keeping(an_office.engine) as session:
            for question in QUESTIONS:
                question(session, OPERATOR, View(as_of=DAY))

    first = [words for words in counted(an_office.engine, ask) if words.startswith("SELECT")]
    again = [words for words in counted(an_office.engine, ask) if words.startswith("SELECT")]
    assert len(first) > len(QUESTIONS)
    assert len(again) == 1
    assert "audit_entry" in again[0]


def test_what_is_done_to_an_answer_stays_with_who_got_it(an_office: Office) -> None:
    begin(an_office, 3).run(20)
    with keeping(an_office.engine) as session:
        first = queries.chain(session, OPERATOR, View(as_of=DAY))
        first["amount_fen"] = 1
        again = queries.chain(session, OPERATOR, View(as_of=DAY))
        assert not again["amount_fen"].eq(1).all()


def test_a_right_that_is_gone_gets_no_kept_answer(an_office: Office) -> None:
    person = an_office.enter("reads", "viewer")
    view = View(as_of=DAY)
    with keeping(an_office.engine) as session:
        queries.chain(session, actors.load(session, person), view)
    an_office.act("security", access.revoke_role, person_id=person, role="viewer")
    with keeping(an_office.engine) as session, pytest.raises(NotAllowed):
        queries.chain(session, actors.load(session, person), view)


def reads(number: int, *, scope: str | None = None, lent: str | None = None) -> Actor:
    """Somebody who reads the whole fund ("") or a part of it by a role of their own, or by a lent
    one.
    """
    own = frozenset() if scope is None else frozenset({("viewer", scope)})
    return Actor(
        number, "", "", own, frozenset() if lent is None else frozenset({("viewer", lent, 1)})
    )


def test_whoever_may_not_ask_gets_no_answer_kept_of_another(an_office: Office) -> None:
    """In one moment: what somebody else may not ask was asked just before."""
    view = View(as_of=DAY)
    with keeping(an_office.engine) as session:
        for who in (reads(1, scope=""), reads(2, lent="")):
            queries.chain(session, who, view)
            for other in (reads(3), reads(4, scope="370000"), reads(5, lent="370000")):
                with pytest.raises(NotAllowed):
                    queries.chain(session, other, view)


def test_what_moves_no_figure_moves_no_answer_and_midnight_does(an_office: Office) -> None:
    history = begin(an_office, 5)
    history.run(40)
    day = history.day
    with clock.at(clock.noon(day)), keeping(an_office.engine) as session:
        queries.counts(session, OPERATOR, View(as_of=day))
    made = SHELF.made
    db.write(an_office.engine, lambda session: _comes_and_goes(session, an_office.ids["viewer"]))
    with clock.at(clock.noon(day)), keeping(an_office.engine) as session:
        queries.counts(session, OPERATOR, View(as_of=day))
    assert SHELF.made == made
    with clock.at(clock.noon(day + timedelta(days=1))), keeping(an_office.engine) as session:
        queries.counts(session, OPERATOR, View(as_of=day))
    assert SHELF.made == made + 1


def _comes_and_goes(session: Session, person: int) -> None:
    for act in ("sign_in", "cli.figures", "sign_out"):
        audit.record(session, actors.load(session, person), act, None)


def test_a_database_put_back_to_an_earlier_day_is_asked_anew(
    tmp_path: Any, an_office: Office
) -> None:
    if an_office.engine.dialect.name != "sqlite":
        return  # a file is what is put back here; a server's own ways are the same to the head
    file = str(an_office.engine.url.database)
    history = begin(an_office, 11)
    history.run(30)
    kept = tmp_path / "kept.db"
    with sa.create_engine(f"sqlite:///{file}").connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{kept}'")
    history.run(30)
    with clock.at(clock.noon(history.day)), keeping(an_office.engine) as session:
        equal(session, OPERATOR, View(as_of=history.day))
    with sa.create_engine(f"sqlite:///{kept}").connect() as source:
        _put_back(source, file)
    with clock.at(clock.noon(history.day)), keeping(an_office.engine) as session:
        equal(session, OPERATOR, View(as_of=history.day))


def test_another_act_with_the_number_of_one_that_was_put_back_is_asked_anew(
    tmp_path: Any, an_office: Office
) -> None:
    if an_office.engine.dialect.name != "sqlite":
        return
    file, copy = str(an_office.engine.url.database), tmp_path / "kept.db"
    begin(an_office, 11).run(5)
    with sa.create_engine(f"sqlite:///{file}").connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{copy}'")
    for fen in (100, 200):
        with sa.create_engine(f"sqlite:///{copy}").connect() as source:
            _put_back(source, file)
        an_office.act("finance", ledger.appropriate, on=DAY, line_id=1, amount_fen=fen)
        with clock.at(clock.noon(DAY)), keeping(an_office.engine) as session:
            equal(session, OPERATOR, View(as_of=DAY))


@answers.kept
def bodies(session: Session, _actor: Actor) -> int:
    """How many organisations are known: no entry of the audit log tells of one."""
    return int(session.execute(sa.text("SELECT count(*) FROM organisation")).scalar_one())


def test_another_database_is_asked_for_itself(tmp_path: Any, an_office: Office) -> None:
    """A copy whose log ends with the same entry."""
    if an_office.engine.dialect.name != "sqlite":
        return  # a server's database has an address of its own as well
    shutil.copy(str(an_office.engine.url.database), tmp_path / "copy.db")
    other = Office(db.engine(f"sqlite:///{tmp_path}/copy.db"), an_office.ids)
    other.organisation("known in the copy alone")
    with keeping(an_office.engine) as session, keeping(other.engine) as beside:
        assert bodies(session, OPERATOR) + 1 == bodies(beside, OPERATOR)


def _put_back(source: sa.Connection, file: str) -> None:
    target = sqlite3.connect(file)
    try:
        source.connection.driver_connection.backup(target)  # type: ignore[union-attr]
    finally:
        target.close()


READERS, WRITES = 8, 12


def test_sixteen_sessions_in_two_processes_see_what_stands_in_their_moment(
    an_office: Office,
) -> None:
    """One process appropriates while both read; whoever reads a kept answer reads that of the
    moment they stand in.
    """
    begin(an_office, 21)
    told = FORK.Queue()
    processes = [
        FORK.Process(target=_reads, args=(str(an_office.engine.url.render_as_string(False)), told))
        for _number in range(2)
    ]
    for process in processes:
        process.start()
    with db.reading(an_office.engine) as session:
        line = session.execute(sa.text("SELECT min(id) FROM line")).scalar_one()
    for _number in range(WRITES):
        an_office.act("finance", ledger.appropriate, on=DAY, line_id=line, amount_fen=100)
    for _process in processes:
        assert told.get(timeout=120) == "as it stood"
    for process in processes:
        process.join(60)
        assert process.exitcode == 0


def _reads(url: str, told: Any) -> None:
    wrong: list[BaseException] = []
    db.engine.cache_clear()  # connections are not taken along into another process
    engine = db.engine(url)

    def read() -> None:
        try:
            with clock.at(clock.noon(DAY)):
                for _number in range(10):
                    with keeping(engine) as session:
                        equal(session, OPERATOR, View(as_of=DAY))
        except BaseException as error:  # noqa: BLE001 — told to the test
            wrong.append(error)

    threads = [threading.Thread(target=read) for _number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put(repr(wrong[0]) if wrong else "as it stood")


def test_the_shelf_holds_no_more_than_it_has_room_for() -> None:
    shelf = Shelf(100)
    for number in range(20):
        shelf.put(number, bytes(30))
    assert shelf.bytes == 90
    assert [number for number in range(20) if shelf.get(number) is not None] == [17, 18, 19]
    shelf.put(19, bytes(10))
    assert shelf.bytes == 70


def test_what_may_not_keep_asks_every_time(an_office: Office) -> None:
    made = SHELF.made
    with db.reading(an_office.engine) as session:
        by_measure.plan(session, OPERATOR, DAY)
    assert SHELF.made == made


def test_a_chart_is_drawn_once_for_the_same_figures_and_anew_for_others(an_office: Office) -> None:
    begin(an_office, 3).run(20)
    with db.reading(an_office.engine) as session:
        frame = queries.chain(session, OPERATOR, View(as_of=DAY))
    look = theme.tokens("light")
    total = frame[frame["source"] == ""]
    for language in ("zh", "en"):
        with i18n.speaking(language):
            plain = inspect.unwrap(chain.bars)(total, look)
            assert chain.bars(total, look) == plain
            made = SHELF.made
            again = chain.bars(total.copy(), look)
            assert again == plain
            assert again is not chain.bars(total, look)
            assert SHELF.made == made
            other = total.assign(amount_fen=total["amount_fen"] + 100)
            assert chain.bars(other, look) == inspect.unwrap(chain.bars)(other, look)
            assert chain.bars(total, theme.tokens("dark")) != plain
