"""What bodies hold of a measure is what a clerk would add up, however many undertakings a measure
counts as few, today and on past days; two entries of one body are one body's money. Filters keep
the bodies they name, and what those hold.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.access import actors
from fund.grants import commands as grants
from fund.ledger import commands as ledger
from fund.ledger.tables import Line, Posting, Programme, Undertaking
from fund.ledger.undertakings import Terms
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.plan import identity
from fund.settings import commands as settings
from fund.standing import concentration, queries, rules
from fund.suppliers import commands as suppliers
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

PERCENT = 25
ENTERED, SIGNED, MORE, ENDED = (date(2026, month, 10) for month in (2, 3, 4, 5))
HELD = (
    ("A1", "one", "A26", 300, ENTERED, "610000"),
    ("A2", "one again", "A26", 300, ENTERED, "460000"),
    ("A3", "two", "A26", 500, ENTERED, "610000"),
    ("A4", "three", "A26", 100, ENTERED, "610000"),
    ("A5", "three", "A26", 900, MORE, "310000"),
    ("A6", "one", "A26", 10, MORE, "310000"),
    ("A7", "four", "U26", 900, MORE, "610000"),
    ("B1", "two", "B26", 100, ENTERED, "310000"),
    ("B2", "four", "B26", 90, MORE, "610000"),
)
"""Grants: code, body, line (of A3, of A3 in dollars, of C6), 万元, when they are decided, where. On
ENDED A3 is ended and its money comes back.
"""


@pytest.fixture
def walk(an_office: Office) -> Walk:
    walk = until(Walk(an_office), 2)
    least = {"threshold": "concentration_percent", "value": PERCENT, "reason": "tests"}
    walk.act("system", settings.change, **least)
    dollars = {"source": "fund", "fiscal_year": 2026, "programme_code": "U", "currency": "USD"}
    facts = {"code": "U26", "title": "abroad", "measure": "A3", **dollars}
    walk.act("finance", ledger.open_line, "U26", **facts)
    walk.act("finance", ledger.appropriate, line_id=walk["U26"], amount_fen=900 * WAN)
    one, again = (walk.office.organisation(name) for name in ("one", "one again"))
    merge = walk.act(
        "officer", suppliers.propose_merge, organisation_id=again, kept_id=one, reason="one licence"
    )
    walk.act("supervisor", suppliers.merge_organisations, merge_id=merge, expected_version=1)
    for day in (ENTERED, MORE):
        walk.day = day
        for code, body, line, wan, _day, region in (held for held in HELD if held[4] == day):
            walk.grant(code, line, body, region)
            walk.act("decider", grants.decide, undertaking_id=walk[code], amount_fen=wan * WAN)
        if day == ENTERED:
            walk.day = SIGNED
            terms = [Terms("T1", 500 * WAN, date(2026, 12, 1))]
            walk.act("supervisor", grants.sign, undertaking_id=walk["A3"], terms=terms)
    walk.day = ENDED
    walk.act("decider", milestones.terminate, undertaking_id=walk["A3"], reason="given up")
    return walk


@contextmanager
def reading(walk: Walk) -> Iterator[Session]:
    with db.reading(walk.office.engine) as session:
        yield session


def by_hand(session: Session, day: date) -> dict[tuple[str, int], int]:
    """Posting by posting."""
    ends, held, whole = identity.merged(session), Counter[tuple[str, int]](), Counter[str]()
    rows = session.execute(
        sa.select(Programme.measure, Undertaking.organisation_id, Posting.amount_fen)
        .join(Line, Line.programme_id == Programme.id)
        .join(Posting, Posting.line_id == Line.id)
        .join(Undertaking, Undertaking.id == Posting.undertaking_id)
        .where(Posting.stage == "committed", Posting.recorded_on <= day, Line.currency == "CNY")
    )
    for measure, body, fen in rows:
        held[measure, ends.get(body, body)] += fen
        whole[measure] += fen
    return {key: fen for key, fen in held.items() if fen and fen * 100 > PERCENT * whole[key[0]]}


def test_the_same_bodies_hold_much_however_a_measure_is_added_up(walk: Walk) -> None:
    found = []
    with reading(walk) as session:
        for day in (ENTERED, SIGNED, MORE, ENDED):
            for measure in (None, "A3", "C6"):
                expected = {
                    key: fen
                    for key, fen in by_hand(session, day).items()
                    if measure in (None, key[0])
                }
                for few in (None, *range(8)):
                    view = View(as_of=day, measure=measure)
                    held, whole = concentration.held(session, view, PERCENT, few)
                    much = rules.concentrated(held, PERCENT, whole)
                    assert {(one.measure, one.body): one.held_fen for one in much} == expected, few
                found.append(len(expected))
    assert found == [3, 2, 1, 3, 2, 1, 4, 2, 2, 4, 2, 2]


def test_a_measure_of_as_many_undertakings_as_are_few_is_small(walk: Walk) -> None:
    with reading(walk) as session:
        small = [concentration._small(session, ("A3", "C6"), few) for few in range(1, 8)]
        assert concentration._small(session, (), 9) == []
    assert small == [[], *[["C6"]] * 5, ["A3", "C6"]]


def shown(walk: Walk, day: date, **filters: str | int) -> set[tuple[str, str]]:
    """Which bodies are warned of, under which measure."""
    with reading(walk) as session:
        viewer = actors.load(session, walk.office.ids["viewer"])
        frame = queries.warnings(session, viewer, View(as_of=day, **filters))
    return set(zip(frame["title"], frame["measure"], strict=True))


def test_filters_keep_the_bodies_they_name_and_what_those_hold_by_the_day(walk: Walk) -> None:
    body = walk.office.organisation
    everything = {("one", "A3"), ("three", "A3"), ("two", "C6"), ("four", "C6")}
    assert shown(walk, ENDED) == everything
    for name in ("one", "one again"):
        assert shown(walk, ENDED, organisation_id=body(name)) == {("one", "A3")}
    assert shown(walk, ENDED, organisation_id=body("two")) == {("two", "C6")}
    assert shown(walk, ENDED, measure="C6") == {("two", "C6"), ("four", "C6")}
    assert shown(walk, ENDED, region="460000") == {("one", "A3")}  # by its other entry
    assert shown(walk, ENDED, region="310000") == everything - {("four", "C6")}
    # what it holds of the other measure lies there
    assert shown(walk, ENDED, region="610000") == {("one", "A3"), ("three", "A3"), ("four", "C6")}
    assert shown(walk, ENDED, region="310000", measure="C6") == {("two", "C6")}
    assert shown(walk, ENDED, region="460000", organisation_id=body("three")) == set()
    assert ("one", "A3") in shown(walk, ENTERED)
    assert ("one", "A3") not in shown(walk, ENTERED, region="310000")  # it has nothing there yet
