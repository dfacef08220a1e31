"""The acts of this room, each with arguments that lead nowhere."""

from fund.centres import commands as centres
from fund.centres import periods, registering, reviewing
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "register_centre": [
        (
            registering.register_centre,
            {
                "code": "",
                "kind": "x",
                "field": "x",
                "name_zh": "x",
                "region_code": "x",
                "host_id": NOBODY,
                "founded_on": DAY,
            },
        ),
        (registering.change_standing, {"centre_id": NOBODY, "standing": "x", "reason": ""}),
        (registering.add_member, {"centre_id": NOBODY, "organisation_id": NOBODY, "role": "x"}),
        (registering.link_funding, {"centre_id": NOBODY, "undertaking_id": NOBODY}),
        (registering.add_equipment, {"centre_id": NOBODY, "name": "x", "cost_fen": 1}),
        (registering.add_offer, {"centre_id": NOBODY, "name": "x", "unit": "x", "capacity": 1}),
    ],
    "record_use": [(registering.record_use, {"offer_id": NOBODY, "period_code": "x", "used": 1})],
    "open_period": [
        (
            periods.open_period,
            {
                "code": "",
                "name_zh": "x",
                "name_en": "x",
                "starts_on": DAY,
                "ends_on": DAY,
                "due_on": DAY,
            },
        )
    ],
    "lock_period": [(periods.lock_period, {"period_id": NOBODY})],
    "ask_extension": [
        (
            periods.ask_extension,
            {"centre_code": "nowhere", "period_code": "x", "until": DAY, "reason": "x"},
        )
    ],
    "decide_extension": [(periods.decide_extension, {"extension_id": NOBODY, "is_granted": True})],
    "fill_in": [(centres.fill_in, {"centre_code": "nowhere", "period_code": "x"})],
    "submit": [
        (centres.submit, {"submission_id": NOBODY}),
        (
            centres.submit_workbook,
            {
                "centre_code": "nowhere",
                "period_code": "x",
                "file_name": "x",
                "content": b"",
                "cells": {},
                "notes": {},
            },
        ),
    ],
    "attach": [
        (
            centres.attach,
            {
                "submission_id": NOBODY,
                "role": "proof",
                "file_name": "a.pdf",
                "content": b"%PDF-1.4",
            },
        )
    ],
    "forward": [(reviewing.forward, {"submission_id": NOBODY})],
    "send_back": [(reviewing.send_back, {"submission_id": NOBODY, "reason": "x"})],
    "answer_remark": [(centres.answer_remark, {"remark_id": NOBODY, "answer": "x"})],
    "approve_submission": [(reviewing.approve_submission, {"submission_id": NOBODY})],
    "revise": [(centres.revise, {"submission_id": NOBODY, "reason": "x"})],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "fill_in",
        "submit",
        "attach",
        "answer_remark",
        "forward",
        "revise",
        "approve_submission",
        "ask_extension",
        "decide_extension",
    }
)
"""Acts whose pairs the tests of this room try."""

CLICKED_HERE = frozenset(
    {
        "register_centre",
        "open_period",
        "lock_period",
        "ask_extension",
        "decide_extension",
        "fill_in",
        "submit",
        "attach",
        "answer_remark",
        "forward",
        "send_back",
        "approve_submission",
        "revise",
        "record_use",
    }
)
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
