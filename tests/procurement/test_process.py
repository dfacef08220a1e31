"""A procurement goes from plan to payment by many hands, within its method's rules, and posts in
the one ledger.
"""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from fund import acts, clock, db
from fund.access import actors
from fund.access.rules import APART, POLICY
from fund.errors import FourEyes, FundError, NeedsReason, NotFound, Stale, WrongState
from fund.inbox import queries as inbox
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking
from fund.ledger.undertakings import CodeTaken
from fund.ledger.view import View
from fund.lifecycle import BUYING
from fund.listing import paging
from fund.listing.declared import Asked
from fund.listing.paging import Page
from fund.plan import reference
from fund.portfolio import queries as portfolio
from fund.procurement import bidding, commands, methods, planning, processes, rules
from fund.procurement.lists import PROCESSES
from fund.procurement.tables import Bid, Process, ProcessEvent
from fund.settings import commands as settings
from fund.verify import verify
from tests.ledger.scenario import WAN
from tests.people import Office
from tests.procurement.buying import Buying, nine


@pytest.fixture
def buying(an_office: Office) -> Buying:
    return Buying(an_office).begin()


def refused(
    buying: Buying, error: type[FundError], part: str, command: Any, **arguments: Any
) -> dict[str, Any]:
    """The act is refused, and nothing of a process, a bid or the ledger changes."""

    def written() -> list[Any]:
        with db.reading(buying.office.engine) as session:
            tables = (
                "procurement_process",
                "procurement_process_event",
                "bid",
                "process_contract",
                "undertaking",
                "act",
                "posting",
                "organisation",
            )
            return [
                sorted(map(repr, session.execute(sa.text(f"SELECT * FROM {table}")).all()))
                for table in tables
            ]

    before = written()
    with pytest.raises(error) as raised:
        buying.office.act(part, command, on=buying.day, **arguments)
    assert written() == before
    return raised.value.facts


def process(buying: Buying, code: str) -> Process:
    return buying.office.one(select(Process).where(Process.code == code))


def test_a_launch_is_bought_from_plan_to_payment_and_each_step_is_on_record(buying: Buying) -> None:
    buying.tender("P1", {"a": 2900, "b": 2700, "c": 3100})
    buying.evaluate("P1", "b")
    buying.award("P1", 2700)
    assert process(buying, "P1").status == "awarded"
    buying.fulfil("P1", 2700)
    made = process(buying, "P1")
    assert (made.status, made.version) == ("contracted", 10)
    with db.reading(buying.office.engine) as session, clock.at(clock.noon(buying.day)):
        viewer = actors.load(session, buying.office.ids["viewer"])
        facts = processes.process(session, viewer, "P1")
        told = processes.timeline(session, viewer, facts["id"], facts["undertaking_id"])
        stages = portfolio.figures(session, viewer, buying.day)["stages"]
        assert verify(session)["ok"]
    assert list(told["act"]) == [
        "plan_procurement",
        "publish_tender",
        "record_bid",
        "record_bid",
        "record_bid",
        "open_bids",
        "declare_interest",
        "evaluate",
        "award",
        "sign",
        "file_evidence",
        "accept",
        "pay",
    ]
    assert [int(fen) // WAN for fen in told[told["is_ledger"]]["amount_fen"].dropna()] == [
        2700,
        2700,
        2700,
        2700,
    ]
    assert (facts["source"], facts["supplier"], facts["won_fen"]) == (
        "procurement",
        "b",
        2700 * WAN,
    )
    assert [
        stages[stage] // WAN
        for stage in ("appropriated", "committed", "obligated", "accepted", "paid")
    ] == [9000, 2700, 2700, 2700, 2700]


