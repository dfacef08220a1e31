"""National missions and what was bought for them."""

from fund.errors import N_
from fund.rooms.room import Act, Room

ROOM = Room(
    "missions",
    acts=(
        Act("register_mission", N_("Mission registered"), ("officer",)),
        Act("record_mission_purchase", N_("Purchase of a mission recorded"), ("officer",)),
        Act("strike_mission_purchase", N_("Purchase of a mission struck"), ("officer",)),
        Act("state_register", N_("Statement on the register of missions"), ("supervisor",)),
    ),
    kinds={
        "mission": N_("mission"),
        "mission_purchase": N_("purchase"),
        "register_statement": N_("statement"),
    },
)
