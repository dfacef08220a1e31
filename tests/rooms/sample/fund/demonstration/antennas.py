"""An invented register: fourteen antennas, one of which is taken out of use."""

from collections.abc import Iterator
from datetime import date

from fund.antennas import commands

from fund.demonstration.teller import Beginning, Book, Story, deed


def register() -> Story:
    """The officer enters them; a supervisor retires the smallest, after the winter."""
    last = 0
    for number in range(1, 15):
        last = yield deed(
            "officer1",
            commands.register_antenna,
            code=f"DEMO-A-{number:02}",
            name=f"示例天线 {number}",
            diameter_cm=1500 - 80 * number,
        )
    yield date(2026, 4, 1)
    yield deed("supervisor1", commands.retire_antenna, antenna_id=last, reason="口径不足")


def chapter(book: Book) -> Iterator[Beginning]:
    """The register begins with the fund."""
    yield Beginning(register(), book.first)
