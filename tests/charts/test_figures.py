"""Figures: drawn for no data, one row and many; every length true to its amount; nothing of the
data's own runs.
"""

from datetime import date
from itertools import pairwise

import pandas as pd
import plotly.tools
import pytest

from fund.charts import allocation, categories, chain, gantt, progress, targets, theme, tiles
from tests import gallery_data as data

DRAW = {
    "chain": (chain.bars, data.CHAIN),
    "compact": (lambda df, look: chain.compact(df, look, "yi", 120 * data.YI), data.CHAIN),
    "progress": (lambda df, look: progress.curve(df, look, data.AS_OF), data.PROGRESS),
    "allocation": (allocation.rows, data.allocation("zh")),
    "tiles": (tiles.grid, data.tiles("zh")),
    "categories": (categories.bars, data.CATEGORIES),
    "gantt": (lambda df, look: gantt.lines(df, look, data.AS_OF), data.milestones("zh")),
}


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("rows", [0, 1, None], ids=["empty", "one", "all"])
@pytest.mark.parametrize("name", DRAW)
def test_every_chart_is_a_figure_plotly_accepts(name, rows, look):
    draw, df = DRAW[name]
    figure = draw(df.iloc[:rows], look)
    assert isinstance(figure, dict)
    accepted = plotly.tools.return_figure_from_figure_or_data(figure, validate_figure=True)
    assert accepted["data"], "Streamlit refuses a figure without a trace"
    assert figure["layout"]["height"] >= 20
    assert figure["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert all(
        axis["fixedrange"] for key, axis in figure["layout"].items() if key.endswith("axis")
    ), "page scroll is never captured"


def test_each_stage_is_as_long_as_its_amount_and_the_hatched_piece_reaches_the_stage_before():
    reached, gaps = chain.bars(data.CHAIN, theme.LIGHT)["data"]
    amounts = [fen / 1e10 for fen in data.CHAIN["amount_fen"]]
    assert reached["x"] == pytest.approx(amounts)
    ends = [base + gap for base, gap in zip(gaps["base"], gaps["x"], strict=True)]
    assert ends[1:] == pytest.approx(amounts[:-1])


def test_only_the_longest_gap_is_orange():
    gaps = chain.bars(data.CHAIN, theme.LIGHT)["data"][1]
    assert gaps["marker"]["pattern"]["fgcolor"].count(theme.LIGHT.orange) == 1
    assert gaps["marker"]["pattern"]["fgcolor"][3] == theme.LIGHT.orange


def test_the_actual_line_ends_on_the_day_of_the_data():
    promised, paid, _dot = progress.curve(data.PROGRESS, theme.LIGHT, data.AS_OF)["data"]
    assert paid["x"][-1] == "2026-09-30"
    assert len(paid["x"]) == 9
    assert promised["x"][-1] == "2027-12-31"


def test_a_part_month_counts_only_to_the_day_looked_at():
    day = date(2026, 9, 12)
    assert progress.curve(data.PROGRESS, theme.LIGHT, day)["data"][1]["x"][-1] == "2026-09-12"


def test_the_measures_of_an_area_lie_end_to_end():
    trace = allocation.rows(data.allocation("zh"), theme.LIGHT)["data"][0]
    first = [
        (base, length)
        for base, length, y in zip(trace["base"], trace["x"], trace["y"], strict=True)
        if y == 0
    ]
    for (base, length), (following, _next) in pairwise(first):
        assert base + length == pytest.approx(following)
    assert sum(length for _base, length in first) == pytest.approx(34.2)


def test_the_shade_is_the_class_of_the_share_paid():
    assert [allocation.step(share) for share in (0, 0.1499, 0.15, 0.30, 0.45, 0.5999, 0.60, 1)] == [
        2,
        2,
        3,
        4,
        5,
        5,
        6,
        6,
    ]


def test_all_34_units_are_drawn_whatever_has_money():
    figure = tiles.grid(data.tiles("zh").assign(committed_fen=None), theme.LIGHT)
    assert len(figure["data"][0]["customdata"]) == 34
    assert len(figure["layout"]["shapes"]) == 34
    assert sum("—" in note["text"] for note in figure["layout"]["annotations"]) == 34


def test_money_of_no_province_has_no_tile():
    nation = pd.DataFrame(
        [
            {
                "region_code": "000000",
                "name": "不分省",
                "short": "—",
                "column": None,
                "row": None,
                "committed_fen": data.YI,
            }
        ]
    )
    df = pd.concat([data.tiles("zh").astype(object), nation], ignore_index=True)
    assert "000000" not in tiles.grid(df, theme.LIGHT)["data"][0]["customdata"]


def test_a_tile_gives_the_code_of_its_region():
    points = tiles.grid(data.tiles("zh"), theme.LIGHT)["data"][0]
    at = points["customdata"].index("460000")
    assert (points["x"][at], points["y"][at]) == pytest.approx((2, -7))


def test_a_larger_amount_never_has_a_lighter_tile():
    bounds = tiles.breaks(15_200_000_000_000)
    assert bounds == sorted(bounds)
    assert len(bounds) == 4


def test_the_paid_part_of_a_category_and_the_rest_make_its_value():
    paid, rest = categories.bars(data.CATEGORIES, theme.LIGHT)["data"]
    assert [a + b for a, b in zip(paid["x"], rest["x"], strict=True)] == pytest.approx(
        [18.6, 24.3, 9.2, 6.1]
    )
    assert rest["base"] == paid["x"]


def test_a_category_nobody_set_counts_as_unclassified():
    df = pd.DataFrame({"category": ["", "other"], "committed_fen": [5, 7], "paid_fen": [1, 2]})
    assert "未分类" in str(categories.bars(df, theme.LIGHT)["layout"]["annotations"])


def test_an_overdue_milestone_is_orange_and_hatched_from_the_day_looked_at():
    promised, done, expected = gantt.lines(data.milestones("zh"), theme.LIGHT, data.AS_OF)["data"]
    assert theme.LIGHT.orange in done["marker"]["color"]
    assert expected["base"][0] == "2026-09-30"
    assert len(promised["x"]) == 5
    assert len(done["x"]) == 3


def test_a_milestone_moved_by_agreement_is_late_but_not_overdue():
    df = data.milestones("zh").iloc[3:4]
    (span,) = gantt.spans(df, date(2027, 3, 15))
    assert span.overdue_days == 0
    assert span.slip_days == 56


def test_a_falling_target_is_drawn_with_better_to_the_right():
    svg = targets.bullet(7.5, 5.6, 4.0, theme.LIGHT, is_falling=True)
    dots = [float(part.split('"')[0]) for part in svg.split('cx="')[1:]]
    assert dots[0] < dots[1]


def test_a_name_from_the_data_cannot_become_markup():
    df = data.milestones("zh").assign(
        title="<a href='javascript:alert(1)'>x</a><img src=x onerror=alert(1)>"
    )
    drawn = str(gantt.lines(df, theme.LIGHT, data.AS_OF))
    assert "<a href" not in drawn
    assert "<img" not in drawn
    drawn = str(
        allocation.rows(
            data.allocation("zh").assign(area_title="<b>x", measure_title="<script>"), theme.LIGHT
        )
    )
    assert "<script>" not in drawn
    assert "<b><b>" not in drawn