@pytest.mark.parametrize(
    ("code", "days"),
    [(row["code"], row["minimum_days"] or 0) for row in reference.procurement_methods()],
    ids=str,
)
def test_a_tender_is_not_shorter_than_its_method_allows(
    code: str, days: int, furnished_buying: Buying
) -> None:
    buying = furnished_buying
    more = {"ends_on": buying.day + timedelta(days=300)} if code == "framework" else {}
    buying.plan(f"M {code}", method=code, **more)
    row = next(row for row in reference.procurement_methods() if row["code"] == code)
    first = methods.earliest(buying.day, days, row["minimum_unit"])
    if days:
        facts = refused(
            buying,
            rules.ClosesTooSoon,
            "supervisor_2",
            planning.publish,
            process_id=buying[f"M {code}"],
            closes_at=nine(first - timedelta(days=1)),
        )
        assert (facts["earliest"], facts["basis"]) == (first, row["basis"])
    buying.act(
        "supervisor_2",
        planning.publish,
        process_id=buying[f"M {code}"],
        closes_at=nine(max(first, buying.day + timedelta(days=1))),
    )
    assert process(buying, f"M {code}").status == "tendering"


@pytest.fixture(scope="module")
def furnished_buying(tmp_path_factory: pytest.TempPathFactory) -> Buying:
    from tests.people import office

    return Buying(office(f"sqlite:///{tmp_path_factory.mktemp('methods')}/fund.db")).begin()


def test_the_shortest_period_is_as_the_administrator_set_it(buying: Buying) -> None:
    buying.act(
        "system",
        settings.change,
        threshold="tender_days_open_tender",
        value=30,
        reason="our own rule",
    )
    buying.plan("P1")
    refused(
        buying,
        rules.ClosesTooSoon,
        "supervisor_2",
        planning.publish,
        process_id=buying["P1"],
        closes_at=nine(buying.day + timedelta(days=29)),
    )
    buying.publish("P1", 30)


def test_a_tender_is_changed_in_time_and_only_made_longer(buying: Buying) -> None:
    buying.plan("P1")
    buying.publish("P1", 20)
    asked = {"process_id": buying["P1"], "reason": "another orbit"}
    buying.day += timedelta(days=10)
    refused(
        buying,
        rules.DeadlineEarlier,
        "decider",
        planning.amend,
        closes_at=nine(buying.day + timedelta(days=9)),
        **asked,
    )
    assert refused(
        buying,
        rules.ChangedTooLate,
        "decider",
        planning.amend,
        closes_at=nine(buying.day + timedelta(days=14)),
        **asked,
    )["earliest"] == buying.day + timedelta(days=15)
    refused(
        buying,
        NeedsReason,
        "decider",
        planning.amend,
        closes_at=nine(buying.day + timedelta(days=15)),
        process_id=buying["P1"],
        reason=" ",
    )
    buying.act("decider", planning.amend, closes_at=nine(buying.day + timedelta(days=15)), **asked)
    refused(buying, rules.NotClosedYet, "supervisor", bidding.open_bids, process_id=buying["P1"])
    buying.day += timedelta(days=15)
    refused(
        buying,
        rules.Closed,
        "decider",
        planning.amend,
        closes_at=nine(buying.day + timedelta(days=30)),
        **asked,
    )
    buying.act("supervisor", bidding.open_bids, process_id=buying["P1"])


def test_a_late_bid_is_kept_and_never_wins(buying: Buying) -> None:
    buying.tender("P1", {"a": 2900, "b": 2700, "c": 3100})
    late = buying.bid("P1", "late", 2000)
    row = buying.office.one(select(Bid).where(Bid.id == late))
    assert (row.status, row.reason) == ("disqualified", rules.LATE)
    buying.act("reviewer", bidding.declare_interest, process_id=buying["P1"], has_interest=False)
    refused(
        buying,
        rules.WrongBid,
        "reviewer",
        bidding.evaluate,
        process_id=buying["P1"],
        bid_ids=[late],
        reason="cheap",
    )
    early = {
        "process_id": buying["P1"],
        "organisation_id": buying.office.organisation("d"),
        "amount_fen": WAN,
    }
    refused(
        buying,
        WrongState,
        "officer",
        bidding.record_bid,
        received_at=nine(buying.day - timedelta(days=5)),
        **early,
    )
    refused(
        buying,
        InTheFuture,
        "officer",
        bidding.record_bid,
        received_at=nine(buying.day + timedelta(days=1)),
        **early,
    )


