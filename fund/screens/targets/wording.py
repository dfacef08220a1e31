"""A target in words: its value with its sign, its range, how good the method was on those
like it.
"""

from decimal import Decimal

from fund import i18n
from fund.i18n import _
from fund.targets.record import Past
from fund.targets.rows import OutlookRow, TargetKnown
from fund.targets.rules import ENOUGH
from fund.targets.scores import BACKTEST


def digits(value: Decimal | float | None) -> str:
    """A number as it was written, grouped; nothing, in a frame a NaN, is a dash."""
    return (
        "—"
        if value is None or isinstance(value, float)
        else i18n.number(value, max(0, -int(value.as_tuple().exponent)))
    )


def aim(row: TargetKnown) -> str:
    """The target as its document puts it: at least, above, exactly, about, at most."""
    return aimed(row["operator"], row["target"])


def former_aim(row: TargetKnown) -> str:
    """The target as it was before its change."""
    return aimed(row["operator"], row["former_value"] or row["target"])


def aimed(operator: str, value: Decimal) -> str:
    """A value with the sign of its operator."""
    signs = {">=": "≥", ">": "＞", "=": "", "~": _("about"), "<=": "≤"}
    return f"{signs[operator]}{i18n.NBSP}{digits(value)}".strip()


LEVERS, POINT = 3, 0.01
"""So many milestones are named, and a lever below one point of chance moves nothing by itself."""


def own_past(past: Past, what: str) -> str:
    """How many of one's own held, and the average miss beside the line's; below twenty that there
    are too few.
    """
    if past.scored < ENOUGH:
        return _(
            "Of {what}, {count} have been scored: too few to say anything by ourselves (20 are"
            " needed)."
        ).format(what=what, count=past.scored)
    low, high = (i18n.number(end * 100, 0) for end in past.band)
    return _(
        "Of {what}, {count} have been scored and {inside} landed in the range ({share}, could be"
        " {low} to {high} %). Average miss {miss}; straight line {line}."
    ).format(
        what=what,
        count=past.scored,
        inside=past.inside,
        share=i18n.share(past.inside / past.scored),
        low=low,
        high=high,
        miss=i18n.number(past.miss, 1),
        line=i18n.number(past.line_miss, 1),
    )


def backtested() -> str:
    """What the method came to on real launches, as make bench prints it."""
    numbers = {
        "skill": i18n.share(BACKTEST["skill"]),
        **{name: i18n.number(BACKTEST[name], 3) for name in ("brier", "line_brier")},
    }
    return _(
        "Tried on real launches of {companies} companies, {forecasts} forecasts from rolling"
        " origins: {cover} of what came lay in the range; its error (CRPS) is {skill} below the"
        " straight line’s. Brier score {brier}, the line’s {line_brier}. Source: the back-test"
        " printed by make bench, explained in docs/forecast.md."
    ).format(
        companies=BACKTEST["companies"],
        forecasts=BACKTEST["forecasts"],
        cover=i18n.share(BACKTEST["cover"]),
        **numbers,
    )


def reach(row: OutlookRow) -> str:
    """The 80 % range with as many decimals as the target."""
    ahead = span(row)
    if ahead is None:
        return "—"
    places = max(0, -int(row["target"].as_tuple().exponent))
    return "–".join(i18n.number(end, places) for end in (ahead[0], ahead[2]))


def span(row: OutlookRow) -> tuple[float, float, float] | None:
    """The 80 % range with its middle between; None where there is none."""
    low, median, high = row["low"], row["median"], row["high"]
    return None if low is None or median is None or high is None else (low, median, high)


def short(value: Decimal | None) -> str:
    """A number with three decimals at most, for those computed from parts."""
    return (
        digits(value)
        if value is None or int(value.as_tuple().exponent) >= -3
        else i18n.number(value, 2)
    )
