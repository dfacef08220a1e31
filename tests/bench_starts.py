"""What starting costs, in CPU seconds beside importing sqlmodel and pandas in the same run: the
help, the figures, the demonstration act by act, a second ``make run`` until it answers; and what
the whole tests cost when they last ran. Alone: python -m tests.bench_starts.
"""

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from urllib.error import URLError
from urllib.request import urlopen

import sqlalchemy as sa

from fund import db
from tests.cost import KEPT, TICKS, below, running
from tests.serving import ROOT, free_port

ROUNDS = 5
IMPORTS = (sys.executable, "-c", "import sqlmodel, pandas")
HELP, FIGURES = ((sys.executable, "-m", "fund", *words) for words in (("--help",), ("figures",)))
AT_MOST = {"--help": 1 / 3, "figures": 1.5}
"""CPU of a command, in imports of sqlmodel and pandas."""
BEFORE = {
    "--help": "2.1 imports",
    "figures": "2.1 imports",
    "init --demo": "8.7 ms an act (47.5 s, 5,477 acts)",
    "make run": "3.1 s, 7.6 s where no byte code was kept",
    "make test": "47 minutes, 31 with everything compiled",
    "make check": "not known",
}
"""What was seen at commit 0493d57, on another machine but for what is told in imports."""
PATIENCE = 120.0


def cpu(command: tuple[str, ...], settings: Mapping[str, str]) -> float:
    """CPU seconds of a command and of what it waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def answered(settings: Mapping[str, str]) -> float:
    """CPU seconds of ``make run``, all it started included, when it first answers."""
    port = free_port()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until and process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                    return below(process.pid, running()) / TICKS
            except (URLError, OSError):
                time.sleep(0.05)
        raise AssertionError("make run did not answer")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def acts(address: str) -> int:
    """How many acts a database tells of."""
    with db.engine(address).connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM audit_entry")).scalar_one())


def line(name: str, seen: str, imports: float | None) -> bool:
    """Print one figure beside its goal and what was seen before; whether the goal is met."""
    at_most = AT_MOST.get(name)
    is_missed = at_most is not None and imports is not None and imports > at_most
    told = f" = {imports:.2f} imports" if imports is not None else ""
    goal = f" {'MISSED' if is_missed else 'ok'} (goal {at_most:.2f})" if at_most else ""
    print(f"CPU of {name:12} {seen}{told}{goal}; before: {BEFORE[name]}", flush=True)
    return not is_missed


def starts() -> bool:
    """Print all of it; whether every goal is met."""
    with tempfile.TemporaryDirectory(prefix="fund-starts") as folder:
        address = f"sqlite:///{folder}/fund.db"
        here = {"FUND_DATABASE_URL": address}
        cpu(FIGURES, here)
        empty = acts(address)
        filling = cpu((sys.executable, "-m", "fund", "init", "--demo"), here)
        count = acts(address) - empty
        rounds = [
            [cpu(command, here) for command in (IMPORTS, HELP, FIGURES)] for _round in range(ROUNDS)
        ]
        answered(here)
        again = answered(here)
    one, help_, figures = (statistics.median(found) for found in zip(*rounds, strict=True))
    print(f"CPU of importing sqlmodel and pandas: {one:.2f} s", flush=True)
    good = line("--help", f"{help_:.2f} s", help_ / one)
    good &= line("figures", f"{figures:.2f} s", figures / one)
    each = f"{filling / count * 1000:.2f} ms an act ({filling:.1f} s, {count:,} acts)"
    line("init --demo", each, filling / one)
    line("make run", f"the second time, until it answers: {again:.2f} s", again / one)
    for name in ("make test", "make check"):
        line(name, kept(name), None)
    return good


def kept(name: str) -> str:
    """What the tests of that run cost when they last ran whole here."""
    found = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return f"its tests, last run: {found[name]:.1f} minutes" if name in found else "not measured"


if __name__ == "__main__":
    sys.exit(0 if starts() else 1)
