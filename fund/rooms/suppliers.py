"""Organisations as suppliers: marks, merges."""

from fund.errors import N_
from fund.rooms.room import Act, Room

ROOM = Room(
    "suppliers",
    acts=(
        Act("mark_organisation", N_("Marking an organisation"), ("officer",)),
        Act("propose_merge", N_("Merge of organisations proposed"), ("officer",)),
        Act("merge_organisations", N_("Organisations merged"), ("supervisor",)),
        Act("keep_apart", N_("Organisations kept apart"), ("supervisor",)),
    ),
)
