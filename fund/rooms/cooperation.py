"""Cooperation with developing countries: partners, projects abroad, the governments’ channel."""

from fund.errors import N_
from fund.rooms.command import Command, Export, Import, Judge
from fund.rooms.room import Act, Findable, Room, Status

ROOM = Room(
    "cooperation",
    acts=(
        Act("enter_partner", N_("Partner entered"), ("officer",)),
        Act("state_flag", N_("Flag of a country stated"), ("officer",)),
        Act("enter_agreement", N_("Agreement with partners entered"), ("officer",)),
        Act("enter_cooperation", N_("Project abroad entered"), ("officer",)),
        Act("change_cooperation", N_("Stage of a project abroad stated"), ("officer",)),
        Act("take_in_cooperation", N_("File of projects abroad taken in"), ("officer",)),
        Act("enter_abroad_milestone", N_("Milestone of a project abroad entered"), ("officer",)),
        Act("state_abroad_milestone", N_("Milestone of a project abroad stated"), ("officer",)),
        Act("name_body", N_("Body of a project abroad named"), ("officer",)),
        Act("link_undertaking", N_("Undertaking linked to a project abroad"), ("officer",)),
        Act("state_others_money", N_("Money of others stated"), ("officer",)),
        Act("enter_indicator", N_("Indicator of a project abroad entered"), ("officer",)),
        Act("report_result", N_("Result of a project abroad reported"), ("officer",)),
        Act(
            "confirm_result",
            N_("Result of a project abroad confirmed"),
            ("supervisor",),
            apart=("report_result",),
        ),
        Act("apply_for_channel", N_("Entry into the channel applied for"), ("officer",)),
        Act("review_for_channel", N_("Entry into the channel reviewed"), ("reviewer",)),
        Act(
            "admit_to_channel",
            N_("Project taken into the channel"),
            ("decider",),
            apart=("review_for_channel",),
        ),
        Act(
            "refuse_channel",
            N_("Entry into the channel refused"),
            ("decider",),
            apart=("review_for_channel",),
        ),
        Act("remove_from_channel", N_("Project taken out of the channel"), ("decider",)),
    ),
    kinds={
        "partner": N_("partner country or organisation"),
        "partner_flag": N_("flag of a country"),
        "cooperation_agreement": N_("agreement with partners"),
        "cooperation": N_("project abroad"),
        "cooperation_body": N_("body of a project abroad"),
        "cooperation_undertaking": N_("undertaking of a project abroad"),
        "cooperation_money": N_("money of others"),
        "cooperation_indicator": N_("indicator of a project abroad"),
        "cooperation_result": N_("result of a project abroad"),
        "channel_entry": N_("entry into the channel"),
        "cooperation_apart": N_("cooperation kept apart"),
        "cooperation_milestone": N_("milestone of a project abroad"),
    },
    statuses=(
        Status("channel_applied", "clock", "info", N_("Applied for the channel")),
        Status("channel_reviewed", "clock", "info", N_("Reviewed for the channel")),
        Status("admitted", "ok", "ok", N_("In the channel")),
        Status("not_admitted", "stop", "neutral", N_("Not taken into the channel")),
        Status("removed", "stop", "neutral", N_("Taken out of the channel")),
    ),
    lifecycles={
        "channel_entry": {
            "review_for_channel": ("channel_applied",),
            "admit_to_channel": ("channel_reviewed",),
            "refuse_channel": ("channel_reviewed",),
            "remove_from_channel": ("admitted",),
        },
    },
    findable=(
        Findable("cooperation", "code", ("code", "title_zh", "title_en"), "project", "id"),
        Findable("partner", "code", ("code", "name_zh", "name_en"), "partner", "id"),
    ),
    size={"cooperation": 1},
    commands=(
        Command(
            "cooperation",
            "fund.cli.cooperation",
            N_("Cooperation abroad: projects, partners, what counts."),
        ),
    ),
    imports=(
        Import(
            "cooperation",
            "fund.cooperation.exchange:take_in",
            N_("{file}: {accepted} taken in, {apart} kept apart"),
        ),
    ),
    judges=(Judge("iati", "fund.cooperation.downloads:check"),),
    exports=(Export("iati", "fund.cooperation.downloads:export"),),
    figures=("fund.cooperation.queries:indicators",),
    downloads=(
        "fund.cooperation.downloads:XML",
        "fund.cooperation.downloads:EMPTY",
    ),
)
