"""The end of a month and a year: the checklist, carry-over and surplus by two people, the execution
rate before carry-over.
"""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.closing import checklist, queries
from fund.closing import commands as closing
from fund.closing.rules import (
    CHECKLIST,
    AmountMoved,
    ClosedAlready,
    NoteNeeded,
    NothingLeft,
    NotInOrder,
    NotThisKind,
    ProposedAlready,
    Superseded,
    YearNotOver,
)
from fund.closing.tables import Closing, YearEnd
from fund.errors import FourEyes, NeedsReason, NotAllowed, WrongState
from fund.ledger import commands as ledger
from fund.ledger.rules import AnotherProgramme
from fund.ledger.tables import LineBalance
from fund.milestones import waiving
from fund.period import parse
from fund.screens.closing import year_end
from fund.ui.visit import Visit
from fund.verify import verify
from tests.ledger.scenario import STEPS, WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

NEW_YEAR = date(2027, 1, 4)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    return Walk(an_office)


@pytest.fixture
def year_over(walk: Walk) -> Walk:
    """The worked portfolio after its last act, some days into the next year."""
    until(walk, len(STEPS))
    walk.day = NEW_YEAR
    return walk


def read(walk: Walk, query: Any, *arguments: Any, **named: Any) -> Any:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        return query(session, actors.load(session, walk.office.ids["viewer"]), *arguments, **named)


def row(walk: Walk, table: Any, key: int) -> Any:
    with db.reading(walk.office.engine) as session:
        return session.get_one(table, key)


def found(walk: Walk, period: str) -> dict[str, tuple[int, int]]:
    return {
        finding.item: (finding.number, finding.amount_fen)
        for finding in read(walk, checklist.findings, parse(period))
    }


def prepare(walk: Walk, period: str, note: str = "each is with its officer") -> int:
    return walk.act("finance", closing.prepare_close, period=period, note=note)


def test_the_execution_rate_is_that_of_the_year_before_carry_over(year_over: Walk) -> None:
    frame = read(year_over, queries.lines, 2026, date(2026, 12, 31)).set_index("line")
    b26 = frame.loc["B26"]
    assert b26["execution_share"] == pytest.approx(2_650 / 8_000)
    assert (
        b26["appropriated_fen"],
        b26["carried_out_fen"],
        b26["surplus_fen"],
        b26["unpaid_fen"],
    ) == (5_250 * WAN, 2_750 * WAN, 2_600 * WAN, 0)
    b27 = read(year_over, queries.lines, 2027, NEW_YEAR).set_index("line").loc["B27"]
    assert (b27["carried_in_fen"], b27["unpaid_fen"], b27["execution_share"]) == (
        2_750 * WAN,
        2_750 * WAN,
        0,
    )
    before = read(year_over, queries.lines, 2026, date(2026, 11, 30)).set_index("line").loc["B26"]
    assert (before["execution_share"], before["carried_out_fen"]) == (2_650 / 8_000, 0)


def test_what_is_promised_and_unpaid_is_listed_with_the_line_that_pays_it(year_over: Walk) -> None:
    frame = read(year_over, queries.unpaid, 2026).set_index("code")
    assert list(frame.index) == ["G1"]
    assert (
        frame.loc["G1", "unpaid_fen"],
        frame.loc["G1", "line"],
        frame.loc["G1", "accepted_fen"],
    ) == (1_500 * WAN, "A26", 0)
    assert list(read(year_over, queries.unpaid, 2027)["code"]) == ["P1", "G1"]


def test_a_carry_over_is_proposed_by_one_and_agreed_to_by_another(year_over: Walk) -> None:
    walk = year_over
    walk.line("A27", 2027, "A3", "fund", "A")
    proposal = walk.act(
        "finance",
        closing.propose_carry_over,
        undertaking_id=walk["G1"],
        to_line_id=walk["A27"],
        reason="M2 falls due in spring",
    )
    assert read(walk, queries.unpaid, 2026).set_index("code").loc["G1", "is_proposed"]
    with pytest.raises(ProposedAlready):
        walk.act(
            "finance", closing.propose_carry_over, undertaking_id=walk["G1"], to_line_id=walk["A27"]
        )
    with pytest.raises(NotAllowed):
        walk.act("finance", closing.carry_over, proposal_id=proposal)
    walk.act("decider", closing.carry_over, proposal_id=proposal, expected_version=1)
    assert row(walk, YearEnd, proposal).outcome == "approved"
    assert row(walk, LineBalance, walk["A27"]).committed_fen == 1_500 * WAN
    with pytest.raises(WrongState):
        walk.act("decider", closing.carry_over, proposal_id=proposal)


