"""What others published, taken in and classified."""

from fund.errors import N_
from fund.rooms.room import Act, Room, Status

ROOM = Room(
    "published",
    acts=(
        Act("import_published", N_("Importing published files"), ("officer",)),
        Act("categorise", N_("Classifying"), ("officer",)),
        Act("categorise_by_rule", N_("Classifying by a rule")),
    ),
    kinds={
        "published_process": N_("process"),
        "import_file": N_("published file"),
    },
    statuses=(
        Status("published", "seal", "neutral", N_("Published elsewhere")),
        Status("unchanged", "open", "neutral", N_("Unchanged")),
        Status("updated", "ok", "info", N_("Updated")),
        Status("refused", "crit", "crit", N_("Refused")),
        Status("error", "crit", "crit", N_("Error")),
        Status("warning", "warn", "warn", N_("Warning")),
    ),
    documents={"import_file": ("sha256",)},
)
