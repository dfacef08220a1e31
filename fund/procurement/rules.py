"""The eight legal methods, the stages of a process, what a tender and its bids must keep to.
Pure.
"""

from typing import NamedTuple

from fund.errors import N_, NP_, FundError

METHODS = {
    "open_tender": N_("Open tender"),
    "invited_tender": N_("Invited tender"),
    "competitive_negotiation": N_("Competitive negotiation"),
    "competitive_consultation": N_("Competitive consultation"),
    "single_source": N_("Single source"),
    "inquiry": N_("Inquiry"),
    "framework": N_("Framework agreement"),
    "cooperative_innovation": N_("Cooperative innovation"),
}
"""公开招标 … 合作创新采购, keyed as data/procurement_methods.csv keys them."""

STAGES = {
    "planned": NP_("process", "Planned"),
    "tendering": NP_("process", "Tendering"),
    "evaluation": NP_("process", "In evaluation"),
    "awarded": NP_("process", "Awarded"),
    "contracted": NP_("process", "Contracted"),
    "cancelled": NP_("process", "Cancelled"),
    "unsuccessful": NP_("process", "Unsuccessful"),
}
"""Where a process stands; from the contract on, its undertaking's own status says more."""

BID_STATUSES = {
    "pending": NP_("bid", "Received"),
    "valid": NP_("bid", "Valid"),
    "disqualified": NP_("bid", "Disqualified"),
    "withdrawn": NP_("bid", "Withdrawn"),
}
"""OCDS bid statuses."""

CRITERIA = {
    "priceOnly": N_("Lowest price"),
    "costOnly": N_("Lowest cost over the life"),
    "qualityOnly": N_("Quality at a fixed price"),
    "ratedCriteria": N_("Scored criteria"),
}
"""OCDS award criteria."""

DISPOSITIONS = {
    "looking": NP_("flag", "Being looked into"),
    "explained": NP_("flag", "Explained"),
    "referred": NP_("flag", "Referred for inspection"),
}
"""What became of a red flag."""

LATE = "late"
"""The reason stored of a bid that came after the deadline."""
MOST_FRAMEWORK_DAYS = 731
"""A framework of services lasts two years at most (MOF Order 110); of goods one, which the officer
keeps.
"""


class Method(NamedTuple):
    """One legal method: shortest days from notice to deadline (unit days or working_days), days a
    change leaves, bidders, basis.
    """

    code: str
    minimum_days: int
    unit: str
    change_days: int
    least_bidders: int
    least_excepted: int
    basis_zh: str
    basis_en: str
    ocds_method: str
    is_checked: bool


class ClosesTooSoon(FundError):
    """The period from notice to deadline is at least the method's; the law makes no exception."""

    message = N_(
        "By “{method}” bids may close on {earliest} at the soonest: the law asks for so much time."
    )


class ChangedTooLate(FundError):
    """A change of the tender leaves the bidders time, or moves the deadline."""

    message = N_(
        "After a change by “{method}” bids may close on {earliest} at the soonest. Choose a later"
        " deadline."
    )


class DeadlineEarlier(FundError):
    """An amendment of a tender does not shorten it."""

    message = N_("The deadline is {closes_on} now: an amendment moves it later, never earlier.")


class NotClosedYet(FundError):
    """Bids are opened after the deadline."""

    message = N_("Bids are received until {moment}. They are opened after that.")


class Closed(FundError):
    """The deadline is past."""

    message = N_(
        "The deadline is past: what comes now is recorded as late, and the tender is not changed"
        " any more."
    )


class BeforeTheNotice(FundError):
    """No bid comes before the tender is out."""

    message = N_("The tender was published on {notice_on}: no bid was received before.")


class BidsAlready(FundError):
    """A supplier bids once in a process."""

    message = N_("“{supplier}” has a bid in this process already. Record its withdrawal first.")


class WrongBid(FundError):
    """The bid belongs to another process, or is out of it."""

    message = N_("This bid is not among those that compete in the process.")


class NotDeclared(FundError):
    """Who evaluates has said that nothing ties them to a bidder."""

    message = N_("Declare first that you have no interest in any of the bidders.")


class Interested(FundError):
    """Who has an interest in a bidder evaluates nothing in the process."""

    message = N_(
        "You declared an interest in a bidder of this process, so you take no part in its"
        " evaluation."
    )


class EvaluatedAlready(FundError):
    """One evaluation a process."""

    message = N_("The bids of this process are evaluated already.")


class TooFewBids(FundError):
    """A method takes enough valid bids, or the process is unsuccessful."""

    message = N_(
        "{count} valid bids are in, and “{method}” takes {least}. With fewer the process is"
        " declared unsuccessful."
    )


class OneWinner(FundError):
    """One bid wins a contract; a framework may have several."""

    message = N_("Choose the one bid that wins.")


class AwardNotAsBid(FundError):
    """A contract that was tendered is awarded at the price that won."""

    message = N_("The winning bid is {bid_fen}; the award is made at that price.")


class NotAFramework(FundError):
    """A call-off names a framework that was concluded and lasts."""

    message = N_("“{code}” is no framework that is concluded and lasts on this day.")


class FrameworkNeedsEnd(FundError):
    """A framework has an end, within two years."""

    message = N_("A framework ends on a day after today and within two years.")


class NotInFramework(FundError):
    """Call-offs go to the suppliers of the framework."""

    message = N_("“{supplier}” is not among the suppliers of the framework.")


class CeilingExceeded(FundError):
    """Call-offs keep within the ceiling of their framework."""

    message = N_("{left_fen} is left of the framework’s ceiling; {asked_fen} was asked for.")


class AwardedAlready(FundError):
    """What is awarded is ended by its contract."""

    message = N_(
        "The contract of this process is under approval or awarded: terminate the contract instead."
    )


class NotRaised(FundError):
    """A disposition answers a flag that is raised now."""

    message = N_("This flag is not raised any more; nothing was recorded.")
