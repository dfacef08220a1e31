"""Pages as people open them, over the page's own stream: what a run of each costs the server first
after an act and asked again, then so many people at once. Alone: python -m tests.bench_pages.

Every page of the menu is opened; one that is missing here, or shows nobody's figures, fails. The
processor time is the server's own, read from the system before and after.
"""

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from fund import acts, clock, db, house, schema
from fund.demonstration.load import LAST, build_load
from fund.ledger import commands as ledger
from tests.serving import ROOT, Process, serving
from tests.streaming import Tab, Window, elements, text

FOLDER = ROOT / "build" / "bench"
COPIED = 2_000_000
"""Postings up to which a load is copied before it is served; a larger one is used up."""
DAY = LAST + timedelta(days=1)
WHO = "示例财务"
ANY, AGAIN, MIX, WAIT = 120.0, 60.0, 45.0, 300.0
"""Milliseconds: CPU of any page first after an act, of the overview asked again, of the mean of
many people's mix; and how long nineteen of twenty clicks of a hundred people take at most.
"""
HOUR, WARMING, FLAT = 3600, 1 / 6, 1.1
"""Seconds from which on memory must stay flat; the part of the time until it is looked at first;
how much more it may be at the end.
"""
PAUSE = (5.0, 15.0)
"""Seconds between two clicks of one person."""
ASKED = (
    ("overview", ""),
    ("overview", "measure=A3"),
    ("grants", ""),
    ("grants", "sort=amount"),
    ("milestones", ""),
    ("procurement", ""),
    ("plan", ""),
    ("targets", ""),
    ("provinces", ""),
    ("budget", "measure=A3"),
)
"""What many people open, in turn and at random."""
BROKEN = "f-box f-crit"
"""What a page shows that could not be drawn to its end."""
CLOSED, REFUSED = ("people", "review"), "您的角色不能查看"
"""Pages of roles WHO has not, and how they say so: what a page costs that shows nothing."""
TICKS = os.sysconf("SC_CLK_TCK")


class Stat(NamedTuple):
    """A process as the system knows it."""

    pid: int
    parent: int
    ticks: int


def _stat(file: Path) -> Stat | None:
    try:
        text = file.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None  # it ended while it was looked for
    fields = text.rpartition(")")[2].split()
    return Stat(int(file.parent.name), int(fields[1]), int(fields[11]) + int(fields[12]))


class Served(NamedTuple):
    """The application over a load, and its process; the process of its database, where that is a
    server's.
    """

    address: str
    pid: int
    engine: sa.Engine
    person: int
    line: int
    database: int = 0

    def cpu(self) -> float:
        """Milliseconds the server, and its database's, has computed so far."""
        own = [
            stat
            for stat in map(_stat, Path("/proc").glob("[0-9]*/stat"))
            if stat and (stat.pid == self.pid or (self.database and stat.parent == self.database))
        ]
        return sum(stat.ticks for stat in own) * 1000 / TICKS

    def memory(self) -> float:
        """Megabytes the server holds in memory."""
        pages_held = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages_held) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def served(postings: int, app: str = "fund.asgi:app") -> Iterator[Served]:
    """A copy of a load of that size with somebody in it, served by one process."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/fund.db"
        (shutil.move if postings > COPIED else shutil.copy)(load(postings), file)
        with served_at(f"sqlite:///{file}", app) as here:
            yield here


@contextmanager
def served_at(url: str, app: str = "fund.asgi:app", database: int = 0) -> Iterator[Served]:
    """A load at an address, somebody added to it, served by one process; ``database``: the process
    of its server.
    """
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": DAY.isoformat()}
    asked = ["users", "add", "finance", "--role", "finance", "--role", "viewer", "--name", WHO]
    engine = db.engine(url)
    started: list[Process] = []
    with db.reading(engine) as session:
        known = session.execute(sa.text("SELECT max(id) FROM person WHERE login = 'finance'"))
        if known.scalar() is None:
            subprocess.run(
                (sys.executable, "-m", "fund", *asked),
                cwd=ROOT,
                env=os.environ | settings,
                check=True,
                stdout=subprocess.DEVNULL,
            )
    with db.reading(engine) as session:
        person = session.execute(
            sa.text("SELECT id FROM person WHERE login = 'finance'")
        ).scalar_one()
        line = session.execute(sa.text("SELECT min(id) FROM line")).scalar_one()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log", settings, app, started=started) as address,
    ):
        server = started[0]
        assert isinstance(server, subprocess.Popen)
        yield Served(address, server.pid, engine, person, line, database)
    engine.dispose()


def load(postings: int) -> Path:
    """The file of a load, made once, brought up to this revision; under its name only when it is
    whole.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    file, part = FOLDER / f"load-{postings}.db", FOLDER / "making-load.db"
    if not file.exists():
        print(f"making {postings:,} postings on SQLite", flush=True)
        part.unlink(missing_ok=True)
        engine = db.engine(f"sqlite:///{part}")
        schema.upgrade(engine)
        engine.dispose()
        sa.event.listen(engine, "connect", without_journal)
        build_load(engine, postings)
        engine.dispose()
        part.rename(file)
    engine = db.engine(f"sqlite:///{file}")
    schema.upgrade(engine)
    engine.dispose()
    return file


def without_journal(connection: sqlite3.Connection, _record: object) -> None:
    """A file that is thrown away unless it is whole keeps nothing to go back to: ten million
    postings would be written twice.
    """
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")


