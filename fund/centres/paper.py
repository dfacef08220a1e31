"""The workbook of one centre and period: prefilled, protected, with drop-downs, in either language;
and the same again with its bad cells marked.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Written
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, select

from fund.access.actors import Actor
from fund.centres import filling, reach
from fund.centres.form import Indicator, version_of
from fund.centres.registering import named
from fund.centres.tables import Centre, ReportingPeriod, Submission
from fund.centres.values import shown
from fund.centres.verdict import ASKS, Known
from fund.errors import Issue, NotFound
from fund.i18n import _, say, speaking
from fund.workbook import plain
from fund.workbook.guard import Cell

PROPERTIES = ("fund_template", "fund_centre", "fund_period")
SHEET, INSTRUCTIONS, CHOICES = (
    {"zh": "填报", "en": "Report"},
    {"zh": "说明", "en": "Instructions"},
    {"zh": "选项", "en": "Choices"},
)
HEADS = {
    "zh": ("编号", "指标", "单位", "上期值", "本期值", "备注", "填报说明"),
    "en": ("Code", "Figure", "Unit", "Last time", "This time", "Note", "How to count"),
}
CODE, NAME, UNIT, LAST, VALUE, NOTE = 1, 2, 3, 4, 5, 6
HEAD_ROW, FIRST_ROW = 3, 4
WIDTHS = (20, 34, 12, 16, 18, 34, 60)
FONT, DATE = "Microsoft YaHei", "yyyy-mm-dd"
HEAD_FILL, KEPT_FILL, ASKED_FILL = (
    PatternFill("solid", fgColor="14508F"),
    PatternFill("solid", fgColor="ECEFF2"),
    PatternFill("solid", fgColor="FFFFFF"),
)
MARKS = {
    "error": PatternFill("solid", fgColor="F6B8B3"),
    "warning": PatternFill("solid", fgColor="FBD9A6"),
}
LINE = Side(style="thin", color="DCE2E8")
BORDER = Border(top=LINE, bottom=LINE, left=LINE, right=LINE)


class Paper(NamedTuple):
    """What a workbook is made of, and what it is held against when it comes back."""

    centre: Centre
    period: ReportingPeriod
    form: tuple[Indicator, ...]
    cells: Mapping[str, Cell | None]
    notes: Mapping[str, str]
    known: Known

    @property
    def properties(self) -> dict[str, str]:
        """What the file says of itself: form, centre, period."""
        return dict(
            zip(
                PROPERTIES, (version_of(self.form), self.centre.code, self.period.code), strict=True
            )
        )


def paper(session: Session, actor: Actor, centre_code: str, period_code: str) -> Paper:
    """Everything about a centre's workbook of a period: its draft, or what a draft would begin
    with.
    """
    actor.must("see_centres", *reach.of_centre(session, centre_code))
    centre = named(session, centre_code)
    period = session.exec(
        select(ReportingPeriod).where(ReportingPeriod.code == period_code)
    ).one_or_none() or _unknown(period_code)
    made = session.exec(
        select(Submission)
        .where(Submission.centre_id == centre.id, Submission.period_id == period.id)
        .order_by(Submission.revision.desc())  # type: ignore[attr-defined]
    ).first()
    form = filling.form(centre, period)
    rows = filling.draft(session, made.id or 0) if made else {}
    if rows:
        cells, notes = filling.cells_of(rows), {code: row.note for code, row in rows.items()}
    else:
        texts = filling.prefilled(session, centre, period)
        cells, notes = {one.code: _cell(one, texts.get(one.code, "")) for one in form}, {}
    found = Paper(centre, period, form, cells, notes, filling.known(session, centre, period))
    session.expunge_all()
    return found


def _unknown(code: str) -> ReportingPeriod:
    raise NotFound(kind="reporting_period", key=code)


def _cell(one: Indicator, text: str) -> Cell | None:
    return (
        Cell("number" if one.is_number else "date" if one.type == "date" else "text", text)
        if text
        else None
    )


Marks = Mapping[str, Sequence[Issue]]


def written(
    of: Paper,
    language: str,
    marks: Marks | None = None,
    notes_on: Sequence[str] = (),
    at_notes: Marks | None = None,
) -> bytes:
    """The workbook as .xlsx bytes; ``marks`` colours and comments the figures of those indicators,
    ``at_notes`` their notes, ``notes_on`` are lines for the first sheet.
    """
    with speaking(language):
        book = Workbook()
        _instructions(book.active, of, language, notes_on)
        _sheet(book.create_sheet(SHEET[language]), of, language, marks or {}, at_notes or {})
        _choices(book, of, language)
        for name, value in of.properties.items():
            book.custom_doc_props.append(StringProperty(name=name, value=value))
        book.active = 1
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def place(number: int) -> str:
    """The cell of this period's figure in the row of an indicator, counted from 0."""
    return f"{get_column_letter(VALUE)}{FIRST_ROW + number}"


