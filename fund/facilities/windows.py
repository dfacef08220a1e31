"""Stretches of time, half open: cut out, cut to, joined, measured. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple


class Window(NamedTuple):
    """From an instant up to, not including, another."""

    first: datetime
    last: datetime

    @property
    def minutes(self) -> int:
        """How long it is, in whole minutes."""
        return int((self.last - self.first).total_seconds() // 60)

    def meets(self, other: "Window") -> bool:
        """Whether the two share an instant."""
        return self.first < other.last and other.first < self.last

    def widened(self, before: int, after: int) -> "Window":
        """With so many minutes before and after."""
        return Window(self.first - timedelta(minutes=before), self.last + timedelta(minutes=after))


def joined(windows: Iterable[Window]) -> list[Window]:
    """The same time, each stretch once, in order."""
    found: list[Window] = []
    for one in sorted(windows):
        if found and one.first <= found[-1].last:
            found[-1] = Window(found[-1].first, max(found[-1].last, one.last))
        elif one.first < one.last:
            found.append(one)
    return found


def without(windows: Iterable[Window], taken: Iterable[Window]) -> list[Window]:
    """What is left of the windows when others are cut out of them."""
    cuts = joined(taken)
    found: list[Window] = []
    for one in joined(windows):
        first = one.first
        for cut in cuts:
            if cut.last <= first:
                continue
            if cut.first >= one.last:
                break
            if cut.first > first:
                found.append(Window(first, cut.first))
            first = max(first, cut.last)
        if first < one.last:
            found.append(Window(first, one.last))
    return found


def within(windows: Iterable[Window], others: Iterable[Window]) -> list[Window]:
    """What two lists of windows have in common."""
    whole, cuts = joined(windows), joined(others)
    return [
        Window(max(one.first, other.first), min(one.last, other.last))
        for one in whole
        for other in cuts
        if one.meets(other)
    ]


def minutes(windows: Iterable[Window]) -> int:
    """How long windows are together, what they share counted once."""
    return sum(one.minutes for one in joined(windows))
