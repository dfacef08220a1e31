"""Shared facilities: who may have which window, what was used, what it cost."""

from fund.errors import N_, NP_
from fund.rooms.command import Command, Export, Import
from fund.rooms.room import FUND, Act, Findable, Role, Room, Status

SEEING = (*FUND, "local", "applicant", "facility")
OWNERS = ("officer", "local", "facility")
"""Whoever runs a facility, and the officer with its letter."""
ASKING = ("officer", "local", "applicant")
"""Whoever asks for a window: the firm itself, a centre for its platform, the officer with a
letter.
"""

ROOM = Room(
    "facilities",
    acts=(
        Act("see_facilities", N_("Seeing shared facilities"), SEEING, is_reading=True),
        Act("see_bookings", N_("Seeing bookings of facilities"), SEEING, is_reading=True),
        Act("register_facility", N_("Facility entered"), ("officer",)),
        Act("take_in_facilities", N_("Facilities taken in"), ("officer",)),
        Act("set_hours", N_("Opening hours of a facility set"), ("officer",)),
        Act("set_price", N_("Price of a facility set"), ("officer",)),
        Act("close_facility", N_("Facility closed for a time"), OWNERS),
        Act("reopen_facility", N_("Facility open again"), OWNERS),
        Act("request_access", N_("Access asked for"), ASKING),
        Act(
            "check_safety",
            N_("Safety of a request checked"),
            ("reviewer",),
            apart=("request_access",),
        ),
        Act(
            "grant_access",
            N_("Access granted"),
            ("decider",),
            apart=("request_access", "check_safety"),
        ),
        Act(
            "refuse_access",
            N_("Access refused"),
            ("decider",),
            apart=("request_access", "check_safety"),
        ),
        Act("hold_booking", N_("Window held"), ASKING),
        Act("confirm_booking", N_("Booking confirmed"), OWNERS),
        Act("move_booking", N_("Booking moved"), (*OWNERS, "applicant")),
        Act("cancel_booking", N_("Booking cancelled"), (*OWNERS, "applicant")),
        Act("lapse_booking", N_("Hold run out")),
        Act(
            "preempt_booking",
            N_("Booking taken for national need"),
            ("decider",),
            apart=("request_access",),
        ),
        Act("record_facility_use", N_("Use of a facility recorded"), OWNERS),
        Act("record_no_show", N_("No-show recorded"), OWNERS),
        Act("propose_charge_waiver", N_("Waiver of a charge proposed"), ("decider",)),
        Act(
            "consent_charge_waiver",
            N_("Waiver of a charge agreed to"),
            ("decider",),
            apart=("propose_charge_waiver",),
        ),
        Act("give_feedback", N_("Feedback on a facility given"), ASKING),
    ),
    kinds={
        "facility": N_("facility"),
        "facility_hours": N_("opening hours"),
        "facility_price": N_("price of a facility"),
        "facility_closure": N_("closure of a facility"),
        "access_request": N_("request for access"),
        "safety_check": N_("safety check"),
        "access_decision": N_("decision on access"),
        "booking": N_("booking"),
        "use_record": N_("use record"),
        "charge": N_("charge"),
        "charge_waiver": N_("waiver of a charge"),
        "facility_feedback": N_("feedback"),
    },
    statuses=(
        Status("requested", "clock", "info", N_("Asked for")),
        Status("checked", "half", "info", N_("Safety checked")),
        Status("granted", "ok", "ok", N_("Granted")),
        Status("turned_down", "stop", "neutral", N_("Not granted")),
        Status("held", "clock", "warn", N_("Held")),
        Status("confirmed", "ok", "ok", N_("Confirmed")),
        Status("used", "ok", "neutral", N_("Was used")),
        Status("no_show", "warn", "warn", N_("Did not come")),
        Status("preempted", "stop", "crit", N_("Taken for national need")),
        Status("lapsed", "stop", "neutral", NP_("booking", "Run out")),
        Status("free", "open", "ok", NP_("window", "Free")),
    ),
    lifecycles={
        "access_request": {
            "check_safety": ("requested", "checked"),
            "grant_access": ("checked",),
            "refuse_access": ("requested", "checked"),
            "hold_booking": ("granted",),
        },
        "booking": {
            "confirm_booking": ("held",),
            "move_booking": ("held", "confirmed"),
            "cancel_booking": ("held", "confirmed"),
            "preempt_booking": ("held", "confirmed"),
            "record_facility_use": ("confirmed",),
            "record_no_show": ("confirmed",),
            "give_feedback": ("used",),
        },
        "charge_waiver": {"consent_charge_waiver": ("open",)},
    },
    roles=(
        Role("applicant", N_("Applicant for facilities"), "organisation"),
        Role("facility", N_("Owner of facilities"), "organisation"),
    ),
    findable=(Findable("facility", "code", ("code", "name_zh", "name_en"), "facility", "id"),),
    commands=(
        Command(
            "facilities",
            "fund.cli.facilities",
            N_("The shared facilities that fit, with --days or --hours what is free first."),
        ),
        Command("bookings", "fund.cli.facilities", N_("The bookings of shared facilities.")),
    ),
    imports=(
        Import(
            "facilities",
            "fund.facilities.exchange:take_in",
            N_("{file}: {accepted} taken in, {known} known already"),
        ),
    ),
    guards={
        "booking_overlap": "fund.facilities.booking_rules:Overlap",
        "fund:overlap": "fund.facilities.booking_rules:Overlap",
    },
    exports=(Export("ics", "fund.facilities.downloads:export", ("facility", "applicant")),),
    downloads=(
        "fund.facilities.downloads:CSV",
        "fund.facilities.downloads:EMPTY",
        "fund.facilities.downloads:FACILITY_ICS",
        "fund.facilities.downloads:APPLICANT_ICS",
    ),
)
