"""The first sheet: what this is, of when, in which unit, who signs for it, what was corrected."""

import io
from collections.abc import Mapping, Sequence

from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, official_day, unit_name
from fund.reports import paper, style, together
from fund.reports.description import Report
from fund.reports.values import period_said
from fund.reports.written import quoted

LANGUAGES = {"zh": "中文", "en": "English"}
LAST = 4
WIDTHS = (18.0, 25.0, 20.0, 22.0)
LATER = 10**6
"""Behind all pages that are known."""
LOGO = 44
"""Points a logo is high."""


def write(page: Worksheet, report: Report, pages: Mapping[str, int]) -> None:
    """Fill the cover (portrait A4); ``pages`` are those each sheet takes by its title, in order, 0
    where nobody knows.
    """
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    _number(page, report)
    _logo(page, report)
    _title(page, report)
    row = _facts(page, report, 9)
    below = _signatures(page, report, row + 1)
    _seal(page, row + 1)
    at = max(below, row + 3) + 1
    titles = _titles(report)
    _corrections(page, report, at + 4 + (len(titles) - 1) // 2)
    # how high the contents are says how many pages the cover takes, and so which page each is on
    _contents(page, at, titles, _first_pages(1, pages))
    own = paper.pages_fitted(page, WIDTHS, is_lying=False)
    _contents(page, at, titles, _first_pages(own, pages))
    paper.page_fitted(page, report, is_lying=False)


def _number(page: Worksheet, report: Report) -> None:
    style.put(page, 1, 3, _("Document no."), style.SMALL, align="right")
    style.put(page, 1, 4, report.look.numbered(report.number), wrap=True)
    page.cell(1, 4).border = Border(bottom=style.STRONG)
    page.row_dimensions[1].height = 15 * paper.lines_of(report.look.numbered(report.number), 22) + 6
    marks = [report.look.secrecy, _("Draft, not issued") if report.state == "draft" else ""]
    if any(marks):
        style.put(page, 1, 1, " · ".join(filter(None, marks)), style.MARK)


def _logo(page: Worksheet, report: Report) -> None:
    """The office's mark, at the left above the title."""
    if not report.look.logo:
        return
    picture = Image(io.BytesIO(report.look.logo))
    picture.width, picture.height = picture.width * LOGO / picture.height, LOGO
    page.add_image(picture, "A2")


def _title(page: Worksheet, report: Report) -> None:
    for row in (2, 3, 4, 5, 7):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=LAST)
    for row, words in ((2, report.look.issuer), (3, report.look.fund)):
        if words:
            style.put(page, row, 1, words, style.COVER_PERIOD, align="center", wrap=True)
            page.row_dimensions[row].height = 22 * paper.lines_of(words, 58)
    style.put(page, 4, 1, report.title, style.COVER_TITLE, align="center", wrap=True)
    words = period_said(report.period) if report.period else ""
    style.put(page, 5, 1, words, style.COVER_PERIOD, align="center")
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
    rounding = _(
        "Cells hold amounts to the fen and show two decimals, so shown parts may not add up to"
        " shown totals."
    )
    facts = {
        "period": (_("Period"), period_said(report.period) if report.period else "—"),
        "as_of": (_("Data as of"), official_day(report.as_of)),
        "unit": (_("Unit of amounts"), unit_name(report.unit)),
        "language": (_("Language"), LANGUAGES[report.language]),
        "filters": (_("Filters"), filters or _("None")),
        "data": (_("Data version"), report.data_digest or report.data_version or "—"),
        "identity": (_("Identity"), report.identity_note or "—"),
        "seal": (_("Seal of the file"), _sealed(report)),
        "rounding": (_("Rounding"), rounding),
    }
    lines = [facts[key] for key in report.look.cover]
    if report.look.addressee:
        lines.insert(0, (_("Submitted to"), report.look.addressee))
    if report.issued_last:
        lines.append((_("Issued last time"), report.issued_last))
    for row_, (name, value) in enumerate(lines, row):
        _line(page, row_, name, value)
    return row + len(lines)


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
    page.row_dimensions[row].height = 18 if lines == 1 else 15 * lines + 6
    for column in range(1, LAST + 1):
        page.cell(row, column).border = style.ROW_LINES


def _titles(report: Report) -> list[tuple[str, str]]:
    """Every table and form by its title, with the title of the page it stands on."""
    tables = [(sheet.title, together.title(report, sheet)) for sheet in report.sheets]
    return [*tables, *((form.title, form.title) for form in report.forms), (_("Check"), _("Check"))]


def _first_pages(own: int, pages: Mapping[str, int]) -> dict[str, int]:
    """By the title of a sheet the page it begins on, as far as that is known."""
    found, at = {}, own + 1
    for title, count in [*pages.items(), (_("Check"), 1)]:
        found[title] = at
        if not count:
            break
        at += count
    return found


def _contents(
    page: Worksheet, row: int, titles: Sequence[tuple[str, str]], first: Mapping[str, int]
) -> None:
    """Tables and forms in two columns, each a link to its sheet, with its page."""
    style.put(page, row, 1, _("Contents, by page"), style.BOLD)
    for number, (title, on) in enumerate(sorted(titles, key=lambda one: first.get(one[1], LATER))):
        place, column = row + 1 + number // 2, 1 + 2 * (number % 2)
        style.put(page, place, column, first.get(on, ""), style.SMALL, align="right")
        cell = style.put(page, place, column + 1, title, style.LINK, wrap=True)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(on)}!A1")
        high = paper.height(paper.lines_of(title, WIDTHS[column]))
        page.row_dimensions[place].height = max(page.row_dimensions[place].height or 0, high)


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
        page.row_dimensions[row].height = 28
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
