"""The acts of this room, each with arguments that lead nowhere."""

from fund.debris import alerting, answers, commands, deciding, screening
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
    "begin_screening": [
        (
            screening.begin_screening,
            {"file_name": "", "content": b"", "days": 0, "distance_m": 0},
        )
    ],
    "record_screening": [
        (
            screening.record_screening,
            {"run_id": NOBODY, "number": 0, "positions": 0, "failed": 0, "hits": ()},
        )
    ],
    "write_alert": [(alerting.write_alert, {"event_id": NOBODY, "texts": {}})],
    "check_alert": [(alerting.check_alert, {"alert_id": NOBODY, "is_sound": True})],
    "clear_alert": [(alerting.clear_alert, {"alert_id": NOBODY, "is_sound": True})],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "decline_manoeuvre",
        "confirm_decline",
        "propose_thresholds",
        "decide_thresholds",
        "propose_publication",
        "clear_publication",
        "write_alert",
        "check_alert",
        "clear_alert",
    }
)
"""Acts whose pairs the tests of this room try."""

CLICKED_HERE = frozenset(COMMANDS)
"""Acts a second click of which is refused by the state the first one left, or changes nothing."""

CHECKS_TRIED_HERE = frozenset(
    {
        "files_of_messages",
        "messages_of_events",
        "intakes_counted",
        "answers_to_warnings",
        "screenings_counted",
        "alerts_by_three",
    }
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
    "screenings": ("screenings", "接近筛查", "Screening"),
    "thresholds": ("thresholds", "预警门限", "Warning thresholds"),
    "datasets": ("datasets", "空间碎片开放数据", "Open data on debris"),
    "alert": ("alert?id=1", "向主管部门的通报", "Alert to the authority"),
}
TYPED = {
    "cdm watch": "{inbox} --as officer",
    "cdm propose": "pc_red=0.0002 --reason because --as officer",
    "cdm decide": "1 --seen 0 --as supervisor",
    "cdm publish": "events --as officer",
    "cdm clear": "1 --as supervisor",
    "screen": "--catalogue {new} --as officer",
    "cdm dossier": "CW26-0001 -o {new}",
    "cdm package": "1 -o {new}",
    "cdm catalogue": "-o {new}",
}
