"""Limits, pairs of people, deposits given back late, and what verify finds planted."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.guarantees import changing, commands, queries, rules
from fund.ledger import commands as ledger
from fund.procurement import planning
from fund.verify import verify
from tests.guarantees.walk import D1, PAPER, WAN, Walk, until_released
from tests.people import Office


def tender(walk: Walk) -> int:
    """A procurement planned for 5,600."""
    line = walk.act(
        "finance",
        ledger.open_line,
        code="C6",
        title="C6",
        measure="C6",
        source="procurement",
        fiscal_year=2026,
    )
    return walk.act(
        "officer",
        planning.plan,
        code="B-1",
        title="a launch",
        category="satellite",
        method="open_tender",
        line_id=line,
        region_code="610000",
        estimate_fen=5_600 * WAN,
    )


def test_a_bid_deposit_given_back_late_bears_interest_from_the_day_it_was_due(
    an_office: Office,
) -> None:
    walk = Walk(an_office)
    walk.day = date(2026, 9, 1)
    bid: dict[str, Any] = {
        "kind": "bid",
        "form": "deposit",
        "issuer": "our account",
        "number": "1",
        "face_fen": 112 * WAN,
        "valid_from": walk.day,
        "duty": "the bid stands",
        "process_id": tender(walk),
    }
    body = {"organisation_id": an_office.organisation("operator"), **PAPER}
    above = bid | {"face_fen": 112 * WAN + 1}
    told = walk.refused("above_limit", "officer", commands.lodge_guarantee, **above, **body)
    assert told.facts["most_fen"] == 112 * WAN
    walk.lodge("bid", bid)
    walk.day = date(2026, 9, 29)
    notice = {"outcome": "met", "occurred_on": date(2026, 9, 28), "words": "award notice"}
    walk.act("reviewer", commands.confirm_duty, guarantee_id=walk.made["bid"], **notice)
    due, late = walk.seen("bid", date(2026, 10, 10)), walk.seen("bid", date(2026, 10, 20))
    assert (due["back_on"], due["late_fen"], due["alerts"]) == (date(2026, 10, 10), 0, ())
    assert (late["late_days"], late["late_fen"]) == (10, 160_175)
    assert (late["alerts"], late["is_known_year"]) == (("release_overdue",), True)
    walk.day = date(2026, 10, 20)
    walk.act("supervisor", commands.release_guarantee, guarantee_id=walk.made["bid"])
    assert walk.seen("bid", walk.day)["late_fen"] == 0


BAD: dict[str, dict[str, Any]] = {
    "ends_before_it_starts": {"valid_to": date(2026, 5, 17)},
    "no_end": {"valid_to": None},
    "no_issuer": {"issuer": " "},
    "no_duty": {"duty": " "},
    "one_subject": {"spacecraft_id": None},
    "unknown_word": {"kind": "promise"},
    "amount_not_positive": {"face_fen": 0},
    "no_base": {"kind": "performance"},
}


def test_a_guarantee_that_cannot_be_is_refused_where_it_is_lodged(an_office: Office) -> None:
    walk = Walk(an_office)
    given = {**D1, "spacecraft_id": walk.satellite(), **PAPER}
    given["organisation_id"] = an_office.organisation("operator")
    for code, wrong in BAD.items():
        walk.refused(code, "officer", commands.lodge_guarantee, **(given | wrong))
    walk.act("officer", commands.lodge_guarantee, "D1", **given)
    twice = given | {"issuer": "ｂａｎｋ c", "number": "LG-2026-０1 "}
    walk.refused("guarantee_known", "officer", commands.lodge_guarantee, **twice)
    other = {"guarantee_id": walk.made["D1"], "is_genuine": False, "words": "unknown there"}
    walk.act("supervisor", commands.check_guarantee, **other)
    assert (walk.held(walk.day), walk.seen("D1", walk.day)["state"]) == (0, "turned_away")


def test_what_takes_two_people_is_not_done_by_one(an_office: Office) -> None:
    walk = Walk(an_office)
    for name, roles in {
        "lodger": ("officer", "supervisor"),
        "claimer": ("supervisor", "decider"),
    }.items():
        an_office.ids[name] = an_office.enter(name, *roles)
    given = {**D1, "spacecraft_id": walk.satellite(), **PAPER}
    given["organisation_id"] = an_office.organisation("operator")
    walk.act("lodger", commands.lodge_guarantee, "D1", **given)
    key = {"guarantee_id": walk.made["D1"]}
    seen = {"is_genuine": True, "words": "x", **key}
    walk.refused("four_eyes", "lodger", commands.check_guarantee, **seen)
    walk.act("supervisor", commands.check_guarantee, **seen)
    asked = {"kind": "raise", "amount_fen": WAN, "reason": "x", **key}
    raised = walk.act("lodger", changing.propose_change, **asked)
    for command, more in ((changing.confirm_change, {}), (changing.reject_change, {"reason": "x"})):
        walk.refused("four_eyes", "lodger", command, proposal_id=raised, **more)
    walk.refused("proposal_waits", "lodger", changing.propose_change, **asked)
    walk.act("supervisor", changing.confirm_change, proposal_id=raised)
    walk.refused("proposal_decided", "supervisor", changing.confirm_change, proposal_id=raised)
    assert walk.held(walk.day) == 801 * WAN
    wish = {"amount_fen": WAN, "reason": "x", **key}
    claim = walk.act("claimer", changing.propose_claim, **wish)
    for command, more in ((changing.approve_claim, {}), (changing.reject_claim, {"reason": "x"})):
        walk.refused("four_eyes", "claimer", command, proposal_id=claim, **more)
    walk.act("decider", changing.reject_claim, proposal_id=claim, reason="not ours")
    met = {"outcome": "ended", "occurred_on": walk.day, "words": "x", **key}
    walk.act("reviewer", commands.confirm_duty, **met)
    walk.refused("four_eyes", "lodger", commands.release_guarantee, **key)
    walk.refused("duty_confirmed", "reviewer", commands.confirm_duty, **met)


def test_after_its_last_day_nothing_is_claimed_of_it(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.lodge("D1", {**D1, "spacecraft_id": walk.satellite()})
    wish = {"guarantee_id": walk.made["D1"], "amount_fen": WAN, "reason": "x"}
    walk.day = date(2027, 5, 31)
    claim = walk.act("supervisor", changing.propose_claim, **wish)
    walk.day = date(2027, 6, 1)
    walk.refused("guarantee_expired", "decider", changing.approve_claim, proposal_id=claim)
    walk.refused("guarantee_expired", "supervisor", changing.propose_claim, **wish)
    assert "expired" in walk.seen("D1", walk.day)["alerts"]


PLANTED = {
    "guarantees_held": ("guarantee", "UPDATE guarantee SET held_fen = held_fen + 1"),
    "guarantees_stand": ("guarantee", "UPDATE guarantee SET valid_until = '2030-01-01'"),
    "guarantees_by_two": (
        "guarantee_event",
        "UPDATE guarantee_event SET recorded_by = (SELECT lodged_by FROM guarantee)",
    ),
    "guarantees_released": (
        "guarantee_event",
        "UPDATE guarantee_event SET kind = 'checked' WHERE kind = 'duty_met'",
    ),
    "guarantee_terms": ("guarantee", "DELETE FROM search_term WHERE kind = 'guarantee'"),
}


class Undone(Exception):
    """What was planted goes."""


def test_verify_finds_each_fault_that_is_planted(an_office: Office) -> None:
    walk = Walk(an_office)
    until_released(walk)
    for check, (table, statement) in PLANTED.items():
        failed: set[str] = set()

        def plant(
            session: Session,
            table: str = table,
            statement: str = statement,
            failed: set[str] = failed,
        ) -> None:
            if an_office.engine.dialect.name == "sqlite":
                named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :of"
                for name in session.execute(sa.text(named), {"of": table}).scalars().all():
                    session.execute(sa.text(f"DROP TRIGGER {name}"))
            else:
                session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            session.execute(sa.text(statement))
            failed.update(one["name"] for one in verify(session)["checks"] if not one["ok"])
            raise Undone

        with pytest.raises(Undone):
            db.write(an_office.engine, plant)
        assert check in failed


def test_what_is_held_by_kind_is_what_the_guarantees_of_each_day_say(an_office: Office) -> None:
    walk = Walk(an_office)
    until_released(walk)
    begun, end = date(2026, 1, 1), walk.day + timedelta(days=90)
    craft = {"spacecraft_id": walk.made["satellite"]}
    walk.lodge("D2", {**D1, **craft, "number": "LG-2"})
    long = {"number": "LG-3", "valid_to": date(2035, 12, 31), "duty_due_on": date(2034, 12, 31)}
    walk.lodge("D3", {**D1, **craft, **long})
    walk.change("D3", "raise", amount_fen=200 * WAN)
    wish = {"guarantee_id": walk.made["D3"], "amount_fen": 100 * WAN, "reason": "x"}
    claim = walk.act("supervisor", changing.propose_claim, **wish)
    walk.act("decider", changing.approve_claim, proposal_id=claim)  # 900 held, 1,000 required
    assert walk.seen("D3", walk.day)["alerts"] == ("below_required",)
    days = [begun + timedelta(days=place) for place in range(0, (end - begun).days, 29)]
    held = 0
    with clock.at(clock.noon(walk.day)), db.reading(an_office.engine) as session:
        for day in days:
            frame = queries.guarantees(session, OPERATOR, day)
            frame = frame[(frame["held_fen"] > 0) & (frame["kind"] == "de_orbit")]
            kinds = queries.by_kind(session, OPERATOR, day).set_index("kind").loc["de_orbit"]
            told = (len(frame), int(frame["held_fen"].sum()), int(frame["alerts"].map(bool).sum()))
            assert tuple(kinds) == told, day
            held += told[0]
    assert held > 10


def test_what_is_held_by_kind_in_the_demonstration_is_what_its_guarantees_say(
    demonstration: Path,
) -> None:
    """It has an alert of each kind, and none."""
    seen: set[str] = set()
    with db.reading(db.engine(f"sqlite:///{demonstration}")) as session:
        for place in range(0, 1_100, 11):
            day = date(2026, 1, 1) + timedelta(days=place)
            frame = queries.guarantees(session, OPERATOR, day)
            frame = frame[(frame["held_fen"] > 0) & (frame["currency"] == "CNY")]
            seen.update(*frame["alerts"])
            by_kind = queries.by_kind(session, OPERATOR, day)
            for kind, *row in by_kind.itertuples(index=False):
                own = frame[frame["kind"] == kind]
                told = [len(own), int(own["held_fen"].sum()), int(own["alerts"].map(bool).sum())]
                assert row == told, (day, kind)
    assert seen == set(rules.ALERTS)


def test_money_of_others_is_in_no_sum_of_the_funds(an_office: Office) -> None:
    from fund.portfolio import queries as portfolio

    walk = Walk(an_office)
    walk.lodge("D1", {**D1, "spacecraft_id": walk.satellite()})
    with clock.at(clock.noon(walk.day)), db.reading(an_office.engine) as session:
        found = portfolio.figures(session, OPERATOR, walk.day)
        kinds = queries.by_kind(session, OPERATOR, walk.day)
    assert set(found["stages"].values()) == {0}
    assert dict(zip(kinds["kind"], kinds["held_fen"], strict=True)) == {
        kind: 800 * WAN if kind == "de_orbit" else 0 for kind in rules.KINDS
    }
