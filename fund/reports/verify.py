"""Is this workbook ours, and as it was written? The very hidden sheet of the seal holds a signed
statement and every cell's value; whoever has the public key checks both without us.

What it proves: the holder of the key wrote exactly these values, formulas, number formats, charts
and headers as this draft or this issued report. What programs change of themselves when they only
save a file (theme, fonts, widths, pictures) is not judged.

File and record are read side by side, row by row: a long workbook is never held as cells.
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from typing import Literal, TypedDict

from fund.errors import N_, FundError
from fund.i18n import say
from fund.reports import record, signing
from fund.reports.compared import Change, cells_of, looks_of, rows_of
from fund.reports.record import Row
from fund.reports.seal import SEAL
from fund.reports.signing import Statement
from fund.workbook.archive import Limits, Refused
from fund.workbook.cells import ROWS_OF_A_SHEET
from fund.workbook.guard import Event, NotRead, position, read_through
from fund.workbook.looks import SheetLook

OLD_MARKS = ("fund-seal-1", "fund-seal-2")
"""Of workbooks sealed without a signature: one piece of JSON of all cells, or row by row."""

LIMITS = Limits(
    file_bytes=64 * 2**20,
    parts=1_000,
    unpacked_bytes=512 * 2**20,
    rows=ROWS_OF_A_SHEET,
    cells=3_000_000,
    cpu_seconds=60,
)
"""What is read of a workbook said to be ours: 200,000 rows of 15 columns."""

LARGEST_SEAL, LARGEST_BEFORE = 64 * 2**20, 24 * 2**20
"""Signs of a record as packed, and of one of the kind before unpacked."""

MOST_NAMED = 10_000
"""Places named one by one; the rest is counted."""

Found = Literal["issued", "draft", "altered", "not_ours", "unknown"]


class NotReadable(FundError):
    """The guard refused the file."""

    message = N_("The workbook cannot be checked: {reason}")


class Verdict(TypedDict):
    """What `verify-report` says: the state, why where it is not simply that, what the signed
    statement says of the file, what differs. ``more`` changes are not named. ``ok``: issued or
    draft, and unchanged.
    """

    ok: bool
    state: Found
    reason: str
    statement: Statement
    changed: list[Change]
    more: int


REASONS: Mapping[str, str] = {
    "no_seal": N_(
        "The workbook carries no seal: it is an export from a page, was not written here, or its"
        " hidden sheet was removed."
    ),
    "old_seal": N_(
        "The seal is of the kind used before signatures: cells as written, origin not provable."
    ),
    "no_key": N_(
        "Without the fund’s public key nobody can tell who wrote this. Give the key you were handed"
        " another way."
    ),
    "foreign_key": N_("The seal was made with a key that is not this fund’s."),
    "bad_signature": N_("The signature does not fit what the seal says: it was made up."),
    "damaged_seal": N_("The seal is damaged: it proves nothing."),
    "retired_key": N_("The seal was made with a key after the day the key was retired."),
    "not_registered": N_(
        "The signature is ours, but the register does not know this report: was the database"
        " restored from an older backup, or the key taken?"
    ),
}
"""Why a state is what it is, in words."""

Issued = dict[str, Callable[[], Iterator[Row]]]
"""By sheet: its rows as issued, from the first."""


class _Damaged(Exception):
    """The seal holds no record."""


def verify(content: bytes, keys: Mapping[str, str]) -> Verdict:
    """Judge a workbook, from whoever's hands: ``keys`` are the fund's public keys by fingerprint,
    none where nobody has one. Raises NotReadable.
    """
    changed: list[Change] = []
    try:
        with closing(read_through(content, LIMITS, first=SEAL, with_looks=True)) as events:
            lines, following = _seal(events)
            if lines is None:
                for _event in events:  # to its end: what is refused late is refused
                    pass
                return _verdict("unknown", "no_seal")
            state, reason, facts = _signed(lines, keys)
            if state == "not_ours":
                for _event in events:
                    pass
                return _verdict(state, reason, facts)
            if reason == "damaged_record":
                changed = [Change(sheet=SEAL, cell="", what="seal", issued="", found="")]
                return _verdict("altered", reason, facts, changed)
            return _compared(events, following, lines, (state, reason, facts))
    except NotRead as refused:
        raise NotReadable(reason=say(refused.issue)) from None


def _verdict(
    state: Found,
    reason: str = "",
    facts: Statement | None = None,
    changed: list[Change] | None = None,
    more: int = 0,
) -> Verdict:
    found = changed or []
    is_ok = state in ("issued", "draft") and not found
    return Verdict(
        ok=is_ok, state=state, reason=reason, statement=facts or {}, changed=found, more=more
    )


def _signed(lines: list[str], keys: Mapping[str, str]) -> tuple[Found, str, Statement]:
    """What the seal claims, as far as the signature proves it, before any cell is compared."""
    if lines[0] in OLD_MARKS:
        return "unknown", "old_seal", {}
    try:
        if lines[0] != record.MARK:
            return "not_ours", "damaged_seal", {}
        facts = signing.statement(lines[1])
        if facts["state"] not in ("draft", "issued"):
            return "not_ours", "damaged_seal", {}
        is_whole = signing.digest(lines[3:], facts["algorithm"]) == facts["record"]
    except (ValueError, LookupError, TypeError):
        return "not_ours", "damaged_seal", {}
    if not keys:
        return "unknown", "no_key" if is_whole else "damaged_record", facts
    if facts["key"] not in keys:
        return "not_ours", "foreign_key", {}
    if not signing.is_signed(lines[1], lines[2], keys[facts["key"]]):
        return "not_ours", "bad_signature", {}
    state: Found = "issued" if facts["state"] == "issued" else "draft"
    return state, "" if is_whole else "damaged_record", facts


def _compared(
    events: Iterator[Event],
    following: Event | None,
    lines: list[str],
    claimed: tuple[Found, str, Statement],
) -> Verdict:
    """Every cell and look beside the record; the claim stands where nothing differs."""
    state, reason, facts = claimed
    changed: list[Change] = []
    more = 0
    try:
        for change in _changes(events, following, lines):
            if len(changed) < MOST_NAMED:
                changed.append(change)
            else:
                more += 1
    except _Damaged:
        return _verdict("not_ours", "damaged_seal")
    return _verdict("altered" if changed else state, reason, facts, changed, more)


def _changes(
    events: Iterator[Event], following: Event | None, lines: list[str]
) -> Iterator[Change]:
    """Sheet by sheet as they come; the seal's own came first."""
    issued, shown = _unsealed(lines)
    is_old, seen = lines[0] in OLD_MARKS, {SEAL}
    while following is not None and following[0] == "sheet":
        name, is_hidden = following[1]
        sheet = _Rows(events, is_old=is_old)
        if name in issued and name not in seen:
            rows = _trusted(issued[name])
            yield from (cells_of if is_old else rows_of)(name, rows, iter(sheet))
        else:
            yield Change(sheet=name, cell="", what="sheet", issued="", found=name)
        following = sheet.rest()
        if name in shown and name not in seen:
            yield from looks_of(name, shown[name], sheet.look, is_hidden=is_hidden)
        seen.add(name)
    for name in issued:
        if name not in seen:
            yield Change(sheet=name, cell="", what="sheet", issued=name, found="")
    for _event in events:  # to its end: what is refused late is refused
        pass


