"""The acts of this room, each with arguments that lead nowhere."""

from fund import clock
from fund.procurement import bidding, delivering, planning, reviewing
from fund.procurement import commands as procurement
from tests.acts import DAY, NOBODY, SOME_UNDERTAKING, Commands

COMMANDS: Commands = {
    "enter": [(procurement.enter, {**SOME_UNDERTAKING, "category": "x", "method": "x"})],
    "award": [
        (procurement.award, {"undertaking_id": NOBODY, "amount_fen": 1}),
        (procurement.conclude, {"process_id": NOBODY}),
    ],
    "plan_procurement": [
        (
            planning.plan,
            {
                "code": "X",
                "title": "x",
                "category": "x",
                "method": "open_tender",
                "line_id": NOBODY,
                "region_code": "610000",
                "estimate_fen": 1,
            },
        )
    ],
    "publish_tender": [(planning.publish, {"process_id": NOBODY, "closes_at": clock.noon(DAY)})],
    "amend_tender": [
        (planning.amend, {"process_id": NOBODY, "closes_at": clock.noon(DAY), "reason": "x"})
    ],
    "record_bid": [
        (
            bidding.record_bid,
            {"process_id": NOBODY, "amount_fen": 1, "received_at": clock.noon(DAY)},
        ),
        (bidding.withdraw_bid, {"bid_id": NOBODY, "reason": "x"}),
    ],
    "open_bids": [(bidding.open_bids, {"process_id": NOBODY})],
    "declare_interest": [(bidding.declare_interest, {"process_id": NOBODY, "has_interest": False})],
    "disqualify_bid": [(bidding.disqualify_bid, {"bid_id": NOBODY, "reason": "x"})],
    "evaluate": [(bidding.evaluate, {"process_id": NOBODY, "bid_ids": [], "reason": "x"})],
    "end_procurement": [
        (planning.end, {"process_id": NOBODY, "outcome": "cancelled", "reason": "x"})
    ],
    "record_delivery": [
        (
            delivering.record_delivery,
            {"undertaking_id": NOBODY, "delivered_on": DAY, "figures": {}, "source": "x"},
        )
    ],
    "dispose_flag": [
        (
            reviewing.dispose_flag,
            {
                "flag": "R003",
                "process_id": NOBODY,
                "supplier_id": None,
                "outcome": "explained",
                "reason": "x",
            },
        )
    ],
    "sign": [(procurement.sign, {"undertaking_id": NOBODY, "terms": []})],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "plan_procurement",
        "publish_tender",
        "amend_tender",
        "record_bid",
        "open_bids",
        "disqualify_bid",
        "evaluate",
        "end_procurement",
        "dispose_flag",
    }
)
"""Acts whose pairs the tests of this room try."""
