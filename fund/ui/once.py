"""Asked once, done once: the key of what a page asks for, which a reload keeps, and the question
that is put where it may have been done already.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import streamlit as st

from fund import acts, db, i18n
from fund.access.actors import Actor
from fund.errors import FundError, KeyReused
from fund.i18n import _
from fund.ui import net
from fund.ui.blocks import error_box

ADDRESS = "try"
"""Where the address carries the number of an act that is under way, until its answer is there; it
opens nothing and says nothing of the act.
"""
QUESTION = "f-question"


class Asker(Protocol):
    """Who asks: a visit (fund.ui.visit)."""

    @property
    def who(self) -> Actor: ...
    def do(
        self,
        command: acts.Command,
        *,
        key: str | None,
        again: bool,
        **arguments: object,
    ) -> acts.Outcome: ...
    def look_up(
        self, command: acts.Command, *, key: str | None, **arguments: object
    ) -> acts.Outcome | None: ...


@dataclass(frozen=True)
class Wish:
    """One act a page asks for: the form's or button's name, the command and its arguments, what is
    said when it is done, where that is said (fund.ui.visit.said), and where a refusal is; ``then``
    is called once with what it made.
    """

    name: str
    command: acts.Command
    arguments: Mapping[str, object]
    done: str
    at: str
    refused_at: str
    then: Callable[[acts.Outcome], object] | None = None


@dataclass(frozen=True)
class Question:
    """What is asked about a wish: it is recorded already, or nobody knows whether it is."""

    wish: Wish
    words: str
    is_unknown: bool


def resume() -> None:
    """Take up the number an address still carries: this is a reload in the middle of an act."""
    if "f-resumed" not in st.session_state:
        given = st.query_params.get(ADDRESS, "")
        st.session_state["f-resumed"] = given if re.fullmatch("[0-9a-f]{32}", given) else ""


def token(name: str) -> str:
    """The number of what a form or a button asks for next; after a reload in the middle of an act
    the one it had.
    """
    resumed = st.session_state.get("f-resumed")
    number: str = st.session_state.setdefault(f"{name}-key", resumed or uuid.uuid4().hex)
    return number


def key_of(visit: Asker, name: str) -> str:
    """The idempotency key: the number counts for this person and this form only."""
    return hashlib.sha256(f"{token(name)} {visit.who.id} {name}".encode()).hexdigest()


def hold(name: str) -> None:
    """Keep the number in the address while the act is under way."""
    st.query_params[ADDRESS] = token(name)
    st.session_state[net.WROTE] = True


def renew(name: str) -> None:
    """The act is answered: the next one is another."""
    st.session_state[f"{name}-key"] = uuid.uuid4().hex
    st.query_params.pop(ADDRESS, None)


def do(visit: Asker, wish: Wish, *, again: bool = False) -> bool:
    """Do what is wished, once, and keep what is to be said of it; whether it was done. ``again``:
    the person was asked and means it.
    """
    hold(wish.name)
    key = key_of(visit, wish.name)
    try:
        outcome = visit.do(wish.command, key=key, again=again, **wish.arguments)
        if outcome.replayed:
            renew(wish.name)
            raise acts.DoneAlready.found(wish.command, outcome)
    except (acts.DoneAlready, db.OutcomeUnknown) as doubt:
        st.session_state[QUESTION] = Question(
            wish, i18n.say(doubt), isinstance(doubt, db.OutcomeUnknown)
        )
    except FundError as refused:
        if isinstance(refused, KeyReused):
            renew(wish.name)
        st.session_state[f"{wish.refused_at}-said"] = ("crit", i18n.say(refused))
    else:
        renew(wish.name)
        st.session_state[f"{wish.at}-said"] = ("ok", wish.done)
        if wish.then is not None:
            wish.then(outcome)
        return True
    return False


def question(visit: Asker) -> None:
    """Put the question that stands open, above the page."""
    open_: Question | None = st.session_state.pop(QUESTION, None)
    if open_ is not None:
        put = _whether if open_.is_unknown else _once_more
        title = _("Not known whether it was recorded") if open_.is_unknown else _("Once more?")
        st.dialog(title)(put)(visit, open_)


def unanswered() -> None:
    """Say what stands open where no question can be put: the database is still away."""
    open_: Question | None = st.session_state.get(QUESTION)
    if open_ is not None and open_.is_unknown:
        error_box(_("Not known whether it was recorded"), open_.words)


def _once_more(visit: Asker, open_: Question) -> None:
    i18n.use(st.session_state["language"])
    st.write(open_.words)
    if st.button(_("Record it once more"), type="primary", key="f-once-more"):
        do(visit, replace(open_.wish, refused_at=open_.wish.at), again=True)
        st.rerun()


def _whether(visit: Asker, open_: Question) -> None:
    i18n.use(st.session_state["language"])
    st.write(open_.words)
    if not st.button(_("Look whether it is recorded"), type="primary", key="f-whether"):
        return
    wish = open_.wish
    with net.catching("looking up") as caught:
        found = visit.look_up(wish.command, key=key_of(visit, wish.name), **wish.arguments)
    if caught.error is not None:
        caught.draw()
    elif found is None:
        error_box(_("It is not recorded"), _("You can enter it again."), tone="ok")
    else:
        renew(wish.name)
        said = i18n.say(acts.DoneAlready.found(wish.command, found))
        error_box(_("It is recorded"), said, tone="ok")
