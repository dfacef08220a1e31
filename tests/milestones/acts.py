"""The acts of this room, each with arguments that lead nowhere."""

from fund.milestones import commands as milestones
from fund.milestones import ordering, waiving
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "terminate": [(milestones.terminate, {"undertaking_id": NOBODY, "reason": ""})],
    "schedule": [
        (milestones.schedule, {"undertaking_id": NOBODY, "code": "x", "title": "x", "due_on": DAY})
    ],
    "forecast": [(milestones.forecast, {"milestone_id": NOBODY, "forecast_on": DAY})],
    "rebaseline": [(milestones.rebaseline, {"milestone_id": NOBODY, "due_on": DAY, "reason": ""})],
    "file_evidence": [
        (
            milestones.hand_in_evidence,
            {"tranche_id": NOBODY, "title": "x", "file_name": "a.pdf", "content": b"%PDF-1.4"},
        ),
        (milestones.file_evidence, {"tranche_id": NOBODY, "title": "x", "sha256": "0" * 64}),
    ],
    "accept": [(milestones.accept, {"evidence_id": NOBODY})],
    "settle": [(milestones.settle, {"milestone_id": NOBODY, "status": "met"})],
    "propose_waiver": [(waiving.propose_waiver, {"tranche_id": NOBODY, "reason": ""})],
    "grant_waiver": [(waiving.grant_waiver, {"proposal_id": NOBODY})],
    "need": [(ordering.need, {"milestone_id": NOBODY, "needs_id": NOBODY, "reason": "x"})],
}

CLICKED_HERE = frozenset({"need"})
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
