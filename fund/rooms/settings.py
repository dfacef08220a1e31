"""Thresholds, changed with a reason."""

from fund.errors import N_
from fund.rooms.room import ADMINISTRATORS, FUND, Act, Room

ROOM = Room(
    "settings",
    acts=(
        Act("see_settings", N_("Seeing settings"), (*FUND, *ADMINISTRATORS), is_reading=True),
        Act("change_setting", N_("Changing a setting"), ("system_administrator",)),
    ),
)
