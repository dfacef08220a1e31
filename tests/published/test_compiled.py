"""Processes published step by step: what their releases come to together, in whatever order they
come in.
"""

import itertools
import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import select

from fund import clock, db, money, schema
from fund.access.actors import OPERATOR
from fund.errors import has_errors
from fund.published import commands, compiling, exchange, intake, queries
from fund.published.reading import read
from fund.published.tables import ImportFile
from tests.people import Office, office
from tests.published.samples import a_package, a_release, as_bytes

DAY, NEXT, LATER = date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 4)
CNY = "CNY"


def step(tag: str, day: int, **fields: Any) -> dict[str, Any]:
    """One release of a process that says only what is new, as Paraguay and others publish."""
    return {
        "ocid": "ocds-213czf-9",
        "id": f"{tag}-{day}",
        "date": f"2026-0{day}-01T08:00:00Z",
        "tag": [tag],
        "initiationType": "tender",
    } | fields


def steps() -> list[dict[str, Any]]:
    """Planning, tender, award, contract, and newer ones that speak of no contract."""
    value = {"amount": 180941456, "currency": "PYG"}
    return [
        step("planning", 1, planning={"rationale": "测控站"}),
        step("tender", 2, tender={"id": "t", "title": "测控站设备采购", "value": value}),
        step("award", 3, awards=[{"id": "a", "suppliers": [{"id": "s", "name": "示例供方"}]}]),
        step("contract", 4, contracts=[{"id": "c", "awardID": "a", "value": value}]),
        step("tenderUpdate", 5, tender={"id": "t", "title": "测控站设备采购（更正）"}),
    ]


def take(fund: Office, content: Any, on: date = DAY, name: str = "f.json") -> ImportFile:
    content = content if isinstance(content, bytes) else as_bytes(content)
    key = fund.act("officer", commands.import_file, on=on, name=name, reading=read("ocds", content))
    file: ImportFile = fund.one(select(ImportFile).where(ImportFile.id == key))
    return file


def look(fund: Office, query: Any, *arguments: Any) -> Any:
    with db.reading(fund.engine) as session:
        return query(session, OPERATOR, *arguments)


