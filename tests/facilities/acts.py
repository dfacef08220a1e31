"""The acts of this room, each with arguments that lead nowhere."""

from fund.clock import noon
from fund.facilities import asking, booking, registering, using
from tests.acts import DAY, NOBODY, Commands

REQUEST, BOOKING = {"request_id": NOBODY}, {"booking_id": NOBODY}
WINDOW = {"starts_at": noon(DAY), "ends_at": noon(DAY)}
COMMANDS: Commands = {
    "register_facility": [(registering.register_facility, {"given": {}})],
    "take_in_facilities": [(registering.take_in, {"given": [], "file_name": "x.csv"})],
    "set_hours": [(registering.set_hours, {"facility_id": NOBODY, "week": "", "valid_from": DAY})],
    "set_price": [
        (
            registering.set_price,
            {
                "facility_id": NOBODY,
                "user_class": "",
                "unit_fen": 0,
                "valid_from": DAY,
                "document": "x",
            },
        )
    ],
    "close_facility": [
        (
            registering.close_facility,
            {"facility_id": NOBODY, "kind": "fault", "starts_at": noon(DAY), "reason": "x"},
        )
    ],
    "reopen_facility": [
        (registering.reopen_facility, {"closure_id": NOBODY, "ends_at": noon(DAY)})
    ],
    "request_access": [
        (
            asking.request_access,
            {
                "facility_id": NOBODY,
                "applicant_id": NOBODY,
                "user_class": "commercial",
                "purpose": "x",
                "wishes": [],
                "papers": {},
            },
        )
    ],
    "check_safety": [(asking.check_safety, REQUEST | {"verdict": "pass"})],
    "grant_access": [(asking.grant_access, REQUEST | {"minutes_allocated": 1, "valid_to": DAY})],
    "refuse_access": [(asking.refuse_access, REQUEST | {"reason": "unsafe"})],
    "hold_booking": [(booking.hold_booking, REQUEST | WINDOW)],
    "confirm_booking": [(booking.confirm_booking, BOOKING)],
    "move_booking": [(booking.move_booking, BOOKING | WINDOW)],
    "cancel_booking": [(booking.cancel_booking, BOOKING | {"reason": "x"})],
    "preempt_booking": [
        (booking.preempt_booking, BOOKING | REQUEST | {"mission": "x", "reason": "x"})
    ],
    "record_facility_use": [
        (
            using.record_facility_use,
            BOOKING | {"started_at": noon(DAY), "ended_at": noon(DAY), "outcome": "done"},
        )
    ],
    "record_no_show": [(using.record_no_show, BOOKING)],
    "propose_charge_waiver": [
        (using.propose_charge_waiver, {"charge_id": NOBODY, "amount_fen": 1, "reason": "x"})
    ],
    "consent_charge_waiver": [(using.consent_charge_waiver, {"waiver_id": NOBODY})],
    "give_feedback": [(using.give_feedback, BOOKING | {"score": 1})],
}

PAIRS_TRIED_HERE = frozenset(
    {
        "request_access",
        "check_safety",
        "grant_access",
        "refuse_access",
        "preempt_booking",
        "propose_charge_waiver",
        "consent_charge_waiver",
    }
)
CLICKED_HERE = frozenset(COMMANDS)
CHECKS_TRIED_HERE = frozenset(
    {"bookings_apart", "booking_states", "charges_of_facilities", "waivers_of_charges"}
)
OPENED = {
    "facilities": ("facilities", "设施开放", "Shared facilities"),
    "facility": (
        "facility?id=D-ES1",
        "D-ES1 示例发动机试车台1",
        "D-ES1 Sample engine test stand 1",
    ),
    "requests": ("requests", "设施申请", "Requests for facilities"),
    "bookings": ("bookings", "设施预订", "Bookings of facilities"),
}
TYPED = {
    "facilities": "",
    "bookings": "",
}
