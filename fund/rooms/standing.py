"""What recipients declare beside what the ledger computes."""

from fund.errors import N_, NP_
from fund.rooms.room import Act, Room, Setting, Status

ROOM = Room(
    "standing",
    acts=(
        Act("report_status", N_("Recipient’s light recorded"), ("officer",)),
        Act("answer_gap", N_("Gap answered"), ("supervisor",), apart=("report_status",)),
    ),
    kinds={
        "status_report": N_("recipient’s light"),
        "status_answer": N_("answer"),
    },
    statuses=(
        Status("green", "ok", "ok", NP_("light", "Green")),
        Status("amber", "warn", "warn", NP_("light", "Amber")),
        Status("red", "crit", "crit", NP_("light", "Red")),
        Status("grey", "open", "neutral", NP_("light", "Grey")),
    ),
    lifecycles={
        "undertaking": {
            "report_status": ("active", "suspended"),
            "answer_gap": ("active", "suspended"),
        },
    },
    settings=(
        Setting(
            "stale_light_days",
            N_("A recipient’s light older than this is grey"),
            "days",
            35,
            1,
            366,
        ),
        Setting(
            "absorption_percent",
            N_("Money is absorbed too slowly below this share of what was promised by now"),
            "percent",
            70,
            0,
            100,
        ),
        Setting(
            "concentration_percent",
            N_("Money is concentrated when one body has more than this share of a measure"),
            "percent",
            40,
            1,
            100,
        ),
    ),
    documents={"status_report": ("letter_sha256",)},
)