def title(of: Paper, language: str) -> str:
    """Centre and period as they stand above the figures."""
    centre = of.centre.name_zh if language == "zh" or not of.centre.name_en else of.centre.name_en
    return f"{centre} · {of.period.name_zh if language == 'zh' else of.period.name_en}"


def _instructions(sheet: Worksheet, of: Paper, language: str, more: Sequence[str]) -> None:
    sheet.title = INSTRUCTIONS[language]
    lines = [
        title(of, language),
        *([_("What has to be put right:"), *more, ""] if more else []),
        _("How to fill it in"),
        _("White cells are yours; grey ones are filled in from the ledger or computed, and kept."),
        *(
            [
                _(
                    "Grey as well: what the bookings of the platform tell. Another figure takes"
                    " a note."
                )
            ]
            if of.known.booked
            else []
        ),
        _("Last time’s figures stand in the cells already. Change only what has changed."),
        _("Type digits only, in the unit that stands beside; no 万, no formulas."),
        _("Where a figure changes a lot, say why in the note, in a word or two."),
        _("Keep the names of the sheets, the codes in the first column and the headings."),
        _(
            "Hand the file in on the page of this centre; each cell that needs you comes back"
            " marked, in the same file."
        ),
    ]
    for row, text in enumerate(lines, 1):
        cell = sheet.cell(row, 1, text)
        cell.data_type = "s"
        cell.font = Font(name=FONT, bold=row == 1, size=14 if row == 1 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 96
    sheet.sheet_view.showGridLines = False


def _sheet(sheet: Worksheet, of: Paper, language: str, marks: Marks, at_notes: Marks) -> None:
    put(sheet, 1, 1, title(of, language)).font = Font(name=FONT, bold=True, size=14)
    for column, (head, width) in enumerate(zip(HEADS[language], WIDTHS, strict=True), 1):
        cell = put(sheet, HEAD_ROW, column, head)
        cell.font, cell.fill, cell.alignment = (
            Font(name=FONT, bold=True, color="FFFFFF"),
            HEAD_FILL,
            Alignment(horizontal="center", vertical="center"),
        )
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, one in enumerate(of.form):
        _row(sheet, FIRST_ROW + number, one, of, language)
        _mark(sheet.cell(FIRST_ROW + number, VALUE), marks.get(one.code, ()))
        _mark(sheet.cell(FIRST_ROW + number, NOTE), at_notes.get(one.code, ()))
    sheet.freeze_panes = "C4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = (
        "landscape",
        sheet.PAPERSIZE_A4,
        0,
    )
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True


def _row(sheet: Worksheet, row: int, one: Indicator, of: Paper, language: str) -> None:
    last = of.known.before.get(one.code)
    for column, text in (
        (CODE, one.code),
        (2, one.word("name", language)),
        (3, one.word("unit", language)),
        (7, one.word("how", language)),
    ):
        put(sheet, row, column, text)
    value(sheet.cell(row, LAST), one, _cell(one, shown(last)), language)
    value(sheet.cell(row, VALUE), one, of.cells.get(one.code), language)
    put(sheet, row, NOTE, of.notes.get(one.code, ""))
    told, cell_of = of.known.booked.get(one.code), of.cells.get(one.code)
    is_kept = filling.is_kept(told, cell_of.value if cell_of else "", of.notes.get(one.code, ""))
    for column in range(1, len(WIDTHS) + 1):
        cell = sheet.cell(row, column)
        is_open = column == NOTE or (column == VALUE and one.is_asked)
        cell.font, cell.border, cell.fill = (
            Font(name=FONT, size=11),
            BORDER,
            ASKED_FILL if is_open and not (is_kept and column == VALUE) else KEPT_FILL,
        )
        cell.alignment = Alignment(
            wrap_text=True,
            vertical="center",
            horizontal="right" if column in (LAST, VALUE) else "left",
        )
        cell.protection = Protection(locked=not is_open)
    check = _validation(one, language) if told is None else _bound(one, told, row, language)
    if check:
        sheet.add_data_validation(check)
        check.add(sheet.cell(row, VALUE).coordinate)


