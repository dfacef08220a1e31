"""The words a room says of itself with: acts, roles, states, settings. Pure data, nothing drawn.

What needs tables or a screen (pages, reports, what waits, checks) is listed by name in fund.house.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fund.rooms.command import Command, Export, Import, Judge

FUND = ("officer", "reviewer", "recommender", "decider", "supervisor", "finance", "viewer")
"""Roles of the fund's own people: they see the whole portfolio."""

ADMINISTRATORS = ("system_administrator", "security_administrator", "audit_administrator")
"""The three administrators restrain one another: one person holds one of them at most, and no other
role beside it.
"""


@dataclass(frozen=True, slots=True)
class Act:
    """Something people do: its stored name, the word for it, the roles that may do it.

    ``apart``: acts the same person does not also do on one undertaking, process or report, in
    either order. ``counts_as``: acts it keeps its doer apart as if they had done. ``reminder``:
    what a letter calls it while it waits for somebody, ``on_a_day`` when it is due on a day and
    does not wait since one. ``correction``: how a report tells of it among what was put right. An
    act without roles is nobody's to ask for: another act writes it.
    """

    name: str
    words: str
    roles: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    counts_as: tuple[str, ...] = ()
    reminder: str = ""
    on_a_day: bool = False
    correction: str = ""
    is_reading: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role; ``reach`` names the kind of part it is held for (a Reach), "" the whole fund. ``may``
    are acts of rooms before this one that it may do as well.
    """

    name: str
    words: str
    reach: str = ""
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """A kind of part of the fund a role is held for, by the codes in a column of a table."""

    name: str
    words: str
    table: str
    column: str = "code"


@dataclass(frozen=True, slots=True)
class Status:
    """A state as stored: icon (fund.status.ICONS), tone, word. One word for a thing in every
    room, so each is declared once, by the first room that has it.
    """

    name: str
    icon: str
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A threshold people set: words, unit (fen, percent, days, minutes, hours or count), what it
    is until somebody sets it, least and most.
    """

    key: str
    words: str
    unit: str
    default: int
    least: int
    most: int


States = Mapping[str, tuple[str, ...] | Mapping[str, tuple[str, ...]]]
"""act -> states in which it may be done; or act -> role -> states, where the role matters."""

Columns = Mapping[str, tuple[str, ...]]
"""table -> columns of it."""


@dataclass(frozen=True, slots=True)
class Findable:
    """How things of a kind are found by name: their table, its key as the address takes it, what
    is searched, and the page that shows one.
    """

    table: str
    key: str
    columns: tuple[str, ...]
    page: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on which day: a table's column of days, and the act that is due then."""

    table: str
    column: str
    act: str


@dataclass(frozen=True, slots=True)
class Room:
    """Everything a room says of itself. A list a room has nothing for stays empty.

    ``commands``, ``imports``, ``judges`` and ``exports``: what the command line has of it.
    ``figures``: where its figures for measures of the plan are (fund.rooms.figure);
    ``downloads``: files it hands out by a route of their own (fund.rooms.download).
    ``reckoned``: what it keeps beside its records and brings up to date at the end of an act, as
    ``(session) -> None``.
    ``guards``: what its constraints and triggers say when they refuse -> the refusal people read.
    ``kinds``: kinds of record by the name of their table, in words. ``lifecycles``: by kind of
    record the states in which acts may be done; rooms add to one another's.

    For what comes later, checked against the tables by tests/rooms: what is ``findable`` by name,
    ``due`` on a day, ``documents`` (columns with the SHA-256 of a file), ``fillable`` (columns a
    foreign sheet may fill), ``personal`` (columns about a person), ``size`` in the bench (table ->
    rows a thousand postings).
    """

    name: str
    acts: tuple[Act, ...] = ()
    commands: tuple[Command, ...] = ()
    imports: tuple[Import, ...] = ()
    judges: tuple[Judge, ...] = ()
    exports: tuple[Export, ...] = ()
    figures: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()
    reckoned: tuple[str, ...] = ()
    guards: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[Status, ...] = ()
    lifecycles: Mapping[str, States] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    reaches: tuple[Reach, ...] = ()
    settings: tuple[Setting, ...] = ()
    findable: tuple[Findable, ...] = ()
    due: tuple[Due, ...] = ()
    documents: Columns = field(default_factory=dict)
    fillable: Columns = field(default_factory=dict)
    personal: Columns = field(default_factory=dict)
    size: Mapping[str, float] = field(default_factory=dict)
