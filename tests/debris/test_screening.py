"""Screening a catalogue: its forms read alike, nothing that passes lost, a run that is killed going
on where it stood, on both databases.
"""

import csv
import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sgp4.api import SatrecArray, jday
from sgp4.exporter import export_omm
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from fund import clock, db
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.debris import approach, elements, rules, screened, screening
from fund.debris.kept import ScreeningHit, ScreeningPart, ScreeningRun
from fund.errors import NotAllowed, NotFound
from fund.ui.visit import Visit
from fund.verify import verify
from tests.debris.catalogue import Planted, catalogue
from tests.people import Office

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 12, tzinfo=UTC)
DAYS, KM = 2, 5.0


@pytest.fixture(scope="module")
def invented() -> tuple[str, list[str], list[Planted]]:
    return catalogue(3, 400, 3, 25, START, DAYS)


def fields(one: elements.Orbit) -> dict[str, Any]:
    return {**export_omm(one.satellite, one.name or "X"), "NORAD_CAT_ID": one.number}


def as_csv(sets: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    rows = csv.DictWriter(stream, list(sets[0]))
    rows.writeheader()
    rows.writerows(sets)
    return stream.getvalue()


def as_xml(sets: list[dict[str, Any]]) -> str:
    inside = "".join(
        "<omm><body><segment><metadata>"
        + "".join(f"<{key}>{value}</{key}>" for key, value in one.items())
        + "</metadata></segment></body></omm>"
        for one in sets
    )
    return f"<ndm>{inside}</ndm>"


def as_kvn(sets: list[dict[str, Any]]) -> str:
    return "".join(
        "CCSDS_OMM_VERS = 2.0\n" + "".join(f"{key} = {value}\n" for key, value in one.items())
        for one in sets
    )


@pytest.mark.parametrize("write", [as_csv, json.dumps, as_xml, as_kvn])
def test_a_catalogue_says_the_same_in_every_form(
    invented: tuple[str, list[str], list[Planted]], write: Any
) -> None:
    lines = elements.read(invented[0].encode())
    assert (lines.form, len(lines.orbits)) == ("tle", 400)
    other = elements.read(write([fields(one) for one in lines.orbits[:40]]).encode())
    assert other.form in elements.FORMS[1:]
    when = jday(2026, 3, 14, 0, 0, 0)
    for one, same in zip(lines.orbits, other.orbits, strict=False):
        assert one.number == same.number
        assert abs(one.epoch - same.epoch) < timedelta(milliseconds=1)
        here, there = one.satellite.sgp4(*when)[1], same.satellite.sgp4(*when)[1]
        assert np.linalg.norm(np.subtract(here, there)) < 0.05


def test_what_cannot_be_read_is_counted_and_costs_its_neighbours_nothing(
    invented: tuple[str, list[str], list[Planted]],
) -> None:
    lines = invented[0].splitlines()
    lines[1] = lines[1][:-1] + str((int(lines[1][-1]) + 1) % 10)
    lines[2] = lines[2].replace(" ", "\xa0", 1)
    lines[6:6] = ["0 NAMED"]
    found = elements.read(("\n".join([*lines, *lines[-2:]]) + "\n").encode())
    assert found.odd == {"checksum": 1, "not_read": 0, "superseded": 1, "other_theory": 0}
    assert [one.number for one in found.orbits[:2]] == ["2", "3"]
    assert found.orbits[2].name == "NAMED"
    good = fields(found.orbits[0])
    bad = [{**good, "NORAD_CAT_ID": "7", name: value} for name, value in BAD]
    odd = elements.read(json.dumps([good, *bad]).encode())
    assert (len(odd.orbits), odd.odd["not_read"]) == (1, len(BAD))
    newer = {**good, "EPOCH": "2026-03-12T01:00:00"}
    several = elements.read(json.dumps([newer, good, {**good, "NORAD_CAT_ID": 270000001}]).encode())
    assert [one.number for one in several.orbits] == ["2", "270000001"]
    assert several.orbits[0].epoch == datetime(2026, 3, 12, 1, tzinfo=UTC)


def test_what_stands_beside_the_elements_is_read(
    invented: tuple[str, list[str], list[Planted]],
) -> None:
    """Another theory, centre, frame, time or unit is not propagated as if it were the usual one."""
    lines = invented[0].splitlines()[:4]
    assert lines[0][62] == "0"
    bare = lines[0][:62] + "4" + lines[0][63:-1]
    total = sum(int(one) if one.isdigit() else one == "-" for one in bare)
    found = elements.read("\n".join([f"{bare}{total % 10}", *lines[1:]]).encode())
    assert (len(found.orbits), found.odd["other_theory"]) == (1, 1)
    good = fields(found.orbits[0])
    for name in ("CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "MEAN_ELEMENT_THEORY"):
        assert len(elements.read(json.dumps([good]).encode()).orbits) == 1
        for odd in ({**good, name: "other"}, {**good, "EPHEMERIS_TYPE": 4}):
            other = {**odd, "NORAD_CAT_ID": "7"}
            for write in (as_csv, json.dumps, as_xml, as_kvn):
                both = elements.read(
                    write([{**good, **dict.fromkeys(set(odd) - set(good), "")}, other]).encode()
                )
                assert (len(both.orbits), both.odd["other_theory"]) == (1, 1), (name, write)
    degrees, radians = (
        as_kvn([{**good, "INCLINATION": f"{good['INCLINATION']} [{unit}]"}])
        for unit in ("deg", "rad")
    )
    assert len(elements.read(degrees.encode()).orbits) == 1
    with pytest.raises(elements.NoCatalogue):
        elements.read(radians.encode())
    marked = as_xml([good]).replace("<MEAN_MOTION>", '<MEAN_MOTION units="rad/s">')
    with pytest.raises(elements.NoCatalogue):
        elements.read(marked.encode())


BAD = [
    ("EPOCH", "2026-02-30T00:00:00"),
    ("ECCENTRICITY", "1.2"),
    ("MEAN_MOTION", "NaN"),
    ("INCLINATION", None),
    ("NORAD_CAT_ID", "ISS"),
    ("BSTAR", "much"),
]
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">'
    + "".join(f'<!ENTITY b{n} "{"&b;" * 9}">' for n in range(9))
    + "]><ndm><omm>&b8;</omm></ndm>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear colleague",
        b"\x00\xff" * 50,
        b"[" * 5_000,
        b'{"a": 1}',
        b"<omm>",
        BOMB.encode(),
        b"x" * (elements.LARGEST + 1),
    ],
    ids=["empty", "letter", "bytes", "deep", "json", "xml", "bomb", "large"],
)
def test_a_file_without_elements_is_refused(content: bytes) -> None:
    with pytest.raises(elements.NoCatalogue):
        elements.read(content)


