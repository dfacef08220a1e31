"""Titles and alternatives in words: built from the data, one form per case, short, the number
first.
"""

from datetime import date

import pandas as pd
import pytest

from fund import i18n
from fund.charts import allocation, categories, chain, gantt, progress, targets, tiles
from tests import gallery_data as data

YI = data.YI


def stages(*amounts: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "stage": list(chain.STAGES)[-len(amounts) :],
            "amount_fen": [value * YI for value in amounts],
        }
    )


def months(promised: list[int], paid: list[int]) -> pd.DataFrame:
    days = [date(2026, place + 1, 1) for place in range(len(promised))]
    known = [value * YI for value in paid] + [None] * (len(promised) - len(paid))
    return pd.DataFrame(
        {
            "month": days,
            "promised_fen": [value * YI for value in promised],
            "paid_fen": pd.array(known, dtype="Int64"),
        }
    )


MARCH = date(2026, 3, 31)
ENGLISH = [
    (
        lambda: chain.title(data.CHAIN),
        "CN¥3.82 bn is contracted but not yet accepted, the longest gap",
    ),
    (
        lambda: chain.title(stages(100, 40, 40, 40, 40)),
        "CN¥6.00 bn is appropriated but not yet committed, the longest gap",
    ),
    (
        lambda: chain.title(stages(100, 90, 40, 40, 40)),
        "CN¥5.00 bn is committed but not yet contracted, the longest gap",
    ),
    (
        lambda: chain.title(stages(100, 100, 100, 100, 10)),
        "CN¥9.00 bn is accepted but not yet paid, the longest gap",
    ),
    (lambda: chain.title(stages(10, 10, 10, 10, 10)), "All of the CN¥1.00 bn has been paid"),
    (lambda: chain.title(stages(0, 0, 0, 0, 0)), "No money in the chain yet"),
    (lambda: chain.paid_title(data.GRANT, "wan"), "41.3% of the CN¥126.0 m has been paid"),
    (
        lambda: chain.paid_title(stages(10, 10, 10, 0)),
        "Nothing of the CN¥1.00 bn has been paid yet",
    ),
    (lambda: chain.paid_title(stages(10, 10, 10, 10)), "All of the CN¥1.00 bn has been paid"),
    (
        lambda: progress.title(months([10, 20, 30, 90], [10, 20, 20]), MARCH),
        "CN¥2.00 bn paid, CN¥1.00 bn less than first promised",
    ),
    (
        lambda: progress.title(months([10, 20, 30, 90], [10, 20, 40]), MARCH),
        "CN¥4.00 bn paid, CN¥1.00 bn more than first promised",
    ),
    (
        lambda: progress.title(months([10, 20, 30, 90], [10, 20, 30]), MARCH),
        "CN¥3.00 bn paid, exactly as first promised",
    ),
    (lambda: progress.title(months([0, 0, 0, 90], [0, 0, 0]), MARCH), "No payment was due yet"),
    (lambda: progress.title(months([], []), MARCH), "No payment has been promised yet"),
    (
        lambda: allocation.title(data.allocation("en")),
        "35.5% committed to “Innovation drive”, 29.8% of it paid",
    ),
    (
        lambda: allocation.title(data.allocation("en").assign(paid_fen=0)),
        "35.5% committed to “Innovation drive”, nothing paid yet",
    ),
    (
        lambda: allocation.title(data.allocation("en").iloc[:1]),
        "All commitments are in one area, 20.0% of them paid",
    ),
    (lambda: allocation.title(data.allocation("en").iloc[:0]), "Nothing has been committed yet"),
    (
        lambda: tiles.title(data.tiles("en")),
        "Five provinces hold 66.1% of commitments; 16 have none",
    ),
    (
        lambda: tiles.title(data.tiles("en").assign(committed_fen=YI)),
        "Five provinces hold 14.7% of commitments; all have some",
    ),
    (
        lambda: tiles.title(data.tiles("en").iloc[:3]),
        "Commitments are in one province-level unit; 2 have none",
    ),
    (
        lambda: tiles.title(data.tiles("en").assign(committed_fen=0)),
        "No province-level unit has commitments yet",
    ),
    (
        lambda: categories.title(data.CATEGORIES),
        "41.8% of procurement is in “Satellites”, 37.0% of it paid",
    ),
    (
        lambda: categories.title(data.CATEGORIES.assign(paid_fen=0)),
        "41.8% of procurement is in “Satellites”, nothing paid yet",
    ),
    (
        lambda: categories.title(data.CATEGORIES.iloc[:1]),
        "All procurement is in “Launch vehicles”, 44.0% of it paid",
    ),
    (lambda: categories.title(data.CATEGORIES.iloc[:0]), "Nothing has been procured yet"),
    (lambda: gantt.title(data.milestones("en"), data.AS_OF), "M3 is 46 days overdue"),
    (
        lambda: gantt.title(data.milestones("en"), date(2027, 5, 1)),
        "2 milestones overdue; M3 is 259 days overdue",
    ),
    (lambda: gantt.title(data.milestones("en").iloc[:2], data.AS_OF), "All 2 milestones are met"),
    (
        lambda: gantt.title(data.milestones("en").iloc[3:], data.AS_OF),
        "M4 is expected 56 days late",
    ),
    (
        lambda: gantt.title(data.milestones("en").iloc[2:3], date(2026, 8, 1)),
        "M3 is expected 82 days late",
    ),
    (
        lambda: gantt.title(
            data.milestones("en").iloc[:3].assign(forecast_on=None), date(2026, 8, 1)
        ),
        "2 of 3 milestones met, none is late",
    ),
    (
        lambda: gantt.title(data.milestones("en").iloc[:0], data.AS_OF),
        "No milestones have been agreed yet",
    ),
]


