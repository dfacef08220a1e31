"""The acts of this room, each with arguments that lead nowhere."""

from fund.holdings import commands, leaving, subscribing
from tests.acts import DAY, NOBODY, SOME_UNDERTAKING, Commands

HOLDING = {"undertaking_id": NOBODY}
FACT = {"fact_id": NOBODY}
COMMANDS: Commands = {
    "enter": [(subscribing.enter, {**SOME_UNDERTAKING, "form": "direct"})],
    "decide": [(subscribing.decide, {**HOLDING, "amount_fen": 1})],
    "sign": [(subscribing.sign, {**HOLDING, "terms": []})],
    "add_co_investor": [
        (
            subscribing.add_co_investor,
            {**HOLDING, "name": "x", "kind": "social", "subscribed_fen": 1, "occurred_on": DAY},
        )
    ],
    "record_other_paid": [
        (
            commands.record_other_paid,
            {"co_investor_id": NOBODY, "amount_fen": 1, "occurred_on": DAY},
        )
    ],
    "mark_holding": [
        (
            commands.mark_holding,
            {**HOLDING, "field": "launch", "is_private": True, "is_early": True, "source": "x"},
        )
    ],
    "record_units": [(commands.record_units, {**HOLDING, "units": 1, "occurred_on": DAY})],
    "record_holding_event": [
        (commands.record_holding_event, {**HOLDING, "kind": "set_up", "occurred_on": DAY})
    ],
    "state_breach": [(commands.state_breach, {**HOLDING, "ground": "off_policy", "words": "x"})],
    "end_breach": [(commands.end_breach, {**FACT, "words": "x"})],
    "correct_fact": [(commands.correct_fact, {**FACT, "reason": "x"})],
    "state_value": [(commands.state_value, {**HOLDING, "amount_fen": 1, "occurred_on": DAY})],
    "confirm_value": [(commands.confirm_value, FACT)],
    "reject_value": [(commands.reject_value, {**FACT, "reason": "x"})],
    "propose_exit": [(leaving.propose_exit, {**HOLDING, "ground": "market", "words": "x"})],
    "approve_exit": [(leaving.approve_exit, FACT)],
    "reject_exit": [(leaving.reject_exit, {**FACT, "reason": "x"})],
    "record_income": [(leaving.record_income, {**HOLDING, "amount_fen": 1, "occurred_on": DAY})],
    "record_proceeds": [
        (
            leaving.record_proceeds,
            {"proposal_id": NOBODY, "amount_fen": 1, "occurred_on": DAY},
        )
    ],
    "remit": [(leaving.remit, {**HOLDING, "principal_fen": 1, "gain_fen": 0, "voucher": "x"})],
    "confirm_remittance": [(leaving.confirm_remittance, FACT)],
    "reject_remittance": [(leaving.reject_remittance, {**FACT, "reason": "x"})],
}

ROOMS_OWN = frozenset(COMMANDS) - {"enter", "decide", "sign"}
PAIRS_TRIED_HERE = frozenset(
    {
        "state_breach",
        "end_breach",
        "state_value",
        "confirm_value",
        "reject_value",
        "propose_exit",
        "approve_exit",
        "reject_exit",
        "record_proceeds",
        "remit",
        "confirm_remittance",
        "reject_remittance",
    }
)
CLICKED_HERE = ROOMS_OWN
CHECKS_TRIED_HERE = frozenset(
    {
        "holdings_told",
        "holding_facts_of_their_acts",
        "holding_investors",
        "holding_exits",
        "holding_exits_approved",
        "holding_treasury",
        "holding_words",
        "holding_corrections",
        "holding_units",
        "holding_sums",
        "holding_sums_known",
    }
)
OPENED = {
    "holdings": ("holdings", "股权投资", "Holdings"),
    "holding": ("holding?id=DEMO-EQ-1", "示例：可复用火箭企业股权", "示例：可复用火箭企业股权"),
    "treasury": ("treasury", "国库上缴", "Treasury desk"),
}
TYPED = {"holdings": ""}
