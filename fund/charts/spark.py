"""A figure over time as a thin line for a table cell: where it comes from and where it is now."""

from collections.abc import Sequence
from itertools import pairwise

from fund.charts.theme import Tokens
from fund.i18n import _

WIDTH, HEIGHT, EDGE = 140, 28, 5


def line(values: Sequence[float | None], look: Tokens) -> str:
    """An SVG (text) of values at even steps, the last one as a dot; a missing value leaves a gap.
    Nothing but numbers and theme colours goes in.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if not known:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            f' width="{WIDTH}" height="{HEIGHT}"></svg>'
        )
    low, high = min(value for _place, value in known), max(value for _place, value in known)
    step, span = (WIDTH - 2 * EDGE) / max(1, len(values) - 1), (high - low) or 1

    def at(place: int, value: float) -> tuple[float, float]:
        height = 0.5 if high == low else (value - low) / span
        return round(EDGE + place * step, 1), round(HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE), 1)

    parts = []
    for (one, value), (other, then) in pairwise(known):
        if other == one + 1:
            (x1, y1), (x2, y2) = at(one, value), at(other, then)
            parts.append(
                f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{look.primary}"'
                ' stroke-width="1.8" stroke-linecap="round"/>'
            )
    parts += [
        f'<circle cx="{x}" cy="{y}" r="1.6" fill="{look.ctl}"/>'
        for x, y in (at(*point) for point in known[:-1])
    ]
    x, y = at(*known[-1])
    parts.append(f'<circle cx="{x}" cy="{y}" r="3.2" fill="{look.primary}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def alt(first: str, last: str, periods: int) -> str:
    """What the picture says, from the values as the page writes them."""
    return _("From {first} to {last} over {periods} periods").format(
        first=first, last=last, periods=periods
    )
