"""A CSV file as its lines: what the bytes are, which field stands under which heading, each problem
at its line. The one reader of CSV.
"""

import csv
import io
from collections.abc import Mapping
from typing import NamedTuple

from fund.errors import N_, Issue
from fund.workbook.archive import sort_of
from fund.workbook.plain import heading

LONGEST = 32_767
"""Characters of a field: what a spreadsheet holds."""
NOT_TEXT = N_(
    "This is no CSV file but {sort}. Save it as “CSV UTF-8” from the spreadsheet program and import"
    " it again."
)
SORTS: Mapping[str, str] = {
    "xlsx": N_("an Excel workbook (.xlsx)"),
    "xls": N_("an Excel workbook of the old format (.xls)"),
    "html": N_("a web page saved under another name"),
    "zip": N_("a zip archive"),
    "pdf": N_("a PDF"),
}
NOT_READ = N_("The file is neither UTF-8 nor GB18030. Save it as CSV UTF-8 and import it again.")
IN_GB18030 = N_("The file is not UTF-8. It was read as GB18030, as Chinese Excel writes CSV.")
TOO_MANY = N_(
    "This line has {found} fields, the first line {wanted}. An amount with a comma in it stands in"
    " quotation marks, or without the comma."
)
TOO_LONG = N_(
    "A field is longer than {longest} characters. Shorten it, or close its quotation mark."
)
TWICE = N_("The column {column} is in the first line twice. Remove one.")
NO_COLUMN = N_("The column {column} is missing from the first line.")


class Line(NamedTuple):
    """One line: its number in the file and its fields by key, without blanks around."""

    number: int
    fields: dict[str, str]


def read(
    content: bytes, headings: Mapping[str, str], required: tuple[str, ...]
) -> tuple[list[Line], list[Issue]]:
    """The lines below the headings, and what is wrong with the file. ``headings`` is every way a
    column may be headed, to its key; lines with a problem are left out.
    """
    text, issues = _text(content)
    if text is None:
        return [], issues
    reader = csv.reader(io.StringIO(text, newline=""))
    keys: list[str] = []
    lines = []
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # told below, by its line
    known = {heading(way): key for way, key in headings.items()}
    for fields in reader:
        at = f"line {reader.line_num}"
        if not any(field.strip() for field in fields):
            continue  # an empty line, or nothing but the commas a spreadsheet program leaves
        if not keys:
            keys = [known.get(heading(field), "") for field in fields]
            issues += _missing(keys, required, at)
            if any(issue.severity == "error" for issue in issues):
                return [], issues
        elif problem := _problem(fields, keys, at):
            issues.append(problem)
        else:
            lines.append(_line(reader.line_num, keys, fields))
    return lines, issues if keys else [*issues, *_missing([], required, "line 1")]


def _line(number: int, keys: list[str], fields: list[str]) -> Line:
    return Line(
        number,
        {key: field.strip() for key, field in zip(keys, fields, strict=False) if key},
    )


def _missing(keys: list[str], required: tuple[str, ...], at: str) -> list[Issue]:
    lost = [
        Issue("error", "column_missing", at, name, NO_COLUMN, {"column": name})
        for name in required
        if name not in keys
    ]
    twice = {key for key in keys if key and keys.count(key) > 1}
    return lost + [
        Issue("error", "column_twice", at, name, TWICE, {"column": name}) for name in sorted(twice)
    ]


def _problem(fields: list[str], keys: list[str], at: str) -> Issue | None:
    """More fields than headings mean that one of them was cut in two."""
    longest = max(map(len, fields))
    if longest > LONGEST:
        return Issue("error", "field_too_long", at, "", TOO_LONG, {"longest": LONGEST})
    if any(field.strip() for field in fields[len(keys) :]):
        facts = {"found": len(fields), "wanted": len(keys)}
        shown = ",".join(fields)[:120]
        return Issue("error", "more_fields", at, shown, TOO_MANY, facts)
    return None


def _text(content: bytes) -> tuple[str | None, list[Issue]]:
    sort = sort_of(content)
    if sort in SORTS:
        facts = {"sort": SORTS[sort]}
        return None, [Issue("error", "not_csv", "line 1", sort, NOT_TEXT, facts)]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        shown = repr(content[error.start : error.start + 4])
    try:
        found = content.decode("gb18030")
    except UnicodeDecodeError:
        found = "\0"
    if "\0" in found:
        return None, [Issue("error", "not_utf8", "line 1", shown, NOT_READ)]
    return found, [Issue("warning", "read_as_gb18030", "line 1", "", IN_GB18030)]
