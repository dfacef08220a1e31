"""The first sheet: what this is, of when, in which unit, who signs for it, what was corrected."""

from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, official_day, unit_name
from fund.reports import paper, style
from fund.reports.description import Report
from fund.reports.written import quoted

LANGUAGES = {"zh": "中文", "en": "English"}
LAST = 4


def write(page: Worksheet, report: Report) -> None:
    """Fill the cover (portrait A4)."""
    for letter, width in zip("ABCD", (18, 25, 20, 22), strict=True):
        page.column_dimensions[letter].width = width
    _number(page, report)
    _title(page, report)
    row = _facts(page, report, 9)
    below = _signatures(page, report, row + 1)
    _seal(page, row + 1)
    row = _contents(page, report, max(below, row + 3) + 1)
    _corrections(page, report, row + 1)
    paper.page_fitted(page, report, is_lying=False)


def _number(page: Worksheet, report: Report) -> None:
    style.put(page, 1, 3, _("Document no."), style.SMALL, align="right")
    style.put(page, 1, 4, report.number)
    page.cell(1, 4).border = Border(bottom=style.STRONG)
    if report.state == "draft":
        style.put(page, 1, 1, _("Draft, not issued"), style.MARK)


def _title(page: Worksheet, report: Report) -> None:
    page.merge_cells(start_row=4, start_column=1, end_row=4, end_column=LAST)
    page.merge_cells(start_row=5, start_column=1, end_row=5, end_column=LAST)
    page.merge_cells(start_row=7, start_column=1, end_row=7, end_column=LAST)
    style.put(page, 4, 1, report.title, style.COVER_TITLE, align="center", wrap=True)
    style.put(page, 5, 1, report.period, style.COVER_PERIOD, align="center")
    page.row_dimensions[4].height = 46
    page.row_dimensions[5].height = 24
    if report.demonstration:
        style.put(
            page,
            7,
            1,
            _("Demonstration data: every organisation, person and figure is invented."),
            style.COVER_MARK,
            align="center",
        )


def _facts(page: Worksheet, report: Report, row: int) -> int:
    filters = "; ".join(f"{name}: {value}" for name, value in report.filters.items())
    if report.language == "zh":
        filters = "；".join(f"{name}：{value}" for name, value in report.filters.items())
    facts = [
        (_("Period"), report.period),
        (_("Data as of"), official_day(report.as_of)),
        (_("Unit of amounts"), unit_name(report.unit)),
        (_("Language"), LANGUAGES[report.language]),
        (_("Filters"), filters or _("None")),
        (_("Data version"), report.data_digest or report.data_version or "—"),
        (_("Identity"), report.identity_note or "—"),
        (_("Seal of the file"), _sealed(report)),
        (
            _("Rounding"),
            _(
                "Cells hold amounts to the fen and show two decimals, so shown parts may not add up"
                " to shown totals."
            ),
        ),
    ]
    for name, value in facts:
        _line(page, row, name, value)
        row += 1
    return row


def _sealed(report: Report) -> str:
    """What a receiver may expect of the file, and the key to compare."""
    if not report.state:
        return _("None: an export from a page. Nobody can tell later whether it was changed.")
    return _(
        "Signed with the key {fingerprint}. “verify-report” and the page “Reports” say whether it"
        " is unchanged; compare the key with the one you were handed another way."
    ).format(fingerprint=report.fingerprint)


def _line(page: Worksheet, row: int, name: str, value: str) -> None:
    style.put(page, row, 1, name, style.SMALL)
    page.merge_cells(start_row=row, start_column=2, end_row=row, end_column=LAST)
    style.put(page, row, 2, value, wrap=True)
    lines = 1 + style.columns_of(value) // 60
    page.row_dimensions[row].height = 20 if lines == 1 else 15 * lines + 6
    for column in range(1, LAST + 1):
        page.cell(row, column).border = style.ROW_LINES


def _contents(page: Worksheet, report: Report, row: int) -> int:
    """The sheets in two columns, each a link to its own."""
    style.put(page, row, 1, _("Sheets"), style.BOLD)
    titles = [sheet.title for sheet in report.sheets] + [form.title for form in report.forms]
    for number, title in enumerate([*titles, _("Check")]):
        place, column = row + 1 + number // 2, 1 + 2 * (number % 2)
        style.put(page, place, column, number + 1, style.SMALL, align="right")
        cell = style.put(page, place, column + 1, title, style.LINK)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(title)}!A1")
    return row + 3 + len(titles) // 2


def _corrections(page: Worksheet, report: Report, row: int) -> int:
    style.put(page, row, 1, _("Corrections since the last issue"), style.BOLD)
    for correction in report.corrections or [_("None")]:
        row += 1
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=LAST)
        style.put(page, row, 1, correction, wrap=True)
        page.row_dimensions[row].height = 18 + 15 * (style.columns_of(correction) // 78)
    return row + 1


def _signatures(page: Worksheet, report: Report, row: int) -> int:
    """Prepared, reviewed, approved: who did, or a line to sign on; the day, or a line for it."""
    roles = {"prepared": _("Prepared by"), "reviewed": _("Reviewed by"), "issued": _("Approved by")}
    for name, role in roles.items():
        who, on = report.signers.get(name, ("", None))
        page.row_dimensions[row].height = 34
        style.put(page, row, 1, role, style.BOLD).alignment = Alignment(vertical="bottom")
        for column, said in ((2, who), (3, official_day(on) if on else _("Date"))):
            cell = style.put(page, row, column, said, style.BODY if said else style.SMALL)
            cell.alignment = Alignment(vertical="bottom", horizontal="left")
            cell.border = Border(bottom=style.STRONG)
        row += 1
    return row


def _seal(page: Worksheet, row: int) -> None:
    side = Side(style="dashed", color=style.MUTED)
    page.merge_cells(start_row=row, start_column=LAST, end_row=row + 2, end_column=LAST)
    for number in range(row, row + 3):
        page.cell(number, LAST).border = Border(
            left=side,
            right=side,
            top=side if number == row else None,
            bottom=side if number == row + 2 else None,
        )
    style.put(page, row, LAST, _("Seal"), style.SMALL, align="center")
