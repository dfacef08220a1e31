"""An event's charts: their times are those the tables beside them say, each source by itself."""

from datetime import UTC, datetime

import pandas as pd

from fund import i18n
from fund.charts import conjunction, theme

MADE = [datetime(2026, 4, 6, 14, 5, 6, tzinfo=UTC), datetime(2026, 4, 6, 20, 0, 0, tzinfo=UTC)]


def messages() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "created_at": MADE,
            "line": ["A", "B"],
            "stated": [1e-5, None],
            "circle": [2e-5, 3e-5],
            "miss_m": [190.0, 180.0],
            "r_m": [100.0, None],
            "t_m": [50.0, None],
            "n_m": [20.0, None],
        }
    )


def test_times_are_those_of_beijing() -> None:
    look = theme.tokens("light")
    rails = {"red": 1e-4}
    for drawn in (
        conjunction.development(messages(), rails, look),
        conjunction.distances(messages(), look),
    ):
        found = {time for trace in drawn["data"] for time in trace["x"]}
        assert found == {"2026-04-06 22:05:06", "2026-04-07 04:00:00"}


def test_sources_are_never_joined_and_ours_is_said_in_the_language() -> None:
    with i18n.speaking("zh"):
        drawn = conjunction.development(messages(), {"红": 1e-4}, theme.tokens("light"))
    names = [trace["name"] for trace in drawn["data"]]
    assert names == ["A", "A · 自行计算", "B", "B · 自行计算", "未提供"]
    assert all(len(set(trace["x"])) <= 1 for trace in drawn["data"])


def test_a_single_message_has_a_span_of_hours_around_it() -> None:
    drawn = conjunction.distances(messages().head(1), theme.tokens("light"))
    assert drawn["layout"]["xaxis"]["range"] == ["2026-04-06 21:05:06", "2026-04-06 23:05:06"]
