"""The invented portfolio: its size and shape, the same for the same seed, plainly invented, whole,
and never in a real database.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from fund import acts, db, schema
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.demonstration import (
    EARLIEST,
    MadeAlready,
    TooEarly,
    build,
    cases,
    organisations,
    programmes,
    terms,
)
from fund.verify import verify
from tests.conftest import TODAY

SCALE = 0.04


def new(url: str) -> sa.Engine:
    engine = db.engine(url)
    schema.upgrade(engine)
    return engine


def rows(engine: sa.Engine) -> dict[str, list[Any]]:
    """Every row of every table, in the order of its key."""
    with db.reading(engine) as session:
        return {
            table.name: session.execute(sa.select(table).order_by(*table.primary_key)).all()
            for table in SQLModel.metadata.sorted_tables
        }


def ask(engine: sa.Engine, statement: str) -> list[Any]:
    with db.reading(engine) as session:
        return session.execute(sa.text(statement)).all()


@pytest.fixture(scope="session")
def full(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """The demonstration as people get it, in a copy."""
    engine = db.engine(f"sqlite:///{shutil.copy(demonstration, tmp_path_factory.mktemp('full'))}")
    yield engine
    engine.dispose()


def test_it_has_the_size_it_promises(full: sa.Engine) -> None:
    assert ask(full, "SELECT count(*) FROM undertaking WHERE kind = 'contract'") == [(126,)]
    [(decided,)] = ask(
        full, "SELECT count(*) FROM undertaking WHERE kind = 'grant' AND decided_on IS NOT NULL"
    )
    assert 280 <= decided <= 315
    [(asked,)] = ask(
        full, "SELECT count(*) FROM undertaking WHERE kind = 'grant' AND decided_on IS NULL"
    )
    assert 30 <= asked <= 60
    [(milestones,)] = ask(full, "SELECT count(*) FROM milestone")
    assert 850 <= milestones <= 950
    assert dict(
        ask(
            full,
            "SELECT category, count(*) > 15 FROM undertaking WHERE kind = 'contract' GROUP BY"
            " category",
        )
    ) == {
        "launch_vehicle": 1,
        "satellite": 1,
        "launch_site": 1,
        "ttc": 1,
    }
    assert ask(full, "SELECT count(*) FROM organisation WHERE identifier LIKE 'DEMO-CENTRE-%'") == [
        (12,)
    ]
    assert ask(full, "SELECT count(*) FROM target WHERE is_demonstration") == [(13,)]
    centres = (
        "SELECT count(DISTINCT u.organisation_id) FROM undertaking u JOIN organisation o ON o.id ="
        " u.organisation_id WHERE o.identifier LIKE 'DEMO-CENTRE-%'"
    )
    assert ask(full, centres) == [(12,)]


def test_procurements_stand_in_every_stage(full: sa.Engine) -> None:
    stages = {status for (status,) in ask(full, "SELECT DISTINCT status FROM procurement_process")}
    assert stages == {"planned", "tendering", "evaluation", "awarded", "contracted", "unsuccessful"}
    assert ask(
        full,
        "SELECT count(*) > 8, min(is_demonstration), min(title LIKE '示例%') FROM"
        " procurement_process",
    ) == [(1, 1, 1)]
    assert ask(full, "SELECT count(*) FROM bid WHERE reason = 'late'") == [(1,)]


def test_twelve_thousand_million_are_appropriated_and_each_stage_is_well_below_the_one_before(
    full: sa.Engine,
) -> None:
    stages = ", ".join(
        f"sum({stage}_fen)"
        for stage in ("appropriated", "committed", "obligated", "accepted", "paid", "returned")
    )
    [figures] = ask(
        full,
        f"SELECT {stages} FROM line_balance b JOIN line l ON l.id = b.line_id WHERE l.currency ="
        " 'CNY' AND l.code NOT LIKE 'C5-E-%' AND l.code NOT LIKE 'B4-Z-%'",
    )
    assert figures[0] == 12_000_000_000_00
    invested = "SELECT sum(appropriated_fen) FROM line_balance b JOIN line l ON l.id = b.line_id"
    assert ask(full, f"{invested} WHERE l.code LIKE 'C5-E-%'") == [(600_000_000_00,)]
    shares = [amount / figures[0] for amount in figures]
    assert 0.75 < shares[1] < 0.9
    assert 0.6 < shares[2] < shares[1] - 0.05
    assert 0.25 < shares[3] < 0.55
    assert 0.2 < shares[4] < shares[3] - 0.01
    assert 0 < shares[5] < 0.01
    assert {source for (source,) in ask(full, "SELECT DISTINCT source FROM programme")} == {
        "fund",
        "special",
        "procurement",
    }


def test_everything_that_can_happen_has_happened(full: sa.Engine) -> None:
    assert {status for (status,) in ask(full, "SELECT DISTINCT status FROM undertaking")} == {
        "entered",
        "submitted",
        "ineligible",
        "eligible",
        "under_review",
        "recommended",
        "declined",
        "awarded",
        "pending",
        "active",
        "completed",
        "terminated",
    }
    assert {status for (status,) in ask(full, "SELECT DISTINCT status FROM milestone")} == {
        "scheduled",
        "met",
        "partially_met",
        "not_met",
    }
    done = {kind for (kind,) in ask(full, "SELECT DISTINCT kind FROM act")}
    assert done >= {
        "appropriate",
        "adjust",
        "reverse",
        "decide",
        "award",
        "sign",
        "propose_amendment",
        "sign_amendment",
        "file_evidence",
        "accept",
        "check_eligibility",
        "declare_conflict",
        "review",
        "recommend",
        "decline",
        "propose_waiver",
        "grant_waiver",
        "pay",
        "correct_payment",
        "claw_back",
        "terminate",
        "complete",
        "report_status",
        "answer_gap",
    }
    noted = {act for (act,) in ask(full, "SELECT DISTINCT act FROM audit_entry")}
    assert noted >= {"forecast", "rebaseline", "settle", "observe"}
    refused = {
        code
        for (code,) in ask(
            full, "SELECT DISTINCT json_extract(detail, '$.refused') FROM audit_entry"
        )
    }
    assert refused >= {"no_room", "not_accepted", "not_obligated", "wrong_state", "had_a_hand"}
    late = (
        "SELECT count(*) FROM act p JOIN act a ON a.tranche_id = p.tranche_id WHERE p.kind = 'pay'"
        " AND a.kind = 'accept' AND julianday(p.recorded_on) - julianday(a.recorded_on) > 30"
    )
    assert ask(full, late)[0][0] > 10


def test_some_milestones_are_overdue_today_with_money_waiting_behind_them(full: sa.Engine) -> None:
    overdue = ask(
        full,
        "SELECT julianday('2026-11-23') - julianday(m.due_on), coalesce(b.obligated_fen -"
        " b.paid_fen, 0) FROM milestone m LEFT JOIN tranche_balance b ON b.tranche_id ="
        " m.tranche_id WHERE m.status = 'scheduled' AND m.due_on < '2026-11-23'",
    )
    assert 5 <= len(overdue) <= 40
    assert all(1 <= days <= 90 for days, _money in overdue)
    assert max(days for days, _money in overdue) > 20
    assert sum(money > 0 for _days, money in overdue) >= 5


def test_money_goes_to_some_provinces_and_not_to_others_and_plans_reach_into_2028(
    full: sa.Engine,
) -> None:
    known = {code for (code,) in ask(full, "SELECT DISTINCT region_code FROM undertaking")} - {
        "000000"
    }
    assert 12 <= len(known) <= 25
    assert ask(full, "SELECT count(*) > 0 FROM tranche WHERE promised_on >= '2028-01-01'") == [(1,)]
    assert {year for (year,) in ask(full, "SELECT DISTINCT fiscal_year FROM line")} == {2026, 2027}


def test_nothing_is_dated_back_or_after_the_day_before_today(full: sa.Engine) -> None:
    assert ask(
        full,
        "SELECT count(*) FROM act a JOIN act b ON b.id = a.id - 1 WHERE a.recorded_at <"
        " b.recorded_at",
    ) == [(0,)]
    [(first, last)] = ask(full, "SELECT min(recorded_on), max(recorded_on) FROM act")
    assert first < "2026-01-15"
    assert "2026-11-15" < last < "2026-11-23"
    assert ask(full, "SELECT act, detail FROM audit_entry WHERE at >= '2026-11-23'") == []


def test_people_and_organisations_are_plainly_invented(full: sa.Engine) -> None:
    names = [
        name
        for (name,) in ask(full, "SELECT name FROM person UNION ALL SELECT name FROM organisation")
    ]
    assert len(names) > 100
    assert all(name.startswith("示例") for name in names)
    assert ask(full, "SELECT DISTINCT scheme, is_demonstration FROM organisation") == [("DEMO", 1)]
    assert ask(full, "SELECT DISTINCT is_demonstration FROM person") == [(1,)]
    roles = dict(ask(full, "SELECT role, count(*) FROM role_assignment GROUP BY role"))
    assert roles["decider"] >= 3
    assert min(roles[role] for role in ("officer", "supervisor", "finance")) >= 2
    assert {
        "viewer",
        "system_administrator",
        "security_administrator",
        "audit_administrator",
    } <= set(roles)


def test_the_ledger_under_it_is_whole(full: sa.Engine) -> None:
    with db.reading(full) as session:
        found = verify(session)
    assert found["ok"], [check for check in found["checks"] if not check["ok"]]


@pytest.mark.long
def test_the_same_seed_and_day_give_every_row_again_and_another_seed_does_not(
    tmp_path: Path,
) -> None:
    first, again, other = (
        new(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "again", "other")
    )
    build(first, today=TODAY, scale=SCALE)
    build(again, today=TODAY, scale=SCALE)
    build(other, seed=7, today=TODAY, scale=SCALE)
    assert rows(first) == rows(again)
    assert rows(first)["posting"] != rows(other)["posting"]


def test_both_kinds_of_database_hold_the_same_demonstration(
    database_url: str, tmp_path: Path
) -> None:
    embedded, made = new(f"sqlite:///{tmp_path}/embedded.db"), new(database_url)
    build(embedded, today=TODAY, scale=SCALE)
    build(made, today=TODAY, scale=SCALE)
    assert rows(embedded) == rows(made)
    with db.reading(made) as session:
        assert verify(session)["ok"]


@pytest.mark.long
def test_a_history_over_two_years_carries_over_and_stays_whole(tmp_path: Path) -> None:
    engine = new(f"sqlite:///{tmp_path}/fund.db")
    build(engine, today=date(2028, 2, 1), scale=SCALE)
    assert ask(engine, "SELECT count(*) > 5 FROM act WHERE kind = 'carry_over'") == [(1,)]
    assert {year for (year,) in ask(engine, "SELECT DISTINCT fiscal_year FROM line")} == {
        2026,
        2027,
        2028,
    }
    with db.reading(engine) as session:
        assert verify(session)["ok"]


@pytest.mark.long
@pytest.mark.parametrize("number", range(24))
def test_no_story_breaks_off_whatever_the_day(
    number: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build(
        new(f"sqlite:///{tmp_path}/fund.db"),
        today=date.fromordinal(TODAY.toordinal() + 17 * number),
        scale=0.2,
    )
    assert [
        record.getMessage() for record in caplog.records if "breaks off" in record.message
    ] == []


def test_a_story_that_is_refused_ends_there_and_the_others_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an agreement with more paid in advance than the fund allows nothing is left but the
    refusal.
    """
    monkeypatch.setattr(terms, "MOST_IN_ADVANCE", 40)
    engine = new(f"sqlite:///{tmp_path}/fund.db")
    build(engine, today=date(2026, 7, 1), scale=SCALE)
    [(refused,)] = ask(
        engine,
        "SELECT count(*) FROM audit_entry WHERE json_extract(detail, '$.refused') ="
        " 'advance_too_large'",
    )
    assert refused > 0
    assert sum("breaks off" in record.getMessage() for record in caplog.records) == refused
    assert ask(engine, "SELECT count(*) > 0 FROM act WHERE kind = 'sign'") == [(1,)]
    with db.reading(engine) as session:
        assert verify(session)["ok"]


