"""A year's evaluation of direction on the worked holdings: figures from the ledger to the digit, a
source for the rest, what is missing never counted as nothing, promise and approval apart.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.closing import commands as closing
from fund.errors import FourEyes, NeedsReason, Stale, WrongState
from fund.evaluation import bands, checks, direction, directions, exchange, known, scheme
from fund.evaluation.bands import Band, Part
from fund.evaluation.rules import EvaluationThere
from fund.holdings import commands as holdings
from fund.holdings.rules import NeedsDocument, NeedsSource
from fund.ledger import guards
from fund.ledger.commands import UnknownWord
from fund.screens.evaluation import direction as screen
from fund.screens.evaluation.writing import NotANumber
from fund.verify import verify
from tests.clicks import Twice
from tests.evaluation.acts import CLICKED_HERE, COMMANDS
from tests.evaluation.test_evaluation import refused_by_the_database
from tests.holdings.doing import PAPER, wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office

D = Decimal
YEAR_END = date(2026, 12, 31)
PARTS = {part.key: part for part in scheme.shipped()}
WORKED: list[tuple[str, date, Fraction, str]] = [
    ("paid", YEAR_END, Fraction(3_700, 7_000), "1"),
    ("idle", YEAR_END, Fraction(1_200, 3_700), "0"),
    ("social", YEAR_END, Fraction(11_000, 22_000), "5"),
    ("irr", date(2027, 12, 31), Fraction("0.032186"), "1"),
    ("irr", date(2028, 3, 31), Fraction("-0.081637"), "0"),
]


def until(walk: Walk, day: date) -> Walk:
    for step in STEPS:
        if step.day <= day:
            perform(walk, step)
    return walk


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """The worked holdings as they stand at the end of 2026."""
    return until(Walk(an_office), YEAR_END)


def begun(walk: Walk) -> int:
    return walk.act("officer", direction.begin_direction, "year", fiscal_year=2026)


def told(walk: Walk, as_of: date | None = None) -> directions.Year:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        return directions.year(session, OPERATOR, 2026, as_of)


def row(walk: Walk, key: str) -> directions.Row:
    return next(one for one in told(walk).rows if one.part.key == key)


def state(walk: Walk, key: str, value: str | None, who: str = "officer", **more: Any) -> int:
    return walk.act(
        who,
        direction.state_direction,
        direction_id=walk["year"],
        part_key=key,
        value=None if value is None else D(value),
        **{"source": "示例年报第 3 页", **more},
    )


def mark(walk: Walk, code: str, **more: Any) -> int:
    return walk.act(
        "officer",
        holdings.mark_holding,
        undertaking_id=walk[code],
        **{"field": "launch", "is_private": True, "is_early": False, "source": "章程", **more},
    )


def close(walk: Walk) -> None:
    walk.day = date(2027, 1, 20)
    made = walk.act("finance", closing.prepare_close, period="2026", note="示例：结转在办")
    walk.act("supervisor", closing.close, closing_id=made)


def promise(walk: Walk, who: str = "supervisor", **more: Any) -> int:
    asked = {"direction_id": walk["year"], "signatory": "示例法定代表人", **PAPER, **more}
    return walk.act(who, direction.promise_direction, **asked)


@pytest.mark.long
def test_every_worked_figure_to_the_digit(an_office: Office) -> None:
    walk = until(Walk(an_office), date(2028, 3, 31))
    with db.reading(walk.office.engine) as session:
        for key, day, value, points in WORKED:
            found = known.figure(known.fund(session, OPERATOR, day), PARTS[key])
            assert found.value == value, (key, day)
            assert bands.points(PARTS[key], found.value) == D(points), (key, day)
        grown = known.figure(known.fund(session, OPERATOR, date(2027, 12, 31)), PARTS["growth"])
        assert grown.value is not None
        assert directions.rounded(grown.value) == D("0.043462")
        assert bands.points(PARTS["growth"], grown.value) == 0


def test_a_year_is_filled_where_the_ledger_knows_and_asks_for_the_rest(walk: Walk) -> None:
    begun(walk)
    found = told(walk)
    filled = {
        one.part.key: (one.known.part_fen, one.known.whole_fen, one.points)
        for one in found.rows
        if one.origin == "ledger"
    }
    assert filled == {
        "social": (wan(11_000), wan(22_000), D(5)),
        "paid": (wan(3_700), wan(7_000), D(1)),
        "idle": (wan(1_200), wan(3_700), D(0)),
        "growth": (wan(250), wan(3_700), D(1)),
    }
    assert found.tally == (D(7), D(92), "")


def test_what_is_missing_is_never_nothing_and_marks_fill_what_they_can(walk: Walk) -> None:
    begun(walk)
    before = {one.part.key: one for one in told(walk).rows}
    assert before["private"].points is before["private"].value is None
    assert before["private"].known.unmarked == 2
    mark(walk, "H1", term_ends_on=date(2033, 3, 30))
    assert row(walk, "private").origin == "missing"  # H2 has none yet
    mark(walk, "H2", field="other", is_private=False, is_early=True)
    assert (row(walk, "private").known.part_fen, row(walk, "private").points) == (wan(2_500), D(5))
    assert row(walk, "early").points == D(2)  # 1,200 of 3,700: 0.324
    assert row(walk, "key_fields").points == D(6)  # 2,500 of 3,700: 0.676
    assert row(walk, "new_productive").points == D(7)
    assert row(walk, "term").points is None  # of H2 no end is agreed
    was = told(walk).tally
    mark(walk, "H2", field="launch", is_early=True, term_ends_on=date(2031, 4, 22))
    # fields 6 to 10 and 7 to 10; 6.35 years of term take the place of the early share: 2 to 5
    assert told(walk).tally == was._replace(total=was.total + 4 + 3 + 3)


def test_a_statement_has_its_source_and_fits_its_part(walk: Walk) -> None:
    begun(walk)
    refused: list[tuple[type[Exception], str, str | None, dict[str, Any]]] = [
        (NeedsSource, "region", "1", {"source": " "}),
        (direction.NotOfThisUnit, "region", "0.5", {}),
        (direction.NotOfThisUnit, "results", "2.5", {}),
        (direction.NotOfThisUnit, "credit", "2.01", {}),
        (direction.NotOfThisUnit, "green_share", "35", {}),
        (direction.NotOfThisUnit, "region", "NaN", {}),
        (direction.LedgerKnows, "social", "0.9", {}),
        (UnknownWord, "nothing", "1", {}),
    ]
    for error, key, value, more in refused:
        with pytest.raises(error):
            state(walk, key, value, **more)
    before = told(walk).tally
    assert (before.total, before.missing) == (D(7), D(92))
    for key, value in (("region", "1"), ("results", "0"), ("credit", "1.5"), ("carbon", "-0.02")):
        state(walk, key, value)
    found = told(walk).tally
    # a stated nothing has its points, which are none: it is missing no longer
    assert (found.total, found.missing) == (
        before.total + D("11.5"),
        before.missing - 10 - 3 - 2 - 3,
    )
    state(walk, "region", None, source="撤回")
    assert row(walk, "region").points is None
    assert told(walk).tally.missing == found.missing + 10


def test_stated_promised_and_approved_by_different_people_once_the_year_is_closed(
    walk: Walk,
) -> None:
    begun(walk)
    walk.office.ids["all"] = walk.office.enter("all", "officer", "supervisor", "decider")
    scheme_parts = {"parts": scheme.shipped(), "reason": "示例：沿用"}
    walk.act("supervisor_2", direction.set_direction_scheme, **scheme_parts)
    state(walk, "region", "1", who="all", **PAPER)
    with pytest.raises(direction.YearNotClosed):
        promise(walk)
    close(walk)
    for error, who, more in (
        (FourEyes, "all", {}),
        (direction.NeedsSignatory, "supervisor", {"signatory": ""}),
        (NeedsDocument, "supervisor", {"content": b""}),
        (Stale, "supervisor", {"expected_version": 1}),
    ):
        with pytest.raises(error):
            promise(walk, who, **more)
    promise(walk)
    waits = ("approve_direction", str(told(walk).facts["fiscal_year"]))
    assert waits in walk.office.waits("decider", walk.day)
    assert waits not in walk.office.waits("all", walk.day)  # who stated something of it
    kept = told(walk)
    assert kept.facts["signatory"] == "示例法定代表人"
    mark(walk, "H1")
    mark(walk, "H2")
    assert told(walk).rows == kept.rows  # what was promised stands
    key = {"direction_id": walk["year"]}
    with pytest.raises(WrongState):
        state(walk, "transfer", "1")
    for who in ("supervisor", "all"):
        with pytest.raises(FourEyes):
            walk.act(who, direction.approve_direction, **key)
    with pytest.raises(NeedsReason):
        walk.act("decider", direction.return_direction, **key, reason=" ")
    walk.act("decider", direction.return_direction, **key, reason="补充来源")
    assert row(walk, "private").points == D(5)  # a draft again: the marks count
    promise(walk)
    again = told(walk)
    with pytest.raises(FourEyes):  # behind the commands too
        _raw_event(walk, "supervisor")
    walk.act("decider", direction.approve_direction, **key)
    assert told(walk).facts["status"] == "approved"
    assert told(walk).rows == again.rows
    assert told(walk, date(2027, 1, 19)).facts["status"] == "draft"
    for statement in RAW:
        assert refused_by_the_database(walk, statement), statement
    with db.reading(walk.office.engine) as session:
        assert verify(session)["ok"]


RAW = (
    "UPDATE direction SET status = 'draft'",
    "DELETE FROM direction",
    "UPDATE direction_scheme SET reason = 'x'",
    "UPDATE direction_statement SET value = '0'",
    "DELETE FROM direction_statement",
    (
        "INSERT INTO direction_statement (direction_id, part, value, source, recorded_on) VALUES"
        " (1, 'region', '0', 'x', '2027-01-20')"
    ),
    "UPDATE direction_event SET signatory = 'x'",
    "DELETE FROM direction_event",
    "UPDATE direction_figure SET points = '10'",
    "DELETE FROM direction_figure",
    "INSERT INTO direction_figure (event_id, part, value, points) VALUES (1, 'x', '1', '1')",
    "UPDATE holding_mark SET is_private = (1 = 1)",
    "DELETE FROM holding_mark",
)


def _raw_event(walk: Walk, who: str) -> None:
    """An approval written past the command by somebody with a hand in it."""
    with walk.office.engine.connect().execution_options(fund_writes=True) as connection:
        try:
            with connection.begin():
                connection.execute(
                    sa.text(
                        "INSERT INTO direction_event (direction_id, kind, recorded_on, recorded_at,"
                        " actor_id, reason, signatory) VALUES (1, 'approve_direction',"
                        " '2027-01-20', '2027-01-20 00:00:00', :who, '', '')"
                    ),
                    {"who": walk.office.ids[who]},
                )
        except sa.exc.DBAPIError as error:
            said = guards.refusal(error)
            assert said is not None
            raise said from None


def test_each_act_sent_twice_has_one_effect(walk: Walk) -> None:
    clicked = Twice(walk.office, COMMANDS, YEAR_END)
    parts = {"parts": scheme.shipped(), "reason": "示例"}
    clicked("supervisor", direction.set_direction_scheme, **parts)
    key = {"direction_id": clicked("officer", direction.begin_direction, fiscal_year=2026)}
    stated = {"part_key": "region", "value": D(1), "source": "示例"}
    clicked("officer", direction.state_direction, **key, **stated)
    close(walk)
    clicked.on = walk.day
    signed = {**key, "signatory": "示例", **PAPER}
    clicked("supervisor", direction.promise_direction, **signed)
    clicked("decider", direction.return_direction, **key, reason="示例")
    clicked("supervisor", direction.promise_direction, **signed)
    clicked("decider", direction.approve_direction, **key)
    assert clicked.clicked == set(CLICKED_HERE)


def test_what_is_planted_behind_the_guards_is_found(an_office: Office) -> None:
    walk = until(Walk(an_office), YEAR_END)
    begun(walk)
    state(walk, "region", "1")
    close(walk)
    promise(walk)
    figure = "UPDATE direction_figure SET {} WHERE part = '{}'"
    faults = {
        figure.format("points = '4'", "social"): "direction_figures",
        figure.format("part_fen = part_fen + 1", "paid"): "direction_figures",
        figure.format("value = '0'", "region"): "direction_figures",
        "DELETE FROM direction_figure WHERE part = 'idle'": "direction_figures",
        "UPDATE direction_statement SET value = '0'": "direction_figures",
        "UPDATE direction_event SET actor_id = (SELECT actor_id FROM direction_event WHERE kind ="
        " 'state_direction') WHERE kind = 'promise_direction'": "direction_hands",
        "UPDATE direction SET status = 'approved'": "direction_hands",
    }
    assert planted(walk.office.engine, {}) == {"": set()}
    assert planted(walk.office.engine, faults) == {
        fault: {check} for fault, check in faults.items()
    }


def planted(engine: sa.Engine, faults: Mapping[str, str]) -> dict[str, set[str]]:
    """What ``verify`` finds after each fault, done without triggers and undone again."""
    found = {}
    for fault in faults or {"": ""}:
        with engine.connect().execution_options(fund_writes=True) as connection:
            work = connection.begin()
            _unguarded(connection)
            if fault:
                connection.execute(sa.text(fault))
            session = Session(bind=connection, join_transaction_mode="create_savepoint")
            found[fault] = {check for check, run in checks.CHECKS.items() if run(session)}
            session.close()
            work.rollback()
    return found


def _unguarded(connection: sa.Connection) -> None:
    """Without the triggers of these tables, until it is undone."""
    tables = ("direction", "direction_event", "direction_figure", "direction_statement")
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = connection.execute(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'direc%'")
    ).scalars()
    for name in list(names):
        connection.execute(sa.text(f"DROP TRIGGER {name}"))


def test_the_scheme_is_shipped_whole_and_goes_out_and_in_as_it_is() -> None:
    parts = scheme.shipped()
    assert bands.most(parts) == 100
    assert {part.indicator for part in parts} == set(range(1, 14))
    again, issues = scheme.read("scheme.csv", scheme.table(parts))
    assert (again, issues) == (parts, [])
    assert bands.read(bands.written(parts)) == parts


def changed(named: str, **fields: Any) -> list[Part]:
    return [part._replace(**fields) if part.key == named else part for part in scheme.shipped()]


def ends(*found: tuple[str | None, str | None, str]) -> tuple[Band, ...]:
    return tuple(
        Band(D(low) if low else None, D(high) if high else None, D(points))
        for low, high, points in found
    )


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (changed("region", most=D(9)), bands.PointsAboveMost),
        (changed("credit", most=D(1)), bands.SchemeNotWhole),
        (changed("region", bands=ends((None, "1", "0"), ("2", None, "9"))), bands.BandsDoNotFit),
        (changed("region", bands=ends((None, "1", "0"), ("0.5", None, "9"))), bands.BandsDoNotFit),
        (changed("region", bands=ends(("0", "1", "0"), ("1", None, "9"))), bands.BandsDoNotFit),
        (changed("region", bands=ends((None, "1", "0"), ("1", "2", "9"))), bands.BandsDoNotFit),
        (changed("region", bands=()), bands.PartIncomplete),
        (changed("region", key="paid"), bands.PartIncomplete),
        (changed("region", figure="wealth"), bands.PartIncomplete),
    ],
    ids=["points", "total", "gap", "overlap", "from", "to", "none", "twice", "figure"],
)
def test_a_scheme_that_does_not_hold_together_is_refused(
    parts: list[Part], error: type[Exception]
) -> None:
    with pytest.raises(error):
        bands.must_be_scheme(parts)


def test_another_scheme_comes_in_from_a_file_whole_or_not_at_all(walk: Walk) -> None:
    begun(walk)
    engine, who = walk.office.engine, walk.office.ids["supervisor"]
    text = scheme.table(scheme.shipped()).decode("utf-8-sig")
    bad = text.replace("share,5,0.5,,5", "share,5,0.6,,5", 1).replace("yes,10,,1,0", "yes,x,,1,0")
    counts, issues = exchange.take_in(engine, who, "s.csv", bad.encode(), dry_run=False)
    assert (counts, [(one.code, one.where[-3:]) for one in issues]) == (
        {"accepted": 0},
        [("not_a_number", "K64")],
    )
    gap = text.replace("share,5,0.5,,5", "share,5,0.6,,5", 1)
    assert [
        one.code for one in exchange.take_in(engine, who, "s.csv", gap.encode(), dry_run=False)[1]
    ] == ["bands_do_not_fit"]
    assert row(walk, "social").points == D(5)
    mine = text.replace("share,5,0.4,0.5,4", "share,5,0.4,0.6,4").replace(
        "share,5,0.5,,5", "share,5,0.6,,5"
    )
    with clock.at(clock.noon(walk.day)):
        counts, issues = exchange.take_in(engine, who, "s.csv", mine.encode(), dry_run=False)
    assert (counts, issues) == ({"accepted": 27}, [])
    assert row(walk, "social").points == D(4)


def test_a_year_is_begun_once_and_not_ahead(walk: Walk) -> None:
    begun(walk)
    with pytest.raises(EvaluationThere):
        begun(walk)
    with pytest.raises(direction.YearNotBegun):
        walk.act("officer", direction.begin_direction, fiscal_year=2027)
    with pytest.raises(direction.YearBeforeRecords):
        walk.act("officer", direction.begin_direction, fiscal_year=26)


@pytest.mark.parametrize(
    ("typed", "read"), [("35%", "0.35"), ("３５％", "0.35"), ("1,200", "1200"), ("0.5", "0.5")]
)
def test_a_figure_is_read_as_it_is_typed(typed: str, read: str) -> None:
    assert screen.number("part", typed) == D(read)


@pytest.mark.parametrize("typed", ["about 3", "Infinity", "3 万", "%"])
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        screen.number("part", typed)