def brute(ours: list[elements.Orbit], others: list[elements.Orbit], hours: int) -> set[Any]:
    """Every approach by looking every five seconds, without any sieve: which pair, which minute."""
    found = set()
    for block in range(hours):
        seconds = np.arange(-5, 3_606, 5.0) + 3_600 * block
        whole, part = jday(START.year, START.month, START.day, 0, 0, 0)
        days = (np.full(len(seconds), whole), part + seconds / 86_400)
        _e, mine, _v = SatrecArray([one.satellite for one in ours]).sgp4(*days)
        _e, all_of, _speed = SatrecArray([one.satellite for one in others]).sgp4(*days)
        for number, own in enumerate(ours):
            far = np.linalg.norm(all_of - mine[number], axis=2)
            low = (far[:, 1:-1] < far[:, :-2]) & (far[:, 1:-1] <= far[:, 2:])
            for row, step in zip(*np.nonzero(low & (far[:, 1:-1] < KM + 45)), strict=True):
                if others[row].number != own.number:
                    seen = approach._refined(
                        ours, others, (number, int(row)), START, float(seconds[step + 1])
                    )
                    if seen is not None and seen.miss_km < KM:
                        found.add((own.number, others[row].number, round(seen.at.timestamp())))
    return found


def looked(text: str, numbers: list[str], days: float) -> list[tuple[str, str, Any]]:
    orbits = approach.young(elements.read(text.encode()).orbits, START)
    ours = [one for one in orbits if one.number in set(numbers)]
    sieve = approach.may_meet(ours, orbits, KM)
    return [
        (ours[one.ours].number, orbits[one.other].number, one)
        for span in approach.parts(START, days)
        for one in approach.within(ours, orbits, sieve, span, KM).passings
    ]


