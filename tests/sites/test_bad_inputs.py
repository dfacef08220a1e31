"""Every problem a list of launches or of sites can have, each by a file that has it: named by its
place in a sentence of either language, and nothing is stored while there is an error.
"""

from collections.abc import Iterator
from datetime import date, timedelta, timezone

import pytest
import sqlalchemy as sa

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.errors import Issue
from fund.sites import commands, exchange, queries, reading
from fund.sites.tables import Launch, LaunchSite
from tests.people import Office, office
from tests.sites.test_bad_lists import HEAD, LOG, PLACE

TODAY = date(2026, 11, 23)
SITES = "#Site\tType\tStateCode\tShortName\tName\tUName"
JQ = "X1\tLS\tCN\tX\tX\t-"
FLEW = "2025-001\t2025 Jan  1\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOS"


def missions(*rows: str) -> bytes:
    return "\r\n".join((HEAD, *rows, "")).encode()


def log(*rows: str) -> bytes:
    return "\n".join((LOG, *rows, "")).encode()


def sites(*rows: str) -> bytes:
    return "\n".join((SITES, *rows, "")).encode()


GOOD = f"C,{PLACE},1/1/22,,R,M,Active,,Success"
LAUNCHES: dict[str, tuple[bytes, str]] = {
    "list_too_large": (b"x" * (reading.LARGEST + 1), ""),
    "list_unknown": (b"a,b\n1,2\n", ":1"),
    "list_empty": (log(), ""),
    "line_unreadable": (missions(GOOD, f'C,{PLACE},"{"x" * 140_000}'), ":3"),
    "columns_wrong": (missions(GOOD, f"C,{PLACE},1/1/22,,R,M"), ":3"),
    "date_wrong": (missions(GOOD.replace("1/1/22", "13/32/22")), ":2"),
    "date_serial": (log(FLEW.replace("2025 Jan  1", "45000")), ":2"),
    "future_outcome": (missions(GOOD.replace("1/1/22", "12/31/2026")), ":2"),
    "outcome_unknown": (log(FLEW.replace("OS", "OQ7")), ":2"),
    "outcome_open": (missions(GOOD.replace("Success", "")), ":2"),
    "line_twice": (missions(GOOD, GOOD), ":3"),
    "tag_disagrees": (log(FLEW, FLEW.replace("\tR\t", "\tS\t")), ":2"),
    "not_orbital": (log(FLEW, "2025-S01" + FLEW[8:-2] + "SS"), ":3"),
    "not_from_earth": (log(FLEW, "2025-U01" + FLEW[8:].replace("JQ", "LOMN")), ":3"),
    "years_of_two_digits": (missions(GOOD), ""),
    "lines_of_latin": (missions(GOOD).replace(b",M,", b",M\xe9,"), ""),
    "place_unknown": (log(FLEW.replace("JQ", "NEW")), ""),
    "place_doubtful": (log("2025-002" + FLEW[8:].replace("Jan  1", "Jan  1?")), ""),
    "known_already": (log("2024-001" + FLEW[8:]), ""),
}
"""Problem -> a file that has it, and the line it is named by."""
STOPS = {
    *("list_too_large", "list_unknown", "list_empty", "line_unreadable", "columns_wrong"),
    *("date_wrong", "date_serial", "future_outcome", "outcome_unknown", "tag_disagrees"),
    "place_unknown",
}
LISTS: dict[str, tuple[bytes, str]] = {
    "no_sites": (b"Site\tName\nX\tY\n", ":1"),
    "site_columns": (sites(JQ, "X2\tLS\tCN"), ":3"),
    "site_nameless": (sites("X1\tLS\tCN\tX\t-\t-"), ":2"),
    "site_twice": (sites(JQ, JQ), ":3"),
    "line_unreadable": (sites(JQ, "X2\tLS\tCN\tX\x00\tX\t-"), ":3"),
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that knows one site on Earth and one on the Moon, and one launch of a list."""
    found = office(f"sqlite:///{tmp_path_factory.mktemp('lists') / 'fund.db'}")
    for code, country in (("JQ", "CN"), ("LOMN", "LUNA")):
        found.act(
            "officer",
            commands.enter_site,
            code=code,
            name_zh="场",
            kind="land",
            country=country,
            is_own=False,
            source="x",
            sourced_on=TODAY,
            names=["Somewhere, China"] if code == "JQ" else [],
        )
    took(found, log("2024-001" + FLEW[8:]))
    yield found
    found.engine.dispose()


def took(here: Office, content: bytes) -> list[Issue]:
    with clock.at(clock.noon(TODAY)):
        given = (here.engine, here.ids["officer"], "x.csv", content)
        return exchange.take_in(*given, dry_run=False)[1]


def stored(here: Office, table: type) -> int:
    with db.reading(here.engine) as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def said(found: list[Issue], code: str, place: str) -> None:
    """The problem stands at its place, and says in both languages what it is, whole."""
    (one,) = [issue for issue in found if issue.code == code]
    assert one.where == f"x.csv{place}"
    words = []
    for language in ("zh", "en"):
        with i18n.speaking(language):
            words.append(i18n.say(one))
    assert words[0] != words[1]
    assert not [text for text in words if "{" in text or not text.endswith((".", "。"))]


@pytest.mark.parametrize("code", LAUNCHES)
def test_a_bad_list_of_launches_is_named_and_stores_nothing(here: Office, code: str) -> None:
    content, place = LAUNCHES[code]
    before = stored(here, Launch)
    found = took(here, content)
    said(found, code, place)
    assert any(one.severity == "error" for one in found) == (code in STOPS)
    if code in STOPS:
        assert stored(here, Launch) == before


@pytest.mark.parametrize("code", LISTS)
def test_a_bad_list_of_sites_is_named_and_stores_nothing(here: Office, code: str) -> None:
    content, place = LISTS[code]
    before = stored(here, LaunchSite)
    given = (here.engine, here.ids["officer"], "x.csv", content)
    counts, found = exchange.take_in_sites(*given, dry_run=False)
    said(found, code, place)
    assert (counts["accepted"], stored(here, LaunchSite)) == (0, before)


def test_no_problem_is_without_its_file() -> None:
    assert set(LAUNCHES) == set(reading.PROBLEMS)
    assert set(LISTS) == {*exchange.PROBLEMS, "line_unreadable"}


def test_a_place_is_known_once_its_name_is_given_to_a_site(here: Office) -> None:
    row = log(FLEW.replace("2025-001", "2025-777").replace("JQ", "Mapped"))
    assert [one.code for one in took(here, row)] == ["place_unknown"]
    here.act("officer", commands.name_site, on=TODAY, site="JQ", names=["Mapped"])
    assert took(here, row) == []
    with db.reading(here.engine) as session:
        frame = queries.launches(session, OPERATOR, TODAY, "gcat").set_index("tag")
    assert frame.loc["2025-777", "site"] == "JQ"


def test_a_time_is_of_the_zone_said_for_the_file_and_the_day_stays_as_written() -> None:
    row = log(FLEW.replace("2025 Jan  1", "2025 Jan  1 0030"))
    utc, beijing = (
        reading.read("x", row, TODAY, zone).launches[0]
        for zone in (reading.UTC, timezone(timedelta(hours=8)))
    )
    assert utc.day == beijing.day == date(2025, 1, 1)
    assert utc.at is not None
    assert beijing.at is not None
    assert utc.at - beijing.at == timedelta(hours=8)
    assert beijing.at.astimezone(reading.UTC).date() == date(2024, 12, 31)


def test_a_row_over_several_lines_leaves_the_next_ones_their_numbers() -> None:
    content = missions('"C\nC",' + GOOD[2:], GOOD.replace("1/1/22", "no day"))
    found = reading.read("x.csv", content, TODAY)
    assert [one.where for one in found.issues if one.code == "date_wrong"] == ["x.csv:4"]


def test_remarks_and_empty_lines_of_the_log_are_no_launches() -> None:
    content = log("# Updated 2026 Nov  1", "", FLEW, "#" + FLEW)
    assert len(reading.read("x.tsv", content, TODAY).launches) == 1


@pytest.mark.parametrize("signs", ["\x00", "\x1b[31m"])
def test_a_line_with_control_characters_is_named(here: Office, signs: str) -> None:
    for content in (missions(GOOD, GOOD.replace(",M,", f",{signs},")), log(FLEW, FLEW + signs)):
        before = stored(here, Launch)
        said(took(here, content), "line_unreadable", ":3")
        assert stored(here, Launch) == before