def test_a_supplier_bids_once_and_may_take_its_bid_back_before_the_opening(buying: Buying) -> None:
    buying.plan("P1")
    asked = {
        "process_id": buying["P1"],
        "organisation_id": buying.office.organisation("a"),
        "amount_fen": WAN,
    }
    refused(
        buying, WrongState, "officer", bidding.record_bid, received_at=nine(buying.day), **asked
    )
    buying.publish("P1")
    refused(
        buying,
        rules.BeforeTheNotice,
        "officer",
        bidding.record_bid,
        received_at=nine(buying.day - timedelta(days=1)),
        **asked,
    )
    refused(
        buying,
        NotFound,
        "officer",
        bidding.record_bid,
        received_at=nine(buying.day),
        **(asked | {"organisation_id": 10**6}),
    )
    first = buying.bid("P1", "a", 2900)
    refused(
        buying,
        rules.BidsAlready,
        "officer",
        bidding.record_bid,
        received_at=nine(buying.day),
        **asked,
    )
    buying.act("officer", bidding.withdraw_bid, bid_id=first, reason="their letter")
    refused(buying, rules.WrongBid, "officer", bidding.withdraw_bid, bid_id=first, reason="again")
    buying.bid("P1", "a", 2800, days=1)
    with db.reading(buying.office.engine) as session:
        sealed = processes.bids(
            session, actors.load(session, buying.office.ids["decider"]), buying["P1"]
        )
    assert list(sealed["status"]) == ["withdrawn", "pending"]
    assert sealed["amount_fen"].isna().all()


def test_reviewers_say_that_they_have_no_interest_before_they_judge(buying: Buying) -> None:
    buying.tender("P1", {"a": 2900, "b": 2700, "c": 3100, "d": 3200})
    wanted = {"process_id": buying["P1"], "bid_ids": [buying["P1 b"]], "reason": "the best"}
    refused(buying, rules.NotDeclared, "reviewer", bidding.evaluate, **wanted)
    refused(
        buying,
        NeedsReason,
        "reviewer_2",
        bidding.declare_interest,
        process_id=buying["P1"],
        has_interest=True,
    )
    buying.act(
        "reviewer_2",
        bidding.declare_interest,
        process_id=buying["P1"],
        has_interest=True,
        comment="kin",
    )
    buying.act("reviewer_2", bidding.declare_interest, process_id=buying["P1"], has_interest=False)
    refused(
        buying,
        rules.Interested,
        "reviewer_2",
        bidding.disqualify_bid,
        bid_id=buying["P1 a"],
        reason="no licence",
    )
    refused(buying, rules.Interested, "reviewer_2", bidding.evaluate, **wanted)
    buying.act("reviewer", bidding.declare_interest, process_id=buying["P1"], has_interest=False)
    refused(
        buying, NeedsReason, "reviewer", bidding.disqualify_bid, bid_id=buying["P1 a"], reason=""
    )
    buying.act("reviewer", bidding.disqualify_bid, bid_id=buying["P1 a"], reason="no licence")
    refused(
        buying,
        rules.OneWinner,
        "reviewer",
        bidding.evaluate,
        **(wanted | {"bid_ids": [buying["P1 b"], buying["P1 c"]]}),
    )
    refused(buying, Stale, "reviewer", bidding.evaluate, expected_version=1, **wanted)
    buying.act("reviewer", bidding.evaluate, **wanted)
    refused(buying, rules.EvaluatedAlready, "reviewer", bidding.evaluate, **wanted)
    with db.reading(buying.office.engine) as session:
        seen = processes.bids(
            session, actors.load(session, buying.office.ids["viewer"]), buying["P1"]
        )
    assert list(zip(seen["supplier"], seen["status"], seen["is_winner"], strict=True)) == [
        ("a", "disqualified", False),
        ("b", "valid", True),
        ("c", "valid", False),
        ("d", "valid", False),
    ]


