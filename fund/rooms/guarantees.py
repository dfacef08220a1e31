"""Guarantees: lodged, checked, changed, claimed, released; money of others held for duties."""

from fund.errors import N_, NP_
from fund.rooms.command import Command, Import
from fund.rooms.room import Act, Due, Findable, Room, Setting, Status

ROOM = Room(
    "guarantees",
    acts=(
        Act("lodge_guarantee", N_("Guarantee lodged"), ("officer",)),
        Act(
            "check_guarantee",
            N_("Guarantee checked"),
            ("supervisor",),
            apart=("lodge_guarantee",),
        ),
        Act("propose_change", N_("Change of a guarantee proposed"), ("officer",)),
        Act(
            "confirm_change",
            N_("Change of a guarantee confirmed"),
            ("supervisor",),
            apart=("propose_change",),
        ),
        Act(
            "reject_change",
            N_("Change of a guarantee turned down"),
            ("supervisor",),
            apart=("propose_change",),
        ),
        Act("propose_claim", N_("Claim on a guarantee proposed"), ("supervisor",)),
        Act(
            "approve_claim",
            N_("Claim on a guarantee approved"),
            ("decider",),
            apart=("propose_claim",),
        ),
        Act(
            "reject_claim",
            N_("Claim on a guarantee turned down"),
            ("decider",),
            apart=("propose_claim",),
        ),
        Act("record_payout", N_("Money of a claim received"), ("finance",)),
        Act("confirm_duty", N_("Duty confirmed"), ("reviewer",)),
        Act(
            "release_guarantee",
            N_("Guarantee released"),
            ("supervisor",),
            apart=("lodge_guarantee",),
        ),
    ),
    kinds={
        "guarantee": N_("guarantee"),
        "guarantee_event": N_("event of a guarantee"),
        "guarantee_proposal": N_("proposal on a guarantee"),
    },
    statuses=(
        Status("to_check", "clock", "info", NP_("guarantee", "To be checked")),
        Status("in_hold", "lock", "ok", NP_("guarantee", "Held")),
        Status("turned_away", "stop", "neutral", N_("Refused on checking")),
        Status("used_up", "warn", "warn", N_("Claimed in full")),
        Status("given_back", "ok", "neutral", N_("Given back")),
    ),
    lifecycles={
        "guarantee": {
            "check_guarantee": ("to_check",),
            "propose_change": ("in_hold",),
            "confirm_change": ("in_hold",),
            "propose_claim": ("in_hold",),
            "approve_claim": ("in_hold",),
            "record_payout": ("in_hold", "used_up", "given_back"),
            "confirm_duty": ("in_hold",),
            "release_guarantee": ("in_hold",),
        },
    },
    settings=(
        Setting(
            "bid_bond_percent",
            N_("Most of a bid security, in percent of the budget"),
            "percent",
            2,
            0,
            100,
        ),
        Setting(
            "performance_bond_percent",
            N_("Most of a performance security, in percent of the contract’s price"),
            "percent",
            10,
            0,
            100,
        ),
        Setting(
            "quality_bond_percent",
            N_("Most of a quality security, in percent of the settled price"),
            "percent",
            3,
            0,
            100,
        ),
        Setting(
            "benchmark_rate_points",
            N_("Benchmark rate of interest on what is given back late, in hundredths of a percent"),
            "count",
            435,
            0,
            10_000,
        ),
        Setting(
            "late_return_percent",
            N_("What is added to the benchmark rate on what is given back late, in percent of it"),
            "percent",
            20,
            0,
            100,
        ),
    ),
    findable=(Findable("guarantee", "id", ("number", "issuer", "duty"), "guarantee", "id"),),
    due=(Due("guarantee", "valid_until", "propose_change"),),
    documents={
        "guarantee": ("sha256",),
        "guarantee_event": ("sha256",),
        "guarantee_proposal": ("sha256",),
    },
    commands=(
        Command(
            "guarantees",
            "fund.cli.securities",
            N_("The guarantees by their last day, with what deserves attention."),
        ),
    ),
    imports=(
        Import("guarantees", "fund.guarantees.exchange:take_in", N_("{file}: {accepted} taken in")),
    ),
    downloads=("fund.guarantees.downloads:CSV",),
)