@pytest.mark.parametrize(
    ("build", "expected"), ENGLISH, ids=[expected for _build, expected in ENGLISH]
)
def test_a_title_states_what_the_data_say(build, expected):
    with i18n.speaking("en"):
        said = build()
    assert said.replace(i18n.NBSP, " ") == expected
    assert len(said.split()) <= 13  # twelve words, an amount's unit being half a word


@pytest.mark.parametrize(
    ("build", "expected"), ENGLISH, ids=[expected for _build, expected in ENGLISH]
)
def test_a_chinese_title_is_translated_and_at_most_28_characters(build, expected):
    with i18n.speaking("zh"):
        said = build()
    assert said.isascii() is False
    assert not any(word in said for word in (" is ", " of ", "paid", "yet"))
    if (
        "Innovation" not in expected and "Satellites" not in expected
    ):  # the names of areas are the plan's own
        assert len(said.replace(" ", "").replace(i18n.NBSP, "")) <= 28
    assert not said.endswith("。")


def test_the_amounts_of_title_and_picture_are_the_same():
    with i18n.speaking("zh"):
        shown = str(chain.bars(data.CHAIN, chain_look())["layout"]["annotations"])
        assert "38.15" in chain.title(data.CHAIN)
        assert "未验收 38.15" in shown


def chain_look():
    from fund.charts import theme

    return theme.LIGHT


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_alternative_reads_all_figures_of_its_chart(language):
    with i18n.speaking(language):
        said = chain.alt(data.CHAIN)
        assert all(i18n.amount(fen, "yi") in said for fen in data.CHAIN["amount_fen"])
        said = allocation.alt(data.allocation(language))
        assert all(title in said for title in data.allocation(language)["area_title"])
        said = tiles.alt(data.tiles(language))
        assert i18n.amount(1520 * YI // 100, "yi") in said
        assert "34" in said
        said = categories.alt(data.CATEGORIES)
        assert all(i18n.amount(fen, "yi") in said for fen in data.CATEGORIES["committed_fen"])
        said = gantt.alt(data.milestones(language), data.AS_OF)
        assert all(f"M{number}" in said for number in range(1, 6))
        assert i18n.day(date(2026, 8, 15)) in said
        said = progress.alt(data.PROGRESS, data.AS_OF)
        assert i18n.amount(4560 * YI // 100, "yi") in said
        assert i18n.amount(3872 * YI // 100, "yi") in said


def test_a_target_without_figures_says_so():
    with i18n.speaking("en"):
        assert targets.alt(None, None, {"target": "500"}) == "No figure yet; baseline —, target 500"
        assert (
            targets.alt(26, 58, {"baseline": "26", "actual": "58", "target": "80"})
            == "From baseline 26 to 58, target 80"
        )
