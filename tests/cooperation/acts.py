"""The acts of this room, each with arguments that lead nowhere."""

from decimal import Decimal

from fund.cooperation import apart, bodies, channel, commands, exchange, giving, milestones
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
    "enter_partner": [(commands.enter_partner, {"code": "XX"})],
    "state_flag": [(commands.state_flag, {"partner": "XX", "listed": "LDC", "source": "x"})],
    "enter_agreement": [
        (
            commands.enter_agreement,
            {"code": "x", "kind": "treaty", "title_zh": "x", "parties": ["XX"], "source": "x"},
        )
    ],
    "enter_cooperation": [
        (
            commands.enter_cooperation,
            {
                "code": "x",
                "title_zh": "x",
                "field": "training",
                "shares": {"XX": 10_000},
                "counts": True,
                "counts_why": "x",
            },
        )
    ],
    "change_cooperation": [
        (
            commands.change_cooperation,
            {"project": "x", "state": "pipeline", "counts": True, "counts_why": "x"},
        )
    ],
    "take_in_cooperation": [
        (
            apart.keep_apart,
            {
                "code": "x",
                "title_zh": "x",
                "field": "training",
                "regions": "HK",
                "partners": "x",
                "source": "x",
            },
        ),
        (exchange.take_all, {"rows": [{}]}),
    ],
    "enter_abroad_milestone": [
        (
            milestones.enter_abroad_milestone,
            {"project": "x", "title_zh": "x", "due_on": DAY, "source": "x"},
        )
    ],
    "state_abroad_milestone": [
        (
            milestones.state_abroad_milestone,
            {"milestone_id": NOBODY, "reached_on": DAY, "source": "x"},
        )
    ],
    "name_body": [
        (
            bodies.name_body,
            {"project": "x", "name": "x", "role": "funding", "organisation_type": "70"},
        )
    ],
    "link_undertaking": [(bodies.link_undertaking, {"project": "x", "undertaking": "x"})],
    "state_others_money": [
        (
            giving.state_others_money,
            {
                "project": "x",
                "stage": "pledge",
                "provider": "x",
                "amount": Decimal(1),
                "happened_on": DAY,
                "source": "x",
            },
        ),
        (giving.correct_others_money, {"money_id": NOBODY, "source": "x"}),
    ],
    "enter_indicator": [(giving.enter_indicator, {"project": "x", "title_zh": "x"})],
    "report_result": [
        (
            giving.report_result,
            {
                "indicator_id": NOBODY,
                "starts_on": DAY,
                "ends_on": DAY,
                "actual": Decimal(1),
                "source": "x",
            },
        )
    ],
    "confirm_result": [(giving.confirm_result, {"result_id": NOBODY})],
    "apply_for_channel": [
        (channel.apply_for_channel, {"project": "x", "firm": "x", "channel": "x"})
    ],
    "review_for_channel": [
        (
            channel.review_for_channel,
            {
                "entry_id": NOBODY,
                "findings": dict.fromkeys(("agreement", "application", "firm", "compliance"), "x"),
                "is_recommended": True,
            },
        )
    ],
    "admit_to_channel": [(channel.admit_to_channel, {"entry_id": NOBODY, "reason": "x"})],
    "refuse_channel": [(channel.refuse_channel, {"entry_id": NOBODY, "reason": "x"})],
    "remove_from_channel": [
        (channel.remove_from_channel, {"entry_id": NOBODY, "reason": "x", "left_on": DAY})
    ],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "report_result",
        "confirm_result",
        "review_for_channel",
        "admit_to_channel",
        "refuse_channel",
    }
)
CLICKED_HERE = frozenset(COMMANDS)
CHECKS_TRIED_HERE = frozenset(
    {
        "cooperation_shares",
        "cooperation_states",
        "cooperation_corrections",
        "channel_entries",
        "cooperation_results",
        "cooperation_terms",
    }
)
OPENED = {
    "cooperation": ("cooperation", "国际合作", "Cooperation abroad"),
    "project": ("project?id=DEMO-HZ-01", "示例：遥感监测应用示范", "Demonstration: remote sensing"),
    "partner": ("partner?id=LA", "老挝人民民主共和国", "Laos"),
    "channel": ("channel", "政府间合作渠道", "Inter-governmental channel"),
}
TYPED = {"cooperation": ""}