def test_whoever_proposed_does_not_agree_whatever_their_roles(year_over: Walk) -> None:
    walk = year_over
    walk.line("A27", 2027, "A3", "fund", "A")
    walk.office.act(
        "security", access.assign_role, person_id=walk.office.ids["finance"], role="decider"
    )
    proposal = walk.act(
        "finance", closing.propose_carry_over, undertaking_id=walk["G1"], to_line_id=walk["A27"]
    )
    surplus = walk.act("finance", closing.propose_surplus, line_id=walk["B26"], reason="left over")
    for command, number in ((closing.carry_over, proposal), (closing.return_surplus, surplus)):
        with pytest.raises(FourEyes):
            walk.act("finance", command, proposal_id=number)
    for number in (proposal, surplus):
        with pytest.raises(FourEyes):
            walk.act(
                "finance", closing.reject_year_end, proposal_id=number, reason="I changed my mind"
            )


def test_whoever_agreed_to_one_carry_over_does_not_propose_the_next(year_over: Walk) -> None:
    walk = year_over
    walk.line("B28", 2028, "C6", "procurement", "B")
    walk.office.act(
        "security", access.assign_role, person_id=walk.office.ids["decider"], role="finance"
    )
    with pytest.raises(FourEyes):
        walk.act(
            "decider", closing.propose_carry_over, undertaking_id=walk["P1"], to_line_id=walk["B28"]
        )


def test_what_moved_since_it_was_proposed_is_proposed_anew(year_over: Walk) -> None:
    walk = year_over
    walk.line("A27", 2027, "A3", "fund", "A")
    carry = walk.act(
        "finance", closing.propose_carry_over, undertaking_id=walk["G1"], to_line_id=walk["A27"]
    )
    surplus = walk.act("finance", closing.propose_surplus, line_id=walk["B26"], reason="left over")
    walk.evidence("G1/T3")
    walk.accept("G1/T3")
    walk.pay("G1/T3", 100)
    walk.act("finance", ledger.adjust, line_id=walk["B26"], change_fen=-WAN, reason="cut")
    with pytest.raises(AmountMoved):
        walk.act("decider", closing.carry_over, proposal_id=carry)
    with pytest.raises(AmountMoved):
        walk.act("decider", closing.return_surplus, proposal_id=surplus)
    walk.act("decider", closing.reject_year_end, proposal_id=carry, reason="paid in part since")
    with pytest.raises(NeedsReason):
        walk.act("decider", closing.reject_year_end, proposal_id=surplus, reason=" ")
    again = walk.act(
        "finance", closing.propose_carry_over, undertaking_id=walk["G1"], to_line_id=walk["A27"]
    )
    assert row(walk, YearEnd, again).amount_fen == 1_400 * WAN
    assert row(walk, YearEnd, carry).outcome == "rejected"


def test_before_its_year_is_over_a_line_has_no_surplus(walk: Walk) -> None:
    until(walk, 23)
    with pytest.raises(YearNotOver):
        walk.act("finance", closing.propose_surplus, line_id=walk["A26"], reason="left over")


def test_a_surplus_is_given_back_once_the_year_is_over(year_over: Walk) -> None:
    walk = year_over
    proposal = walk.act(
        "finance", closing.propose_surplus, line_id=walk["B26"], reason="fewer flights than planned"
    )
    assert row(walk, YearEnd, proposal).amount_fen == 2_600 * WAN
    walk.act("decider", closing.return_surplus, proposal_id=proposal)
    balance = row(walk, LineBalance, walk["B26"])
    assert balance.appropriated_fen == balance.committed_fen == 2_650 * WAN
    with pytest.raises(NothingLeft):
        walk.act("finance", closing.propose_surplus, line_id=walk["B26"], reason="again")
    with db.reading(walk.office.engine) as session:
        assert verify(session)["ok"]


def test_money_is_carried_over_only_within_its_programme_and_to_a_later_year(
    year_over: Walk,
) -> None:
    for line in ("B27", "A26"):
        with pytest.raises(AnotherProgramme):
            year_over.act(
                "finance",
                closing.propose_carry_over,
                undertaking_id=year_over["G1"],
                to_line_id=year_over[line],
            )


def test_the_checklist_counts_what_is_open_with_its_money(walk: Walk) -> None:
    until(walk, 16)  # T1 of G2 accepted by waiver, T2 of G1 paid
    walk.evidence("G2/T1")
    walk.act("decider_2", waiving.propose_waiver, tranche_id=walk["G1/T3"], reason="cannot wait")
    walk.day = date(2026, 8, 3)
    july = found(walk, "2026-07")
    assert july["over"] == (0, 0)
    assert july["whole"] == (0, 0)
    assert july["unpaid"] == (1, 1_500 * WAN)
    assert july["evidence"] == (1, 0)  # accepted by waiver already: nothing is left to accept
    assert july["waivers"] == (1, 1_500 * WAN)
    assert july["ahead"] == (0, 0)
    assert set(july) == {item for item, check in CHECKLIST.items() if not check.is_yearly}
    walk.act("finance", ledger.pay, tranche_id=walk["G2/T1"], amount_fen=1_500 * WAN)
    assert found(walk, "2026-08")["ahead"] == (1, 1_500 * WAN)
    assert found(walk, "2026-08")["over"] == (1, 0)


