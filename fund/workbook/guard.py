"""The guard in front of every uploaded workbook: read in a limited process, whole or not at all.

What comes out are plain cells. openpyxl never sees an uploaded file: it follows what the file
claims, and files lie.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from fund.errors import N_, Issue
from fund.workbook.archive import Limits, Refused
from fund.workbook.places import letters, position
from fund.workbook.unpack import unpack

__all__ = [
    "LIMITS",
    "Cell",
    "Limits",
    "Sheet",
    "Workbook",
    "letters",
    "open_workbook",
    "position",
    "read_own",
]

LIMITS = Limits()
SECONDS = 30
ROOT = Path(__file__).parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from fund.workbook.unpack import main; main()"
)
log = logging.getLogger(__name__)

REFUSALS: Mapping[str, str] = {
    "not_a_workbook": N_(
        "This is not an Excel workbook (.xlsx). Save it as “Excel workbook (.xlsx)” and hand it in"
        " again."
    ),
    "workbook_too_large": N_(
        "The file is larger than {megabytes} MB. Remove pictures and sheets that are not needed."
    ),
    "workbook_parts": N_(
        "The file holds more parts than a workbook needs. Copy the figures into a fresh template."
    ),
    "workbook_unsafe_part": N_(
        "The file holds something a workbook does not need ({where}). Copy the figures into a fresh"
        " template."
    ),
    "workbook_encrypted": N_(
        "The file is protected by a password or in the old .xls format. Save it without a password"
        " as .xlsx."
    ),
    "workbook_macros": N_(
        "The file holds macros. Save it as “Excel workbook (.xlsx)”, without macros."
    ),
    "workbook_external_links": N_(
        "The file links to other files. Break the links (Data, Edit links), then hand it in again."
    ),
    "workbook_embedded": N_(
        "The file holds embedded objects or controls. Remove them, then hand it in again."
    ),
    "workbook_bomb": N_(
        "Unpacked, the file is far larger than a workbook of this kind. Copy the figures into a"
        " fresh template."
    ),
    "workbook_dtd": N_(
        "The file holds declarations no workbook has ({where}). Copy the figures into a fresh"
        " template."
    ),
    "workbook_far_cell": N_(
        "A cell lies far outside the table ({where}). Clear it, then hand the file in again."
    ),
    "workbook_cells": N_("The file holds more cells than can be read at once. Split it."),
    "workbook_text": N_("A cell holds more than {text} characters. Shorten it."),
    "workbook_slow": N_("Reading the file took too long. Copy the figures into a fresh template."),
    "workbook_damaged": N_(
        "The file is damaged. Open it, save it as a new .xlsx and hand that in."
    ),
}


class Cell(NamedTuple):
    """What a cell holds; kind is number, date, boolean, text, error or formula, value its exact
    text (fund.workbook.cells).
    """

    kind: str
    value: str


@dataclass
class Sheet:
    """Filled cells by (row, column), both from 1, and the merged areas."""

    hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


@dataclass
class Workbook:
    """Sheets by name, in order, and the custom document properties."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    _sheet: Sheet = field(default_factory=Sheet, repr=False)

    def take(self, kind: str, value: Any) -> Issue | None:
        """Add one thing the reader found; a refusal comes back as an issue."""
        if kind == "row":
            row, filled = value
            for column, what, text in filled:
                self._sheet.cells[row, column] = Cell(what, text)
        elif kind == "sheet":
            name, hidden = value
            self._sheet = self.sheets.setdefault(name, Sheet(hidden))
        elif kind == "merged":
            self._sheet.merged = value
        elif kind == "properties":
            self.properties = value
        else:
            code, where, text = value
            return refusal(code, where, text)
        return None


def open_workbook(content: bytes, limits: Limits = LIMITS) -> tuple[Workbook | None, list[Issue]]:
    """Read an uploaded workbook, or say why not: (workbook, []) or (None, [one issue]).

    Never raises for what is in the file. Costs one short-lived process of at most 320 MB and 15 s
    of processor time.
    """
    if len(content) > limits.file_bytes:
        return None, [refusal("workbook_too_large", "", str(len(content)), limits)]
    command = [sys.executable, "-I", "-S", "-c", START, str(ROOT), json.dumps(astuple(limits))]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None, [refusal("workbook_slow")]
    if done.returncode < 0:
        return None, [refusal("workbook_slow", value=f"signal {-done.returncode}")]
    if done.returncode:
        log.error(
            "reading a workbook ended with %s: %s",
            done.returncode,
            done.stderr.decode(errors="replace")[-2000:],
        )
        return None, [refusal("workbook_damaged")]
    return _gather(done.stdout.splitlines(), limits)


def read_own(content: bytes) -> Workbook:
    """Read a workbook this program has just written, in this process; a refusal here is a defect
    and raises.
    """
    book, found = Workbook(), []
    unpack(
        content,
        Limits(file_bytes=2**30, unpacked_bytes=2**32, ratio=10**6, rows=2**20, cells=10**8),
        lambda kind, value: found.append(book.take(kind, value)),
    )
    if refused := next(filter(None, found), None):
        raise Refused(refused.code, refused.where, refused.value)
    return book


def refusal(code: str, where: str = "", value: str = "", limits: Limits = LIMITS) -> Issue:
    """Why a workbook is not read, as an issue."""
    facts = {"where": where, "megabytes": limits.file_bytes // 2**20, "text": limits.text}
    return Issue("error", code, where, value, REFUSALS[code], facts)


def _gather(lines: list[bytes], limits: Limits) -> tuple[Workbook | None, list[Issue]]:
    book = Workbook()
    last = ""
    for line in lines:
        last, value = json.loads(line)
        if issue := book.take(last, value):
            return None, [issue]
    if last != "properties":  # the reader always ends with them
        return None, [refusal("workbook_damaged", limits=limits)]
    return book, []
