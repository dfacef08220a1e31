"""An invented register: three antennas, one of which is taken out of use."""

from collections.abc import Iterator
from datetime import date

from fund.antennas import commands

from fund.demonstration.teller import Beginning, Book, Story, deed


def register() -> Story:
    """The officer enters them; a supervisor retires the smallest, after the winter."""
    keys = []
    for number, diameter_cm in ((1, 1200), (2, 730), (3, 370)):
        keys.append(
            (
                yield deed(
                    "officer1",
                    commands.register_antenna,
                    code=f"DEMO-A-{number}",
                    name=f"示例天线 {number}",
                    diameter_cm=diameter_cm,
                )
            )
        )
    yield date(2026, 4, 1)
    yield deed("supervisor1", commands.retire_antenna, antenna_id=keys[-1], reason="口径不足")


def chapter(book: Book) -> Iterator[Beginning]:
    """The register begins with the fund."""
    yield Beginning(register(), book.first)
