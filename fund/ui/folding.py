"""What is folded away: a browser is sent it once it is opened."""

from collections.abc import Callable

import streamlit as st

from fund.ui.part import part
from fund.ui.table import STANDS


def behind(key: str, words: str, draw: Callable[[], None]) -> None:
    """What stands behind a quiet line, under the key of its place, and is drawn when somebody opens
    it; the rest of the page is not asked for again then. In a part that stands still, where nothing
    can be clicked, it is drawn beforehand.
    """
    if STANDS.get():
        with st.container(key=key), st.expander(words):
            draw()
        return

    def drawn() -> None:
        inside = st.expander(words, key=f"{key}-opened", on_change="rerun")
        if inside.open:
            with inside:
                draw()

    with st.container(key=key):
        part(drawn)