def test_with_too_few_valid_bids_a_tender_is_unsuccessful(buying: Buying) -> None:
    buying.tender("P1", {"a": 2900, "b": 2700})
    buying.act("reviewer", bidding.declare_interest, process_id=buying["P1"], has_interest=False)
    wanted = {"process_id": buying["P1"], "bid_ids": [buying["P1 b"]], "reason": "the best"}
    assert refused(buying, rules.TooFewBids, "reviewer", bidding.evaluate, **wanted)["least"] == 3
    refused(
        buying, rules.TooFewBids, "reviewer", bidding.evaluate, is_excepted=True, **wanted
    )  # an open tender knows no exception
    refused(
        buying,
        NeedsReason,
        "decider",
        planning.end,
        process_id=buying["P1"],
        outcome="unsuccessful",
        reason="",
    )
    buying.act(
        "decider", planning.end, process_id=buying["P1"], outcome="unsuccessful", reason="two bids"
    )
    refused(buying, WrongState, "reviewer", bidding.evaluate, is_excepted=True, **wanted)
    buying.tender("N1", {"a": 900, "b": 800}, method="competitive_negotiation", wan=900)
    buying.evaluate("N1", "b", is_excepted=True)
    assert process(buying, "N1").evaluated_on == buying.day


def test_the_award_is_made_at_the_price_that_won_and_a_cancelled_process_leaves_no_contract(
    buying: Buying,
) -> None:
    prices = {"a": 2900, "b": 2700, "c": 3100}
    for code in ("P1", "P2"):
        buying.tender(code, prices)
        buying.evaluate(code, "b")
        buying.contract(code)
    refused(
        buying,
        rules.AwardNotAsBid,
        "decider",
        commands.award,
        undertaking_id=buying["contract P1"],
        amount_fen=2600 * WAN,
    )
    buying.award("P1", 2700)
    refused(
        buying,
        WrongState,
        "decider_2",
        planning.end,
        process_id=buying["P1"],
        outcome="cancelled",
        reason="x",
    )
    buying.act(
        "decider",
        planning.end,
        process_id=buying["P2"],
        outcome="cancelled",
        reason="mission dropped",
    )
    assert (
        buying.office.one(select(Undertaking.status).where(Undertaking.code == "P2")) == "cancelled"
    )
    refused(
        buying,
        WrongState,
        "decider",
        commands.award,
        undertaking_id=buying["contract P2"],
        amount_fen=2700 * WAN,
    )


def test_a_large_award_takes_its_second_decider_and_is_not_ended_in_between(buying: Buying) -> None:
    buying.act(
        "system", settings.change, threshold="second_approval_from_fen", value=WAN, reason="test"
    )
    buying.tender("P1", {"a": 2900, "b": 2700, "c": 3100})
    buying.evaluate("P1", "b")
    buying.award("P1", 2700)
    assert process(buying, "P1").status == "evaluation"
    refused(
        buying,
        FourEyes,
        "decider",
        commands.award,
        undertaking_id=buying["contract P1"],
        amount_fen=2700 * WAN,
    )
    buying.award("P1", 2700, "decider_2")
    assert process(buying, "P1").status == "awarded"


