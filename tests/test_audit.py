"""The audit log: every act and every refusal is in it, and what was done to it shows."""

import ast
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, audit, clock, db
from fund.access import commands as access
from fund.access.actors import UnknownPerson
from fund.audit import AuditEntry, AuditHead
from fund.errors import NotAllowed
from fund.ledger import commands as ledger
from fund.ledger.tables import Act, StatusEvent
from tests.ledger.histories import begin
from tests.ledger.scenario import STEPS, Walk
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.test_verify import open_doors

FUND = Path(__file__).parents[1] / "fund"


@pytest.fixture
def log(an_office: Office) -> Iterator[Session]:
    """The audit log of the worked portfolio, open for tampering, every trigger gone; nothing is
    kept.
    """
    until(Walk(an_office), len(STEPS))
    an_office.engine.dispose()
    connecting = an_office.engine.connect().execution_options(fund_writes=True)
    with (
        connecting as connection,
        Session(connection, join_transaction_mode="create_savepoint") as session,
    ):
        open_doors(session)
        yield session
        session.rollback()
    an_office.engine.dispose()


def edit(chance: random.Random, rows: int) -> tuple[str, dict[str, Any], int]:
    """A change of one field; the entry it touches."""
    entry = chance.randint(1, rows)
    field, value = chance.choice(
        [
            ("act", "looked on"),
            ("detail", "{}"),
            ("subject", "person"),
            ("subject_id", "0"),
            ("actor_id", 1 + (entry % 7)),
            ("previous", "f" * 64),
            ("hash", "e" * 64),
            ("at", "2026-01-01 00:00:00.000001"),
            ("detail", '{"amount_fen": 1}'),
        ]
    )
    return (
        (
            f"UPDATE audit_entry SET {field} = :value WHERE id = :id AND {field} IS DISTINCT FROM"
            " :value"
        ),
        {"value": value, "id": entry},
        entry,
    )


def deletion(chance: random.Random, rows: int) -> tuple[str, dict[str, Any], int]:
    entry = chance.randint(1, rows)
    return "DELETE FROM audit_entry WHERE id = :id", {"id": entry}, entry


def swap(chance: random.Random, rows: int) -> tuple[str, dict[str, Any], int]:
    """Two entries change what they tell, and keep their places and hashes."""
    one, other = sorted(chance.sample(range(1, rows + 1), 2))
    statement = (
        "UPDATE audit_entry SET detail = (SELECT detail || ' ' || act FROM audit_entry o WHERE o.id"
        " = CASE audit_entry.id WHEN :one THEN :other ELSE :one END) WHERE id IN (:one, :other)"
    )
    return statement, {"one": one, "other": other}, one


def test_two_hundred_edits_deletions_and_swaps_are_all_found(log: Session) -> None:
    chance = random.Random(200)
    rows = audit.verify(log)["rows"]
    found_out = 0
    while found_out < 200:
        statement, values, entry = chance.choice((edit, deletion, swap))(chance, rows)
        with log.begin_nested() as savepoint:
            if log.execute(sa.text(statement), values).rowcount:
                found = audit.verify(log)
                assert (found["ok"], found["first_bad"]) == (False, entry), (statement, values)
                found_out += 1
            savepoint.rollback()
            log.expire_all()
    assert audit.verify(log)["ok"]


def test_a_cut_tail_shows_against_the_head_that_is_kept_beside_it(log: Session) -> None:
    log.execute(sa.text("DELETE FROM audit_entry WHERE id > (SELECT max(id) - 3 FROM audit_entry)"))
    assert not audit.verify(log)["ok"]


def recomputed(session: Session, *, keep: int) -> None:
    """The whole chain made anew by its owner over the first entries, the head with it, one entry
    changed.
    """
    session.execute(sa.text("DELETE FROM audit_entry WHERE id > :keep"), {"keep": keep})
    previous = audit.START
    for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id)).all():
        fields = entry.model_dump() | {"previous": previous}
        if entry.id == 20:
            fields["detail"] = '{"nothing": "happened"}'
        previous = audit.digest(fields, "sha256")
        entry.detail, entry.previous, entry.hash = fields["detail"], fields["previous"], previous
        session.add(entry)
    head = session.get_one(AuditHead, 1)
    head.entries, head.hash = keep, previous
    session.add(head)
    session.flush()
    session.expire_all()


@pytest.mark.parametrize("cut", [0, 5])
def test_a_chain_made_anew_shows_only_against_a_head_kept_elsewhere(log: Session, cut: int) -> None:
    head = audit.verify(log)
    kept = (head["rows"], head["head"])
    assert audit.verify(log, kept)["ok"]
    recomputed(log, keep=head["rows"] - cut)
    assert audit.verify(log)["ok"], "without an anchor it looks whole"
    found = audit.verify(log, kept)
    assert not found["ok"]
    assert found["first_bad"] == head["rows"] - cut + bool(cut)


def test_a_head_kept_elsewhere_stays_true_while_the_log_grows(an_office: Office) -> None:
    with db.reading(an_office.engine) as session:
        head = audit.verify(session)
    until(Walk(an_office), 3)
    with db.reading(an_office.engine) as session:
        assert audit.verify(session, (head["rows"], head["head"]))["ok"]
        assert not audit.verify(session, (head["rows"], "0" * 64))["ok"]
        assert not audit.verify(session, (10**6, head["head"]))["ok"]