def arrived(here: Served) -> Window:
    """Somebody's browser, who said who they are."""
    window = Window(here.address)
    tab = window.tab()
    picker = next(one.selectbox for one in elements(tab.open()) if one.selectbox.id)
    option = next(words for words in picker.options if words.startswith(WHO))
    tab.choose(picker.id, option)
    tab.close()
    return window


def acted(here: Served) -> None:
    """One act, so that nothing that is kept answers any longer."""
    with clock.at(clock.noon(DAY)):
        acts.perform(
            here.engine, here.person, ledger.appropriate, line_id=here.line, amount_fen=100
        )


class Cost(NamedTuple):
    """What one page costs, in ms of the server: first after an act, asked again; bytes sent."""

    first: float
    again: float
    sent: int


def menu(here: Served) -> set[str]:
    """The addresses the application itself offers this person, in its menu."""
    tab = arrived(here).tab()
    (offered,) = (one.navigation for one in tab.open() if one.WhichOneof("type") == "navigation")
    tab.close()
    return {page.url_pathname or "overview" for page in offered.app_pages if not page.is_hidden}


def listed() -> list[str]:
    """The pages measured: all but one record's own, and refusals."""
    known = {address: page for address, (page, _module) in house.pages().items()}
    return [name for name, page in known.items() if not page.within and name != "denied"]


def page(here: Served, tab: Tab, address: str, query: str = "") -> Cost:
    """The page once unseen to warm the process, then three times: after an act, and twice again."""
    if REFUSED in text(tab.open(address, query)) and address not in CLOSED:
        raise AssertionError(f"{address} is refused: nothing of it would be measured")
    first = again = 0.0
    for _time in range(3):
        acted(here)
        before = here.cpu()
        heard = tab.open(address, query)
        between = here.cpu()
        tab.open(address, query)
        tab.open(address, query)
        first, again = first + between - before, again + here.cpu() - between
    if any(BROKEN in one.html.body for one in elements(heard)):
        raise AssertionError(f"{address} broke off", text(heard))
    if len(text(heard).strip()) < 40:
        raise AssertionError(f"{address} shows nothing")
    return Cost(first / 3, again / 6, sum(one.ByteSize() for one in heard))


def pages(here: Served) -> bool:
    """Every page of the menu, printed one by one; whether each is within its limit."""
    tab, good = arrived(here).tab(), True
    empty = page(here, tab, "people")
    print(f"an empty page beside them (people): again {empty.again:.0f} ms", flush=True)
    if unlisted := menu(here) - set(listed()):
        raise AssertionError("pages of the menu that nobody measures", unlisted)
    for address in listed():
        cost = page(here, tab, address)
        most = AGAIN if address == "overview" else ANY
        good &= (is_good := cost.first <= ANY and cost.again <= most)
        print(
            f"{address:14} first after an act {cost.first:6.0f} ms (at most {ANY:.0f}), again"
            f" {cost.again:5.0f} ms (at most {most:.0f}), {cost.sent / 1024:6.0f} KiB"
            f" {'ok' if is_good else 'MISSED'}",
            flush=True,
        )
    tab.close()
    return good


def people(here: Served, count: int, seconds: float) -> bool:
    """So many people, each clicking every 5 to 15 s: how long clicks take, what one costs."""
    dice = random.Random(count)
    took: list[float] = []
    wrong: list[str] = []
    windows = [arrived(here) for _number in range(min(count, 10))]
    until = time.monotonic() + seconds + PAUSE[1]
    begun, before = time.monotonic() + PAUSE[1], 0.0

    def one(number: int, seed: int) -> None:
        chance = random.Random(seed)
        try:
            tab = windows[number % len(windows)].tab()
            time.sleep(chance.uniform(0, PAUSE[1]))
            while time.monotonic() < until:
                since = time.monotonic()
                tab.open(*chance.choice(ASKED))
                if since > begun:
                    took.append((time.monotonic() - since) * 1000)
                time.sleep(chance.uniform(*PAUSE))
            tab.close()
        except Exception as error:  # noqa: BLE001 — counted and shown
            wrong.append(repr(error))

    threads = [threading.Thread(target=one, args=(n, dice.randrange(10**6))) for n in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(PAUSE[1])
    before = here.cpu()
    time.sleep(seconds * WARMING)
    held = here.memory()
    for thread in threads:
        thread.join()
    grown = here.memory() / held
    mean = (here.cpu() - before) / max(1, len(took))
    tail = statistics.quantiles(took, n=20)[-1]
    is_good = not wrong and (count < 100 or (tail <= WAIT and mean <= MIX))
    is_good &= seconds < HOUR or grown <= FLAT
    print(
        f"{count:3} people, {len(took)} clicks: half within {statistics.median(took):.0f} ms,"
        f" nineteen of twenty within {tail:.0f} ms (of 100 at most {WAIT:.0f}), {mean:.0f} ms CPU"
        f" a click (of 100 at most {MIX:.0f}), {len(wrong)} lost, memory {held:.0f} MB after a"
        f" sixth of the time, {grown:.2f} times that at its end (of an hour at most {FLAT})"
        f" {'ok' if is_good else 'MISSED ' + ' '.join(wrong[:1])}",
        flush=True,
    )
    return is_good


def main() -> int:
    """Pages, then people; 1 when a limit is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, nargs="*", default=[10, 50, 100])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people-only", action="store_true", help="no page by itself")
    chosen = parser.parse_args()
    print(f"{chosen.postings:,} postings on SQLite, as of {date.isoformat(DAY)}", flush=True)
    with served(chosen.postings) as here:
        good = chosen.people_only or pages(here)
        for count in chosen.people:
            good &= people(here, count, chosen.seconds)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
