"""What a printed report looks like, measured on its pages: the least type, words over one another,
charts cut by a break, pages with nothing on them.
"""

import io
import itertools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

LEAST = 7.5
LONGEST_NAME = 31
MARGIN = 58.0
"""Points at the top and the foot of a page that hold its header and its page number."""


class Word(NamedTuple):
    """A word on a page, in points from the top left."""

    page: int
    left: float
    top: float
    right: float
    foot: float
    text: str


class Printed(NamedTuple):
    """Pages of a PDF: their heights, words, sizes of type."""

    heights: list[float]
    words: list[Word]
    sizes: dict[int, set[float]]


def read(pdf: Path) -> Printed:
    out = _run("pdftotext", "-bbox", str(pdf), "-")
    heights: list[float] = []
    words = []
    for line in out.splitlines():
        page = re.search(r'<page width="[\d.]+" height="([\d.]+)"', line)
        if page:
            heights.append(float(page[1]))
        word = re.search(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)"'
            r' yMax="([-\d.]+)">(.*)</word>',
            line,
        )
        if word:
            words.append(Word(len(heights), *(float(word[n]) for n in range(1, 5)), word[5]))
    return Printed(heights, words, _sizes(pdf))


def _sizes(pdf: Path) -> dict[int, set[float]]:
    """Sizes of type by page, in points, exact to a third: asked for threefold, which is the most
    there is, since they are told in whole ones.
    """
    out = _run("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", str(pdf))
    fonts = {
        one[1]: (float(one[2]) + 1) / 3
        for one in re.finditer(r'<fontspec id="(\d+)" size="(\d+)"', out)
    }
    found: dict[int, set[float]] = {}
    for number, page in enumerate(out.split("<page ")[1:], 1):
        found[number] = {fonts[one] for one in re.findall(r'<text [^>]*font="(\d+)"', page)}
    return found


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return done.stdout.decode(errors="replace")


def faults(pdf: Path, content: bytes) -> list[str]:
    """All that an official would refuse to sign for."""
    printed = read(pdf)
    return [
        *small(printed),
        *overlaps(printed),
        *blank(printed),
        *cut(printed, content),
        *astray(printed, content),
        *long_named(content),
    ]


def long_named(content: bytes) -> Iterator[str]:
    """Sheets whose name is longer than Excel opens without mending it."""
    for name in load_workbook(io.BytesIO(content), read_only=True).sheetnames:
        if len(name) > LONGEST_NAME:
            yield f"sheet {name}: a name of {len(name)} signs"


def small(printed: Printed) -> Iterator[str]:
    for page, sizes in printed.sizes.items():
        if sizes and min(sizes) < LEAST:
            yield f"page {page}: type of {min(sizes)} points"


def overlaps(printed: Printed) -> Iterator[str]:
    by_page: dict[int, list[Word]] = {}
    for word in printed.words:
        by_page.setdefault(word.page, []).append(word)
    for words in by_page.values():
        words.sort(key=lambda word: word.top)
        for place, one in enumerate(words):
            for other in words[place + 1 :]:
                if other.top > one.foot:
                    break
                if _covered(one, other) > 0.25:
                    yield f"page {one.page}: “{one.text}” over “{other.text}”"


def _covered(one: Word, other: Word) -> float:
    """The part of the smaller word that lies under the other; of a line 0.7 are signs."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.foot, other.foot) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return 0.0
    least = min((word.right - word.left) * (word.foot - word.top) for word in (one, other))
    return across * down / least


def blank(printed: Printed) -> Iterator[str]:
    for page, height in enumerate(printed.heights, 1):
        inside = [
            word
            for word in printed.words
            if word.text.strip("\u200b ")
            and word.page == page
            and MARGIN < word.top < height - MARGIN
        ]
        if not inside:
            yield f"page {page}: nothing on it"


def cut(printed: Printed, content: bytes) -> Iterator[str]:
    """Charts whose title stands on another page than what is drawn at their foot: the names of
    their series, or of the last bar.
    """
    for title, foot in _charts(content):
        begins = [word for word in printed.words if _begins(word, title, printed.words)]
        pages = {
            (word.page, word.top)
            for word in begins
            if any(
                other.page == word.page
                and word.top < other.top < printed.heights[word.page - 1] - MARGIN
                and foot.startswith(other.text)
                for other in printed.words
            )
        }
        if not pages:
            yield f"the chart “{title}” is cut, or not printed"


def _begins(word: Word, title: str, words: list[Word]) -> bool:
    """Whether a title begins with a word: by itself where it is long, else with the next one behind
    it.
    """
    if len(word.text) > 3:
        return title.startswith(word.text)
    first, *rest = title.split()
    return word.text == first and any(
        other.page == word.page and abs(other.top - word.top) < 2 and [other.text] == rest[:1]
        for other in words
    )


def astray(printed: Printed, content: bytes) -> Iterator[str]:
    """Sheets that begin on another page than the cover's contents say, by the title in the header
    of their pages.
    """
    cover = load_workbook(io.BytesIO(content)).worksheets[0]
    heads: dict[int, str] = {}
    for word in sorted(printed.words, key=lambda word: (word.page, word.left)):
        if word.top < MARGIN * 0.8:
            heads[word.page] = heads.get(word.page, "") + word.text
    for row in cover.iter_rows():
        for before, cell in itertools.pairwise(row):
            if cell.hyperlink is None or not isinstance(before.value, int):
                continue
            on = cell.hyperlink.location.rpartition("!")[0].strip("'").replace(" ", "")
            begins = next((page for page, head in sorted(heads.items()) if head.endswith(on)), 0)
            if begins != before.value:
                yield f"“{cell.value}” is on page {begins}, not {before.value}"


def _charts(content: bytes) -> Iterator[tuple[str, str]]:
    """Of each chart its title, and what stands at its foot."""
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for chart in sheet._charts:
            title = "".join(run.t for run in chart.title.tx.rich.p[0].r)
            series = chart.series
            place = series[-1].tx.strRef.f if len(series) > 1 else series[0].cat.numRef.f
            cell = place.rpartition("!")[2].replace("$", "").rpartition(":")[2]
            yield title, str(sheet[cell].value)
