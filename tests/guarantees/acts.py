"""The acts of this room, each with arguments that lead nowhere."""

from fund.guarantees import changing, commands
from tests.acts import DAY, NOBODY, Commands

ONE = {"guarantee_id": NOBODY}
PROPOSAL = {"proposal_id": NOBODY}
COMMANDS: Commands = {
    "lodge_guarantee": [
        (
            commands.lodge_guarantee,
            {
                "kind": "de_orbit",
                "form": "letter",
                "issuer": "x",
                "number": "x",
                "face_fen": 1,
                "valid_from": DAY,
                "valid_to": DAY,
                "duty": "x",
                "organisation_id": NOBODY,
                "spacecraft_id": NOBODY,
                "file_name": "x.pdf",
                "content": b"%PDF-1.4 x",
            },
        )
    ],
    "check_guarantee": [(commands.check_guarantee, {**ONE, "is_genuine": True, "words": "x"})],
    "propose_change": [(changing.propose_change, {**ONE, "kind": "raise", "reason": "x"})],
    "confirm_change": [(changing.confirm_change, PROPOSAL)],
    "reject_change": [(changing.reject_change, {**PROPOSAL, "reason": "x"})],
    "propose_claim": [(changing.propose_claim, {**ONE, "amount_fen": 1, "reason": "x"})],
    "approve_claim": [(changing.approve_claim, PROPOSAL)],
    "reject_claim": [(changing.reject_claim, {**PROPOSAL, "reason": "x"})],
    "record_payout": [
        (changing.record_payout, {**ONE, "amount_fen": 1, "occurred_on": DAY, "voucher": "x"})
    ],
    "confirm_duty": [
        (commands.confirm_duty, {**ONE, "outcome": "met", "occurred_on": DAY, "words": "x"})
    ],
    "release_guarantee": [(commands.release_guarantee, ONE)],
}

PAIRS_TRIED_HERE = frozenset(COMMANDS) - {"record_payout", "confirm_duty"}
CLICKED_HERE = frozenset(COMMANDS)
CHECKS_TRIED_HERE = frozenset(
    {
        "guarantees_held",
        "guarantees_stand",
        "guarantees_by_two",
        "guarantees_released",
        "guarantee_terms",
    }
)
OPENED = {
    "guarantees": ("guarantees", "保函与保证金", "Guarantees"),
    "guarantee": ("guarantee?id=1", "示例保函2026-03", "示例保函2026-03"),
}
TYPED = {"guarantees": ""}
