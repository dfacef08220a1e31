"""From a call to the decision: every step by somebody else, in its order, on both databases."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from fund import db
from fund.errors import FourEyes, FundError, NeedsReason, NotAllowed, WrongState
from fund.grants import applications, rules
from fund.grants import commands as grants
from fund.grants.rules import Yardstick
from fund.grants.tables import Review
from fund.ledger import commands as ledger
from fund.ledger.tables import Undertaking
from tests.people import Office

DAY = date(2026, 3, 2)
LETTER = {"file_name": "letter.pdf", "content": b"%PDF-1.4 we apply"}
CRITERIA = [Yardstick("A", "Merit", 60), Yardstick("B", "Means", 40, 5)]
WAN = 1_000_000


class Applying:
    """An office with a budget line, two reviewers and a recommender, and the acts of an application
    by name.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        for name, role in (("reviewer_3", "reviewer"), ("officer_2", "officer")):
            office.ids[name] = office.enter(name, role)
        self.line = self.act(
            "finance",
            ledger.open_line,
            code="A26",
            title="A",
            measure="A3",
            source="fund",
            fiscal_year=2026,
            programme_code="A",
        )
        self.act("finance", ledger.appropriate, line_id=self.line, amount_fen=5_000 * WAN)
        self.call = self.act(
            "officer",
            applications.draft_call,
            code="C1",
            title="a call",
            line_id=self.line,
            opens_on=DAY,
            closes_on=date(2026, 4, 2),
            criteria=CRITERIA,
        )

    def act(self, part: str, command: Any, **arguments: Any) -> int:
        return self.office.act(part, command, on=DAY, **arguments)

    def publish(self) -> None:
        self.act("decider_2", applications.publish_call, call_id=self.call)

    def receive(self, part: str = "officer", **changes: Any) -> int:
        facts = {
            "call_id": self.call,
            "code": "G1",
            "title": "a grant",
            "region_code": "610000",
            "requested_fen": 800 * WAN,
            "received_on": DAY,
            "organisation_id": self.office.organisation("body"),
            **LETTER,
        }
        return self.act(part, applications.receive, **{**facts, **changes})

    def reach(self, status: str) -> int:
        """An application brought as far as a status."""
        self.publish()
        made = self.receive()
        if status in {"eligible", "reviewed", "recommended"}:
            self.act(
                "reviewer", applications.check_eligibility, undertaking_id=made, is_eligible=True
            )
        if status in {"reviewed", "recommended"}:
            for part, points in (("reviewer", {"A": 7, "B": 5}), ("reviewer_2", {"A": 10, "B": 0})):
                self.act(part, applications.review, undertaking_id=made, points=points)
        if status == "recommended":
            self.act(
                "recommender",
                applications.recommend,
                undertaking_id=made,
                is_recommended=True,
                amount_fen=700 * WAN,
            )
        return made

    def status(self, undertaking: int) -> str:
        return str(
            self.office.one(sa.select(Undertaking.status).where(Undertaking.id == undertaking))[0]
        )


@pytest.fixture
def applying(an_office: Office) -> Applying:
    return Applying(an_office)


def test_an_application_goes_from_call_to_decision_through_the_hands_it_takes(
    applying: Applying,
) -> None:
    made = applying.reach("recommended")
    assert applying.status(made) == "recommended"
    applying.act("decider", grants.decide, undertaking_id=made, amount_fen=650 * WAN)
    assert applying.status(made) == "awarded"


@pytest.mark.parametrize(
    ("status", "part", "command", "facts"),
    [
        ("submitted", "decider", grants.decide, {"amount_fen": 1}),
        ("eligible", "decider", grants.decide, {"amount_fen": 1}),
        ("submitted", "reviewer", applications.review, {"points": {"A": 1, "B": 1}}),
        (
            "submitted",
            "recommender",
            applications.recommend,
            {"is_recommended": True, "amount_fen": 1},
        ),
        (
            "recommended",
            "recommender",
            applications.recommend,
            {"is_recommended": True, "amount_fen": 1},
        ),
        ("recommended", "reviewer_3", applications.review, {"points": {"A": 1, "B": 1}}),
        ("eligible", "reviewer", applications.check_eligibility, {"is_eligible": True}),
        ("submitted", "decider", grants.decline, {"reason": "no"}),
    ],
)
def test_no_step_is_done_before_or_after_its_time(
    applying: Applying, status: str, part: str, command: Any, facts: dict[str, Any]
) -> None:
    made = applying.reach(status)
    with pytest.raises(WrongState):
        applying.act(part, command, undertaking_id=made, **facts)


@pytest.mark.parametrize("count", [0, 1])
def test_a_recommendation_waits_for_the_reviews_the_call_asks_for(
    applying: Applying, count: int
) -> None:
    made = applying.reach("eligible")
    for part in ("reviewer", "reviewer_2")[:count]:
        applying.act(part, applications.review, undertaking_id=made, points={"A": 1, "B": 1})
    applying.act(
        "reviewer_3",
        applications.declare_conflict,
        undertaking_id=made,
        comment="a relative works there",
    )
    with pytest.raises(rules.TooFewReviews):
        applying.act(
            "recommender",
            applications.recommend,
            undertaking_id=made,
            is_recommended=True,
            amount_fen=1,
        )