class _Rows:
    """The rows of the sheet that is being read, what it shows, and the event after them."""

    def __init__(self, events: Iterator[Event], *, is_old: bool = False) -> None:
        self._events = events
        self._after: Event | None = None
        self._is_old = is_old
        self.look: SheetLook = {}

    def __iter__(self) -> Iterator[Row]:
        for event in self._events:
            if event[0] == "row":
                row, filled = event[1]
                yield (
                    row,
                    {
                        column: (what.partition("|")[0] if self._is_old else what, text)
                        for column, what, text in filled
                        if text or what.startswith("formula")
                    },
                )
            elif event[0] == "look":
                self.look = event[1]
            elif event[0] not in ("merged", "aside"):
                self._after = event
                return

    def rest(self) -> Event | None:
        """Read to the end of the sheet; what begins then."""
        for _row in self if self._after is None else ():
            pass
        return self._after


def _seal(events: Iterator[Event]) -> tuple[list[str] | None, Event | None]:
    """The texts of the seal's sheet in column A (None without one), and what begins after it."""
    event = next(events)
    if event[0] != "sheet" or event[1][0] != SEAL:
        return None, event
    sheet, lines, left = _Rows(events), [], LARGEST_SEAL
    for _row, cells in sheet:
        if 1 in cells and left > 0:
            lines.append(cells[1][1])
            left -= len(lines[-1])
    return (lines if lines and left > 0 else [""]), sheet.rest()


def _unsealed(lines: list[str]) -> tuple[Issued, dict[str, SheetLook]]:
    mark, *rest = lines
    try:
        if mark == OLD_MARKS[0]:
            return _before(rest), {}
        rest = rest if mark in OLD_MARKS else rest[2:]
        packed = record.sheets(rest)
        shown = {} if mark in OLD_MARKS else record.looks(rest)
    except (ValueError, zlib.error):
        raise _Damaged from None
    return {sheet: partial(record.rows, text) for sheet, text in packed.items()}, shown


def _before(lines: list[str]) -> Issued:
    """The record of the first kind."""
    try:
        unpacker = zlib.decompressobj()
        packed = base64.b64decode("".join(lines), validate=True)
        text = unpacker.decompress(packed, LARGEST_BEFORE)
        if not unpacker.eof:
            raise _Damaged
        cells = {
            sheet: {position(cell): (kind, value) for cell, (kind, value) in values.items()}
            for sheet, values in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError, zlib.error, Refused):
        raise _Damaged from None
    return {sheet: partial(record.by_row, values) for sheet, values in cells.items()}


def _trusted(rows: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """What a record holds; one that is damaged seals nothing."""
    try:
        yield from rows()
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error):
        raise _Damaged from None
