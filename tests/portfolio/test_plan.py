"""The plan on one sheet: each measure with the money, work and milestones the ledger has of it, and
the targets that tell of it.
"""

from decimal import Decimal

import pytest

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.errors import NotFound
from fund.portfolio import by_measure
from fund.reports.plan import gaps
from fund.targets import commands as targets
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

TARGET = {
    "name_zh": "名",
    "name_en": "name",
    "unit_zh": "个",
    "unit_en": "n",
    "value": Decimal(1),
    "target_year": 2027,
    "source": "s",
}


def rows(walk: Walk) -> dict[str, dict[str, object]]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        return {
            row["measure"]: row
            for row in by_measure.plan(session, OPERATOR, walk.day).to_dict("records")
        }


def test_each_measure_has_what_the_ledger_and_the_targets_have_of_it(an_office: Office) -> None:
    """After act 21 the table of the worked portfolio has 14,700 万元 committed: two grants under A3,
    one contract under C6.
    """
    walk = until(Walk(an_office), 21)
    walk.act("officer", targets.set_target, code="centres", measures=["A3"], **TARGET)
    walk.act("officer", targets.set_target, code="spending", measures=["A3", "C6"], **TARGET)
    found = rows(walk)
    assert len(found) == 20
    assert (
        found["A3"]["grants"],
        found["A3"]["contracts"],
        found["C6"]["contracts"],
        found["C6"]["grants"],
    ) == (2, 0, 1, 0)
    assert sum(found[key]["committed_fen"] for key in ("A3", "C6")) == 14_700 * WAN
    assert [told[0] for told in found["A3"]["targets"]][:2] == ["centres", "spending"], (
        "the office's own before the local ones that ship"
    )  # type: ignore[attr-defined]
    one = found["A3"]
    assert one["planned"] == one["met"] + one["overdue"] + 1  # type: ignore[operator]
    assert [len(gaps(found[key])) for key in ("A3", "C6", "A2")] == [
        0,
        0 if found["C6"]["planned"] else 1,
        3,
    ]
    assert sum(row["committed_fen"] for row in found.values()) == 14_700 * WAN  # type: ignore[misc]


def test_a_target_of_an_unknown_measure_is_refused_whole(an_office: Office) -> None:
    walk = Walk(an_office)
    with pytest.raises(NotFound):
        walk.act("officer", targets.set_target, code="x", measures=["Z9"], **TARGET)
    walk.act("officer", targets.set_target, code="x", measures=[], **TARGET)
    assert rows(walk)["A2"]["targets"] == []


def test_what_serves_several_measures_counts_once(an_office: Office) -> None:
    """Seven under A3 and C6, two to one: five and two; of three equal measures the first has the
    one left over.
    """
    walk = Walk(an_office)
    for code, measures in (("weighted", {"A3": 2, "C6": 1}), ("equal", ["A1", "B1", "C1"])):
        walk.act("officer", targets.set_target, code=code, measures=measures, **TARGET)
        walk.act(
            "officer",
            targets.observe,
            target_code=code,
            observed_on=walk.day,
            value=Decimal(7),
            source="list",
        )
    parts = {
        (code, measure): part
        for measure, row in rows(walk).items()
        for code, _zh, _en, part in row["targets"]
    }  # type: ignore[attr-defined]
    assert [parts["weighted", measure] for measure in ("A3", "C6")] == [5, 2]
    assert [parts["equal", measure] for measure in ("A1", "B1", "C1")] == [3, 2, 2]
