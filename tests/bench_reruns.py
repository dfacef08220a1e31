"""What a page costs beside the same page with the work nobody sees: everything gone through after
each run while garbage is collected, every figure built and validated again as objects. Answers are
kept in neither, so that both ask the database and draw the same. Alone:
python -m tests.bench_reruns.
"""

import argparse
import sys
from contextlib import ExitStack

from tests.bench_pages import DAY, arrived, page, served

SPARING, WASTEFUL = "tests.reruns_sparing:app", "tests.reruns_wasteful:app"
MOST = 1 / 3
PAGES = ("overview", "procurement", "provinces", "people")
ROUNDS = 4


def compared(postings: int) -> bool:
    """Both applications over one load, page by page and in turn; whether each page costs at most a
    third.
    """
    good = True
    with ExitStack() as open_:
        here = [open_.enter_context(served(postings, app)) for app in (SPARING, WASTEFUL)]
        tabs = [arrived(one).tab() for one in here]
        for address in PAGES:
            took = [0.0, 0.0]
            for _round in range(ROUNDS):
                for place, (one, tab) in enumerate(zip(here, tabs, strict=True)):
                    took[place] += page(one, tab, address).again / ROUNDS
            ratio = took[0] / took[1]
            good &= (is_good := ratio <= MOST)
            print(
                f"{address:14} without kept answers {took[0]:6.0f} ms CPU, with work nobody sees"
                f" {took[1]:6.0f} ms, ratio 1/{1 / ratio:.1f}"
                f" {'ok' if is_good else 'MISSED (goal 1/3)'}",
                flush=True,
            )
    return good


def main() -> int:
    """1 when the goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postings", type=int, default=1_000_000)
    chosen = parser.parse_args()
    print(f"{chosen.postings:,} postings on SQLite, as of {DAY.isoformat()}", flush=True)
    return 0 if compared(chosen.postings) else 1


if __name__ == "__main__":
    sys.exit(main())
