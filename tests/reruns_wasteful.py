"""The same, doing what Streamlit does by itself: all there is gone through after each run, each
figure built and validated as objects. Served by the bench of reruns.
"""

import gc

from plotly.graph_objects import Figure
from streamlit import config

from fund import ui
from tests.reruns_sparing import app

__all__ = ["app"]

gc.freeze = lambda: None
config.set_option("runner.postScriptGC", True)
ui.Drawn = Figure
