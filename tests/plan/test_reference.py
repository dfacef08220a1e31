"""The reference data says what it may say, and no more."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from fund.ledger.rules import CATEGORIES
from fund.plan import reference, rules
from fund.plan import rows as kinds
from fund.procurement.rules import METHODS
from fund.settings.rules import THRESHOLDS as SETTINGS

FILES = sorted(reference.COLUMNS)
TILES = (
    "HL 7,0 · NM 4,1 · BJ 5,1 · LN 6,1 · JL 7,1 · XJ 0,2 · QH 1,2 · GS 2,2 · NX 3,2 · SX 4,2 · HE"
    " 5,2 · TJ 6,2 · XZ 0,3 · SC 1,3 · CQ 2,3 · SN 3,3 · HA 4,3 · SD 5,3 · YN 1,4 · GZ 2,4 · HB 3,4"
    " · AH 4,4 · JS 5,4 · SH 6,4 · HN 3,5 · JX 4,5 · ZJ 5,5 · GX 2,6 · GD 3,6 · FJ 4,6 · TW 5,6 ·"
    " HI 2,7 · MO 3,7 · HK 4,7"
)
AGENCY = re.compile(r"CNSA|国家航天局|National Space Administration", re.IGNORECASE)


def copy(name: str, folder: Path, old: str = "", new: str = "") -> None:
    """A reference file in another folder, with one spoilt place, and the files it refers to."""
    for other in FILES:
        text = (reference.DATA / other).read_text(encoding="utf-8")
        if other == name and old:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        (folder / other).write_text(text, encoding="utf-8")


def test_five_areas_and_twenty_of_the_twenty_two_published_measures_are_identified() -> None:
    assert [area["code"] for area in reference.areas()] == ["A", "B", "C", "D", "E"]
    assert len(reference.measures()) == 20
    assert reference.published_measures() == 22
    assert Counter(measure["area"] for measure in reference.measures()) == {
        "A": 3,
        "B": 4,
        "C": 7,
        "D": 3,
        "E": 3,
    }


def test_sixteen_measures_carry_their_heading_and_four_only_their_content() -> None:
    content = {
        measure["key"] for measure in reference.measures() if measure["wording"] == "content"
    }
    assert content == {"C2", "C3", "C4", "C6"}
    assert sum(measure["wording"] == "heading" for measure in reference.measures()) == 16


def test_only_the_number_seen_in_print_is_kept() -> None:
    assert {
        measure["key"]: measure["ordinal"]
        for measure in reference.measures()
        if measure["ordinal"] is not None
    } == {"A1": 1}


def test_no_measure_is_invented_for_the_two_that_are_unknown() -> None:
    titles = [
        measure[name] for measure in reference.measures() for name in ("title_zh", "title_en")
    ]
    assert len(set(titles)) == 40
    assert not [title for title in titles if re.search(r"[?？()（）]|unknown|未知|待", title)]


def test_the_34_regions_stand_on_the_tiles_of_the_map() -> None:
    drawn = {
        place.split()[0]: tuple(map(int, place.split()[1].split(",")))
        for place in TILES.split(" · ")
    }
    assert {
        region["short_en"]: (region["column"], region["row"]) for region in reference.regions()
    } == drawn
    assert len(drawn) == len(set(drawn.values())) == 34


def test_shanxi_and_shaanxi_are_two_provinces() -> None:
    names = {
        region["code"]: (region["name_zh"], region["name_en"]) for region in reference.regions()
    }
    assert names["140000"] == ("山西省", "Shanxi")
    assert names["610000"] == ("陕西省", "Shaanxi")
    for column in ("name_zh", "name_en", "short_zh", "short_en"):
        assert len({region[column] for region in reference.regions()}) == 34


def test_provinces_bear_the_names_of_the_published_divisions(shared: Path) -> None:
    with (shared / "admin-divisions" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        published = {f"{row['code']}0000": row["name"] for row in csv.DictReader(file)}
    ours = {region["code"]: region["name_zh"] for region in reference.regions()}
    assert len(published) == 31
    assert {code: ours[code] for code in published} == published
    assert set(ours) - set(published) == {"710000", "810000", "820000"}


def test_every_target_has_its_year_unit_document_and_source() -> None:
    sources = reference.target_sources()
    targets = reference.targets()
    assert len(targets) == 44
    for target in targets:
        assert 2025 <= target["target_year"] <= 2030, target["id"]
        assert target["value"] > 0
        assert target["unit_zh"]
        assert target["unit_en"]
        assert target["document_zh"]
        assert sources[target["source_code"]]["address"]
        assert bool(target["scope_note_zh"]) == bool(target["scope_note_en"]), target["id"]


def test_a_target_is_marked_as_reported_exactly_where_its_source_is_no_copy_of_the_document() -> (
    None
):
    sources = reference.target_sources()
    for row in [*reference.targets(), *reference.reference_actuals()]:
        assert row["press_copy"] == (sources[row["source_code"]]["kind"] != "document_copy"), row


def test_no_target_is_official() -> None:
    assert [target["id"] for target in reference.targets() if target["official"]] == []


@pytest.mark.parametrize("name", FILES)
def test_no_reference_data_calls_a_number_a_cnsa_target(name: str) -> None:
    with (reference.DATA / name).open(encoding="utf-8", newline="") as file:
        assert [line for line in file if AGENCY.search(line)] == []


def test_targets_inside_another_region_say_so() -> None:
    nested = {
        target["place_en"]: target["nested_in"]
        for target in reference.targets()
        if target["nested_in"]
    }
    assert nested == {
        "Minhang, Shanghai": "310000",
        "Chengdu, Sichuan": "510000",
        "Mianyang, Sichuan": "510000",
        "Wenchang, Hainan": "460000",
    }
    for target in reference.targets():
        assert target["nested_in"] in {"", target["region_code"]}
        assert bool(target["nested_in"]) == (", " in target["place_en"])


def test_a_level_is_not_taken_for_a_number() -> None:
    assert [target["id"] for target in reference.targets() if target["kind"] == "level"] == [
        "BJ-2028-level"
    ]


def test_the_targets_for_2027_hold_what_was_published() -> None:
    published = {
        target["id"]: (target["operator"], target["value"], target["unit_zh"])
        for target in reference.targets()
    }
    assert published["SH-2027-scale"] == (">=", Decimal(1000), "亿元")
    assert published["SH-MINHANG-2027-rockets"] == ("=", Decimal(80), "发/年")
    assert published["SD-2027-satellites"] == ("=", Decimal(150), "颗/年")
    assert published["SN-2027-firms"] == (">", Decimal(100), "家")
    assert published["AH-2027-platforms"] == (">", Decimal(130), "个")
    bases = {
        target["id"]: (target["base_year"], target["base_value"])
        for target in reference.targets()
        if target["base_value"] is not None
    }
    assert bases == {
        "AH-2027-scale": (2023, Decimal(700)),
        "AH-2027-firms": (2023, Decimal(164)),
        "AH-2027-platforms": (2023, Decimal(87)),
    }


def test_every_source_is_used_and_the_indicator_of_a_place_and_year_stands_once() -> None:
    used = {row["source_code"] for row in [*reference.targets(), *reference.reference_actuals()]}
    assert used == set(reference.target_sources())
    stated = [
        (target["place_zh"], target["indicator_zh"], target["target_year"])
        for target in reference.targets()
    ]
    assert len(stated) == len(set(stated))


def test_the_launches_of_2025_name_their_source_and_where_sources_differ() -> None:
    actuals = {row["key"]: row for row in reference.reference_actuals()}
    first = {key: int(row["value"]) for key, row in actuals.items() if row["source_code"] == "T14"}
    assert first == {
        "launch-attempts": 87,
        "launch-successes": 84,
        "launches-private-firms": 23,
        "spacecraft-to-orbit": 324,
    }
    assert all(
        row["year"] == 2025 and row["note_zh"] and row["note_en"] for row in actuals.values()
    )


def test_methods_and_categories_are_those_of_the_code_and_of_the_office_workbook() -> None:
    with (reference.DATA / "templates" / "office.toml").open("rb") as file:
        lists = tomllib.load(file)["lists"]
    for rows, known, listed in (
        (reference.procurement_methods(), METHODS, lists["method"]),
        (reference.procurement_categories(), CATEGORIES, lists["category"]),
    ):
        assert {row["code"]: row["name_en"] for row in rows} == known
        assert {row["code"]: row["name_zh"] for row in rows} == {
            code: names["zh"] for code, names in listed.items()
        }


def test_every_method_says_its_shortest_period_and_its_basis_in_both_languages() -> None:
    rows = {method["code"]: method for method in reference.procurement_methods()}
    days = {
        code: (row["minimum_days"], row["minimum_unit"])
        for code, row in rows.items()
        if row["minimum_days"] is not None
    }
    assert days == {
        "open_tender": (20, "days"),
        "invited_tender": (20, "days"),
        "framework": (20, "days"),
        "competitive_consultation": (10, "days"),
        "single_source": (5, "working_days"),
        "competitive_negotiation": (3, "working_days"),
        "inquiry": (3, "working_days"),
    }
    assert all(row["basis"] and row["basis_en"] for row in rows.values())
    assert all(
        SETTINGS[f"tender_days_{code}"].default == (row["minimum_days"] or 0)
        for code, row in rows.items()
    )


@pytest.mark.parametrize("name", FILES)
def test_reference_files_are_plain_utf8_with_unix_line_ends(name: str) -> None:
    content = (reference.DATA / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.decode("utf-8").count("�") == 0


@pytest.mark.parametrize("name", FILES)
def test_every_reference_file_is_whole(name: str) -> None:
    assert reference.read(name)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "targets.csv",
            "SH-2027-rockets",
            "SH-2027-scale",
            "data/targets.csv line 3, id: “SH-2027-scale” stands in an earlier line",
        ),
        (
            "targets.csv",
            ",false,number",
            ",true,number",
            "data/targets.csv line 2, official: “true” does not match false",
        ),
        ("targets.csv", ",2027,", ",,", "data/targets.csv line 2, target_year: “” does not match"),
        ("targets.csv", ",T1,", ",T99,", "data/targets.csv line 2, source_code: there is no “T99”"),
        ("targets.csv", ",2023,700,", ",2023,,", "base_value: a base takes its value and its year"),
        ("targets.csv", ",>=,", ",≥,", "operator: “≥” does not match"),
        (
            "measures.csv",
            "A2,A,",
            "A2,A",
            "data/measures.csv line 3: the number of columns differs from the head's",
        ),
        (
            "measures.csv",
            "A2,A,",
            "A2,A,x",
            "data/measures.csv line 3, ordinal: “x” does not match",
        ),
        (
            "regions.csv",
            "code,name_zh",
            "code,name",
            "data/regions.csv line 1: the columns are not code, name_zh",
        ),
    ],
)
def test_a_spoilt_reference_file_is_refused_by_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    copy(name, tmp_path, old, new)
    with pytest.raises(reference.BadReference, match=re.escape(said)):
        reference.read(name, tmp_path)


def test_what_a_reader_changes_in_its_rows_stays_with_it() -> None:
    reference.areas()[0]["title_en"] = "changed"
    assert reference.areas()[0]["title_en"] == "Innovation drive"


def test_a_credit_code_may_have_a_letter_among_its_first_eight_places() -> None:
    assert (
        len(
            [
                symbol
                for symbol in rules.SYMBOLS
                if rules.uscc_problem("N1350100M000100Y4" + symbol) is None
            ]
        )
        == 1
    )


TYPED: dict[str, type] = {
    "areas": kinds.AreaRow,
    "measures": kinds.MeasureRow,
    "regions": kinds.RegionRow,
    "targets": kinds.TargetRow,
    "working_days": kinds.DayRow,
    "target_sources": kinds.SourceRow,
    "plan_sources": kinds.SourceRow,
    "csv_headings": kinds.HeadingRow,
    "procurement_methods": kinds.MethodRow,
    "procurement_categories": kinds.CategoryRow,
    "evaluation_schemes": kinds.SchemeRow,
    "centre_indicators": kinds.CentreIndicatorRow,
}


def misses(row: Mapping[str, object], kind: type) -> list[str]:
    """Columns that are not there, or not of the type they are said to be of."""
    hints = get_type_hints(kind)
    assert list(row) == list(hints)
    return [
        name for name, hint in hints.items() if type(row[name]) not in (get_args(hint) or (hint,))
    ]


@pytest.mark.parametrize("name", TYPED)
def test_every_row_is_of_the_columns_and_types_its_readers_are_told(name: str) -> None:
    found = getattr(reference, name)()
    rows = found.values() if isinstance(found, dict) else found
    held = [row if isinstance(row, dict) else row._asdict() for row in rows]
    assert held
    assert [misses(row, TYPED[name]) for row in held if misses(row, TYPED[name])] == []
    spoilt = held[0] | {next(iter(held[0])): None}
    assert misses(spoilt, TYPED[name]) == [next(iter(held[0]))]
