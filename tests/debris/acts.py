"""The acts of this room, each with arguments that lead nowhere."""

from fund.debris import answers, commands, deciding
from tests.acts import NOBODY, Commands

SET = {
    "near_hours": 0,
    "pc_red": 0.0,
    "pc_orange": 0.0,
    "pc_yellow": 0.0,
    "miss_red_m": 0,
    "miss_orange_m": 0,
    "miss_yellow_m": 0,
    "answer_red_h": 0,
    "answer_orange_h": 0,
    "answer_yellow_h": 0,
}
WARNING = {"warning_id": NOBODY}

COMMANDS: Commands = {
    "register_spacecraft": [
        (commands.register_spacecraft, {"number": "", "name_zh": "", "organisation_id": NOBODY})
    ],
    "take_in_cdm": [(commands.take_in_cdm, {"files": (), "through": "page"})],
    "resolve_cdm": [
        (commands.resolve_cdm, {"cdm_message_id": NOBODY, "takes_second": True, "reason": "x"})
    ],
    "regroup_message": [
        (commands.regroup_message, {"cdm_message_id": NOBODY, "event_id": None, "reason": "x"})
    ],
    "raise_level": [(commands.raise_level, {"event_id": NOBODY, "level": "red", "reason": "x"})],
    "issue_warning": [(answers.issue_warning, {"event_id": NOBODY, "spacecraft_id": NOBODY})],
    "acknowledge_warning": [(answers.acknowledge_warning, WARNING)],
    "plan_manoeuvre": [(answers.plan_manoeuvre, WARNING | {"said": "x"})],
    "decline_manoeuvre": [
        (answers.decline_manoeuvre, WARNING | {"reason": "risk_accepted", "said": "x"})
    ],
    "confirm_decline": [(answers.confirm_decline, WARNING)],
    "report_manoeuvre": [(answers.report_manoeuvre, WARNING | {"said": "x"})],
    "close_warning": [(answers.close_warning, WARNING | {"said": "x"})],
    "record_breach": [(answers.record_breach, WARNING)],
    "propose_thresholds": [(deciding.propose_thresholds, {"figures": SET, "reason": "x"})],
    "decide_thresholds": [
        (deciding.decide_thresholds, {"set_id": NOBODY, "is_approved": True, "changed_seen": 0})
    ],
    "register_dataset": [
        (
            deciding.register_dataset,
            {
                "code": "",
                "title_zh": "",
                "provider": "",
                "coverage": "",
                "format": "",
                "licence": "",
                "refresh_days": 0,
            },
        )
    ],
    "look_at_dataset": [(deciding.look_at_dataset, {"dataset_id": NOBODY})],
    "propose_publication": [(deciding.propose_publication, {"kind": ""})],
    "clear_publication": [
        (deciding.clear_publication, {"publication_id": NOBODY, "is_approved": True})
    ],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "decline_manoeuvre",
        "confirm_decline",
        "propose_thresholds",
        "decide_thresholds",
        "propose_publication",
        "clear_publication",
    }
)
"""Acts whose pairs the tests of this room try."""

CLICKED_HERE = frozenset(COMMANDS)
"""Acts a second click of which is refused by the state the first one left, or changes nothing."""

CHECKS_TRIED_HERE = frozenset(
    {"files_of_messages", "messages_of_events", "intakes_counted", "answers_to_warnings"}
)
OPENED = {
    "conjunctions": ("conjunctions", "交会预警", "Conjunction warnings"),
    "conjunction": (
        "conjunction?id=CW26-0001",
        "交会事件 CW26-0001",
        "Conjunction event CW26-0001",
    ),
    "intake": ("intake", "电文接收", "Intake of messages"),
    "spacecraft": ("spacecraft", "航天器", "Spacecraft"),
}
TYPED = {
    "cdm watch": "{inbox} --as officer",
    "cdm propose": "pc_red=0.0002 --reason because --as officer",
    "cdm decide": "1 --seen 0 --as supervisor",
    "cdm publish": "events --as officer",
    "cdm clear": "1 --as supervisor",
    "cdm package": "1 -o {new}",
    "cdm catalogue": "-o {new}",
}
