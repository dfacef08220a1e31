"""The one theme: colours as data for light and dark, fonts, and the layout every figure starts
from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd

from fund import frames, i18n
from fund.money import FEN_PER_UNIT

Figure = dict[str, object]
"""A plain Plotly figure: {"data": [trace, ...], "layout": {...}}; nothing but lists, dicts, text
and numbers.
"""

CJK = (
    "'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei UI','Microsoft YaHei','Noto Sans CJK"
    " SC','Source Han Sans SC'"
)
FONTS: Mapping[str, str] = {
    "zh": f"{CJK},'Source Sans',sans-serif",
    "en": f"'Source Sans','Segoe UI','Helvetica Neue',Arial,{CJK},sans-serif",
}
"""A CJK face draws English quotes and middle dots full-width, so English pages put a Latin face
first.
"""

SMALL = 10.9
"""Size of labels inside bars: the style sheet hides this very size on narrow screens."""

TICKS = ((24, 3), (48, 6), (float("inf"), 12))
FIRST_CJK = 0x2E80
DARKEST_LINEAR = 0.04045
"""Below it sRGB is linear (WCAG 2.2, relative luminance)."""

CONFIG: Mapping[str, object] = {
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme (hex), named by use; contrast is tested."""

    name: str
    bg: str
    page: str
    ink: str
    ink2: str
    muted: str
    line: str
    ctl: str
    primary: str
    button: str
    blue: str
    blue_l: str
    blue_xl: str
    grey: str
    orange: str
    sequence: tuple[str, ...]
    stages: Mapping[str, str]
    tones: Mapping[str, tuple[str, str]]

    def on_step(self, step: int) -> str:
        """The text colour on step 1 to 6 of the sequence."""
        if step <= len(self.sequence) - 2:
            return self.ink
        return "#FFFFFF" if self.name == "light" else self.page


LIGHT = Tokens(
    name="light",
    bg="#FFFFFF",
    page="#F4F6F8",
    ink="#17222E",
    ink2="#44525F",
    muted="#5E6B78",
    line="#DCE2E8",
    ctl="#7F8C99",
    primary="#14508F",
    button="#14508F",
    blue="#2E6DB4",
    blue_l="#A9C6E5",
    blue_xl="#DDE9F5",
    grey="#C3CCD5",
    orange="#B85800",
    sequence=("#EEF4FA", "#CFE0F1", "#9FC1E3", "#5F97CE", "#2E6DB4", "#14508F"),
    stages={
        "appropriated": "#C3CCD5",
        "committed": "#A9C6E5",
        "obligated": "#5F97CE",
        "accepted": "#2E6DB4",
        "paid": "#14508F",
    },
    tones={
        "ok": ("#12664F", "#E3F2EC"),
        "info": ("#14508F", "#E5EEF8"),
        "warn": ("#8A4700", "#FCEFDC"),
        "crit": ("#A3201B", "#FBE8E6"),
        "neutral": ("#44525F", "#ECEFF2"),
    },
)
DARK = Tokens(
    name="dark",
    bg="#141B23",
    page="#0E141A",
    ink="#E6EBF0",
    ink2="#B4BFCA",
    muted="#93A0AD",
    line="#2A3541",
    ctl="#6C7A88",
    primary="#7DB2EE",
    button="#3576C0",
    blue="#5B9BE0",
    blue_l="#2F5E93",
    blue_xl="#1B344F",
    grey="#4A5866",
    orange="#F0974A",
    sequence=("#19242F", "#1C3550", "#254C76", "#3069A5", "#5B9BE0", "#A3CBF5"),
    stages={
        "appropriated": "#4A5866",
        "committed": "#254C76",
        "obligated": "#3069A5",
        "accepted": "#5B9BE0",
        "paid": "#7DB2EE",
    },
    tones={
        "ok": ("#6FCBA9", "#12312A"),
        "info": ("#8CBDF2", "#16304D"),
        "warn": ("#F2B25C", "#35270F"),
        "crit": ("#F59289", "#3D1A19"),
        "neutral": ("#B4BFCA", "#232D37"),
    },
)


def tokens(theme: str | None) -> Tokens:
    """The token set of a theme name; anything but dark is light."""
    return DARK if theme == "dark" else LIGHT


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two hex colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= DARKEST_LINEAR else ((part + 0.055) / 1.055) ** 2.4
        for part in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def layout(look: Tokens, height: int, **more: object) -> dict[str, object]:
    """The layout every figure starts from, ``height`` in pixels; ``more`` replaces keys."""
    return {
        "template": "none",
        "height": height,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONTS[i18n.language()], "size": 12, "color": look.ink2},
        "margin": {"l": 0, "r": 0, "t": 2, "b": 2},
        "dragmode": False,
        "barmode": "overlay",
        "hoverlabel": {
            "bgcolor": look.ink,
            "bordercolor": look.ink,
            "align": "left",
            "font": {"family": FONTS[i18n.language()], "size": 12, "color": look.bg},
        },
        "annotations": [],
        "shapes": [],
        **more,
    }


