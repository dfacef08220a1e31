"""Antennas of receiving stations, and which of them still work."""

from fund.errors import N_
from fund.rooms.command import Command
from fund.rooms.room import Act, Findable, Role, Room, Status

ROOM = Room(
    "antennas",
    acts=(
        Act("register_antenna", N_("Antenna registered"), ("officer", "antenna_keeper")),
        Act(
            "retire_antenna",
            N_("Antenna taken out of use"),
            ("supervisor",),
            apart=("register_antenna",),
        ),
    ),
    kinds={"antenna": N_("antenna")},
    statuses=(Status("retired", "stop", "neutral", N_("Out of use")),),
    lifecycles={"antenna": {"retire_antenna": ("active",)}},
    roles=(
        Role("antenna_keeper", N_("Keeper of antennas"), may=("see_portfolio", "export", "keep")),
    ),
    findable=(Findable("antenna", "code", ("code", "name"), "antennas", "q"),),
    commands=(Command("antennas", "fund.cli.antennas", N_("Antennas of stations.")),),
    downloads=("fund.antennas.downloads:CSV",),
)