def test_everything_planted_is_found_and_nothing_a_plain_look_finds_is_lost(
    invented: tuple[str, list[str], list[Planted]],
) -> None:
    text, numbers, planted = invented
    found = looked(text, numbers, DAYS)
    for one in planted:
        near = [
            seen
            for own, other, seen in found
            if (own, other) == (one.ours, one.other) and abs((seen.at - one.at).total_seconds()) < 2
        ]
        assert [seen.miss_km for seen in near] == pytest.approx([one.miss_km], abs=0.05)
    orbits = list(elements.read(text.encode()).orbits)
    plain = brute([one for one in orbits if one.number in set(numbers)], orbits, 12)
    quick = {
        (own, other, round(seen.at.timestamp()))
        for own, other, seen in found
        if seen.at < START + timedelta(hours=12)
    }
    assert len(plain) > 5
    assert quick == plain


def enter(made: Office, numbers: list[str]) -> None:
    from tests.debris.test_intake import craft

    for number in numbers:
        craft(made, number)


def begun(made: Office, text: str, part: str = "officer", **other: Any) -> int:
    asked = {"file_name": "c.tle", "content": text.encode(), "days": DAYS, "distance_m": 5_000}
    with clock.at(START):
        return made.act(part, screening.begin_screening, **asked | other)


def interrupted(url: str, person: int, run_id: int) -> None:
    """Work on a run, and die by force once three parts are there."""

    def die(done: int, _parts: int) -> None:
        if done == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    screening.run(db.engine(url), person, run_id, die)


def rows(session: Session, table: Any) -> int:
    return session.exec(select(sa.func.count()).select_from(table)).one()


def test_a_run_that_is_killed_goes_on_where_it_stood(
    an_office: Office, invented: tuple[str, list[str], list[Planted]]
) -> None:
    text, numbers, planted = invented
    enter(an_office, [*numbers, "99999"])
    run_id = begun(an_office, text)
    url = an_office.engine.url.render_as_string(hide_password=False)
    asked = (url, an_office.ids["officer"], run_id)
    an_office.engine.dispose()
    running = multiprocessing.get_context("fork").Process(target=interrupted, args=asked)
    running.start()
    running.join(240)
    assert running.exitcode == -signal.SIGKILL
    with db.reading(an_office.engine) as session:
        assert screened.one_run(session, OPERATOR, run_id)["done"] == 3
    # the same question goes on with the same run
    assert begun(an_office, text) == run_id
    seen: list[int] = []
    screening.run(
        an_office.engine, an_office.ids["officer"], run_id, lambda done, _of: seen.append(done)
    )
    assert seen == list(range(1, 9))
    with db.reading(an_office.engine) as session:
        row = screened.one_run(session, OPERATOR, run_id)
        assert (row["done"], row["parts"], row["missing"]) == (8, 8, ["99999"])
        assert rows(session, ScreeningPart) == 8
        hits = screened.hits(session, OPERATOR, run_id, 10_000)
        assert len(hits) == row["hits"] == rows(session, ScreeningHit)
    found = {
        (own, other, round(one.at.timestamp())) for own, other, one in looked(text, numbers, 2)
    }
    kept = {
        (one["craft_number"], one["number"], round(one["at"].timestamp()))
        for one in hits.to_dict("records")
    }
    assert kept <= found
    # two of ours that pass each other are one approach
    assert {tuple(sorted(one[:2])) for one in found} == {tuple(sorted(one[:2])) for one in kept}
    assert {(one.ours, one.other) for one in planted} <= {one[:2] for one in kept}
    ages = [(at - START + timedelta(hours=9)) / timedelta(days=1) for at in hits["at"]]
    assert list(hits["other_age_days"]) == pytest.approx(ages, abs=1e-4)
    assert begun(an_office, text) == run_id + 1


