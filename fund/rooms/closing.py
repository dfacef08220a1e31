"""Month and year end."""

from fund.errors import N_
from fund.rooms.room import Act, Room, Setting, Status

ROOM = Room(
    "closing",
    acts=(
        Act("propose_carry_over", N_("Carry-over proposed"), ("finance",)),
        Act(
            "carry_over",
            N_("Carry-over"),
            ("decider",),
            apart=("propose_carry_over",),
            reminder=N_("Carry-over to agree to"),
        ),
        Act("propose_surplus", N_("Surplus proposed"), ("finance",)),
        Act(
            "return_surplus",
            N_("Surplus given back"),
            ("decider",),
            reminder=N_("Surplus to agree to"),
        ),
        Act("reject_year_end", N_("Proposal turned down"), ("decider",)),
        Act("prepare_close", N_("Close prepared"), ("finance",)),
        Act(
            "close",
            N_("Closing of a period"),
            ("supervisor",),
            reminder=N_("Month or year to close"),
        ),
    ),
    kinds={
        "year_end": N_("year-end proposal"),
        "closing": N_("close of a period"),
    },
    statuses=(Status("prepared", "clock", "info", N_("Prepared")),),
    settings=(
        Setting(
            "carried_over_years",
            N_("Carried-over money unspent for so many years counts as surplus"),
            "count",
            2,
            1,
            10,
        ),
    ),
)
