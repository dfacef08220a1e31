"""Bad lines of launch lists, each named by its line; a mistake in one keeps the whole file out."""

from datetime import date

import pytest

from fund.sites import moments, reading

TODAY = date(2026, 11, 23)
HEAD = "Company,Location,Date,Time,Rocket,Mission,RocketStatus,Price,MissionStatus"
LOG = (
    "#Launch_Tag\tLaunch_Date\tType\tName\tLV_Type\tFlight_ID\tPlatform\tLaunch_Site\tLaunch_Pad"
    "\tAscent_Site\tAgency\tLaunch_Code"
)


def listed(row: str) -> reading.Listed:
    return reading.read("x.csv", f"{HEAD}\r\n{row}\r\n".encode(), TODAY)


def logged(*rows: str) -> reading.Listed:
    return reading.read("x.tsv", "\n".join((LOG, *rows, "")).encode(), TODAY)


PLACE = '"Site 1, Somewhere, China"'


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"C,{PLACE},45000,,R,M,Active,,Success", "date_serial"),
        (f"C,{PLACE},13/32/22,,R,M,Active,,Success", "date_wrong"),
        (f"C,{PLACE},2/29/23,,R,M,Active,,Success", "date_wrong"),
        (f"C,{PLACE},1/1/22,25:00:00,R,M,Active,,Success", "date_wrong"),
        (f"C,{PLACE},1/1/27,,R,M,Active,,Success", "future_outcome"),
        (f"C,{PLACE},1/1/22,,R,M,Active,,Won", "outcome_unknown"),
        (f"C,{PLACE},1/1/22,,R,M,Active,,", "outcome_open"),
        (f"C,{PLACE},1/1/22,,R,M,Active", "columns_wrong"),
    ],
)
def test_a_bad_line_of_the_list_is_named(row: str, code: str) -> None:
    found = listed(row)
    assert [(one.code, one.where) for one in found.issues if one.where.endswith(":2")] == [
        (code, "x.csv:2")
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025-001\tsome day\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOS", "date_wrong"),
        ("2025-001\t2025 Aug 32\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOS", "date_wrong"),
        ("2025-001\t45000\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOS", "date_serial"),
        ("2027-001\t2027 Jan  1\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOS", "future_outcome"),
        ("2025-001\t2025 Jan  1\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOQ7", "outcome_unknown"),
        ("2025-001\t2025 Jan  1\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\t-", "outcome_open"),
        ("2025-001\t2025 Jan  1\tP\tX\tR\tF\t-\tJQ\t-", "columns_wrong"),
    ],
)
def test_a_bad_line_of_the_log_is_named(row: str, code: str) -> None:
    found = logged(row)
    assert [(one.code, one.where) for one in found.issues if one.code != "list_empty"] == [
        (code, "x.tsv:2")
    ]


def test_lines_of_one_launch_that_disagree_are_named() -> None:
    row = "2025-001\t2025 Jan  1\tP\tX\tR\tF\t-\tJQ\t-\t-\tA\tOS"
    found = logged(row, row.replace("JQ", "XSC"))
    assert next((one.code, one.facts["column"]) for one in found.issues) == (
        "tag_disagrees",
        "Launch_Site",
    )
    assert len(logged(row, row).launches) == 1


@pytest.mark.parametrize(
    ("written", "day", "precision", "is_vague"),
    [
        ("2021 Jul  3 1051:15?", date(2021, 7, 3), "second", True),
        ("2021 Jul  3 1051", date(2021, 7, 3), "minute", False),
        ("2021 Jul  3 10h?", date(2021, 7, 3), "hour", True),
        ("2021 Jul  3", date(2021, 7, 3), "day", False),
        ("2016 Aug", date(2016, 8, 1), "month", False),
        ("2016?", date(2016, 1, 1), "year", True),
    ],
)
def test_precision_is_kept(written: str, day: date, precision: str, is_vague: bool) -> None:
    found = moments.of_log(written, reading.UTC)
    assert found is not None
    assert (found.day, found.precision, found.is_vague) == (day, precision, is_vague)


@pytest.mark.parametrize(
    ("written", "year"),
    [("10/4/57", 1957), ("7/29/22", 2022), ("1/1/56", 2056), ("1/1/1956", 1956)],
)
def test_years_of_two_digits_turn_at_fifty_seven(written: str, year: int) -> None:
    found = moments.of_list(written, "", reading.UTC)
    assert found is not None
    assert found.day.year == year


def test_what_is_no_list_of_launches_is_refused_with_what_it_needs() -> None:
    assert [one.code for one in reading.read("x.csv", b"a,b\n1,2\n", TODAY).issues] == [
        "list_unknown"
    ]
    assert [one.code for one in reading.read("x.csv", b"", TODAY).issues] == ["list_unknown"]
    assert [one.code for one in reading.read("x.csv", HEAD.encode(), TODAY).issues] == [
        "list_empty"
    ]
