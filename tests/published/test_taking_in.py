"""Published files taken in: versions, what is current, totals, and that importing again changes
nothing.
"""

import json
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from fund import db, money
from fund.access.actors import OPERATOR
from fund.audit import AuditEntry
from fund.errors import NotAllowed, Stale, has_errors
from fund.ledger.commands import UnknownWord
from fund.ledger.tables import Posting
from fund.published import classifying, commands, intake, queries
from fund.published.reading import read
from fund.published.tables import (
    ImportFile,
    PublishedContract,
    PublishedGrantVersion,
    PublishedProcess,
    PublishedRelease,
)
from tests.people import Office
from tests.published.samples import a_grant, a_package, a_release, as_bytes

DAY, NEXT, LATER = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


def take(
    fund: Office, kind: str, content: Any, on: date = DAY, name: str = "file.json"
) -> tuple[int, int, int]:
    """Import as the officer: (accepted, unchanged, updated)."""
    reading = read(kind, content if isinstance(content, bytes) else as_bytes(content))
    key = fund.act("officer", commands.import_file, on=on, name=name, reading=reading)
    file = fund.one(select(ImportFile).where(ImportFile.id == key))
    return file.accepted, file.unchanged, file.updated


def look(fund: Office, query: Any, *arguments: Any) -> Any:
    """A query as the viewer of the whole fund."""
    with db.reading(fund.engine) as session:
        return query(session, OPERATOR, *arguments)


def everything(fund: Office) -> list[Any]:
    """All that is stored of published records, but for the list of files."""
    with db.reading(fund.engine) as session:
        tables = (PublishedProcess, PublishedRelease, PublishedContract, PublishedGrantVersion)
        return [
            row.model_dump()
            for table in tables
            for row in session.exec(select(table).order_by(sa.text("id")))
        ]


def test_a_new_process_is_accepted_and_the_same_file_again_changes_nothing(fund: Office) -> None:
    assert take(fund, "ocds", a_package()) == (1, 0, 0)
    before = everything(fund)
    assert take(fund, "ocds", a_package(), on=NEXT) == (0, 1, 0)
    assert everything(fund) == before


def test_a_newer_release_updates_its_process_and_the_older_stays_in_the_history(
    fund: Office,
) -> None:
    take(fund, "ocds", a_release(), on=DAY)
    contract = a_release()["contracts"][0] | {"value": {"amount": 90000, "currency": "CNY"}}
    assert take(
        fund, "ocds", a_release(id="r2", date="2026-04-01T00:00:00Z", contracts=[contract]), on=NEXT
    ) == (0, 0, 1)
    assert list(look(fund, queries.contracts, NEXT)["value_fen"]) == [9000000]
    assert list(look(fund, queries.history, "ocds-213czf-1")["release_id"]) == ["", "r2", "r1"]


def test_an_older_release_adds_to_the_history_and_changes_nothing_that_is_current(
    fund: Office,
) -> None:
    take(fund, "ocds", a_release(), on=DAY)
    assert take(
        fund, "ocds", a_release(id="r0", date="2025-01-01T00:00:00Z", contracts=[]), on=NEXT
    ) == (1, 0, 0)
    assert list(look(fund, queries.contracts, NEXT)["contract_id"]) == ["c"]
    assert list(look(fund, queries.history, "ocds-213czf-1")["release_id"]) == ["", "r0", "r1"]


def test_of_two_releases_of_one_instant_both_count(fund: Office) -> None:
    take(fund, "ocds", [a_release(id="a", contracts=[]), a_release(id="b")])
    assert list(look(fund, queries.contracts, DAY)["contract_id"]) == ["c"]
    assert take(fund, "ocds", a_release(id="c", contracts=[]), on=NEXT) == (1, 0, 0)
    assert list(look(fund, queries.contracts, NEXT)["contract_id"]) == ["c"]
    assert take(fund, "ocds", a_release(id="b"), on=LATER) == (0, 1, 0)
    assert list(look(fund, queries.contracts, LATER)["contract_id"]) == ["c"]


