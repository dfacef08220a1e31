"""What of a workbook is shown without being a cell's value: what is hidden, headers, charts, what
is drawn over cells. Read from its XML in one canonical form, so that programs that write the same
thing differently agree.

Standard library only: this runs in the limited process of fund.workbook.guard. Fonts, colours,
widths and themes are not looked at: programs that only save a file change them.
"""

import re
from typing import TypedDict, TypeGuard

from fund.workbook.archive import Archive, Ignored

STANDARD = {
    0: "",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy-mm-dd",
    49: "",
}
"""Formats programs know by number; text and General show what is there, and are written alike."""

PLAIN = ("", "general", "@", "standard")
_ESCAPED = re.compile(r"""\\([^0#?.,%eE@;ymdhsYMDHS"])|"([^0#?.,%eE@;ymdhsYMDHS"]*)\"""")
"""Signs that mean themselves with or without a stroke or quotes; digits in quotes do not."""
_LOCALE = re.compile(r"\[\$-[0-9a-f]+\]", re.IGNORECASE)
_MARKS = re.compile(r'&"[^"]*"|&K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|&[0-9]{1,3} ?')
_SECTIONS = re.compile(r"&([LCR])")


def bare_format(code: str) -> str:
    r"""A number format without what programs add of themselves: quotes and strokes before plain
    signs, the mark of a language. Text and General are "".

    >>> bare_format(r"yyyy\-mm\-dd"), bare_format('[$-409]d" "mmm'), bare_format('#,##0."00"')
    ('yyyy-mm-dd', 'd mmm', '#,##0."00"')
    """
    plain = _ESCAPED.sub(r"\1\2", _LOCALE.sub("", code)).lower()
    return "" if plain in PLAIN else plain


def bare_formula(text: str) -> str:
    """A formula without blanks, quotes around names of sheets, and the sign before it.

    >>> bare_formula("=SUM('a b'!$B$5:$B$7, 1)")
    'SUM(ab!$B$5:$B$7,1)'
    """
    return text.replace(" ", "").replace("'", "").replace("$!", "!").removeprefix("=")


def bare_marks(text: str) -> list[str]:
    """Left, middle and right of a header or footer, without fonts, sizes and colours."""
    parts = {"L": "", "C": "", "R": ""}
    pieces = _SECTIONS.split(_MARKS.sub("", text.replace("&&", "\x00")))
    parts["C"] = pieces[0]
    for place, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        parts[place] += piece
    return [parts[place].replace("\x00", "&&").strip() for place in "LCR"]


class Aside(TypedDict, total=False):
    """What a reader of a sheet's cells does not see, as far as there is any: rows and columns with
    cells that are hidden, days counted from 1904.
    """

    hidden_rows: list[int]
    hidden_columns: list[int]
    is_from_1904: bool


class Drawn(TypedDict):
    """What lies over a sheet's cells: its charts as ``_Chart`` tells them, how many shapes and
    comments.
    """

    charts: list[list[str]]
    shapes: int
    comments: int


class SheetLook(TypedDict, total=False):
    """What a sheet shows beside its cells: the numbers of hidden rows and columns, headers and
    footers (left, middle, right), how many rules colour cells, areas joined, whether only a part is
    printed, whether noughts show, and what is Drawn. A sheet that is no worksheet has nothing.
    """

    rows: list[int]
    columns: list[int]
    header: list[str]
    footer: list[str]
    rules: int
    merged: list[str]
    area: bool
    noughts: bool
    charts: list[list[str]]
    shapes: int
    comments: int


def look_of(kept: object) -> SheetLook:
    """A look as it was kept; ValueError for what is none."""
    if not _is_look(kept):
        raise ValueError(kept)
    return kept


def _is_look(kept: object) -> TypeGuard[SheetLook]:
    return (
        isinstance(kept, dict)
        and all(_are(kept.get(name, []), int) for name in ("rows", "columns"))
        and all(_are(kept.get(name, []), str) for name in ("header", "footer", "merged"))
        and all(isinstance(kept.get(name, 0), int) for name in ("rules", "shapes", "comments"))
        and all(isinstance(kept.get(name, False), bool) for name in ("area", "noughts"))
        and _are(kept.get("charts", []), list)
        and all(_are(chart, str) for chart in kept.get("charts", []))
    )


def _are(found: object, kind: type) -> bool:
    return isinstance(found, list) and all(isinstance(one, kind) for one in found)


