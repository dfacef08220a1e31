"""Everybody at once: double clicks, and every province's centres handing in within the same
minute.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import acts, clock, db
from fund.access.tables import Person, RoleAssignment
from fund.centres import commands, periods, reviewing
from fund.centres.form import form_of
from fund.centres.tables import Centre
from fund.plan import reference
from fund.sign_in import commands as sign_in
from tests.centres.reporting import DAY, FIGURES, PDF, World, world

TOGETHER = 16
MINUTE = 60.0


@pytest.fixture
def here(database_url: str) -> World:
    return world(database_url)


def clicked(made: World, name: str, command: Any, **arguments: Any) -> list[Any]:
    """The same button pressed eight times at once: every answer."""
    person = made.ids.get(name) or made.office.ids[name]

    def press(_turn: int) -> Any:
        with clock.at(clock.noon(DAY)):
            return acts.perform(
                made.office.engine, person, command, key=f"{command.__name__}-{name}", **arguments
            )

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(press, range(8)))


def test_many_clicks_have_one_effect_on_every_act_of_a_report(here: World) -> None:
    one: dict[str, str] = {code: FIGURES[code] for code in ("staff", "projects")}
    key = here.filled("local SD-RR", "SD-RR")
    acts_in_turn: list[tuple[str, Any, dict[str, Any]]] = [
        (
            "local SD-RR",
            commands.fill_in,
            {"centre_code": "SD-RR", "period_code": "2026-Q3", "figures": one},
        ),
        (
            "local SD-RR",
            commands.attach,
            {
                "submission_id": key,
                "role": "proof",
                "file_name": "a.pdf",
                "content": PDF + b"proof",
            },
        ),
        ("local SD-RR", commands.submit, {"submission_id": key}),
        (
            "province 370000",
            reviewing.forward,
            {"submission_id": key, "file_name": "s.pdf", "content": PDF},
        ),
        ("reviewer", reviewing.send_back, {"submission_id": key, "remarks": {"staff": "x"}}),
        ("local SD-RR", commands.answer_remark, {"remark_id": 1, "answer": "y"}),
        (
            "local SD-RR",
            periods.ask_extension,
            {
                "centre_code": "SD-RR",
                "period_code": "2026-Q3",
                "until": date(2026, 12, 1),
                "reason": "x",
            },
        ),
        ("reviewer", periods.decide_extension, {"extension_id": 1, "is_granted": True}),
        (
            "system",
            sign_in.link_identity,
            {"person_id": here.ids["local SD-RR"], "issuer": "https://example.org", "subject": "a"},
        ),
        ("security", sign_in.revoke_sessions, {"person_id": here.ids["local SD-RR"]}),
    ]
    for name, command, arguments in acts_in_turn:
        outcomes = clicked(here, name, command, **arguments)
        assert len({outcome[:2] for outcome in outcomes}) == 1, command.__name__
        assert sum(not outcome.replayed for outcome in outcomes) == 1, command.__name__
    again = here.act("local SD-RR", commands.submit, submission_id=key)
    here.act(
        "province 370000",
        reviewing.forward,
        submission_id=again,
        file_name="s2.pdf",
        content=PDF + b"2",
    )
    outcomes = clicked(here, "reviewer_2", reviewing.approve_submission, submission_id=key)
    assert sum(not outcome.replayed for outcome in outcomes) == 1
    counted = (
        "SELECT (SELECT COUNT(*) FROM submission_round), (SELECT COUNT(*) FROM submission WHERE"
        " is_standing), (SELECT COUNT(*) FROM remark), (SELECT COUNT(*) FROM extension)"
    )
    with db.reading(here.office.engine) as session:
        assert tuple(session.execute(sa.text(counted)).one()) == (2, 1, 1, 1)


def settle(session: Session, each: int) -> list[tuple[str, int]]:
    """So many centres in each of the 34 provinces, each with its reporter: code and person."""
    host = session.execute(sa.text("SELECT MIN(id) FROM organisation")).scalar_one()
    made = []
    for region in reference.regions():
        for number in range(each):
            code = f"{region['short_en']}-{number:02}"
            person = Person(login=code, name=code, added_at=clock.now())
            session.add_all(
                (
                    person,
                    Centre(
                        code=code,
                        kind="innovation_centre",
                        field="reusable_rocket",
                        name_zh=code,
                        region_code=region["code"],
                        host_id=host,
                        founded_on=date(2025, 1, 1),
                        registered_on=DAY,
                    ),
                )
            )
            session.flush()
            session.add(
                RoleAssignment(
                    person_id=person.id or 0, role="local", scope=code, assigned_at=clock.now()
                )
            )
            made.append((code, person.id or 0))
    return made


@pytest.mark.parametrize("each", [2, pytest.param(12, marks=pytest.mark.long)])
def test_every_province_hands_in_within_the_same_minute_and_none_is_lost(
    here: World, each: int
) -> None:
    people = db.write(here.office.engine, lambda session: settle(session, each))
    figures = {
        one.code: FIGURES[one.code]
        for one in form_of("innovation_centre", "reusable_rocket", date(2026, 9, 30))
        if one.is_asked
    }

    def hand_in(who: tuple[str, int]) -> int:
        code, person = who
        with clock.at(clock.noon(DAY)):
            key = acts.perform(
                here.office.engine,
                person,
                commands.fill_in,
                centre_code=code,
                period_code="2026-Q3",
                figures={**figures, "staff": str(100 + person)},
            ).id
            return int(
                acts.perform(here.office.engine, person, commands.submit, submission_id=int(key)).id
            )

    start = time.perf_counter()
    with ThreadPoolExecutor(TOGETHER) as pool:
        keys = list(pool.map(hand_in, people))
    assert time.perf_counter() - start <= MINUTE
    assert len(set(keys)) == len(people) == 34 * each
    with db.reading(here.office.engine) as session:
        stored = session.execute(
            sa.text(
                "SELECT c.code, f.value FROM submission s JOIN centre c ON c.id = s.centre_id JOIN"
                " submission_round r ON r.submission_id = s.id JOIN submitted_figure f ON"
                " f.round_id = r.id WHERE f.indicator = 'staff' AND s.status = 'submitted'"
            )
        ).all()
    assert dict(stored) == {code: str(100 + person) for code, person in people}