def test_a_release_without_a_date_never_takes_the_place_of_one_with_a_date(fund: Office) -> None:
    take(fund, "ocds", a_release())
    assert take(fund, "ocds", a_release(id="undated", date=None, contracts=[]), on=NEXT) == (
        1,
        0,
        0,
    )
    assert len(look(fund, queries.contracts, NEXT)) == 1


def test_what_was_known_on_a_past_day_is_what_was_known_then(fund: Office) -> None:
    take(fund, "ocds", a_release(), on=DAY)
    contract = a_release()["contracts"][0] | {"value": {"amount": 1, "currency": "USD"}}
    take(
        fund,
        "ocds",
        a_release(id="r2", date="2026-05-01T00:00:00Z", contracts=[contract]),
        on=LATER,
    )
    take(fund, "360giving", [a_grant()], on=NEXT)
    take(fund, "360giving", [a_grant(amountAwarded=1)], on=LATER)
    assert look(fund, queries.totals_by_currency, date(2026, 3, 1)) == {}
    assert look(fund, queries.totals_by_currency, NEXT) == {
        "CNY": {
            "grants": 25000000,
            "contracts": 10000000,
            "grants_counted": 1,
            "contracts_counted": 1,
        },
    }
    assert look(fund, queries.totals_by_currency, LATER) == {
        "CNY": {"grants": 100, "contracts": 0, "grants_counted": 1, "contracts_counted": 0},
        "USD": {"grants": 0, "contracts": 100, "grants_counted": 0, "contracts_counted": 1},
    }


def test_the_contracts_of_a_record_are_those_of_its_compiled_release(fund: Office) -> None:
    record = {
        "ocid": "ocds-213czf-1",
        "releases": [a_release(), a_release(id="r2", contracts=[])],
        "compiledRelease": a_release(id="k"),
    }
    assert take(fund, "ocds", {"records": [record]}) == (3, 0, 0)
    assert list(look(fund, queries.contracts, DAY)["contract_id"]) == ["c"]
    assert take(fund, "ocds", {"records": [record]}, on=NEXT) == (0, 3, 0)


def test_the_same_version_twice_in_one_file_is_stored_once(fund: Office) -> None:
    assert take(fund, "ocds", [a_release(), a_release()]) == (1, 1, 0)


def test_repeated_contract_ids_are_listed_with_their_position(fund: Office) -> None:
    contract = a_release()["contracts"][0]
    take(fund, "ocds", a_release(contracts=[contract, contract]))
    assert sorted(look(fund, queries.contracts, DAY)["contract_id"]) == ["c#1", "c#2"]


def test_an_amount_without_a_currency_is_listed_and_not_totalled(fund: Office) -> None:
    take(fund, "360giving", [a_grant(currency=None), a_grant(id="2")])
    assert list(look(fund, queries.grants, DAY)["awarded_fen"]) == [25000000, 25000000]
    totals = look(fund, queries.totals, DAY)
    assert totals.values.tolist() == [["", 1, 0, 0, 0], ["CNY", 1, 0, 25000000, 0]]


def test_sums_beyond_64_bits_are_exact(fund: Office) -> None:
    take(
        fund,
        "360giving",
        [a_grant(id=str(number), amountAwarded=999_999_999_999_999) for number in range(150)]
        + [a_grant(id="n", amountAwarded=-0.07)],
    )
    assert look(fund, queries.totals, DAY)["awarded_fen"].tolist() == [
        99_999_999_999_999_900 * 150 - 7
    ]


def test_a_file_with_an_error_is_refused_whole_and_the_refusal_is_on_record(fund: Office) -> None:
    reading = read("ocds", as_bytes([a_release(), a_release(ocid="other", id=None)]))
    with pytest.raises(commands.FileRefused):
        fund.act("officer", commands.import_file, on=DAY, name="bad.json", reading=reading)
    assert everything(fund) == []
    assert fund.one(select(sa.func.count()).select_from(ImportFile)) == 0
    entry = fund.one(select(AuditEntry).where(col(AuditEntry.detail).contains("file_refused")))
    assert "bad.json" in entry.detail
    assert len(entry.detail) < 1000


