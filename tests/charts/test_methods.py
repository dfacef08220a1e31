"""Category by method: each cell with its amount and its part, a category bought mostly from a
single source standing out.
"""

import pandas as pd
import plotly.tools
import pytest

from fund import i18n
from fund.charts import methods, theme

WAN = 1_000_000
BOUGHT = pd.DataFrame(
    [
        ("satellite", "open_tender", 6_000),
        ("satellite", "framework", 2_000),
        ("launch_site", "single_source", 1_500),
        ("launch_site", "inquiry", 500),
        ("ttc", "inquiry", 0),
    ],
    columns=["category", "method", "wan"],
).assign(fen=lambda made: made["wan"] * WAN)
"""Of 10,000 万元 6,000 by open tender; of the launch sites’ 2,000 three quarters from a single
source; nothing of TT&C.
"""


def test_cells_hold_the_amounts_and_their_parts_of_the_category() -> None:
    with i18n.speaking("zh"):
        figure = methods.cells(BOUGHT, theme.LIGHT)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert [text for text in texts if "%" in text] == [
        "<b>6,000</b><br>75%",
        "<b>2,000</b><br>25%",
        "<b>1,500</b><br>75%",
        "<b>500</b><br>25%",
    ]
    assert texts[:5] == ["公开招标", "单一来源", "询价", "框架协议<br>采购", "合计"]
    assert texts[5:9] == ["卫星", "<b>8,000</b>", "发射场", "<b>2,000</b>"]
    fills = [shape["fillcolor"] for shape in figure["layout"]["shapes"]]
    assert len(fills) == 2 * 4
    assert [place for place, fill in enumerate(fills) if fill == theme.LIGHT.orange] == [5], (
        "the launch sites’ single source"
    )


@pytest.mark.parametrize("rows", [0, 1, 5])
def test_it_is_a_figure_plotly_accepts(rows: int) -> None:
    figure = methods.cells(BOUGHT.iloc[:rows], theme.DARK)
    assert plotly.tools.return_figure_from_figure_or_data(figure, validate_figure=True)["data"]


def test_the_title_is_the_finding_and_the_alternative_reads_every_cell() -> None:
    with i18n.speaking("en"):
        assert (
            methods.title(BOUGHT)
            == "Open tender takes 60.0%; 75.0% of “Launch sites” is single source"
        )
        assert (
            methods.title(BOUGHT[BOUGHT["category"] == "satellite"])
            == "Open tender takes 75.0% of what is bought"
        )
        assert methods.title(BOUGHT.iloc[:0]) == "How it is bought"
        said = methods.alt(BOUGHT).replace(i18n.NBSP, " ")
    assert (
        said == "Cells of category by method. Satellites: Open tender CN¥60.0 m (75.0%), Framework"
        " agreement CN¥20.0 m (25.0%); Launch sites: Single source CN¥15.0 m (75.0%), Inquiry"
        " CN¥5.0 m (25.0%)."
    )
    with i18n.speaking("zh"):
        assert methods.title(BOUGHT) == "公开招标占 60.0%，发射场有 75.0% 为单一来源"


def test_the_larger_unit_is_taken_only_where_cells_are_not_all_noughts() -> None:
    assert methods.grid(BOUGHT).unit == "wan"
    assert methods.grid(BOUGHT.assign(fen=BOUGHT["fen"] * 100)).unit == "yi"