def test_made_again_with_the_same_seed_it_is_unchanged_and_with_another_refused(
    tmp_path: Path,
) -> None:
    engine = new(f"sqlite:///{tmp_path}/fund.db")
    assert build(engine, today=TODAY, scale=SCALE)
    before = rows(engine)
    assert not build(engine, today=TODAY, scale=SCALE)
    with pytest.raises(MadeAlready):
        build(engine, seed=1, today=TODAY, scale=SCALE)
    assert rows(engine) == before


@pytest.mark.parametrize("kind", ["real", "test"])
def test_a_real_or_test_database_refuses_the_demonstration(kind: str, tmp_path: Path) -> None:
    engine = new(f"sqlite:///{tmp_path}/fund.db")

    def begin(session: Session) -> None:
        db.mark(session, kind)
        access.add_person(
            session, OPERATOR, login="one", name="one", roles=["system_administrator"]
        )

    db.write(engine, begin)
    before = rows(engine)
    with pytest.raises(db.MarkedAlready):
        build(engine, today=TODAY, scale=SCALE)
    assert rows(engine) == before


def test_a_demonstration_never_becomes_real(tmp_path: Path) -> None:
    engine = new(f"sqlite:///{tmp_path}/fund.db")
    build(engine, today=EARLIEST, scale=SCALE)
    with pytest.raises(db.MarkedAlready):
        db.write(engine, lambda session: db.mark(session, "real"))


