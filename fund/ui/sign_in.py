"""Sign-in on the page: whether an office has set it up, who came in, and a quiet watch that notices
when a sign-in ends.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
import streamlit as st
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from fund import db, ui, visitors
from fund.errors import FundError
from fund.i18n import _
from fund.sign_in import provider as told
from fund.sign_in import sessions
from fund.ui import net

WATCH_SECONDS = 10
OFF, HELD, ANONYMOUS, STRANGER = "off", "held", "anonymous", "stranger"
"""Where a visitor stands: sign-in is not set up, holds, is missing, or is an account nobody has;
else a word of fund.sign_in.tables.ENDINGS.
"""


class SignedIn(NamedTuple):
    """Who came in: ``where`` they stand, the person and the mark of the sign-in where it holds."""

    where: str
    person_id: int | None = None
    key: str | None = None
    claims: Mapping[str, object] = {}


@cache
def provider() -> Mapping[str, told.Setting]:
    """What the office told of its provider: the section [auth] of the file FUND_SIGN_IN names, else
    of Streamlit's own secrets; empty where neither is there. Refuses one that is not whole
    (fund.sign_in.provider).
    """
    if (named := os.environ.get("FUND_SIGN_IN")) is not None:
        if not named.strip():
            raise told.NoFileNamed
        return told.read(Path(named))
    for file in map(Path, st.get_option("secrets.files")):
        if file.is_file() and told.has_section(file):
            return told.read(file)
    return {}


def is_configured() -> bool:
    """Whether the office has a provider."""
    return bool(provider())


def origin() -> str:
    """The scheme, host and port that people come in by."""
    return told.origin(provider())


def mark(cookies: Mapping[str, str]) -> str | None:
    """The mark of the sign-in a browser comes with (fund.sign_in.sessions.mark_of); None where none
    holds.
    """
    claims = claims_of(cookies)
    key = sessions.key_of(claims)
    with db.reading(db.engine(db.url())) as session:
        return None if not claims or sessions.state(session, key) else sessions.mark_of(key)


def claimed_mark(cookies: Mapping[str, str]) -> str | None:
    """The mark of the sign-in a browser says it has, whether or not it holds: one that has just
    begun is written down by the first page.
    """
    claims = claims_of(cookies)
    return sessions.mark_of(sessions.key_of(claims)) if claims else None


def claims_of(cookies: Mapping[str, str]) -> dict[str, object]:
    """What the provider's token said, from the browser's signed cookie; empty without one that is
    ours. For requests that are no page.
    """
    signed = (
        _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME) if is_configured() else None
    )
    claims = json.loads(signed) if signed else {}
    return (
        {}
        if not claims.pop("is_logged_in", False)
        else {name: value for name, value in claims.items() if name != "origin"}
    )


def arrive(engine: sa.Engine) -> SignedIn:
    """Find out who came in, from the provider's token and the sign-ins on record; a click counts as
    being there.
    """
    if not is_configured():
        return SignedIn(OFF)
    claims = dict(st.user.to_dict())
    if not claims.pop("is_logged_in", False) or not claims.get("iss") or not claims.get("sub"):
        return SignedIn(ANONYMOUS)
    key = sessions.key_of(claims)
    with db.reading(engine) as session:
        where, person_id, is_due = (
            sessions.state(session, key),
            sessions.person_of(session, claims),
            sessions.is_due(session, key),
        )
        is_new = where == "revoked" and not sessions.is_known(session, key)
    if person_id is None:
        return _stranger(engine, claims, key)
    if is_new:
        return _begun(engine, claims, person_id, key)
    if where:
        db.note(engine, lambda session: sessions.end(session, key, where))
        return SignedIn(where, claims=claims)
    if is_due:
        db.note(engine, lambda session: sessions.touch(session, key))
    return SignedIn(HELD, person_id, key, claims)


def _begun(engine: sa.Engine, claims: Mapping[str, object], person_id: int, key: str) -> SignedIn:
    try:
        db.write(engine, lambda session: sessions.begin(session, claims), is_repeatable=True)
    except (db.DatabaseAway, db.OutcomeUnknown):
        raise
    except FundError:
        return SignedIn("expired", claims=claims)
    return SignedIn(HELD, person_id, key, claims)


def _stranger(engine: sa.Engine, claims: Mapping[str, object], key: str) -> SignedIn:
    """Somebody whose account nobody here has: on record once a visit."""
    if st.session_state.get("f-stranger") != key:
        st.session_state["f-stranger"] = key
        db.note(engine, lambda session: sessions.note_stranger(session, claims))
    return SignedIn(STRANGER, claims=claims)


def closed(why: str) -> tuple[str, tuple[str, ...]]:
    """What whoever is not let in is told: a title and sentences. ``why`` is elsewhere, or a word of
    fund.visitors.shut.
    """
    if why == "secret":
        return _("Open the address that was printed at start"), (
            _(
                "A real database without sign-in opens only by the address that was printed where"
                " the dashboard was started. It holds {token} and a secret, new with each start."
            ).format(token="?token="),  # noqa: S106
            _("Copy it from that window into the browser; after that this browser is known."),
        )
    if why == "setting":
        return _("This database is real, and nobody signs in"), (
            _(
                "A real database is served without sign-in only where {setting} says so. Set up"
                " sign-in (docs/sign-in.md), or set it, and start again."
            ).format(setting=f"{visitors.SETTING}={visitors.YES}"),
        )
    return _("Sign-in is not set up here"), (
        _("Without sign-in the fund is shown on the machine it runs on, and nowhere else."),
        _(
            "On that machine, open http://localhost with the port it serves on. How an office"
            " sets up sign-in over the network stands in docs/sign-in.md."
        ),
    )


def button(words: str) -> None:
    """The way to the provider; it asks for the password again."""
    if st.button(words, type="primary", key="f-sign-in"):
        st.login()


def leave(engine: sa.Engine, key: str, name: str) -> None:
    """Who is here, and the way out: for every tab at once."""
    st.caption(name)
    if st.button(_("Sign out"), key="f-sign-out", width="stretch"):
        db.write(
            engine, lambda session: sessions.end(session, key, "signed_out"), is_repeatable=True
        )
        st.logout()


@st.fragment(run_every=WATCH_SECONDS)
def watch(engine: sa.Engine, key: str) -> None:
    """Ask now and then whether the sign-in still holds; where it does not, the page gives way to
    the gate. This is no click.
    """
    ui.speak()
    ended = ""
    with net.catching("sign-in watch") as caught, db.reading(engine, patience=0) as session:
        ended = sessions.state(session, key)
    if caught.error is not None:
        caught.draw()
    elif ended:
        st.rerun()
