"""The empty workbooks people fill in: drop-downs, checks and one example a sheet, built from
data/templates.
"""

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fund.errors import N_
from fund.i18n import _, speaking
from fund.office.form import (
    CHOICES,
    INSTRUCTIONS,
    VERSION_PROPERTY,
    Column,
    Form,
    Template,
    template_form,
)

LAST_ROW = 5000
FORMATS = {"money": "#,##0.00", "date": "yyyy-mm-dd", "year": "0"}
REQUIRED = PatternFill("solid", fgColor="14508F")
OPTIONAL = PatternFill("solid", fgColor="5E6B78")
EXAMPLE_FILL = PatternFill("solid", fgColor="ECEFF2")
LINE = Side(style="thin", color="DCE2E8")
FONT = "Microsoft YaHei"


ABOUT = {
    "office": (
        N_("Opening records of the office"),
        (
            N_(
                "The stages of one budget line may not exceed one another: appropriated, committed,"
                " obligated, accepted, paid."
            ),
            N_(
                "Nothing is stored until every error is put right and a second person has approved"
                " the records."
            ),
        ),
    ),
    "missions": (
        N_("Register of national missions"),
        (
            N_(
                "A mission entered before is named by its code alone; its other columns may then"
                " stay empty."
            ),
            N_(
                "Nothing is stored until every error is put right; a second person states when a"
                " quarter is complete."
            ),
        ),
    ),
}
"""What each workbook is, and what is to be known of it alone."""


def template(language: str = "zh", name: str = "office") -> bytes:
    """The empty workbook of a form in zh or en, as .xlsx bytes."""
    form = template_form(name)
    with speaking(language):
        book = Workbook()
        _instructions(book.active, form, language, *ABOUT[name])
        for sheet in form.forms:
            _sheet(book, form, sheet, language)
        _choices(book, form, language)
        book.custom_doc_props.append(StringProperty(name=VERSION_PROPERTY, value=form.version))
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


HOW = (
    N_("Amounts are typed numbers in yuan with at most two decimals. Formulas are not read."),
    N_("Dates are real dates; 2026-03-01 is understood as one."),
    N_("Blue headings must be filled in, grey ones may stay empty. Each heading carries a note."),
    N_(
        "The grey row is an example: a row whose first cell begins with 示例 is not read. Leave it"
        " or delete it."
    ),
    N_("Keep the names of the sheets and the headings; the order of the columns does not matter."),
)
"""How a workbook is filled in, line by line."""


def _instructions(
    sheet: Worksheet, form: Template, language: str, title: str, more: tuple[str, ...]
) -> None:
    sheet.title = INSTRUCTIONS[language]
    colon = "：" if language == "zh" else ": "
    purposes = [
        f"{one.title(language)}{colon}{one.purpose_zh if language == 'zh' else one.purpose_en}"
        for one in form.forms
    ]
    lines = [
        (_(title), True),
        (_("Template version {version}").format(version=form.version), False),
        ("", False),
        *[(line, False) for line in purposes],
        ("", False),
        (_("How to fill it in"), True),
        *[(_(line), False) for line in (*HOW, *more)],
    ]
    for row, (text, is_head) in enumerate(lines, 1):
        cell = sheet.cell(row, 1, text)
        cell.font = Font(name=FONT, bold=is_head, size=14 if row == 1 else 11, color="17222E")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 96
    sheet.sheet_view.showGridLines = False


def _sheet(book: Workbook, form: Template, described: Form, language: str) -> None:
    sheet = book.create_sheet(described.title(language))
    for number, column in enumerate(described.columns, 1):
        _head(sheet, number, column, language)
        _body(sheet, number, column)
        _example(sheet, form, number, column, language)
        if check := _validation(column, language):
            sheet.add_data_validation(check)
            letter = get_column_letter(number)
            check.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    _protect(sheet)


def _head(sheet: Worksheet, number: int, column: Column, language: str) -> None:
    cell = sheet.cell(1, number, column.head(language))
    cell.font = Font(name=FONT, bold=True, color="FFFFFF")
    cell.fill = REQUIRED if column.required else OPTIONAL
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.border = Border(right=Side(style="thin", color="FFFFFF"))
    cell.protection = Protection(locked=True)
    note = Comment(column.hint_zh if language == "zh" else column.hint_en, "")
    note.width, note.height = 260, 90
    cell.comment = note


def _body(sheet: Worksheet, number: int, column: Column) -> None:
    """The format of every cell below the heading: unlocked, and text where digits could be taken
    for a number.
    """
    dimension = sheet.column_dimensions[get_column_letter(number)]
    dimension.width = column.width
    dimension.number_format = FORMATS.get(column.kind, "@")
    dimension.protection = Protection(locked=False)
    dimension.font = Font(name=FONT)


def _example(sheet: Worksheet, form: Template, number: int, column: Column, language: str) -> None:
    value: object = column.example
    if column.kind == "money" and column.example is not None:
        value = Decimal(str(column.example))
    elif column.kind == "choice" and column.example is not None:
        value = form.offered(column.list, str(column.example), language)
    cell = sheet.cell(2, number, value)
    cell.number_format = FORMATS.get(column.kind, "@")
    cell.font = Font(name=FONT, italic=True, color="44525F")
    cell.fill = EXAMPLE_FILL
    cell.border = Border(bottom=LINE)
    cell.protection = Protection(locked=False)


def _validation(column: Column, language: str) -> DataValidation | None:
    hint = column.hint_zh if language == "zh" else column.hint_en
    blank = not column.required
    if column.kind == "choice":
        # any ISO currency is read, so its list only advises
        check = DataValidation(
            type="list",
            formula1=f"=choices_{column.list}",
            allow_blank=blank,
            errorStyle="warning" if column.list == "currency" else "stop",
        )
    elif column.kind == "money":
        check = DataValidation(
            type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=blank
        )
    elif column.kind == "date":
        check = DataValidation(
            type="date", operator="between", formula1="36526", formula2="73415", allow_blank=blank
        )
    elif column.kind == "year":
        check = DataValidation(
            type="whole", operator="between", formula1="2015", formula2="2050", allow_blank=blank
        )
    elif column.kind == "uscc":
        check = DataValidation(
            type="textLength", operator="equal", formula1="18", allow_blank=blank
        )
    else:
        return None
    check.showErrorMessage = check.showInputMessage = True
    check.errorTitle = check.promptTitle = column.head(language)[:32]
    check.error = check.prompt = hint[:255]
    return check


def _protect(sheet: Worksheet) -> None:
    """Only the headings: everything people do below them stays allowed. No password, since this
    guards against slips.
    """
    sheet.protection.sheet = True
    for allowed in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
        "insertHyperlinks",
    ):
        setattr(sheet.protection, allowed, False)


def _choices(book: Workbook, form: Template, language: str) -> None:
    sheet = book.create_sheet(CHOICES[language])
    sheet.sheet_state = "hidden"
    asked = {column.list for described in form.forms for column in described.columns}
    for number, (name, words) in enumerate(
        ((name, words) for name, words in form.lists.items() if name in asked), 1
    ):
        letter = get_column_letter(number)
        sheet.cell(1, number, name)
        for row, key in enumerate(words, 2):
            sheet.cell(row, number, form.offered(name, key, language))
        area = f"'{CHOICES[language]}'!${letter}$2:${letter}${len(words) + 1}"
        book.defined_names[f"choices_{name}"] = DefinedName(f"choices_{name}", attr_text=area)
