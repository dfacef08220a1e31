"""The register of standards at work on both databases: from a draft to merged, with the
refusals.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from fund import clock, db
from fund.access.actors import OPERATOR, Actor
from fund.audit import AuditEntry
from fund.errors import FourEyes, NotAllowed, NotFound, Stale, WrongState
from fund.ledger.rules import InTheFuture
from fund.standards import commands, queries, relations, rules
from fund.standards.tables import Standard, StandardEvent
from fund.verify import verify
from tests.people import Office

SOURCE = "test"
GB = {
    "number": "GB/T 34513—2017",
    "title_zh": "空间碎片减缓要求",
    "status": "in_force",
    "issued": "2017-11-01",
    "effective": "2018-05-01",
    "adopts": "ISO 24113:2011",
    "degree": "IDT",
    "field": "debris",
    "step": "general",
    "side": "civil",
    "source": SOURCE,
}
ISO = tuple(
    {
        "number": f"ISO 24113:{year}",
        "title_en": "Space debris mitigation requirements",
        "stage": "60.60" if year == 2023 else "95.99",
        "issued": str(year),
        "replaces": f"ISO 24113:{before}" if before else "",
        "source": SOURCE,
    }
    for before, year in ((0, 2010), (2010, 2011), (2011, 2019), (2019, 2023))
)
NEW = {
    "number": "T/DEMO 1-2026",
    "title_zh": "商业碎片减缓要求",
    "status": "drafting",
    "field": "debris",
    "step": "general",
    "side": "commercial",
    "source": SOURCE,
}


def enter(office: Office, given: dict[str, str], *, on: date | None = None) -> int:
    return office.act("officer", commands.enter_standard, given=given, on=on)


def asked(office: Office, query: Callable[..., Any], *arguments: Any) -> Any:
    with db.reading(office.engine) as session:
        return query(session, OPERATOR, *arguments)


def changed(office: Office, statement: Any) -> None:
    def change(session: Session) -> None:
        session.execute(statement)

    db.write(office.engine, change)


def test_the_gb_that_adopts_iso_24113_of_2011_is_two_editions_behind(an_office: Office) -> None:
    for given in (*ISO, GB):
        enter(an_office, given)
    one = asked(an_office, queries.standard, "ＧＢ／Ｔ 34513-2017")
    assert (one["lag"], one["review"], one["is_due"]) == (2, "2023-05-01", True)
    chain, said, _states = asked(an_office, relations.chained, "ISO 24113:2010")
    assert chain.holds == ("ISO 24113:2023",)
    assert set(said["said_by"]) == {"newer"}
    found = asked(an_office, relations.contradictions).to_dict("records")
    assert found == [{"kind": "behind", "number": "GB/T 34513-2017", "other": "ISO 24113:2011"}]
    with pytest.raises(NotFound):
        asked(an_office, queries.standard, "ISO 1:2000")


def test_from_a_draft_to_merged(an_office: Office) -> None:
    civil, draft = enter(an_office, GB), enter(an_office, NEW)
    coverage = asked(an_office, queries.coverage, clock.today())
    (row,) = coverage[coverage["in_force"] > 0].to_dict("records")
    assert (row["field"], row["step"], row["civil"], row["drafting"]) == ("debris", "general", 1, 1)
    an_office.act(
        "officer", commands.state_status, standard_id=draft, status="in_force", source=SOURCE
    )
    an_office.act(
        "supervisor",
        commands.decide_review,
        standard_id=civil,
        verdict="confirmed",
        decided_on=date(2024, 3, 1),
        source=SOURCE,
    )
    assert asked(an_office, queries.standard, GB["number"])["review"] == "2029-03-01"
    made = an_office.act("reviewer", commands.propose_merging, **pair(draft, civil))
    assert asked(an_office, queries.merged, clock.today()) == 0
    with pytest.raises(rules.MergingWaits):
        an_office.act("reviewer_2", commands.propose_merging, **pair(civil, draft))
    an_office.act("supervisor", commands.confirm_merging, merging_id=made, expected_version=1)
    assert asked(an_office, queries.merged, clock.today()) == 1
    with pytest.raises(rules.MergingDecided):
        an_office.act("supervisor_2", commands.reject_merging, merging_id=made, reason="x")
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]


def pair(one: int, other: int) -> dict[str, Any]:
    return {"standard_id": one, "other_id": other, "subject": "碎片减缓", "verdict": "merged"}


def test_who_proposed_a_merging_does_not_decide_it(an_office: Office) -> None:
    both = an_office.enter("both", "reviewer", "supervisor")
    an_office.ids["both"] = both
    civil, draft = enter(an_office, GB), enter(an_office, NEW)
    made = an_office.act("both", commands.propose_merging, **pair(civil, draft))
    for command, more in (
        (commands.confirm_merging, {}),
        (commands.reject_merging, {"reason": "x"}),
    ):
        with pytest.raises(FourEyes):
            an_office.act("both", command, merging_id=made, **more)
    values = {"outcome": "confirmed", "decided_on": date(2026, 3, 1), "decided_by": both}
    with pytest.raises(DBAPIError, match="four_eyes"):
        changed(an_office, sa.update(queries.MERGING).values(**values))
    with pytest.raises(Stale):
        an_office.act("supervisor", commands.confirm_merging, merging_id=made, expected_version=9)


def test_the_refusals(an_office: Office) -> None:
    draft = enter(an_office, NEW)
    state = {"standard_id": draft, "status": "in_force", "source": SOURCE}
    tomorrow = date(2999, 1, 1)
    for part, command, more, refused in (
        ("viewer", commands.enter_standard, {"given": GB}, NotAllowed),
        ("officer", commands.enter_standard, {"given": NEW}, rules.StandardKnown),
        ("officer", commands.enter_standard, {"given": GB | {"source": ""}}, rules.NoSource),
        (
            "officer",
            commands.enter_standard,
            {"given": GB | {"number": "GJB 1-2020"}},
            rules.ClassifiedText,
        ),
        ("supervisor", commands.state_status, state, NotAllowed),
        ("officer", commands.state_status, state | {"status": "drafting"}, rules.SameState),
        ("officer", commands.state_status, state | {"source": " "}, rules.NoSource),
        ("officer", commands.state_status, state | {"status": "x"}, rules.UnknownChoice),
        ("officer", commands.state_status, state | {"happened_on": tomorrow}, InTheFuture),
        ("supervisor", commands.decide_review, review(draft), WrongState),
        ("supervisor", commands.decide_review, review(draft, tomorrow), InTheFuture),
        ("reviewer", commands.propose_merging, pair(draft, draft), rules.OneStandard),
        ("officer", commands.propose_merging, pair(draft, draft), NotAllowed),
    ):
        with pytest.raises(refused):
            an_office.act(part, command, **more)
    assert an_office.one(select(sa.func.count()).select_from(Standard)) == 1


def test_what_is_classified_is_refused_on_record_and_not_kept_there(an_office: Office) -> None:
    secret = GB | {"number": "GJB 1-2020", "title_zh": "不得留存的题名"}
    for command, given in (
        (commands.enter_standard, {"given": secret}),
        (commands.take_in, {"texts": [secret], "file_name": "register.csv"}),
    ):
        with pytest.raises(rules.ClassifiedText):
            an_office.act("officer", command, **given)
    with db.reading(an_office.engine) as session:
        kept = [row.detail for row in session.exec(select(AuditEntry)).all()]
    assert sum("classified_text" in detail for detail in kept) == 2
    assert not any("GJB" in detail or "不得留存" in detail for detail in kept)


def review(key: int, on: date = date(2026, 1, 1)) -> dict[str, Any]:
    return {"standard_id": key, "verdict": "confirmed", "decided_on": on, "source": SOURCE}


def test_the_database_guards_what_was_said(an_office: Office) -> None:
    enter(an_office, GB)
    for statement in (
        sa.update(queries.EVENT).values(source="y"),
        sa.delete(queries.EVENT),
        sa.delete(queries.ADOPTION),
        sa.delete(queries.STANDARD),
        sa.update(queries.STANDARD).values(number="GB/T 2-2020"),
        sa.update(queries.STANDARD).values(withdrawn_on=date(2020, 1, 1)),
        sa.update(queries.STANDARD).values(status="x"),
        sa.insert(queries.REPLACEMENT).values(
            older="A", newer="A", said_by="newer", extent="whole", recorded_on=date(2026, 1, 1)
        ),
    ):
        with pytest.raises(DBAPIError):
            changed(an_office, statement)


def test_a_past_day_shows_what_was_known_then(an_office: Office) -> None:
    key = enter(an_office, GB, on=date(2026, 3, 2))
    an_office.act(
        "officer",
        commands.state_status,
        standard_id=key,
        status="abolished",
        source=SOURCE,
        happened_on=date(2026, 6, 1),
        on=date(2026, 6, 2),
    )

    def known(on: date) -> list[tuple[str, str, str]]:
        rows = asked(an_office, queries.standards, on).to_dict("records")
        return [(row["status"], row["withdrawn"], row["review"]) for row in rows]

    assert known(date(2026, 3, 1)) == []
    assert known(date(2026, 6, 1)) == [("in_force", "", "2023-05-01")]
    assert known(date(2026, 6, 2)) == [("abolished", "2026-06-01", "")]
    assert asked(an_office, queries.counted, date(2026, 6, 1)) == {"in_force": 1}
    assert int(asked(an_office, queries.coverage, date(2026, 6, 1))["in_force"].sum()) == 1
    assert int(asked(an_office, queries.coverage, date(2026, 6, 2))["in_force"].sum()) == 0


def test_verify_finds_what_was_changed_behind_its_back(an_office: Office) -> None:
    enter(an_office, GB)
    changed(an_office, sa.update(queries.STANDARD).values(status="superseded"))
    with db.reading(an_office.engine) as session:
        found = verify(session)
    assert [one["name"] for one in found["checks"] if not one["ok"]] == ["standards"]
    assert an_office.one(select(sa.func.count()).select_from(StandardEvent)) == 1


def test_a_stranger_sees_nothing(an_office: Office) -> None:
    enter(an_office, GB)
    nobody = Actor(0, "x", "x")
    with db.reading(an_office.engine) as session:
        for query, more in (
            (queries.standards, (clock.today(),)),
            (queries.standard, (GB["number"],)),
            (relations.chained, (GB["number"],)),
            (queries.coverage, (clock.today(),)),
            (relations.contradictions, ()),
            (relations.statements, ()),
            (queries.mergings, (clock.today(),)),
        ):
            with pytest.raises(NotAllowed):
                query(session, nobody, *more)
