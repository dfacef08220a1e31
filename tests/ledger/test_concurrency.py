"""Many at once: a line is never over-committed, a double click has one effect, a killed process
leaves nothing half done.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from fund import acts, clock, db
from fund.access import commands as access
from fund.audit import AuditEntry
from fund.errors import FundError
from fund.grants import commands as grants
from fund.ledger import commands as ledger
from fund.ledger.rules import NoRoom
from fund.ledger.tables import Act, LineBalance, Posting, Undertaking
from fund.verify import verify
from tests.ledger.scenario import WAN, Walk, appropriate
from tests.people import Office

DAY = date(2026, 4, 20)
PROCESSES = 8
FORK: Any = multiprocessing.get_context("fork")
ON_POSTGRESQL = pytest.mark.parametrize(
    "an_office", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
"""Serialization failures and deadlocks are PostgreSQL's; SQLite lets one write at a time."""


def furnish(office: Office, undertakings: int) -> Walk:
    """A line of 10,000 and so many grants entered on it."""
    walk = Walk(office)
    appropriate("A26", 2026, "A3", "fund", "A", 10_000)(walk)
    for number in range(undertakings):
        code = f"G{number}"
        walk.grant(code, "A26", "a")
    return walk


def committing(
    office: Office, undertaking_id: int, amount_fen: int, key: str, start: Any
) -> tuple[Any, Any]:
    """A process that commits once all are at the start, and the end of the pipe on which it says
    how it went.
    """
    hear, tell = FORK.Pipe(duplex=False)

    def work() -> None:
        start.wait()
        try:
            with clock.at(clock.noon(DAY)):
                made = acts.perform(
                    office.engine,
                    office.ids["decider"],
                    grants.decide,
                    key=key,
                    undertaking_id=undertaking_id,
                    amount_fen=amount_fen,
                )
        except FundError as refused:
            tell.send(refused.code)
        else:
            tell.send("replayed" if made.replayed else "done")

    office.engine.dispose()  # no connection is taken over the fork
    process = FORK.Process(target=work)
    process.start()
    tell.close()
    return process, hear


def balance(office: Office, line_id: int) -> tuple[int, int]:
    """Committed on the line: as stored, as posted."""
    with db.reading(office.engine) as session:
        stored = session.get_one(LineBalance, line_id).committed_fen
        posted = session.exec(
            select(sa.func.coalesce(sa.func.sum(Posting.amount_fen), 0)).where(
                Posting.line_id == line_id, Posting.stage == "committed"
            )
        ).one()
        assert verify(session)["ok"]
    return stored, int(posted)


def test_of_eight_processes_that_commit_what_one_line_has_room_for_one_succeeds(
    an_office: Office,
) -> None:
    walk = furnish(an_office, PROCESSES)
    start = FORK.Barrier(PROCESSES)
    processes = [
        committing(an_office, walk[f"G{number}"], 6_000 * WAN, f"key {number}", start)
        for number in range(PROCESSES)
    ]
    outcomes = sorted(hear.recv() for _process, hear in processes)
    for process, _hear in processes:
        process.join()
    assert outcomes == ["done", *["no_room"] * (PROCESSES - 1)]
    assert balance(an_office, walk["A26"]) == (6_000 * WAN, 6_000 * WAN)
    with db.reading(an_office.engine) as session:
        refusals = session.exec(select(AuditEntry).where(AuditEntry.act == "grants.decide")).all()
    assert len(refusals) == PROCESSES - 1


