"""Who visits, which database, which view: what every page is given. Nothing here is remembered that
money rests on.

With sign-in set up the provider says who it is; without it a visitor on this machine picks who they
are, and every page and the audit log say that nobody checked.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html import escape

import sqlalchemy as sa
import streamlit as st
from sqlmodel import Session, select

from fund import acts, answers, clock, db, i18n, schema, ui, visitors
from fund.access import actors
from fund.access.actors import Actor
from fund.access.rules import ROLES
from fund.access.tables import Person, RoleAssignment
from fund.attachments import tickets
from fund.errors import FundError
from fund.i18n import _
from fund.ledger.rules import NATIONWIDE
from fund.ledger.view import View, from_address, to_address
from fund.plan.tables import Region
from fund.sign_in import sessions
from fund.ui import net, once, sign_in
from fund.ui.part import HERE, Here


@dataclass(frozen=True)
class Visit:
    """One run of a page: the database, who acts (as stored now), what is looked at."""

    engine: sa.Engine
    kind: str
    actor: Actor | None
    is_verified: bool = False
    shut: str = ""
    """Why nothing is shown to a visitor without sign-in (fund.visitors.shut)."""
    where: str = sign_in.OFF
    """Where the visitor stands with sign-in (fund.ui_sign_in)."""
    signed_in: str | None = None
    """The sign-in everything here is done under; every reading and every act asks whether it still
    holds.
    """
    claims: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_demonstration(self) -> bool:
        """Whether everything here is invented."""
        return self.kind == "demonstration"

    @property
    def who(self) -> Actor:
        """The actor; pages are only drawn for somebody."""
        if self.actor is None:
            raise actors.UnknownPerson(key="")
        return self.actor

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One moment of the database, for all the queries of a page."""
        with db.reading(self.engine) as session:
            sessions.must_hold(session, self.signed_in)
            answers.may_keep(session)
            yield session

    def now(self, session: Session) -> Actor:
        """The actor as stored at this moment: what is made when it is downloaded is asked for later
        than the page was drawn.
        """
        sessions.must_hold(session, self.signed_in)
        return actors.load(session, self.who.id)

    def do(
        self,
        command: acts.Command,
        *,
        key: str | None = None,
        again: bool = False,
        **arguments: object,
    ) -> acts.Outcome:
        """One act of this visitor, under their sign-in (fund.acts.perform); an amount recorded just
        now is asked about, unless they were asked and mean it ``again``.
        """
        return acts.perform(
            self.engine,
            self.who.id,
            command,
            key=key,
            signed_in=self.signed_in,
            asks=not again,
            **arguments,
        )

    def look_up(
        self, command: acts.Command, *, key: str | None = None, **arguments: object
    ) -> acts.Outcome | None:
        """Whether an act of this visitor is recorded whose answer was lost (fund.acts.look_up)."""
        return acts.look_up(
            self.engine, self.who.id, command, key=key, signed_in=self.signed_in, **arguments
        )

    @property
    def view(self) -> View:
        """The filters and the as-of day, as the address has them."""
        return from_address(st.session_state.get("view", {}), clock.today())


@st.cache_resource(show_spinner=False)
def engine(address: str) -> sa.Engine:
    """The engine of the process, with its schema brought up to date once."""
    made = db.engine(address)
    schema.upgrade(made)
    return made


def arrive() -> Visit:
    """Find out where this visitor stands; the view is read from the address once and kept in it."""
    once.resume()
    made = engine(db.url())
    _keep_view()
    mark = st.context.headers.get(visitors.MARK, "")
    came = sign_in.arrive(made)
    st.session_state["f-mark"] = sessions.mark_of(came.key) if came.key else mark
    with db.reading(made) as session:
        kind = db.kind(session)
        shut = visitors.shut(kind, visitors.marked(mark)) if came.where == sign_in.OFF else ""
        person_id = (
            came.person_id
            if came.where != sign_in.OFF
            else st.session_state.get("person_id", visitors.person(mark))
            if not shut
            else None
        )
        actor = None
        if person_id is not None:
            try:
                actor = actors.load(session, person_id)
            except actors.UnknownPerson:
                st.session_state["person_id"] = None
    st.session_state[HERE] = Here(made, actor, came.key) if actor else None
    return Visit(
        made, kind, actor, came.where == sign_in.HELD, shut, came.where, came.key, came.claims
    )


def _keep_view() -> None:
    """The address carries the view; where a menu click dropped it, the session puts it back."""
    names = ("as_of", "measure", "region", "organisation", "period")
    given = {name: st.query_params[name] for name in names if name in st.query_params}
    if given or "view" not in st.session_state:
        st.session_state["view"] = to_address(from_address(given, clock.today()), clock.today())
    for name, value in st.session_state["view"].items():
        st.query_params[name] = value


def keep_view(view: View) -> None:
    """Look at something else from now on."""
    st.session_state["view"] = to_address(view, clock.today())
    for name in ("as_of", "measure", "region", "organisation", "period"):
        st.query_params.pop(name, None)
    st.query_params.update(st.session_state["view"])