def rows(fund: Office, query: Any, day: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = look(fund, query, day).to_dict("records")
    return found


def codes(fund: Office, file: ImportFile) -> list[str]:
    return [issue.code for issue in look(fund, queries.issues, file.id)]


def state(fund: Office, day: date) -> dict[str, list[str]]:
    """What is shown of published processes, and to the byte what stands, without row numbers."""
    shown = {
        query.__name__: sorted(str(row).replace("Etc/UTC", "UTC") for row in rows(fund, query, day))
        for query in (queries.processes, queries.contracts, queries.totals)
    }
    with db.reading(fund.engine) as session:
        stands = session.execute(
            sa.text(
                "SELECT ocid, digest, raw FROM published_release r JOIN published_process p ON"
                " p.id = r.published_process_id WHERE current_from IS NOT NULL AND current_until"
                " IS NULL"
            )
        )
        told = [(ocid, digest, bytes(raw)) for ocid, digest, raw in stands]
        return shown | {"stands": sorted(map(str, told))}


def test_a_contract_stays_when_a_newer_release_speaks_of_something_else(fund: Office) -> None:
    for release in steps():
        take(fund, release)
    (contract,) = look(fund, queries.contracts, DAY).to_dict("records")
    assert (contract["contract_id"], contract["value_fen"]) == ("c", 180941456)
    assert (contract["supplier"], contract["title"]) == ("示例供方", "测控站设备采购（更正）")
    (process,) = look(fund, queries.processes, DAY).to_dict("records")
    assert (process["contracts"], process["versions"]) == (1, 5)
    assert look(fund, queries.totals_by_currency, DAY)["PYG"]["contracts"] == 180941456


def test_releases_come_to_the_same_in_every_order(fund: Office) -> None:
    states = set()
    for number, order in enumerate(itertools.permutations(steps())):
        if number % 5 == 0:  # every fifth of 120, each as a process of its own
            ocid = f"ocds-213czf-order-{number}"
            files = [[order[0]], list(order[1:3]), list(order[3:])]
            for content in files:
                take(fund, [release | {"ocid": ocid} for release in content])
    with db.reading(fund.engine) as session:
        for ocid, raw in session.execute(
            sa.text(
                "SELECT ocid, raw FROM published_release r JOIN published_process p ON p.id ="
                " r.published_process_id WHERE current_from IS NOT NULL AND current_until IS NULL"
            )
        ):
            found = json.loads(raw)
            assert found.pop("ocid") == ocid
            found.pop("id")  # made of the ocid
            states.add(json.dumps(found, sort_keys=True))
    assert len(states) == 1
    assert look(fund, queries.contracts, DAY)["value_fen"].tolist() == [180941456] * 24


def test_what_was_known_of_a_process_on_a_past_day_is_what_was_known_then(fund: Office) -> None:
    take(fund, steps()[:2], on=DAY)
    take(fund, steps()[3], on=NEXT)
    take(fund, steps()[2], on=LATER)
    assert look(fund, queries.contracts, DAY).empty
    assert look(fund, queries.contracts, NEXT)["supplier"].tolist() == [""]
    assert look(fund, queries.contracts, LATER)["supplier"].tolist() == ["示例供方"]
    assert look(fund, queries.history, "ocds-213czf-9")["tags"].tolist() == [
        *("compiled", "award", "compiled", "contract", "compiled", "tender", "planning")
    ]


def test_taking_steps_in_again_changes_nothing(fund: Office) -> None:
    take(fund, steps())
    before = state(fund, LATER)
    again = take(fund, steps(), on=NEXT)
    assert (again.accepted, again.unchanged, again.updated) == (0, 5, 0)
    assert state(fund, LATER) == before


def test_a_compiled_release_is_the_whole_process_on_its_day(fund: Office) -> None:
    whole = step("compiled", 6, tender={"id": "t", "title": "全流程"}, contracts=[])
    take(fund, [*steps(), whole])
    assert look(fund, queries.contracts, DAY).empty  # it says all, and it says no contract
    later = step("contract", 7, contracts=[{"id": "d", "value": {"amount": 5, "currency": CNY}}])
    take(fund, later, on=NEXT)
    assert look(fund, queries.contracts, NEXT)["contract_id"].tolist() == ["d"]
    assert look(fund, queries.processes, NEXT)["title"].tolist() == ["全流程"]


def test_null_takes_away_and_what_is_left_out_stays(fund: Office) -> None:
    take(fund, a_release())
    contract = {"id": "c", "title": None, "status": "terminated"}
    take(fund, a_release(id="r2", date="2026-05-01T00:00:00Z", contracts=[contract], awards=[]))
    (found,) = look(fund, queries.contracts, DAY).to_dict("records")
    assert (found["title"], found["status"]) == ("示例测控服务采购", "terminated")
    assert (found["value_fen"], found["supplier"]) == (10000000, "示例测控公司")


def test_dates_are_compared_as_instants_and_equal_ones_by_release_id(fund: Office) -> None:
    def titled(name: str, at: str, title: str) -> dict[str, Any]:
        return step("tender", 1, tender={"id": "t", "title": title}) | {"id": name, "date": at}

    later = titled("a", "2026-03-01T01:00:00+08:00", "前一日")  # 17:00 the day before, in UTC
    take(fund, [titled("b", "2026-02-28T18:00:00Z", "后一时刻"), later])
    assert look(fund, queries.processes, DAY)["title"].tolist() == ["后一时刻"]
    take(fund, titled("c", "2026-03-01T02:00:00+08:00", "同一时刻"))
    assert look(fund, queries.processes, DAY)["title"].tolist() == ["同一时刻"]


def test_two_contents_of_one_release_are_both_kept_and_named(fund: Office) -> None:
    one, other = a_release(), a_release(title="另一内容", tender={"id": "t", "title": "另一内容"})
    first = take(fund, one, name="一.json")
    second = take(fund, other, on=NEXT, name="二.json")
    assert (codes(fund, first), codes(fund, second)) == ([], ["two_contents"])
    (issue,) = look(fund, queries.issues, second.id)
    assert issue.facts["release"] == "r1"
    assert "一.json" in issue.facts["counts"] + issue.facts["kept"]
    assert codes(fund, take(fund, other, on=LATER)) == []
    assert look(fund, queries.processes, NEXT)["versions"].tolist() == [2]
    turned = compiling.in_order(map(compiling.stated, read("ocds", as_bytes([other, one])).records))
    straight = compiling.in_order(
        map(compiling.stated, read("ocds", as_bytes([one, other])).records)
    )
    assert [one.digest for one in turned[0]] == [one.digest for one in straight[0]]


def test_things_that_share_an_id_are_never_merged_into_one() -> None:
    contract = a_release()["contracts"][0]
    twice = [contract, contract | {"value": {"amount": 7, "currency": CNY}}]
    releases = [a_release(contracts=twice), a_release(id="r2", date="2027-01-01", contracts=twice)]
    found = compiling.compiled(
        "ocds-213czf-1", map(compiling.stated, read("ocds", as_bytes(releases)).records)
    )
    assert [one.value_fen for one in found.contracts] == [10000000, 700]


def test_a_package_of_several_steps_and_what_is_only_linked_or_versioned_is_said() -> None:
    assert [issue.code for issue in read("ocds", as_bytes(a_package(*steps()))).issues] == [
        "several_steps"
    ]
    linked = {"ocid": "o", "releases": [{"url": "https://example.org/r", "tag": ["tender"]}]}
    assert [issue.code for issue in read("ocds", as_bytes({"records": [linked]})).issues] == [
        "linked_only"
    ]
    versioned = {"ocid": "o", "versionedRelease": {"ocid": "o"}}
    assert [issue.code for issue in read("ocds", as_bytes({"records": [versioned]})).issues] == [
        "versioned_only"
    ]


def test_steps_go_out_and_come_in_the_same(fund: Office, tmp_path: Path) -> None:
    for release in reversed(steps()):
        take(fund, release)
    with db.reading(fund.engine) as session, clock.at(clock.noon(DAY)):
        package = exchange.written(exchange.package(session, OPERATOR, DAY))
        (record,) = exchange.records(session, OPERATOR, DAY)["records"]
    assert len(json.loads(package)["releases"]) == len(steps())
    assert record["compiledRelease"]["contracts"][0]["value"]["amount"] == 180941456
    second = office(f"sqlite:///{tmp_path}/second.db")
    take(second, package)
    assert state(second, DAY) == state(fund, DAY)


# An independent compile: fields as paths, as the standard's merging routine is told, for contracts.


def flat(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    found: dict[tuple[Any, ...], Any] = {}
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            found |= flat(inner, (*path, name))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        seen: dict[str, int] = {}
        for item in value:
            key = str(item.get("id"))
            seen[key] = seen.get(key, 0) + 1
            found |= flat(item, (*path, (key, seen[key])))
    elif value not in ({}, []):
        found[path] = value
    return found


def compiled_totals(files: Sequence[Path]) -> dict[str, Decimal]:
    """Sums of contract values by currency, straight from the JSON of these files."""
    versions: dict[str, dict[str, tuple[datetime, bool, str, str, dict[str, Any]]]] = {}
    for path in files:
        for found in read("ocds", path.read_bytes()).records:
            value = json.loads(found.raw, parse_float=Decimal, parse_int=Decimal)
            at = found.released_at or datetime(1, 1, 1, tzinfo=UTC)
            is_whole = "compiled" in (value.get("tag") or [])
            told = (at, is_whole, found.release_id, found.digest, value)
            versions.setdefault(found.ocid, {})[found.digest] = told
    totals: dict[str, Decimal] = {}
    for told_of in versions.values():
        for contract in contracts(sorted(told_of.values(), key=lambda told: told[:4])):
            amount, currency = contract.get("amount"), contract.get("currency")
            if amount not in (None, "") and currency:
                code = str(currency).upper()
                cent = Decimal(1).scaleb(-money.decimals(code))
                counted = Decimal(str(amount)).quantize(cent, ROUND_HALF_UP)
                totals[code] = totals.get(code, Decimal()) + counted
    return totals


def contracts(ordered: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    whole: dict[tuple[Any, ...], Any] = {}
    seen = set()
    for at, is_whole, release_id, _digest, value in ordered:
        if (at, is_whole, release_id) in seen:
            continue
        seen.add((at, is_whole, release_id))
        whole = ({} if is_whole else whole) | flat(value.get("contracts") or [], ("contracts",))
    found: dict[Any, dict[str, Any]] = {}
    for path, value in whole.items():
        if path[:1] == ("contracts",):
            told = found.setdefault(path[1], {})
            if path[2:3] == ("value",) and len(path) == 4:
                told[path[3]] = value
    return list(found.values())


def published(shared: Path) -> list[Path]:
    """Every OCDS file of the shared folder that is taken."""
    files = sorted(path for path in (shared / "ocds").rglob("*") if path.is_file())
    return [path for path in files if not has_errors(list(read("ocds", path.read_bytes()).issues))]


def test_totals_of_every_real_file_are_those_of_an_independent_compile_in_any_order(
    shared: Path, tmp_path: Path
) -> None:
    orders(shared, tmp_path, 2)


@pytest.mark.long
def test_totals_of_every_real_file_are_the_same_in_twenty_orders(
    shared: Path, tmp_path: Path
) -> None:
    orders(shared, tmp_path, 20)


def orders(shared: Path, folder: Path, count: int) -> None:
    files, chance, states = published(shared), random.Random(18), []
    assert len(files) > 250
    wanted = compiled_totals(files)
    for number in range(count):
        fund = office(f"sqlite:///{folder}/{number}.db")
        for path in files:
            take(fund, path.read_bytes(), name=path.name)
        found = look(fund, queries.totals_by_currency, DAY)
        told = {code: money.units(row["contracts"], code) for code, row in found.items()}
        assert {code: sum_ for code, sum_ in told.items() if sum_} == {
            code: sum_ for code, sum_ in wanted.items() if sum_
        }
        states.append(state(fund, DAY))
        chance.shuffle(files)
    assert all(one == states[0] for one in states)


def test_a_dry_run_counts_what_the_import_then_counts(fund: Office) -> None:
    take(fund, steps()[:2])
    for dry_run in (True, False):
        counts, issues = intake.take_in(
            fund.engine, fund.ids["officer"], "ocds", "f", as_bytes(steps()), dry_run=dry_run
        )
        assert counts == {"accepted": 2, "unchanged": 2, "updated": 1}
        assert [issue.code for issue in issues] == ["several_steps"]


def test_processes_of_before_are_compiled_when_the_schema_comes_up_to_date(
    database_url: str,
) -> None:
    engine = db.engine(database_url)
    writing = engine.execution_options(fund_writes=True)
    with writing.begin() as connection:
        command.upgrade(schema.configuration(connection), "0033")
    values = [(release["id"], release["date"], as_bytes(release)) for release in steps()]
    with writing.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO import_file (id, kind, name, sha256, accepted, unchanged, updated,"
                " warnings, issues, imported_at) VALUES (1, 'ocds', 'f', 'x', 5, 0, 0, 0, '[]',"
                " '2026-06-01 00:00:00')"
            )
        )
        connection.execute(
            sa.text("INSERT INTO published_process (id, ocid, version) VALUES (1, :ocid, 1)"),
            {"ocid": steps()[0]["ocid"]},
        )
        for number, (release_id, at, raw) in enumerate(values, 1):
            connection.execute(
                sa.text(
                    "INSERT INTO published_release (id, published_process_id, import_file_id,"
                    " release_id, released_at, tags, title, buyer, method, tender_currency, digest,"
                    " raw, current_from) VALUES (:id, 1, 1, :release, :at, '', '', '', '', '',"
                    " :digest, :raw, :since)"
                ),
                {
                    "id": 100 + number,
                    "release": release_id,
                    "at": datetime.fromisoformat(at),
                    "digest": f"d{number}",
                    "raw": raw,
                    "since": date(2026, 6, 1) if number == len(values) else None,
                },
            )
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT setval('published_release_id_seq', 200)"))
    with clock.at(clock.noon(NEXT)):
        schema.upgrade(engine)
    with db.reading(engine) as session:
        assert queries.contracts(session, OPERATOR, DAY).empty  # as it was known then
        found = queries.contracts(session, OPERATOR, NEXT)
        assert found["value_fen"].tolist() == [180941456]
        assert queries.processes(session, OPERATOR, NEXT)["versions"].tolist() == [5]
