"""Interest and premium subsidies: loans and policies, settlements, what is claimed back."""

from fund.errors import N_
from fund.rooms.command import Command, Import
from fund.rooms.ledger import RUNNING
from fund.rooms.room import Act, Room

ROOM = Room(
    "subsidies",
    acts=(
        Act("state_loan", N_("Loan or premium stated"), ("officer",)),
        Act("find_off_purpose", N_("Use for another purpose found"), ("supervisor",)),
        Act(
            "settle_subsidy",
            N_("Subsidy computed"),
            ("officer",),
            apart=("accept",),
            counts_as=("file_evidence",),
        ),
        Act(
            "reject_settlement",
            N_("Computed subsidy turned down"),
            ("supervisor",),
            apart=("settle_subsidy",),
        ),
        Act("claim_back", N_("Subsidy claimed back"), ("supervisor",)),
    ),
    kinds={
        "subsidy": N_("subsidy"),
        "subsidy_fact": N_("statement of a loan or policy"),
        "subsidy_settlement": N_("settlement"),
        "subsidy_claim": N_("claim of a subsidy"),
    },
    lifecycles={
        "undertaking": {
            "state_loan": ("entered", *RUNNING, "completed", "terminated"),
            "find_off_purpose": (*RUNNING, "completed", "terminated"),
            "settle_subsidy": ("active",),
        },
        "subsidy_settlement": {"reject_settlement": ("open",)},
    },
    documents={"subsidy_fact": ("sha256",), "subsidy_settlement": ("sha256",)},
    commands=(
        Command(
            "subsidies",
            "fund.cli.securities",
            N_("The subsidies; with a code, one with its settlements stretch by stretch."),
        ),
    ),
    imports=(
        Import("subsidies", "fund.subsidies.exchange:take_in", N_("{file}: {accepted} taken in")),
    ),
    downloads=("fund.subsidies.downloads:CSV",),
)
