"""What the published lists of launches hold, counted by a reader of its own."""

import csv
import io
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from tests.conftest import SHARED

SPACE = SHARED / "space"
MISSIONS = SPACE / "space_missions.csv"
LOG = SPACE / "launchlog-2023.tsv"
SITES = SPACE / "sites.tsv"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
CHINESE = {
    "Jiuquan Satellite Launch Center, China": "JQ",
    "Xichang Satellite Launch Center, China": "XSC",
    "Taiyuan Satellite Launch Center, China": "TYSC",
    "Wenchang Satellite Launch Center, China": "WEN",
    "Tai Rui Barge, Yellow Sea": "HHAI",
    "DeBo 3 Barge, Yellow Sea": "HHAI",
}
"""Places as the list of missions writes them -> sites of GCAT."""


def missions() -> Iterator[dict[str, str]]:
    """Rows of the list of missions, each line decoded by itself, each row once."""
    lines = MISSIONS.read_bytes().split(b"\r\n")
    text = []
    for line in lines:
        try:
            text.append(line.decode())
        except UnicodeDecodeError:
            text.append(line.decode("cp1252"))
    rows = csv.DictReader(io.StringIO("\n".join(text)))
    yield from {tuple(row.values()): row for row in rows}.values()


def places() -> Counter[str]:
    """Places of the list of missions, without the pad -> launches."""
    found: Counter[str] = Counter()
    for row in missions():
        _pad, _comma, place = row["Location"].partition(", ")
        found[place if "," in place else row["Location"]] += 1
    return found


def log() -> dict[str, list[list[str]]]:
    """Tag -> the lines of it."""
    tags: dict[str, list[list[str]]] = defaultdict(list)
    for line in LOG.read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            tags[cells[0].strip()].append(cells)
    return tags


def from_earth() -> dict[str, list[str]]:
    """Tag -> the first line of it, of launches to orbit or beyond from Earth."""
    return {tag: lines[0] for tag, lines in log().items() if lines[0][15].strip()[0] in "OD"}


def is_good(code: str) -> bool:
    """Whether a launch code says success: its digits decide."""
    digits = code.strip()[2:]
    return int(digits) >= 75 if digits else code.strip()[1] == "S"


def day_of(text: str) -> date:
    """The day of a line of the log."""
    year, month, day = text.split()[:3]
    return date(int(year), MONTHS.index(month) + 1, int(day.rstrip("?")))


def turns(tags: dict[str, list[str]]) -> dict[tuple[str, str], tuple[int, int, float]]:
    """(Site, pad) -> turns, least and median days."""
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for cells in tags.values():
        pad = cells[11].strip()
        if pad != "-":
            days[cells[10].strip().rstrip("?"), " ".join(pad.split())].append(day_of(cells[1]))
    found: dict[tuple[str, str], Any] = {}
    for key, launched in days.items():
        launched.sort()
        gaps = [(b - a).days for a, b in itertools.pairwise(launched)]
        if gaps:
            found[key] = (len(gaps), min(gaps), float(median(gaps)))
    return found


def twenty(content: Path = LOG) -> bytes:
    """The log as the newer form writes it: three columns more, made from the header of that."""
    heads = "Launch_Tag Launch_Date Piece Type Name PLName JCAT SatOwner SatState LV_Type"
    heads += " Flight_ID Platform Launch_Site Launch_Pad Ascent_Site Ascent_Pad Agency LVState"
    heads += " Launch_Code LTCite"
    wanted = heads.split()
    made = ["#" + "\t".join(wanted)]
    old: list[str] = []
    for line in content.read_text("utf-8").split("\n"):
        if line.startswith("#Launch_Tag"):
            old = line.lstrip("#").split("\t")
        elif line.startswith("#"):
            made.append(line)
        elif line:
            row = dict(zip(old, line.split("\t"), strict=True))
            made.append("\t".join(row.get(head, "-") for head in wanted))
    return "\n".join(made).encode() + b"\n"