def _mark(target: Written, issues: Sequence[Issue]) -> None:
    """Colour a cell by the worst that is said of it, and say it all beside it."""
    if issues:
        target.fill = MARKS[
            "error" if any(issue.severity == "error" for issue in issues) else "warning"
        ]
        target.comment = Comment(
            "\n".join(say(issue) for issue in issues), "", height=120, width=320
        )


def put(sheet: Worksheet, row: int, column: int, text: str) -> Written:
    """Text as text, whatever it begins with."""
    cell = sheet.cell(row, column, text or None)
    if text:
        cell.data_type = "s"
    return cell


def value(target: Written, one: Indicator, cell: Cell | None, language: str) -> None:
    """A figure as the kind of cell it is; what is no figure stays the text it was."""
    if cell is None:
        target.number_format = _format(one)
        return
    words = {key: zh if language == "zh" else en for key, zh, en in one.offered}
    target.number_format = _format(one)
    if cell.kind == "number" and one.is_number:
        try:
            target.value = Decimal(cell.value)
        except InvalidOperation:
            target.value, target.data_type = cell.value, "s"
    elif cell.kind == "date" and one.type == "date" and len(cell.value) == len("2026-09-18"):
        target.value = _day(cell.value) or cell.value
    else:
        target.value = words.get(cell.value, cell.value)
        target.data_type = "s"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _format(one: Indicator) -> str:
    if one.type == "date":
        return DATE
    return (
        "@" if not one.is_number else "#,##0" if not one.decimals else "#,##0." + "#" * one.decimals
    )


def _validation(one: Indicator, language: str) -> DataValidation | None:
    if not one.is_asked or one.type == "words":
        return None
    if one.type == "choice":
        check = DataValidation(
            type="list", formula1=f"=choices_{one.code}", allow_blank=not one.required
        )
    elif one.type == "date":
        check = DataValidation(
            type="date", operator="between", formula1="36526", formula2="73415", allow_blank=True
        )
    else:
        check = DataValidation(
            type="whole" if one.type == "count" else "decimal",
            operator="between",
            formula1=str(one.least or 0),
            formula2=str(one.most or 10**12),
            allow_blank=not one.required,
        )
    check.errorStyle = "warning"
    check.showErrorMessage = check.showInputMessage = True
    check.errorTitle = check.promptTitle = one.word("name", language)[:32]
    check.error = check.prompt = one.word("how", language)[:255]
    return check


def _bound(one: Indicator, told: Decimal, row: int, language: str) -> DataValidation:
    """The bookings tell this figure: the cell takes no other, unless its note is written first."""
    figure, note = (f"${get_column_letter(column)}${row}" for column in (VALUE, NOTE))
    check = DataValidation(
        type="custom",
        formula1=f"OR({figure}={shown(told)},LEN(TRIM({note}))>0)",
        allow_blank=False,
        errorStyle="stop",
    )
    check.showErrorMessage = check.showInputMessage = True
    check.errorTitle = check.promptTitle = one.word("name", language)[:32]
    check.error = check.prompt = _(filling.KEPT)[:255]
    return check


def _choices(book: Workbook, of: Paper, language: str) -> None:
    sheet = book.create_sheet(CHOICES[language])
    sheet.sheet_state = "hidden"
    for number, one in enumerate((one for one in of.form if one.offered), 1):
        for row, (_key, zh, en) in enumerate(one.offered, 1):
            put(sheet, row, number, zh if language == "zh" else en)
        letter = get_column_letter(number)
        book.defined_names[f"choices_{one.code}"] = DefinedName(
            f"choices_{one.code}",
            attr_text=f"'{CHOICES[language]}'!${letter}$1:${letter}${len(one.offered)}",
        )


def marks_of(issues: Sequence[Issue], notes: Mapping[str, str]) -> dict[str, list[Issue]]:
    """Indicator -> what keeps its cell back: errors, and questions without a note."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.severity == "error" or (
            issue.code in ASKS and not plain.is_told(notes.get(issue.where, ""))
        ):
            found.setdefault(issue.where, []).append(issue)
    return found
