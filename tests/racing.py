"""Several processes side by side, and what each of them gives; all of them at one act, and how it
went for each.

They are forked: what a test has imported is there at once, and sixteen of them cost little more
than what they do. One that dies of anything but a refusal is said at once, and never waited for.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from fund import acts, clock
from fund.errors import FundError
from tests.people import Office

FORK: Any = multiprocessing.get_context("fork")
PATIENCE = 120
"""Seconds until all stand at the start."""


def _forked(work: Callable[[], object]) -> tuple[Any, Any]:
    """One process, and the end of the pipe on which it gives what its work does."""
    hear, tell = FORK.Pipe(duplex=False)
    process = FORK.Process(target=lambda: tell.send(work()))
    process.start()
    tell.close()  # so that one that died is heard of at once
    return process, hear


def side_by_side(works: Sequence[Callable[[], object]]) -> list[Any]:
    """What each work gives, all running at once, each in a process of its own."""
    running = [_forked(work) for work in works]
    given = [hear.recv() for _process, hear in running]
    for process, _hear in running:
        process.join()
    assert [process.exitcode for process, _hear in running] == [0] * len(works)
    return given


def at_once(
    office: Office,
    day: date,
    part: str,
    command: Callable[..., Any],
    asked: Sequence[dict[str, Any]],
) -> Counter[str]:
    """How many did it, and what the others were told, each asking for its own."""
    office.engine.dispose()  # no connection is taken over the fork
    start = FORK.Barrier(len(asked))

    def work(arguments: dict[str, Any]) -> str:
        start.wait(PATIENCE)
        try:
            made = acts.perform(office.engine, office.ids[part], command, **arguments)
        except FundError as refused:
            return refused.code
        return "replayed" if made.replayed else "done"

    with clock.at(clock.noon(day)):
        return Counter(side_by_side([partial(work, arguments) for arguments in asked]))
