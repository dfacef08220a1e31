"""The acts of this room, each with arguments that lead nowhere."""

from fund.closing import commands as closing
from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "propose_carry_over": [
        (closing.propose_carry_over, {"undertaking_id": NOBODY, "to_line_id": NOBODY})
    ],
    "carry_over": [(closing.carry_over, {"proposal_id": NOBODY})],
    "propose_surplus": [(closing.propose_surplus, {"line_id": NOBODY, "reason": ""})],
    "return_surplus": [(closing.return_surplus, {"proposal_id": NOBODY})],
    "reject_year_end": [(closing.reject_year_end, {"proposal_id": NOBODY, "reason": ""})],
    "prepare_close": [(closing.prepare_close, {"period": "2026-Q1"})],
    "close": [(closing.close, {"closing_id": NOBODY})],
}

PAIRS_TRIED_HERE = frozenset({"propose_carry_over", "carry_over"})
"""Acts whose pairs the tests of this room try."""
