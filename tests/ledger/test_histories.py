"""Random histories leave the ledger whole; with a guard planted away, another guard or the checks
still catch it.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import acts, db
from fund.access import commands as access
from fund.errors import FundError
from fund.grants import commands as grants
from fund.ledger import book, guards, undertakings
from fund.ledger import commands as ledger
from fund.milestones import commands as milestones
from fund.milestones.tables import Acceptance
from fund.verify import verify
from tests.ledger.histories import (
    WAYS,
    Broken,
    History,
    Replay,
    across_years,
    begin,
    claw_back,
    ledger_of,
    made_clear,
    unclear,
)
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import post_directly, until
from tests.ledger.whole_life import WHOLE_LIFE
from tests.people import Office


def wrong(office: Office) -> list[str]:
    """The checks that fail."""
    with db.reading(office.engine) as session:
        return [check["name"] for check in verify(session)["checks"] if not check["ok"]]


def lived(office: Office, sequences: int, steps: int) -> History:
    """So many random sequences, a new office's worth of lines every fifty."""
    history = begin(office, 0)
    history.ways = WHOLE_LIFE
    for seed in range(1, sequences + 1):
        history.run(steps, seed)
        if seed % 50 == 0:
            assert wrong(office) == []
    replay = Replay()
    with db.reading(office.engine) as session:
        replay.follow(session)
    assert replay.sums == history.replay.sums
    assert wrong(office) == []
    return history


def done(history: History) -> set[str]:
    """The commands that went through at least once."""
    return {command for _day, _part, command, outcome in history.told if outcome == "done"}


def came_back_across_years(office: Office) -> int:
    """Claw-backs of a part that two lines had paid by then."""
    lines = (
        "SELECT count(DISTINCT q.line_id) FROM posting q WHERE q.tranche_id = a.tranche_id"
        " AND q.stage = 'paid' AND q.act_id < a.id"
    )
    with db.reading(office.engine) as session:
        return int(
            session.execute(
                sa.text(f"SELECT count(*) FROM act a WHERE a.kind = 'claw_back' AND ({lines}) > 1")
            ).scalar_one()
        )


SEQUENCES = {"sqlite": 120, "postgresql": 30}


def test_a_hundred_and_fifty_random_histories_leave_the_ledger_whole(an_office: Office) -> None:
    history = lived(an_office, SEQUENCES[an_office.engine.dialect.name], 5)
    assert history.outcomes["done"] > history.outcomes.total() // 4
    assert history.outcomes["crash"] > 0
    assert len(history.outcomes) > 8
    if an_office.engine.dialect.name == "sqlite":
        assert done(history) >= {"receive", "recommend", "reject_amendment", "sign", "pay"}
        assert done(history) >= {"carry_over", "claw_back"}


def test_money_comes_back_where_it_was_paid_however_often_the_rest_was_carried_over(
    an_office: Office,
) -> None:
    """The same acts with more of those that lead to a part paid from two lines, and back."""
    history = begin(an_office, 5)
    history.ways = [*WAYS, (40, across_years), (8, claw_back), (6, unclear), (6, made_clear)]
    history.run(500)
    assert came_back_across_years(an_office) > 3
    assert done(history) >= {"carry_over", "claw_back", "correct_claw_back"}
    assert wrong(an_office) == []


@pytest.mark.long
def test_ten_thousand_random_histories_leave_the_ledger_whole(an_office: Office) -> None:
    outcomes: Counter[str] = Counter()
    history = lived(
        an_office, {"sqlite": 9_000, "postgresql": 1_000}[an_office.engine.dialect.name], 8
    )
    outcomes.update(outcome for *_rest, outcome in history.told)
    assert outcomes["done"] > 1_000
    if an_office.engine.dialect.name == "sqlite":
        assert done(history) >= {
            "receive",
            "recommend",
            "resume",
            "propose_recipient",
            "reject_amendment",
            "propose_carry_over",
            "carry_over",
            "return_surplus",
            "report_status",
            "check_midterm",
            "close_out",
        }


def test_the_same_history_gives_the_same_ledger_again(tmp_path: Any, an_office: Office) -> None:
    """On SQLite and PostgreSQL alike, to the posting."""
    from tests.people import office

    first = begin(office(f"sqlite:///{tmp_path}/again.db"), 11)
    second = begin(an_office, 11)
    for history in (first, second):
        history.run(150)
    assert first.told == second.told
    assert ledger_of(first.office) == ledger_of(second.office)
    assert len(ledger_of(first.office)) > 20


CHECKS_OF_BALANCES = ("line_balance", "undertaking_balance", "tranche_balance")
Plant = Callable[[Any, Office], None]


