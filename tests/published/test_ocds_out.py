"""OCDS goes out valid and comes in again the same: what others published, and what the fund
bought.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig
from typer.testing import CliRunner

from fund import acts, clock, db
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.ledger import amendments
from fund.milestones import commands as milestones
from fund.procurement import commands as commands_of_procurement
from fund.procurement import planning
from fund.published import commands, compiling, exchange, mending, queries, schema
from fund.published.reading import read
from fund.published.records import Release
from tests.people import Office, office
from tests.procurement.buying import WAN, Buying
from tests.published import extensions
from tests.published.samples import a_package, a_release, as_bytes

REAL = Path(__file__).parents[3] / "shared" / "data"
DAY = date(2026, 11, 1)
Cove = Callable[[bytes], None]
PUBLISHERS = sorted(path.name for path in (REAL / "ocds" / "publishers").glob("*"))


def take_in(to: Office, *contents: bytes) -> list[dict[str, int]]:
    """Store files as an officer does; the counts of each."""
    counts = []
    for number, content in enumerate(contents):
        reading = read("ocds", content)
        assert not [issue for issue in reading.issues if issue.severity == "error"]
        file = acts.perform(
            to.engine,
            to.ids["officer"],
            commands.import_file,
            name=f"{number}.json",
            reading=reading,
        )
        with db.reading(to.engine) as session:
            row = (
                session.execute(
                    sa.text("SELECT accepted, unchanged, updated FROM import_file WHERE id = :id"),
                    {"id": file.id},
                )
                .mappings()
                .one()
            )
        counts.append(dict(row))
    return counts


def out(of: Office, wanted: exchange.Wanted = exchange.ALL, day: date = DAY) -> bytes:
    with db.reading(of.engine) as session:
        return exchange.written(exchange.package(session, OPERATOR, day, wanted))


def known(of: Office) -> dict[str, Any]:
    """Everything that is shown of published processes, and every version of them to the byte."""
    with db.reading(of.engine) as session:
        stored = session.execute(
            sa.text(
                "SELECT ocid, digest, released_at, current_from IS NOT NULL AND current_until IS"
                " NULL FROM published_release r JOIN published_process p ON p.id ="
                " r.published_process_id"
            )
        ).all()
        frames = [
            frame(session, OPERATOR, DAY)
            for frame in (queries.processes, queries.contracts, queries.totals)
        ]
    return {
        "stored": sorted(map(str, stored)),
        "frames": [sorted(map(str, frame.to_dict("records"))) for frame in frames],
    }


def wrong(package: dict[str, Any]) -> list[str]:
    return [error.message for release in package["releases"] for error in schema.errors(release)]


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_what_a_publisher_says_comes_in_goes_out_valid_and_comes_in_the_same(
    publisher: str, tmp_path: Path, cove: Cove
) -> None:
    with clock.at(clock.noon(DAY)):
        first, second = (office(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "second"))
        take_in(
            first,
            *[
                path.read_bytes()
                for path in sorted((REAL / "ocds" / "publishers" / publisher).glob("*.json"))
            ],
        )
        package = out(first)
        assert wrong(json.loads(package)) == []
        take_in(second, package)
        assert known(second) == known(first)
        again = take_in(first, package)[0]
        assert again["unchanged"] == len(json.loads(package)["releases"])
        assert not again["accepted"]
        assert not again["updated"]
        assert out(second) == package
        cove(package)


@pytest.fixture(scope="module")
def cove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cove]:
    """The standard's own reviewer with the extensions the product keeps; it asks nobody but this
    machine and finds nothing wrong.
    """
    with extensions.served(tmp_path_factory.mktemp("extensions")) as addresses:
        yield lambda package: reviewed(package, addresses, tmp_path_factory.mktemp("cove"))


def reviewed(package: bytes, addresses: list[str], folder: Path) -> None:
    """Once as plain OCDS, once with the extensions: with them the reviewer checks shapes and leaves
    codes to the schema itself (``wrong``).
    """
    for extended in ([], addresses):
        config = LibCoveOCDSConfig(
            {"context": "api", "standard_zip": f"file://{REAL}/schemas/ocds-standard-1.1.5.zip"}
        )
        found = ocds_json_output(
            output_dir=str(folder),
            json_data=json.loads(package) | {"extensions": extended},
            lib_cove_ocds_config=config,
        )
        assert found["validation_errors"] == []
        assert found["additional_closed_codelist_values"] == {}
        if extended:
            assert (
                found["extensions"]["invalid_extension"],
                found["extensions"]["is_extended_schema"],
            ) == ({}, True)
    assert wrong(json.loads(package)) == []


def test_what_nobody_here_knows_and_what_is_invalid_survives_and_goes_out_valid(
    tmp_path: Path,
) -> None:
    odd = a_release(
        x_ours={"deep": [1.10, {"a/b~c": None}]},
        language=None,
        date="2026-03-01",
        tag=["contract", "anuncio"],
        bids={
            "details": [
                {
                    "id": "b1",
                    "status": "adjudicada",
                    "value": {"amount": 1.25, "currency": "CNY"},
                    "x": 1,
                },
                {"id": "b1"},
            ]
        },
        contracts=[
            {
                "id": 7,
                "status": "Vigente",
                "value": {"amount": "12.50", "currency": "CNY"},
                "documents": [None, {"id": "d", "url": "no address"}],
            },
            {"id": 7, "awardID": "a"},
        ],
    )
    first, second = (office(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "second"))
    with clock.at(clock.noon(DAY)):
        take_in(first, as_bytes(a_package(odd, a_release(ocid="ocds-213czf-2"))))
        package = json.loads(out(first))
        assert wrong(package) == []
        assert [release["id"] for release in package["releases"]] == ["r1", "r1#2"]
        assert package["releases"][0]["x_ours"] == odd["x_ours"]
        take_in(second, as_bytes(package))
        assert known(second) == known(first)
        back, _at = mending.published(package["releases"][0])
        assert json.loads(json.dumps(back)) == odd


def test_fields_of_another_kind_than_the_standard_s_stop_nothing_on_the_way_in_or_out(
    tmp_path: Path,
) -> None:
    odd = a_release(tag=5, parties=[{"id": "b", "name": "示例采购中心", "roles": 5}])
    del odd["buyer"]
    second = a_release(ocid="ocds-213czf-2") | {mending.NOTE: "their own words"}
    there = office(f"sqlite:///{tmp_path}/odd.db")
    with clock.at(clock.noon(DAY)):
        take_in(there, as_bytes(a_package(odd, second)))
        package = json.loads(out(there))
        assert wrong(package) == []
        assert [release["id"] for release in package["releases"]] == ["r1", "r1#2"]
        with db.reading(there.engine) as session:
            found = exchange.records(session, OPERATOR, DAY)["records"]
        assert [record["ocid"] for record in found] == ["ocds-213czf-1", "ocds-213czf-2"]
    back, _at = mending.published(package["releases"][0])
    assert json.loads(json.dumps(back)) == odd


def test_a_note_that_leads_nowhere_is_kept_as_any_other_field() -> None:
    for note in (
        {"steps": [{"path": "/no/where", "value": 1}]},
        {"steps": "?"},
        {"else": 1},
        [],
        {"steps": [{}]},
        {"at": "2026"},
    ):
        release = a_release() | {mending.NOTE: note}
        assert mending.published(release)[0] == (release if note != {"at": "2026"} else a_release())


def test_a_compiled_release_merges_what_came_one_after_another(tmp_path: Path) -> None:
    first, later = (
        a_release(),
        {
            "ocid": "ocds-213czf-1",
            "id": "r2",
            "date": "2026-04-01T00:00:00+08:00",
            "tag": ["contractUpdate"],
            "initiationType": "tender",
        },
    )
    later["contracts"] = [
        {"id": "c", "awardID": "a", "status": "terminated", "title": None},
        {"id": "d", "awardID": "a"},
    ]
    fund = office(f"sqlite:///{tmp_path}/fund.db")
    with clock.at(clock.noon(DAY)):
        take_in(fund, as_bytes(a_package(first, later)))
        with db.reading(fund.engine) as session:
            (record,) = exchange.records(session, OPERATOR, DAY)["records"]
    whole = record["compiledRelease"]
    assert schema.errors(whole) == []
    assert [(contract["id"], contract.get("status")) for contract in whole["contracts"]] == [
        ("c", "terminated"),
        ("d", None),
    ]
    assert whole["contracts"][0]["value"] == first["contracts"][0]["value"]
    assert "title" not in whole["contracts"][0]
    assert whole["tender"]["title"] == first["tender"]["title"]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Buying:
    """Two tenders: one bought, delivered and paid, the other with sealed bids."""
    bought = Buying(office(f"sqlite:///{tmp_path_factory.mktemp('own')}/fund.db")).begin()
    bought.tender("P-1", {"Rocket": 2500, "Satellite": 2600, "Ground": 2700}, mission_code="M-1")
    bought.evaluate("P-1", "Rocket")
    bought.award("P-1", 2500)
    bought.fulfil("P-1", 2500)
    bought.plan("P-2", category="ttc")
    bought.publish("P-2")
    bought.bid("P-2", "Ground", 1234, days=1)
    return bought


@pytest.mark.usefixtures("shared")
def test_what_the_fund_bought_goes_out_step_by_step_valid_and_reads_the_same(
    walk: Buying, cove: Cove
) -> None:
    with clock.at(clock.noon(walk.day)):
        content = out(walk.office, day=walk.day)
    package = json.loads(content, parse_float=Decimal)
    assert wrong(package) == []
    told = [release for release in package["releases"] if release["tender"]["id"] == "P-1"]
    assert [release["tag"][0] for release in told][:6] == [
        "planning",
        "tender",
        "tenderUpdate",
        "award",
        "award",
        "contract",
    ]
    last = told[-1]
    assert last["tender"]["mainProcurementCategory"] == "goods"
    assert last["tender"]["procurementMethodDetails"] == "公开招标"
    assert last["contracts"][0]["value"] == {"amount": 25_000_000, "currency": "CNY"}
    assert [
        paid["value"]["amount"] for paid in last["contracts"][0]["implementation"]["transactions"]
    ] == [25_000_000]
    assert [milestone["status"] for milestone in last["contracts"][0]["milestones"]] == ["met"]
    assert set(last["contracts"][0]["period"]) == {"startDate", "endDate"}
    assert [
        milestone["id"] for milestone in last["contracts"][0]["implementation"]["milestones"]
    ] == ["T1"]
    assert (
        last["planning"]["budget"]["projectID"],
        last["tender"]["procurementMethodRationale"],
    ) == ("M-1", "mission")
    assert [
        (party["roles"], party.get("address", {}).get("countryName"))
        for party in last["parties"]
        if "supplier" in party["roles"]
    ] == [(["tenderer", "supplier", "payee"], "中国")]
    assert all("/ocds_" in address for address in package["extensions"])
    assert all(release["date"].endswith("+08:00") for release in package["releases"])
    reading = read("ocds", content)
    assert [issue.code for issue in reading.issues] == ["several_steps"]
    steps = [one for one in reading.records if isinstance(one, Release)]
    of_one = [one for one in steps if one.ocid == told[0]["ocid"]]
    (contract,) = compiling.compiled(told[0]["ocid"], map(compiling.stated, of_one)).contracts
    assert (contract.value_fen, contract.paid_fen) == (2500 * WAN, 2500 * WAN)
    (contract,) = steps[len(told) - 1].contracts
    assert (contract.value_fen, contract.paid_fen, contract.status) == (
        2500 * WAN,
        2500 * WAN,
        "active",
    )
    cove(content)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    "part",
    [
        {"tender": {"id": "t", "status": "abierto"}},
        {"tender": {"id": "t", "lots": [{"status": "active"}]}},
        {"tender": {"id": "t", "lots": [{"id": "1", "status": "abierto"}]}},
        {"bids": {"details": [{"id": "1", "status": "adjudicada"}]}},
        {"bids": {"details": [{"id": "1", "value": {"amount": "x"}}]}},
        {
            "tender": {
                "id": "t",
                "items": [{"id": "1", "deliveryLocation": {"geometry": {"type": "Kreis"}}}],
            }
        },
    ],
    ids=["status", "lot", "lot status", "bid status", "bid", "place"],
)
def test_the_reviewer_finds_what_is_wrong_in_an_extension_too_and_what_goes_out_is_not(
    walk: Buying, cove: Cove, part: dict[str, Any]
) -> None:
    package = json.loads(out(walk.office, day=walk.day))
    release = package["releases"][0] | part
    with pytest.raises(AssertionError):
        cove(as_bytes(package | {"releases": [release]}))
    cove(as_bytes(package | {"releases": [mending.mended(release, release["ocid"])]}))


@pytest.mark.usefixtures("shared")
def test_frameworks_their_orders_and_cancelled_tenders_go_out_valid_on_both_kinds_of_database(
    an_office: Office, cove: Cove
) -> None:
    bought = Buying(an_office).begin()
    bought.tender(
        "F1",
        {"a": 40, "b": 50, "c": 60},
        wan=1000,
        category="ttc",
        method="framework",
        ends_on=bought.day + timedelta(days=200),
    )
    bought.evaluate("F1", "a", "b")
    bought.act("decider", commands_of_procurement.conclude, process_id=bought["F1"])
    bought.plan("O1", wan=300, category="ttc", method="framework", framework_id=bought["F1"])
    bought.publish("O1", 6)
    bought.act(
        "decider",
        planning.end,
        process_id=bought["O1"],
        outcome="cancelled",
        reason="the mission was put off",
    )
    content = out(an_office, day=bought.day)
    package = json.loads(content, parse_float=Decimal)
    assert wrong(package) == []
    tags = {
        code: [
            release["tag"][0] for release in package["releases"] if release["tender"]["id"] == code
        ]
        for code in ("F1", "O1")
    }
    assert (tags["F1"][-1], tags["O1"][-1]) == ("awardUpdate", "tenderCancellation")
    order = next(
        release for release in reversed(package["releases"]) if release["tender"]["id"] == "O1"
    )
    framework = next(release for release in package["releases"] if release["tender"]["id"] == "F1")
    assert order["tender"]["status"] == "cancelled"
    assert order["relatedProcesses"][0]["identifier"] == framework["ocid"]
    assert {issue.code for issue in read("ocds", content).issues} <= {"several_steps"}
    cove(content)


@pytest.mark.usefixtures("shared")
def test_an_amended_contract_and_one_that_is_terminated_go_out_with_what_they_come_to(
    tmp_path: Path, cove: Cove
) -> None:
    """2,500 signed, 200 more agreed; half a year later it ends with nothing delivered."""
    bought = Buying(office(f"sqlite:///{tmp_path}/own.db")).begin()
    bought.tender("P-1", {"Rocket": 2500, "Satellite": 2600, "Ground": 2700})
    bought.evaluate("P-1", "Rocket")
    bought.award("P-1", 2500)
    bought.act(
        "supervisor",
        commands_of_procurement.sign,
        undertaking_id=bought["contract P-1"],
        terms=[commands_of_procurement.Terms("T1", 2500 * WAN, bought.day)],
    )
    bought.made["P-1"] = bought["contract P-1"]
    bought.find_tranches("P-1")
    proposed = bought.act(
        "decider",
        amendments.propose_amendment,
        tranche_id=bought["P-1/T1"],
        change_fen=200 * WAN,
        reason="a second payload",
    )
    bought.act("supervisor_2", amendments.sign_amendment, amendment_id=proposed, expected_version=1)
    bought.day += timedelta(days=180)
    bought.act(
        "decider",
        milestones.terminate,
        undertaking_id=bought["P-1"],
        reason="the mission was given up",
    )
    content = out(bought.office, day=bought.day)
    told = json.loads(content)["releases"]
    assert [
        (
            release["tag"][0],
            release["contracts"][0]["status"],
            release["contracts"][0]["value"]["amount"],
        )
        for release in told
        if "contracts" in release
    ] == [
        ("contract", "active", 25_000_000),
        ("contractAmendment", "active", 27_000_000),
        ("contractTermination", "terminated", 0),
    ]
    assert {issue.code for issue in read("ocds", content).issues} <= {"several_steps"}
    cove(content)


def test_sealed_prices_and_bidders_stay_sealed(walk: Buying) -> None:
    content = json.loads(out(walk.office, exchange.Wanted("own", "ttc"), day=walk.day))
    assert [release["tag"][0] for release in content["releases"]] == ["planning", "tender"]
    assert "12340000" not in json.dumps(content)
    assert "bids" not in json.dumps(content)


def test_the_command_line_writes_the_whole_a_filter_and_compiled_releases(
    walk: Buying, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUND_DATABASE_URL", str(walk.office.engine.url))
    file = tmp_path / "out.json"
    run = CliRunner().invoke(
        app, ["export", "ocds", "-o", str(file), "--as-of", walk.day.isoformat(), "--compiled"]
    )
    assert run.exit_code == 0, run.output
    found = json.loads(file.read_bytes())
    assert [record["compiledRelease"]["tag"] for record in found["records"]] == [
        ["compiled"],
        ["compiled"],
    ]
    assert not [
        error for record in found["records"] for error in schema.errors(record["compiledRelease"])
    ]
    assert (
        CliRunner()
        .invoke(
            app,
            ["export", "ocds", "-o", str(file), "--as-of", walk.day.isoformat(), "--ocid", "none"],
        )
        .exit_code
        == 1
    )
    assert (
        CliRunner().invoke(app, ["export", "ocds", "-o", str(file), "--source", "what"]).exit_code
        == 1
    )
