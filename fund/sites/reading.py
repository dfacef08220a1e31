"""Lists of launches as others publish them: the list of missions (CSV) and the GCAT log of 17 and
of 20 columns (TSV), read line by line, every problem by its line.
"""

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, tzinfo
from typing import NamedTuple

from fund.errors import N_, Issue
from fund.sites import moments
from fund.sites.records import Flown
from fund.sites.rules import scored

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of characters, which no database keeps."""
LARGEST = 40 * 2**20
"""Bytes of a file as it arrives."""
MISSIONS = ("Company", "Location", "Date", "Time", "Rocket", "Mission", "MissionStatus")
LOG = (
    *("Launch_Tag", "Launch_Date", "Type", "Name", "LV_Type", "Flight_ID", "Platform"),
    *("Launch_Site", "Launch_Pad", "Ascent_Site", "Agency", "Launch_Code"),
)
STATUSES: Mapping[str, tuple[str, int | None]] = {
    "Success": ("success", 100),
    "Partial Failure": ("partial", None),
    "Failure": ("failure", 0),
    "Prelaunch Failure": ("pad_failure", None),
}
PROBLEMS = {
    "list_too_large": N_("The file is larger than {most} MB. Split it."),
    "list_unknown": N_(
        "This is no list of launches that is known: it needs the columns {missions}, or with tabs"
        " “Launch_Tag”, “Launch_Date” … “Launch_Code” (17 or 20 columns)."
    ),
    "list_empty": N_("The file holds no launches."),
    "line_unreadable": N_(
        "The line cannot be read: a quotation mark that is never closed, or control characters."
    ),
    "columns_wrong": N_("The line has {found} columns and the heading {wanted}."),
    "date_wrong": N_("“{value}” is no date as this list writes it."),
    "date_serial": N_(
        "“{value}” is a serial number of a spreadsheet. Format the column as a date and save again."
    ),
    "future_outcome": N_("The day {value} is to come, but an outcome stands beside it."),
    "outcome_unknown": N_("“{value}” is no outcome of this list."),
    "outcome_open": N_("No outcome is given; the launch goes in as unconfirmed."),
    "line_twice": N_("The line is the same as line {other}; it counts once."),
    "tag_disagrees": N_("The lines of “{value}” disagree: {column} is written in two ways."),
    "not_orbital": N_("“{value}” is no launch to orbit by its code {launch_code}; left out."),
    "not_from_earth": N_("“{value}” started from {site}, which is not on Earth; left out."),
    "years_of_two_digits": N_("Years of two digits are read as 1957 to 2056."),
    "lines_of_latin": N_("{count} lines are not UTF-8 and were read as “Windows-1252”."),
    "place_unknown": N_(
        "“{value}” ({count} launches) is no site that is known. Give the name to a site, or enter"
        " the site first."
    ),
    "place_doubtful": N_("{count} launches from “{value}” are marked as doubtful in the list."),
    "known_already": N_("{count} launches are taken in already and stay as they are."),
}


class Listed(NamedTuple):
    """A list as read: which it is, its launches, what is wrong, how many lines it has."""

    origin: str
    launches: list[Flown]
    issues: list[Issue]
    lines: int


def issue(
    code: str, where: str, value: str = "", severity: str = "error", **facts: object
) -> Issue:
    """One of PROBLEMS at a place."""
    facts = {"value": value, **facts}
    return Issue(severity, code, where, value, PROBLEMS[code], facts)  # type: ignore[arg-type]


def read(name: str, content: bytes, today: date, zone: tzinfo = UTC) -> Listed:
    """The launches of a file, never raising for what is in it; ``zone`` is that of its times."""
    if len(content) > LARGEST:
        return Listed("", [], [issue("list_too_large", name, most=LARGEST // 2**20)], 0)
    lines, latin = lines_of(content)
    broken = [number for number, line in enumerate(lines, 1) if UNWRITABLE.search(line)]
    if broken:
        problems = [issue("line_unreadable", f"{name}:{number}") for number in broken]
        return Listed("", [], problems, len(lines))
    head = lines[0] if lines else ""
    if "\t" in head and head.lstrip("#").startswith("Launch_Tag"):
        found = _log(name, lines, today, zone)
    elif set(MISSIONS) <= set(head.split(",")):
        found = _missions(name, lines, today, zone)
    else:
        shown = ", ".join(MISSIONS)
        return Listed("", [], [issue("list_unknown", f"{name}:1", missions=shown)], len(lines))
    issues = list(found.issues)
    if latin:
        issues.append(issue("lines_of_latin", name, "", "warning", count=latin))
    if not found.launches and not any(one.severity == "error" for one in issues):
        issues.append(issue("list_empty", name))
    return found._replace(issues=issues)


def lines_of(content: bytes) -> tuple[list[str], int]:
    """The lines, each decoded by itself; how many were not UTF-8."""
    made, latin = [], 0
    for line in content.removeprefix(b"\xef\xbb\xbf").splitlines():
        try:
            made.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            made.append(line.decode("cp1252", errors="replace"))
            latin += 1
    return made, latin


def _missions(name: str, lines: list[str], today: date, zone: tzinfo) -> Listed:
    """The list of missions: a row is a launch, its place stands in one cell after the pad."""
    heads = next(csv.reader(lines[:1]))
    launches, issues = [], []
    seen: dict[tuple[str, ...], int] = {}
    short = False
    for number, cells in _rows(lines):
        where = f"{name}:{number}"
        if cells is None:
            issues.append(issue("line_unreadable", where))
        elif not any(cells):
            continue
        elif len(cells) != len(heads):
            found, wanted = len(cells), len(heads)
            issues.append(issue("columns_wrong", where, "", found=found, wanted=wanted))
        elif tuple(cells) in seen:
            other = seen[tuple(cells)]
            issues.append(issue("line_twice", where, cells[0], "warning", other=other))
        else:
            seen[tuple(cells)] = number
            row = dict(zip(heads, (cell.strip() for cell in cells), strict=True))
            short = short or len(row["Date"].rpartition("/")[2]) == 2
            made = list(_mission(row, number, where, today, zone))
            launches += [one for one in made if isinstance(one, Flown)]
            issues += [one for one in made if isinstance(one, Issue)]
    if short:
        issues.append(issue("years_of_two_digits", name, "", "warning"))
    return Listed("missions", launches, issues, len(lines))


def _rows(lines: list[str]) -> Iterator[tuple[int, list[str] | None]]:
    """The rows after the heading, each with the line it begins on; None for one that is too long to
    be one, which ends the reading.
    """
    rows, number = csv.reader(lines[1:]), 2
    try:
        for cells in rows:
            yield number, cells
            number = rows.line_num + 2
    except csv.Error:
        yield number, None


def _mission(
    row: dict[str, str], number: int, where: str, today: date, zone: tzinfo
) -> Iterator[Flown | Issue]:
    moment = moments.of_list(row["Date"], row["Time"], zone)
    status = row["MissionStatus"]
    if moment is None:
        text = f"{row['Date']} {row['Time']}".strip()
        yield issue("date_serial" if row["Date"].isdecimal() else "date_wrong", where, text[:60])
        return
    if status and status not in STATUSES:
        yield issue("outcome_unknown", where, status[:60])
        return
    if status and moment.day > today:
        yield issue("future_outcome", where, moment.day.isoformat())
        return
    if not status:
        yield issue("outcome_open", where, row["Mission"][:60], "warning")
    pad, _comma, place = row["Location"].partition(",")
    if "," not in place:
        pad, place = "", row["Location"]
    outcome, score = STATUSES.get(status, ("", None))
    key = "|".join(row[column] for column in MISSIONS)
    yield Flown(
        number,
        f"M-{moment.day:%Y%m%d}-{hashlib.sha256(key.encode()).hexdigest()[:8]}",
        *moment,
        place.strip(),
        pad.strip(),
        row["Rocket"],
        "",
        row["Mission"],
        row["Company"],
        outcome,
        score,
        "",
        None,
    )


SAME = ("Launch_Date", "LV_Type", "Flight_ID", "Launch_Site", "Launch_Pad", "Launch_Code")
"""What all lines of one launch say alike."""


def _log(name: str, lines: list[str], today: date, zone: tzinfo) -> Listed:
    """The GCAT log: a line is a payload, lines of one tag are one launch."""
    heads = [head.strip() for head in lines[0].lstrip("#").split("\t")]
    missing = [head for head in LOG if head not in heads]
    if missing:
        shown = ", ".join(MISSIONS)
        return Listed("", [], [issue("list_unknown", f"{name}:1", missions=shown)], len(lines))
    issues: list[Issue] = []
    tagged: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(heads):
            found, wanted, where = len(cells), len(heads), f"{name}:{number}"
            issues.append(issue("columns_wrong", where, "", found=found, wanted=wanted))
            continue
        row = {head: _said(cell) for head, cell in zip(heads, cells, strict=True)}
        tagged[row["Launch_Tag"]].append((number, row))
    launches: list[Flown] = []
    for tag, rows in tagged.items():
        for made in _tag(name, tag, rows, today, zone):
            (launches if isinstance(made, Flown) else issues).append(made)  # type: ignore[arg-type]
    return Listed("gcat", launches, issues, len(lines))


def _said(cell: str) -> str:
    text = " ".join(cell.split()) if not cell[:4].isdecimal() else cell.strip()
    return "" if text == "-" else text


def _tag(
    name: str, tag: str, rows: list[tuple[int, dict[str, str]]], today: date, zone: tzinfo
) -> Iterator[Flown | Issue]:
    number, row = rows[0]
    where = f"{name}:{number}"
    for column in SAME:
        if len({one[column] for _line, one in rows}) > 1:
            yield issue("tag_disagrees", where, tag, column=column)
            return
    moment = moments.of_log(row["Launch_Date"], zone)
    said = scored(row["Launch_Code"]) if row["Launch_Code"] else ("", None)
    if moment is None:
        text = row["Launch_Date"]
        yield issue("date_serial" if text.isdecimal() else "date_wrong", where, text[:60])
        return
    if said is None:
        yield issue("outcome_unknown", where, row["Launch_Code"][:60])
        return
    if said[0] and moment.day > today:
        yield issue("future_outcome", where, moment.day.isoformat())
        return
    if not said[0]:
        yield issue("outcome_open", where, tag, "warning")
    yield Flown(
        number,
        tag,
        *moment,
        row["Launch_Site"].rstrip("?"),
        row["Launch_Pad"],
        row["LV_Type"],
        row["Flight_ID"],
        next((one["Name"] for _line, one in rows), ""),
        row["Agency"],
        said[0],
        said[1],
        row["Launch_Code"],
        sum(one["Type"].startswith("P") for _line, one in rows),
        row["Platform"],
        row["Ascent_Site"],
    )
