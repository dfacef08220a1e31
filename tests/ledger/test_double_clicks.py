"""Every act clicked many times at once has one effect: the ledger is that of people who click
once.
"""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access import commands as access
from fund.access.rules import POLICY
from fund.closing import commands as closing
from fund.errors import FundError
from fund.evaluation import commands as evaluation
from fund.grants import applications
from fund.grants import commands as grants
from fund.grants.rules import Yardstick
from fund.ledger import amendments, undertakings
from fund.ledger import commands as ledger
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.missions import commands as missions
from fund.plan import commands as plan
from fund.portfolio import commands as portfolio
from fund.procurement import bidding, delivering, planning, reviewing
from fund.rooms import derived
from fund.rooms.rooms import ROOMS
from fund.settings import commands as settings
from fund.standing import commands as standing
from fund.suppliers import commands as suppliers
from fund.verify import verify
from tests.acts import tried_in_rooms
from tests.ledger.histories import ledger_of
from tests.ledger.scenario import STEPS, WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office, office

CLICKS = 100 if os.environ.get("FUND_LONG") == "1" else 4
HANDS = 4
"""Clicks in flight at the same time."""


class Clicking(Walk):
    """A walk in which everybody clicks each button many times at once."""

    def __init__(self, made: Office, clicks: int) -> None:
        super().__init__(made)
        self.clicks, self.clicked = clicks, set[str]()

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """All clicks have one answer, be it done or refused."""
        key = uuid.uuid4().hex

        def click(_number: int) -> int | FundError:
            try:
                return self.office.act(part, command, on=self.day, key=key, **arguments)
            except FundError as refused:
                return refused

        with ThreadPoolExecutor(HANDS) as pool:
            answers = list(pool.map(click, range(self.clicks)))
        refused = [answer for answer in answers if isinstance(answer, FundError)]
        if refused:
            assert {answer.code for answer in refused} == {refused[0].code}
            assert len(refused) == len(answers)
            raise refused[0]
        assert len(set(answers)) == 1
        self.clicked.add(command.__name__)
        made = int(answers[0])  # type: ignore[arg-type]
        self.made[name or f"last {part}"] = made
        return made


def apply(walk: Walk) -> None:
    """G7: a call, an application, reviews, recommendation, decision, a small agreement, closed out;
    others declined and withdrawn.
    """
    walk.day = date(2027, 1, 5)
    walk.line("A27", 2027, "A3", "fund", "A")
    walk.act("finance", ledger.appropriate, line_id=walk["A27"], amount_fen=900 * WAN)
    criteria = [Yardstick("A", "Merit", 60), Yardstick("B", "Means", 40)]
    walk.act(
        "officer",
        applications.draft_call,
        "call",
        code="C1",
        title="a call",
        line_id=walk["A27"],
        opens_on=walk.day,
        closes_on=walk.day,
        criteria=criteria,
        needed_reviews=1,
    )
    walk.act("decider", applications.publish_call, call_id=walk["call"])
    for code in ("G6", "G7", "G8"):
        walk.act(
            "officer",
            applications.receive,
            code,
            call_id=walk["call"],
            code=code,
            title=code,
            region_code="610000",
            requested_fen=50 * WAN,
            received_on=walk.day,
            organisation_id=walk.office.organisation("body"),
            file_name="letter.pdf",
            content=b"%PDF-1.4 we apply",
        )
        walk.act(
            "reviewer", applications.check_eligibility, undertaking_id=walk[code], is_eligible=True
        )
        walk.act(
            "reviewer_2", applications.declare_conflict, undertaking_id=walk[code], comment="kin"
        )
        walk.act(
            "reviewer", applications.review, undertaking_id=walk[code], points={"A": 7, "B": 5}
        )
        walk.act(
            "recommender",
            applications.recommend,
            undertaking_id=walk[code],
            is_recommended=True,
            amount_fen=40 * WAN,
        )
    walk.act("decider", grants.decline, undertaking_id=walk["G6"], reason="no room")
    walk.act("officer", grants.withdraw, undertaking_id=walk["G8"], reason="their letter")
    other = walk.office.organisation("other body")
    walk.act(
        "decider_2",
        amendments.propose_recipient,
        "change",
        undertaking_id=walk["G7"],
        organisation_id=other,
        reason="merged",
    )
    walk.act(
        "supervisor_2",
        amendments.reject_amendment,
        amendment_id=walk["change"],
        expected_version=1,
        reason="not yet",
    )
    walk.act("decider", grants.decide, undertaking_id=walk["G7"], amount_fen=40 * WAN)


