"""The policy as an auditor reads it: act by act who may, where, in which states, and what one
person may not also do. Pure: derived from what the rooms declare.
"""

from collections.abc import Iterator
from typing import TypedDict

from fund.access.rules import REACH, ROLES, excluded_by
from fund.lifecycle import CYCLES
from fund.rooms.room import Room
from fund.rooms.rooms import ROOMS

ROW = ["room", "act", "roles", "scope", "record", "states", "not_also"]
"""Columns: scope is fund, or the kind of part the roles are held for; record is the kind of record
whose states count ("" and no states: it may be done in any).
"""


class Cell(TypedDict):
    """One row of the matrix: ROW."""

    room: str
    act: str
    roles: list[str]
    scope: str
    record: str
    states: list[str]
    not_also: list[str]


def matrix() -> list[Cell]:
    """A row for each act, kind of record and scope, and for each group of roles that differ in the
    states they may do it in: ROW. The room is the one that says so: of an act, or of a role of its
    own that does an act of another room.
    """
    return [
        {
            "room": room.name,
            "act": act,
            "roles": held,
            "scope": scope,
            "record": record,
            "states": states,
            "not_also": sorted(excluded_by(act)),
        }
        for room in ROOMS
        for act, roles in _said(room)
        for record, states, scope, held in _cells(act, roles)
    ]


def _said(room: Room) -> Iterator[tuple[str, set[str]]]:
    """Acts with the roles this room says may do them."""
    yield from ((act.name, set(act.roles)) for act in room.acts if act.roles)
    for name in dict.fromkeys(act for role in room.roles for act in role.may):
        yield name, {role.name for role in room.roles if name in role.may}


def _cells(act: str, roles: set[str]) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """Kind of record, states, scope, and the roles they hold for."""
    cycles = {record: cycle[act] for record, cycle in CYCLES.items() if act in cycle} or {"": {}}
    for record, by_role in cycles.items():
        cells: dict[tuple[tuple[str, ...], str], list[str]] = {}
        for role in [role for role in ROLES if role in roles]:
            states = tuple(sorted(by_role.get(role, by_role.get("", frozenset()))))
            if states or not by_role:
                cells.setdefault((states, REACH.get(role, "fund")), []).append(role)
        for (states, scope), held in cells.items():
            yield record, list(states), scope, held
