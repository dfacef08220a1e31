"""Several processes that start together at one act, and how it went for each.

They are forked: what a test has imported is there at once, and sixteen of them cost little more
than what they do. One that dies of anything but a refusal is said at once, and never waited for.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from fund import acts, clock
from fund.errors import FundError
from tests.people import Office

FORK: Any = multiprocessing.get_context("fork")
PATIENCE = 120
"""Seconds until all stand at the start."""


def _racing(office: Office, start: Any, asked: dict[str, Any]) -> tuple[Any, Any]:
    """One process, and the end of the pipe on which it says how it went."""
    hear, tell = FORK.Pipe(duplex=False)

    def work() -> None:
        start.wait(PATIENCE)
        try:
            made = acts.perform(office.engine, **asked)
        except FundError as refused:
            tell.send(refused.code)
        else:
            tell.send("replayed" if made.replayed else "done")

    process = FORK.Process(target=work)
    process.start()
    tell.close()
    return process, hear


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
    of = {"actor_id": office.ids[part], "command": command}
    with clock.at(clock.noon(day)):
        running = [_racing(office, start, of | arguments) for arguments in asked]
    answers = Counter(hear.recv() for _process, hear in running)
    for process, _hear in running:
        process.join()
    return answers