def carry_out(walk: Walk) -> None:
    """G7 from the signature to closeout."""
    walk.act(
        "supervisor",
        grants.sign,
        undertaking_id=walk["G7"],
        terms=[Terms("T1", 40 * WAN, walk.day)],
    )
    walk.find_tranches("G7")
    walk.act(
        "officer",
        milestones.schedule,
        "M",
        undertaking_id=walk["G7"],
        code="M1",
        title="done",
        due_on=walk.day,
    )
    walk.act(
        "officer", milestones.forecast, milestone_id=walk["M"], forecast_on=walk.day, reason="x"
    )
    walk.act(
        "supervisor_2",
        milestones.rebaseline,
        milestone_id=walk["M"],
        due_on=date(2027, 2, 1),
        reason="late",
    )
    walk.act(
        "supervisor",
        grants.check_midterm,
        undertaking_id=walk["G7"],
        finding="on_track",
        reason="fine",
    )
    walk.act("decider", grants.suspend, undertaking_id=walk["G7"], reason="guarantee")
    walk.act("decider_2", grants.resume, undertaking_id=walk["G7"], reason="renewed")
    walk.evidence("G7/T1")
    walk.accept("G7/T1")
    walk.act("finance", ledger.pay, "pay", tranche_id=walk["G7/T1"], amount_fen=30 * WAN)
    walk.act("finance", ledger.reverse, act_id=walk["pay"], reason="bounced")
    walk.pay("G7/T1", 40)
    walk.act("supervisor", milestones.settle, milestone_id=walk["M"], status="met")
    walk.act("supervisor", undertakings.complete, undertaking_id=walk["G7"])
    walk.act("supervisor_2", grants.close_out, undertaking_id=walk["G7"], reason="final report in")


def answer(walk: Walk) -> None:
    """A green letter of G1 beside a red ledger, answered."""
    walk.day = date(2027, 2, 15)
    letter = walk.act(
        "officer",
        standing.report_status,
        undertaking_id=walk["G1"],
        light="green",
        reported_on=walk.day,
    )
    walk.act(
        "supervisor",
        standing.answer_gap,
        undertaking_id=walk["G1"],
        status_report_id=letter,
        answer="looked at on the spot",
    )


def buy(walk: Walk) -> None:
    """P7 bought from one supplier, from plan to signature; P8 changed once and cancelled."""
    walk.day = date(2027, 2, 16)
    for code in ("P7", "P8"):
        walk.act(
            "officer",
            planning.plan,
            code,
            code=code,
            title=code,
            category="ttc",
            method="single_source",
            line_id=walk["A27"],
            region_code="610000",
            estimate_fen=9 * WAN,
        )
        walk.act(
            "decider_2",
            planning.publish,
            process_id=walk[code],
            closes_at=clock.noon(date(2027, 2, 23)),
        )
    walk.act(
        "decider_2",
        planning.amend,
        process_id=walk["P8"],
        closes_at=clock.noon(date(2027, 2, 24)),
        reason="asked for",
    )
    walk.act(
        "decider", planning.end, process_id=walk["P8"], outcome="cancelled", reason="not needed"
    )
    for name in ("late body", "only body"):
        body = walk.office.organisation(name)
        walk.act(
            "officer",
            bidding.record_bid,
            name,
            process_id=walk["P7"],
            organisation_id=body,
            amount_fen=8 * WAN,
            received_at=clock.noon(walk.day),
        )
    walk.day = date(2027, 2, 23)
    walk.act("supervisor", bidding.open_bids, process_id=walk["P7"])
    walk.act("reviewer", bidding.declare_interest, process_id=walk["P7"], has_interest=False)
    walk.act("reviewer", bidding.disqualify_bid, bid_id=walk["late body"], reason="no licence")
    walk.act(
        "reviewer",
        bidding.evaluate,
        process_id=walk["P7"],
        bid_ids=[walk["only body"]],
        reason="the one",
    )
    said = {
        "flag": "R035",
        "process_id": walk["P7"],
        "supplier_id": walk.office.organisation("only body"),
        "outcome": "explained",
        "reason": "no licence",
    }
    walk.act("supervisor_2", reviewing.dispose_flag, **said)
    flown = {"item": "vehicle", "orbit": "sso", "mass_kg": 500, "outcome": "success"}
    walk.act(
        "officer",
        delivering.record_delivery,
        undertaking_id=walk["P1"],
        delivered_on=walk.day,
        figures=flown,
        source="flight report",
    )


