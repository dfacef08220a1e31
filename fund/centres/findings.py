"""What can be wrong with a centre's workbook as a file, beside what is wrong with its figures."""

from collections.abc import Mapping

from fund.errors import N_, Issue

PROBLEMS: Mapping[str, str] = {
    "not_a_report": N_(
        "This is not the workbook of a centre’s report. Download it from the centre’s page and fill"
        " in that one."
    ),
    "wrong_centre": N_(
        "This is the workbook of “{found}”, not of “{wanted}”. Hand it in there, or download the"
        " right one."
    ),
    "wrong_period": N_(
        "This is the workbook for {found}, not for {wanted}. Download the one for {wanted}."
    ),
    "sheet_missing": N_(
        "The sheet “{sheet}” is missing or renamed. Give it back its name, or copy the figures into"
        " a fresh workbook."
    ),
    "heading_missing": N_(
        "The heading “{head}” belongs here. Give it back, or copy the figures into a fresh"
        " workbook."
    ),
    "unit_changed": N_(
        "The unit beside “{name}” is {unit} and was changed to “{value}”. Write the figure in"
        " {unit} and give the unit back."
    ),
    "name_changed": N_(
        "This row is that of “{name}”, and its name was changed to “{value}”. Give the name back; a"
        " figure of your own has no row here."
    ),
    "merged_cells": N_(
        "Cells are merged here ({area}): only {cell} holds the value. Unmerge them and fill in each"
        " row."
    ),
    "row_missing": N_("The row of “{name}” is missing. Copy the figures into a fresh workbook."),
    "row_twice": N_("“{name}” is there twice. Remove one row."),
    "note_formula": N_("The note holds a formula or an error. Type it as words."),
}
"""What stops a file whatever its figures are."""

REMARKS: Mapping[str, str] = {
    "older_template": N_(
        "The form has changed since this workbook was made. Its figures were read by the codes in"
        " the first column."
    ),
    "row_unknown": N_("“{value}” is no figure of this report and was not read."),
    "outside_the_table": N_("This stands outside the table and was not read: {parts}."),
    "properties_lost": N_(
        "The workbook no longer says itself what it is for. It was recognised by its own cells: the"
        " centre and the period above the figures."
    ),
    "sheet_hidden": N_("The sheet “{sheet}” is hidden. It was read all the same."),
    "hidden_parts": N_("Hidden here: {parts}. It was read all the same."),
    "sheet_renamed": N_(
        "This sheet was read as “{sheet}”: it stands under the report’s own headings."
    ),
    "sheet_unknown": N_("The sheet “{sheet}” is not part of the workbook and was not read."),
}
"""What is said and read past."""


def problem(code: str, where: str, value: object = "", **facts: object) -> Issue:
    """Something about the file itself."""
    stops = code in PROBLEMS
    return Issue(
        "error" if stops else "warning",
        code,
        where,
        str(value),
        (PROBLEMS if stops else REMARKS)[code],
        {"value": str(value), **facts},
    )
