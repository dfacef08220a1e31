"""The net under every frame: what went wrong is said in the reader's language, with a number that
finds it in the log where nobody foresaw it; never a trace, never Streamlit's own red box.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from fund import clock, db, i18n
from fund.errors import FundError
from fund.i18n import _
from fund.ui.blocks import error_box

WROTE = "f-wrote"
"""Set for the rest of a run by a button whose act was begun before the page was drawn."""


@dataclass
class Caught:
    """What a frame stopped at: the error, and what is said of it; empty while all went well."""

    error: Exception | None = None
    title: str = ""
    words: str = ""
    reference: str = ""
    is_unknown: bool = False
    """Whether something may be recorded all the same."""

    @property
    def tone(self) -> str:
        """How it is said at a form (fund.ui.visit.said)."""
        return "warn" if self.is_unknown else "crit"

    @property
    def line(self) -> str:
        """The words with their number, where there is one line only."""
        return f"{self.words} {self.reference}".rstrip()

    def draw(self) -> None:
        """The box."""
        error_box(self.title, self.words, self.reference)


@contextmanager
def catching(place: str) -> Iterator[Caught]:
    """Catch what goes wrong inside; ``place`` is how the log names it. Draws nothing itself."""
    caught, begun = Caught(), db.writes_begun()
    try:
        yield caught
    except FundError as refused:
        caught.error, caught.title, caught.words = refused, title_of(refused), i18n.say(refused)
        caught.is_unknown = isinstance(refused, db.OutcomeUnknown)
        if isinstance(refused, db.DatabaseAway | db.OutcomeUnknown):
            logging.getLogger("fund").warning("%s, %s", refused, place)
    except Exception as error:
        caught.error, caught.title = error, _("This part of the page could not be shown")
        caught.reference = f"E-{clock.today():%Y%m%d}-{uuid.uuid4().hex[:6].upper()}"
        caught.is_unknown = db.writes_begun() > begun or st.session_state.get(WROTE, False)
        caught.words = _perhaps() if caught.is_unknown else _nothing()
        logging.getLogger("fund").exception("%s, page %s", caught.reference, place)


def title_of(refused: FundError) -> str:
    """What stands above a refusal."""
    match refused:
        case db.NoAnswer():
            return _("The database does not answer")
        case db.OutcomeUnknown():
            return _("Not known whether it was recorded")
        case _:
            return _("This was not done")


def _nothing() -> str:
    return _(
        "What is shown above is complete, and nothing was changed. Reload the page; if it"
        " happens again, give the number below to whoever runs this system."
    )


def _perhaps() -> str:
    return _(
        "What is shown above is complete. Whether what you did last was recorded cannot be told"
        " from here: look at the record before you enter it again. Give the number below to whoever"
        " runs this system."
    )
