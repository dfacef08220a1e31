"""What the tests of each room cost: CPU seconds of this process and of all it started, by folder.

A browser, a server and LibreOffice are processes of their own, so the clock of this one would miss
most of it; PostgreSQL leaves whoever started it, and is named in LEFT. A room may cost AT_MOST more
than it is listed with in ROOMS; the run prints which costs more.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

TICKS = os.sysconf("SC_CLK_TCK")
DEAREST = 25
KEPT = Path(__file__).parents[1] / "build" / "cost.json"
"""What the tests of the last whole run of each kind cost, in minutes: the bench tells it."""
AT_MOST = 90
"""CPU seconds the tests of a room may add to a run: of a new one, or since it was listed."""
ROOMS = {
    "browser": 600,
    "house": 220,
    "ledger": 140,
    "listing": 75,
    "centres": 61,
    "rooms": 61,
    "reminders": 52,
    "reports": 194,
    "published": 47,
    "demonstration": 37,
    "cli": 32,
    "access": 27,
    "standing": 23,
    "targets": 22,
    "procurement": 18,
    "grants": 16,
    "workbook": 14,
    "office": 12,
    "closing": 12,
    "evaluation": 12,
    "settings": 8,
    "inbox": 6,
    "missions": 5,
    "portfolio": 5,
    "suppliers": 2,
    "plan": 2,
    "charts": 2,
    "milestones": 1,
    "attachments": 0,
}
"""CPU seconds the tests of each room were seen to cost; a room not here is new."""
BEFORE = "before the first test"
"""Where the run's own cost is told: starting, importing and collecting, in each worker."""
PARENT, TIMES = 1, slice(11, 15)
"""Fields of /proc/<pid>/stat behind the name: the parent; user, system, and both of the children
that have ended and were waited for.
"""
LEFT: dict[int, int] = {}
"""Servers that are no longer children of whoever started them, and the ticks they were last seen
to have used, which count on when they have ended.
"""


def spent() -> float:
    """CPU seconds of this process, of those it started, of theirs, and of those that LEFT."""
    if not LEFT and not has_children():
        return sum(os.times()[:4])
    facts = running()
    for pid in LEFT:
        if pid in facts:
            LEFT[pid] = below(pid, facts)
    return (below(os.getpid(), facts) + sum(LEFT.values())) / TICKS


def running() -> dict[int, tuple[int, int]]:
    """Every process of this machine: its parent, and the ticks it has used."""
    facts: dict[int, tuple[int, int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                found = os.open(f"/proc/{entry.name}/stat", os.O_RDONLY)
            except (FileNotFoundError, ProcessLookupError):
                continue
            try:
                fields = os.read(found, 4096).rpartition(b")")[2].split()
            except ProcessLookupError:
                continue
            finally:
                os.close(found)
            facts[int(entry.name)] = (int(fields[PARENT]), sum(map(int, fields[TIMES])))
    return facts


def has_children() -> bool:
    """Whether this process started any that it has not waited for."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def below(root: int, facts: dict[int, tuple[int, int]]) -> int:
    """Ticks of a process and of its living descendants."""
    ours = {root}
    while grown := {pid for pid, (parent, _ticks) in facts.items() if parent in ours} - ours:
        ours |= grown
    return sum(facts[pid][1] for pid in ours if pid in facts)


def room(path: Path) -> str:
    """The folder under tests/ a test stands in; "house" for those in none."""
    parts = path.parts[path.parts.index("tests") + 1 :]
    return parts[0] if len(parts) > 1 else "house"


def told(name: str, seconds: float) -> str:
    """What a room cost, and by how much that is more than it may."""
    allowed = ROOMS.get(name, 0) + AT_MOST
    if name == BEFORE or seconds <= allowed:
        return f"{name} {seconds:.0f} s"
    listed = f"listed with {ROOMS[name]}" if name in ROOMS else "a new room"
    return f"{name} {seconds:.0f} s: {seconds - allowed:.0f} more than it may cost ({listed})"


class Cost:
    """Adds up what each test cost, in a worker, and tells it, in the one that prints."""

    def __init__(self) -> None:
        self.by_room: Counter[str] = Counter()
        self.by_test: Counter[str] = Counter()
        self.before = 0.0

    def pytest_collection_finish(self) -> None:
        """What comes before the first test is told by itself."""
        self.before = spent()
        self.by_room[BEFORE] += self.before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        result = yield
        now = spent()
        seconds = max(0.0, now - self.before)
        self.before = now
        self.by_room[room(item.path)] += seconds
        self.by_test[item.nodeid] += seconds
        return result

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["cost"] = dict(self.by_room)
            session.config.workeroutput["dearest"] = dict(self.by_test.most_common(DEAREST))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        told = getattr(node, "workeroutput", {})
        self.by_room.update(told.get("cost", {}))
        self.by_test.update(told.get("dearest", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        if terminalreporter.config.getoption("numprocesses", None):
            self.by_room[BEFORE] += time.process_time()  # what the workers report to
        minutes = sum(self.by_room.values()) / 60
        write(f"CPU of the tests: {minutes:.1f} minutes")
        keep(terminalreporter.config, minutes)
        for name, seconds in self.by_room.most_common():
            write(f"  {told(name, seconds)}")
        write("the dearest, what they were the first to need included:")
        for name, seconds in (pair for pair in self.by_test.most_common(DEAREST) if pair[1] >= 1):
            write(f"  {seconds:.0f} s {name}")


def keep(config: pytest.Config, minutes: float) -> None:
    """Keep what a whole run cost; a run of some tests says nothing of all."""
    asked = config.option.keyword or config.option.markexpr or os.environ.get("FUND_LONG") == "1"
    if asked or config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    name = "make check" if os.environ.get("FUND_WHOLE") == "0" else "make test"
    known = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(known | {name: round(minutes, 1)}), encoding="utf-8")
