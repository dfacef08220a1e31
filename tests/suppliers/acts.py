"""The acts of this room, each with arguments that lead nowhere."""

from fund.suppliers import commands as suppliers
from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "mark_organisation": [
        (
            suppliers.mark_organisation,
            {"organisation_id": NOBODY, "mark": "commercial", "is_set": True, "reason": "x"},
        )
    ],
    "propose_merge": [
        (suppliers.propose_merge, {"organisation_id": NOBODY, "kept_id": NOBODY, "reason": "x"})
    ],
    "merge_organisations": [(suppliers.merge_organisations, {"merge_id": NOBODY})],
    "keep_apart": [(suppliers.keep_apart, {"merge_id": NOBODY, "reason": "x"})],
}
