"""The scheme of an evaluation of direction as a table people edit: shipped as one, out as one, in
from a workbook or a CSV file; whole or not at all, each problem at its cell.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache

from fund.errors import N_, FundError, Issue, has_errors
from fund.evaluation import bands
from fund.evaluation.bands import FIGURES, UNITS, Part
from fund.holdings.rules import FIELDS
from fund.plan.reference import DATA
from fund.workbook import delimited, headed
from fund.workbook.headed import Row

SHIPPED = "direction_scheme.csv"
HEADS = {
    "indicator": N_("Number of the indicator"),
    "indicator_zh": N_("Chinese name of the indicator"),
    "indicator_en": N_("English name of the indicator"),
    "part": N_("Key of the part"),
    "part_zh": N_("Chinese name of the part"),
    "part_en": N_("English name of the part"),
    "either": N_("The best counts of those with this word"),
    "figure": N_("Filled from"),
    "counted": N_("Fields that count"),
    "unit": N_("Measured in"),
    "most": N_("Points to be had"),
    "at_least": N_("At least"),
    "below": N_("Below"),
    "points": N_("Points"),
}
"""Field -> heading; keys, Chinese and English are all understood."""
NUMBERS = ("indicator", "most", "at_least", "below", "points")
NEEDED = ("indicator", "part", "most")
PROBLEMS = {
    "not_a_number": N_("“{value}” is not a number. Write digits only, such as 0.35."),
    "cell_missing": N_("“{column}” must be filled in."),
    "field_unknown": N_("“{value}” is no field of a holding. Known are: {known}."),
}


def issue(code: str, where: str, value: str = "", **facts: object) -> Issue:
    """One of PROBLEMS at a cell."""
    return Issue("error", code, where, value, PROBLEMS[code], {"value": value, **facts})


@cache
def _shipped() -> tuple[Part, ...]:
    rows, issues = headed.read(
        SHIPPED, (DATA / "templates" / SHIPPED).read_bytes(), HEADS, {}, HEADS
    )
    parts = bands.of_rows(row.given for row in rows)
    bands.must_be_scheme(parts)
    if has_errors(issues):
        raise ValueError(issues)
    return tuple(parts)


def shipped() -> list[Part]:
    """The scheme as it came, from data/templates."""
    return list(_shipped())


def table(parts: Iterable[Part]) -> bytes:
    """A scheme as a CSV file to edit."""
    rows = bands.rows_of(parts)
    return delimited.written(HEADS, ([_cell(name, row[name]) for name in HEADS] for row in rows))


def _cell(name: str, text: str) -> object:
    """An end below nothing is a number, no text a spreadsheet would calculate."""
    return Decimal(text) if name in NUMBERS and text else text


def read(name: str, content: bytes) -> tuple[list[Part], list[Issue]]:
    """The parts of a scheme from a file, and what is wrong with it; a scheme that does not hold
    together is refused at the part's first row.
    """
    choices = {"figure": FIGURES, "unit": UNITS}
    rows, issues = headed.read(name, content, HEADS, choices, HEADS, most=500)
    for row in rows:
        issues += _cells(row)
    if has_errors(issues) or not rows:
        return [], issues
    parts = bands.of_rows({name: row.given.get(name, "") for name in HEADS} for row in rows)
    try:
        bands.must_be_scheme(parts)
    except FundError as refused:
        issues.append(_refused(refused, rows))
        return [], issues
    return parts, issues


def _cells(row: Row) -> Iterable[Issue]:
    for field in NEEDED:
        if not row.given.get(field):
            yield issue("cell_missing", row.where(field), column=HEADS[field])
    for field in NUMBERS:
        if (value := row.given.get(field, "")) and not _is_number(field, value):
            yield issue("not_a_number", row.where(field), value)
    for word in row.given.get("counted", "").split():
        if word not in FIELDS:
            yield issue("field_unknown", row.where("counted"), word, known=", ".join(FIELDS))


def _is_number(field: str, value: str) -> bool:
    if field == "indicator":
        return value.isdecimal()
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _refused(refused: FundError, rows: list[Row]) -> Issue:
    named = refused.facts.get("part", "")
    row = next((one for one in rows if named in (one.given["part_zh"], one.given["part"])), rows[0])
    where = row.where("part")
    return Issue("error", refused.code, where, str(named), refused.message, refused.facts)
