"""Many people over two processes behind a proxy that keeps a visitor with one of them (haproxy, a
sticky cookie), on PostgreSQL: how long clicks take, and whether anybody's session is lost.
Alone: python -m tests.bench_proxied [--postings N] [--open N] [--active N].
"""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from fund import db, schema
from fund.access.commands import add_person
from fund.demonstration.load import build_load
from fund.sign_in.commands import link_identity
from tests.bench_lists import ANYBODY
from tests.bench_pages import ASKED, DAY, PAUSE, WAIT
from tests.cost import TICKS, below, running
from tests.servers import postgresql, vacuumed
from tests.serving import WAYS_IN, Process, free_port, serving, wait_for
from tests.streaming import ISSUER, Tab, Window, provider_file, signed_in, text

HAPROXY = Path("/usr/sbin/haproxy")
OPTIONS = "-c shared_buffers=512MB -c max_wal_size=4GB"
"""Of a PostgreSQL that a million postings are measured on."""
NODE = "FUND_NODE"
PROCESSES = 2
PEOPLE = 20
"""How many there are; each has several windows open."""
CONFIGURATION = """global
  maxconn 2000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
frontend fund
  bind 127.0.0.1:{port}
  default_backend processes
backend processes
  balance leastconn
  cookie {node} insert indirect nocache httponly
  option httpchk GET /readyz
  http-check send hdr Host localhost
"""


def entered(session: Session) -> None:
    """People who may see the fund, each with an account of a provider."""
    for number in range(PEOPLE):
        login = f"person-{number}"
        person = add_person(
            session, ANYBODY, login=login, name=f"示例人员 {number}", roles=["finance", "viewer"]
        )
        link_identity(session, ANYBODY, person_id=person.id or 0, issuer=ISSUER, subject=login)


@contextmanager
def proxied(engine: sa.Engine, folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a proxy before so many processes over one database, and their numbers."""
    port, started, lines = free_port(), [], []
    settings = {
        "FUND_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "FUND_SIGN_IN": str(provider_file(folder, port)),
        "FUND_NOW": DAY.isoformat(),
    }
    with ExitStack() as open_:
        for number in range(PROCESSES):
            own: list[Process] = []
            log = folder / f"log-{number}"
            address = open_.enter_context(serving(log, settings, started=own))
            started.append(own[0].pid)  # type: ignore[attr-defined]
            where = address.replace("http://localhost", "127.0.0.1")
            lines.append(f"  server p{number} {where} check cookie p{number}")
        told = folder / "haproxy.cfg"
        told.write_text(CONFIGURATION.format(port=port, node=NODE) + "\n".join([*lines, ""]))
        log = folder / "haproxy.log"
        with log.open("w") as output:
            proxy = subprocess.Popen((HAPROXY, "-db", "-f", told), stdout=output, stderr=output)
        open_.callback(proxy.wait, 10)
        open_.callback(proxy.terminate)
        wait_for(f"http://localhost:{port}/readyz", proxy, log)
        WAYS_IN[f"http://localhost:{port}"] = f"http://localhost:{port}"
        yield f"http://localhost:{port}", started


class Crowd:
    """Everybody's open sessions, and what became of them."""

    def __init__(self, address: str, count: int) -> None:
        self.tabs: list[Tab] = []
        self.nodes: Counter[str] = Counter()
        self.took: list[float] = []
        self.lost: list[str] = []
        port, issued = int(address.rpartition(":")[2]), time.mktime((DAY.year, 1, 1, *[0] * 6))
        for number in range(count):
            cookies = signed_in(f"person-{number % PEOPLE}", port, int(issued))
            window = Window(address, cookies)
            tab = window.tab()
            if "基金总览" not in text(tab.open("overview")):
                raise AssertionError("a session does not show the overview")
            self.tabs.append(tab)
            self.nodes[window.cookies[NODE]] += 1
            if self.nodes[window.cookies[NODE]] == 1:
                for asked in ASKED:
                    tab.open(*asked)  # unseen, to warm this process

    def click(self, tab: Tab, seed: int, until: float) -> None:
        """One person's clicks, every 5 to 15 s."""
        chance, session = random.Random(seed), tab.session
        try:
            time.sleep(chance.uniform(0, PAUSE[1]))
            while time.monotonic() < until:
                since = time.monotonic()
                tab.open(*chance.choice(ASKED))
                self.took.append((time.monotonic() - since) * 1000)
                if tab.session != session:
                    self.lost.append("another session answered")
                time.sleep(chance.uniform(*PAUSE))
        except Exception as error:  # noqa: BLE001 — counted and shown
            self.lost.append(repr(error))

    def still_there(self, tabs: list[Tab]) -> None:
        """Whether each that only stood open still answers, as the session it was."""
        for tab in tabs:
            session = tab.session
            try:
                tab.open("people")
            except Exception as error:  # noqa: BLE001 — counted and shown
                self.lost.append(repr(error))
            else:
                if tab.session != session:
                    self.lost.append("another session answered")


def spent(pids: list[int]) -> float:
    """Milliseconds of CPU of the processes so far."""
    facts = running()
    return sum(below(pid, facts) for pid in pids) * 1000 / TICKS


def crowded(address: str, pids: list[int], count: int, active: int, seconds: float) -> bool:
    """So many sessions open, some of them active for so long; whether all is well."""
    crowd = Crowd(address, count)
    before, until = spent(pids), time.monotonic() + seconds
    threads = [
        threading.Thread(target=crowd.click, args=(tab, number, until))
        for number, tab in enumerate(crowd.tabs[:active])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mean = (spent(pids) - before) / max(1, len(crowd.took))
    crowd.still_there(crowd.tabs[active:])
    for tab in crowd.tabs:
        tab.close()
    tail = statistics.quantiles(crowd.took, n=20)[-1]
    is_spread = len(crowd.nodes) == PROCESSES
    is_good = not crowd.lost and is_spread and tail <= WAIT
    print(
        f"{count} sessions open over {PROCESSES} processes ({dict(crowd.nodes)}), {active} active,"
        f" {len(crowd.took)} clicks: half within {statistics.median(crowd.took):.0f} ms, nineteen"
        f" of twenty within {tail:.0f} ms (at most {WAIT:.0f}), {mean:.0f} ms CPU a click,"
        f" {len(crowd.lost)} lost {'ok' if is_good else 'MISSED'}"
        f" {' '.join(crowd.lost[:1])}",
        flush=True,
    )
    return is_good


def behind_a_proxy(engine: sa.Engine, count: int, active: int, seconds: float) -> bool:
    """Over a load nobody is in yet; said by name where the proxy is missing."""
    if not HAPROXY.exists():
        print("two processes behind a proxy: not run: haproxy (apt-get install haproxy)")
        return True
    db.write(engine, entered)
    folder = Path(tempfile.mkdtemp(prefix="fund-proxied"))
    try:
        with proxied(engine, folder) as (address, pids):
            return crowded(address, pids, count, active, seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """1 when a limit is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=300)
    parser.add_argument("--active", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    with postgresql(OPTIONS) as server:
        print(f"making {chosen.postings:,} postings on PostgreSQL", flush=True)
        engine = server.fresh(f"load{chosen.postings}")
        schema.upgrade(engine)
        build_load(engine, chosen.postings)
        vacuumed(engine)
        good = behind_a_proxy(engine, chosen.open, chosen.active, chosen.seconds)
        engine.dispose()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