def test_a_part_is_kept_once_and_nothing_of_it_changes(
    an_office: Office, invented: tuple[str, list[str], list[Planted]]
) -> None:
    text, numbers, _planted = invented
    enter(an_office, numbers)
    run_id = begun(an_office, text)
    part = {"run_id": run_id, "number": 0, "positions": 1, "failed": 0, "hits": ()}
    an_office.act("officer", screening.record_screening, **part)
    for wrong in (part, part | {"number": 8}, part | {"number": -1}):
        with pytest.raises(rules.PartThere):
            an_office.act("officer", screening.record_screening, **wrong)
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    # a second part that says more than is there
    said = (
        "INSERT INTO screening_part (run_id, part, positions, failed, hits, done_at)"
        " VALUES (1, 1, 1, 0, 7, '2026-03-12')"
    )
    db.write(an_office.engine, lambda s: s.execute(sa.text(said)))
    with db.reading(an_office.engine) as session:
        bad = [one["name"] for one in verify(session)["checks"] if not one["ok"]]
    assert bad == ["screenings_counted"]
    with pytest.raises(NotFound):
        an_office.act("officer", screening.record_screening, **part | {"run_id": 99})
    for name in ("element_catalogue", "screening_run", "screening_part"):
        for statement in (f"UPDATE {name} SET sha256 = sha256", f"DELETE FROM {name}"):
            said = (
                statement.replace("sha256 = sha256", "part = part") if "part" in name else statement
            )
            with pytest.raises(sa.exc.DBAPIError, match="append_only"):
                db.write(an_office.engine, lambda s, said=said: s.execute(sa.text(said)))


def test_who_asks_and_what_is_asked_is_looked_at_before_anything_is_kept(
    an_office: Office, invented: tuple[str, list[str], list[Planted]]
) -> None:
    text, numbers, _planted = invented
    with pytest.raises(rules.NothingOfOurs):
        begun(an_office, text)
    enter(an_office, numbers)
    with pytest.raises(NotAllowed):
        begun(an_office, text, "finance")
    for wrong in ({"days": 0}, {"days": 15}, {"distance_m": 0}, {"distance_m": 100_001}):
        with pytest.raises(rules.OddScreening):
            begun(an_office, text, **wrong)
    with pytest.raises(elements.NoCatalogue):
        begun(an_office, "Dear colleague")
    with db.reading(an_office.engine) as session:
        assert rows(session, ScreeningRun) == 0


def test_elements_that_are_too_old_are_left_out_and_counted(an_office: Office) -> None:
    text, numbers, _planted = catalogue(5, 40, 1, 3, START, 1)
    enter(an_office, numbers)
    with clock.at(START + timedelta(days=7)):
        asked = {"file_name": "c", "content": text.encode(), "days": 1, "distance_m": 5_000}
        run_id = an_office.act("officer", screening.begin_screening, **asked)
        screening.run(an_office.engine, an_office.ids["officer"], run_id)
    with db.reading(an_office.engine) as session:
        row = screened.one_run(session, OPERATOR, run_id)
    assert (row["too_old"], row["hits"], row["done"]) == (40, 0, 4)


