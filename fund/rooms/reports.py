"""Reports, drafted, prepared, reviewed and issued by three people; the keys of their seals."""

from fund.errors import N_
from fund.rooms.room import FUND, Act, Room, Status

ROOM = Room(
    "reports",
    acts=(
        Act("draft_report", N_("Draft of a report"), FUND),
        Act("seal_report", N_("Report sealed"), FUND),
        Act(
            "prepare_report",
            N_("Report prepared"),
            ("officer",),
            reminder=N_("Report to prepare"),
        ),
        Act(
            "review_report",
            N_("Report reviewed"),
            ("supervisor",),
            reminder=N_("Report to review"),
        ),
        Act(
            "issue_report",
            N_("Report issued"),
            ("decider",),
            reminder=N_("Report to issue"),
        ),
        Act("set_look", N_("Look of reports set"), ("system_administrator",)),
        Act("rotate_key", N_("Key of the seal replaced"), ("system_administrator",)),
    ),
    kinds={
        "registered_report": N_("report"),
        "seal_key": N_("key of the seal"),
        "issued_file": N_("issued report"),
        "report_look": N_("look of reports"),
    },
    statuses=(
        Status("reviewed", "half", "info", N_("Reviewed")),
        Status("issued", "lock", "ok", N_("Issued")),
    ),
)
