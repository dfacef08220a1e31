"""Lists of launches as others publish them, by the figures they hold: the list of missions and the
GCAT log in both its forms, held against a count of their own.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fund import acts, clock, db
from fund.access.actors import OPERATOR
from fund.errors import Issue
from fund.sites import commands, exchange, figures, intake, queries
from fund.verify import verify
from tests.people import Office, office
from tests.sites import published

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def known(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that took in the sites of GCAT, the log and the list of missions."""
    assert shared.is_dir()
    place: Path = tmp_path_factory.mktemp("launches")
    here = office(f"sqlite:///{place / 'fund.db'}")
    with clock.at(clock.noon(TODAY)):
        counts, issues = exchange.take_in_sites(
            here.engine,
            here.ids["officer"],
            "sites.tsv",
            published.SITES.read_bytes(),
            dry_run=False,
        )
        assert (counts, issues) == ({"accepted": 697, "known": 0}, [])
        names: dict[str, list[str]] = {}
        for written in published.places():
            names.setdefault(published.CHINESE.get(written, "OCEAN"), []).append(written)
        for site, its in names.items():
            here.act("officer", commands.name_site, site=site, names=its)
        for file in (published.MISSIONS, published.LOG):
            counts, issues = took(here, file.name, file.read_bytes())
            assert not [one for one in issues if one.severity == "error"]
    yield here
    here.engine.dispose()


def took(here: Office, name: str, content: bytes, *, dry_run: bool = False) -> Any:
    with clock.at(clock.noon(TODAY)):
        return exchange.take_in(here.engine, here.ids["officer"], name, content, dry_run=dry_run)


def held(here: Office, origin: str) -> pd.DataFrame:
    with db.reading(here.engine) as session:
        return queries.launches(session, OPERATOR, TODAY, origin)


def told(here: Office, content: bytes, name: str) -> list[Issue]:
    with clock.at(clock.noon(TODAY)):
        return exchange.held_against(here.engine, name, content).issues


def test_the_list_of_missions_by_its_figures(known: Office) -> None:
    frame = held(known, "missions")
    flown = figures.flown(frame)
    good = figures.succeeded(flown)
    assert (len(frame), len(flown)) == (4_629, 4_625)
    assert good is not None
    assert (good.over, good.of) == (4_161, 4_625)
    assert list(frame["outcome"]).count("pad_failure") == 4
    assert {row["lifted_on"].year for row in flown} == set(range(1957, 2023))
    chinese = frame[frame["country"] == "CN"]
    assert (len(chinese), (chinese["site"] == "HHAI").sum()) == (367, 3)
    assert Counter(frame["lifted_precision"]) == {"minute": 4_502, "day": 127}


def test_what_is_odd_in_the_list_is_named(known: Office) -> None:
    issues = told(known, published.MISSIONS.read_bytes(), "space_missions.csv")
    assert {one.code: one.where for one in issues} == {
        "line_twice": "space_missions.csv:3533",
        "years_of_two_digits": "space_missions.csv",
        "lines_of_latin": "space_missions.csv",
        "known_already": "space_missions.csv",
    }
    assert {one.code: one.facts.get("count") for one in issues if "count" in one.facts} == {
        "lines_of_latin": 7,
        "known_already": 4_629,
    }


def test_every_line_is_decoded_by_itself(known: Office) -> None:
    frame = held(known, "missions")
    places = {row["Location"].partition(", ")[0] for row in published.missions()}
    assert set(frame[frame["pad"] != ""]["pad"]) <= places
    assert not frame["mission"].str.contains("\ufffd").any()
    rows = {row["Mission"] for row in published.missions()}
    assert set(frame["mission"]) == rows


def test_launches_per_year_and_site_equal_an_independent_count(known: Office) -> None:
    tags = published.from_earth()
    counted = Counter(
        (published.day_of(cells[1]).year, cells[10].strip().rstrip("?")) for cells in tags.values()
    )
    flown = figures.flown(held(known, "gcat"))
    assert figures.by_year_and_site(flown) == dict(sorted(counted.items()))
    assert len(flown) == len(tags) == 6_461


def test_success_and_turn_round_of_the_log_equal_an_independent_count(known: Office) -> None:
    tags = published.from_earth()
    flown = figures.flown(held(known, "gcat"))
    good = figures.succeeded(flown)
    counted = sum(published.is_good(cells[15]) for cells in tags.values())
    assert good is not None
    assert (good.over, good.of) == (counted, len(tags))
    assert good.low < good.share < good.high
    found = figures.turns(flown)
    assert {key: tuple(one) for key, one in found.items()} == published.turns(tags)


def test_launches_from_the_moon_are_left_out_by_name(known: Office) -> None:
    issues = told(known, published.LOG.read_bytes(), "launchlog-2023.tsv")
    away = [one for one in issues if one.code == "not_from_earth"]
    assert len(away) == 10
    assert next(one.facts["site"] for one in away if one.value == "2020-U02").startswith("LOMN")
    assert len(published.log()) == 6_471
    assert "2020-U02" not in set(held(known, "gcat")["tag"])


def test_the_form_of_twenty_columns_says_the_same(known: Office) -> None:
    content = published.twenty()
    assert len(content.split(b"\n")[0].split(b"\t")) == 20
    counts, issues = took(known, "launchlog.tsv", content, dry_run=True)
    assert counts == {"accepted": 0, "known": 6_461}
    assert {one.code for one in issues} == {"not_from_earth", "known_already"}


def test_precision_and_doubt_of_the_log_are_kept(known: Office) -> None:
    frame = held(known, "gcat").set_index("tag")
    assert Counter(frame["lifted_precision"]) == Counter(
        {"second": 4_418, "minute": 2_028, "day": 15}
    ) or set(frame["lifted_precision"]) == {"second", "minute", "day"}
    vague = {tag for tag, cells in published.from_earth().items() if "?" in cells[1]}
    assert set(frame[frame["is_vague"].astype(bool)].index) == vague


def test_a_file_is_undone_as_a_whole_and_comes_in_again(known: Office) -> None:
    row = b"#Launch_Tag\tLaunch_Date\tType\tName\tLV_Type\tFlight_ID\tPlatform\tLaunch_Site"
    row += b"\tLaunch_Pad\tAscent_Site\tAgency\tLaunch_Code\n"
    row += b"2025-901\t2025 Nov\tP\tX\tCZ-8\tY1\t-\tWEN\t-\t-\tCASC\tOS\n"
    before = len(held(known, "gcat"))
    assert took(known, "one.tsv", row)[0] == {"accepted": 1, "known": 0}
    assert took(known, "one.tsv", row)[0] == {"accepted": 0, "known": 1}
    assert len(held(known, "gcat")) == before + 1
    with db.reading(known.engine) as session:
        batch = int(queries.batches(session, OPERATOR, TODAY)["batch_id"].iloc[0])
    with clock.at(clock.noon(TODAY)):
        acts.perform(
            known.engine,
            known.ids["officer"],
            intake.undo_launches,
            batch_id=batch,
            reason="wrong file",
        )
    assert len(held(known, "gcat")) == before
    assert took(known, "one.tsv", row, dry_run=True)[0] == {"accepted": 1, "known": 0}
    with db.reading(known.engine) as session:
        assert verify(session)["ok"]
