"""The day before which nothing of a grant can have fired is moved back by each thing that can fire,
and by nothing else; what had fired on a past day is in its list, whatever made it fire.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access import actors
from fund.grants import commands as grants
from fund.ledger import amendments
from fund.ledger.sums import UNDERTAKING
from fund.ledger.undertakings import Terms
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.settings import commands as settings
from fund.standing import queries
from fund.standing.checks import CHECKS
from fund.verify import GUARDS
from tests.ledger.scenario import WAN, Walk, decide, sign
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.standing.test_random import by_list

FIRST, SECOND = date(2026, 12, 1), date(2027, 6, 1)
"""What the parts of each grant are promised for."""
DUE, EARLIER, LATER = date(2027, 2, 1), date(2026, 10, 1), date(2027, 5, 1)
DAY, PAID, LAST = date(2026, 6, 20), date(2026, 6, 25), date(2027, 7, 1)


def moved(walk: Walk, code: str, day: date, *, is_signed: bool = True) -> None:
    walk.act(
        "decider",
        amendments.propose_date,
        "moved",
        tranche_id=walk[f"{code}/T1"],
        promised_on=day,
        reason="x",
    )
    command = amendments.sign_amendment if is_signed else amendments.reject_amendment
    more = {} if is_signed else {"reason": "x"}
    walk.act("supervisor", command, amendment_id=walk["moved"], expected_version=1, **more)


def raised(walk: Walk, code: str) -> None:
    """An amendment of another kind."""
    walk.act(
        "decider",
        amendments.propose_amendment,
        "more",
        tranche_id=walk[f"{code}/T1"],
        change_fen=WAN,
        reason="x",
    )
    walk.act("supervisor", amendments.sign_amendment, amendment_id=walk["more"], expected_version=1)


def waived(walk: Walk, code: str) -> None:
    part = walk[f"{code}/T1"]
    walk.act("decider_2", waiving.propose_waiver, "waiver", tranche_id=part, reason="x")
    walk.act("decider_3", waiving.grant_waiver, proposal_id=walk["waiver"])


def accepted(walk: Walk, code: str) -> None:
    walk.evidence(f"{code}/T1")
    walk.accept(f"{code}/T1")


def step(walk: Walk, code: str, due_on: date) -> int:
    return walk.act(
        "officer",
        milestones.schedule,
        f"{code} M",
        undertaking_id=walk[code],
        code="M",
        title="M",
        due_on=due_on,
    )


def expected(walk: Walk, code: str, day: date) -> None:
    key = step(walk, code, DUE)
    walk.act("officer", milestones.forecast, milestone_id=key, forecast_on=day)


def approved(walk: Walk, code: str, day: date) -> None:
    key = step(walk, code, DUE)
    walk.act("supervisor", milestones.rebaseline, milestone_id=key, due_on=day, reason="x")


FACTS: dict[str, tuple[Callable[[Walk, str], object], date]] = {
    "plain": (lambda _walk, _code: None, FIRST),
    "raised": (raised, FIRST),
    "to an earlier day": (lambda walk, code: moved(walk, code, EARLIER), EARLIER),
    "to a later day": (lambda walk, code: moved(walk, code, LATER), FIRST),
    "turned down": (lambda walk, code: moved(walk, code, EARLIER, is_signed=False), FIRST),
    "accepted": (accepted, FIRST),
    "waived": (waived, DAY),
    "a step before": (lambda walk, code: step(walk, code, EARLIER), EARLIER),
    "a step behind": (lambda walk, code: step(walk, code, DUE), FIRST),
    "expected earlier": (lambda walk, code: expected(walk, code, EARLIER), FIRST),
    "expected later": (lambda walk, code: expected(walk, code, LATER), DAY),
    "approved for later": (lambda walk, code: approved(walk, code, LATER), DAY),
}
"""What is recorded on DAY of one grant each -> the day from which it may have fired."""


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A grant for each fact, and a day long after them."""
    walk = until(Walk(an_office), 2)
    for key in ("slip_days", "evidence_days"):
        walk.act("system", settings.change, threshold=key, value=10, reason="tests")
    for day, do in (
        (date(2026, 2, 10), lambda code: decide(code, "A26", 100)(walk)),
        (date(2026, 3, 2), lambda code: sign(grants.sign, code, terms(), {})(walk)),
        (DAY, lambda code: FACTS[code][0](walk, code)),
        (PAID, lambda code: walk.pay(f"{code}/T1", 40) if code == "waived" else None),
    ):
        walk.day = day
        for code in FACTS:
            do(code)
    walk.day = LAST
    waived(walk, "plain")  # long after its first part was promised for
    return walk


