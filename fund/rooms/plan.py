"""What everything points at: areas, measures, regions, organisations."""

from fund.errors import N_
from fund.rooms.room import Act, Findable, Reach, Room, Status

ROOM = Room(
    "plan",
    acts=(Act("register_organisation", N_("Registering an organisation"), ("officer",)),),
    kinds={
        "region": N_("region"),
        "organisation": N_("organisation"),
        "organisation_merge": N_("merge of organisations"),
    },
    statuses=(
        Status("official", "seal", "neutral", N_("Official")),
        Status("reported", "pencil", "neutral", N_("As reported")),
        Status("illustrative", "pencil", "neutral", N_("Illustrative")),
    ),
    reaches=(Reach("region", N_("one province"), "region"),),
    findable=(Findable("organisation", "id", ("name", "identifier"), "supplier", "id"),),
)