def without(module: Any, name: str, instead: Any = lambda *_some, **_more: None) -> Plant:
    """A command's guard that lets everything pass."""
    return lambda monkeypatch, _office: monkeypatch.setattr(module, name, instead)


def without_trigger(name: str, table: str) -> Plant:
    def plant(_monkeypatch: Any, office: Office) -> None:
        on = "" if office.engine.dialect.name == "sqlite" else f" ON {table}"
        db.write(
            office.engine, lambda session: session.execute(sa.text(f"DROP TRIGGER {name}{on}"))
        )

    return plant


def without_checks(*tables: str) -> Plant:
    """The chain's CHECKs gone: dropped on PostgreSQL, ignored on SQLite."""

    def plant(_monkeypatch: Any, office: Office) -> None:
        if office.engine.dialect.name == "sqlite":
            office.engine.dispose()
            sa.event.listen(
                office.engine,
                "connect",
                lambda connection, _record: connection.execute(
                    "PRAGMA ignore_check_constraints=ON"
                ),
            )
            return
        for table in tables:
            statement = sa.text(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_chain")
            db.write(office.engine, lambda session, statement=statement: session.execute(statement))

    return plant


def overcommit(walk: Walk) -> None:
    walk.made["G9"] = walk.act(
        "officer",
        grants.enter,
        code="G9",
        title="too much",
        organisation_id=walk.office.organisation("a"),
        region_code="610000",
        line_id=walk["A26"],
    )
    walk.act("decider", grants.decide, undertaking_id=walk["G9"], amount_fen=6_001 * WAN)


def pay_unaccepted(walk: Walk) -> None:
    walk.pay("G1/T1", 1)


def accept_too_much(walk: Walk) -> None:
    walk.evidence("G1/T1")
    walk.accept("G1/T1", amount_fen=1_201 * WAN)


def accept_ones_own(walk: Walk) -> None:
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["officer"], role="supervisor"
    )
    evidence = walk.evidence("G1/T1")
    walk.act("officer", milestones.accept, evidence_id=evidence)


def waive_alone(walk: Walk) -> None:
    one = walk.office.ids["decider_2"]

    def work(session: Session) -> None:
        session.add(
            Acceptance(
                tranche_id=walk["G1/T1"],
                basis="waiver",
                amount_fen=1,
                recorded_on=walk.day,
                accepted_by=one,
                proposed_by=one,
                reason="in a hurry",
            )
        )

    db.write(walk.office.engine, work)


def turn_the_clock_back(walk: Walk) -> None:
    walk.day = date(2026, 2, 1)
    walk.act("finance", ledger.appropriate, line_id=walk["A26"], amount_fen=1)


def appropriate(walk: Walk) -> None:
    walk.act("finance", ledger.appropriate, line_id=walk["A26"], amount_fen=1)


def rewrite(walk: Walk) -> None:
    statement = sa.text("UPDATE posting SET amount_fen = amount_fen + 1 WHERE id = 1")
    db.write(walk.office.engine, lambda session: session.execute(statement))


def slip_a_posting_in(walk: Walk) -> None:
    post_directly(
        walk,
        "appropriate",
        {"line_id": walk["A26"], "stage": "appropriated", "amount_fen": 5},
        entries=0,
    )


def first_line(_session: Session, undertaking: Any, *_some: Any) -> int:
    return int(undertaking.line_id)


class Defect(NamedTuple):
    """What is planted away, what is then tried, and who catches it: a refusal by code, or a check
    of ``verify`` by name.
    """

    name: str
    plants: tuple[Plant, ...]
    attack: Callable[[Walk], None]
    refused: str = ""
    found: str = ""


