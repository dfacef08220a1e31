"""The style sheet: colours of the theme as CSS variables in front of fund/static/frame.css; icons
as masks.
"""

import base64
from functools import cache
from pathlib import Path

from fund.charts.theme import FONTS, SMALL, Tokens
from fund.status import ICONS

STATIC = Path(__file__).parent / "static"
FAVICON = STATIC / "favicon.png"


@cache
def favicon() -> str:
    """The icon of the browser's tab, as the address of a picture."""
    return "data:image/png;base64," + base64.b64encode(FAVICON.read_bytes()).decode()


def data_address(svg: str) -> str:
    """An SVG as the address of a picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def sheet(look: Tokens, language: str) -> str:
    """The whole style sheet for a theme and a language."""
    variables = "".join(f"--{name}:{value};" for name, value in _variables(look).items())
    adjust = ".515" if language == "en" else "none"
    fonts = f"--font:{FONTS[language]};--adjust:{adjust};"
    return f":root{{{variables}{fonts}}}\n{_frame()}\n{_icons()}"


def logo(look: Tokens, name: str, line: str, language: str) -> str:
    """The mark with the fund's name beside it, as SVG; only our own words go in, and they are
    fitted to the width there is.
    """
    words = (
        '<text x="44" y="18" font-size="15" font-weight="600" textLength="152"'
        f' lengthAdjust="spacingAndGlyphs" fill="{look.ink}">{name}</text><text x="44" y="35"'
        f' font-size="12" fill="{look.muted}">{line}</text>'
    )
    fonts = FONTS[language].replace("'", "")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40" '
        f'font-family="{fonts}">{mark(look)}{words}</svg>'
    )


def mark(look: Tokens) -> str:
    """The mark alone: a planet, the orbit around it, and a satellite on it (40 by 40)."""
    orbit = (
        f'<ellipse cx="19" cy="20" rx="17" ry="8.6" fill="none" stroke="{look.primary}"'
        ' stroke-width="2.6" transform="rotate(-32 19 20)"/>'
    )
    planet = f'<circle cx="19" cy="20" r="6.6" fill="{look.blue}"/>'
    return f'{orbit}{planet}<circle cx="33" cy="10.4" r="3.4" fill="{look.orange}"/>'


def _variables(look: Tokens) -> dict[str, str]:
    names = (
        "bg",
        "page",
        "ink",
        "ink2",
        "muted",
        "line",
        "ctl",
        "primary",
        "button",
        "blue",
        "grey",
        "orange",
    )
    plain = {name: getattr(look, name) for name in names} | {
        "blue-l": look.blue_l,
        "blue-xl": look.blue_xl,
    }
    tones = {
        f"{tone}{part}": colour
        for tone, pair in look.tones.items()
        for part, colour in zip(("", "-tint"), pair, strict=True)
    }
    chosen = "#DAE0E7" if look.name == "light" else "#353E47"
    return plain | tones | {"chosen": chosen, "seq-1": look.sequence[0]}


@cache
def _frame() -> str:
    return (STATIC / "frame.css").read_text(encoding="utf-8").replace("SMALLpx", f"{SMALL}px")


@cache
def _icons() -> str:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{}</svg>'
    return "".join(
        f'.f-i-{name}{{--icon:url("{data_address(svg.format(drawing))}")}}'
        for name, drawing in ICONS.items()
    )
