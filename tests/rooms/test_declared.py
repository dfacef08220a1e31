"""What rooms say of themselves: nothing twice, nothing of what nobody declared, nothing of tables
that are not there.
"""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import SQLModel

from fund import lifecycle, schema, status, words
from fund.access import rules as access
from fund.rooms import derived
from fund.rooms.derived import DeclaredTwice, NotDeclared
from fund.rooms.room import Act, Due, Reach, Role, Room, Setting, Status
from fund.rooms.rooms import ROOMS
from fund.settings.rules import THRESHOLDS

DEBRIS = Room(
    "wrecks",
    acts=(
        Act("see_debris", "Seeing debris", ("officer", "owner"), is_reading=True),
        Act("raise_warning", "Warning raised", ("officer",)),
        Act("answer_warning", "Warning answered", ("owner",), ("raise_warning",), ("answer_gap",)),
    ),
    kinds={"debris_warning": "warning"},
    statuses=(Status("raised", "warn", "warn", "Raised"),),
    lifecycles={"debris_warning": {"answer_warning": ("raised",)}},
    roles=(Role("owner", "Owner of a spacecraft", "spacecraft", may=("see_portfolio",)),),
    reaches=(Reach("spacecraft", "one spacecraft", "spacecraft"),),
    settings=(Setting("miss_metres", "Miss distance", "count", 1000, 1, 100_000),),
)


def test_a_new_room_is_derived_by_whoever_asks() -> None:
    rooms = derived.sound((*ROOMS, DEBRIS))
    policy = derived.policy(rooms)
    assert policy["answer_warning"] == {"owner"}
    assert policy["see_portfolio"] == access.POLICY["see_portfolio"] | {"owner"}
    assert ("raise_warning", "answer_warning") in derived.apart(rooms)
    assert derived.counts_as(rooms)["answer_warning"] == {"answer_gap"}
    assert derived.held_for(rooms)["owner"] == "spacecraft"
    assert derived.states(derived.lifecycles(rooms)["debris_warning"]) == {
        "answer_warning": {"raised"}
    }
    assert derived.settings(rooms)["miss_metres"].default == 1000
    assert list(derived.roles(rooms))[-3:] == [*access.ROLES][-3:]


TWICE: list[tuple[str, dict[str, Any]]] = [
    ("pay", {"acts": (Act("pay", "Paying again"),)}),
    ("draft", {"statuses": (Status("draft", "open", "neutral", "Draft"),)}),
    ("grant", {"kinds": {"grant": "grant"}}),
    ("viewer", {"roles": (Role("viewer", "Viewer"),)}),
    ("region", {"reaches": (Reach("region", "one region", "region"),)}),
    ("slip_days", {"settings": (Setting("slip_days", "Slipped", "days", 1, 1, 2),)}),
    ("sign", {"lifecycles": {"undertaking": {"sign": ("active",)}}}),
    ("ledger", {"name": "ledger"}),
]


@pytest.mark.parametrize(("name", "also"), TWICE, ids=[name for name, _also in TWICE])
def test_what_is_declared_twice_stops_the_program(name: str, also: dict[str, Any]) -> None:
    with pytest.raises(DeclaredTwice, match=f"“{name}”"):
        derived.sound((*ROOMS, replace(Room("wrecks"), **also)))


UNKNOWN: list[tuple[str, dict[str, Any]]] = [
    ("role “pilot”", {"acts": (Act("launch", "Launch", ("pilot",)),)}),
    ("act “fly”", {"acts": (Act("launch", "Launch", apart=("fly",)),)}),
    ("act “fly”", {"acts": (Act("launch", "Launch", counts_as=("fly",)),)}),
    ("reach “orbit”", {"roles": (Role("pilot", "Pilot", "orbit"),)}),
    ("act “fly”", {"roles": (Role("pilot", "Pilot", may=("fly",)),)}),
    ("act “fly”", {"lifecycles": {"undertaking": {"fly": ("active",)}}}),
    ("status “lost”", {"lifecycles": {"orbit": {"resume": ("lost",)}}}),
    ("role “pilot”", {"lifecycles": {"orbit": {"resume": {"pilot": ("active",)}}}}),
    ("act “fly”", {"due": (Due("milestone", "due_on", "fly"),)}),
]


@pytest.mark.parametrize(("said", "also"), UNKNOWN, ids=[f"{s} {[*a]}" for s, a in UNKNOWN])
def test_what_nobody_declared_stops_the_program(said: str, also: dict[str, Any]) -> None:
    with pytest.raises(NotDeclared, match=said):
        derived.sound((*ROOMS, replace(Room("wrecks"), **also)))


def test_a_room_names_only_rooms_before_it() -> None:
    """Milestones keep apart acts of the ledger; listed before it they would name what is not yet
    there.
    """
    ledger = next(room for room in ROOMS if room.name == "ledger")
    rest = tuple(room for room in ROOMS if room is not ledger)
    with pytest.raises(NotDeclared, match="milestones names the act"):
        derived.sound((*rest, ledger))


def test_every_list_the_program_goes_by_is_that_of_the_rooms() -> None:
    acts = [act for room in ROOMS for act in room.acts]
    assert set(words.ACTS) == {act.name for act in acts}
    assert set(access.POLICY) == {act.name for act in acts if act.roles}
    assert len(access.APART) == sum(len(act.apart) for act in acts)
    assert set(status.STATES) == {one.name for room in ROOMS for one in room.statuses}
    assert set(words.KINDS) == {kind for room in ROOMS for kind in room.kinds}
    assert set(THRESHOLDS) == {one.key for room in ROOMS for one in room.settings}
    assert set(lifecycle.CYCLES) == {kind for room in ROOMS for kind in room.lifecycles}


def test_states_look_as_the_style_sheet_draws() -> None:
    for room in ROOMS:
        for one in room.statuses:
            assert one.icon in status.ICONS, one.name
            assert one.tone in {"neutral", "info", "ok", "warn", "crit"}, one.name


def test_rooms_speak_of_tables_and_columns_that_are_there() -> None:
    tables = {table.name: set(table.columns.keys()) for table in SQLModel.metadata.sorted_tables}
    assert "milestone" in tables, schema.__doc__
    for room in ROOMS:
        named = [*room.documents.items(), *room.fillable.items(), *room.personal.items()]
        named += [(one.table, (one.key, *one.columns)) for one in room.findable]
        named += [(one.table, (one.column,)) for one in room.due]
        named += [(one.table, (one.column,)) for one in room.reaches]
        named += [(table, ()) for table in room.size]
        for table, columns in named:
            assert set(columns) <= tables[table], f"{room.name}: {table}"
