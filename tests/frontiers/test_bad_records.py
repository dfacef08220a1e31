"""Every problem records of TechPort can have, each by a file that has it; what is odd in a record
without being wrong; licences that are late.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from fund import db, i18n
from fund.frontiers import exchange, rules
from fund.frontiers.tables import Frontier
from tests.people import Office, office

RECORD = {"id": 7, "title": "T", "startDate": "Aug 2016"}


def records(*made: Any) -> bytes:
    return json.dumps(list(made)).encode()


def told(**levels: Any) -> bytes:
    return records({**RECORD, **{exchange.LEVELS[name]: one for name, one in levels.items()}})


FILES: dict[str, tuple[bytes, str, str]] = {
    "techport_unreadable": (b'{"id": 7}', "", "error"),
    "techport_twice": (records(RECORD, RECORD), "#/1", "error"),
    "techport_signs": (records({**RECORD, "title": "T\x00"}), "#/0", "error"),
    "techport_date": (records({**RECORD, "endDate": "2018?"}), "#/0/endDate", "error"),
    "techport_level": (told(begin="6-7"), "#/0/technologyMaturityStart", "warning"),
    "level_order": (told(begin=5, told=4), "#/0", "warning"),
    "level_beyond": (told(told=6, goal=5), "#/0", "warning"),
    "frontier_known": (records({**RECORD, "id": 1}), "#TechPort-1", "warning"),
}
"""Problem -> a file that has it, its place, how grave it is."""
UNREADABLE = [
    b"",
    b"\xff\xfe[]",
    b"[",
    b"[1]",
    b"[" * 100_000,
    b'[{"id": 7}]',
    b'[{"id": 7, "title": ""}]',
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that took one record in."""
    found = office(f"sqlite:///{tmp_path_factory.mktemp('records') / 'fund.db'}")
    counts, _issues = take_in(found, records({**RECORD, "id": 1}))
    assert counts == {"accepted": 1, "known": 0}
    yield found
    found.engine.dispose()


def take_in(here: Office, content: bytes, *, dry_run: bool = False) -> Any:
    given = (here.engine, here.ids["officer"], "x.json", content)
    return exchange.take_in(*given, dry_run=dry_run)


def stored(here: Office) -> int:
    with db.reading(here.engine) as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(Frontier)).scalar_one())


@pytest.mark.parametrize("code", FILES)
def test_a_bad_record_is_named_and_with_an_error_nothing_is_stored(here: Office, code: str) -> None:
    content, place, severity = FILES[code]
    before = stored(here)
    counts, found = take_in(here, content, dry_run=severity == "warning")
    assert [(one.code, one.where, one.severity) for one in found] == [
        (code, f"x.json{place}", severity)
    ]
    words = []
    for language in ("zh", "en"):
        with i18n.speaking(language):
            words.append(i18n.say(found[0]))
    assert words[0] != words[1]
    assert not [text for text in words if "{" in text or not text.endswith((".", "。"))]
    assert stored(here) == before
    assert counts["accepted"] == (severity == "warning" and code != "frontier_known")


def test_no_problem_is_without_its_file() -> None:
    assert set(FILES) == set(exchange.PROBLEMS)


@pytest.mark.parametrize("content", UNREADABLE)
def test_what_is_no_list_of_records_is_refused(content: bytes) -> None:
    rows, (found,) = exchange.read("x.json", content)
    assert (rows, found.code) == ([], "techport_unreadable")


def test_bodies_that_are_no_records_are_left_empty() -> None:
    one = {**RECORD, "leadOrganization": "NASA", "supportingOrganizations": {"name": "x"}}
    rows, issues = exchange.read("x.json", records(one))
    assert issues == []
    assert (rows[0]["texts"]["lead"], rows[0]["texts"]["partners"]) == ("", "")


@pytest.mark.parametrize(
    ("level", "goal", "ends_on", "evidence", "found"),
    [
        (6, 5, date(2028, 1, 1), [], [("beyond", "5")]),
        (5, 5, date(2028, 1, 1), [], []),
        (None, 5, None, [], [("no_day", "5")]),
        (None, None, None, [], []),
        (2, None, None, [(1, "A"), (2, "A"), (2, "B")], [("twice", "A")]),
        (2, None, None, [(2, "A"), (2, "A"), (1, "B")], []),
    ],
)
def test_what_is_odd_in_a_record_is_remarked(
    level: int | None, goal: int | None, ends_on: Any, evidence: list[Any], found: list[Any]
) -> None:
    one = {"level": level, "goal_level": goal, "ends_on": ends_on}
    papers = [{"level": rung, "document": paper} for rung, paper in evidence]
    assert rules.remarks(one, papers) == found


@pytest.mark.parametrize(
    ("kind", "state", "needed_on", "expires_on", "found"),
    [
        ("launch", "needed", date(2027, 3, 31), None, "not_applied"),
        ("launch", "needed", date(2027, 9, 1), None, ""),
        ("launch", "needed", date(2027, 8, 31), None, "not_applied"),
        ("launch", "applied", date(2027, 3, 31), None, ""),
        ("radio", "needed", date(2026, 12, 1), None, ""),
        ("radio", "given", None, date(2026, 11, 22), "expired"),
        ("radio", "given", None, date(2026, 11, 23), ""),
    ],
)
def test_a_licence_is_late_once_it_expired_or_its_application_is_overdue(
    kind: str, state: str, needed_on: date | None, expires_on: date | None, found: str
) -> None:
    row = {"kind": kind, "state": state, "needed_on": needed_on, "expires_on": expires_on}
    assert rules.late(row, date(2026, 11, 23)) == found


@pytest.mark.parametrize(
    ("day", "used"),
    [
        (date(2025, 12, 31), 0.0),
        (date(2026, 1, 1), 0.0),
        (date(2026, 1, 6), 0.5),
        (date(2026, 2, 1), 1.0),
    ],
)
def test_time_used_is_a_share_of_its_days(day: date, used: float) -> None:
    found = rules.time_used(date(2026, 1, 1), date(2026, 1, 11), day)
    assert found == pytest.approx(used)
    assert rules.time_used(date(2026, 1, 1), None, day) is None
