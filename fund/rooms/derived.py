"""What follows from the rooms taken together, and what they may not say: a word twice, or a name
nobody declared. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from fund.rooms.room import ADMINISTRATORS, Act, Reach, Room, Setting, Status

T = TypeVar("T")

Rooms = tuple[Room, ...]
Lifecycle = dict[str, dict[str, frozenset[str]]]
"""act -> role -> states in which that role may do it; the role is "" where it does not matter."""


class DeclaredTwice(ValueError):
    """Two declarations of one name."""


class NotDeclared(ValueError):
    """A declaration names what no room up to it declares."""


def sound(rooms: Rooms) -> Rooms:
    """The rooms, if nothing is declared twice and each names only what it or a room before it
    declares; the program does not start otherwise.
    """
    by_name([(room.name, room) for room in rooms])
    acts(rooms)
    roles(rooms)
    kinds(rooms)
    statuses(rooms)
    settings(rooms)
    reaches(rooms)
    lifecycles(rooms)
    known = {"act": set[str](), "role": set[str](), "reach": {""}, "status": set[str]()}
    for room in rooms:
        known["act"] |= {act.name for act in room.acts}
        known["role"] |= {role.name for role in room.roles}
        known["reach"] |= {reach.name for reach in room.reaches}
        known["status"] |= {status.name for status in room.statuses}
        for what, name in _named(room):
            if name not in known[what]:
                raise NotDeclared(
                    f"{room.name} names the {what} “{name}”, not declared up to there"
                )
    return rooms


def _named(room: Room) -> Iterable[tuple[str, str]]:
    """What a room names, each with what it should be."""
    for act in room.acts:
        yield from (("role", role) for role in act.roles)
        yield from (("act", other) for other in (*act.apart, *act.counts_as))
    for role in room.roles:
        yield "reach", role.reach
        yield from (("act", act) for act in role.may)
    for states in room.lifecycles.values():
        for act_name, allowed in states.items():
            yield "act", act_name
            for role_name, names in _by_role(allowed).items():
                yield from (("status", name) for name in names)
                yield from (("role", role_name),) if role_name else ()
    yield from (("act", one.act) for one in room.due)


def by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Name -> what is declared under it, once."""
    named: dict[str, T] = {}
    for name, thing in pairs:
        if name in named:
            raise DeclaredTwice(f"“{name}” is declared twice")
        named[name] = thing
    return named


def acts(rooms: Rooms) -> dict[str, Act]:
    """Every act by its stored name."""
    return by_name((act.name, act) for room in rooms for act in room.acts)


def roles(rooms: Rooms) -> dict[str, str]:
    """Every role with the name people read, the administrators last."""
    named = by_name((role.name, role.words) for room in rooms for role in room.roles)
    return dict(sorted(named.items(), key=lambda item: item[0] in ADMINISTRATORS))


def policy(rooms: Rooms) -> dict[str, frozenset[str]]:
    """Act -> roles that may do it, of the acts somebody may ask for."""
    also = [(act, role.name) for room in rooms for role in room.roles for act in role.may]
    return {
        name: frozenset({*act.roles, *(role for other, role in also if other == name)})
        for name, act in acts(rooms).items()
        if act.roles
    }


def apart(rooms: Rooms) -> tuple[tuple[str, str], ...]:
    """Pairs of acts kept apart: the later declared after the one it names."""
    return tuple((other, act.name) for act in acts(rooms).values() for other in act.apart)


def counts_as(rooms: Rooms) -> dict[str, frozenset[str]]:
    """Act -> the acts it keeps its doers apart as."""
    return {name: frozenset(act.counts_as) for name, act in acts(rooms).items() if act.counts_as}


def reaches(rooms: Rooms) -> dict[str, Reach]:
    """Kinds of parts of the fund that roles are held for."""
    return by_name((reach.name, reach) for room in rooms for reach in room.reaches)


def held_for(rooms: Rooms) -> dict[str, str]:
    """Role -> the kind of part it is held for, of those not held for the whole fund."""
    return {role.name: role.reach for room in rooms for role in room.roles if role.reach}


def kinds(rooms: Rooms) -> dict[str, str]:
    """Kinds of record by the name of their table, in words."""
    return by_name(item for room in rooms for item in room.kinds.items())


def statuses(rooms: Rooms) -> dict[str, Status]:
    """Every state by its stored name."""
    return by_name((status.name, status) for room in rooms for status in room.statuses)


def settings(rooms: Rooms) -> dict[str, Setting]:
    """Every setting by its key."""
    return by_name((setting.key, setting) for room in rooms for setting in room.settings)


def lifecycles(rooms: Rooms) -> dict[str, Lifecycle]:
    """Kind of record -> its life cycle, put together from all the rooms that add to it."""
    merged: dict[str, list[tuple[str, dict[str, frozenset[str]]]]] = {}
    for room in rooms:
        for kind, states in room.lifecycles.items():
            merged.setdefault(kind, []).extend(
                (act, {role: frozenset(names) for role, names in _by_role(allowed).items()})
                for act, allowed in states.items()
            )
    return {kind: by_name(pairs) for kind, pairs in merged.items()}


def _by_role(
    allowed: tuple[str, ...] | Mapping[str, tuple[str, ...]],
) -> Mapping[str, tuple[str, ...]]:
    return allowed if isinstance(allowed, Mapping) else {"": allowed}


def states(cycle: Lifecycle) -> dict[str, frozenset[str]]:
    """Act -> states in which some role may do it."""
    return {act: frozenset().union(*by_role.values()) for act, by_role in cycle.items()}


def reminders(rooms: Rooms) -> dict[str, str]:
    """Act -> what a letter calls it while it waits for somebody."""
    return {name: act.reminder for name, act in acts(rooms).items() if act.reminder}


def on_a_day(rooms: Rooms) -> frozenset[str]:
    """Acts that are due on a day; the others wait since one."""
    return frozenset(name for name, act in acts(rooms).items() if act.on_a_day)


def corrections(rooms: Rooms) -> dict[str, str]:
    """Act -> how a report tells of it, of the acts that put something right."""
    return {name: act.correction for name, act in acts(rooms).items() if act.correction}
