"""The acts of this room, each with arguments that lead nowhere."""

from datetime import date

from fund.reports import commands as reports
from tests.acts import NOBODY, Commands

DRAFT = {
    "report": "monthly",
    "period": "2026-09",
    "as_of": date(2026, 9, 30),
    "language": "zh",
    "unit": "wan",
    "data_digest": "0" * 64,
    "algorithm": "sha256",
    "public": "A" * 43 + "=",
    "fingerprint": "0000-0000",
}
COMMANDS: Commands = {
    "draft_report": [(reports.draft_report, DRAFT)],
    "seal_report": [
        (reports.seal_report, {"report_id": NOBODY, "state": "draft", "shown_digest": ""})
    ],
    "prepare_report": [(reports.prepare_report, {"report_id": NOBODY})],
    "review_report": [(reports.review_report, {"report_id": NOBODY})],
    "issue_report": [(reports.issue_report, {"report_id": NOBODY, "data_digest": ""})],
    "set_look": [(reports.set_look, {"setting": "unit", "value": "yi", "reason": "示例"})],
    "rotate_key": [(reports.rotate_key, {"public": "A" * 43 + "=", "fingerprint": "0000-0000"})],
}

CLICKED_HERE = frozenset(COMMANDS)
"""Clicked in test_issuing.py."""
TYPED = {
    "reports list": "",
    "reports prepare": "2026-0001 --as officer",
    "reports review": "2026-0001",
    "reports issue": "2026-0001",
    "reports file": "2026-0001 -o {new}",
    "reports look": "unit yi --reason r",
    "key public": "",
    "key backup": "{new}",
    "key rotate": "",
}
"""Its commands, with what they ask for."""
