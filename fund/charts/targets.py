"""One target as a thin picture for a table cell: from the baseline through the latest figure to the
target.
"""

from collections.abc import Callable

from fund.charts.theme import Tokens
from fund.i18n import _
from fund.shelf import remembered

WIDTH, HEIGHT, EDGE, MIDDLE = 340, 40, 8, 24


@remembered
def alt(baseline: float | None, actual: float | None, words: dict[str, str]) -> str:
    """What the picture says. ``words`` holds the three figures as the page writes them, keyed
    baseline, actual, target.
    """
    facts = {
        "baseline": words.get("baseline", "—"),
        "actual": words.get("actual", "—"),
        "target": words["target"],
    }
    if actual is None:
        return _("No figure yet; baseline {baseline}, target {target}").format(**facts)
    if baseline is None:
        return _("Actual {actual}, target {target}").format(**facts)
    return _("From baseline {baseline} to {actual}, target {target}").format(**facts)


def bullet(
    baseline: float | None,
    actual: float | None,
    target: float,
    look: Tokens,
    *,
    is_falling: bool = False,
    ahead: tuple[float, float, float] | None = None,
) -> str:
    """An SVG (text) of one target: open dot baseline, bar and dot latest figure, pale box and
    stroke the 80 % range ahead (low, median, high), pin target; right is always better.

    Nothing but numbers and theme colours goes in, so it is safe as a data address.
    """
    at = _scale(
        [value for value in (baseline, actual, target, *(ahead or ())) if value is not None],
        is_falling=is_falling,
    )
    parts = [
        (
            f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{MIDDLE}" y2="{MIDDLE}"'
            f' stroke="{look.line}" stroke-width="1.5"/>'
        ),
        *_range(at, ahead, look),
        *_moved(at, baseline, actual, look),
    ]
    pin = at(target)
    parts.append(
        f'<line x1="{pin}" x2="{pin}" y1="6" y2="38" stroke="{look.orange}" stroke-width="2"/>'
    )
    parts.append(f'<path d="M{pin - 5.5:.1f} 2h11l-5.5 7.5z" fill="{look.orange}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def _range(
    at: Callable[[float], float], ahead: tuple[float, float, float] | None, look: Tokens
) -> list[str]:
    """The pale box of the range ahead, and the stroke of its middle."""
    if ahead is None:
        return []
    left, right = sorted((at(ahead[0]), at(ahead[2])))
    return [
        (
            f'<rect x="{left}" y="13" width="{max(2, right - left):.1f}" height="22"'
            f' fill="{look.blue_l}"/>'
        ),
        (
            f'<line x1="{at(ahead[1])}" x2="{at(ahead[1])}" y1="13" y2="35" stroke="{look.blue}"'
            ' stroke-width="2.4"/>'
        ),
    ]


def _moved(
    at: Callable[[float], float], baseline: float | None, actual: float | None, look: Tokens
) -> list[str]:
    """The bar from the baseline to the latest figure, and the dot of each."""
    bar, open_dot, dot = [], [], []
    if actual is not None:
        start = at(baseline) if baseline is not None else at(actual)
        bar.append(
            f'<line x1="{start}" x2="{at(actual)}" y1="{MIDDLE}" y2="{MIDDLE}"'
            f' stroke="{look.primary}" stroke-width="6"/>'
        )
        dot.append(
            f'<circle cx="{at(actual)}" cy="{MIDDLE}" r="5" fill="{look.primary}"'
            f' stroke="{look.bg}" stroke-width="1.2"/>'
        )
    if baseline is not None:
        open_dot.append(
            f'<circle cx="{at(baseline)}" cy="{MIDDLE}" r="4.2" fill="{look.bg}"'
            f' stroke="{look.ctl}" stroke-width="2"/>'
        )
    return [*bar, *open_dot, *dot]


def legend(look: Tokens) -> list[tuple[str, str]]:
    """The four marks as (SVG text, words), for the line above the table."""
    box = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 14" width="14"'
        ' height="14">{}</svg>'
    )
    return [
        (
            box.format(
                f'<circle cx="7" cy="7" r="4" fill="{look.bg}" stroke="{look.ctl}"'
                ' stroke-width="2"/>'
            ),
            _("Baseline"),
        ),
        (box.format(f'<circle cx="7" cy="7" r="4.6" fill="{look.primary}"/>'), _("Actual")),
        (
            box.format(
                f'<path d="M1 3h12v8H1z" fill="{look.blue_l}"/><path d="M6 3h2v8H6z"'
                f' fill="{look.blue}"/>'
            ),
            _("Where it may be at the end of the year: 80 % range and middle"),
        ),
        (
            box.format(
                f'<path d="M2 1h10l-5 6z" fill="{look.orange}"/><path d="M6 3h2v10h-2z"'
                f' fill="{look.orange}"/>'
            ),
            _("Target"),
        ),
    ]


def _scale(values: list[float], *, is_falling: bool) -> Callable[[float], float]:
    """A rising target is drawn from zero; a falling one from a little above the highest down to a
    little below the lowest.
    """
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1
    if is_falling:
        left, right = high + span * 0.15, low - span * 0.3
    else:
        left, right = min(0.0, low), high + (high - min(0.0, low)) * 0.22
        right = right if right > left else left + 1
    return lambda value: round(EDGE + (value - left) / (right - left) * (WIDTH - 2 * EDGE), 1)
