"""What a form lets somebody choose among and what grows with the data: all of it where it is
little, else looked for by its words. A browser is sent no more than somebody reads.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

import streamlit as st
from sqlmodel import Session

from fund import ui
from fund.errors import N_
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ui.filters import NAMED
from fund.ui.visit import Visit

K = TypeVar("K")
Looking = Callable[[Session, str, int], Mapping[K, str]]
"""Label by what is chosen: those with these words ("": any), so many at most."""


class Sought(NamedTuple):
    """What is said where something is looked for: over the field, while nothing is written in it,
    and where nothing is found.
    """

    find: str
    hint: str
    nothing: str


BODY = Sought(
    N_("Find an organisation by its name"),
    N_("Write a part of its name here; those found can be chosen below"),
    N_("No organisation has this in its name or identifier"),
)
PERSON = Sought(
    N_("Find a person by name or login"),
    N_("Write a part of it here; those found can be chosen below"),
    N_("Nobody has this in name or login"),
)


def to_choose(
    visit: Visit,
    key: str,
    looking: Looking[K],
    sought: Sought,
    always: Mapping[K, str] | None = None,
) -> dict[K, str]:
    """What may be chosen, drawn above the form: all where they are few, else those found by words,
    and those ``always`` among them.
    """
    with visit.reading() as session:
        known = looking(session, "", NAMED + 1)
    if len(known) <= NAMED:
        return dict(known)
    words = st.text_input(_(sought.find), key=f"{key}-words", max_chars=60).strip()
    if not words:
        ui.source_note(_(sought.hint))
        return dict(always or {})
    with visit.reading() as session:
        found = list(looking(session, words, NAMED + 1).items())
    if not found:
        ui.source_note(_(sought.nothing))
    elif len(found) > NAMED:
        ui.source_note(_("The first {count}: choose one, or write more").format(count=NAMED))
    return dict(always or {}) | dict(found[:NAMED])


def bodies_to_choose(visit: Visit, key: str, *always: int) -> dict[int, str]:
    """Organisations a form lets somebody choose among, by number; those ``always`` among them."""

    def looking(session: Session, words: str, most: int) -> Mapping[int, str]:
        return ledger.bodies(session, visit.who, words, most=most)

    kept: dict[int, str] = {}
    if always:
        with visit.reading() as session:
            kept = ledger.bodies(session, visit.who, keys=always)
    return to_choose(visit, key, looking, BODY, kept)
