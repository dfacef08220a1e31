"""The acts of this room, each with arguments that lead nowhere."""

from fund.missions import commands as missions
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "register_mission": [
        (missions.register_mission, {"code": "x", "title": "x", "agency": "x", "source": "x"})
    ],
    "record_mission_purchase": [
        (
            missions.record_mission_purchase,
            {
                "mission_id": NOBODY,
                "category": "ttc",
                "item": "x",
                "bought_on": DAY,
                "amount_fen": 1,
                "source": "x",
            },
        ),
        (missions.take_in_register, {"missions": [], "purchases": []}),
    ],
    "strike_mission_purchase": [
        (missions.strike_mission_purchase, {"purchase_id": NOBODY, "reason": "x"})
    ],
    "state_register": [
        (missions.state_register, {"period": "2026-Q1", "is_complete": True, "reason": "x"})
    ],
}
