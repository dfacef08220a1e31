"""The words of cooperation abroad, and what may be said of a project. Pure."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from fund.errors import N_, NP_, FundError

Key = TypeVar("Key", str, int)

PARTNER_KINDS: Mapping[str, str] = {
    "country": N_("Country"),
    "organisation": N_("International organisation"),
}
LISTS: Mapping[str, str] = {
    "LDC": N_("Least developed country (UN)"),
    "LLDC": N_("Landlocked developing country (UN)"),
    "SIDS": N_("Small island developing state (UN)"),
    "developing": N_("Developing country (WESP)"),
}
"""Flags of development status; each is a dated record with its source."""
AGREEMENT_KINDS: Mapping[str, str] = {
    "treaty": N_("Inter-governmental agreement"),
    "memorandum": N_("Memorandum of understanding"),
    "implementing": N_("Implementing agreement"),
    "contract": NP_("agreement", "Contract"),
}
FIELDS: Mapping[str, str] = {
    "remote_sensing": N_("Remote sensing applications"),
    "communication": N_("Satellite communication"),
    "navigation": N_("Satellite navigation"),
    "ground_segment": N_("Ground segment"),
    "meteorology": N_("Meteorology"),
    "disaster": N_("Disaster reduction"),
    "training": N_("Training"),
    "data_sharing": N_("Data sharing"),
}
STATES: Mapping[str, str] = {
    "pipeline": N_("In preparation"),
    "implementation": N_("Being carried out"),
    "finalisation": N_("Being concluded"),
    "completed": N_("Completed"),
    "called_off": N_("Called off"),
    "suspended": N_("Suspended"),
}
"""The stages of IATI 2.03 (list ActivityStatus), in our words."""
ROLES: Mapping[str, str] = {
    "funding": N_("Funding"),
    "accountable": N_("Accountable"),
    "extending": N_("Passing on the money"),
    "implementing": N_("Carrying it out"),
}
ORGANISATION_TYPES: Mapping[str, str] = {
    "10": N_("Government"),
    "40": N_("Multilateral"),
    "70": N_("Private sector"),
    "71": N_("Private sector in the providing country"),
    "72": N_("Private sector in the receiving country"),
    "73": N_("Private sector in a third country"),
    "80": N_("Academic, training and research"),
    "90": NP_("organisation", "Other"),
}
MONEY_STAGES: Mapping[str, str] = {
    "pledge": N_("Pledged"),
    "commitment": NP_("abroad", "Committed"),
    "implementation": NP_("abroad", "Spent in implementation"),
    "completion": N_("Settled at completion"),
}
"""What others’ money is said to be; the four are shown side by side and never added."""
MEASURES: Mapping[str, str] = {
    "1": NP_("measure", "Unit"),
    "2": N_("Per cent"),
    "5": N_("In words"),
}
REGIONS: Mapping[str, str] = {
    "142": N_("Asia"),
    "2": N_("Africa"),
    "19": N_("Americas"),
    "150": N_("Europe"),
    "9": N_("Oceania"),
    "": N_("International organisations"),
}
"""Regions of the world by UN M49."""
CHANNEL: Mapping[str, str] = {
    "channel_applied": N_("Applied for the channel"),
    "channel_reviewed": N_("Reviewed for the channel"),
    "admitted": N_("In the channel"),
    "not_admitted": N_("Not taken into the channel"),
    "removed": N_("Taken out of the channel"),
}
REGION_OF_CHINA = re.compile(r"(?i)(?<=[a-z])\s*,\s*(?:province of\s+)?china\b")
"""What stands behind the name of a region as ISO writes it."""
PARTNER_SHARE = re.compile(r"(.+?)\s*(?<![A-Za-z\d.])([\d.,]+\s*[%％]?|\S*[%％])")
WHOLE = 10_000
"""A hundred per cent, in hundredths of one."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": PARTNER_KINDS,
    "listed": LISTS,
    "agreement_kind": AGREEMENT_KINDS,
    "field": FIELDS,
    "state": STATES,
    "role": ROLES,
    "organisation_type": ORGANISATION_TYPES,
    "stage": MONEY_STAGES,
    "measure": MEASURES,
}
HEADS: Mapping[str, str] = {
    "kind": N_("Kind"),
    "listed": N_("Flag"),
    "agreement_kind": N_("Kind"),
    "field": N_("Field"),
    "state": NP_("abroad", "How far"),
    "role": N_("Role"),
    "organisation_type": N_("Kind of organisation"),
    "stage": N_("Kind of money"),
    "measure": N_("Measure"),
}


class NotAChoice(FundError):
    """A choice is one of those listed."""

    message = N_("“{value}” is no choice for “{field}”.")


class NoSuchCountry(FundError):
    """A partner country is known by its code."""

    message = N_("“{code}” is no country of ISO 3166. Type two letters, for example LA.")


class NotAPartner(FundError):
    """Regions of China and China itself are no partner countries."""

    message = N_(
        "“{code}” is no partner country. Cooperation across the strait and with the special"
        " administrative regions is kept apart and not counted by country."
    )


class PartnerKnown(FundError):
    """A partner is entered once."""

    message = N_("“{code}” is entered already.")


class NameMissing(FundError):
    """What is entered is called something in Chinese."""

    message = N_("Give a Chinese name.")


class SourceMissing(FundError):
    """What is stated has a source."""

    message = N_("Say where this was read.")


class SharesNotWhole(FundError):
    """The shares of the countries of a project make it whole."""

    message = N_("The percentages add to {total} and not to 100.")


class ShareTwice(FundError):
    """A country has one share of a project."""

    message = N_("“{code}” stands twice.")


