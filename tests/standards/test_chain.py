"""Numbers, chains and days of standards: pure."""

import pytest

from fund.standards import numbers, rules
from fund.standards.chain import Said, chain, in_order
from fund.standards.entry import judged
from fund.standards.rules import UNKNOWN, dated, review_due

SOUND = {
    "number": "T/X 1-2020",
    "title_zh": "甲",
    "status": "in_force",
    "issued": "2020-01-01",
    "source": "x",
}


@pytest.mark.parametrize(
    ("typed", "written", "level"),
    [
        ("GB/T 34513—2017", "GB/T 34513-2017", "national"),
        ("ＧＢ/Ｔ　３４５１３－２０１７", "GB/T 34513-2017", "national"),
        ("gb/t34513 – 2017", "GB/T 34513-2017", "national"),
        ("QJ 3221-2005", "QJ 3221-2005", "sector"),
        ("T/CSA 12-2021", "T/CSA 12-2021", "group"),
        ("DB11/T 1234-2020", "DB11/T 1234-2020", "local"),
        ("Q/ABC 001-2020", "Q/ABC 001-2020", "enterprise"),
        ("ISO/TR 20590:2021", "ISO/TR 20590:2021", "international"),
        ("CCSDS 508.0-B-1-S", "CCSDS 508.0-B-1-S", "international"),
    ],
)
def test_a_number_is_written_one_way_however_it_is_typed(
    typed: str, written: str, level: str
) -> None:
    found = numbers.taken_apart(typed)
    assert (found.text, found.level) == (written, level)
    assert numbers.taken_apart(written) == found


def test_a_circle_is_told_and_walked_once() -> None:
    ring = ["ISO 27875:2019", "ISO 27875:2019/Amd 1:2020", "ISO/DIS 27875"]
    said = [
        Said(one, other, "newer") for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    said.append(Said("ISO 27875:2010", ring[0], "older"))
    found = chain("ISO 27875:2010", said, {ring[0]: "in_force", ring[2]: "drafting"})
    assert found.circles == (tuple(sorted(ring)),)
    assert found.holds == (ring[0],)
    assert in_order(found.members, [one[:2] for one in said])[0] == "ISO 27875:2010"


def test_a_long_circle_of_thousands_ends() -> None:
    ring = [f"X {number}" for number in range(800)]
    said = [Said(one, ring[(at + 1) % 800], "newer") for at, one in enumerate(ring)]
    found = chain("X 0", said, dict.fromkeys(ring, "in_force"))
    assert len(found.circles[0]) == len(found.holds) == 800


def test_several_ends_are_all_shown_and_a_part_does_not_end_the_whole() -> None:
    said = [Said("A", "B", "newer"), Said("A", "C", "newer"), Said("C", "D", "older", "part")]
    states = {"A": "abolished", "B": "in_force", "C": "in_force", "D": "in_force"}
    assert chain("A", said, states).holds == ("B", "C", "D")
    whole = [*said[:2], Said("C", "D", "older")]
    assert chain("A", whole, states)[1:] == (("B", "D"), (), ("C",))


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({"level": "national", "effective": "2018-05-01"}, "2023-05-01"),
        ({"level": "national", "effective": "2025-09-01"}, "2030-09-01"),
        ({"level": "international", "effective": ""}, "2022-11-01"),
        ({"level": "national", "effective": "2018-05", "confirmed": "2021"}, "2026"),
        ({"level": "national", "effective": "2020-02-29"}, "2025-02-28"),
    ],
)
def test_a_review_is_due_five_years_on(given: dict[str, str], due: str) -> None:
    days = {name: dated(given.get(name, "")) or UNKNOWN for name in ("effective", "confirmed")}
    issued = dated("2017-11-01") or UNKNOWN
    assert str(review_due("in_force", given["level"], issued=issued, **days)) == due
    assert review_due("abolished", given["level"], issued=issued, **days) == UNKNOWN


def test_every_stage_of_iso_leads_to_a_state() -> None:
    assert len(rules.STAGES) == 46
    assert {rules.STAGES[one] for one in ("60.00", "60.60", "95.99", "30.98", "40.20")} == {
        "upcoming",
        "in_force",
        "abolished",
        "given_up",
        "drafting",
    }


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"number": ""}, "number", "no_number"),
        ({"number": "GJB 1234A-2009"}, "number", "classified_text"),
        ({"title_zh": "某要求（机密）", "number": "GJB/Z 9-97"}, "number", "classified_text"),
        ({"title_zh": "机密★ 某要求"}, "number", "classified_text"),
        ({"number": "T/GB 1-2020"}, "number", "prefix_contradicts"),
        ({"level": "national"}, "level", "prefix_contradicts"),
        ({"effective": "2019-12-31"}, "effective", "dates_contradict"),
        ({"withdrawn": "2021-01-01"}, "withdrawn", "in_force_and_withdrawn"),
        ({"stage": "61.00"}, "stage", "stage_unknown"),
        ({"stage": "95.99"}, "stage", "stage_contradicts"),
        ({"replaces": "T/X 1—2020"}, "replaces", "replaces_itself"),
        ({"issued": "2020-02-30"}, "issued", "not_a_day"),
        ({"status": "valid"}, "status", "unknown_choice"),
        ({"source": " "}, "source", "no_source"),
        ({"title_zh": ""}, "title_zh", "no_title"),
        ({"title_en": "x" * 301}, "title_en", "too_long"),
        ({"status": ""}, "status", "no_status"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(given: dict[str, str], field: str, code: str) -> None:
    assert judged(SOUND)[1] == []
    errors = [(one.field, one.error.code) for one in judged(SOUND | given)[1] if one.is_error]
    assert errors == [(field, code)]


def test_a_month_or_a_year_contradicts_no_day_within_it() -> None:
    for effective in ("2020-01", "2020", "2020-01-01"):
        slips = judged(SOUND | {"effective": effective})[1]
        assert [one.error.code for one in slips if one.is_error] == []
    assert [one.error.code for one in judged(SOUND | {"effective": "2020"})[1]] == ["year_only"]