def end_the_year(walk: Walk) -> None:
    """Surpluses, a month closed; people, roles, a setting, an organisation."""
    walk.act("finance", ledger.adjust, line_id=walk["A27"], change_fen=-WAN, reason="cut")
    one = walk.act("finance", closing.propose_surplus, line_id=walk["B26"], reason="left over")
    other = walk.act("finance", closing.propose_surplus, line_id=walk["A26"], reason="left over")
    walk.act("decider", closing.return_surplus, proposal_id=one)
    walk.act("decider", closing.reject_year_end, proposal_id=other, reason="needed")
    walk.act(
        "supervisor",
        closing.close,
        closing_id=walk.act("finance", closing.prepare_close, period="2026-12", note="looked at"),
    )
    person = walk.act("system", access.add_person, login="new", name="new", roles=[])
    walk.act("system", access.set_email, person_id=person, email="new@example.invalid")
    walk.act("security", access.assign_role, person_id=person, role="viewer")
    walk.act("security", access.revoke_role, person_id=person, role="viewer")
    walk.act(
        "decider",
        access.delegate,
        person_id=walk.office.ids["decider_2"],
        role="decider",
        starts_on=walk.day,
        ends_on=walk.day,
        reason="leave",
    )
    view = walk.act(
        "viewer",
        portfolio.save_view,
        page="grants",
        title="Shaanxi",
        query="region=610000",
        is_shared=True,
    )
    walk.act("viewer", portfolio.drop_view, view_id=view)
    walk.act("system", settings.change, threshold="slip_days", value=20, reason="stricter")
    walk.act(
        "officer",
        plan.register_organisation,
        scheme="test",
        identifier="new body",
        name="new body",
        region_code="310000",
    )
    walk.act(
        "officer",
        missions.register_mission,
        "mission",
        code="M1",
        title="weather",
        agency="an office",
        source="letter",
    )
    bought = {
        "mission_id": walk["mission"],
        "category": "ttc",
        "item": "passes",
        "bought_on": walk.day,
        "amount_fen": WAN,
        "source": "list",
        "origin": "state",
    }
    walk.act("officer", missions.record_mission_purchase, "bought", **bought)
    walk.act(
        "officer",
        missions.strike_mission_purchase,
        purchase_id=walk["bought"],
        reason="entered twice",
    )
    walk.act(
        "supervisor",
        missions.state_register,
        period="2026-Q4",
        is_complete=False,
        reason="the list is not here",
    )
    one, two, three = (walk.office.organisation(name) for name in ("twice", "first", "other"))
    walk.act(
        "officer",
        suppliers.mark_organisation,
        organisation_id=one,
        mark="central_project",
        is_set=True,
        reason="its task book",
    )
    walk.act(
        "supervisor",
        suppliers.merge_organisations,
        merge_id=walk.act(
            "officer",
            suppliers.propose_merge,
            organisation_id=one,
            kept_id=two,
            reason="one licence",
        ),
    )
    walk.act(
        "supervisor",
        suppliers.keep_apart,
        merge_id=walk.act(
            "officer", suppliers.propose_merge, organisation_id=three, kept_id=two, reason="alike"
        ),
        reason="two licences",
    )
    evaluate(walk)


def evaluate(walk: Walk) -> None:
    """A programme's year judged, given back once and approved."""
    with db.reading(walk.office.engine) as session:
        programme = session.execute(
            sa.text("SELECT programme_id FROM line WHERE code = 'A26'")
        ).scalar_one()
    rows = [
        {
            "level": level,
            "second": second,
            "name": second,
            "operator": ">=",
            "points": Decimal(points),
            "goal": Decimal(4),
            "actual": Decimal(4),
        }
        for level, second, points in (
            ("output", "quantity", 50),
            ("benefit", "social", 30),
            ("satisfaction", "served", 10),
        )
    ]
    key = walk.act("officer", evaluation.begin_evaluation, programme_id=programme, fiscal_year=2026)
    walk.act(
        "officer",
        evaluation.write_evaluation,
        evaluation_id=key,
        head={"goal": "g", "outcome": "o"},
        rows=rows,
    )
    walk.act("officer", evaluation.submit_evaluation, evaluation_id=key)
    walk.act("supervisor", evaluation.return_evaluation, evaluation_id=key, reason="once more")
    walk.act("officer", evaluation.submit_evaluation, evaluation_id=key)
    walk.act("supervisor", evaluation.approve_evaluation, evaluation_id=key)


def story(walk: Walk) -> None:
    until(walk, len(STEPS))
    apply(walk)
    carry_out(walk)
    answer(walk)
    buy(walk)
    end_the_year(walk)


def rows(made: Office) -> dict[str, int]:
    """How many of each record there are, refusals and their answers aside."""

    def count(session: Session) -> dict[str, int]:
        tables = sa.inspect(session.get_bind()).get_table_names()
        return {
            table: (
                session.execute(
                    sa.select(sa.func.count()).select_from(sa.table(table))
                ).scalar_one()
            )
            for table in tables
        }

    with db.reading(made.engine) as session:
        found = count(session)
    return {
        table: number
        for table, number in found.items()
        if table not in {"audit_entry", "audit_head", "stored_outcome"}
    }


ELSEWHERE = tried_in_rooms("CLICKED_HERE") | {
    name for name, act in derived.acts(ROOMS).items() if act.is_reading
}
"""Reading; files and targets, which are unchanged when they come again, and what the tests of its
own room click (tests/<room>/acts.py).
"""

NAMED = {
    "enter": "receive",
    "change_setting": "change",
    "plan_procurement": "plan",
    "publish_tender": "publish",
    "amend_tender": "amend",
    "end_procurement": "end",
}


@pytest.mark.timeout(3600)
def test_a_hundred_clicks_on_every_act_have_one_effect_each(
    tmp_path: Any, an_office: Office
) -> None:
    once = Walk(office(f"sqlite:///{tmp_path}/once.db"))
    story(once)
    many = Clicking(an_office, CLICKS)
    story(many)
    assert ledger_of(many.office) == ledger_of(once.office)
    assert rows(many.office) == rows(once.office)
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    assert {
        act for act in set(POLICY) - ELSEWHERE if NAMED.get(act, act) not in many.clicked
    } == set()
