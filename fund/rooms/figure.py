"""A figure a room has for a measure of the plan. Pure."""

from typing import NamedTuple


class Figure(NamedTuple):
    """A figure for a measure of the plan: its words, its value (a share where ``of`` says of how
    many, else a count), None where there is nothing to count. No target stands behind it.
    """

    measure: str
    words: str
    value: float | int | None
    of: int | None = None
