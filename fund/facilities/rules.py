"""Words of the room: kinds, units, classes of users, reasons, what is refused and how it is said.
Pure.
"""

from datetime import date

from fund.errors import N_, NP_, FundError

KINDS = {
    "ttc_station": N_("TT&C station"),
    "data_receiving": N_("Data-receiving site"),
    "calibration_range": N_("Calibration range"),
    "validation_field": N_("Validation field"),
    "engine_stand": N_("Engine test stand"),
    "space_simulator": N_("Space-environment simulator"),
    "platform": N_("Open platform"),
}
UNITS = {
    "hour": NP_("unit", "hour"),
    "pass": NP_("unit", "pass"),
    "day": NP_("unit", "day"),
    "test": NP_("unit", "test"),
    "piece": NP_("unit", "piece"),
    "batch": NP_("unit", "batch"),
}
COUNTED_UNITS = ("pass", "test", "piece", "batch")
"""Units somebody counts; hours and days follow from the clock."""
CLASSES = {
    "commercial": NP_("user", "Commercial"),
    "national": NP_("user", "National mission"),
    "centre": NP_("user", "Centre"),
    "foreign": NP_("user", "Foreign"),
}
FIGURES = {
    "band": N_("Frequency band"),
    "g_t": N_("G/T, dB/K"),
    "thrust": N_("Thrust, kN"),
    "chamber": N_("Chamber, m³"),
    "vacuum": N_("Vacuum in pascal"),
    "coldest": N_("Coldest, °C"),
    "hottest": N_("Hottest, °C"),
    "length": N_("Longest piece, m"),
}
"""What one searches a facility by; every one but the band is a number."""
CLOSURES = {
    "planned": N_("Planned maintenance"),
    "fault": N_("Fault"),
    "holiday": N_("Holiday"),
}
REASONS = {
    "unsafe": N_("Not safe"),
    "not_capable": N_("The facility cannot do it"),
    "no_capacity": N_("No capacity"),
    "incomplete": N_("Papers incomplete"),
    "outside_rules": N_("Outside the rules of access"),
    "national_need": N_("National need comes first"),
    "export_control": N_("Export control"),
    "other": N_("Another reason"),
}
"""Why access is refused; the last needs words."""
VERDICTS = {
    "pass": N_("Safe"),
    "conditional": N_("Safe under conditions"),
    "fail": NP_("safety", "Not safe"),
}
OUTCOMES = {
    "done": N_("Succeeded"),
    "failed_facility": N_("Failed, by the facility"),
    "failed_user": N_("Failed, by the user"),
    "weather": N_("Weather"),
}
REQUESTS = {
    "requested": N_("Asked for"),
    "checked": N_("Safety checked"),
    "granted": N_("Granted"),
    "turned_down": N_("Not granted"),
}
BOOKINGS = {
    "held": N_("Held"),
    "confirmed": N_("Confirmed"),
    "used": N_("Was used"),
    "no_show": N_("Did not come"),
    "cancelled": N_("Cancelled"),
    "preempted": N_("Taken for national need"),
    "lapsed": NP_("booking", "Run out"),
}
OCCUPYING = ("held", "confirmed", "used", "no_show")
"""States of a booking nobody else can have the window of."""
LIVE = ("held", "confirmed")
BASES = {
    "used": N_("By use"),
    "no_show": N_("Did not come"),
    "late": N_("Cancelled late"),
}
"""What a charge rests on."""
ACTS = (
    "hold_booking",
    "confirm_booking",
    "move_booking",
    "cancel_booking",
    "lapse_booking",
    "preempt_booking",
    "record_facility_use",
    "record_no_show",
)
LONGEST_SAID = 1_000
MOST_WISHES = 5
LATEST_USE_HOURS = 24
"""A use ends so long after its window at the latest."""
HELD_HOURS = 72
LONGEST_DAYS, BLOCKED_DAYS = 62, 76
"""A window spans at most so many days; with set-up and clear-up at most so many."""


def request_number(on: date, key: int) -> str:
    """What a request is called.

    >>> request_number(date(2026, 11, 3), 7)
    'FR26-0007'
    """
    return f"FR{on:%y}-{key:04}"


def booking_number(on: date, key: int) -> str:
    """What a booking is called.

    >>> booking_number(date(2026, 11, 3), 7)
    'FB26-0007'
    """
    return f"FB{on:%y}-{key:04}"


def key_of(number: str) -> int:
    """The key behind a public number, 0 for what is none.

    >>> key_of("FB26-0007"), key_of("x")
    (7, 0)
    """
    tail = number.rpartition("-")[2]
    return int(tail) if tail.isascii() and tail.isdigit() and len(tail) < 10 else 0


class FacilityKnown(FundError):
    """A code stands for one facility."""

    message = N_("Code: there is a facility “{code}” already.")


class ResourceTaken(FundError):
    """Only a facility that stands by itself is shared with."""

    message = N_("Shares with: there is no facility “{code}” that stands by itself.")


class NotOpenYet(FundError):
    """A facility that is not open to anybody."""

    message = N_("{code} is open from {day} on: book no earlier window.")


class EndsBeforeStart(FundError):
    """A window begins before it ends."""

    message = N_("End: the window ends before it starts. Correct start or end.")


class OffStep(FundError):
    """Windows stand on the grid of the facility."""

    message = N_("Start and end: {code} is booked in steps of {step} minutes.")


