"""Documents, kept by what they are."""

from fund.errors import N_
from fund.rooms.room import Act, Room

ROOM = Room(
    "attachments",
    acts=(Act("keep", N_("Document kept"), ("officer", "recommender", "supervisor")),),
    kinds={
        "attachment": N_("document"),
    },
)
