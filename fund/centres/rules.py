"""What a centre is, what it reports when, and in which order a report passes through hands.
Pure.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from fund.errors import N_, FundError

KINDS = {"innovation_centre": N_("Innovation centre"), "open_platform": N_("Open platform")}
FIELDS = {
    "reusable_rocket": N_("Reusable rockets"),
    "smart_satellite": N_("Smart satellites"),
    "advanced_manufacturing": N_("Advanced manufacturing"),
    "final_assembly_test": N_("Final assembly and test"),
}
FIELDS_OF = {
    "innovation_centre": ("reusable_rocket", "smart_satellite"),
    "open_platform": ("advanced_manufacturing", "final_assembly_test"),
}
"""Kind -> its fields, as the action plan names them (measures A3 and B1)."""
STANDINGS = {
    "preparing": N_("Being prepared"),
    "operating": N_("Operating"),
    "suspended": N_("Not working for now"),
    "closed": N_("Given up"),
}
MEMBERS = {
    "industry": N_("Industry"),
    "university": N_("University"),
    "research": N_("Research institute"),
    "user": N_("User"),
}
"""产学研用: what a member of the consortium is."""
STATUSES = ("draft", "submitted", "forwarded", "returned", "resubmitted", "approved", "locked")
OPEN, WITH_US, DONE = (
    frozenset({"draft", "returned"}),
    frozenset({"submitted", "resubmitted", "forwarded"}),
    frozenset({"approved", "locked"}),
)
CHANNELS = ("form", "workbook", "on_behalf")
TYPES = {
    "count": N_("whole number"),
    "number": N_("number"),
    "date": N_("date"),
    "choice": N_("choice"),
    "words": N_("words"),
}
AGGREGATIONS = {
    "sum": N_("added up"),
    "latest": N_("the last one counts"),
    "max": N_("the highest counts"),
    "ratio": N_("computed from two"),
}
MOST_FILES = 5


class Due(NamedTuple):
    """A reporting period as one centre sees it: ``due_on`` is when it is asked for, ``closes_on``
    the last day it is taken; an extension moves both.
    """

    opens_on: date
    due_on: date
    closes_on: date
    is_locked: bool


class PeriodClosed(FundError):
    """Reports are taken from the day a period opens to the day it closes."""

    message = N_(
        "“{period}” takes reports from {opens_on} to {closes_on}. Ask for more time, with a reason,"
        " or call your reviewer."
    )


class PeriodLocked(FundError):
    """After the lock only a revision changes what stands."""

    message = N_("“{period}” is locked. What was approved is changed by a reviewed revision only.")


class DaysOutOfOrder(FundError):
    """A period begins, ends, is asked for and closes in this order."""

    message = N_("A period begins before it ends, opens before it is due and closes after that.")


class PeriodExists(FundError):
    """A period has its own code."""

    message = N_("There is a reporting period “{code}” already.")


class CentreExists(FundError):
    """A centre has its own code."""

    message = N_("There is a centre “{code}” already.")


class NotItsField(FundError):
    """A kind has its own fields."""

    message = N_("“{field}” is no field of this kind of centre.")


class NotReady(FundError):
    """What has errors, or warnings nobody said a word to, is not handed in."""

    message = N_(
        "{count} figures need your attention before this can be handed in; each is named beside its"
        " field. The draft is kept."
    )


class NotAnswered(FundError):
    """Each remark of a reviewer is answered first."""

    message = N_(
        "{count} remarks of the reviewer are not answered yet. Answer each beside its figure, then"
        " hand in again."
    )


class NothingToReturn(FundError):
    """Whoever gives a report back says what is wrong."""

    message = N_(
        "Say what is to be changed: a remark on a figure, or a reason for the whole report."
    )


class ScanMissing(FundError):
    """A province forwards with its stamped scan."""

    message = N_(
        "Attach the stamped scan of the report as it is now, then forward it; a scan of earlier"
        " figures does not stand for these."
    )


class LetterMissing(FundError):
    """Whoever hands in for a centre keeps its letter."""

    message = N_("Attach the centre’s letter: who hands in on its behalf keeps it with the report.")


class HasChanged(FundError):
    """Only reports equal to the one before are approved together."""

    message = N_(
        "This report differs from the one approved before: look at it and approve it by itself."
    )


class TooManyFiles(FundError):
    """A report carries a few files."""

    message = N_("A report carries at most {most} files.")


class RevisionOpen(FundError):
    """One revision at a time."""

    message = N_("A revision of this report is under way already.")


class NothingRead(FundError):
    """A workbook that cannot be taken as it is is not handed in."""

    message = N_(
        "The workbook cannot be taken as it is. Check it first: each cell is named there. Nothing"
        " was stored."
    )


def must_take(period: str, due: Due, today: date, status: str) -> None:
    """Refuse a report outside its days; one given back may come again until the period is
    locked.
    """
    if due.is_locked:
        raise PeriodLocked(period=period)
    if today < due.opens_on or (today > due.closes_on and status != "returned"):
        raise PeriodClosed(period=period, opens_on=due.opens_on, closes_on=due.closes_on)


def standing(due: Due, status: str, today: date) -> str:
    """What a centre has to know of a period, a key of STANDING_WORDS.

    >>> standing(Due(date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 31), False), "",
    ... date(2026, 10, 16))
    'overdue'
    """
    if status in DONE or status in WITH_US:
        return "done" if status in DONE else "waiting"
    if due.is_locked or today > due.closes_on:
        return "returned" if status == "returned" and not due.is_locked else "missed"
    if status == "returned":
        return "returned"
    if today < due.opens_on:
        return "not_open"
    return "overdue" if today > due.due_on else "due"


STANDING_WORDS = {
    "due": N_("To be handed in"),
    "overdue": N_("Overdue"),
    "returned": N_("Given back: please change"),
    "waiting": N_("Being reviewed"),
    "done": N_("Approved"),
    "missed": N_("Not handed in"),
    "not_open": N_("Not open yet"),
}


class Stay(NamedTuple):
    """Whole days a report lay with the centre after it was first handed in, with the province and
    with the fund.
    """

    with_them: int
    with_province: int
    with_fund: int


def stays(steps: Iterable[tuple[date, str]], today: date) -> Stay:
    """Add up the days by who had it, from (day, status from then on) in order; a day goes to
    whoever has it in the evening.

    >>> stays([(date(2026, 10, 6), "submitted"), (date(2026, 10, 7), "returned"), (date(2026, 10,
    ... 12), "resubmitted")], date(2026, 10, 14))
    Stay(with_them=5, with_province=3, with_fund=0)
    """
    days = dict.fromkeys(("returned", "province", "fund"), 0)
    whole = list(steps)
    for (since, status), (until, _next) in zip(whole, [*whole[1:], (today, "")], strict=True):
        holder = {
            "returned": "returned",
            "submitted": "province",
            "resubmitted": "province",
            "forwarded": "fund",
        }.get(status)
        if holder:
            days[holder] += (until - since).days
    return Stay(days["returned"], days["province"], days["fund"])
