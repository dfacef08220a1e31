"""The acts of this room, each with arguments that lead nowhere."""

from fund.ledger import account_changes, amendments, clawback, undertakings
from fund.ledger import commands as ledger
from tests.acts import DAY, NOBODY, Commands
from tests.people import ACCOUNT

COMMANDS: Commands = {
    "open_line": [
        (
            ledger.open_line,
            {"code": "X", "title": "x", "measure": "x", "source": "x", "fiscal_year": 2026},
        )
    ],
    "appropriate": [(ledger.appropriate, {"line_id": NOBODY, "amount_fen": 1})],
    "adjust": [(ledger.adjust, {"line_id": NOBODY, "change_fen": 1, "reason": ""})],
    "reverse": [(ledger.reverse, {"act_id": NOBODY, "reason": ""})],
    "correct_payment": [
        (ledger.correct_payment, {"act_id": NOBODY, "right_amount_fen": 1, "reason": ""})
    ],
    "pay": [(ledger.pay, {"tranche_id": NOBODY, "amount_fen": 1})],
    "claw_back": [(clawback.claw_back, {"act_id": NOBODY, "amount_fen": 1, "reason": ""})],
    "propose_claw_back_correction": [
        (
            clawback.propose_claw_back_correction,
            {"act_id": NOBODY, "payment_id": NOBODY, "reason": ""},
        )
    ],
    "correct_claw_back": [(clawback.correct_claw_back, {"proposal_id": NOBODY})],
    "reject_claw_back_correction": [
        (clawback.reject_claw_back_correction, {"proposal_id": NOBODY, "reason": ""})
    ],
    "propose_amendment": [
        (amendments.propose_amendment, {"tranche_id": NOBODY, "change_fen": 1, "reason": ""}),
        (amendments.propose_date, {"tranche_id": NOBODY, "promised_on": DAY, "reason": ""}),
        (amendments.propose_scope, {"undertaking_id": NOBODY, "title": "x", "reason": ""}),
    ],
    "propose_recipient": [
        (
            amendments.propose_recipient,
            {"undertaking_id": NOBODY, "organisation_id": NOBODY, "reason": ""},
        )
    ],
    "sign_amendment": [
        (amendments.sign_amendment, {"amendment_id": NOBODY, "expected_version": 1})
    ],
    "propose_account": [
        (
            account_changes.propose_account,
            {"undertaking_id": NOBODY, "account": ACCOUNT, "reason": ""},
        )
    ],
    "sign_account": [
        (account_changes.sign_account, {"amendment_id": NOBODY, "expected_version": 1})
    ],
    "reject_amendment": [
        (amendments.reject_amendment, {"amendment_id": NOBODY, "expected_version": 1, "reason": ""})
    ],
    "terminate": [(undertakings.release, {"undertaking_id": NOBODY, "reason": ""})],
    "complete": [(undertakings.complete, {"undertaking_id": NOBODY})],
}

CLICKED_HERE = frozenset(
    {
        "propose_claw_back_correction",
        "correct_claw_back",
        "reject_claw_back_correction",
        "propose_account",
        "sign_account",
    }
)
"""Acts whose second click the tests of this room try (test_claw_backs, test_accounts)."""

PAIRS_TRIED_HERE = frozenset(
    {
        "complete",
        "propose_claw_back_correction",
        "correct_claw_back",
        "propose_account",
        "sign_account",
    }
)
"""Acts whose pairs the tests of this room try."""
