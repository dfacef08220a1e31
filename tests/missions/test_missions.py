"""National missions: shares against a table worked out by hand, none of a quarter that is open, the
register only added to, a workbook that goes in whole or not at all.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlmodel import Session

from fund import clock, db, i18n
from fund.access import actors
from fund.access import commands as access
from fund.errors import FourEyes, FundError, NeedsReason, NotAllowed, NotFound
from fund.ledger.view import View
from fund.missions import commands, exchange, queries, rules
from fund.office.template import template
from fund.suppliers import commands as suppliers
from fund.verify import verify
from tests.ledger.scenario import WAN
from tests.people import Office
from tests.procurement.buying import Buying

M1 = {"code": "M1", "title": "weather", "agency": "an office", "source": "letter 1"}
BOUGHT = (
    # mission, category, day, 万元, origin
    ("M1", "launch_vehicle", date(2026, 1, 20), 3000, "commercial"),
    ("M1", "satellite", date(2026, 2, 3), 2000, "state"),
    ("M2", "launch_vehicle", date(2026, 3, 31), 1000, "state"),
    ("M2", "ttc", date(2026, 3, 9), 250, "commercial"),
    ("M2", "ttc", date(2026, 4, 1), 750, "commercial"),
    ("M1", "satellite", date(2026, 5, 6), 1250, "state"),
)
TABLE = {
    # Worked out by hand. First quarter: 3000 + 250 of 3000 + 2000 + 1000 + 250 = 3250 of 6250 =
    # 0.52; 2 of 4.
    ("2026-Q1", ""): (0.52, 0.5),
    ("2026-Q1", "launch_vehicle"): (0.75, 0.5),
    ("2026-Q1", "satellite"): (0.0, 0.0),
    ("2026-Q1", "ttc"): (1.0, 1.0),
    # Second: 750 of 750 + 1250 = 0.375; 1 of 2.
    ("2026-Q2", ""): (0.375, 0.5),
    ("2026-Q2", "satellite"): (0.0, 0.0),
    ("2026-Q2", "ttc"): (1.0, 1.0),
}


@pytest.fixture
def kept(an_office: Office) -> Buying:
    """The register of BOUGHT, nothing stated yet."""
    walk = Buying(an_office)
    walk.day = date(2026, 8, 3)
    for code in ("M1", "M2"):
        walk.act("officer", commands.register_mission, code, **M1 | {"code": code})
    for number, (mission, category, day, wan, origin) in enumerate(BOUGHT):
        walk.act(
            "officer",
            commands.record_mission_purchase,
            f"bought {number}",
            **row(
                walk[mission], category=category, bought_on=day, amount_fen=wan * WAN, origin=origin
            ),
        )
    return walk


def row(mission_id: int, /, **more: Any) -> dict[str, Any]:
    return {
        "mission_id": mission_id,
        "category": "ttc",
        "item": "passes",
        "bought_on": date(2026, 7, 1),
        "amount_fen": WAN,
        "source": "list 1",
        "origin": "state",
    } | more


@contextmanager
def looking(walk: Buying, day: date | None = None) -> Iterator[tuple[Session, Any, View]]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        yield session, actors.load(session, walk.office.ids["viewer"]), View(as_of=day or walk.day)


def refused(
    walk: Buying, error: type[FundError], part: str, command: Any, **arguments: Any
) -> None:
    """Refused, and the register is as it was."""

    def written() -> list[Any]:
        with db.reading(walk.office.engine) as session:
            return [
                session.execute(sa.text(f"SELECT * FROM {table} ORDER BY id")).all()
                for table in ("mission", "mission_purchase", "register_statement")
            ]

    before = written()
    with pytest.raises(error):
        walk.act(part, command, **arguments)
    assert written() == before


def told(
    walk: Buying, day: date | None = None
) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    with looking(walk, day) as seen:
        return {
            (one.quarter, one.category): (one.by_money, one.by_count)
            for one in queries.shares(*seen)
        }


def state(walk: Buying, period: str, *, is_complete: bool = True) -> None:
    walk.act(
        "supervisor",
        commands.state_register,
        period=period,
        is_complete=is_complete,
        reason="compared with the office’s list",
    )


def test_the_shares_are_those_of_the_table_and_none_is_told_of_an_open_quarter(
    kept: Buying,
) -> None:
    assert set(told(kept)) == set(TABLE)
    assert set(told(kept).values()) == {(None, None)}
    state(kept, "2026-Q1")
    assert told(kept) == {
        key: values if key[0] == "2026-Q1" else (None, None) for key, values in TABLE.items()
    }
    state(kept, "2026-Q2")
    assert told(kept) == TABLE
    kept.day += timedelta(days=1)
    # another purchase of the quarter opens it again, until somebody looks anew; an earlier day
    # shows what was known then
    kept.act(
        "officer",
        commands.record_mission_purchase,
        "late",
        **row(kept["M1"], bought_on=date(2026, 6, 30), amount_fen=500 * WAN),
    )
    assert told(kept)["2026-Q2", ""] == (None, None)
    assert told(kept, kept.day - timedelta(days=1)) == TABLE
    state(kept, "2026-Q2")
    assert told(kept)["2026-Q2", ""] == pytest.approx((0.3, 1 / 3))
    kept.day += timedelta(days=1)
    kept.act(
        "officer",
        commands.strike_mission_purchase,
        "struck",
        purchase_id=kept["late"],
        reason="entered twice",
    )
    state(kept, "2026-Q2")
    assert told(kept) == TABLE
    state(kept, "2026-Q1", is_complete=False)
    assert told(kept)["2026-Q1", ""] == (None, None)
    with looking(kept) as (session, *_rest):
        assert verify(session)["ok"]


def test_an_origin_nobody_knows_keeps_the_quarter_open_until_the_row_is_replaced(
    kept: Buying,
) -> None:
    kept.act(
        "officer",
        commands.record_mission_purchase,
        "unknown",
        **row(kept["M1"], bought_on=date(2026, 2, 1), origin="unknown", amount_fen=750 * WAN),
    )
    refused(
        kept,
        rules.StillOpen,
        "supervisor",
        commands.state_register,
        period="2026-Q1",
        is_complete=True,
        reason="x",
    )
    kept.act(
        "officer",
        commands.record_mission_purchase,
        "known",
        **row(
            kept["M1"],
            bought_on=date(2026, 2, 1),
            origin="commercial",
            amount_fen=750 * WAN,
            replaces_id=kept["unknown"],
        ),
    )
    state(kept, "2026-Q1")
    assert told(kept)["2026-Q1", ""] == pytest.approx((4000 / 7000, 0.6))
    refused(
        kept,
        rules.TakenOut,
        "officer",
        commands.record_mission_purchase,
        **row(kept["M1"], replaces_id=kept["unknown"]),
    )
    refused(
        kept,
        rules.TakenOut,
        "officer",
        commands.strike_mission_purchase,
        purchase_id=kept["unknown"],
        reason="x",
    )
    # moved to another quarter, a purchase opens the one it leaves
    kept.act(
        "officer",
        commands.record_mission_purchase,
        "moved",
        **row(
            kept["M1"],
            bought_on=date(2026, 4, 2),
            origin="commercial",
            amount_fen=750 * WAN,
            replaces_id=kept["known"],
        ),
    )
    assert told(kept)["2026-Q1", ""] == (None, None)


def test_whoever_recorded_a_quarter_does_not_vouch_for_it_and_nobody_for_one_that_is_not_over(
    kept: Buying,
) -> None:
    say = {"is_complete": True, "reason": "x"}
    kept.act(
        "security", access.assign_role, person_id=kept.office.ids["officer"], role="supervisor"
    )
    refused(kept, FourEyes, "officer", commands.state_register, period="2026-Q1", **say)
    refused(kept, NotAllowed, "finance", commands.state_register, period="2026-Q1", **say)
    refused(
        kept, rules.QuarterNotOver, "supervisor", commands.state_register, period="2026-Q3", **say
    )
    refused(kept, rules.NothingInIt, "supervisor", commands.state_register, period="2025-Q4", **say)
    refused(kept, rules.NotAQuarter, "supervisor", commands.state_register, period="2026-03", **say)
    refused(
        kept,
        NeedsReason,
        "supervisor",
        commands.state_register,
        period="2026-Q1",
        is_complete=True,
        reason=" ",
    )


def test_what_makes_no_sense_is_refused_and_nothing_is_taken_back(kept: Buying) -> None:
    one = kept["M1"]
    for error, more in (
        (rules.NoCitation, {"source": " "}),
        (NeedsReason, {"item": ""}),
        (rules.NotAnAmountPaid, {"amount_fen": 0}),
        (FundError, {"category": "ships"}),
        (FundError, {"origin": "abroad"}),
        (FundError, {"bought_on": kept.day + timedelta(days=1)}),
        (NotFound, {"mission_id": 10**6}),
        (NotFound, {"replaces_id": 10**6}),
        (NotFound, {"undertaking_id": 10**6}),
    ):
        refused(kept, error, "officer", commands.record_mission_purchase, **row(one, **more))
    refused(
        kept,
        NotFound,
        "officer",
        commands.record_mission_purchase,
        **row(kept["M2"], replaces_id=kept["bought 0"]),
    )
    refused(kept, rules.MissionKnown, "officer", commands.register_mission, **M1)
    refused(
        kept,
        rules.NoCitation,
        "officer",
        commands.register_mission,
        **M1 | {"code": "M3", "source": ""},
    )
    refused(
        kept,
        NeedsReason,
        "officer",
        commands.strike_mission_purchase,
        purchase_id=kept["bought 0"],
        reason="",
    )
    for table in ("mission", "mission_purchase", "register_statement"):
        state(kept, "2026-Q1")
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET recorded_on = recorded_on"):
            with pytest.raises(sa.exc.DBAPIError, match="append_only"):
                db.write(
                    kept.office.engine,
                    lambda session, statement=statement: session.execute(sa.text(statement)),
                )


def test_under_a_contract_the_supplier_tells_the_origin_and_the_contract_bounds_the_money(
    an_office: Office,
) -> None:
    walk = Buying(an_office).begin()
    walk.tender("P1", {"a": 2900, "b": 2950, "c": 3100})
    walk.evaluate("P1", "a")
    walk.award("P1", 2900)
    walk.act("officer", commands.register_mission, "M1", **M1)
    under = row(
        walk["M1"],
        category="launch_vehicle",
        amount_fen=2000 * WAN,
        undertaking_id=walk["contract P1"],
        bought_on=walk.day,
        origin="state",
    )
    supplier = an_office.organisation("a")
    refused(walk, rules.ContractTellsOrigin, "officer", commands.record_mission_purchase, **under)
    walk.act(
        "officer",
        suppliers.mark_organisation,
        organisation_id=supplier,
        mark="commercial",
        is_set=True,
        reason="its licence",
    )
    refused(
        walk,
        rules.AnotherCategory,
        "officer",
        commands.record_mission_purchase,
        **under | {"category": "ttc"},
    )
    first = walk.act("officer", commands.record_mission_purchase, **under)
    refused(
        walk,
        rules.MoreThanTheContract,
        "officer",
        commands.record_mission_purchase,
        **under | {"amount_fen": 900 * WAN + 1},
    )
    walk.act("officer", commands.record_mission_purchase, **under | {"amount_fen": 900 * WAN})
    with looking(walk) as seen:
        assert [
            (one["origin"], one["supplier"], one["gap"])
            for one in queries.purchases(*seen).to_dict("records")
        ] == [("commercial", "a", "")] * 2
    walk.day += timedelta(days=1)
    walk.act(
        "officer",
        suppliers.mark_organisation,
        organisation_id=supplier,
        mark="commercial",
        is_set=False,
        reason="it was bought by the state",
    )
    with looking(walk) as seen:
        assert set(queries.purchases(*seen)["gap"]) == {"differs"}
    with looking(walk, walk.day - timedelta(days=1)) as seen:
        assert set(queries.purchases(*seen)["gap"]) == {""}, "the flag was another that day"
    walk.act("officer", commands.record_mission_purchase, **under | {"replaces_id": first})
    with looking(walk) as seen:
        assert sorted(queries.purchases(*seen)["origin"]) == ["commercial", "state"]


def book(*rows: tuple[Any, ...], language: str = "zh") -> bytes:
    filled = load_workbook(io.BytesIO(template(language, "missions")))
    sheet = filled["任务采购" if language == "zh" else "Mission purchases"]
    for number, values in enumerate(rows, 3):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column, value)
    out = io.BytesIO()
    filled.save(out)
    return out.getvalue()


GOOD = (
    (
        "M1",
        None,
        None,
        "运载火箭",
        "second launch",
        date(2026, 7, 2),
        300,
        "商业主体",
        None,
        "list 2",
    ),
    (
        "M9",
        "comet",
        "an office",
        "卫星",
        "a probe",
        date(2026, 7, 3),
        "1,234.50",
        "非商业主体",
        None,
        "list 2",
    ),
    ("M9", None, None, "ttc", "passes", date(2026, 7, 3), 10, "尚不清楚", None, "list 2"),
)


def test_a_workbook_goes_in_whole_once_and_says_the_same_before_and_after(kept: Buying) -> None:
    engine, officer = kept.office.engine, kept.office.ids["officer"]
    with clock.at(clock.noon(kept.day)):
        counts, issues = exchange.take_in(engine, officer, book(*GOOD), dry_run=True)
        assert (counts, [(one.code, one.where) for one in issues]) == (
            {"missions": 1, "purchases": 3},
            [("amount_as_text", "任务采购!G4")],
        )
        with looking(kept) as seen:
            assert len(queries.purchases(*seen)) == len(BOUGHT), "a rehearsal stores nothing"
        assert exchange.take_in(engine, officer, book(*GOOD), dry_run=False)[0] == counts
        with looking(kept) as seen:
            found = queries.purchases(*seen)
            assert len(found) == len(BOUGHT) + 3
            assert found[found["mission"] == "M9"]["amount_fen"].tolist() == [1000, 123_450]
            assert queries.missions(*seen).to_dict("records")[0]["title"] == "comet"
        again, issues = exchange.take_in(engine, officer, book(*GOOD), dry_run=False)
        assert (again, {one.code for one in issues if one.severity == "error"}) == (
            {"missions": 0, "purchases": 0},
            {"recorded_already"},
        )
        assert [one.where for one in issues if one.severity == "error"] == [
            "任务采购!E3",
            "任务采购!E4",
            "任务采购!E5",
        ]


@pytest.mark.parametrize(
    ("place", "value", "code", "where"),
    [
        (0, "M8", "mission_unknown", "B3"),
        (3, "ships", "unknown_choice", "D3"),
        (4, None, "empty", "E3"),
        (5, date(2030, 1, 1), "date_in_the_future", "F3"),
        (6, "3 万", "amount_in_wan", "G3"),
        (6, 0, "amount_zero", "G3"),
        (7, "x", "unknown_choice", "H3"),
        (8, "P404", "unknown_contract", "I3"),
        (9, None, "empty", "J3"),
    ],
)
def test_each_slip_is_named_at_its_cell_and_nothing_is_stored(
    kept: Buying, place: int, value: Any, code: str, where: str
) -> None:
    bad = tuple(value if number == place else given for number, given in enumerate(GOOD[0]))
    with clock.at(clock.noon(kept.day)):
        counts, issues = exchange.take_in(
            kept.office.engine, kept.office.ids["officer"], book(bad, *GOOD[1:]), dry_run=False
        )
    assert (
        counts["purchases"],
        [(one.code, one.where) for one in issues if one.severity == "error"],
    ) == (0, [(code, f"任务采购!{where}")])
    with looking(kept) as seen:
        assert len(queries.purchases(*seen)) == len(BOUGHT)
    for language in i18n.languages():
        with i18n.speaking(language):
            assert all("{" not in i18n.say(one) for one in issues)


def test_what_only_the_ledger_knows_is_told_at_the_row_and_whoever_may_not_is_refused(
    kept: Buying,
) -> None:
    kept.line("B26", 2026, "C6", "procurement", "B")
    kept.act(
        "officer",
        _entered,
        code="P7",
        line_id=kept["B26"],
        organisation_id=kept.office.organisation("a"),
    )
    bad = (*GOOD[0][:8], "P7", "list 2")
    with clock.at(clock.noon(kept.day)):
        for dry_run in (True, False):
            _counts, issues = exchange.take_in(
                kept.office.engine, kept.office.ids["officer"], book(GOOD[1], bad), dry_run=dry_run
            )
            assert [(one.code, one.where) for one in issues if one.severity == "error"] == [
                ("contract_tells_origin", "任务采购!I4")
            ]
        with pytest.raises(NotAllowed):
            exchange.take_in(
                kept.office.engine, kept.office.ids["viewer"], book(*GOOD), dry_run=False
            )


def _entered(session: Session, actor: Any, *, code: str, line_id: int, organisation_id: int) -> Any:
    from fund.procurement import commands as procurement

    return procurement.enter(
        session,
        actor,
        code=code,
        title="a contract",
        line_id=line_id,
        organisation_id=organisation_id,
        region_code="610000",
        category="launch_vehicle",
        method="open_tender",
    )
