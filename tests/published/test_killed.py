"""An import that is killed at any moment leaves nothing behind or everything, and what was
acknowledged stays.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from fund.audit import AuditEntry
from fund.published import commands
from fund.published.reading import read
from fund.published.tables import ImportFile, PublishedContract, PublishedProcess, PublishedRelease
from tests.people import Office
from tests.published.samples import a_release, as_bytes

ROOT = Path(__file__).parents[2]
PROCESSES = 3000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three thousand processes of one contract, in lines."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    path.write_bytes(
        b"\n".join(as_bytes(a_release(ocid=f"ocds-213czf-{number}")) for number in range(PROCESSES))
    )
    return path


def count(fund: Office, table: type[SQLModel]) -> int:
    """Rows of a table."""
    return int(fund.one(select(sa.func.count()).select_from(table)))


def import_and_kill(fund: Office, path: Path, chance: random.Random) -> bool:
    """Start an import, kill -9 it somewhere between its start and its end; whether it had
    acknowledged.
    """
    last_line = chance.choice(
        [
            "started",
            "read",
            *(f"stored {done} {PROCESSES}" for done in range(1000, PROCESSES + 1, 1000)),
            "acknowledged",
        ]
    )
    delay_s = chance.uniform(0, 0.15)
    command = [
        sys.executable,
        "-m",
        "tests.published.importing",
        fund.engine.url.render_as_string(hide_password=False),
        str(fund.ids["officer"]),
        "ocds",
        str(path),
    ]
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert child.stdout is not None
    heard = []
    for line in child.stdout:
        heard.append(line)
        if line.startswith(last_line):
            # the moment is spread over what follows the line, so that commits are hit, too
            threading.Timer(delay_s, os.killpg, (child.pid, signal.SIGKILL)).start()
            break
    heard += child.stdout.readlines()
    child.wait()
    assert heard[0] == "started\n"
    return any(line.startswith("acknowledged") for line in heard)


def must_be_whole_or_absent(fund: Office, is_acknowledged: bool) -> bool:
    """Whether the import is there; anything in between fails."""
    files = count(fund, ImportFile)
    entries = fund.one(
        select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.act == "import_published")
    )
    rows = [count(fund, table) for table in (PublishedProcess, PublishedRelease, PublishedContract)]
    assert (files, entries, rows) in [(0, 0, [0, 0, 0]), (1, 1, [PROCESSES] * 3)]
    assert files or not is_acknowledged
    return bool(files)


def kill_once(fund: Office, path: Path, seed: int) -> bool:
    """Kill one import, look, import again; whether the killed one had gone in."""
    is_acknowledged = import_and_kill(fund, path, random.Random(seed))
    is_in = must_be_whole_or_absent(fund, is_acknowledged)
    key = fund.act(
        "officer", commands.import_file, name=path.name, reading=read("ocds", path.read_bytes())
    )
    file = fund.one(select(ImportFile).where(ImportFile.id == key))
    assert (file.accepted, file.unchanged) == ((0, PROCESSES) if is_in else (PROCESSES, 0))
    return is_in


@pytest.mark.parametrize("seed", range(5))
def test_an_import_killed_in_the_middle_leaves_nothing_partial_and_loses_nothing_acknowledged(
    fund: Office, path: Path, seed: int
) -> None:
    kill_once(fund, path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 150))
def test_fifty_imports_killed_leave_nothing_partial_and_lose_nothing_acknowledged(
    fund: Office, path: Path, seed: int
) -> None:
    kill_once(fund, path, seed)
