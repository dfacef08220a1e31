"""The command line: its fixed names and shapes, on the worked portfolio."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fund import i18n
from fund.cli.app import app
from fund.errors import FundError
from fund.ledger.commands import open_line
from fund.ledger.rules import STAGES
from fund.reports import catalogue
from fund.verify import words as verify_words
from tests.ledger.scenario import STEPS, WAN, Walk
from tests.people import office

ROOT = Path(__file__).parents[2]
DAY = "2026-10-31"


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> str:
    """The worked portfolio up to the end of October."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cli')}/fund.db"
    walk = Walk(office(url))
    for step in STEPS:
        if step.day > date.fromisoformat(DAY):
            break
        walk.day = step.day
        try:
            step.do(walk)
        except FundError as refused:
            assert refused.code == step.refused
    return url


def run(database: str, *arguments: str, code: int = 0):
    """In this process: starting Python for each would take most of the time."""
    environment = {"FUND_DATABASE_URL": database, "FUND_NOW": DAY, "COLUMNS": "200"}
    with i18n.speaking("en"):
        done = CliRunner().invoke(app, list(arguments), env=environment)
    assert done.exit_code == code, done.output
    return done


def read(database: str, *arguments: str):
    return json.loads(run(database, *arguments, "--json").stdout)


def test_figures_have_the_fixed_shape_and_equal_the_table(database: str) -> None:
    found = read(database, "figures")
    assert set(found) == {
        "as_of",
        "currency",
        "stages",
        "other_currencies",
        "sources",
        "paid_ahead_of_evidence",
        "published",
        "grants",
        "contracts",
        "holdings",
        "subsidies",
        "milestones",
    }
    assert [
        found["stages"][stage] // WAN
        for stage in ("appropriated", "committed", "obligated", "accepted", "paid", "returned")
    ] == [
        18_000,
        14_700,
        14_700,
        6_800,
        6_750,
        200,
    ]
    assert set(found["sources"]) == {"fund", "special", "procurement"}
    assert found["sources"]["procurement"]["paid"] == 2_650 * WAN
    assert (found["grants"], found["contracts"]) == (2, 1)


def test_figures_of_a_past_day_stay_what_they_were(database: str) -> None:
    found = read(database, "figures", "--as-of", "2026-09-30")
    assert found["stages"]["paid"] == 6_800 * WAN
    assert (
        read(database, "figures", "--as-of", "2026-08-01")["paid_ahead_of_evidence"] == 1_500 * WAN
    )
    assert read(database, "figures", "--as-of", "2026-08-10")["paid_ahead_of_evidence"] == 0


@pytest.mark.parametrize(
    ("command", "keys", "count"),
    [
        (
            "grants",
            {
                "grant_id",
                "title",
                "recipient",
                "measure",
                "region",
                "currency",
                "awarded_fen",
                "paid_fen",
                "status",
                "awarded_on",
            },
            2,
        ),
        (
            "contracts",
            {
                "ocid",
                "contract_id",
                "title",
                "supplier",
                "category",
                "method",
                "currency",
                "value_fen",
                "paid_fen",
                "status",
                "signed_on",
            },
            1,
        ),
        (
            "milestones",
            {"milestone_id", "owner", "title", "planned_on", "forecast_on", "met_on", "status"},
            2,
        ),
    ],
)
def test_tables_have_their_fixed_columns(
    database: str, command: str, keys: set[str], count: int
) -> None:
    rows = read(database, command)
    assert len(rows) == count
    assert keys <= set(rows[0])


def test_targets_have_their_fixed_columns_and_none_is_official(database: str) -> None:
    rows = read(database, "targets")
    assert {
        "indicator",
        "region",
        "baseline",
        "target",
        "direction",
        "unit",
        "actual",
        "low",
        "median",
        "high",
        "probability",
        "verdict",
        "levers",
        "official",
        "source",
    } <= set(rows[0])
    assert not any(row["official"] for row in rows)


