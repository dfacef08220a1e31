"""Parts of a page that stand still between two acts: worked out and drawn once, and shown to every
session of the process as they were drawn.

What is kept rests on what kept answers rest on (fund.answers), and on what a drawing takes from the
page beside them: the colours and the view its links carry. A part has nothing in it that is chosen
or clicked, and nothing of the person who sees it but their rights.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from sqlmodel import Session

from fund import answers
from fund.ui import look
from fund.ui.table import STANDS
from fund.ui.visit import Visit

Worked = TypeVar("Worked")
MOST = 400
"""Parts a process keeps at most, some 10 to 60 kB each."""


def still(
    visit: Visit, session: Session, name: str, draw: Callable[[], None], *facts: object
) -> None:
    """Draw a part, named once in the program, out of what ``session`` reads; ``facts`` are what
    else it depends on. The session asks for nothing more where the part is kept.
    """
    place = _place(visit, session, name, facts)
    if place is None:
        draw()
    else:
        _drawn(hashlib.blake2b(repr(place).encode(), digest_size=32).hexdigest(), draw)


def worked_out(
    visit: Visit, session: Session, name: str, ask: Callable[[], Worked], *facts: object
) -> Worked:
    """What a part is drawn of, where it cannot stand still itself because its pages are turned."""
    return answers.answer(_place(visit, session, name, facts), ask)


def _place(
    visit: Visit, session: Session, name: str, facts: tuple[object, ...]
) -> tuple[object, ...] | None:
    key = answers.key(session, visit.who, name, facts)
    view = tuple(sorted(st.session_state.get("view", {}).items()))
    return None if key is None else (*key, look().name, view)


@st.cache_data(show_spinner=False, max_entries=MOST)
def _drawn(key: str, _draw: Callable[[], None]) -> None:  # noqa: ARG001 - Streamlit keeps by it
    token = STANDS.set(True)
    try:
        _draw()
    finally:
        STANDS.reset(token)