class OutsideHours(FundError):
    """A window begins and ends while the facility is open."""

    message = N_("{field}: {code} is not open at {time}. Its hours are: {hours}.")


class OnClosure(FundError):
    """A window on a closure."""

    message = N_("Window: {code} is closed from {first} to {last} ({reason}).")


class BeyondHorizon(FundError):
    """A window too far ahead."""

    message = N_("Start: {code} is booked at most {days} days ahead.")


class NoticeTooShort(FundError):
    """A window too soon."""

    message = N_("Start: {code} takes {hours} hours’ notice.")


class TooLong(FundError):
    """A window that is too long."""

    message = N_("End: {code} is booked for at most {minutes} minutes of opening time.")


class TooShort(FundError):
    """A window that is too short."""

    message = N_("End: {code} is booked for at least {minutes} minutes of opening time.")


class NoPrice(FundError):
    """Nobody books what has no price for them."""

    message = N_("Class: {code} has no price for “{user_class}” on {day}. Set one first.")


class PapersMissing(FundError):
    """Every safety condition asks for its proof."""

    message = N_("Papers: the proof for these conditions is missing: {conditions}.")


class NoWish(FundError):
    """A request names one to five windows."""

    message = N_("Wishes: name one to five windows, the dearest first.")


class OtherNeedsWords(FundError):
    """The reason “other” says what it is."""

    message = N_("Reason: “Another reason” needs words.")


class OneReviewerMore(FundError):
    """A hazardous stand takes two reviewers."""

    message = N_("This stand is hazardous: a second reviewer checks it as well.")


class CheckedAlready(FundError):
    """One reviewer checks once."""

    message = N_("You checked this request already; a second check takes another person.")


class CheckFailed(FundError):
    """What is not safe is not granted."""

    message = N_("A safety check says that it is not safe: refuse, or let it be checked anew.")


class GrantRunOut(FundError):
    """A grant holds until a day."""

    message = N_("Access was granted until {day}: ask anew.")


class AboveAllocated(FundError):
    """Nobody books more than was granted."""

    message = N_("Window: {allocated} hours were allocated, {taken} are booked already.")


class NeedsUnits(FundError):
    """Units that are counted are said."""

    message = N_("Units: say how many, from 1 on.")


class WindowTaken(FundError):
    """Somebody has the window."""

    message = N_("Window: {booking} has {facility} from {first} to {last}.")


class HoldRunOut(FundError):
    """A hold ends at its hour."""

    message = N_("The hold ended at {time}: hold the window anew.")


class ClosureOverBookings(FundError):
    """A closure waits until each booking under it is dealt with."""

    message = N_(
        "These bookings lie in that time; move, cancel or pre-empt each first: {bookings}."
    )


class ClosedAlready(FundError):
    """What is over is not ended again."""

    message = N_("This closure is over already.")


class NeedsDocument(FundError):
    """A change of price rests on a document."""

    message = N_("Document: name the document the price rests on.")


class PriceInPast(FundError):
    """A price changes from a day to come."""

    message = N_("Valid from: a price changes from tomorrow on at the earliest.")


class MoveTooLate(FundError):
    """So late a booking is cancelled, not moved."""

    message = N_("Start: less than {hours} hours before, a booking is cancelled, no longer moved.")


class StartedAlready(FundError):
    """What has begun is not moved or cancelled."""

    message = N_("The window has begun: record what was used, or that nobody came.")


class PreemptInPerson(FundError):
    """Nobody takes a booking for somebody else."""

    message = N_("A booking is taken for national need by a decider in person, not by a delegate.")


class NeedsMission(FundError):
    """National need has a name."""

    message = N_("Mission: name the national mission.")


class NotNational(FundError):
    """Only a national mission pre-empts."""

    message = N_("Request: only a granted request of class “National mission” takes a booking.")


class NotPreempted(FundError):
    """What is itself national is not taken."""

    message = N_("A booking of a national mission is not taken for another one.")


class NotOver(FundError):
    """Use is recorded after it."""

    message = N_("{field}: {time} is yet to come; a use is recorded after its end.")


class UsedBeforeStart(FundError):
    """A use does not begin before its window."""

    message = N_("Started: the use begins at {time}, before its window.")


class UsedTooLong(FundError):
    """A use ends at most a day after its window."""

    message = N_("Ended: a use ends at most {hours} hours after its window.")


class Negative(FundError):
    """Counts are not below zero."""

    message = N_("{field}: a number below 0 cannot be.")


class PassesDisagree(FundError):
    """Passes add up."""

    message = N_("Passes: {parts} passes are told apart, {passes} were flown.")


class AboveBilled(FundError):
    """No more is waived than was billed."""

    message = N_("Amount: {billed_fen} was billed; what is waived lies between 0 and that.")


class WaiverWaits(FundError):
    """One waiver at a time."""

    message = N_("A waiver of this charge waits already, or was agreed to.")


class OddScore(FundError):
    """Feedback is one to five."""

    message = N_("Score: it goes from 1 to 5.")


class FeedbackGiven(FundError):
    """Feedback is given once a use."""

    message = N_("Feedback on this use was given already.")


class NothingTakenIn(FundError):
    """A file that holds nothing new changes nothing."""

    message = N_("Every facility of this file is registered already. Nothing was stored.")
