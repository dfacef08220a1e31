"""What the overview costs beside what people would use instead, drawn for docs/: a bar each, first
after an act and asked again, in milliseconds of the server's processor time.
"""

from html import escape

TITLE = "总览一次打开所耗处理器时间（毫秒） · CPU of one overview (ms)"
WORDS = {
    "this product": "本系统 · this product",
    "tutorial": "教程式应用 · tutorial app",
    "dash": "Dash + SQL",
    "superset": "Superset",
    "superset, one after another": "Superset，逐张 · one by one",
}
MEANT = (("办理之后首次 · first after an act", "#2f6690"), ("再次 · asked again", "#9fc2d8"))
LEFT, WIDTH, ROW, BAR, TOP = 210, 430, 50, 16, 74
STYLE = "font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:13px"


def drawn(costs: dict[str, tuple[float, float]], postings: int) -> str:
    """An SVG; ``costs``: name -> first after an act, asked again (ms)."""
    most = max(max(pair) for pair in costs.values())
    rows = sorted(costs.items(), key=lambda one: one[1])
    height = TOP + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" style="{STYLE}">',
        f'<rect width="720" height="{height}" fill="#ffffff"/>',
        _text(12, 24, f"{TITLE} — {postings:,} postings, SQLite", weight=600),
    ]
    for number, (words, colour) in enumerate(MEANT):
        at = 12 + 250 * number
        parts += [_bar(at, 38, 12, colour), _text(at + 20, 49, words)]
    for number, (name, pair) in enumerate(rows):
        top = TOP + ROW * number
        parts.append(_text(12, top + 20, WORDS.get(name, name)))
        for place, value in enumerate(pair):
            length, line = max(2, WIDTH * value / most), top + place * (BAR + 2)
            parts.append(_bar(LEFT, line, length, MEANT[place][1]))
            parts.append(_text(LEFT + length + 6, line + 13, f"{value:,.0f}"))
    return "\n".join([*parts, "</svg>\n"])


def _bar(left: float, top: float, width: float, colour: str) -> str:
    return f'<rect x="{left}" y="{top}" width="{width:.0f}" height="{BAR}" fill="{colour}"/>'


def _text(left: float, base: float, words: str, weight: int = 400) -> str:
    return (
        f'<text x="{left:.0f}" y="{base}" font-weight="{weight}" fill="#1f2933">'
        f"{escape(words)}</text>"
    )
