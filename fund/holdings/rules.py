"""What a holding is told by: forms, kinds of fact, grounds of an early exit, and what is refused.
Pure.
"""

import calendar
from datetime import date

from fund.errors import N_, FundError

FORMS = {
    "direct": N_("Held directly"),
    "sub_fund": N_("Sub-fund"),
    "platform": N_("Co-investment platform"),
}
CHANNELS = {
    "own": N_("Found by the fund"),
    "recommended": N_("Recommended through the plan’s channel"),
}
"""How a candidate came to the fund; it decides on either by itself."""

INVESTORS = {
    "social": N_("Social capital"),
    "central": N_("Central government"),
    "local_government": N_("Local government"),
    "state_owned": N_("State-owned firm"),
    "foreign": N_("Foreign capital"),
}
ARGUED = {"state_owned": "state_owned_is_social", "foreign": "foreign_is_social"}
"""Kinds of investor of which a setting says whether they count as social capital."""

FIELDS = {
    "launch": N_("Launch vehicles and engines"),
    "spacecraft": N_("Satellites and spacecraft"),
    "ground": N_("Tracking, receiving and ground equipment"),
    "sites": N_("Launch sites and services"),
    "application": N_("Satellite applications and data"),
    "frontier": N_("New fields of space"),
    "other": N_("Outside commercial space"),
}
"""Where the money of a holding goes: what an evaluation of direction counts by."""

FACTS = {
    "scheme": N_("Scheme confirmed"),
    "set_up": N_("Set-up completed"),
    "subscribed": N_("Others subscribed"),
    "other_paid": N_("Others paid"),
    "units": N_("Units received"),
    "investment": N_("Sub-fund invested"),
    "report": N_("Report received"),
    "note": N_("Noted"),
    "breach": N_("Breach stated"),
    "breach_end": N_("Breach ended"),
    "value": N_("Valuation"),
    "income": N_("Income"),
    "proposal": N_("Exit proposed"),
    "exit": N_("Proceeds of an exit"),
    "remittance": N_("Remitted to the treasury"),
}
"""Kinds of dated fact; none is a posting."""

EVENTS = ("scheme", "set_up", "investment", "report", "note")
"""Facts an officer records by themselves."""
CORRECTABLE = ("scheme", "set_up", "subscribed", "other_paid", "units", "investment", "income")
"""Facts put right by another that names them; the rest are confirmed by two people first."""
SECOND = ("value", "proposal", "remittance")
"""Facts that count only once others said yes."""

EARLY = {
    "not_set_up": N_("Not set up a year after its scheme was confirmed"),
    "not_investing": N_("No investment a year after the money arrived"),
    "off_policy": N_("Field or direction off policy"),
    "off_charter": N_("Not investing as the charter says"),
    "other_breach": N_("Another breach of the charter"),
}
"""The five grounds of an early exit (财预〔2015〕210号, art. 20), in their order."""
BREACHES = ("off_policy", "off_charter", "other_breach")
GROUNDS = {
    **EARLY,
    "target_reached": N_("Target reached"),
    "term_ended": N_("Term ended"),
    "market": N_("Market"),
}
"""Grounds an exit is proposed on."""
BASES = {"charter": N_("As the charter says"), "appraisal": N_("By appraisal")}
"""What the price of an exit rests on: without a rule in the charter, an appraisal (art. 21)."""


class UnknownOfHolding(FundError):
    """A word that is not in its list."""

    message = N_("“{value}” is none of these: {known}.")


class AheadOfOthers(FundError):
    """The fund pays no larger part of what it subscribed than the others together did."""

    message = N_(
        "Ahead of the others: {holding} would have {ours_fen} of {subscribed_fen} paid, the others"
        " {others_fen} of {theirs_fen}. Record what they paid first."
    )


class NeedsDocument(FundError):
    """A fact that rests on a document."""

    message = N_("Add the document this rests on.")


class NeedsVoucher(FundError):
    """Money sent to the treasury has a voucher."""

    message = N_("Give the number of the voucher.")


class VoucherTaken(FundError):
    """One voucher of a holding says one remittance."""

    message = N_("The voucher “{voucher}” stands on another remittance of {holding} already.")


class NotInRenminbi(FundError):
    """Holdings are put together, and what comes back goes to the treasury, in renminbi."""

    message = N_("A holding is in renminbi, and the line {line} is in {currency}. Choose another.")


class BeforeFirstPayment(FundError):
    """Nothing is worth or earned before it is paid for."""

    message = N_("{date} is before the first payment of {holding}. Correct the day.")


class NegativeAmount(FundError):
    """An amount of a fact is not below zero."""

    message = N_("The amount may not be below zero.")


class NotApproved(FundError):
    """Proceeds need an exit that others approved."""

    message = N_("This exit of {holding} is not approved. Another person approves it first.")


class BeyondApproval(FundError):
    """An exit goes as far as it was approved."""

    message = N_("{units} units were approved to leave and {asked} would. Propose the rest anew.")


class BelowFloor(FundError):
    """An exit brings at least what was approved."""

    message = N_("At least {floor_fen} was approved; {asked_fen} came. Propose the exit anew.")


class CostAboveRemaining(FundError):
    """No more cost leaves than is left."""

    message = N_("{holding} has a cost of {left_fen} left; {asked_fen} was stated.")


class UnitsAboveHeld(FundError):
    """No more units leave than are held."""

    message = N_("{holding} has {held} units; {asked} were stated.")


class NeedsUnits(FundError):
    """Of a holding in units, units leave."""

    message = N_("{holding} is held in units: state how many leave; their cost is computed.")


class NeedsCost(FundError):
    """Of a holding without units, a cost leaves."""

    message = N_("{holding} has no units: state the cost that leaves.")


class NeedsWhatStays(FundError):
    """A partial exit says what the rest is worth."""

    message = N_("State what the part that stays is worth on that day.")


class AboveToRemit(FundError):
    """No more goes to the treasury than came back."""

    message = N_(
        "There is {principal_fen} of principal and {gain_fen} of gain to remit, and {asked_fen}"
        " was asked for of one of them."
    )


class NotWaiting(FundError):
    """A second word is given to what waits for it, once."""

    message = N_("This does not wait for a decision: it was decided, or put right since.")


class CorrectedAlready(FundError):
    """A fact is put right once; the correction itself may be put right again."""

    message = N_("This fact was put right already. Correct the later one.")


class NotCorrectable(FundError):
    """Some facts are put right by an act of their own."""

    message = N_("“{kind}” is not put right this way: state it anew, and let another confirm it.")


class ShareAboveWhole(FundError):
    """A share is a share."""

    message = N_("{percent} % is no share: give 0 to 100.")


class NeedsSource(FundError):
    """What the ledger does not know rests on a source."""

    message = N_("Say where this was read: a document, a register, a letter.")


def sourced(source: str) -> str:
    """The source, if there is one."""
    if not source.strip():
        raise NeedsSource
    return source.strip()


def one_of_words(known: dict[str, str], value: str) -> str:
    """The word, if it is in its list."""
    if value not in known:
        raise UnknownOfHolding(value=value, known=", ".join(known))
    return value


def year_after(day: date) -> date:
    """The same day of the next year, or the month's last where there is none.

    >>> year_after(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))
