"""The rules of levels, each with its near miss, on both databases; sixteen processes accept one
proposal once; the records of TechPort come in with months.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from fund import acts, clock, db
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, FundError, NotAllowed, NotFound, Stale, WrongState
from fund.frontiers import assessing, commands, exchange, queries, rules
from fund.ledger.rules import InTheFuture
from fund.verify import verify
from tests.people import Office
from tests.sites.test_sites import enter, plan

FORK, PROCESSES = get_context("fork"), 16
SPRING, JUNE, LATER = date(2026, 3, 2), date(2026, 6, 30), date(2027, 3, 3)


def asked(here: Office, query: Callable[..., Any], *arguments: Any) -> Any:
    with db.reading(here.engine) as session:
        return query(session, OPERATOR, *arguments)


def level(here: Office, as_of: date = JUNE) -> int | None:
    found: int | None = asked(here, queries.frontier, "F1", as_of)["level"]
    return found


def proof(*levels: int, **more: Any) -> list[dict[str, Any]]:
    """A piece of evidence for each level, as that level needs it."""
    return [
        {
            "level": one,
            "kind": rules.NEEDS.get(one, "report"),
            "environment": rules.PLACES.get(one, ("laboratory",))[0],
            "document": f"D{one}",
            **more,
        }
        for one in levels
    ]


def propose(here: Office, element: int, wanted: Any, *levels: int, **more: Any) -> int:
    given: dict[str, Any] = {"evidence": proof(*levels), "assessor": "评价中心", **more}
    day = given.pop("on", SPRING)
    return here.act(
        given.pop("part", "officer"),
        assessing.propose_level,
        on=day,
        element_id=element,
        level=wanted,
        assessed_on=given.pop("assessed_on", day),
        **given,
    )


def accept(here: Office, assessment: int, on: date = SPRING) -> int:
    return here.act("reviewer", assessing.accept_level, on=on, assessment_id=assessment)


def reach(here: Office, element: int, wanted: int, on: date = SPRING, **more: Any) -> None:
    """An element at a level, accepted by whoever it takes."""
    levels = range(1, wanted + 1)
    key = propose(here, element, wanted, *levels, on=on, **more)
    accept(here, key, on)
    if wanted >= rules.TWO_FROM:
        here.act("decider", assessing.second_level, on=on, assessment_id=key)


def entered(here: Office, field: str = "servicing") -> tuple[int, int]:
    """An undertaking with two critical elements and one that is not."""
    here.act(
        "officer",
        commands.enter_frontier,
        on=SPRING,
        code="F1",
        title_zh="在轨服务",
        field=field,
        scale="gbt_hardware",
        source="test",
        levels={"begin": 3, "goal": 7},
        texts={"lead": "承担单位"},
    )
    made = [
        here.act(
            "officer",
            commands.enter_element,
            on=SPRING,
            frontier="F1",
            name=name,
            use="低轨",
            is_critical=name != "C",
        )
        for name in "ABC"
    ]
    return made[0], made[1]


def test_the_level_is_the_least_of_the_critical_elements(an_office: Office) -> None:
    first, second = entered(an_office)
    assert level(an_office) is None
    reach(an_office, first, 7)
    assert level(an_office) is None
    reach(an_office, second, 4)
    assert level(an_office) == 4
    one = asked(an_office, queries.frontier, "F1", JUNE)
    assert (one["gained"], one["fen_per_level"]) == (1, None)
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]


def test_a_self_assessment_never_raises_a_level(an_office: Office) -> None:
    first, second = entered(an_office)
    reach(an_office, second, 4)
    reach(an_office, first, 4)
    for more in ({"is_self": True}, {"assessor": "承担单位"}):
        key = propose(an_office, first, 6, 5, 6, **more)
        with pytest.raises(rules.OwnAssessment):
            accept(an_office, key)
        an_office.act("reviewer", assessing.turn_back_level, assessment_id=key, reason="自评")
    assert level(an_office) == 4


@pytest.mark.parametrize(
    ("now", "wanted", "evidence", "error"),
    [
        (3, 6, proof(4, 6), rules.EvidenceMissing),
        (3, 4, [], rules.EvidenceMissing),
        (4, 5, proof(5, environment="laboratory"), rules.EnvironmentMissing),
        (6, 7, proof(7, environment="relevant"), rules.EnvironmentMissing),
        (6, 7, proof(7, kind="report"), rules.RecordMissing),
        (7, 8, proof(8, kind="test"), rules.RecordMissing),
        (8, 9, proof(9, kind="test", launch="L1"), rules.RecordMissing),
        (8, 9, proof(9, launch=""), rules.LaunchMissing),
        (3, 6, proof(4, 5, 6), None),
        (6, 7, proof(7), None),
        (7, 8, proof(8), None),
        (8, 9, proof(9, launch="L1"), None),
        (6, 5, [], None),
    ],
)
def test_every_step_of_a_level_is_proven(
    now: int, wanted: int, evidence: list[dict[str, Any]], error: type[FundError] | None
) -> None:
    held = [{"launch": "", **one} for one in evidence]
    if error is None:
        rules.proven(now, wanted, held)
        return
    with pytest.raises(error):
        rules.proven(now, wanted, held)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("6-7", rules.ARangeOfLevels),
        ("TRL 6–7", rules.ARangeOfLevels),
        ("TRL6", rules.NotALevel),
        ("六级", rules.NotALevel),
        ("0", rules.NotALevel),
        ("10", rules.NotALevel),
        ("6.5", rules.NotALevel),
        ("", rules.NotALevel),
    ],
)
def test_what_is_no_level_is_refused(written: str, error: type[FundError]) -> None:
    with pytest.raises(error):
        rules.level_of(written)
    assert rules.level_of(" 6 ") == 6


def test_level_seven_takes_two_others_and_six_takes_one(an_office: Office) -> None:
    first, second = entered(an_office)
    reach(an_office, second, 6)
    reach(an_office, first, 6)
    assert level(an_office) == 6
    key = propose(an_office, first, 7, 7)
    with pytest.raises(NotAllowed):
        an_office.act("officer", assessing.accept_level, assessment_id=key)
    assert ("accept_level", "F1") in an_office.waits("reviewer", SPRING)
    assert ("second_level", "F1") not in an_office.waits("decider", SPRING)
    accept(an_office, key)
    assert ("accept_level", "F1") not in an_office.waits("reviewer", SPRING)
    assert ("second_level", "F1") in an_office.waits("decider", SPRING)
    states = asked(an_office, queries.assessments, 1, JUNE)["outcome"]
    assert next(iter(states)) == "half_accepted"
    with pytest.raises(WrongState):
        accept(an_office, key)
    with pytest.raises(NotAllowed):
        an_office.act("reviewer", assessing.second_level, assessment_id=key)
    an_office.act("decider", assessing.second_level, on=SPRING, assessment_id=key)
    found = asked(an_office, queries.readiness, JUNE).elements.set_index("element_id")
    assert (found.loc[first, "level"], level(an_office)) == (7, 6)


def test_whoever_accepts_first_is_not_the_second(an_office: Office) -> None:
    first, _second = entered(an_office)
    an_office.ids["both"] = an_office.enter("both", "reviewer", "decider")
    key = propose(an_office, first, 7, *range(1, 8))
    an_office.act("both", assessing.accept_level, on=SPRING, assessment_id=key)
    with pytest.raises(FourEyes) as refused:
        an_office.act("both", assessing.second_level, on=SPRING, assessment_id=key)
    assert refused.value.facts == {"earlier": "accept_level", "act": "second_level"}
    assert ("second_level", "F1") not in an_office.waits("both", SPRING)


def test_whoever_had_it_accepted_by_a_deputy_is_not_the_second(an_office: Office) -> None:
    first, _second = entered(an_office)
    an_office.ids["both"] = an_office.enter("both", "reviewer", "decider")
    an_office.act(
        "both",
        access.delegate,
        on=SPRING,
        person_id=an_office.ids["viewer"],
        role="reviewer",
        starts_on=SPRING,
        ends_on=SPRING,
        reason="x",
    )
    key = propose(an_office, first, 7, *range(1, 8))
    an_office.act("viewer", assessing.accept_level, on=SPRING, assessment_id=key)
    with pytest.raises(FourEyes):
        an_office.act("both", assessing.second_level, on=JUNE, assessment_id=key)
    assert ("second_level", "F1") not in an_office.waits("both", JUNE)
    an_office.act("decider", assessing.second_level, on=JUNE, assessment_id=key)


def test_whoever_proposes_accepts_neither_first_nor_second(an_office: Office) -> None:
    first, _second = entered(an_office)
    an_office.ids["all"] = an_office.enter("all", "officer", "reviewer", "decider")
    key = propose(an_office, first, 7, *range(1, 8), part="all")
    with pytest.raises(FourEyes):
        an_office.act("all", assessing.accept_level, on=SPRING, assessment_id=key)
    assert ("accept_level", "F1") not in an_office.waits("all", SPRING)
    accept(an_office, key)
    with pytest.raises(FourEyes):
        an_office.act("all", assessing.second_level, on=SPRING, assessment_id=key)


def test_a_downgrade_says_why_and_stays_in_history(an_office: Office) -> None:
    first, second = entered(an_office)
    reach(an_office, first, 6)
    reach(an_office, second, 6)
    with pytest.raises(rules.DowngradeReason):
        propose(an_office, first, 5)
    key = propose(an_office, first, 5, reason="环境变化", on=JUNE)
    accept(an_office, key, JUNE)
    assert (level(an_office, SPRING), level(an_office, JUNE)) == (6, 5)
    known = asked(an_office, queries.assessments, 1, JUNE)
    assert list(known["level"]) == [5, 6, 6]


def test_an_old_assessment_or_another_use_is_to_be_assessed_again(an_office: Office) -> None:
    first, second = entered(an_office)
    reach(an_office, first, 4)
    reach(an_office, second, 4)
    stale = [
        asked(an_office, queries.frontier, "F1", day)["is_stale"]
        for day in (date(2027, 3, 2), LATER)
    ]
    assert stale == [False, True]
    an_office.act("officer", commands.change_use, on=JUNE, element_id=first, use="地球静止轨道")
    assert asked(an_office, queries.frontier, "F1", JUNE)["is_stale"]
    assert not asked(an_office, queries.frontier, "F1", SPRING)["is_stale"]
    assert level(an_office) == 4


def test_level_nine_names_a_launch_that_is_known(an_office: Office) -> None:
    first, _second = entered(an_office)
    documents = proof(*range(1, 9)) + proof(9, launch="L1")
    given: dict[str, Any] = {"level": 9, "assessed_on": SPRING, "assessor": "x"}
    with pytest.raises(FundError):
        an_office.act(
            "officer", assessing.propose_level, element_id=first, evidence=documents, **given
        )
    enter(an_office, "S1")
    plan(an_office, "L1", SPRING)
    key = an_office.act(
        "officer", assessing.propose_level, on=SPRING, element_id=first, evidence=documents, **given
    )
    accept(an_office, key)


def test_sixteen_at_once_accept_one_proposal_once(an_office: Office) -> None:
    first, _second = entered(an_office)
    key = propose(an_office, first, 4, *range(1, 5))

    start, hear, tell = FORK.Barrier(PROCESSES), *FORK.Pipe(duplex=False)
    running = [
        FORK.Process(target=one_accepts, args=(an_office, key, start, tell))
        for _number in range(PROCESSES)
    ]
    an_office.engine.dispose()
    for process in running:
        process.start()
    said = Counter(hear.recv() for _process in running)
    for process in running:
        process.join()
    assert said == {"accepted": 1, "refused": PROCESSES - 1}
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]


def one_accepts(here: Office, key: int, start: Any, tell: Any) -> None:
    """In a process of its own: wait for the others, accept, say what came of it."""
    here.engine.dispose(close=False)
    start.wait()
    try:
        acts.perform(here.engine, here.ids["reviewer"], assessing.accept_level, assessment_id=key)
    except (WrongState, Stale):
        tell.send("refused")
    else:
        tell.send("accepted")


def test_the_clauses_are_for_servicing_and_removal_only(an_office: Office) -> None:
    entered(an_office, "tourism")
    given = {"frontier": "F1", "clause": "4.1.2", "state": "met"}
    with pytest.raises(rules.NotForThisField):
        an_office.act("officer", commands.check_clause, **given)
    for field in rules.CHECKED:
        code = f"F-{field}"
        an_office.act(
            "officer",
            commands.enter_frontier,
            code=code,
            title_zh="x",
            field=field,
            scale="iso_16290",
            source="x",
        )
        an_office.act("officer", commands.check_clause, **{**given, "frontier": code})
        with pytest.raises(rules.NotApplicableWhy):
            an_office.act(
                "officer",
                commands.check_clause,
                frontier=code,
                clause="4.1.2",
                state="not_applicable",
            )


def test_a_demonstration_has_its_day_with_its_result_and_replaces_one_of_its_own(
    an_office: Office,
) -> None:
    entered(an_office)
    an_office.act(
        "officer",
        commands.enter_frontier,
        code="F2",
        title_zh="x",
        field="bio",
        scale="iso_16290",
        source="x",
    )
    shown = partial(an_office.act, "officer", commands.state_demonstration, on=SPRING, what="x")
    planned = shown(frontier="F1", planned_on=JUNE)
    for held_on, result, error in (
        (SPRING, "", rules.ResultMissing),
        (None, "好", rules.ResultMissing),
        (JUNE, "好", InTheFuture),
    ):
        with pytest.raises(error):
            shown(frontier="F1", held_on=held_on, result=result, replaces_id=planned)
    with pytest.raises(NotFound):
        shown(frontier="F2", held_on=SPRING, result="好", replaces_id=planned)
    shown(frontier="F1", held_on=SPRING, result="好", replaces_id=planned)
    assert list(asked(an_office, queries.showings, 1, JUNE)["result"]) == ["好"]


def test_an_empty_portfolio_is_none_of_none(an_office: Office) -> None:
    (figure,) = asked(an_office, queries.indicators, JUNE)
    assert (figure.value, figure.of) == (None, None)


def test_the_records_of_techport_come_in_with_their_months(an_office: Office, shared: Path) -> None:
    content = (shared / "techport" / "projects.json").read_bytes()
    given = (an_office.engine, an_office.ids["officer"], "projects.json", content)
    counts, issues = exchange.take_in(*given, dry_run=False)
    assert counts == {"accepted": 25, "known": 0}
    assert not [one for one in issues if one.severity == "error"]
    found = asked(an_office, queries.readiness, clock.today()).frontiers
    assert set(found["starts_precision"]) == {"month"}
    assert found["level"].isna().all()
    first = found.set_index("code").loc["TechPort-90693"]
    assert (first["begin_level"], first["told_level"], first["goal_level"]) == (4, 5, 5)
    assert (first["starts_on"], first["ends_on"]) == (date(2016, 8, 1), date(2018, 8, 1))
    assert exchange.take_in(*given, dry_run=False)[0] == {"accepted": 0, "known": 25}


def test_an_assessment_stays_whoever_writes_to_the_database(an_office: Office) -> None:
    first, _second = entered(an_office)
    reach(an_office, first, 4)
    for statement in (
        "UPDATE level_assessment SET level = 9",
        "DELETE FROM level_assessment",
        "DELETE FROM level_evidence",
        "UPDATE frontier SET goal_level = 9",
    ):
        with pytest.raises((DBAPIError, FundError)):
            db.write(an_office.engine, lambda session, said=statement: _run(session, said))


def _run(session: Session, statement: str) -> None:
    session.execute(sa.text(statement))
