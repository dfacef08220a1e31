"""Holdings: dated facts beside the ledger, valuations, exits, what goes to the treasury."""

from fund.errors import N_
from fund.rooms.command import Command
from fund.rooms.room import Act, Room, Setting, Status

ROOM = Room(
    "holdings",
    acts=(
        Act("add_co_investor", N_("Co-investor recorded"), ("officer", "supervisor")),
        Act("record_other_paid", N_("Payment of others recorded"), ("officer",)),
        Act("mark_holding", N_("Field and kind of a holding stated"), ("officer",)),
        Act("record_units", N_("Units recorded"), ("officer",)),
        Act("record_holding_event", N_("Event of a holding recorded"), ("officer",)),
        Act("state_breach", N_("Breach of a holding stated"), ("officer", "reviewer")),
        Act(
            "end_breach",
            N_("Breach of a holding ended"),
            ("supervisor",),
            apart=("state_breach",),
        ),
        Act("correct_fact", N_("Fact of a holding corrected"), ("officer", "finance")),
        Act("state_value", N_("Valuation stated"), ("officer",)),
        Act(
            "confirm_value",
            N_("Valuation confirmed"),
            ("supervisor",),
            apart=("state_value",),
            reminder=N_("Valuation to confirm"),
        ),
        Act("reject_value", N_("Valuation rejected"), ("supervisor",), apart=("state_value",)),
        Act("propose_exit", N_("Exit proposed"), ("officer",)),
        Act(
            "approve_exit",
            N_("Exit approved"),
            ("decider",),
            apart=("propose_exit",),
            reminder=N_("Exit to approve"),
        ),
        Act("reject_exit", N_("Exit rejected"), ("decider",), apart=("propose_exit",)),
        Act("record_income", N_("Income of a holding recorded"), ("finance",)),
        Act("record_proceeds", N_("Proceeds of an exit recorded"), ("finance",)),
        Act("remit", N_("Remittance to the treasury recorded"), ("finance",)),
        Act(
            "confirm_remittance",
            N_("Remittance to the treasury confirmed"),
            ("supervisor",),
            apart=("record_proceeds", "remit"),
            reminder=N_("Remittance to confirm"),
        ),
        Act(
            "reject_remittance",
            N_("Remittance to the treasury rejected"),
            ("supervisor",),
            apart=("record_proceeds", "remit"),
        ),
    ),
    kinds={
        "holding": N_("holding"),
        "co_investor": N_("co-investor"),
        "holding_fact": N_("fact of a holding"),
        "holding_mark": N_("field and kind of a holding"),
        "holding_word": N_("word on a fact of a holding"),
    },
    statuses=(
        Status("exiting", "clock", "warn", N_("Exit under way")),
        Status("exited", "stop", "neutral", N_("Exited")),
        Status("unconfirmed", "clock", "warn", N_("Not confirmed yet")),
        Status("to_remit", "warn", "warn", N_("To be remitted")),
    ),
    settings=(
        Setting(
            "state_owned_is_social",
            N_("State-owned firms count as social capital (1 yes, 0 no)"),
            "count",
            0,
            0,
            1,
        ),
        Setting(
            "foreign_is_social",
            N_("Foreign capital counts as social capital (1 yes, 0 no)"),
            "count",
            1,
            0,
            1,
        ),
    ),
    reckoned=("fund.holdings.stale:reckon",),
    documents={"holding_fact": ("sha256",)},
    commands=(
        Command(
            "holdings",
            "fund.cli.holdings",
            N_("How every holding stands on a day; with a code, one with its facts."),
        ),
    ),
)
