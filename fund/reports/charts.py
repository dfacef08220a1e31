"""Native charts in workbooks, drawn from a sheet's own rows."""

from __future__ import annotations

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import unit_name
from fund.reports import style
from fund.reports.description import ChartSpec, Report, Sheet
from fund.reports.written import Written

LYING = ("bar", "stacked_bar")


def draw(
    page: Worksheet,
    sheet: Sheet,
    written: Written,
    report: Report,
    row: int,
    most: tuple[float, float],
) -> None:
    """Anchor a sheet's chart at a row below its table; ``written`` says where the rows are,
    ``most`` how wide and high it may be (cm).
    """
    if sheet.chart is None:
        return
    chart = _made(page, sheet.chart, written)
    _dress(chart, sheet.chart, written, report)
    chart.width, chart.height = min(chart.width, most[0]), min(chart.height, most[1])
    page.add_chart(chart, f"A{row}")


def _made(page: Worksheet, spec: ChartSpec, written: Written) -> BarChart | LineChart:
    chart = LineChart() if spec.kind == "line" else BarChart()
    if spec.kind != "line":
        chart.type = "bar" if spec.kind in LYING else "col"
        chart.gapWidth = 60
        if spec.kind.startswith("stacked"):
            chart.grouping, chart.overlap = "stacked", 100
    keys = [column.key for column in written.sheet.columns]
    last = min(written.last_row, style.HEAD_ROW + spec.most)
    for place, key in enumerate(spec.series):
        number = keys.index(key) + 1
        chart.add_data(
            Reference(page, min_col=number, min_row=style.HEAD_ROW, max_row=last),
            titles_from_data=True,
        )
        _colour(
            chart,
            place,
            (list(spec.colours) or list(style.SERIES))[place % len(spec.colours or style.SERIES)],
        )
    chart.set_categories(
        Reference(
            page,
            min_col=keys.index(spec.category) + 1,
            min_row=style.FIRST_ROW,
            max_row=last,
        )
    )
    return chart


def _colour(chart: BarChart | LineChart, place: int, colour: str) -> None:
    series = chart.series[place]
    if isinstance(chart, LineChart):
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=colour, w=25_400)
        )
        series.smooth = False
        series.marker.symbol = "none"
    else:
        series.graphicalProperties = GraphicalProperties(solidFill=colour)


def _dress(chart: BarChart | LineChart, spec: ChartSpec, written: Written, report: Report) -> None:
    rows = 1 + min(written.last_row - style.HEAD_ROW, spec.most)
    is_money = any(
        column.kind == "amount" for column in written.sheet.columns if column.key in spec.series
    )
    chart.title = (
        f"{spec.title}（{unit_name(report.unit)}）"
        if is_money and report.language == "zh"
        else f"{spec.title} ({unit_name(report.unit)})"
        if is_money
        else spec.title
    )
    chart.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=1200, b=True, solidFill=style.INK)
    chart.title.layout = Layout(
        manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.01, y=0.02)
    )
    chart.title.overlay = False
    chart.width = 25
    chart.height = max(7.5, 2.5 + 0.8 * rows) if spec.kind in LYING else 9
    chart.legend.position = "b"
    if len(spec.series) == 1:
        chart.legend = None
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines.spPr = (
        "#,##0",
        GraphicalProperties(ln=LineProperties(solidFill=style.LINE)),
    )
    chart.y_axis.title = chart.x_axis.title = None
    if spec.kind in LYING:
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"  # with the first row on top, this keeps the scale below
