"""What pages and reports show of grants, applications and calls is what was known of each on the
day looked at: neither what came later, nor what is of another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from fund import db, period
from fund.access import actors
from fund.access.actors import Actor
from fund.grants import applications, queries
from fund.grants import commands as grants
from fund.ledger.undertakings import Terms
from fund.ledger.view import View
from fund.procurement import commands as procurement
from tests.grants.test_application import CRITERIA, WAN, Applying
from tests.people import Office


def on(day: int, month: int = 3) -> date:
    return date(2026, month, day)


@pytest.fixture
def applying(an_office: Office) -> Applying:
    """Three applications under one call, a second call nobody applied under, and a third that is
    not published; the first application becomes a grant, the second is declined. A contract is
    entered as well.
    """
    applying = Applying(an_office)
    act = an_office.act
    bought = {"category": "launch_vehicle", "method": "open_tender", "region_code": "460000"}
    body = an_office.organisation("supplier")
    act(
        "officer",
        procurement.enter,
        on=on(2),
        code="P1",
        title="P1",
        organisation_id=body,
        line_id=applying.line,
        **bought,
    )
    applying.publish()
    ids = {"G1": applying.receive(), "G2": applying.receive(code="G2", requested_fen=90 * WAN)}
    for code, month in (("C2", 5), ("C3", 6)):
        made = act(
            "officer",
            applications.draft_call,
            on=on(2),
            code=code,
            title=code,
            line_id=applying.line,
            opens_on=on(1, month),
            closes_on=on(28, month),
            criteria=CRITERIA,
        )
        if code == "C2":
            act("decider_2", applications.publish_call, on=on(5), call_id=made)
    for key in ids.values():
        what = {"undertaking_id": key, "is_eligible": True}
        act("reviewer", applications.check_eligibility, on=on(5), **what)
    given = (
        (10, "reviewer", "G1", {"A": 7, "B": 5}),
        (10, "reviewer", "G2", {"A": 5, "B": 0}),
        (12, "reviewer_2", "G1", None),
        (15, "reviewer_3", "G1", {"A": 10, "B": 0}),
        (15, "reviewer_2", "G2", {"A": 10, "B": 5}),
    )
    for day, part, code, points in given:
        what = {"points": points} if points else {"comment": "a share in it"}
        command = applications.review if points else applications.declare_conflict
        act(part, command, on=on(day), undertaking_id=ids[code], **what)
    for code, day, is_recommended, fen in (("G1", 20, True, 700 * WAN), ("G2", 22, False, None)):
        act(
            "recommender",
            applications.recommend,
            on=on(day),
            undertaking_id=ids[code],
            is_recommended=is_recommended,
            amount_fen=fen,
            reason="weak",
        )
    g1 = {"undertaking_id": ids["G1"]}
    act("decider", grants.decide, on=on(25), **g1, amount_fen=650 * WAN)
    act("decider", grants.decline, on=on(26), undertaking_id=ids["G2"], reason="weak")
    facts = {"call_id": applying.call, "code": "G3", "title": "G3", "region_code": "460000"}
    ids["G3"] = act(
        "officer",
        applications.receive,
        on=on(2, 4),
        **facts,
        requested_fen=7 * WAN,
        received_on=on(2, 4),
        organisation_id=an_office.organisation("another"),
        file_name="letter.pdf",
        content=b"%PDF-1.4 we apply as well",
    )
    terms = [Terms("T1", 650 * WAN, on(1, 9))]
    act("supervisor", grants.sign, on=on(3, 4), **g1, terms=terms)
    found = {"finding": "on_track", "reason": "as planned"}
    act("supervisor", grants.check_midterm, on=on(6, 4), **g1, **found)
    applying.ids = ids
    return applying


@contextmanager
def reading(applying: Applying) -> Iterator[tuple[Session, Actor]]:
    office = applying.office
    with db.reading(office.engine) as session:
        yield session, actors.load(session, office.ids["viewer"])


def rows(frame: Any, *columns: str) -> dict[str, tuple[Any, ...]]:
    """Code -> what some columns say, None where nothing."""
    told = frame.astype(object).where(frame.notna(), None)
    return {row[0]: row[1:] for row in told[list(columns)].itertuples(index=False, name=None)}


SCORED = ("grant_id", "status", "reviews", "score", "recommended_fen", "needed_reviews")
ASKED = {
    on(2): {"G1": ("submitted", 0, None, None, 2), "G2": ("submitted", 0, None, None, 2)},
    on(12): {"G1": ("under_review", 1, 82.0, None, 2), "G2": ("under_review", 1, 30.0, None, 2)},
    on(15): {"G1": ("under_review", 2, 71.0, None, 2), "G2": ("under_review", 2, 65.0, None, 2)},
    on(23): {
        "G1": ("recommended", 2, 71.0, 700 * WAN, 2),
        "G2": ("not_recommended", 2, 65.0, None, 2),
    },
    on(25): {"G2": ("not_recommended", 2, 65.0, None, 2)},
    on(6, 4): {"G3": ("submitted", 0, None, None, 2), "G2": ("declined", 2, 65.0, None, 2)},
}
"""Day -> what is asked for and not decided, the latest received first."""


def test_an_application_has_the_reviews_and_the_recommendation_of_its_own_by_the_day(
    applying: Applying,
) -> None:
    with reading(applying) as (session, viewer):
        for day, expected in ASKED.items():
            frame = queries.applications(session, viewer, View(as_of=day))
            assert rows(frame, *SCORED) == expected, day
            assert list(frame["grant_id"]) == list(expected)
            for code in expected:
                keys = [applying.ids[code]]
                alone = queries.asked_for(session, viewer, View(as_of=day), keys)
                assert rows(alone, *SCORED) == {code: expected[code]}


def test_a_period_keeps_the_applications_received_in_it(applying: Applying) -> None:
    with reading(applying) as (session, viewer):
        for said, codes in (("2026-Q1", ["G2"]), ("2026-Q2", ["G3"]), ("2026-Q3", [])):
            view = View(as_of=on(6, 4), period=period.parse(said))
            asked = queries.applications(session, viewer, view)
            assert list(asked["grant_id"]) == codes, said
            every = queries.asked_for(session, viewer, view, list(applying.ids.values()))
            assert list(every["grant_id"]) == ["G3", "G1", "G2"]


def test_the_portfolio_has_what_was_decided_and_a_list_has_what_it_asks_for(
    applying: Applying,
) -> None:
    with reading(applying) as (session, viewer):
        for day, held in ((on(24), {}), (on(6, 4), {"G1": (650 * WAN, "active")})):
            frame = queries.portfolio(session, viewer, View(as_of=day))
            assert rows(frame, "grant_id", "awarded_fen", "status") == held
        keys = [applying.ids[code] for code in ("G1", "G3")]
        listed = queries.listed(session, viewer, View(as_of=on(6, 4)), keys)
        assert sorted(listed["grant_id"]) == ["G1", "G3"]
        one = queries.grant(session, viewer, "G2", View(as_of=on(6, 4), region="460000"))
        assert one is not None
        assert (one["grant_id"], one["status"]) == ("G2", "declined")
        assert queries.grant(session, viewer, "G3", View(as_of=on(1, 4))) is None


def test_a_call_counts_what_was_received_under_it_by_the_day(applying: Applying) -> None:
    counted = ("code", "state", "applications", "requested_fen")
    with reading(applying) as (session, viewer):
        frame = queries.calls(session, viewer, View(as_of=on(1, 4)))
        assert rows(frame, *counted) == {
            "C3": ("draft", 0, 0),
            "C2": ("scheduled", 0, 0),
            "C1": ("active", 2, 890 * WAN),
        }
        frame = queries.calls(session, viewer, View(as_of=on(6, 4)), [applying.call])
        assert rows(frame, *counted) == {"C1": ("closed", 3, 897 * WAN)}
        for day, expected in (
            (on(4), {"C1": "active", "C2": "draft", "C3": "draft"}),
            (on(6, 4), {"C1": "closed", "C2": "scheduled", "C3": "draft"}),
        ):
            view = View(as_of=day)
            assert {
                code: state
                for state in ("draft", "scheduled", "active", "closed")
                for code in queries.calls(session, viewer, view, state=state)["code"]
            } == expected


def test_the_papers_of_a_grant_are_its_own_and_of_its_days(applying: Applying) -> None:
    def kinds(code: str, day: date) -> list[tuple[str, str]]:
        with reading(applying) as (session, viewer):
            papers = queries.papers(session, viewer, applying.ids[code], View(as_of=day))
        return [(paper["kind"], paper["state"]) for paper in papers]

    letter, yes = ("letter", "submitted"), ("recommendation", "recommended")
    assert kinds("G1", on(19)) == [letter]
    assert kinds("G1", on(20)) == [letter, yes]
    assert kinds("G1", on(6, 4)) == [letter, yes, ("midterm", "on_track")]
    assert kinds("G2", on(6, 4)) == [letter, ("recommendation", "not_recommended")]
    assert kinds("G3", on(6, 4)) == [letter]


def test_a_reviewer_sees_the_others_words_once_their_own_are_given(applying: Applying) -> None:
    def seen(part: str, code: str, day: date) -> list[tuple[str, float | None]]:
        with db.reading(applying.office.engine) as session:
            who = actors.load(session, applying.office.ids[part])
            frame = queries.reviews(session, who, applying.ids[code], View(as_of=day))
        return list(rows(frame, "reviewer", "score").items())

    both = [("reviewer", (82.0,)), ("reviewer_2", (None,)), ("reviewer_3", (60.0,))]
    assert seen("viewer", "G1", on(15)) == both
    assert seen("viewer", "G1", on(14)) == both[:2]
    assert seen("reviewer", "G1", on(15)) == both
    assert seen("reviewer_3", "G1", on(14)) == []
    assert seen("reviewer_3", "G2", on(15)) == []
    told = seen("viewer", "G2", on(15))
    assert [name for name, _score in told] == ["reviewer", "reviewer_2"]
    assert [score for _name, (score,) in told] == pytest.approx([30.0, 100.0])