def test_call_offs_go_to_the_suppliers_of_the_framework_within_its_ceiling_and_its_end(
    buying: Buying,
) -> None:
    start = buying.day
    refused(
        buying,
        rules.FrameworkNeedsEnd,
        "officer",
        planning.plan,
        code="F0",
        title="x",
        category="ttc",
        method="framework",
        line_id=buying["B26"],
        region_code="610000",
        estimate_fen=WAN,
    )
    buying.tender(
        "F1",
        {"a": 40, "b": 50, "c": 60},
        wan=1000,
        category="ttc",
        method="framework",
        ends_on=start + timedelta(days=200),
    )
    buying.evaluate("F1", "a", "b")
    refused(
        buying,
        rules.NotAFramework,
        "officer",
        planning.plan,
        code="O0",
        title="x",
        category="ttc",
        method="framework",
        line_id=buying["B26"],
        region_code="610000",
        estimate_fen=WAN,
        framework_id=buying["F1"],
    )
    buying.act("decider", commands.conclude, process_id=buying["F1"])
    assert (
        buying.office.one(sa.text("SELECT count(*) FROM posting WHERE stage = 'committed'"))[0] == 0
    )

    def call_off(code: str, wan: int) -> None:
        buying.plan(code, wan=wan, category="ttc", method="framework", framework_id=buying["F1"])
        buying.publish(code, 1)
        refused(
            buying,
            rules.NotInFramework,
            "officer",
            bidding.record_bid,
            process_id=buying[code],
            organisation_id=buying.office.organisation("c"),
            amount_fen=WAN,
            received_at=nine(buying.day),
        )
        buying.bid(code, "b", wan)
        buying.day += timedelta(days=1)
        buying.act("supervisor_2", bidding.open_bids, process_id=buying[code])
        buying.evaluate(code, "b")

    call_off("O1", 700)
    call_off("O2", 400)
    buying.award("O1", 700)
    assert (
        refused(
            buying,
            rules.CeilingExceeded,
            "decider",
            commands.award,
            undertaking_id=buying.contract("O2"),
            amount_fen=400 * WAN,
        )["left_fen"]
        == 300 * WAN
    )
    buying.day = start + timedelta(days=201)
    refused(
        buying,
        rules.NotAFramework,
        "officer",
        planning.plan,
        code="O3",
        title="x",
        category="ttc",
        method="framework",
        line_id=buying["B26"],
        region_code="610000",
        estimate_fen=WAN,
        framework_id=buying["F1"],
    )


def test_a_code_is_taken_once_by_processes_and_contracts_together(buying: Buying) -> None:
    buying.plan("P1")
    asked = {
        "title": "x",
        "category": "ttc",
        "method": "open_tender",
        "line_id": buying["B26"],
        "region_code": "610000",
    }
    refused(buying, CodeTaken, "officer", planning.plan, code="P1", estimate_fen=1, **asked)
    buying.act(
        "officer",
        commands.enter,
        code="P9",
        organisation_id=buying.office.organisation("a"),
        **asked,
    )
    refused(buying, CodeTaken, "officer", planning.plan, code="P9", estimate_fen=1, **asked)


STEPS = (
    "plan_procurement",
    "publish_tender",
    "amend_tender",
    "record_bid",
    "open_bids",
    "declare_interest",
    "disqualify_bid",
    "evaluate",
    "end_procurement",
    "award",
)


def test_what_is_kept_apart_is_refused_to_one_person_with_every_role(
    an_office: Office, subtests: Any
) -> None:
    """Each pair in the one order a process takes, by somebody who holds all roles."""
    buying = Buying(an_office).begin()
    tried = 0
    order = list(STEPS)
    pairs = [sorted(pair, key=order.index) for pair in APART if set(pair) <= set(STEPS)]
    for number, (earlier, later) in enumerate(pairs):
        with subtests.test(msg=f"{later} after {earlier}"):
            code, person = f"P{number}", f"both {number}"
            an_office.ids[person] = an_office.enter(
                person, *sorted({role for act in STEPS for role in POLICY[act]})
            )
            by = {act: person if act == earlier else "" for act in STEPS}
            do(buying, code, by, until=later)
            tried += 1
            with pytest.raises(FourEyes) as raised:
                do_one(buying, code, later, person)
            assert raised.value.facts == {
                "earlier": (
                    earlier
                    if (earlier, later) != ("evaluate", "award")
                    else raised.value.facts["earlier"]
                ),
                "act": later,
            }
    assert tried == 11


