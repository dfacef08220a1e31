"""The guard in front of every uploaded workbook: read in a limited process, whole or not at all.

What comes out are plain cells. openpyxl never sees an uploaded file: it follows what the file
claims, and files lie.
"""

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import NamedTuple

from fund.errors import N_, Issue
from fund.workbook.archive import Limits
from fund.workbook.cells import Event
from fund.workbook.places import letters, position

__all__ = [
    "LIMITS",
    "Cell",
    "Event",
    "Limits",
    "NotRead",
    "Sheet",
    "Workbook",
    "letters",
    "open_workbook",
    "position",
    "read_through",
]

LIMITS = Limits()
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
        "The file is protected by a password. Save it without a password as .xlsx."
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
    "workbook_broken_text": N_(
        "A text holds half a character ({where}), which cannot be kept. Type the text again."
    ),
    "workbook_slow": N_("Reading the file took too long. Copy the figures into a fresh template."),
    "workbook_damaged": N_(
        "The file is damaged. Open it, save it as a new .xlsx and hand that in."
    ),
}


NAMED: Mapping[tuple[str, str], str] = {
    ("workbook_encrypted", "xls"): N_(
        "This is a workbook of the old Excel format (.xls). Open it and save it as “Excel workbook"
        " (.xlsx)”."
    ),
    ("not_a_workbook", "csv"): N_(
        "This is a text file (CSV), not an Excel workbook. Copy its figures into the template, or"
        " save it as “Excel workbook (.xlsx)”."
    ),
    ("not_a_workbook", "html"): N_(
        "This is a web page under another name, as some systems export tables. Open it and save it"
        " as “Excel workbook (.xlsx)”."
    ),
    ("not_a_workbook", "zip"): N_(
        "This is a zip archive or another kind of document, not an Excel workbook. Take the .xlsx"
        " out of it and hand that in."
    ),
    ("not_a_workbook", "pdf"): N_(
        "This is a PDF, not an Excel workbook. Hand in the workbook it was printed from."
    ),
}
"""Files of another kind, named as what they are: by refusal and sort."""


class Cell(NamedTuple):
    """What a cell holds; kind is number, date, boolean, text, error or formula, value its exact
    text (fund.workbook.cells).
    """

    kind: str
    value: str


@dataclass
class Sheet:
    """Filled cells by (row, column), both from 1, the merged areas, and the hidden rows and columns
    that hold something; ``is_from_1904`` where days are counted from there.
    """

    hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_from_1904: bool = False


@dataclass
class Workbook:
    """Sheets by name, in order, and the custom document properties."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    _sheet: Sheet = field(default_factory=Sheet, repr=False)

    def take(self, event: Event) -> None:
        """Add one thing the reader found."""
        if event[0] == "row":
            row, filled = event[1]
            for column, what, text in filled:
                self._sheet.cells[row, column] = Cell(what, text)
        elif event[0] == "sheet":
            name, hidden = event[1]
            self._sheet = self.sheets.setdefault(name, Sheet(hidden))
        elif event[0] == "merged":
            self._sheet.merged = event[1]
        elif event[0] == "aside":
            for name, found in event[1].items():
                setattr(self._sheet, name, found)
        elif event[0] == "properties":
            self.properties = event[1]


class NotRead(Exception):
    """The file is not read; ``issue`` says why."""

    def __init__(self, issue: Issue) -> None:
        """Keep what a person may be shown."""
        super().__init__(issue.code)
        self.issue = issue


def open_workbook(content: bytes, limits: Limits = LIMITS) -> tuple[Workbook | None, list[Issue]]:
    """Read an uploaded workbook, or say why not: (workbook, []) or (None, [one issue]).

    Never raises for what is in the file. Costs one short-lived process of at most 320 MB and, with
    the usual limits, 15 s of processor time.
    """
    book = Workbook()
    try:
        for event in read_through(content, limits):
            book.take(event)
    except NotRead as refused:
        return None, [refused.issue]
    return book, []


def read_through(
    content: bytes, limits: Limits = LIMITS, first: str = "", *, with_looks: bool = False
) -> Generator[Event]:
    """An uploaded workbook piece by piece as it is read: ("sheet", [name, hidden]), its
    ("row", [row, [[column, kind, value]]])s in rising order, ("merged", [areas]), ("aside", {...})
    where something is hidden, at last ("properties", {}). A sheet named ``first`` comes first
    wherever it stands; ``with_looks`` as in fund.workbook.cells.

    Raises NotRead, maybe after some of it was handed on; whoever stops early closes the iterator.
    """
    if len(content) > limits.file_bytes:
        raise NotRead(refusal("workbook_too_large", "", str(len(content)), limits))
    given = json.dumps([astuple(limits), first, with_looks])
    command = [sys.executable, "-I", "-S", "-c", START, str(ROOT), given]
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(content)
        source.seek(0)
        reader = subprocess.Popen(  # noqa: S603
            command, stdin=source, stdout=subprocess.PIPE, stderr=errors
        )
        too_long = threading.Timer(2 * limits.cpu_seconds, reader.kill)
        too_long.start()
        try:
            last = ""
            for line in reader.stdout or ():
                if not line.endswith(b"\n"):  # ended in the middle of a line
                    break
                last, value = json.loads(line)
                if last == "refused":
                    code, where, text = value
                    raise NotRead(refusal(code, where, text, limits))
                yield last, value
            ended = reader.wait()
            errors.seek(0)
            _must_have_ended_well(ended, last, errors.read(), limits)
        finally:
            too_long.cancel()
            reader.kill()
            reader.communicate()


def _must_have_ended_well(code: int, last: str, errors: bytes, limits: Limits) -> None:
    if code < 0:
        raise NotRead(refusal("workbook_slow", "", f"signal {-code}", limits))
    if code:
        told = errors.decode(errors="replace")[-2000:]
        log.error("reading a workbook ended with %s: %s", code, told)
        raise NotRead(refusal("workbook_damaged", limits=limits))
    if last != "properties":  # the reader always ends with them
        raise NotRead(refusal("workbook_damaged", limits=limits))


def refusal(code: str, where: str = "", value: str = "", limits: Limits = LIMITS) -> Issue:
    """Why a workbook is not read, as an issue."""
    facts = {"where": where, "megabytes": limits.file_bytes // 2**20, "text": limits.text}
    message = NAMED.get((code, value), REFUSALS[code])
    return Issue("error", code, where, value, message, facts)