@pytest.mark.long
def test_fifty_rounds_of_it(an_office: Office) -> None:
    walk = furnish(an_office, 0)
    walk.day = DAY
    for round_ in range(50):
        appropriate(f"L{round_}", 2026, "A3", "fund", f"L{round_}", 100)(walk)
        for number in range(PROCESSES):
            code = f"R{round_}G{number}"
            walk.act(
                "officer",
                grants.enter,
                code,
                code=code,
                title=code,
                organisation_id=an_office.organisation("a"),
                region_code="610000",
                line_id=walk[f"L{round_}"],
            )
        asked = [(walk[f"R{round_}G{number}"], 60 * WAN) for number in range(PROCESSES)]
        assert sorted(at_once(an_office, asked)) == ["done", *["no_room"] * (PROCESSES - 1)]
        assert balance(an_office, walk[f"L{round_}"]) == (60 * WAN, 60 * WAN)


def at_once(office: Office, asked: list[tuple[int, int]], key: str | None = None) -> list[str]:
    """Decide all of them from threads that start together; the outcomes."""
    start = threading.Barrier(len(asked))

    def one(undertaking_id: int, amount_fen: int) -> str:
        start.wait()
        try:
            with clock.at(clock.noon(DAY)):
                made = acts.perform(
                    office.engine,
                    office.ids["decider"],
                    grants.decide,
                    key=key,
                    undertaking_id=undertaking_id,
                    amount_fen=amount_fen,
                )
        except FundError as refused:
            return refused.code
        return "replayed" if made.replayed else "done"

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(one, *zip(*asked, strict=True)))


def test_a_hundred_clicks_on_one_button_have_one_effect_and_one_answer(an_office: Office) -> None:
    walk = furnish(an_office, 10)
    outcomes: list[str] = []
    for number in range(10):
        outcomes += at_once(
            an_office, [(walk[f"G{number}"], 100 * WAN)] * 10, key=f"drawn {number}"
        )
    assert sorted(outcomes) == ["done"] * 10 + ["replayed"] * 90
    assert balance(an_office, walk["A26"]) == (1_000 * WAN, 1_000 * WAN)
    with db.reading(an_office.engine) as session:
        assert (
            session.exec(select(sa.func.count()).select_from(Act).where(Act.kind == "decide")).one()
            == 10
        )


def test_an_act_asked_for_with_two_keys_is_done_once(an_office: Office) -> None:
    """Two tabs: two buttons, two keys, one grant."""
    walk = furnish(an_office, 1)
    start = threading.Barrier(2)

    def one(key: str) -> str:
        start.wait()
        try:
            walk.office.act(
                "decider", grants.decide, on=DAY, key=key, undertaking_id=walk["G0"], amount_fen=WAN
            )
        except FundError as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ["tab 1", "tab 2"])) == ["done", "wrong_state"]
    assert balance(an_office, walk["A26"]) == (WAN, WAN)


def test_two_administrators_at_once_do_not_give_one_person_roles_that_clash(
    an_office: Office,
) -> None:
    """Each alone would be allowed; together they are not."""
    person = an_office.enter("new", "viewer")
    an_office.act("security", access.revoke_role, person_id=person, role="viewer")
    start = threading.Barrier(2)

    def give(role: str) -> str:
        start.wait()
        try:
            an_office.act("security", access.assign_role, person_id=person, role=role)
        except FundError as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, ["system_administrator", "audit_administrator"])) == [
            "done",
            "roles_clash",
        ]


@ON_POSTGRESQL
@pytest.mark.parametrize("sqlstate", db.RETRIED)
def test_what_postgresql_asks_to_be_done_again_is_done_once(
    an_office: Office, sqlstate: str
) -> None:
    walk = furnish(an_office, 1)
    tries: list[int] = []

    def unlucky(session: Session, actor: Any, **arguments: Any) -> Any:
        row = grants.decide(session, actor, **arguments)
        tries.append(1)
        if len(tries) < 3:
            session.flush()
            session.execute(
                sa.text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$")
            )
        return row

    unlucky.__module__ = grants.__name__
    walk.office.act(
        "decider", unlucky, on=DAY, key="once", undertaking_id=walk["G0"], amount_fen=WAN
    )
    assert len(tries) == 3
    assert balance(an_office, walk["A26"]) == (WAN, WAN)
    with db.reading(an_office.engine) as session:
        assert (
            session.exec(
                select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.act == "decide")
            ).one()
            == 1
        )