def hidden_axis(low: float, high: float) -> dict[str, object]:
    """An axis that only places things."""
    return {"visible": False, "range": [low, high], "fixedrange": True, "zeroline": False}


def time_axis(look: Tokens, first: str, last: str) -> dict[str, object]:
    """A date axis from one ISO day to another: quiet ticks, months as the language writes them."""
    months = "%Y-%m" if i18n.language() == "zh" else "%b %Y"
    return {
        "type": "date",
        "range": [first, last],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": look.ctl,
        "tickangle": 0,
        "tickfont": {"size": 11, "color": look.muted},
        "tickformat": months,
        "hoverformat": months,
    }


def records(df: pd.DataFrame) -> list[SimpleNamespace]:
    """The rows, each with its columns as attributes."""
    return [SimpleNamespace(**row) for row in frames.records(df)]


def named(df: pd.DataFrame, *names: str) -> pd.DataFrame:
    """``df`` with each name column in this run's language, where it came in two (``title_zh``,
    ``title_en``).
    """
    language = i18n.language()
    return df.assign(
        **{
            name: df[f"{name}_{language}"]
            for name in names
            if name not in df and f"{name}_{language}" in df
        }
    )


def every(months: float) -> int:
    """How many months lie between two ticks: a quarter on a short axis, then half years, then
    years.
    """
    return next(step for longest, step in TICKS if months <= longest)


def label(text: str, look: Tokens, **place: object) -> dict[str, object]:
    """An annotation without arrow or padding; ``place`` gives x, y, anchors and the rest."""
    font = {"size": place.pop("size", 12), "color": place.pop("color", look.ink2)}
    return {"text": text, "showarrow": False, "borderpad": 0, "font": font, **place}


def coloured(text: str, colour: str, *, bold: bool = False) -> str:
    """A coloured stretch inside an annotation (Plotly's own little HTML)."""
    inner = f"<b>{text}</b>" if bold else text
    return f'<span style="color:{colour}">{inner}</span>'


def plain(text: object) -> str:
    """Data as text in Plotly's little HTML: no tag, link or line break of the data's own
    survives.
    """
    return (
        str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    )


def hatch(colour: str | list[str], look: Tokens, solidity: float = 0.2) -> dict[str, object]:
    """The marker of a part that has not happened yet; of bars in colours of their own, a list."""
    return {
        "color": look.bg,
        "pattern": {
            "shape": "/",
            "size": 5,
            "solidity": solidity,
            "fgcolor": colour,
            "bgcolor": look.bg,
        },
        "line": {"width": 0},
    }


def bar(
    x: list[float], y: list[float], marker: dict[str, object], **more: object
) -> dict[str, object]:
    """A horizontal bar trace whose hover text is given whole."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": x,
        "y": y,
        "marker": marker,
        "hovertemplate": "%{hovertext}<extra></extra>",
        **more,
    }


def nothing(look: Tokens, height: int, words: str) -> Figure:
    """A figure without data keeps its height and says so."""
    empty = {"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}
    note = label(plain(words), look, x=0.5, y=0.5, xref="paper", yref="paper", color=look.muted)
    axes = {"xaxis": hidden_axis(0, 1), "yaxis": hidden_axis(0, 1)}
    return {"data": [empty], "layout": layout(look, height, annotations=[note], **axes)}


def unit_for(largest_fen: int) -> str:
    """The unit one block keeps for all its amounts: yi from 1 yi up, wan below (bn and m in
    English).
    """
    return "yi" if abs(int(largest_fen)) >= FEN_PER_UNIT["yi"] else "wan"


def fen_per(unit: str) -> int:
    """Fen in one of the unit as this language counts it: 亿元 or a billion, 万元 or a million."""
    if i18n.language() == "zh" or unit == "yuan":
        return FEN_PER_UNIT[unit]
    return {"yi": 100_000_000_000, "wan": 100_000_000}[unit]


def text_width(text: str, size: float) -> float:
    """About how many pixels the text takes: a CJK character is a square, a Latin one a little over
    half.
    """
    return sum(size if ord(letter) > FIRST_CJK else size * 0.56 for letter in text)


def listed(parts: list[str], *, closely: bool = False) -> str:
    """Facts one after another, as this language separates them; ``closely`` with commas."""
    mark = ("，" if closely else "；") if i18n.language() == "zh" else (", " if closely else "; ")
    return mark.join(part for part in parts if part)
