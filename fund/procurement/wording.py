"""Red flags in plain words: what each is called, its rule, and the numbers that raised it."""

from collections.abc import Mapping

from fund import i18n
from fund.errors import N_
from fund.i18n import _, ngettext, pgettext
from fund.procurement.rules import STAGES

FLAGS: Mapping[str, tuple[str, str]] = {
    "R003": (
        N_("Short time to bid"),
        N_("The time from the notice to the deadline is shorter than the method allows."),
    ),
    "R018": (N_("One bid only"), N_("One supplier bid where the method means several to compete.")),
    "R024": (
        N_("A second bid close behind the winner"),
        N_(
            "The second-lowest valid bid lies unusually close to the winner’s, compared with other"
            " tenders."
        ),
    ),
    "R025": (
        N_("Bids often, almost never wins"),
        N_("Among suppliers that bid often, this one wins unusually seldom."),
    ),
    "R028": (N_("The same price twice"), N_("Different suppliers bid exactly the same price.")),
    "R030": (N_("A late bid won"), N_("The winning bid came in after the deadline.")),
    "R035": (
        N_("All but the winner disqualified"),
        N_("Only the winner’s bid was left valid; the others were disqualified."),
    ),
    "R036": (
        N_("The lowest bid disqualified"),
        N_("The price alone decides, and the lowest bid was disqualified."),
    ),
    "R038": (
        N_("Often disqualified"),
        N_("This supplier’s bids are disqualified unusually often."),
    ),
    "R048": (
        N_("Wins in unusually many fields"),
        N_("This supplier wins in more categories than is usual for those who bid often."),
    ),
    "R058": (
        N_("A winner far below the second bid"),
        N_("The winner’s price lies unusually far below the second-lowest valid bid."),
    ),
}
"""Code of cardinal-rs -> its name, and its rule in a sentence."""

WEIGHT: Mapping[str, str] = {"overdue": N_("To review"), "at_risk": N_("To watch")}
"""How a flag weighs -> its word: one tender shows by itself what may have decided who won, or
something only stands apart from the others.
"""
_BY_ITSELF = frozenset({"R003", "R028", "R030", "R035", "R036"})


def stage(status: str, *, is_framework: bool) -> str:
    """Where a process stands; a framework that is awarded waits for no contract."""
    words = STAGES[status]
    return pgettext("framework", "Concluded") if is_framework and status == "awarded" else _(words)


def weight(flag: str) -> tuple[str, str]:
    """How a flag weighs: a key of WEIGHT and its word; our own order, cardinal-rs has none."""
    look = "overdue" if flag in _BY_ITSELF else "at_risk"
    return look, _(WEIGHT[look])


def compared(sample: int) -> str:
    """How many a flag was compared with; "" where a tender was judged by itself."""
    return (
        ngettext("compared with {count}", "compared with {count}", sample).format(count=sample)
        if sample
        else ""
    )


def rule_name(flag: str) -> str:
    """What a flag is called, after its code."""
    return f"{flag} {_(FLAGS[flag][0])}"


FIGURES: Mapping[str, tuple[str, str]] = {
    "bidders": (N_("Bidders a tender"), N_("Median over tenders with a bid")),
    "single_bid": (N_("One bid only"), N_("Of tenders in which several are meant to bid")),
    "new_bidders": (
        N_("New bidders"),
        N_("Of suppliers that bid within a year, those that had not before"),
    ),
    "hhi": (
        N_("Concentration (HHI)"),
        N_("0 to 10,000; 10,000 is a single supplier; by money won"),
    ),
    "top_five": (N_("Share of the five largest"), N_("Of the money won")),
    "small_winners": (N_("Won by small or micro enterprises"), N_("Of awards")),
    "days_to_contract": (N_("From notice to contract"), N_("Median over signed contracts")),
    "price_of_estimate": (N_("Price, of the estimate"), N_("Median over awards")),
}
"""Figure of fund.procurement.competition -> its name, and what it is taken of."""

UNITS: Mapping[str, str] = {
    "count": N_("bidders"),
    "percent": "%",
    "days": N_("days"),
    "index": N_("points"),
}
"""Unit of a figure of competition -> its name, where the value stands apart as a number."""


def figure(value: float | None, unit: str) -> str:
    """A figure of competition as it is written; a dash where it rests on nothing."""
    if value is None:
        return "—"
    match unit:
        case "percent":
            return f"{i18n.number(value, 1)}%"
        case "days":
            return ngettext("{count} day", "{count} days", round(value)).format(
                count=i18n.number(value, 0 if value == int(value) else 1)
            )
        case "index":
            return i18n.number(value, 0)
        case _:
            return i18n.number(value, 0 if value == int(value) else 1)


def _apart(facts: Mapping[str, object], currency: str) -> str:
    """How far the second bid is from the winner."""
    return _(
        "second bid {second}, winner {winner}: {percent}% apart; usual values end at {fence}%"
    ).format(
        second=_money(_whole(facts, "second_fen"), currency),
        winner=_money(_whole(facts, "winner_fen"), currency),
        percent=facts["percent"],
        fence=facts["fence"],
    )


def evidence(flag: str, facts: Mapping[str, object], currency: str = "CNY") -> str:
    """The numbers that raised a flag, as a sentence."""
    match flag:
        case "R003":
            return ngettext(
                "{days} day from notice to deadline; {least} at least",
                "{days} days from notice to deadline; {least} at least",
                _whole(facts, "days"),
            ).format(**facts)
        case "R018":
            return _("one bid")
        case "R024" | "R058":
            return _apart(facts, currency)
        case "R025":
            return _("{bids} bids, {won} won; usual shares begin at {fence}%").format(**facts)
        case "R028":
            return _("{bidders} suppliers at {price}").format(
                bidders=facts["bidders"], price=_money(_whole(facts, "price_fen"), currency)
            )
        case "R030":
            return _("received after the deadline")
        case "R035":
            return ngettext(
                "{disqualified} other bid disqualified",
                "{disqualified} other bids disqualified",
                _whole(facts, "disqualified"),
            ).format(**facts)
        case "R036":
            return _("lowest price {price}").format(
                price=_money(_whole(facts, "price_fen"), currency)
            )
        case "R038":
            return _(
                "{disqualified} of {bids} bids disqualified; usual shares end at {fence}%"
            ).format(**facts)
        case _:
            return _("wins in {kinds} categories; usual numbers end at {fence}").format(**facts)


def _whole(facts: Mapping[str, object], name: str) -> int:
    """A count or an amount in fen a flag says."""
    found = facts[name]
    if not isinstance(found, int):
        raise TypeError(f"{name}: {found}")
    return found


def _money(amount_fen: int, currency: str) -> str:
    return i18n.amount(amount_fen) if currency == "CNY" else i18n.foreign(amount_fen, currency)
