"""Parts of a page that stand still: asked for once between two acts, drawn once of one answer, and
shown to every session of the process as they were drawn.

An answer rests on what kept answers rest on (fund.answers). A drawing rests on the answer, and on
what it takes from the page beside it: the day, the language, the colours, the view its links carry,
and the rights of who sees it. So an act has only that part drawn anew which it says something else
of. A part has nothing in it that is chosen or clicked, and nothing of the person but their rights.
"""

import hashlib
import pickle
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
    visit: Visit,
    session: Session,
    name: str,
    ask: Callable[[], Worked],
    draw: Callable[[Worked], None],
    *facts: object,
) -> None:
    """Draw a part, named once in the program, of what is asked of ``session`` and of nothing else
    that an act may change; ``facts`` are what else both depend on. Nothing is asked where an answer
    of this moment was drawn before.
    """
    place = _place(visit, session, name, facts)
    if place is None:
        draw(ask())
        return
    answers_now: list[Worked] = []

    def drawn_by() -> str:
        answers_now.append(ask())
        rests = (*answers.place(visit.who, name, facts), *_page())
        packed = pickle.dumps((rests, answers_now[0]), protocol=pickle.HIGHEST_PROTOCOL)
        return hashlib.blake2b(packed, digest_size=32).hexdigest()

    key = answers.answer(place, drawn_by)
    _drawn(key, lambda: draw(answers_now[0] if answers_now else ask()))


def worked_out(
    visit: Visit, session: Session, name: str, ask: Callable[[], Worked], *facts: object
) -> Worked:
    """What a part is drawn of, where it cannot stand still itself because its pages are turned."""
    return answers.answer(_place(visit, session, name, facts), ask)


def _place(
    visit: Visit, session: Session, name: str, facts: tuple[object, ...]
) -> tuple[object, ...] | None:
    key = answers.key(session, visit.who, name, facts)
    return None if key is None else (*key, *_page())


def _page() -> tuple[object, ...]:
    """What a drawing takes from the page: the colours, and the view its links carry."""
    return look().name, tuple(sorted(st.session_state.get("view", {}).items()))


@st.cache_data(show_spinner=False, max_entries=MOST)
def _drawn(key: str, _draw: Callable[[], None]) -> None:  # noqa: ARG001 - Streamlit keeps by it
    token = STANDS.set(True)
    try:
        _draw()
    finally:
        STANDS.reset(token)