def test_a_month_that_was_not_reached_has_no_report(database: str, tmp_path: Path) -> None:
    run(
        database, "report", "monthly", "--period", "2026-12", "-o", str(tmp_path / "r.xlsx"), code=1
    )
    assert not (tmp_path / "r.xlsx").exists()


def test_a_report_is_as_issued_until_a_cell_is_changed(database: str, tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "r.xlsx"
    run(database, "report", "monthly", "--period", "2026-09", "--lang", "en", "-o", str(file))
    found = json.loads(run(database, "verify-report", str(file), "--json").stdout)
    assert (found["ok"], found["state"], found["changed"]) == (True, "draft", [])
    assert found["statement"]["number"] == "2026-0001"
    book = openpyxl.load_workbook(file)
    sheet = book["Chain by source"]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    place = next(cell for cell in cells if isinstance(cell.value, int | float) and cell.value)
    place.value += 0.5
    book.save(file)
    found = json.loads(run(database, "verify-report", str(file), "--json", code=1).stdout)
    assert {"sheet": "Chain by source", "cell": place.coordinate} == {
        key: found["changed"][0][key] for key in ("sheet", "cell")
    }


def test_the_ledger_goes_out_as_csv(database: str, tmp_path: Path) -> None:
    import csv

    file = tmp_path / "ledger.csv"
    run(database, "export", "ledger", "-o", str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {
        "recorded_on",
        "occurred_on",
        "line",
        "source",
        "undertaking",
        "tranche",
        "stage",
        "currency",
        "amount_fen",
        "act",
        "actor",
    } <= set(rows[0])
    assert sum(int(row["amount_fen"]) for row in rows if row["stage"] == "paid") == 6_750 * WAN


def test_the_grants_go_out_as_360giving_once_one_is_decided(database: str, tmp_path: Path) -> None:
    file = tmp_path / "grants.json"
    run(database, "export", "360giving", "-o", str(file))
    own = {row["grant_id"]: row for row in read(database, "grants") if row["status"] != "published"}
    assert {
        row["id"]: row["amountAwarded"] * 100 for row in json.loads(file.read_bytes())["grants"]
    } == {key: row["awarded_fen"] for key, row in own.items()}
    assert (
        "1 Jan 2026"
        in run(
            database,
            "export",
            "360giving",
            "-o",
            str(tmp_path / "none.json"),
            "--as-of",
            "2026-01-01",
            code=1,
        ).stderr
    )
    assert not (tmp_path / "none.json").exists()
    run(database, "export", "xlsx", "-o", str(tmp_path / "none.json"), code=1)


def test_a_file_is_taken_whole_or_named_with_its_issues(database: str, tmp_path: Path) -> None:
    sample = ROOT / "data" / "samples" / "ocds-sample.json"
    first = json.loads(
        run(database, "import", "ocds", str(sample), "--as", "officer", "--json").stdout
    )
    again = json.loads(
        run(database, "import", "ocds", str(sample), "--as", "officer", "--json").stdout
    )
    assert first["files"][0]["accepted"] > 0
    assert (again["files"][0]["accepted"], again["files"][0]["unchanged"]) == (
        0,
        first["files"][0]["accepted"],
    )
    bad = tmp_path / "bad.json"
    bad.write_text('{"releases": [{"id": "1"}]}', encoding="utf-8")
    refused = json.loads(
        run(database, "import", "ocds", str(bad), "--as", "officer", "--json", code=1).stdout
    )
    issue = refused["files"][0]["issues"][0]
    assert set(issue) == {"severity", "code", "where", "value", "message"}
    assert issue["where"].startswith("/releases/0")


def test_a_dry_run_stores_nothing(database: str) -> None:
    sample = ROOT / "data" / "samples" / "360giving-sample.json"
    found = json.loads(
        run(
            database, "import", "360giving", str(sample), "--dry-run", "--as", "officer", "--json"
        ).stdout
    )
    assert found["files"][0]["accepted"] > 0
    assert not any(row["status"] == "published" for row in read(database, "grants"))


def test_the_operator_reads_and_moves_nothing(database: str) -> None:
    sample = ROOT / "data" / "samples" / "office-sample.xlsx"
    done = run(database, "import", "xlsx", str(sample), code=1)
    assert "Officer" in done.stderr
    assert read(database, "figures")["stages"]["appropriated"] == 18_000 * WAN


def test_a_backup_is_restored_only_where_nothing_is(database: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run(database, "backup", str(copy))
    run(database, "backup", str(copy), code=1)
    run(database, "restore", str(copy), code=1)
    other = f"sqlite:///{tmp_path}/other.db"
    run(other, "restore", str(copy))
    assert read(other, "figures")["stages"] == read(database, "figures")["stages"]


def test_the_audit_chain_is_whole_and_has_a_head(database: str) -> None:
    found = read(database, "audit", "verify")
    assert found["ok"]
    assert len(found["head"]) == 64


def test_verify_finds_nothing_wrong(database: str) -> None:
    found = read(database, "verify")
    assert found["ok"], [check for check in found["checks"] if not check["ok"]]


@pytest.mark.parametrize(
    "arguments", [("figures", "--as-of", "yesterday"), ("report", "monthly"), ("no-such",)]
)
def test_wrong_usage_is_code_two(database: str, arguments: tuple[str, ...]) -> None:
    run(database, *arguments, code=2)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_speaks_both_languages(database: str, language: str) -> None:
    environment = {
        **os.environ,
        "FUND_DATABASE_URL": database,
        "FUND_LANG": language,
        "COLUMNS": "200",
    }
    text = subprocess.run(
        [sys.executable, "-m", "fund", "--help"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert ("资金" in text or "基金" in text) == (language == "zh")
    assert ("显示本帮助" in text) == (language == "zh")


def test_a_report_of_no_such_name_is_told_all_names_before_anything_else(database: str) -> None:
    said = run(database, "report", "no-such", "--period", "2026", code=1).stderr
    assert all(name in said for name in catalogue.reports())


def test_people_are_entered_with_roles_by_the_operator_and_without_by_the_system_administrator(
    tmp_path,
) -> None:
    """A new office enters everybody at once; once roles are somebody's to give, naming the system
    administrator gives none.
    """
    url = f"sqlite:///{tmp_path}/fund.db"

    def typed(*arguments: str, code: int = 0) -> str:
        with i18n.speaking("en"):
            done = CliRunner().invoke(app, ["users", *arguments], env={"FUND_DATABASE_URL": url})
        assert done.exit_code == code, done.output
        return str(done.output)

    for login, role in (
        ("system", "system_administrator"),
        ("security", "security_administrator"),
        ("wang", "officer"),
    ):
        typed("add", login, "--name", login, "--role", role)
    assert "Giving a role" in typed(
        "add", "li", "--name", "li", "--role", "finance", "--as", "system", code=1
    )
    typed("add", "li", "--name", "li", "--email", "li@example.org", "--as", "system")
    typed("role", "li", "finance", "--as", "security")
    listed = json.loads(typed("list", "--json"))
    assert {row["login"]: row["email"] for row in listed} == {
        "system": "",
        "security": "",
        "wang": "",
        "li": "li@example.org",
    }
    held = {(row["login"], row["role"]) for row in listed}
    assert held == {
        ("system", "system_administrator"),
        ("security", "security_administrator"),
        ("wang", "officer"),
        ("li", "finance"),
    }


def test_the_audit_log_is_compared_with_a_head_kept_elsewhere(tmp_path) -> None:
    """A log cut off at its end, or wholly written anew, fits together by itself; the head kept
    before tells.
    """
    url = f"sqlite:///{tmp_path}/fund.db"
    made = office(url)
    printed, as_json = (run(url, "audit", "head", *more).stdout for more in ((), ("--json",)))
    kept = json.loads(as_json)
    for day in ("2026-10-30", "2026-10-31"):
        made.act(
            "finance",
            open_line,
            on=date.fromisoformat(day),
            code=day,
            title="x",
            measure="A3",
            source="fund",
            fiscal_year=int(day[-2:]),
        )
    now = read(url, "audit", "head")
    for head in (printed, as_json, json.dumps(now)):
        assert read(url, "audit", "verify", "--kept", head) == now | {"first_bad": None}
    cut = f"{now['rows'] + 1} {now['head']}"
    assert (
        json.loads(run(url, "audit", "verify", "--kept", cut, "--json", code=1).stdout)["first_bad"]
        == now["rows"] + 1
    )
    forged = f"{kept['rows']} {'0' * 64}"
    assert (
        json.loads(run(url, "audit", "verify", "--kept", forged, "--json", code=1).stdout)[
            "first_bad"
        ]
        == kept["rows"]
    )
    assert read(url, "audit", "verify")["ok"]
    assert "audit head" in run(url, "audit", "verify", "--kept", "yesterday", code=2).output


def test_a_close_shows_the_checklist_and_takes_two_people(database: str) -> None:
    found = read(database, "close", "--period", "2026-09")
    assert set(found) == {"period", "last_day", "state", "items", "lines", "carry_over", "surplus"}
    assert (found["period"], found["last_day"], found["state"]) == ("2026-09", "2026-09-30", "open")
    items = {item["item"]: item for item in found["items"]}
    assert items["over"] == {"item": "over", "must": True, "count": 0, "amount_fen": 0}
    assert items["unpaid"]["amount_fen"] == 50 * WAN
    assert {line["line"]: line["execution_share"] for line in found["lines"]}[
        "B26"
    ] == 2_700 / 8_000
    run(database, "close", "--period", "2026-09", "--as", "finance", code=1)
    for login, state in (
        ("finance", "prepared"),
        ("finance", "prepared"),
        ("supervisor", "closed"),
    ):
        found = read(
            database, "close", "--period", "2026-09", "--as", login, "--note", "with its officer"
        )
        assert found["state"] == state
    assert (
        "closed already"
        in run(
            database, "close", "--period", "2026-09", "--as", "finance", "--note", "x", code=1
        ).output
    )
    assert (
        "neither a month nor a year"
        in run(database, "close", "--period", "2026-Q3", "--as", "finance", code=1).output
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_figures_and_checks_are_told_in_the_language_of_the_session(
    tmp_path: Path, language: str
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"

    def typed(*arguments: str) -> list[str]:
        with i18n.speaking(language):
            done = CliRunner().invoke(app, [*arguments], env={"FUND_DATABASE_URL": url})
        assert done.exit_code == 0, done.output
        return str(done.stdout).splitlines()

    typed("users", "add", "wang", "--name", "王", "--role", "system_administrator")
    with i18n.speaking(language):
        heads = [i18n._(word) for word in ("Account", "Person", "Role", "Scope", "E-mail")]
        role, fine = i18n._("System administrator"), i18n._("in order")
        stages = [i18n._(words) for words in STAGES.values()]
        checks = [i18n._(words) for words in verify_words().values()]
    listed = typed("users", "list")
    assert listed[0] == "\t".join(heads)
    assert listed[1].split("\t")[:3] == ["wang", "王", role]
    assert [line.split("\t")[0] for line in typed("figures")] == stages
    told = [line.split("\t") for line in typed("verify")]
    assert {mark for mark, _name in told} == {fine}
    assert sorted(name for _mark, name in told) == sorted(checks)
    kept = json.loads("\n".join(typed("users", "list", "--json")))
    assert [one["role"] for one in kept] == ["system_administrator"]
    assert json.loads("\n".join(typed("verify", "--json")))["checks"][0]["name"] == "acts_complete"