def test_a_log_without_its_head_is_not_whole(log: Session) -> None:
    log.execute(sa.text("DELETE FROM audit_head"))
    assert not audit.verify(log)["ok"]


def test_every_act_and_every_refusal_leaves_one_entry_or_more(an_office: Office) -> None:
    """Along a random history: what is done adds entries, what is refused adds exactly its refusal,
    what crashes adds none.
    """
    history = begin(an_office, 5)
    for _step in range(120):
        told, before = len(history.told), length(an_office)
        history.step()
        outcome = history.told[-1][-1] if len(history.told) > told else "crash"
        grown = length(an_office) - before
        assert grown >= 1 if outcome == "done" else grown == (0 if outcome == "crash" else 1), (
            history.told[-1]
        )
    assert {"done", "crash"} < set(history.outcomes)


def length(office: Office) -> int:
    with db.reading(office.engine) as session:
        found = audit.verify(session)
        assert found["ok"]
    return int(found["rows"])


def test_every_command_records_what_it_did() -> None:
    """Each command, or a function of the rooms it ends in, calls audit.record."""
    sources = {}
    for path in FUND.glob("*/*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                sources.setdefault(node.name, []).append((path, node))
    for path in [*FUND.glob("*/commands.py"), FUND / "ledger" / "undertakings.py"]:
        for node in ast.parse(path.read_text("utf-8")).body:
            takes = (
                [argument.arg for argument in node.args.args[:2]]
                if isinstance(node, ast.FunctionDef)
                else []
            )
            if takes == ["session", "actor"] and not node.name.startswith("_"):
                assert _records(node, sources, 3), f"{path.parent.name}.{node.name}"


def _records(function: ast.FunctionDef, sources: dict[str, Any], depth: int) -> bool:
    calls = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
    if "audit.record" in calls:
        return True
    names = {call.rpartition(".")[2] for call in calls} & set(sources)
    return depth > 0 and any(
        _records(node, sources, depth - 1) for name in names for _path, node in sources[name]
    )


def test_an_entry_stands_or_falls_with_what_it_tells_of(an_office: Office) -> None:
    before = length(an_office)

    def work(session: Session) -> None:
        audit.record(session, acts.actors.OPERATOR, "nothing", None)
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        db.write(an_office.engine, work)
    assert length(an_office) == before


def last(office: Office) -> AuditEntry:
    with db.reading(office.engine) as session:
        return session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_somebody_unknown_is_refused_and_that_is_on_record(an_office: Office) -> None:
    with pytest.raises(UnknownPerson):
        acts.perform(an_office.engine, 10**6, ledger.appropriate, line_id=1, amount_fen=1)
    entry = last(an_office)
    assert entry.actor_id is None
    assert json.loads(entry.detail)["unknown_person"] == 10**6


def test_a_refused_file_is_on_record_by_its_hash_not_its_content(an_office: Office) -> None:
    from fund.office import commands as office_commands

    with pytest.raises(NotAllowed):
        an_office.act(
            "viewer",
            office_commands.upload_opening,
            file_name="x.xlsx",
            content=b"x" * 5_000_000,
            records="y" * 5_000_000,
        )
    detail = last(an_office).detail
    assert len(detail) < 2_000
    assert "sha256:" in detail


def test_the_log_says_who_when_what_and_on_which_record(an_office: Office) -> None:
    walk = until(Walk(an_office), 3)
    entry = last(an_office)
    assert (entry.act, entry.subject, entry.subject_id, entry.actor_id) == (
        "decide",
        "undertaking",
        str(walk["G1"]),
        an_office.ids["decider"],
    )
    assert entry.at == clock.noon(walk.day)
    assert json.loads(entry.detail) == {"amount_fen": 4_000_000_000}


def test_the_hash_covers_every_field() -> None:
    entry = {
        "id": 1,
        "at": clock.noon(STEPS[0].day),
        "actor_id": 1,
        "act": "a",
        "subject": "s",
        "subject_id": "1",
        "detail": "{}",
        "previous": audit.START,
    }
    changed: dict[str, Any] = {
        "id": 2,
        "at": entry["at"] + timedelta(microseconds=1),
        "actor_id": None,
        "act": "b",
        "subject": "t",
        "subject_id": "2",
        "detail": "{ }",
        "previous": "1" * 64,
    }
    hashes = {audit.digest(entry | {name: value}, "sha256") for name, value in changed.items()}
    assert len(hashes | {audit.digest(entry, "sha256")}) == len(changed) + 1
    for algorithm in audit.ALGORITHMS:
        assert len(audit.digest(entry, algorithm)) == 64


def test_an_act_without_its_entry_does_not_exist(an_office: Office) -> None:
    """Statuses and acts of the worked portfolio were each recorded by somebody who is in the
    log.
    """
    until(Walk(an_office), 12)
    with db.reading(an_office.engine) as session:
        told = {(entry.actor_id, entry.at) for entry in session.exec(select(AuditEntry))}
        for act in session.exec(select(Act)):
            assert (act.actor_id, act.recorded_at) in told, act
        assert session.exec(select(sa.func.count()).select_from(StatusEvent)).one() > 4


def test_a_new_person_is_on_record_with_the_roles_given(an_office: Office) -> None:
    acts.perform(
        an_office.engine,
        None,
        access.add_person,
        login="new",
        name="new",
        roles=["viewer", "officer"],
    )
    assert json.loads(last(an_office).detail) == {"login": "new", "roles": ["officer", "viewer"]}