def do(buying: Buying, code: str, by: dict[str, str], until: str) -> None:
    """The steps before one, each by whom it is said, else by whoever usually does it."""
    for act in STEPS:
        if act == until:
            return
        if act not in ("amend_tender", "end_procurement") or by[act]:
            do_one(buying, code, act, by[act])


def do_one(buying: Buying, code: str, act: str, part: str) -> None:
    usual = {
        "plan_procurement": "officer",
        "record_bid": "officer",
        "publish_tender": "supervisor_2",
        "open_bids": "supervisor",
        "amend_tender": "decider_3",
        "award": "decider",
        "end_procurement": "decider",
    }
    who = part or usual.get(act, "reviewer")
    key = buying.made.get(code, 0)
    day = buying.day
    match act:
        case "plan_procurement":
            buying.act(
                who,
                planning.plan,
                code,
                code=code,
                title=code,
                category="ttc",
                method="open_tender",
                line_id=buying["B26"],
                region_code="610000",
                estimate_fen=WAN,
            )
        case "publish_tender":
            buying.act(
                who, planning.publish, process_id=key, closes_at=nine(day + timedelta(days=20))
            )
        case "amend_tender":
            buying.act(
                who,
                planning.amend,
                process_id=key,
                closes_at=nine(day + timedelta(days=20)),
                reason="x",
            )
        case "record_bid":
            for name in "abcd":
                buying.act(
                    who,
                    bidding.record_bid,
                    f"{code} {name}",
                    process_id=key,
                    organisation_id=buying.office.organisation(name),
                    amount_fen=WAN,
                    received_at=nine(day),
                )
        case "open_bids":
            buying.day += timedelta(days=20)
            buying.act(who, bidding.open_bids, process_id=key)
        case "declare_interest":
            for each in {who, part or "reviewer"}:
                buying.act(each, bidding.declare_interest, process_id=key, has_interest=False)
        case "disqualify_bid":
            declared(buying, who, key)
            buying.act(who, bidding.disqualify_bid, bid_id=buying[f"{code} d"], reason="x")
        case "evaluate":
            declared(buying, who, key)
            buying.act(
                who, bidding.evaluate, process_id=key, bid_ids=[buying[f"{code} a"]], reason="x"
            )
        case "award":
            buying.act(who, commands.award, undertaking_id=buying.contract(code), amount_fen=WAN)
        case "end_procurement":
            buying.act(who, planning.end, process_id=key, outcome="cancelled", reason="x")


def declared(buying: Buying, part: str, process_id: int) -> None:
    """Who is not kept from it says first that nothing ties them."""
    buying.act(part, bidding.declare_interest, process_id=process_id, has_interest=False)


def test_events_are_only_added_to_and_a_bid_stays_as_it_came_in(buying: Buying) -> None:
    buying.plan("P1")
    buying.publish("P1")
    bid = buying.bid("P1", "a", 2900)
    for statement in (
        sa.update(ProcessEvent).values(reason="x"),
        sa.delete(ProcessEvent),
        sa.update(Bid).where(Bid.id == bid).values(amount_fen=1),
        sa.delete(Bid),
        sa.delete(Process),
    ):
        with pytest.raises(sa.exc.DBAPIError, match="fund:append_only"):
            db.write(
                buying.office.engine,
                lambda session, statement=statement: session.execute(statement),
            )


def test_every_step_of_a_process_has_its_states_and_every_state_its_words() -> None:
    assert set(BUYING) - {"withdraw_bid"} <= set(POLICY)
    assert set().union(*BUYING.values()) <= set(rules.STAGES)