def people(session: Session) -> dict[int, str]:
    """Everybody with a role, by number: name and roles, for the picker."""
    rows = session.exec(
        select(Person.id, Person.name, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)  # type: ignore[arg-type]
        .where(RoleAssignment.revoked_at == None)  # noqa: E711
        .order_by(Person.id)  # type: ignore[arg-type]
    ).all()
    found: dict[int, tuple[str, list[str]]] = {}
    for person_id, name, role in rows:
        found.setdefault(person_id or 0, (name, []))[1].append(_(ROLES[role]))
    return {
        person_id: f"{name} · {i18n.enumerated(roles)}"
        for person_id, (name, roles) in found.items()
    }


def download(visit: Visit, words: str, kind: str, *facts: object, key: str) -> None:
    """A link to something only this person may have, made when it is asked for and by whoever asks
    then (fund.downloads).
    """
    to = tickets.address(kind, visit.who.id, visit.signed_in or st.session_state["f-mark"], *facts)
    with st.container(key=key):
        st.html(f'<a class="f-file" href="{escape(to, quote=True)}" download>{escape(words)}</a>')


def picker(visit: Visit, *, key: str) -> None:
    """Let a visitor of this machine say who they are. The choice holds for this tab, and for what
    the same browser opens next (fund.visitors).
    """
    with visit.reading() as session:
        place = answers.key(session, visit.who, "people") if visit.actor else None
        known = answers.answer(place, lambda: people(session))
    chosen = visit.actor.id if visit.actor else None

    def keep() -> None:
        st.session_state["person_id"] = st.session_state[key]
        visitors.choose(st.session_state["f-mark"], st.session_state[key])

    st.selectbox(
        _("Who are you?"),
        list(known),
        index=list(known).index(chosen) if chosen in known else None,
        format_func=lambda person_id: known[person_id],
        key=key,
        on_change=keep,
        placeholder=_("Choose a person"),
        help=_(
            "There is no sign-in on this machine yet: identity is not verified, and the audit log"
            " says so."
        ),
    )


def act(
    visit: Visit,
    words: str,
    command: acts.Command,
    *,
    key: str,
    done: str = "",
    at: str = "",
    is_primary: bool = True,
    then: Callable[[acts.Outcome], object] | None = None,
    **arguments: object,
) -> None:
    """A button that does one act, once; the refusal is shown where it was asked for, in the
    visitor's language.

    The idempotency key is replaced after the act succeeded, so that a double click finds the stored
    answer (fund.ui.once). What it answers stands below it, or where ``said(at)`` is called: a
    button that the act takes away cannot say so itself.
    """
    name = f"f-key-{key}"
    once.token(name)

    def do() -> None:
        ui.speak()
        where = at or name
        wish = once.Wish(name, command, arguments, done or _("Done."), where, where, then)
        with net.catching(name) as caught:
            once.do(visit, wish)
        if caught.error is not None:
            st.session_state[f"{where}-said"] = (caught.tone, caught.line)

    st.button(words, key=key, on_click=do, type="primary" if is_primary else "secondary")
    if not at:
        said(name)


def perform(
    visit: Visit,
    name: str,
    command: acts.Command,
    arguments: Callable[[], Mapping[str, object]],
    *,
    done: str = "",
    at: str = "",
    then: Callable[[acts.Outcome], object] | None = None,
) -> None:
    """Do what a form asks for, once: the key is renewed only after the act succeeded, and ``then``
    called with what it made. A slip in a field is refused in words, like the act.
    """
    words = done or _("Recorded in the ledger.")
    try:
        wish = once.Wish(name, command, arguments(), words, at or name, name, then)
    except FundError as refused:
        st.session_state[f"{name}-said"] = ("crit", i18n.say(refused))
    else:
        if once.do(visit, wish):
            st.rerun()
    # the form's own run has drawn what stands above it already
    said(name)


def said(name: str) -> None:
    """Show once what an act answered."""
    answer = st.session_state.pop(f"{name}-said", None)
    if answer:
        tone, words = answer
        titles = {
            "crit": _("This was not done"),
            "warn": _("Not known whether it was recorded"),
            "ok": _("Done"),
        }
        ui.error_box(titles[tone], words, tone=tone)


def stamp(visit: Visit, as_of: date | None = None, *, is_demonstration: bool = False) -> None:
    """The quiet line under the first sentences: the day looked at, today unless another is given;
    whether what is shown is invented, and whether we know who looks.
    """
    ui.meta(
        as_of=as_of or clock.today(),
        is_demonstration=is_demonstration or visit.is_demonstration,
        is_verified=visit.is_verified,
    )


def mistyped(title: str, missing: FundError, everything: tuple[str, str]) -> None:
    """The page of something that is not there: what is missing, and the way to all there are."""
    ui.header(title)
    ui.empty(i18n.say(missing), _("The address may be mistyped."), everything)


def regions(visit: Visit) -> dict[str, str]:
    """Names of the provinces by code in the language of this run, and of what belongs to none."""
    with visit.reading() as session:
        names = {
            row.code: str(getattr(row, f"name_{i18n.language()}"))
            for row in session.exec(select(Region))
        }
    return names | {NATIONWIDE: _("Nationwide")}
