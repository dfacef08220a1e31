"""What replaces what: the statements of both sides as a graph, walked once however they contradict
one another. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Said(NamedTuple):
    """A statement that one text replaces another: said by the ``older``, the ``newer``, or told by
    the order of editions (``editions``); of the whole or a ``part``.
    """

    older: str
    newer: str
    said_by: str
    extent: str = "whole"


class Chain(NamedTuple):
    """A text with all that hangs together with it: numbers in rising order, what holds now, the
    circles found, the texts in force that are said to be replaced by one in force.
    """

    members: tuple[str, ...]
    holds: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    disputed: tuple[str, ...]


def by_both(statements: Iterable[Said]) -> dict[tuple[str, str], frozenset[str]]:
    """Who says so, by (older, newer)."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for one in statements:
        pair = (one.older, one.newer)
        found[pair] = found.get(pair, frozenset()) | {one.said_by}
    return found


def reached(start: str, ways: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be walked to, each once; the start only where a circle leads back."""
    seen: set[str] = set()
    waiting = list(ways.get(start, ()))
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(ways.get(here, ()))
    return seen


def chain(start: str, statements: Iterable[Said], statuses: Mapping[str, str]) -> Chain:
    """What holds now for a text. Of texts in force those that nothing in force replaces hold; in a
    circle nobody replaces anybody, so all that are in force hold, and the circle is told.

    >>> said = [Said("A", "B", "newer"), Said("B", "C", "older")]
    >>> chain("A", said, {"A": "abolished", "B": "abolished", "C": "in_force"}).holds
    ('C',)
    >>> round_ = [*said, Said("C", "A", "newer")]
    >>> chain("A", round_, {"A": "in_force", "C": "in_force"}).circles
    (('A', 'B', 'C'),)
    """
    listed = list(statements)
    onward: dict[str, set[str]] = {}
    whole: dict[str, set[str]] = {}
    for one in listed:
        onward.setdefault(one.older, set()).add(one.newer)
        if one.extent == "whole":
            whole.setdefault(one.older, set()).add(one.newer)
    after = {start, *reached(start, onward)}
    in_force = {one for one in after if statuses.get(one) == "in_force"}
    replacing = {one: reached(one, whole) for one in in_force}
    disputed = {
        one
        for one in in_force
        if any(other != one and one not in replacing[other] for other in replacing[one] & in_force)
    }
    return Chain(
        tuple(sorted(_together(start, listed))),
        tuple(sorted(in_force - disputed)),
        circles(listed),
        tuple(sorted(disputed)),
    )


def circles(statements: Iterable[Said]) -> tuple[tuple[str, ...], ...]:
    """Texts that replace one another in a circle, each circle once, by number."""
    ways: dict[str, set[str]] = {}
    for one in statements:
        ways.setdefault(one.older, set()).add(one.newer)
    reach = {one: reached(one, ways) for one in ways}
    found = {
        tuple(sorted(other for other in reach[one] if one in reach.get(other, ())))
        for one in ways
        if one in reach[one]
    }
    return tuple(sorted(found))


def _together(start: str, statements: Iterable[Said]) -> set[str]:
    both: dict[str, set[str]] = {}
    for one in statements:
        both.setdefault(one.older, set()).add(one.newer)
        both.setdefault(one.newer, set()).add(one.older)
    return {start, *reached(start, both)}


def of_editions(editions: Iterable[tuple[str, str, int]]) -> list[Said]:
    """The order of issues as statements, from (number, family, issue): each is followed by the next
    one of its family. Texts without an issue follow nothing.
    """
    families: dict[str, list[tuple[int, str]]] = {}
    for number, family, issue in editions:
        if issue:
            families.setdefault(family, []).append((issue, number))
    return [
        Said(older, newer, "editions")
        for held in families.values()
        for (_before, older), (_after, newer) in zip(
            sorted(held)[:-1], sorted(held)[1:], strict=True
        )
        if _before < _after
    ]


def in_order(members: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The members from the oldest on: each after what leads to it, those of a circle together.

    >>> in_order("CBA", [("A", "B"), ("B", "C")])
    ['A', 'B', 'C']
    """
    back: dict[str, set[str]] = {}
    for older, newer in pairs:
        back.setdefault(newer, set()).add(older)
    return sorted(members, key=lambda one: (len(reached(one, back) - {one}), one))