def test_only_officers_import_and_categorise(fund: Office) -> None:
    reading = read("ocds", as_bytes(a_package()))
    with pytest.raises(NotAllowed):
        fund.act("viewer", commands.import_file, on=DAY, name="f", reading=reading)
    take(fund, "ocds", a_package())
    with pytest.raises(NotAllowed):
        fund.act("finance", classifying.categorise, on=DAY, ocid="ocds-213czf-1", category="ttc")


def test_a_published_process_has_no_category_until_somebody_sets_it(fund: Office) -> None:
    take(fund, "ocds", a_package())
    assert look(fund, queries.contracts, DAY)["category"].isna().all()
    fund.act(
        "officer",
        classifying.categorise,
        on=DAY,
        ocid="ocds-213czf-1",
        category="ttc",
        expected_version=1,
    )
    assert list(look(fund, queries.contracts, DAY)["category"]) == ["ttc"]
    with pytest.raises(UnknownWord):
        fund.act("officer", classifying.categorise, on=DAY, ocid="ocds-213czf-1", category="tea")
    with pytest.raises(Stale):
        fund.act(
            "officer",
            classifying.categorise,
            on=DAY,
            ocid="ocds-213czf-1",
            category="satellite",
            expected_version=1,
        )
    take(fund, "ocds", a_release(id="r2", date="2026-05-01T00:00:00Z"), on=NEXT)
    assert list(look(fund, queries.contracts, NEXT)["category"]) == ["ttc"]


def test_published_records_write_no_postings(fund: Office) -> None:
    take(fund, "ocds", a_package())
    take(fund, "360giving", [a_grant()])
    assert fund.one(select(sa.func.count()).select_from(Posting)) == 0


def test_the_files_that_came_in_are_listed_with_their_warnings(fund: Office) -> None:
    take(fund, "360giving", [a_grant(currency="cny")], name="资助.json")
    (file,) = look(fund, queries.files).to_dict("records")
    assert (file["name"], file["kind"], file["accepted"], file["warnings"], file["actor"]) == (
        "资助.json",
        "360giving",
        1,
        1,
        "officer",
    )
    (issue,) = look(fund, queries.issues, file["file_id"])
    assert (issue.code, issue.where, issue.value, issue.facts) == (
        "currency_case",
        "/0/currency",
        "cny",
        {"currency": "CNY"},
    )


def test_processes_without_contracts_are_listed_with_their_tender(fund: Office) -> None:
    take(fund, "ocds", a_release(contracts=[], awards=[]))
    (process,) = look(fund, queries.processes, DAY).to_dict("records")
    assert (process["buyer"], process["tender_fen"], process["contracts"], process["versions"]) == (
        "示例采购中心",
        12000000,
        0,
        1,
    )