def typed(office: Office, *words: str) -> Any:
    """What a command prints as JSON."""
    url = office.engine.url.render_as_string(hide_password=False)
    ran = subprocess.run(
        [sys.executable, "-m", "fund", "screen", *words, "--json", "--as", "officer"],
        cwd=ROOT,
        env=os.environ | {"FUND_DATABASE_URL": url, "FUND_NOW": START.isoformat()},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    return json.loads(ran.stdout)


def test_a_command_begins_one_in_the_background_and_another_waits_for_its_end(
    an_office: Office, invented: tuple[str, list[str], list[Planted]], tmp_path: Path
) -> None:
    if an_office.engine.dialect.name != "sqlite":
        pytest.skip("the same command, once")
    text, numbers, planted = invented
    enter(an_office, numbers)
    file = tmp_path / "c.tle"
    file.write_text(text, encoding="ascii")
    begun_one = typed(an_office, "--catalogue", str(file), "--days", "1", "--background")
    assert (begun_one["parts"], begun_one["distance_m"]) == (4, 5_000)
    # two at one run share its parts; whichever is first keeps one
    found = typed(an_office, "--resume", str(begun_one["run_id"]))
    assert found["done"] == 4
    early = {(one.ours, one.other) for one in planted if one.at < START + timedelta(days=1)}
    near = {(one["craft_number"], one["number"]) for one in found["nearest"]}
    assert early <= near
    assert found["hits"] == len(found["nearest"])


def asked_on_the_page(visit: "Visit", given: "SimpleNamespace") -> None:
    """What the form does when it is submitted, once."""
    import streamlit as st

    from fund.screens.debris.screened import start

    if st.session_state.setdefault("times", 0) == 0:
        st.session_state["times"] = 1
        start(visit, given, 1, 5.0)


def test_the_page_lets_the_very_screening_run_that_somebody_began(
    an_office: Office,
    invented: tuple[str, list[str], list[Planted]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where it is one that stood still, and somebody else began another since."""
    if an_office.engine.dialect.name != "sqlite":
        pytest.skip("the same page, once")
    text, numbers, _planted = invented
    enter(an_office, numbers)
    mine = begun(an_office, text, days=1)
    other = begun(an_office, text, days=2)
    url = an_office.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("FUND_DATABASE_URL", url)
    monkeypatch.setenv("FUND_NOW", START.isoformat())
    with clock.at(START):
        with db.reading(an_office.engine) as session:
            visit = Visit(an_office.engine, "real", actors.load(session, an_office.ids["officer"]))
        given = SimpleNamespace(name="c.tle", getvalue=text.encode)
        kwargs = {"visit": visit, "given": given}
        page = AppTest.from_function(asked_on_the_page, kwargs=kwargs).run(timeout=60)
    assert not page.exception

    def far() -> tuple[int, int]:
        with db.reading(an_office.engine) as session:
            return tuple(screened.one_run(session, OPERATOR, key)["done"] for key in (mine, other))

    until = time.monotonic() + 120
    while far()[0] < 4 and time.monotonic() < until:
        time.sleep(0.5)
    assert far() == (4, 0)


def board_on_the_page(visit: "Visit", run_id: int) -> None:
    """What the page shows of a screening."""
    from fund.debris import screened
    from fund.screens.debris.screened import nearest

    with visit.reading() as session:
        row = screened.one_run(session, visit.who, run_id)
        hits = screened.hits(session, visit.who, run_id)
    nearest(visit, row, hits)


def test_one_killed_in_the_background_is_gone_on_with_from_the_page(
    an_office: Office,
    invented: tuple[str, list[str], list[Planted]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was kept stays, what lacked is worked out, nothing is there twice."""
    if an_office.engine.dialect.name != "sqlite":
        pytest.skip("the same page, once")
    text, numbers, _planted = invented
    enter(an_office, numbers)
    run_id = begun(an_office, text)
    url = an_office.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("FUND_DATABASE_URL", url)
    monkeypatch.setenv("FUND_NOW", START.isoformat())

    def parts() -> list[int]:
        with db.reading(an_office.engine) as session:
            return sorted(session.exec(select(ScreeningPart.part)).all())

    def until(wanted: int) -> None:
        end = time.monotonic() + 120
        while len(parts()) < wanted and time.monotonic() < end:
            time.sleep(0.02)

    killed = screening.in_background(run_id, "officer")
    until(1)
    os.kill(killed, signal.SIGKILL)
    left = parts()
    assert left == list(range(len(left)))
    assert 1 <= len(left) < 8
    later = START + timedelta(minutes=3)
    monkeypatch.setenv("FUND_NOW", later.isoformat())
    with clock.at(later):
        with db.reading(an_office.engine) as session:
            visit = Visit(an_office.engine, "real", actors.load(session, an_office.ids["officer"]))
        kwargs = {"visit": visit, "run_id": run_id}
        page = AppTest.from_function(board_on_the_page, kwargs=kwargs).run(timeout=60)
        page.button(key="f-screening-on").click().run(timeout=60)
    assert not page.exception
    until(8)
    assert parts() == list(range(8))
    with db.reading(an_office.engine) as session:
        row = screened.one_run(session, OPERATOR, run_id)
        assert row["hits"] == rows(session, ScreeningHit) > 0
        assert verify(session)["ok"]
