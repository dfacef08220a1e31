"""Accounts of the office's provider and the sign-ins done with them."""

from fund.errors import N_
from fund.rooms.room import Act, Room, Setting

ROOM = Room(
    "sign_in",
    acts=(
        Act("link_identity", N_("Account linked"), ("system_administrator",)),
        Act("unlink_identity", N_("Link to an account taken away")),
        Act("revoke_sessions", N_("Sign-ins ended"), ("security_administrator",)),
        Act("sign_in", N_("Sign-in")),
        Act("sign_out", N_("Sign-in ended")),
    ),
    kinds={
        "identity": N_("account"),
        "sign_in_session": N_("sign-in"),
    },
    settings=(
        Setting(
            "idle_minutes",
            N_("A sign-in ends after so many minutes without a click"),
            "minutes",
            30,
            5,
            240,
        ),
        Setting(
            "session_hours",
            N_("A sign-in ends at the latest after so many hours"),
            "hours",
            8,
            1,
            24,
        ),
    ),
    personal={"identity": ("subject",)},
)
