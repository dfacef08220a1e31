"""The whole seen at once, and views kept."""

from fund.errors import N_
from fund.rooms.room import FUND, Act, Room

ROOM = Room(
    "portfolio",
    acts=(
        Act("save_view", N_("Keeping a view"), FUND),
        Act("drop_view", N_("Taking a view away"), FUND),
    ),
    kinds={
        "saved_view": N_("view"),
    },
)