def test_a_build_that_breaks_off_leaves_nothing_not_even_the_mark(tmp_path: Path) -> None:
    engine = new(f"sqlite:///{tmp_path}/fund.db")
    before = rows(engine)

    def stop(done: int, total: int, words: str) -> None:
        if done > total // 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        build(engine, today=TODAY, scale=SCALE, on_progress=stop)
    assert rows(engine) == before


def test_progress_is_told_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def show(done: int, total: int, words: str) -> None:
        assert words
        told.append((done, total))

    build(
        new(f"sqlite:///{tmp_path}/fund.db"), today=date(2026, 4, 1), scale=SCALE, on_progress=show
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert len(told) > 30


def test_a_day_before_the_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooEarly):
        build(new(f"sqlite:///{tmp_path}/fund.db"), today=date(2026, 1, 20))


def test_people_go_on_working_where_the_history_ends(tmp_path: Path) -> None:
    from fund import clock
    from fund.ledger import commands as ledger

    engine = new(f"sqlite:///{tmp_path}/fund.db")
    build(engine, today=TODAY, scale=SCALE)
    [(finance,)] = ask(engine, "SELECT id FROM person WHERE login = 'finance1'")
    with clock.at(clock.noon(TODAY)):
        acts.perform(engine, finance, ledger.appropriate, line_id=1, amount_fen=1)
    with db.reading(engine) as session:
        assert verify(session)["ok"]


def test_budgets_of_all_programmes_add_up_and_every_case_is_on_a_line_of_its_year() -> None:
    drawn = cases.cases(2027, TODAY, 1.0, organisations.bodies(2027))
    assert len({case.code for case in drawn}) == len(drawn)
    assert {case.programme.line(case.year) for case in drawn} <= {
        programme.line(2026) for programme in programmes.PROGRAMMES
    }
    assert all(case.entered_on.year == case.year for case in drawn)
