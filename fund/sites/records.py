"""One launch as a list says it. Pure."""

from datetime import date, datetime
from typing import NamedTuple


class Flown(NamedTuple):
    """One launch of a list. ``line``: where it stands first; ``day`` as the list writes it, ``at``
    the instant where it says one; ``score`` in hundredths; ``payloads`` how many it names.
    """

    line: int
    tag: str
    day: date
    at: datetime | None
    precision: str
    is_vague: bool
    place: str
    pad: str
    vehicle: str
    flight: str
    mission: str
    provider: str
    outcome: str
    score: int | None
    code: str
    payloads: int | None
    ship: str = ""
    ascent: str = ""
