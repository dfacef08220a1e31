"""The invented launch sites and new fields: thirty launches whose figures equal a count of their
own, grants that build and pay, a province's target that launches tell, levels gained for money.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from fund import db
from fund.access.actors import OPERATOR
from fund.frontiers import queries as frontiers
from fund.ledger.view import View
from fund.portfolio import provinces
from fund.sites import building, overview, queries
from fund.targets import queries as targets
from tests.conftest import TODAY

FLOWN = """
    SELECT s.code AS site, s.region_code AS region, p.code AS pad, o.happened_on AS day,
           o.outcome AS outcome, l.service AS service
    FROM launch l JOIN launch_site s ON s.id = l.site_id JOIN launch_pad p ON p.id = l.pad_id
    JOIN launch_outcome o ON o.launch_id = l.id
    WHERE o.confirmed_on IS NOT NULL AND o.outcome <> 'pad_failure' ORDER BY o.happened_on
"""
Z = 1.959963984540054


@pytest.fixture(scope="module")
def told(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """The demonstration as people get it, in a copy."""
    engine = db.engine(f"sqlite:///{shutil.copy(demonstration, tmp_path_factory.mktemp('told'))}")
    yield engine
    engine.dispose()


def rows(engine: sa.Engine, statement: str) -> list[Any]:
    with db.reading(engine) as session:
        return list(session.execute(sa.text(statement)).all())


def asked(engine: sa.Engine, query: Callable[..., Any], *arguments: Any) -> Any:
    with db.reading(engine) as session:
        return query(session, OPERATOR, *arguments)


class Flown(NamedTuple):
    """A launch that lifted off, as its row says it."""

    site: str
    region: str
    pad: str
    day: date
    outcome: str
    service: str


def flown(engine: sa.Engine) -> list[Flown]:
    return [
        Flown(row.site, row.region, row.pad, date.fromisoformat(row.day), row.outcome, row.service)
        for row in rows(engine, FLOWN)
    ]


def test_four_sites_with_thirty_launches_are_marked_as_demonstration(told: sa.Engine) -> None:
    sites = asked(told, queries.sites, TODAY)
    launches = asked(told, queries.launches, TODAY)
    assert (len(sites), len(launches)) == (4, 30)
    assert set(sites["is_demonstration"]) == set(launches["is_demonstration"]) == {True}
    assert set(launches["standing"]) == {
        *("success", "partial", "failure", "pad_failure", "unconfirmed", ""),
    }


def test_launches_success_and_turn_round_equal_an_independent_count(told: sa.Engine) -> None:
    counted = flown(told)
    found = asked(told, overview.standing, TODAY)
    years = {(row.year, row.site): row.launches for row in found.years.itertuples()}
    assert years == Counter((row.day.year, row.site) for row in counted)
    good, of = sum(row.outcome == "success" for row in counted), len(counted)
    middle, half = good + Z * Z / 2, Z * sqrt(good * (of - good) / of + Z * Z / 4)
    assert (found.success.over, found.success.of) == (good, of)
    assert found.success.low == pytest.approx((middle - half) / (of + Z * Z))
    assert found.success.high == pytest.approx((middle + half) / (of + Z * Z))
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in counted:
        days[row.site, row.pad].append(row.day)
    gaps = {pad: [(b - a).days for a, b in pairwise(own)] for pad, own in days.items()}
    turns = {(row.site, row.pad): row for row in found.turns.itertuples()}
    assert set(turns) == set(gaps)
    for pad, own in gaps.items():
        assert (turns[pad].turns, turns[pad].least) == (len(own), min(own))
        assert turns[pad].median == pytest.approx(median(own))


def test_scrubs_slips_and_the_commercial_share_equal_an_independent_count(told: sa.Engine) -> None:
    counted = flown(told)
    found = asked(told, overview.standing, TODAY)
    ((scrubbed,),) = rows(told, "SELECT count(*) FROM launch_scrub")
    assert (found.scrubs.over, found.scrubs.of) == (scrubbed, scrubbed + len(counted))
    paid_by = Counter(row.service for row in counted)
    assert found.commercial.over == paid_by["CO"] + paid_by["CX"] + paid_by["C"]
    assert (found.commercial.of, found.unsaid) == (len(counted), paid_by[""])
    slipped = rows(told, "SELECT precision, days FROM launch_time WHERE move = 'slip'")
    assert found.slips == {
        word: (len(days), sum(days))
        for word in {row.precision for row in slipped}
        for days in [[row.days for row in slipped if row.precision == word]]
    }


def test_grants_build_sites_with_their_money_and_milestones(told: sa.Engine) -> None:
    names = {row.site_id: row.code for row in asked(told, queries.sites, TODAY).itertuples()}
    works = [one for key in names for one in asked(told, building.built, key, TODAY)]
    assert len(works) == 3
    assert {one["pad"] for one in works} == {"3", ""}
    for one in works:
        ((paid,),) = rows(
            told,
            "SELECT sum(amount_fen) FROM posting WHERE stage = 'paid' AND undertaking_id ="
            f" {one['key']}",
        )
        assert one["paid_fen"] == paid > 0
        assert 0 <= one["met"] <= one["milestones"] > 0


def test_a_province_s_target_is_told_by_launches_and_stands_on_its_scorecard(
    told: sa.Engine,
) -> None:
    over = date(2026, 9, 30)
    wanted = sum(
        row.region == "460000" and date(2026, 1, 1) <= row.day <= over for row in flown(told)
    )
    outlook = asked(told, targets.outlooks, View(TODAY)).set_index("code").loc["launches_flown"]
    assert (outlook["region_code"], int(outlook["actual"])) == ("460000", wanted)
    frame, due = asked(told, provinces.scorecards, TODAY, 2027)
    assert "launches_flown" in set(due["code"])
    assert int(frame.set_index("region_code").loc["460000", "aims"]) == 1


def test_money_for_each_level_gained_is_the_ledger_s(told: sa.Engine) -> None:
    found = asked(told, frontiers.readiness, TODAY).frontiers
    assert (len(found), set(found["is_demonstration"])) == (10, {True})
    paid = {
        row.code: row.paid
        for row in rows(
            told,
            "SELECT f.code, sum(p.amount_fen) AS paid FROM frontier f JOIN frontier_undertaking u"
            " ON u.frontier_id = f.id JOIN posting p ON p.undertaking_id = u.undertaking_id"
            " WHERE p.stage = 'paid' GROUP BY f.code",
        )
    }
    assert len(paid) >= 4
    for row in found.itertuples():
        gained = None if row.level is None else row.level - row.begin_level
        wanted = paid.get(row.code, 0) // gained if gained and row.code in paid else None
        assert (row.paid_fen, row.fen_per_level) == (paid.get(row.code, 0), wanted)
