"""What the tests of each room cost: CPU seconds of this process and of all it started, by folder.

A browser, a server and LibreOffice are processes of their own, so the clock of this one would miss
most of it. A room that came after ROOMS_BEFORE may cost AT_MOST; the run prints who costs more.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

TICKS = os.sysconf("SC_CLK_TCK")
DEAREST = 25
KEPT = Path(__file__).parents[1] / "build" / "cost.json"
"""What the tests of the last whole run of each kind cost, in minutes: the bench tells it."""
AT_MOST = 90
"""CPU seconds the tests of a new room may add to a run."""
ROOMS_BEFORE = frozenset(
    [
        "access",
        "attachments",
        "browser",
        "centres",
        "charts",
        "cli",
        "closing",
        "demonstration",
        "evaluation",
        "grants",
        "inbox",
        "ledger",
        "milestones",
        "missions",
        "office",
        "plan",
        "portfolio",
        "procurement",
        "published",
        "reminders",
        "reports",
        "settings",
        "standing",
        "suppliers",
        "targets",
        "workbook",
        "house",
    ]
)
PARENT, TIMES = 1, slice(11, 15)
"""Fields of /proc/<pid>/stat behind the name: the parent; user, system, and both of the children
that have ended and were waited for.
"""


def spent(root: int) -> float:
    """CPU seconds of a process, its living descendants, and those of them that have ended."""
    facts: dict[int, tuple[int, int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            facts[int(entry.name)] = (int(fields[PARENT]), sum(map(int, fields[TIMES])))
    ours = {root}
    while grown := {pid for pid, (parent, _ticks) in facts.items() if parent in ours} - ours:
        ours |= grown
    return sum(facts[pid][1] for pid in ours if pid in facts) / TICKS


def room(path: Path) -> str:
    """The folder under tests/ a test stands in; "house" for those in none."""
    parts = path.parts[path.parts.index("tests") + 1 :]
    return parts[0] if len(parts) > 1 else "house"


class Cost:
    """Adds up what each test cost, in a worker, and tells it, in the one that prints."""

    def __init__(self) -> None:
        self.by_room: Counter[str] = Counter()
        self.by_test: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        before = spent(os.getpid())
        result = yield
        seconds = max(0.0, spent(os.getpid()) - before)
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
        minutes = sum(self.by_room.values()) / 60
        write(f"CPU of the tests: {minutes:.1f} minutes")
        keep(terminalreporter.config, minutes)
        for name, seconds in self.by_room.most_common():
            dear = name not in ROOMS_BEFORE and seconds > AT_MOST
            write(f"  {name} {seconds:.0f} s{' — more than a room may cost' if dear else ''}")
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