def terms() -> list[Terms]:
    return [Terms("T1", 50 * WAN, FIRST), Terms("T2", 50 * WAN, SECOND)]


def test_each_fact_that_can_fire_and_no_other_moves_the_day_back(walk: Walk) -> None:
    with db.reading(walk.office.engine) as session:
        kept = session.execute(sa.select(*UNDERTAKING.c["code", "quiet_until"]))
        assert dict(kept.all()) == {code: day for code, (_do, day) in FACTS.items()}
        assert not CHECKS["light_days"](session)


def test_the_migration_works_the_days_out_of_what_was_recorded_before_it(walk: Walk) -> None:
    engine = walk.office.engine
    said = (GUARDS / f"0076_{engine.dialect.name}.sql").read_text("utf-8").partition("\n--\n")[0]
    assert said.splitlines()[2].startswith("UPDATE undertaking SET quiet_until")
    with engine.connect().execution_options(fund_writes=True) as connection:
        connection.exec_driver_sql("UPDATE undertaking SET quiet_until = '2020-01-01'")
        connection.exec_driver_sql(said)
        kept = connection.execute(sa.select(*UNDERTAKING.c["code", "quiet_until"])).all()
        connection.rollback()
    assert dict(map(tuple, kept)) == {code: day for code, (_do, day) in FACTS.items()}


def as_listed(walk: Walk, day: date) -> pd.DataFrame:
    """What is judged of everything on a day, which the list of each light has."""
    with db.reading(walk.office.engine) as session:
        viewer = actors.load(session, walk.office.ids["viewer"])
        lights = queries.lights(session, viewer, View(as_of=day))
    names = ("undertaking_id", "declared", "computed", "gap_fen", "needs_answer")
    rows = {row[0]: row[1:] for row in zip(*(lights[name] for name in names), strict=True)}
    assert by_list(walk.office, day) == rows, day
    return lights


def test_days_kept_by_what_holds_now_are_no_past_days(walk: Walk) -> None:
    """Nothing was done since, but other thresholds hold from today on; and what is recorded later
    than today, by a clock that was set back, is not known yet.
    """
    later = LAST + timedelta(days=5)
    for key in ("slip_days", "evidence_days"):
        walk.office.act(
            "system", settings.change, on=later, threshold=key, value=3660, reason="tests"
        )
    with clock.at(clock.noon(later)):
        before, now = (as_listed(walk, day) for day in (later - timedelta(days=1), later))
    assert list(before["computed"]) != list(now["computed"])
    for day in (DAY, FIRST):
        with clock.at(clock.noon(day)):
            as_listed(walk, day)


def test_what_had_fired_on_a_past_day_is_in_its_list(walk: Walk) -> None:
    fired = set()
    days = {day + timedelta(days=more) for _do, day in FACTS.values() for more in (-1, 0, 10, 21)}
    for day in sorted(days | {PAID}):
        lights = as_listed(walk, day)
        fired |= {(day, code) for code in lights["code"][lights["computed"] != "green"]}
    firsts = {code: min(day for day, one in fired if one == code) for _day, code in fired}
    assert set(firsts) == set(FACTS) - {"to a later day"}  # later than any of these days
    assert firsts == {
        **dict.fromkeys(set(firsts), FIRST),
        "to an earlier day": EARLIER,
        "a step before": EARLIER + timedelta(days=10),
        "waived": PAID,
        "expected later": DAY,
        "approved for later": DAY,
    }
