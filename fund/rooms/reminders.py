"""What is due and late, told by letter."""

from fund.errors import N_
from fund.rooms.room import Room, Setting

ROOM = Room(
    "reminders",
    settings=(
        Setting(
            "reminder_days",
            N_("A reminder goes out this long before something is due"),
            "days",
            14,
            1,
            366,
        ),
    ),
)