@ON_POSTGRESQL
def test_a_real_deadlock_is_gone_through_again(an_office: Office) -> None:
    """Two acts that lock the same two grants in opposite order: one is thrown back (again, if it is
    back before the other has committed), both end up done.
    """
    walk = furnish(an_office, 2)
    meet = threading.Barrier(2)
    tries: list[int] = []

    def locking(first: int, second: int) -> Callable[..., Any]:
        waited: list[int] = []

        def command(session: Session, actor: Any, **arguments: Any) -> Any:
            tries.append(1)
            session.get(Undertaking, first, with_for_update=True)
            if not waited:
                waited.append(1)
                meet.wait(timeout=60)
            session.get(Undertaking, second, with_for_update=True)
            return grants.decide(session, actor, **arguments)

        command.__module__ = grants.__name__
        return command

    def one(pair: tuple[int, int]) -> int:
        return walk.office.act(
            "decider", locking(*pair), on=DAY, undertaking_id=pair[0], amount_fen=WAN
        )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [(walk["G0"], walk["G1"]), (walk["G1"], walk["G0"])]))
    assert 3 <= len(tries) <= 6
    assert balance(an_office, walk["A26"]) == (2 * WAN, 2 * WAN)


@ON_POSTGRESQL
def test_other_errors_of_the_database_are_not_tried_again(an_office: Office) -> None:
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        session.execute(sa.text("SELECT 1/0"))

    with pytest.raises(DBAPIError):
        db.write(an_office.engine, work)
    assert tries == [1]


def killed(office: Office, times: int, longest_s: float) -> tuple[int, int]:
    """Kill so many processes at different moments of a commit, then ask again; how many had and had
    not committed.
    """
    walk = furnish(office, times)
    had = 0
    for number in range(times):
        start = FORK.Barrier(2)
        process, hear = committing(office, walk[f"G{number}"], WAN, f"key {number}", start)
        start.wait()
        time.sleep(longest_s * number / times)
        process.kill()
        process.join()
        try:
            said = hear.recv()
        except EOFError:
            said = ""
        with clock.at(clock.noon(DAY)):
            again = acts.perform(
                office.engine,
                office.ids["decider"],
                grants.decide,
                key=f"key {number}",
                undertaking_id=walk[f"G{number}"],
                amount_fen=WAN,
            )
        assert not (said == "done" and not again.replayed), "acknowledged and lost"
        had += again.replayed
        assert balance(office, walk["A26"]) == ((number + 1) * WAN, (number + 1) * WAN)
    return had, times - had


def test_a_process_killed_while_it_commits_leaves_all_or_nothing(an_office: Office) -> None:
    killed(an_office, 6, 0.06)


@pytest.mark.long
def test_fifty_processes_killed_while_they_commit_leave_all_or_nothing(an_office: Office) -> None:
    had, had_not = killed(an_office, 50, 0.1)
    assert had > 0
    assert had_not > 0


def test_a_database_that_never_answered_is_said_at_once_with_its_reason() -> None:
    engine = db.engine("postgresql+psycopg://nobody@/nothing?host=/nowhere&connect_timeout=1")
    with pytest.raises(db.DatabaseAway, match="No such file"):
        acts.perform(engine, 1, ledger.appropriate, line_id=1, amount_fen=1)


def test_no_room_names_what_is_left(an_office: Office) -> None:
    walk = furnish(an_office, 1)
    with pytest.raises(NoRoom) as refused:
        walk.act("decider", grants.decide, undertaking_id=walk["G0"], amount_fen=10_001 * WAN)
    assert refused.value.facts == {
        "line": "A26",
        "room_fen": 10_000 * WAN,
        "asked_fen": 10_001 * WAN,
    }