def test_the_same_request_twice_records_one_bid(buying: Buying) -> None:
    buying.plan("P1")
    buying.publish("P1")
    asked = {
        "process_id": buying["P1"],
        "organisation_id": buying.office.organisation("a"),
        "amount_fen": WAN,
        "received_at": nine(buying.day),
    }
    with clock.at(clock.noon(buying.day)):
        made = [
            acts.perform(
                buying.office.engine,
                buying.office.ids["officer"],
                bidding.record_bid,
                key="one",
                **asked,
            ).id
            for _click in range(2)
        ]
    assert made[0] == made[1]


def test_what_waits_follows_a_process_from_hand_to_hand(buying: Buying) -> None:
    """After each step the next one waits for those who may do it, and not for whoever did the
    last.
    """

    def waits(part: str, act: str) -> bool:
        with db.reading(buying.office.engine) as session, clock.at(clock.noon(buying.day)):
            frame = inbox.waiting(session, actors.load(session, buying.office.ids[part]))
        return ("P1", act) in set(zip(frame["code"], frame["act"], strict=True))

    both = buying.office.enter("both", "officer", "supervisor", "reviewer", "decider")
    buying.office.ids["both"] = both
    buying.act(
        "both",
        planning.plan,
        "P1",
        code="P1",
        title="x",
        category="ttc",
        method="single_source",
        line_id=buying["B26"],
        region_code="610000",
        estimate_fen=WAN,
    )
    assert (waits("decider", "publish_tender"), waits("both", "publish_tender")) == (True, False)
    buying.publish("P1", 7)
    buying.bid("P1", "a", 1, days=1)
    assert not waits("supervisor", "open_bids")
    buying.day += timedelta(days=6)
    assert (waits("supervisor", "open_bids"), waits("officer", "open_bids")) == (True, False)
    buying.act("supervisor", bidding.open_bids, process_id=buying["P1"])
    buying.act(
        "reviewer_2",
        bidding.declare_interest,
        process_id=buying["P1"],
        has_interest=True,
        comment="kin",
    )
    assert [waits(part, "evaluate") for part in ("reviewer", "reviewer_2", "both")] == [
        True,
        False,
        False,
    ]
    buying.evaluate("P1", "a")
    assert [waits(part, "award") for part in ("decider", "both")] == [True, False]
    buying.award("P1", 1)
    assert (waits("supervisor", "sign"), waits("decider", "award")) == (True, False)


def test_the_register_is_paged_searched_and_counted(furnished_buying: Buying) -> None:
    buying = furnished_buying
    for number in range(7):
        buying.plan(f"R-{number}", category="satellite" if number % 2 else "ttc")
    with db.reading(buying.office.engine) as session:
        viewer = actors.load(session, buying.office.ids["viewer"])

        def page(place: Asked | None = None, **only: str) -> Page:
            asked = (place or Asked(View(as_of=buying.day)))._replace(only=only)
            return paging.page(session, viewer, PROCESSES._replace(size=3), asked)

        def codes(place: Asked | None = None, **only: str) -> tuple[list[str], bool, bool]:
            found = page(place, **only)
            return list(found.frame["code"]), found.has_before, found.has_after

        first = page(q="采购 r-", show="planned")
        assert list(first.frame["code"]) == ["R-6", "R-5", "R-4"]
        assert (first.has_before, first.has_after) == (False, True)
        today = Asked(View(as_of=buying.day))
        second = page(today._replace(after=first.last, row=4), q="采购 r-")
        assert list(second.frame["code"]) == ["R-3", "R-2", "R-1"]
        third = codes(today._replace(after=second.last, row=7), q="采购 r-")
        assert third == (["R-0"], True, False)
        back = codes(today._replace(before=second.first, row=1), q="采购 r-")
        assert back == (["R-6", "R-5", "R-4"], False, True)
        assert codes(q="R-3 示例")[0] == ["R-3"]
        assert codes(q="购 r-2", kind="ttc")[0] == ["R-2"]
        assert codes(q="-2")[0] == []
        counted = processes.counts(session, viewer).set_index(["status", "category"])["processes"]
        assert (counted["planned", "satellite"], counted["planned", "ttc"]) == (3, 4)
