"""A figure of fund.charts on its way to the browser, as it is.

Streamlit builds and validates a whole tree of objects out of every dict it is handed, 10 to 20 ms a
chart and rerun, to turn it into the same dict again. The tests of fund.charts validate instead.
"""

from plotly.basedatatypes import BaseFigure

from fund.charts.theme import Figure


class Drawn(BaseFigure):  # type: ignore[misc]
    """What Streamlit takes for a figure that was validated already, and asks for its dict."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, object]:
        """The dict itself: a chart is drawn anew for each run and changed by nobody."""
        return self._figure
