"""The acts of this room, each with arguments that lead nowhere."""

from fund.subsidies import commands, settling
from tests.acts import DAY, NOBODY, SOME_UNDERTAKING, Commands

TERMS = {
    "instrument": "interest",
    "contract_number": "x",
    "lender": "x",
    "loan_fen": 1,
    "share": 1,
    "first_day": DAY,
    "last_day": DAY.replace(year=DAY.year + 1),
}
PAPER = {"file_name": "x.pdf", "content": b"%PDF-1.4 x"}
COMMANDS: Commands = {
    "enter": [(commands.enter, {**SOME_UNDERTAKING, **TERMS})],
    "decide": [(commands.decide, {"undertaking_id": NOBODY, "amount_fen": 1})],
    "sign": [(commands.sign, {"undertaking_id": NOBODY, "cap_fen": 1, "promised_on": DAY})],
    "accept": [(settling.accept_settlement, {"settlement_id": NOBODY})],
    "state_loan": [
        (
            commands.state_loan,
            {
                "undertaking_id": NOBODY,
                "kind": "principal",
                "starts_on": DAY,
                "amount_fen": 1,
                **PAPER,
            },
        )
    ],
    "find_off_purpose": [
        (
            commands.find_off_purpose,
            {"undertaking_id": NOBODY, "starts_on": DAY, "amount_fen": 1, "words": "x"},
        )
    ],
    "settle_subsidy": [
        (
            settling.settle_subsidy,
            {"undertaking_id": NOBODY, "first_day": DAY, "last_day": DAY, **PAPER},
        )
    ],
    "reject_settlement": [(settling.reject_settlement, {"settlement_id": NOBODY, "reason": "x"})],
    "claim_back": [(settling.claim_back, {"settlement_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset({"settle_subsidy", "reject_settlement"})
CLICKED_HERE = frozenset(
    {"state_loan", "find_off_purpose", "settle_subsidy", "reject_settlement", "claim_back"}
)
CHECKS_TRIED_HERE = frozenset(
    {
        "subsidies_computed",
        "subsidies_claimed",
        "subsidies_accepted",
        "subsidies_once_a_day",
        "subsidies_by_two",
    }
)
OPENED = {
    "subsidies": ("subsidies", "补贴", "Subsidies"),
    "subsidy": (
        "subsidy?id=TX-2026-01",
        "示例：液体发动机产线贷款贴息",
        "示例：液体发动机产线贷款贴息",
    ),
}
TYPED = {"subsidies": ""}