def test_progress_is_told_while_versions_are_stored(fund: Office) -> None:
    told: list[tuple[int, int]] = []
    reading = read("ocds", as_bytes([a_release(ocid=str(number)) for number in range(2500)]))
    fund.act(
        "officer",
        commands.import_file,
        on=DAY,
        name="f",
        reading=reading,
        on_progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_a_dry_run_says_what_would_happen_and_stores_nothing(fund: Office) -> None:
    content = as_bytes([a_release(), a_release()])
    counts, issues = intake.take_in(
        fund.engine, fund.ids["officer"], "ocds", "f.json", content, dry_run=True
    )
    assert (counts, issues) == ({"accepted": 1, "unchanged": 1, "updated": 0}, [])
    assert everything(fund) == []


def test_a_file_with_an_error_comes_back_with_its_issues_and_nothing_is_stored(
    fund: Office,
) -> None:
    counts, issues = intake.take_in(fund.engine, fund.ids["officer"], "ocds", "f.json", b"{")
    assert counts == {"accepted": 0, "unchanged": 0, "updated": 0}
    assert [issue.code for issue in issues] == ["not_json"]
    assert everything(fund) == []


def counted_releases(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """(ocid, release) of a publishers' file: its releases, then the compiled one, dated no earlier
    than they are.
    """
    if "ocid" in value:
        return [(value["ocid"], value)]
    found = [(release["ocid"], release) for release in value["releases"]]
    compiled = value.get("compiledRelease")
    if compiled:
        latest = max(
            [compiled["date"], *(release["date"] for _ocid, release in found)],
            key=datetime.fromisoformat,
        )
        found.append((compiled["ocid"], compiled | {"date": latest, "published": compiled["date"]}))
    return found


def counted(paths: list[Path]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Sums by currency of grants and of contracts over the current versions in these files,
    straight from their JSON.
    """
    grants: dict[str, dict[str, Any]] = {}
    processes: dict[str, dict[str, Any]] = {}
    seen = []
    for path in paths:
        value = json.loads(path.read_bytes(), parse_float=Decimal, parse_int=Decimal)
        if "360giving" in path.parts:
            grants |= {grant["id"]: grant for grant in value["grants"]}
            continue
        for ocid, release in counted_releases(value):
            text = json.dumps(
                {name: item for name, item in release.items() if name not in ("date", "published")}
                | {"date": release.get("published", release["date"])},
                sort_keys=True,
                default=str,
            )
            standing = processes.get(ocid)
            if (ocid, text) in seen:
                continue
            seen.append((ocid, text))
            if standing is None or datetime.fromisoformat(
                release["date"]
            ) >= datetime.fromisoformat(standing["date"]):
                processes[ocid] = release
    granted: dict[str, Decimal] = defaultdict(Decimal)
    contracted: dict[str, Decimal] = defaultdict(Decimal)
    for grant in grants.values():
        granted[grant["currency"]] += grant["amountAwarded"]
    for release in processes.values():
        for contract in release.get("contracts") or []:
            value = contract.get("value") or {}
            if value.get("amount") not in (None, "") and value.get("currency"):
                contracted[value["currency"].upper()] += value["amount"]
    return granted, contracted


def test_real_files_are_totalled_as_counted_by_hand_and_again_are_all_unchanged(
    fund: Office, shared: Path
) -> None:
    publishers = sorted((shared / "ocds/publishers").glob("*/*.json"))
    funders = sorted((shared / "360giving").glob("*.json"))
    assert publishers
    assert funders
    readings = [("ocds", path) for path in publishers] + [("360giving", path) for path in funders]
    taken = [(path, read(kind, path.read_bytes())) for kind, path in readings]
    taken = [(path, reading) for path, reading in taken if not has_errors(list(reading.issues))]
    assert len(taken) == len(readings) - 1
    for path, reading in taken:
        fund.act("officer", commands.import_file, on=DAY, name=path.name, reading=reading)
    granted, contracted = counted([path for path, _reading in taken])
    totals = look(fund, queries.totals, DAY)
    found = {row["currency"]: row for row in totals.to_dict("records") if row["currency"]}
    assert {code: int(sum_ * 10 ** money.decimals(code)) for code, sum_ in granted.items()} == {
        code: row["awarded_fen"] for code, row in found.items() if row["grants"]
    }
    assert {code: int(sum_ * 10 ** money.decimals(code)) for code, sum_ in contracted.items()} == {
        code: row["value_fen"] for code, row in found.items() if row["contracts"]
    }
    assert {"GBP", "COP", "MXN", "MDL", "CAD", "AMD"} <= found.keys()
    before = everything(fund)
    for path, reading in taken:
        key = fund.act("officer", commands.import_file, on=NEXT, name=path.name, reading=reading)
        file = fund.one(select(ImportFile).where(ImportFile.id == key))
        assert (file.accepted, file.updated, file.unchanged) == (
            0,
            0,
            len(reading.records),
        ), path.name
    assert everything(fund) == before
