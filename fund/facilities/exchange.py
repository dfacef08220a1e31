"""Facilities in from a workbook or a CSV file: every problem is told at its row and field; what
goes in goes in whole, through the command.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import select

from fund import acts, db
from fund.errors import N_, FundError, Issue, has_errors
from fund.facilities import entry, registering, rules
from fund.facilities.entry import CHOICES, HEADS
from fund.facilities.opening import FieldWrong
from fund.facilities.tables import Facility
from fund.i18n import _, languages, speaking
from fund.workbook.guard import letters, open_workbook

LARGEST = 20 * 2**20
"""Bytes of a file as it arrives."""
PROBLEMS = {
    "file_too_large": N_("The file is too large. Split it."),
    "file_unreadable": N_("This is no workbook and no CSV file."),
    "not_utf8": N_("The file is not UTF-8 text. Save it as “CSV UTF-8” and hand it in again."),
    "no_heading": N_("The column “{column}” is missing. Its heading belongs into the first row."),
    "column_unknown": N_("The column “{value}” is not known and was not read."),
    "cell_formula": N_("This is a formula. Type its result instead: Copy, then Paste values."),
    "number_twice": N_("“{value}” stands in {other} already. Remove one."),
    "facility_known": N_("The facility “{value}” is registered already and stays as it is."),
    "nothing_in_it": N_("The file holds no facilities."),
    "too_many": N_("The file holds more than {most} facilities. Split it."),
}


class Row(NamedTuple):
    """One facility as a file says it: where each field stands ("" the whole), and its words."""

    places: dict[str, str]
    given: dict[str, str]

    def where(self, field: str) -> str:
        """The place of a field, or of the row."""
        return self.places.get(field) or self.places[""]


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read facilities and store what is new: how many were taken in and were known, and the issues.
    With an error nothing is stored.
    """
    rows, issues = read(name, content)
    counts = {"accepted": 0, "known": 0}
    if has_errors(issues):
        return counts, issues
    with db.reading(engine) as session:
        known = set(session.exec(select(Facility.code)).all())
    old = [row for row in rows if row.given["code"] in known]
    issues += [
        _issue("facility_known", row.where("code"), row.given["code"], "warning") for row in old
    ]
    new = [row.given for row in rows if row.given["code"] not in known]
    counts["known"] = len(old)
    if new:
        act = acts.rehearse if dry_run else acts.perform
        try:
            act(engine, person_id, registering.take_in, given=new, file_name=name)
        except (FieldWrong, rules.ResourceTaken) as refused:
            return counts, [*issues, _refused(name, refused)]
        counts["accepted"] = len(new)
    return counts, issues


def _refused(where: str, error: FundError) -> Issue:
    return Issue("error", error.code, where, "", error.message, error.facts)


def read(name: str, content: bytes) -> tuple[list[Row], list[Issue]]:
    """The facilities of a file and what is wrong with them, never raising for what is in it."""
    if len(content) > LARGEST:
        return [], [_issue("file_too_large", name)]
    ending = name.lower().rpartition(".")[2]
    if ending not in ("xlsx", "csv"):
        return [], [_issue("file_unreadable", name)]
    rows, issues = _workbook(content) if ending == "xlsx" else _csv(name, content)
    if len(rows) > registering.MOST:
        issues.append(_issue("too_many", name, most=registering.MOST))
    elif not rows and not has_errors(issues):
        issues.append(_issue("nothing_in_it", name))
    return rows, issues + _judged(rows)


def _issue(code: str, where: str, value: str = "", severity: str = "error", **facts: Any) -> Issue:
    facts = {"value": value, **facts}
    return Issue(severity, code, where, value, PROBLEMS[code], facts)  # type: ignore[arg-type]


def _judged(rows: Iterable[Row]) -> list[Issue]:
    """What each row alone shows, and codes that stand twice."""
    issues: list[Issue] = []
    seen: dict[str, str] = {}
    for row in rows:
        _held, slips = entry.judged(row.given)
        for slip in slips:
            value = row.given.get(slip.field, "")[:80]
            where, error = row.where(slip.field), slip.error
            issues.append(Issue("error", error.code, where, value, error.message, error.facts))
        code = row.given["code"]
        if code and code in seen:
            issues.append(_issue("number_twice", row.where("code"), code, other=seen[code]))
        seen.setdefault(code, row.where("code"))
    return issues


def _workbook(content: bytes) -> tuple[list[Row], list[Issue]]:
    book, refused = open_workbook(content)
    if book is None:
        return [], refused
    title, sheet = next(
        ((one, held) for one, held in book.sheets.items() if held.cells), ("", None)
    )
    if sheet is None:
        return [], []
    cells: dict[int, dict[int, str]] = {}
    issues: list[Issue] = []
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind in ("formula", "error"):
            issues.append(_issue("cell_formula", f"{title}!{letters(column)}{row}"))
        cells.setdefault(row, {})[column] = cell.value
    rows, more = _rows(cells.pop(1, {}), sorted(cells.items()), title)
    return rows, issues + more


def _csv(name: str, content: bytes) -> tuple[list[Row], list[Issue]]:
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except UnicodeDecodeError:
        return [], [_issue("not_utf8", name)]
    except csv.Error:
        return [], [_issue("file_unreadable", name)]
    rows = [(number, dict(enumerate(cells, 1))) for number, cells in enumerate(lines, 1)]
    return _rows(rows[0][1] if rows else {}, rows[1:], name)


def _rows(
    heads: dict[int, str], lines: Iterable[tuple[int, dict[int, str]]], sheet: str
) -> tuple[list[Row], list[Issue]]:
    """Rows under headings, in either language."""
    named, words = _said()
    columns = {at: named.get(" ".join(head.split()).casefold(), "") for at, head in heads.items()}
    issues = [
        _issue("column_unknown", f"{sheet}!{letters(at)}1", heads[at], "warning")
        for at, field in columns.items()
        if not field and heads[at].strip()
    ]
    if "code" not in columns.values():
        return [], [*issues, _issue("no_heading", f"{sheet}!A1", column=_(HEADS["code"]))]
    found = []
    for number, cells in lines:
        if not any(value.strip() for value in cells.values()):
            continue
        given = {field: cells.get(at, "").strip() for at, field in columns.items() if field}
        for field in CHOICES.keys() & given.keys():
            given[field] = words.get((field, given[field].casefold()), given[field])
        places = {field: f"{sheet}!{letters(at)}{number}" for at, field in columns.items() if field}
        found.append(Row({"": f"{sheet}!A{number}", **places}, given))
    return found, issues


def _said() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Headings and words of the choices in every language -> what they stand for."""
    heads = {name: name for name in HEADS}
    words = {(field, key): key for field, known in CHOICES.items() for key in known}
    for language in languages():
        with speaking(language):
            heads |= {_(head).casefold(): name for name, head in HEADS.items()}
            for field, known in CHOICES.items():
                words |= {(field, _(word).casefold()): key for key, word in known.items()}
    return heads, words