def test_whoever_declared_a_conflict_scores_nothing_and_nobody_reviews_twice(
    applying: Applying,
) -> None:
    made = applying.reach("eligible")
    applying.act("reviewer", applications.declare_conflict, undertaking_id=made, comment="shares")
    with pytest.raises(rules.ConflictDeclared):
        applying.act("reviewer", applications.review, undertaking_id=made, points={"A": 1, "B": 1})
    applying.act("reviewer_2", applications.review, undertaking_id=made, points={"A": 1, "B": 1})
    with pytest.raises(rules.ReviewedAlready):
        applying.act(
            "reviewer_2", applications.review, undertaking_id=made, points={"A": 2, "B": 2}
        )


@pytest.mark.parametrize(
    ("points", "refused"),
    [
        ({"A": 1}, rules.CriterionUnscored),
        ({"A": 1, "B": 1, "C": 1}, rules.CriterionUnscored),
        ({"A": 11, "B": 1}, rules.PointsOutside),
        ({"A": 1, "B": -1}, rules.PointsOutside),
    ],
)
def test_a_review_scores_every_criterion_within_its_bounds(
    applying: Applying, points: dict[str, int], refused: type[FundError]
) -> None:
    made = applying.reach("eligible")
    with pytest.raises(refused):
        applying.act("reviewer", applications.review, undertaking_id=made, points=points)


def test_a_call_is_published_by_somebody_else_and_receives_nothing_before_or_outside_its_days(
    applying: Applying,
) -> None:
    with pytest.raises(NotAllowed):
        applying.act("officer", applications.publish_call, call_id=applying.call)
    with pytest.raises(rules.CallClosed):
        applying.receive()
    applying.publish()
    with pytest.raises(rules.CallClosed):
        applying.receive(received_on=date(2026, 3, 1))
    with pytest.raises(WrongState):
        applying.publish()
    assert applying.status(applying.receive()) == "submitted"


def test_weights_make_a_hundred_and_a_no_has_its_reason(applying: Applying) -> None:
    with pytest.raises(rules.WeightsNotWhole):
        applying.act(
            "officer",
            applications.draft_call,
            code="C2",
            title="x",
            line_id=applying.line,
            opens_on=DAY,
            closes_on=DAY,
            criteria=CRITERIA[:1],
        )
    with pytest.raises(rules.ClosesBeforeItOpens):
        applying.act(
            "officer",
            applications.draft_call,
            code="C2",
            title="x",
            line_id=applying.line,
            opens_on=DAY,
            closes_on=date(2026, 3, 1),
            criteria=CRITERIA,
        )
    made = applying.reach("reviewed")
    with pytest.raises(NeedsReason):
        applying.act(
            "recommender", applications.recommend, undertaking_id=made, is_recommended=False
        )
    applying.act(
        "recommender",
        applications.recommend,
        undertaking_id=made,
        is_recommended=False,
        reason="too early",
    )
    with pytest.raises(WrongState):
        applying.act("decider", grants.decide, undertaking_id=made, amount_fen=1)
    applying.act("decider", grants.decline, undertaking_id=made, reason="not recommended")
    assert applying.status(made) == "declined"


HANDS = [
    ("reviewer", "recommender"),
    ("reviewer", "decider"),
    ("recommender", "decider"),
    ("officer", "reviewer"),
    ("officer", "recommender"),
    ("officer", "decider"),
]


@pytest.mark.parametrize(("first", "second"), HANDS)
def test_one_person_with_two_roles_does_not_judge_what_they_had_a_hand_in(
    applying: Applying, first: str, second: str
) -> None:
    both = applying.office.enter("both", first, second)
    applying.office.ids["both"] = both
    applying.publish()
    made = applying.receive("both" if first == "officer" else "officer")
    steps: list[tuple[str, str, Any, dict[str, Any]]] = [
        ("reviewer", "reviewer_3", applications.check_eligibility, {"is_eligible": True}),
        ("reviewer", "reviewer_2", applications.review, {"points": {"A": 5, "B": 5}}),
        (
            "reviewer",
            "both" if first == "reviewer" else "reviewer",
            applications.review,
            {"points": {"A": 5, "B": 5}},
        ),
        (
            "recommender",
            "both" if first == "recommender" else "recommender",
            applications.recommend,
            {"is_recommended": True, "amount_fen": 1},
        ),
        ("decider", "decider", grants.decide, {"amount_fen": 1}),
    ]
    refused = 0
    for role, part, command, facts in steps:
        if role == second and (first != role):
            with pytest.raises(FourEyes):
                applying.act("both", command, undertaking_id=made, **facts)
            refused += 1
        applying.act(part, command, undertaking_id=made, **facts)
    assert refused


def test_a_score_is_the_weighted_sum_worked_out_by_hand() -> None:
    """60 x 7/10 + 40 x 5/5 = 82; 60 x 10/10 + 40 x 0 = 60; thirds stay exact."""
    assert rules.score(CRITERIA, {"A": 7, "B": 5}) == Decimal(82)
    assert rules.score(CRITERIA, {"A": 10, "B": 0}) == Decimal(60)
    assert rules.score([Yardstick("A", "a", 100, 8)], {"A": 3}) == Decimal("37.5")


def test_a_review_is_never_changed(applying: Applying) -> None:
    applying.reach("reviewed")
    table: Any = Review.__table__
    for statement in (sa.update(table).values(comment="better"), sa.delete(table)):
        with pytest.raises(sa.exc.DBAPIError, match="fund:append_only"):
            db.write(
                applying.office.engine,
                lambda session, statement=statement: session.execute(statement),
            )
