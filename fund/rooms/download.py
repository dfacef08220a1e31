"""What a room says of a file it hands out by a route of its own (fund.downloads)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


class Sent(NamedTuple):
    """What goes out, whole or piece by piece."""

    name: str
    media_type: str
    content: bytes | Iterator[bytes]


@dataclass(frozen=True)
class Download:
    """A kind of file: ``make(session, actor, *facts)`` asks whether the actor may have it and makes
    it. ``act`` is what a refusal is recorded under.
    """

    kind: str
    act: str
    make: Callable[..., Sent]