class NoPartner(FundError):
    """A project abroad has somebody it is done with."""

    message = N_("Name at least one partner with its percentage.")


class WhyMissing(FundError):
    """Whether a project counts is said with the reason."""

    message = N_("Say why the project counts, or why it does not.")


class UmbrellaCounts(FundError):
    """An umbrella agreement holds projects that count by themselves."""

    message = N_("An umbrella project is never counted: its projects are, each by itself.")


class LanguageMissing(FundError):
    """A title in a third language says which one it is."""

    message = N_(
        "Write a title in a third language together with that language in two letters, for example"
        " fr."
    )


class DaysInOrder(FundError):
    """A start comes before its end."""

    message = N_("The end ({end}) lies before the start ({start}).")


class AlreadyLinked(FundError):
    """An undertaking pays one project abroad."""

    message = N_("“{code}” is linked to the project “{project}” already.")


class NotInRenminbi(FundError):
    """What the ledger says of a project is added up in yuan."""

    message = N_(
        "“{code}” is kept in {currency}. Only grants and contracts in renminbi can be linked: their"
        " amounts are added up in yuan."
    )


class FigureMissing(FundError):
    """A result is a figure, or said in words."""

    message = N_("Give the figure, or say in words what was reached.")


class RateMissing(FundError):
    """Money of another currency counts in yuan by a rate with its day and source."""

    message = N_("Money in {currency} needs the rate to the yuan, its day and its source.")


class NoCurrency(FundError):
    """A currency is known by its code."""

    message = N_("“{currency}” is no currency of ISO 4217. Type three letters, for example USD.")


class AmountWrong(FundError):
    """What others give is more than nothing; a correction takes back what it names."""

    message = N_("The amount is more than 0; what was wrong is corrected by naming it.")


class CorrectsOther(FundError):
    """A correction names a statement of its own project, once."""

    message = N_("That statement is not of this project, or corrected already.")


class OneOfTwoDays(FundError):
    """A milestone was reached, or is due on another day."""

    message = N_("Give the day it was reached, or another day it is due: one of the two.")


class DayMissing(FundError):
    """A milestone is promised for a day."""

    message = N_("Give the day it is due.")


class ReachedAlready(FundError):
    """Nothing more is said of a milestone that was reached."""

    message = N_("The milestone was reached on {day} already.")


class FigureNotANumber(FundError):
    """A figure is a number with a point."""

    message = N_("“{value}” is no number. Write digits, with a point before the decimals.")


class PeriodKnown(FundError):
    """A figure of a period is reported once; what is not confirmed is replaced by a new report."""

    message = N_("The period from {start} to {end} of this indicator is confirmed already.")


class ChannelOpen(FundError):
    """A project is in the channel, or applied for, once."""

    message = N_("The project is applied for or in the channel already.")


class CriteriaMissing(FundError):
    """A reviewer says how the project meets each criterion."""

    message = N_("Say how each criterion is met: {missing}.")


CRITERIA: Mapping[str, str] = {
    "agreement": N_("An inter-governmental agreement covers it"),
    "application": N_("Satellite applications for a developing country"),
    "firm": N_("The firm is able to carry it out"),
    "compliance": N_("Export control and data rules are kept"),
}
"""What a reviewer judges before a commercial project enters the inter-governmental channel."""


def percent(text: str) -> int | None:
    """A percentage as people write it, in hundredths of one; None where it is none."""
    try:
        value = Decimal(text.strip().rstrip("%％"))
    except ArithmeticError:
        return None
    scaled = value * 100
    return int(scaled) if 0 < scaled <= WHOLE and scaled == int(scaled) else None


def listed(text: str) -> list[str]:
    """Codes or names as people write them one after another.

    >>> listed("KE 60，Hong Kong, China 40、 ET")
    ['KE 60', 'Hong Kong 40', 'ET']
    """
    text = REGION_OF_CHINA.sub("", text)
    return [one.strip() for one in re.split("[,，、;；]", text) if one.strip()]


def shares_of(text: str) -> dict[str, int]:
    """Partners with percentages as typed, in hundredths of a per cent; a partner alone has it
    whole.

    >>> shares_of("KE 60, 埃塞俄比亚 40%"), shares_of("Hong Kong")
    ({'KE': 6000, '埃塞俄比亚': 4000}, {'Hong Kong': 10000})
    """
    found: dict[str, int] = {}
    for part in listed(text):
        match = PARTNER_SHARE.fullmatch(part)
        name, share = (match[1], match[2]) if match else (part, "100")
        hundredths = percent(share)
        if hundredths is None:
            raise FigureNotANumber(value=part[:60])
        if name in found:
            raise ShareTwice(code=name)
        found[name] = hundredths
    return found


def in_fen(minor: int, decimals: int, rate: Decimal) -> int:
    """An amount in another currency's minor unit as fen at a rate to the yuan, half up."""
    yuan = Decimal(minor).scaleb(-decimals) * rate
    return int((yuan * 100).quantize(Decimal(1), ROUND_HALF_UP))


def shared(amount: int, shares: Mapping[Key, int]) -> dict[Key, int]:
    """An amount divided by shares (hundredths of a per cent that make it whole), the rest to the
    largest remainders, so that the parts add to the whole.
    """
    sign = -1 if amount < 0 else 1
    parts = {name: divmod(abs(amount) * share, WHOLE) for name, share in shares.items()}
    left = abs(amount) - sum(whole for whole, _rest in parts.values())
    first = sorted(parts, key=lambda name: (-parts[name][1], name))[:left]
    return {name: sign * (whole + (name in first)) for name, (whole, _rest) in parts.items()}
