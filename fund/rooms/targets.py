"""Indicators, targets, actual values, forecasts."""

from fund.errors import N_
from fund.rooms.room import Act, Room, Status

ROOM = Room(
    "targets",
    acts=(
        Act("set_target", N_("Setting a target"), ("officer",)),
        Act("change_target", N_("Target changed"), ("officer",)),
        Act("observe", N_("Recording an actual value"), ("officer",)),
        Act("change_definition", N_("Definition of an indicator changed"), ("officer",)),
        Act("state_plan_step", N_("Step of the plan stated"), ("officer",)),
        Act("set_contribution", N_("Part of a target set"), ("officer",)),
        Act("issue_forecasts", N_("Forecasts issued"), ("supervisor",)),
    ),
    kinds={
        "indicator": N_("indicator"),
        "target_contribution": N_("part of a target"),
        "target_change": N_("change of a target"),
        "indicator_change": N_("change of a definition"),
        "plan_step_event": N_("step of the plan"),
        "issued_forecast": N_("forecast"),
    },
    statuses=(
        Status("reached", "ok", "ok", N_("Reached")),
        Status("almost_certain", "ok", "ok", N_("Almost certain")),
        Status("likely", "ok", "ok", N_("Likely")),
        Status("toss_up", "half", "info", N_("Toss-up")),
        Status("unlikely", "warn", "warn", N_("Unlikely")),
        Status("almost_no_chance", "crit", "crit", N_("Almost no chance")),
        Status("out_of_reach", "crit", "crit", N_("Out of reach")),
        Status("cannot_tell", "open", "neutral", N_("Cannot tell")),
    ),
)
