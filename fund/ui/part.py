"""A part of a page that is drawn again alone: what somebody chooses in it, or the time that passes,
asks for nothing else of the page.

The page is not run then, so the part asks itself whether whoever sees it is still let in and still
who they were; where not, the whole page runs and says so.
"""

from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa
import streamlit as st

from fund import db, i18n
from fund.access import actors
from fund.access.actors import Actor
from fund.errors import FundError
from fund.sign_in import sessions

HERE = "f-here"


class Here(NamedTuple):
    """Who the page was drawn for: the database, the actor as stored then, their sign-in."""

    engine: sa.Engine
    actor: Actor
    signed_in: str | None


def part(draw: Callable[[], None], *, every: int | None = None) -> None:
    """Draw a part, and again alone whenever something is chosen in it or so many seconds have gone
    by.
    """
    here: Here | None = st.session_state.get(HERE)
    if here is None:
        draw()
        return
    is_of_page = True

    def again() -> None:
        nonlocal is_of_page
        if not is_of_page and not _is_still(here):
            st.rerun()
        is_of_page = False
        i18n.use(st.session_state["language"])
        draw()

    st.fragment(again, run_every=every)()


def _is_still(here: Here) -> bool:
    """Whether the sign-in holds and the person's roles are those the page was drawn with."""
    try:
        with db.reading(here.engine) as session:
            sessions.must_hold(session, here.signed_in)
            return actors.load(session, here.actor.id) == here.actor
    except FundError:  # the page itself says what is wrong
        return False
