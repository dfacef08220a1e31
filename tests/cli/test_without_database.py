"""The command line without its database: one sentence, exit code 3, whatever the command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fund import db, i18n
from fund.access.tables import Person
from fund.cli.app import app, whole
from tests.cli.typed import COMMANDS, READ, SAMPLE, WITHOUT, names, words
from tests.people import office
from tests.servers import LOCALLY, Server, postgresql

ROOT = Path(__file__).parents[2]
NOWHERE = "postgresql+psycopg://fund:only-for-a-test@127.0.0.1:1/fund"


def test_every_command_stands_in_the_list() -> None:
    assert set(names(whole())) == set(COMMANDS)
    assert set(COMMANDS) > WITHOUT


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in WITHOUT])
def test_without_its_database_a_command_says_one_sentence_and_ends_with_three(
    command: str, tmp_path: Path
) -> None:
    typed = words(command, new=tmp_path / "new", inbox=tmp_path, **dict.fromkeys(READ, SAMPLE))
    with i18n.speaking("en"):
        done = CliRunner().invoke(app, typed, env={"FUND_DATABASE_URL": NOWHERE})
    assert done.exit_code == 3, (done.output, done.exception)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "The database does not answer at the moment. Try again in a minute. (Connection refused)"
    ]


def run(url: str, *typed: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "fund", *typed],
        cwd=ROOT,
        env={**os.environ, "FUND_DATABASE_URL": url, "FUND_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_of_its_own_shows_no_trace_and_no_password() -> None:
    process = run(NOWHERE, "figures", "--json")
    out, told = process.communicate(timeout=120)
    assert (process.returncode, out, len(told.splitlines())) == (3, "", 1)
    assert "only-for-a-test" not in told


@pytest.fixture
def unanswered() -> Iterator[Server]:
    with postgresql("-c synchronous_standby_names=nobody") as made:
        yield made


@pytest.mark.postgres
def test_a_command_whose_answer_is_lost_says_that_it_is_not_known(unanswered: Server) -> None:
    url = unanswered.pattern.replace("NAME", "fund")
    made = office(url + LOCALLY)
    made.engine.dispose()
    process = run(url, "users", "email", "finance", "finance@example.org", "--as", "system")
    assert unanswered.end_waiting(120) == 1
    out, told = process.communicate(timeout=120)
    assert (process.returncode, out) == (3, "")
    assert told.startswith("Whether this was recorded is not known")
    assert len(told.splitlines()) == 1
    with db.reading(made.engine) as session:
        assert session.get_one(Person, made.ids["finance"]).email == "finance@example.org"
    made.engine.dispose()
