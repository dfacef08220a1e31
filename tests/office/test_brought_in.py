"""Holdings, subsidies and guarantees an office has come in by its workbook: by two people, whole,
with their days; what does not hold is named at its cell.
"""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from fund import db
from fund.access.actors import OPERATOR
from fund.errors import FourEyes
from fund.guarantees import queries as guarantees
from fund.holdings import queries as holdings
from fund.ledger.view import View
from fund.office import commands, intake, mending, trying
from fund.office.records import Known, OfficeRecords
from fund.subsidies import rules, settling
from fund.verify import verify
from tests.office.sample import sample
from tests.office.test_mended import opened
from tests.people import Office

pytestmark = pytest.mark.dear

D = date
DAY = date(2026, 11, 1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ROWS: dict[str, list[list[Any]]] = {
    "budget": [
        ["YS-EQ", "示例：直投", "C5", "fund", 2026, "CNY", "90000000.00", D(2026, 1, 5)],
        ["YS-S", "示例：贴息", "B4", "special", 2026, "CNY", "6000000.00", D(2026, 1, 5)],
    ],
    "holdings": [
        [
            *("EQ-1", "示例：火箭企业股权", "示例火箭科技有限公司", "91999999MA0000001N", "110000"),
            *("YS-EQ", "direct", "40000000.00", D(2026, 2, 10), "40000000.00", D(2026, 3, 2)),
        ],
        [
            *("EQ-2", "示例：拟签子基金", "示例服务有限公司", "91999999MA00000040", "310000"),
            *("YS-EQ", "sub_fund", "30000000.00", D(2026, 6, 10)),
        ],
    ],
    "facts": [
        ["EQ-1", "other_paid", D(2026, 3, 20), "37500000.00", None, "示例资本"],
        ["EQ-1", "subscribed", D(2026, 3, 2), "60000000.00", None, "示例资本", "social"],
        ["EQ-1", "set_up", D(2026, 3, 5)],
        ["EQ-1", "units", D(2026, 3, 30), None, 20_000_000],
        ["EQ-1", "value", D(2026, 9, 30), "27500000.00"],
        ["EQ-1", "income", D(2026, 10, 15), "600000.00"],
        [
            *("EQ-1", "exit", D(2026, 10, 20), "6000000.00", 4_000_000),
            *(None, None, None, "22000000.00"),
        ],
        ["EQ-1", "remittance", D(2026, 10, 20), "5000000.00", *[None] * 6, "缴-1"],
        [
            *("EQ-1", "remittance", D(2026, 10, 26), "600000.00", *[None] * 5),
            *("600000.00", "缴-2"),
        ],
    ],
    "subsidies": [
        [
            *("S-1", "示例：产线贴息", "示例卫星智造有限公司", "91999999MA0000002R", "310000"),
            *("YS-S", "interest", "share", "50", "365", "示例银行", "贷-001", "50000000.00"),
            *(D(2026, 3, 1), D(2028, 3, 1), D(2026, 9, 1), "2000000.00", D(2026, 2, 20)),
            *("2000000.00", D(2026, 3, 1)),
        ]
    ],
    "tranches": [
        [
            "EQ-1",
            "C1",
            "首期",
            "25000000.00",
            D(2026, 3, 31),
            None,
            None,
            "25000000.00",
            D(2026, 3, 26),
        ],
        ["EQ-1", "C2", "二期", "15000000.00", D(2026, 12, 15)],
        [
            "S-1",
            "SUBSIDY",
            "贴息",
            "2000000.00",
            D(2028, 3, 31),
            None,
            None,
            "314404.11",
            D(2026, 9, 10),
        ],
    ],
    "payments": [
        ["EQ-1", "C1", "25000000.00", D(2026, 3, 30), None, None, "示例-1"],
        ["S-1", "SUBSIDY", "314404.11", D(2026, 9, 12), None, None, "示例-2"],
    ],
    "guarantees": [
        [
            *("BH-1", "示例银行", "performance", "letter", "4000000.00", "40000000.00"),
            *("示例火箭科技有限公司", "91999999MA0000001N", "110000", "EQ-1", "按期完成首飞"),
            *(D(2027, 6, 30), D(2026, 3, 2), D(2027, 3, 1), 10),
        ]
    ],
}


def workbook(**changed: Any) -> bytes:
    """The workbook; ``changed``: sheet -> (row, column, value) put in its place."""
    rows = deepcopy(ROWS)
    for name, (row, column, value) in changed.items():
        rows[name][row] += [None] * (column + 1 - len(rows[name][row]))
        rows[name][row][column] = value
    return sample(rows={name: [tuple(row) for row in held] for name, held in rows.items()})


def taken(content: bytes, known: Known | None = None) -> tuple[OfficeRecords, list[Any]]:
    return intake.read(content, known or Known(), today=DAY)


def hand_in(made: Office, content: bytes, who: str = "officer") -> int:
    records, issues = taken(content)
    assert [one for one in issues if one.severity == "error"] == []
    assert trying.refusals(made.engine, made.ids[who], records, ("w.xlsx", content), DAY) == []
    upload = {"file_name": "w.xlsx", "content": content, "records": records}
    return made.act(who, commands.upload_opening, on=DAY, **upload)


def approve(made: Office, key: int, who: str = "decider") -> int:
    asked = {"opening_id": key, "expected_version": 1, "rows_seen": 20}
    return made.act(who, commands.approve_opening, on=DAY, **asked)


def test_what_an_office_holds_comes_in_by_two_people_as_it_says(an_office: Office) -> None:
    made = an_office
    made.ids["both"] = made.enter("both", "officer", "decider")
    key = hand_in(made, workbook(), "both")
    with db.reading(made.engine) as session:
        assert session.execute(sa.text("SELECT count(*) FROM holding_fact")).scalar() == 0
        assert session.execute(sa.text("SELECT count(*) FROM undertaking")).scalar() == 0
    with pytest.raises(FourEyes):
        approve(made, key, "both")
    approve(made, key)
    with db.reading(made.engine) as session:
        frame = holdings.holdings(session, OPERATOR, View(as_of=DAY)).set_index("holding_id")
        one = frame.loc["EQ-1"]
        assert (one["paid_in_fen"], one["fair_value_fen"], one["proceeds_fen"]) == (
            2_500_000_000,
            2_200_000_000,
            660_000_000,
        )
        # a fifth left at the average cost of 500 万元: 500 of principal sent, 100 of 160 gain stays
        assert (one["cost_left_fen"], one["remit_principal_fen"], one["remit_gain_fen"]) == (
            2_000_000_000,
            0,
            100_000_000,
        )
        assert (one["others_subscribed_fen"], one["social_paid_fen"], one["uncalled_fen"]) == (
            6_000_000_000,
            3_750_000_000,
            1_500_000_000,
        )
        assert (one["valued_on"], one["state"]) == (D(2026, 10, 20), "active")
        assert frame.loc["EQ-2", "status"] == "awarded"
        told = holdings.facts(session, OPERATOR, int(one["undertaking_id"]), DAY)
        assert set(told["state"]) == {"approved"}
        assert set(told["recorded_on"]) == {DAY}  # recorded today, with the days they happened
        days = holdings.facts(session, OPERATOR, int(one["undertaking_id"]), D(2026, 10, 31))
        assert days.empty
        held = guarantees.guarantees(session, OPERATOR, DAY)
        assert list(held[["number", "held_fen", "state"]].iloc[0]) == [
            "BH-1",
            400_000_000,
            "to_check",
        ]
        assert verify(session)["ok"]


def test_what_was_settled_before_is_not_settled_again(an_office: Office) -> None:
    made = an_office
    approve(made, hand_in(made, workbook()))
    with db.reading(made.engine) as session:
        key = session.execute(sa.text("SELECT id FROM undertaking WHERE code = 'S-1'")).scalar()
        stored = session.execute(
            sa.text("SELECT outcome, accepted_fen, acceptance_id FROM subsidy_settlement")
        ).one()
    assert (stored[0], stored[1], stored[2] is None) == ("opening", 31_440_411, False)
    days = {"first_day": D(2026, 8, 1), "last_day": D(2026, 10, 1)}
    paper = {"file_name": "paper.pdf", "content": PDF}
    with pytest.raises(rules.DaysOverlap):
        made.act("officer", settling.settle_subsidy, on=DAY, undertaking_id=key, **days, **paper)


WRONG: list[tuple[str, str, tuple[int, int, Any], set[str]]] = [
    ("unknown_holding", "facts", (3, 0, "EQ-9"), {"投资事项!A6"}),
    ("fact_needs", "facts", (4, 3, None), {"投资事项!D7"}),
    ("fact_needs", "facts", (3, 4, None), {"投资事项!E6"}),
    ("fact_needs", "facts", (1, 6, None), {"投资事项!G4"}),
    ("fact_has_no", "facts", (4, 4, 100), {"投资事项!E7"}),
    ("fact_has_no", "facts", (5, 5, "示例资本"), {"投资事项!F8"}),
    ("fact_has_no", "facts", (0, 6, "social"), {"投资事项!G3"}),
    ("unknown_investor", "facts", (0, 5, "别家"), {"投资事项!F3"}),
    ("over_subscribed", "facts", (0, 3, "60000000.01"), {"投资事项!D3", "投资事项!D4"}),
    ("before_first_payment", "facts", (4, 2, D(2026, 3, 29)), {"投资事项!C7"}),
    ("before_first_payment", "facts", (6, 2, D(2026, 3, 29)), {"投资事项!C9"}),
    ("paid_after_exit", "facts", (6, 2, D(2026, 3, 29)), {"投资事项!C9"}),
    ("fact_needs", "facts", (7, 10, None), {"投资事项!K10"}),
    ("fact_needs", "facts", (6, 3, None), {"投资事项!D9"}),
    ("fact_has_no", "facts", (4, 7, "1.00"), {"投资事项!H7"}),
    ("fact_has_no", "facts", (6, 10, "缴-3"), {"投资事项!K9"}),
    ("gain_above", "facts", (8, 9, "600000.01"), {"投资事项!J11"}),
    ("duplicate", "facts", (8, 10, " 缴-1"), {"投资事项!K10", "投资事项!K11"}),
    ("count_unreadable", "facts", (3, 4, "2 千万"), {"投资事项!E6"}),
    ("days_end_before", "subsidies", (0, 14, D(2026, 3, 1)), {"贴息与保费补贴!O3"}),
    ("days_end_beyond", "subsidies", (0, 14, D(2026, 8, 1)), {"贴息与保费补贴!P3"}),
    ("settled_and_accepted", "subsidies", (0, 15, None), {"贴息与保费补贴!P3"}),
    ("percent_above", "subsidies", (0, 8, "101"), {"贴息与保费补贴!I3"}),
    ("percent_unreadable", "subsidies", (0, 8, "half"), {"贴息与保费补贴!I3"}),
    ("returned_of_subsidy", "payments", (1, 4, "1.00"), {"支付!E4"}),
    ("unknown_subject", "guarantees", (0, 9, "EQ-9"), {"担保!J3"}),
    ("days_end_before", "guarantees", (0, 13, D(2026, 3, 1)), {"担保!N3"}),
    ("needs_an_end", "guarantees", (0, 13, None), {"担保!N3"}),
    ("over_appropriated", "holdings", (1, 7, "50000000.01"), {"股权投资!H3", "股权投资!H4"}),
    ("tranches_do_not_add_up", "holdings", (0, 9, "39000000.00"), {"股权投资!J3"}),
    ("half_filled", "holdings", (0, 10, None), {"股权投资!K3"}),
]


@pytest.mark.parametrize(("code", "sheet", "change", "cells"), WRONG)
def test_what_does_not_hold_is_named_at_its_cell(
    code: str, sheet: str, change: tuple[int, int, Any], cells: set[str]
) -> None:
    _records, issues = taken(workbook(**{sheet: change}))
    found = {one.where for one in issues if one.code == code and one.severity == "error"}
    assert cells <= found, [(one.code, one.where) for one in issues]


def test_what_only_the_room_knows_is_refused_at_its_cell_and_nothing_is_kept(
    an_office: Office,
) -> None:
    made = an_office
    for sheet, change, cell in (
        ("guarantees", (0, 4, "4000000.01"), "担保!A3"),  # above a tenth of its base
        ("facts", (6, 4, 20_000_001), "投资事项!E9"),
        ("facts", (6, 4, None), "投资事项!E9"),
        ("facts", (6, 7, "1.00"), "投资事项!E9"),
        ("facts", (6, 8, None), "投资事项!I9"),
        ("facts", (7, 3, "5000000.01"), "投资事项!D10"),
    ):
        bad = workbook(**{sheet: change})
        records, issues = taken(bad)
        assert [one for one in issues if one.severity == "error"] == []
        (issue,) = trying.refusals(made.engine, made.ids["officer"], records, ("w.xlsx", bad), DAY)
        assert (issue.severity, issue.where) == ("error", cell)
    with db.reading(made.engine) as session:
        assert session.execute(sa.text("SELECT count(*) FROM undertaking")).scalar() == 0


def test_a_second_workbook_enters_nothing_again(an_office: Office) -> None:
    made = an_office
    approve(made, hand_in(made, workbook()))
    with db.reading(made.engine) as session:
        known = commands.known(session)
    _records, issues = taken(workbook(), known)
    found = {(one.code, one.where) for one in issues if one.severity == "error"}
    assert {
        ("already_recorded", "股权投资!A3"),
        ("already_recorded", "贴息与保费补贴!A3"),
        ("contract_taken", "贴息与保费补贴!L3"),
        ("guarantee_taken", "担保!A3"),
    } <= found


def test_cells_of_the_new_sheets_are_mended_on_the_page() -> None:
    whole = opened(workbook())
    bad = opened(workbook(subsidies=(0, 8, "half"), facts=(3, 4, "2 千万")))
    _records, issues = intake.read_book(bad, Known(), DAY)
    cells = {one.where for one in mending.bad_cells(bad, issues)}
    assert {"投资事项!E6", "贴息与保费补贴!I3"} <= cells
    typed = mending.changes(bad, {"投资事项!E6": "20000000", "贴息与保费补贴!I3": "50"})
    records, issues = intake.read_book(mending.changed(bad, typed), Known(), DAY)
    assert [one for one in issues if one.severity == "error"] == []
    expected, _none = intake.read_book(whole, Known(), DAY)
    assert commands.frozen(records) == commands.frozen(expected)


def test_a_workbook_nobody_hands_in_is_not_tried_and_says_so(an_office: Office) -> None:
    records, issues = taken(workbook())
    assert [one.code for one in issues if one.code == "accepted_not_met"] == []
    (issue,) = trying.refusals(an_office.engine, None, records, ("w.xlsx", b""), DAY)
    assert (issue.severity, issue.code) == ("warning", "not_tried")


def test_a_number_in_percent_format_is_remarked_on() -> None:
    _records, issues = taken(workbook(subsidies=(0, 8, 0.5)))
    assert [(one.severity, one.where) for one in issues if one.code == "percent_small"] == [
        ("warning", "贴息与保费补贴!I3")
    ]