class Look:
    """What a sheet shows beside its cells, noted while it is read."""

    def __init__(self, *, is_part: bool = False) -> None:
        """Nothing noted yet; ``is_part``: only a part of it is printed."""
        self.is_part = is_part
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.marks: dict[str, list[str]] = {}
        self.rules = 0
        self.without_noughts = False
        self._mark = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note an element that begins."""
        if tag == "row" and _is_off(attributes, "ht"):
            self.hidden_rows.append(int(attributes.get("r", "0")))
        elif tag == "col" and _is_off(attributes, "width"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden_columns += range(first, min(last, first + 500) + 1)
        elif tag in ("oddHeader", "oddFooter"):
            self._mark = tag
        elif tag == "cfRule":
            self.rules += 1
        elif tag == "sheetView" and attributes.get("showZeros") in ("0", "false"):
            self.without_noughts = True

    def text(self, characters: str) -> None:
        """Note a header's or footer's text."""
        if self._mark:
            self.marks[self._mark] = [*self.marks.get(self._mark, []), characters]

    def end(self, tag: str) -> None:
        """Note that an element ends."""
        if tag == self._mark:
            self._mark = ""

    def told(self, merged: list[str], drawn: Drawn) -> SheetLook:
        """All of it, as JSON keeps it; ``merged`` areas, ``drawn`` as ``drawings`` found it."""
        marks = {name: bare_marks("".join(texts)) for name, texts in self.marks.items()}
        return {
            "rows": self.hidden_rows[:1000],
            "columns": self.hidden_columns[:1000],
            "header": marks.get("oddHeader", ["", "", ""]),
            "footer": marks.get("oddFooter", ["", "", ""]),
            "rules": self.rules,
            "merged": sorted(merged),
            "area": self.is_part,
            "noughts": not self.without_noughts,
            "charts": drawn["charts"],
            "shapes": drawn["shapes"],
            "comments": drawn["comments"],
        }


def _is_off(attributes: dict[str, str], measure: str) -> bool:
    """Hidden, or so small that nobody sees it."""
    return attributes.get("hidden") in ("1", "true") or float(attributes.get(measure, "9")) < 1


def drawings(archive: Archive, part: str) -> Drawn:
    """The charts of a sheet's part, how many shapes and comments lie over it."""
    found: Drawn = {"charts": [], "shapes": 0, "comments": 0}
    for kind, named in archive.relations(part).values():
        if kind == "drawing" and named in archive.parts:
            drawn = _Drawing()
            archive.parse(named, drawn)
            found["shapes"] += drawn.shapes
            for kind_, chart in archive.relations(named).values():
                if kind_ == "chart":
                    one = _Chart()
                    archive.parse(chart, one)
                    found["charts"].append(one.told())
        elif kind == "comments":
            comments = _Count("comment")
            archive.parse(named, comments)
            found["comments"] += comments.count
    found["charts"].sort()
    return found


class _Count(Ignored):
    """How often an element stands in a part."""

    def __init__(self, tag: str) -> None:
        self.tag, self.count = tag, 0

    def start(self, tag: str, _attributes: dict[str, str], /) -> None:
        self.count += tag == self.tag


class _Drawing(Ignored):
    """Shapes and text boxes; pictures are not counted, since programs drop them."""

    def __init__(self) -> None:
        self.shapes = 0

    def start(self, tag: str, _attributes: dict[str, str], /) -> None:
        self.shapes += tag in ("sp", "cxnSp")


class _Chart(Ignored):
    """A chart's kind, its title, and the cells its series are drawn from."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.title: list[str] = []
        self.ranges: list[str] = []
        self._within: list[str] = []

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        self._within.append(tag)
        if tag.endswith("Chart"):
            self.kinds.append(tag)
        elif tag == "barDir":
            self.kinds.append(attributes.get("val", "col"))
        elif tag == "f" and "ser" in self._within:
            self.ranges.append("")

    def text(self, characters: str, /) -> None:
        if self._within[-1] == "f" and "ser" in self._within:
            self.ranges[-1] += characters
        elif self._within[-1] == "t" and self._within[1:3] == ["chart", "title"]:
            self.title.append(characters)

    def end(self, _tag: str, /) -> None:
        self._within.pop()

    def told(self) -> list[str]:
        return [
            "".join(self.title),
            " ".join(self.kinds),
            *sorted(bare_formula(one).replace("$", "") for one in self.ranges),
        ]