def test_a_year_asks_for_carry_overs_and_surpluses_as_well(year_over: Walk) -> None:
    walk = year_over
    year = found(walk, "2026")
    assert set(year) == set(CHECKLIST)
    assert year["carry_over"] == (1, 1_500 * WAN)
    assert year["surplus"] == (2, 7_000 * WAN)
    assert year["proposals"] == (0, 0)
    walk.act("finance", closing.propose_surplus, line_id=walk["B26"], reason="left over")
    assert found(walk, "2026")["proposals"] == (1, 2_600 * WAN)


def test_a_month_is_prepared_by_one_and_closed_by_another_and_only_once(year_over: Walk) -> None:
    walk = year_over
    with pytest.raises(NoteNeeded):
        prepare(walk, "2026-12", note=" ")
    first = prepare(walk, "2026-12")
    second = prepare(walk, "2026-12", "looked at again")
    with pytest.raises(NotAllowed):
        walk.act("finance", closing.close, closing_id=second)
    with pytest.raises(Superseded):
        walk.act("supervisor", closing.close, closing_id=first)
    walk.act("supervisor", closing.close, closing_id=second, expected_version=1)
    frame = read(walk, queries.closings)
    assert frame[["period", "state", "note"]].values.tolist() == [
        ["2026-12", "closed", "looked at again"]
    ]
    assert frame.loc[0, "open_items"] >= 1
    for again in (
        lambda: prepare(walk, "2026-12"),
        lambda: walk.act("supervisor", closing.close, closing_id=second),
    ):
        with pytest.raises(ClosedAlready):
            again()


def test_whoever_prepared_a_close_does_not_close_it_whatever_their_roles(year_over: Walk) -> None:
    walk = year_over
    walk.office.act(
        "security", access.assign_role, person_id=walk.office.ids["finance"], role="supervisor"
    )
    closing_id = prepare(walk, "2026-12")
    with pytest.raises(FourEyes):
        walk.act("finance", closing.close, closing_id=closing_id)
    assert row(walk, Closing, closing_id).closed_on is None


def test_what_is_not_over_or_no_month_and_no_year_is_not_closed(walk: Walk) -> None:
    until(walk, 3)
    with pytest.raises(NotInOrder) as refused:
        prepare(walk, "2026-02")
    assert refused.value.facts["items"] == [CHECKLIST["over"].words]
    for period in ("2026-Q1", "2026-H1"):
        with pytest.raises(NotThisKind):
            prepare(walk, period)


def test_months_are_closed_in_their_order_once_the_first_is(year_over: Walk) -> None:
    walk = year_over
    walk.act("supervisor", closing.close, closing_id=prepare(walk, "2026-10"))
    with pytest.raises(NotInOrder):
        prepare(walk, "2026-12")
    with pytest.raises(NotInOrder):
        prepare(walk, "2026")
    for month in ("2026-11", "2026-12", "2026"):
        walk.act("supervisor", closing.close, closing_id=prepare(walk, month))
    assert list(read(walk, queries.closings)["period"]) == ["2026-12", "2026-11", "2026-10", "2026"]


def test_a_ledger_that_does_not_add_up_is_not_closed(year_over: Walk) -> None:
    walk = year_over
    # a balance changed behind the ledger's back
    db.write(
        walk.office.engine,
        lambda session: session.execute(
            sa.text("UPDATE line_balance SET appropriated_fen = appropriated_fen + 1")
        ),
    )
    with pytest.raises(NotInOrder) as refused:
        prepare(walk, "2026-12")
    assert refused.value.facts["items"] == [CHECKLIST["whole"].words]


def waiting(visit: "Visit") -> None:
    from fund import ui
    from fund.screens.closing.year_end import proposals

    ui.speak()
    proposals(visit)


def test_no_more_proposals_are_offered_at_once_than_somebody_looks_through(
    year_over: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    year_over.line("A27", 2027, "A3", "fund", "A")
    year_over.act(
        "finance",
        closing.propose_carry_over,
        undertaking_id=year_over["G1"],
        to_line_id=year_over["A27"],
    )
    year_over.act("finance", closing.propose_surplus, line_id=year_over["B26"], reason="left over")

    def offered(most: int) -> tuple[list[list[str]], bool]:
        monkeypatch.setattr(year_end, "OFFERED", most)
        with clock.at(clock.noon(year_over.day)):
            with db.reading(year_over.office.engine) as session:
                actor = actors.load(session, year_over.office.ids["decider"])
            visit = Visit(year_over.office.engine, "test", actor)
            page = AppTest.from_function(waiting, kwargs={"visit": visit})
            page.session_state["f-mark"] = "somebody"
            page.run(timeout=60)
        assert not page.exception
        said = " ".join(one.proto.body for one in page.get("html"))
        boxes = [box for box in page.multiselect if box.label != "显示列"]
        return [list(box.options) for box in boxes], "仅列最近 1 项" in said

    every, is_said = offered(2)
    assert [len(options) for options in every] == [1, 1, 2]
    assert not is_said
    fewer, is_said = offered(1)
    assert [len(options) for options in fewer] == [1, 1], "the surplus, which was proposed last"
    assert is_said
