"""The office's own workbook: an existing portfolio brought in."""

from fund.errors import N_
from fund.rooms.room import Act, Room

ROOM = Room(
    "office",
    acts=(
        Act(
            "upload_opening",
            N_("Handing in the office’s workbook"),
            ("officer",),
            counts_as=("enter", "file_evidence"),
        ),
        Act(
            "approve_opening",
            N_("Approving the office’s workbook"),
            ("decider",),
            apart=("upload_opening",),
            reminder=N_("Office’s workbook to approve"),
        ),
        Act("reject_opening", N_("Rejecting the office’s workbook"), ("decider",)),
        Act("open", N_("Opening: entered"), counts_as=("decide", "award")),
        Act("open_sign", N_("Opening: signed"), counts_as=("sign",)),
        Act("open_accept", N_("Opening: accepted"), counts_as=("accept",)),
        Act("open_pay", N_("Opening: paid"), counts_as=("pay",)),
    ),
    kinds={
        "opening": N_("office’s workbook"),
    },
    documents={"opening": ("sha256",)},
)
