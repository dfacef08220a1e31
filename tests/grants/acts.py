"""The acts of this room, each with arguments that lead nowhere."""

from fund.grants import applications
from fund.grants import commands as grants
from tests.acts import DAY, NOBODY, SOME_UNDERTAKING, Commands

COMMANDS: Commands = {
    "enter": [(grants.enter, SOME_UNDERTAKING)],
    "draft_call": [
        (
            applications.draft_call,
            {
                "code": "x",
                "title": "x",
                "line_id": NOBODY,
                "opens_on": DAY,
                "closes_on": DAY,
                "criteria": [],
            },
        )
    ],
    "publish_call": [(applications.publish_call, {"call_id": NOBODY})],
    "check_eligibility": [
        (applications.check_eligibility, {"undertaking_id": NOBODY, "is_eligible": True})
    ],
    "declare_conflict": [
        (applications.declare_conflict, {"undertaking_id": NOBODY, "comment": "x"})
    ],
    "review": [(applications.review, {"undertaking_id": NOBODY, "points": {}})],
    "recommend": [(applications.recommend, {"undertaking_id": NOBODY, "is_recommended": True})],
    "withdraw": [(grants.withdraw, {"undertaking_id": NOBODY, "reason": "x"})],
    "check_midterm": [
        (grants.check_midterm, {"undertaking_id": NOBODY, "finding": "on_track", "reason": "x"})
    ],
    "suspend": [(grants.suspend, {"undertaking_id": NOBODY, "reason": "x"})],
    "resume": [(grants.resume, {"undertaking_id": NOBODY, "reason": "x"})],
    "close_out": [(grants.close_out, {"undertaking_id": NOBODY, "reason": "x"})],
    "decline": [(grants.decline, {"undertaking_id": NOBODY, "reason": "x"})],
    "decide": [(grants.decide, {"undertaking_id": NOBODY, "amount_fen": 1})],
    "sign": [(grants.sign, {"undertaking_id": NOBODY, "terms": []})],
}

PAIRS_TRIED_HERE = frozenset(
    {"check_eligibility", "review", "recommend", "check_midterm", "close_out", "suspend", "resume"}
)
"""Acts whose pairs the tests of this room try."""