NO_ROOM_GUARD = without(undertakings, "must_have_room")
NO_ACCEPTANCE_GUARD = without(ledger, "line_holding", first_line)
NO_CHAIN_GUARD = without(book, "_must_hold")
NO_ACCEPTANCE_TRIGGER = without_trigger("posting_needs_acceptance", "posting")
DEFECTS = [
    Defect("no command looks at the room", (NO_ROOM_GUARD,), overcommit, refused="chain_broken"),
    Defect(
        "no CHECK on balances",
        (without_checks(*CHECKS_OF_BALANCES),),
        overcommit,
        refused="no_room",
    ),
    Defect(
        "neither",
        (NO_ROOM_GUARD, without_checks(*CHECKS_OF_BALANCES)),
        overcommit,
        found="chain_lines",
    ),
    Defect(
        "no command looks at the acceptance",
        (NO_ACCEPTANCE_GUARD,),
        pay_unaccepted,
        refused="chain_broken",
    ),
    Defect(
        "nor at the chain",
        (NO_ACCEPTANCE_GUARD, NO_CHAIN_GUARD),
        pay_unaccepted,
        refused="not_accepted",
    ),
    Defect(
        "nor a trigger",
        (NO_ACCEPTANCE_GUARD, NO_CHAIN_GUARD, NO_ACCEPTANCE_TRIGGER),
        pay_unaccepted,
        refused="chain_broken",
    ),
    Defect(
        "nor a CHECK",
        (
            NO_ACCEPTANCE_GUARD,
            NO_CHAIN_GUARD,
            NO_ACCEPTANCE_TRIGGER,
            without_checks(*CHECKS_OF_BALANCES),
        ),
        pay_unaccepted,
        found="chain_tranches",
    ),
    Defect("no trigger", (NO_ACCEPTANCE_TRIGGER,), pay_unaccepted, refused="not_accepted"),
    Defect(
        "no command looks at the tranche's amount",
        (without(milestones, "earned_fen", lambda *some: some[-1]),),
        accept_too_much,
        refused="chain_broken",
    ),
    Defect(
        "no command keeps people apart",
        (without(book, "must_be_apart"),),
        accept_ones_own,
        refused="four_eyes",
    ),
    Defect(
        "no trigger keeps people apart",
        (without_trigger("acceptance_four_eyes", "acceptance"),),
        accept_ones_own,
        refused="four_eyes",
    ),
    Defect(
        "nothing keeps people apart",
        (without(book, "must_be_apart"), without_trigger("acceptance_four_eyes", "acceptance")),
        accept_ones_own,
        found="acceptances_by_two",
    ),
    Defect("no command asks for a second person", (), waive_alone, refused="four_eyes"),
    Defect("the machine's clock goes back", (), turn_the_clock_back, refused="guarded"),
    Defect(
        "and no trigger minds",
        (without_trigger("act_not_dated_back", "act"),),
        turn_the_clock_back,
        found="dated_when_recorded",
    ),
    Defect(
        "balances are not kept",
        (without_trigger("posting_balances", "posting"),),
        appropriate,
        found="line_balances",
    ),
    Defect(
        "an act takes postings later",
        (without_trigger("posting_fits_act", "posting"),),
        slip_a_posting_in,
        found="acts_complete",
    ),
]
"""Guards removed one by one and together, in the commands and in the database."""


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_guard_planted_away_is_made_good_or_noticed(
    an_office: Office, monkeypatch: pytest.MonkeyPatch, defect: Defect
) -> None:
    walk = until(Walk(an_office), 4)
    for plant in defect.plants:
        plant(monkeypatch, an_office)
    if defect.found:
        defect.attack(walk)
        assert defect.found in wrong(an_office)
        return
    with pytest.raises((FundError, sa.exc.DBAPIError)) as caught:
        defect.attack(walk)
    refusal = caught.value if isinstance(caught.value, FundError) else guards.refusal(caught.value)
    assert refusal is not None
    assert refusal.code == defect.refused
    assert not {
        check
        for check in wrong(an_office)
        if check.startswith("chain") or check.endswith("balances")
    }


def test_a_posting_rewritten_is_noticed(an_office: Office) -> None:
    walk = until(Walk(an_office), 4)
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        rewrite(walk)
    name = (
        "posting_no_update" if an_office.engine.dialect.name == "sqlite" else "posting_append_only"
    )
    without_trigger(name, "posting")(None, an_office)
    rewrite(walk)
    assert {"line_balances", "totals", "guards"} <= set(wrong(an_office))


@pytest.mark.parametrize(
    "plants",
    [
        (without_trigger("posting_balances", "posting"),),
        (NO_ROOM_GUARD, without_checks(*CHECKS_OF_BALANCES)),
    ],
    ids=["balances are not kept", "nothing looks at the room"],
)
def test_a_random_history_without_the_guards_is_found_out(
    an_office: Office, monkeypatch: pytest.MonkeyPatch, plants: tuple[Plant, ...]
) -> None:
    history = begin(an_office, 3)
    for plant in plants:
        plant(monkeypatch, an_office)
    with pytest.raises(Broken):
        history.run(600)


def test_one_key_has_one_effect_even_where_nobody_looks_the_answer_up(
    an_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is the stored answer's primary key: the database refuses the second effect."""
    walk = until(Walk(an_office), 4)
    walk.act("finance", ledger.appropriate, line_id=walk["A26"], amount_fen=7, key="k")
    before = ledger_of(an_office)
    monkeypatch.setattr(Session, "get", _forgetting(Session.get))
    with pytest.raises(guards.ThereAlready):
        walk.act("finance", ledger.appropriate, line_id=walk["A26"], amount_fen=7, key="k")
    assert ledger_of(an_office) == before


def _forgetting(get: Any) -> Any:
    return lambda session, table, *some, **more: (
        None if table is acts.StoredOutcome else get(session, table, *some, **more)
    )
