"""The overview at ten million postings against ten thousand: how long the load takes to make and
how large it is, then the queries block by block and the CPU of a run of the page. Alone:
python -m tests.bench_grown [--postgresql]. On SQLite half an hour and 30 GB of disk; the large load
is used up by it.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

from fund import db
from tests.bench import BLOCKS, compare, postgres
from tests.bench_pages import DAY, Served, arrived, load, page, served, served_at
from tests.bench_proxied import OPTIONS
from tests.servers import postgresql

QUERIES, CPU = 1.3, 1.2
"""How much more the large one may cost."""
ROUNDS = 6


def made(postings: int) -> str:
    """The address of a load, made where it is not there, with what that took."""
    since, before = time.monotonic(), time.process_time()
    file = load(postings)
    print(
        f"{postings:,} postings: {file.stat().st_size / 1e9:.2f} GB, at hand after"
        f" {time.monotonic() - since:.0f} s, {time.process_time() - before:.0f} s of them CPU",
        flush=True,
    )
    return f"sqlite:///{file}"


def asked(urls: Sequence[str]) -> bool:
    """The overview's queries, without a filter and with each; whether they grow no further than
    they may.
    """
    engines = [db.engine(url) for url in urls]
    good = True
    for name, times in compare(*engines).items():
        small, large = times["overview"]
        is_missed = large / small > QUERIES and "reported" not in name
        good &= not is_missed
        print(
            f"overview, {name:32} {small:8.1f} ms {large:8.1f} ms  ratio {large / small:5.2f}"
            f" {f'MISSED (goal {QUERIES})' if is_missed else 'ok'}",
            flush=True,
        )
        for block in BLOCKS if is_missed else ():
            one, other = times[block]
            print(f"{'':10}{block:32} {one:8.1f} ms {other:8.1f} ms", flush=True)
    for engine in engines:
        engine.dispose()
    return good


def drawn(here: Sequence[Served]) -> bool:
    """A run of the overview, first after an act and asked again, at both sizes in turn."""
    first, again = [0.0, 0.0], [0.0, 0.0]
    tabs = [arrived(one).tab() for one in here]
    for _round in range(ROUNDS):
        for place, (one, tab) in enumerate(zip(here, tabs, strict=True)):
            cost = page(one, tab, "overview")
            first[place] += cost.first / ROUNDS
            again[place] += cost.again / ROUNDS
    ratios = {"first after an act": first, "asked again": again}
    for name, (small, large) in ratios.items():
        print(
            f"CPU of the overview, {name:20} {small:6.0f} ms {large:6.0f} ms  ratio"
            f" {large / small:.2f} {'ok' if large / small <= CPU else f'MISSED (goal {CPU})'}",
            flush=True,
        )
    return all(large / small <= CPU for small, large in ratios.values())


def on_sqlite(sizes: tuple[int, int]) -> bool:
    """Both questions; the large load is moved and used up by the second."""
    good = asked([made(postings) for postings in sizes])
    with ExitStack() as open_:
        return drawn([open_.enter_context(served(postings)) for postings in sizes]) and good


def on_postgresql(urls: Sequence[str], database: int) -> bool:
    """Both questions, of loads at these addresses; the CPU is the server's and its database's."""
    good = asked(urls)
    with ExitStack() as open_:
        here = [open_.enter_context(served_at(url, database=database)) for url in urls]
        return drawn(here) and good


def main() -> int:
    """1 when a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--postgresql", action="store_true", help="80 minutes, 45 GB of disk")
    chosen = parser.parse_args()
    sizes = chosen.small, chosen.large
    kind = "PostgreSQL" if chosen.postgresql else "SQLite"
    print(f"{sizes[1]:,} against {sizes[0]:,} postings on {kind}, as of {DAY}", flush=True)
    if not chosen.postgresql:
        return 0 if on_sqlite(sizes) else 1
    with postgresql(OPTIONS) as server:
        urls = [
            postgres(server, postings).url.render_as_string(hide_password=False)
            for postings in sizes
        ]
        return 0 if on_postgresql(urls, server.pid) else 1


if __name__ == "__main__":
    sys.exit(main())
