"""A few bad cells of a workbook put right on the page: the same verdict again, and what was changed
kept in words. Nothing is stored here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from fund.centres.findings import PROBLEMS
from fund.centres.intake import Taken
from fund.centres.paper import Paper
from fund.centres.values import typed
from fund.centres.verdict import ASKS, verdict, worded
from fund.errors import Issue
from fund.workbook import plain

MOST = 30
"""Cells that are put right on a page; with more of them the workbook is the better place."""
AT_A_FIGURE = frozenset({"unit_changed", "name_changed"})
"""What is wrong beside a figure, and is put right by giving the figure anew."""


class Bad(NamedTuple):
    """A cell that keeps the workbook back: its figure and place, what stood there, what is wrong,
    and whether an explanation is asked for and not another figure.
    """

    code: str
    where: str
    was: str
    issue: Issue
    is_note: bool


def bad_cells(taken: Taken, of: Paper, language: str) -> list[Bad]:
    """The cells to put right, in the order of the form; none where something is wrong with the file
    itself, or with too many of them.
    """
    if taken.verdict is None or any(_is_of_the_file(issue) for issue in taken.issues):
        return []
    beside = {
        str(issue.facts["indicator"]): issue for issue in taken.issues if issue.code in AT_A_FIGURE
    }
    found = dict(beside)
    for issue in worded(taken.verdict.open(taken.notes), of.form, language):
        found.setdefault(issue.where, issue)
    made = [
        Bad(
            one.code,
            taken.places.get(one.code, ""),
            _was(taken, one.code, beside),
            found[one.code],
            found[one.code].code in ASKS,
        )
        for one in of.form
        if one.code in found
    ]
    return made if len(made) <= MOST else []


def _is_of_the_file(issue: Issue) -> bool:
    return issue.code in PROBLEMS and issue.code not in AT_A_FIGURE


def _was(taken: Taken, code: str, beside: Mapping[str, Issue]) -> str:
    if code in beside:
        return beside[code].value
    cell = taken.cells.get(code)
    return cell.value if cell else ""


def mended(
    taken: Taken, of: Paper, values: Mapping[str, str], notes: Mapping[str, str], language: str
) -> Taken:
    """The workbook with these figures and explanations, as typed, by indicator: judged again as the
    form and the workbook are.
    """
    cells = dict(taken.cells)
    for code, text in values.items():
        cell = typed(text)
        if cell is None:
            cells.pop(code, None)
        else:
            cells[code] = cell
    said = {
        **taken.notes,
        **{code: " ".join(plain.visible(text).split()) for code, text in notes.items()},
    }
    judged = verdict(of.form, {one.code: cells.get(one.code) for one in of.form}, of.known)
    sheet = next(
        (issue.where.partition("!")[0] for issue in taken.issues if "!" in issue.where), ""
    )
    of_file = [
        issue
        for issue in taken.issues
        if "indicator" in issue.facts or issue.where.rpartition("!")[2] not in taken.places.values()
    ]
    kept = [issue for issue in of_file if issue.facts.get("indicator") not in values]
    placed = [
        replace(issue, where=f"{sheet}!{taken.places.get(issue.where, '')}")
        for issue in worded(judged.issues, of.form, language)
    ]
    return Taken(cells, said, judged, [*kept, *placed], taken.places)


def changes(before: Taken, after: Taken) -> str:
    """What was changed on the page, cell by cell: place, what stood there, what stands there now;
    an explanation by its place alone.
    """
    parts = []
    for code, place in before.places.items():
        was, now = (one.cells[code].value if code in one.cells else "" for one in (before, after))
        if was != now:
            parts.append(f"{place}: {was or '—'} → {now or '—'}")
        elif before.notes.get(code, "") != after.notes.get(code, ""):
            parts.append(f"{place}: {after.notes.get(code, '')}")
    return "; ".join(parts)
